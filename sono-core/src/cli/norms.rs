//! `sono-eval norms`: counting the scores of many, and saying where one stands among them.

use std::fs::File;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use crate::analytics::{CohortStanding, MIN_COHORT, Norms, Rank, Ranked, Standing};
use crate::assessment::{Assessment, canonical_json};
use crate::report::{Block, Column, Item, List, Marker, Paragraph, Printable, Report, Section, Table, Tone};
use crate::text::format_number;
use crate::{Error, ErrorKind, Problem, Result};
use serde_json::Value;

use super::args::{Color, NormsArgs, NormsCommand, OutputArgs, PlainFormat};
use super::assess::read;
use super::batch::{MAX_LINE_BYTES, open, refuse_same_file};
use super::console::{Failure, Outcome, io_error, note, print, print_report};
use super::lines::{Line, next_line};
use super::verify::read_assessment;

/// Most problems that are listed; further ones are counted.
const MAX_PROBLEMS: usize = 100;

pub(crate) fn run(args: &NormsArgs) -> Result<Outcome, Failure> {
    match &args.command {
        NormsCommand::Build { inputs, by, output } => build(inputs, by.as_deref(), output.as_deref()),
        NormsCommand::Rank { norms, assessment, format, output } => rank(norms, assessment, *format, output),
    }
}

fn build(inputs: &[PathBuf], by: Option<&str>, output: Option<&Path>) -> Result<Outcome, Failure> {
    let mut counting =
        Counting { norms: by.map_or_else(Norms::new, Norms::by_attribute), ..Counting::default() };
    for input in inputs {
        refuse_same_file(input, output)?;
        let (reader, _) = open(input)?;
        counting.count(reader, input)?;
    }
    let norms = counting.finish()?;
    let output = OutputArgs { output: output.map(Path::to_owned), color: Color::Never };
    print(&(norms.to_json()? + "\n"), &output)?;
    Ok(Outcome::Done)
}

/// Norms in the making.
#[derive(Default)]
struct Counting {
    norms: Norms,
    failed: u64,
    /// The kind of the first error.
    kind: Option<ErrorKind>,
    problems: Vec<Problem>,
    further: usize,
}

impl Counting {
    /// Counts the assessment of each line.
    fn count(&mut self, mut input: impl BufRead, path: &Path) -> Result<()> {
        let file = path.display().to_string();
        let mut number = 0_usize;
        while let Some((line, _)) =
            next_line(&mut input, MAX_LINE_BYTES).map_err(|error| io_error("read", path, &error))?
        {
            number = number.saturating_add(1);
            let counted = assessment(line).and_then(|assessment| match assessment {
                Some(assessment) => self.norms.add(&assessment),
                None => {
                    self.failed = self.failed.saturating_add(1);
                    Ok(())
                }
            });
            if let Err(error) = counted {
                self.refuse(&file, number, &error);
            }
        }
        Ok(())
    }

    fn refuse(&mut self, file: &str, line: usize, error: &Error) {
        self.kind.get_or_insert(error.kind());
        let mut add = |key: &str, message: &str| {
            if self.problems.len() < MAX_PROBLEMS {
                self.problems.push(Problem::at_line(file, line, key, message));
            } else {
                self.further = self.further.saturating_add(1);
            }
        };
        if error.problems().is_empty() {
            add("", error.message());
        }
        for problem in error.problems() {
            add(problem.pointer.as_deref().unwrap_or_default(), &problem.message);
        }
    }

    fn finish(self) -> Result<Norms> {
        if let Some(kind) = self.kind {
            let mut message = "the norms were not built; nothing was written".to_owned();
            if self.further > 0 {
                message.push_str(&format!(" (the first {MAX_PROBLEMS} problems; {} more)", self.further));
            }
            return Err(Error::with_problems(kind, message, self.problems));
        }
        if self.failed > 0 {
            let plural = if self.failed == 1 { "item" } else { "items" };
            note(&format!("left out {} {plural} that failed", self.failed));
        }
        Ok(self.norms)
    }
}

/// The assessment of a line: one by itself, or that of a completed item of a batch. A failed item has none.
fn assessment(line: Line) -> Result<Option<Assessment>> {
    let invalid = |message: String| Error::new(ErrorKind::InvalidJson, message);
    let bytes = match line {
        Line::Bytes(bytes) if bytes.trim_ascii().is_empty() => {
            return Err(invalid("the line is blank".into()));
        }
        Line::Bytes(bytes) => bytes,
        Line::TooLong => {
            let message = format!("the line has more than {MAX_LINE_BYTES} bytes");
            return Err(Error::new(ErrorKind::LimitExceeded, message));
        }
    };
    let mut value: Value =
        serde_json::from_slice(&bytes).map_err(|error| invalid(format!("not JSON: {error}")))?;
    match value.get("status").map(|status| status.as_str()) {
        None => {}
        Some(Some("failed")) => return Ok(None),
        Some(Some("completed")) => value = value.get_mut("assessment").map(Value::take).unwrap_or_default(),
        Some(_) => return Err(invalid("expected an item whose status is completed or failed".into())),
    }
    serde_json::from_value(value).map(Some).map_err(|error| invalid(format!("not an assessment: {error}")))
}

