//! `sono-eval metrics`: numbers about functions and files, without scores.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;
use sono_boundary::{FileMetrics, Metrics};
use sono_report::{Block, Column, Printable, Report, Section, Table};
use sono_score::Result;
use sono_score::engine::Engine;
use sono_syntax::text::format_number;

use super::args::{MetricsArgs, MetricsFormat};
use super::assess::submission_of;
use super::console::{Failure, Outcome, note, print_bits, print_report, write_failure};
use super::gather::{Filter, gather_parts};
use super::output::refuse_inputs;

pub(crate) fn run(args: &MetricsArgs) -> Result<Outcome, Failure> {
    refuse_inputs(args.output.output.as_deref(), args.inputs.iter().map(PathBuf::as_path))?;
    let filter = Filter::new(&args.gather)?;
    match args.format {
        MetricsFormat::Json => print_bits(&args.output, |out| json(args, &filter, out))?,
        MetricsFormat::Text => {
            let mut all = Metrics { files: Vec::new(), signals: BTreeMap::new() };
            let tell = &mut |file: FileMetrics| {
                all.files.push(file);
                Ok(())
            };
            all.signals = measure(args, &filter, tell)?;
            print_report(&report(&all), &args.output)?;
        }
    }
    Ok(Outcome::Done)
}

/// Measures what lies below the paths, part by part, so that only one part is held at a time. Hands on the numbers of
/// each file, and gives those of the whole, if it is one part: signals of several parts cannot be added up.
fn measure(
    args: &MetricsArgs,
    filter: &Filter,
    tell: &mut dyn FnMut(FileMetrics) -> Result<(), Failure>,
) -> Result<BTreeMap<String, f64>, Failure> {
    // An engine's rubric makes no difference to its measurements.
    let engine = Engine::builder().build()?;
    let (mut parts, mut signals) = (0_usize, BTreeMap::new());
    let rest = gather_parts(&args.inputs, filter, &mut |part| {
        let submission = submission_of(part, args.inputs.len());
        submission.validate()?;
        let metrics = Metrics::from(&engine.measure(&submission)?);
        parts = parts.saturating_add(1);
        signals = metrics.signals;
        metrics.files.into_iter().try_for_each(&mut *tell)
    })?;
    rest.print_notes();
    rest.print_set_aside();
    if parts > 1 {
        note("it is more than one submission may hold: there are no signals of the whole");
        signals.clear();
    }
    Ok(signals)
}

/// Writes the numbers as one JSON object, file by file.
fn json(args: &MetricsArgs, filter: &Filter, out: &mut dyn Write) -> Result<(), Failure> {
    let mut files = 0_usize;
    let bits = |out: &mut dyn Write, bits: &[&str]| {
        bits.iter().try_for_each(|bit| out.write_all(bit.as_bytes())).map_err(write_failure)
    };
    // Nothing is written before the first file is read: an error comes alone.
    const OPEN: &str = "{\n  \"files\": [";
    let signals = measure(args, filter, &mut |file| {
        let open = if files == 0 { OPEN } else { "," };
        files = files.saturating_add(1);
        bits(out, &[open, "\n    ", &indented(&file, "    ")?])
    })?;
    bits(
        out,
        &[if files == 0 { OPEN } else { "\n  " }, "],\n  \"signals\": ", &indented(&signals, "  ")?, "\n}\n"],
    )
}

/// A value in JSON, with all lines but the first set in.
fn indented(value: &impl Serialize, indent: &str) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(value).map_err(std::io::Error::from);
    Ok(text.map_err(sono_score::Error::from)?.replace('\n', &format!("\n{indent}")))
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
        let note = match (&file.language, file.set_aside) {
            (Some(language), _) => language.clone(),
            (None, Some(reason)) => format!("set aside: {}", reason.words()),
            (None, None) => "not parsed".to_owned(),
        };
        let notes = vec![Printable::exact(&note)];
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
