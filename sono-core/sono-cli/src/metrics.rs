//! `sono-eval metrics`: numbers about functions and files, without scores.

use std::path::PathBuf;

use sono_boundary::{FileMetrics, Metrics};
use sono_report::{Block, Column, Printable, Report, Section, Table};
use sono_score::Result;
use sono_score::engine::Engine;
use sono_score::submission::Submission;
use sono_syntax::text::format_number;

use super::args::{MetricsArgs, MetricsFormat};
use super::console::{Failure, Outcome, print, print_report};
use super::gather::{Filter, gather};
use super::output::refuse_inputs;

pub(crate) fn run(args: &MetricsArgs) -> Result<Outcome, Failure> {
    refuse_inputs(args.output.output.as_deref(), args.inputs.iter().map(PathBuf::as_path))?;
    let gathered = gather(&args.inputs, &Filter::new(&args.gather)?)?;
    gathered.print_notes();
    gathered.print_set_aside();
    let mut submission = Submission::default();
    submission.content.code.extend(gathered.code);
    submission.content.files = gathered.files;
    submission.validate()?;
    let metrics = measure(&submission)?;
    match args.format {
        MetricsFormat::Json => {
            let text = serde_json::to_string_pretty(&metrics).map_err(std::io::Error::from);
            print(&(text.map_err(sono_score::Error::from)? + "\n"), &args.output)?;
        }
        MetricsFormat::Text => print_report(&report(&metrics), &args.output)?,
    }
    Ok(Outcome::Done)
}

fn measure(submission: &Submission) -> Result<Metrics> {
    // An engine's rubric makes no difference to its measurements.
    Ok(Metrics::from(&Engine::builder().build()?.measure(submission)?))
}

fn report(metrics: &Metrics) -> Report {
    let blocks = metrics.files.iter().map(|file| {
        let mut blocks = Vec::new();
        if !file.functions.is_empty() {
            blocks.push(Block::Table(functions(file)));
        }
        if !file.signals.is_empty() {
            blocks.push(Block::Table(signals(file)));
        }
        let notes = vec![Printable::exact(file.language.as_deref().unwrap_or("not parsed"))];
        Block::Section(Section { title: Printable::exact(&file.path), score: None, notes, blocks })
    });
    Report::from_blocks(Printable::exact("Metrics"), Vec::new(), blocks.collect())
}

fn column(title: &'static str, numeric: bool) -> Column {
    Column { title, numeric }
}

fn functions(file: &FileMetrics) -> Table {
    let rows = file.functions.iter().map(|function| {
        let name = if function.name.is_empty() { "(anonymous)" } else { &function.name };
        let numbers = [
            function.start_line,
            function.cyclomatic as usize,
            function.cognitive as usize,
            function.nesting as usize,
            function.parameters,
            function.sloc as usize,
        ];
        let numbers = numbers.map(|number| Printable::exact(&number.to_string()));
        std::iter::once(Printable::exact(name)).chain(numbers).collect()
    });
    let numeric = ["Line", "Cyclomatic", "Cognitive", "Nesting", "Parameters", "Lines of code"];
    let columns = std::iter::once(column("Function", false)).chain(numeric.map(|title| column(title, true)));
    Table { columns: columns.collect(), rows: rows.collect(), total: None }
}

fn signals(file: &FileMetrics) -> Table {
    let rows = file
        .signals
        .iter()
        .map(|(id, value)| vec![Printable::exact(id), Printable::exact(&format_number(*value))]);
    Table { columns: vec![column("Signal", false), column("Value", true)], rows: rows.collect(), total: None }
}