fn rank(
    norms: &Path,
    assessment: &Path,
    format: PlainFormat,
    output: &OutputArgs,
) -> Result<Outcome, Failure> {
    let file = File::open(norms).map_err(|error| io_error("read", norms, &error))?;
    let counts = Norms::from_json_slice(&read(file, norms)?).map_err(|error| within(norms, &error))?;
    let scored = read_assessment(assessment)?;
    let standing = counts.standing(&scored).map_err(|error| within(assessment, &error))?;
    match format {
        PlainFormat::Json => print(&(canonical_json(&standing)? + "\n"), output)?,
        PlainFormat::Text => print_report(&report(&standing, &counts), output)?,
    }
    Ok(Outcome::Done)
}

/// An error with the file that it is about.
fn within(path: &Path, error: &Error) -> Error {
    let message = format!("{}: {}", path.display(), error.message());
    Error::with_problems(error.kind(), message, error.problems().to_vec())
}

fn report(standing: &Standing, norms: &Norms) -> Report {
    let mut subtitle = Vec::new();
    if let Some(basis) = norms.basis() {
        let kind = basis.submission_type.as_str();
        let (rubric, version) = (&basis.rubric.id, &basis.rubric.version);
        subtitle.push(Printable::prose(&format!(
            "Among submissions of type {kind} under rubric {rubric} {version}."
        )));
    }
    subtitle.push(Printable::prose(
        "A percentile rank is the share that scored less, with half of the ties. Its interval tells how far another \
         cohort of this size could move it.",
    ));
    let cohorts = std::iter::once(&standing.all).chain(&standing.cohort);
    Report::from_blocks(Printable::exact("Standing"), subtitle, cohorts.map(section).collect())
}

fn section(cohort: &CohortStanding) -> Block {
    let title = match (&cohort.attribute, &cohort.value) {
        (Some(attribute), Some(value)) => format!("{attribute}: {value}"),
        _ => "All".to_owned(),
    };
    let blocks = if cohort.count < MIN_COHORT {
        // The same holds at every level.
        vec![Block::Paragraph(Paragraph {
            tone: Tone::Muted,
            text: Printable::prose(&format!("Not ranked: it takes at least {MIN_COHORT} assessments.")),
        })]
    } else {
        levels(cohort)
    };
    let plural = if cohort.count == 1 { "" } else { "s" };
    Block::Section(Section {
        title: Printable::exact(&title),
        score: None,
        notes: vec![Printable::exact(&format!("{} assessment{plural}", cohort.count))],
        blocks,
    })
}

/// What is ranked, in a table, metrics below their path; and what is not, in words.
fn levels(cohort: &CohortStanding) -> Vec<Block> {
    let mut levels = vec![("Overall".to_owned(), "Overall".to_owned(), &cohort.overall)];
    for path in &cohort.paths {
        let name = path.path.as_str();
        levels.push((name.to_owned(), name.to_owned(), &path.rank));
        let metrics = path.metrics.iter();
        levels.extend(metrics.map(|metric| {
            let id = &metric.metric;
            (format!("- {id}"), format!("{name}/{id}"), &metric.rank)
        }));
    }
    let (mut rows, mut items) = (Vec::new(), Vec::new());
    for (short, name, rank) in levels {
        match rank {
            Rank::Ranked(ranked) => rows.push(row(short, ranked)),
            other => {
                let text = Printable::prose(&format!("{name}: {other}"));
                items.push(Item { text, place: None, notes: Vec::new() });
            }
        }
    }
    let numeric = ["Score", "Rank", "95 % interval", "Quartiles", "Count"];
    let columns = numeric.map(|title| Column { title, numeric: true });
    let columns = std::iter::once(Column { title: "Level", numeric: false }).chain(columns).collect();
    let mut blocks = vec![Block::Table(Table { columns, rows, total: None })];
    if !items.is_empty() {
        blocks.push(Block::List(List { marker: Marker::Bullet, items }));
    }
    blocks
}

fn row(name: String, ranked: &Ranked) -> Vec<Printable> {
    let number = |value: f64| format_number((value * 10.0).round() / 10.0);
    let quartiles = [ranked.lower_quartile, ranked.median, ranked.upper_quartile];
    let cells = [
        name,
        number(ranked.score),
        number(ranked.percentile_rank),
        format!("{} to {}", number(ranked.interval.low), number(ranked.interval.high)),
        quartiles.map(number).join(" / "),
        ranked.count.to_string(),
    ];
    cells.iter().map(|cell| Printable::exact(cell)).collect()
}
