//! `sono-eval norms`: counts the scores of many assessments, and tells where one stands among them.

use std::fs::File;
use std::io::BufRead;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sono_analytics::{CohortStanding, MIN_COHORT, Norms, Rank, Ranked, Standing};
use sono_report::{Block, Column, Item, List, Marker, Paragraph, Printable, Report, Section, Table, Tone};
use sono_score::assessment::{Assessment, canonical_json};
use sono_score::{Error, ErrorKind, Problem, Result};
use sono_syntax::text::format_tenths;

use super::args::{Color, NormsArgs, NormsCommand, OutputArgs, PlainFormat};
use super::assess::read;
use super::batch::{MAX_LINE_BYTES, open};
use super::console::{Failure, Outcome, io_error, note, print, print_report};
use super::lines::{Line, next_line};
use super::output::refuse_inputs;
use super::verify::read_assessment;

/// The most problems listed; further ones are only counted.
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
    refuse_inputs(output, inputs.iter().map(PathBuf::as_path))?;
    for input in inputs {
        let (reader, _) = open(input)?;
        counting.count(reader, input)?;
    }
    let norms = counting.finish()?;
    let output = OutputArgs { output: output.map(Path::to_owned), color: Color::Never };
    print(&(norms.to_json()? + "\n"), &output)?;
    Ok(Outcome::Done)
}

/// Norms under construction.
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
            note(&format!("left out {} failed {plural}", self.failed));
        }
        Ok(self.norms)
    }
}

/// The assessment of a line: the line itself, or the assessment of a completed item of a batch. A failed item has none.
fn assessment(line: Line) -> Result<Option<Assessment>> {
    let invalid = |message: String| Error::new(ErrorKind::InvalidJson, message);
    let bytes = match line {
        Line::Bytes(bytes) if bytes.trim_ascii().is_empty() => {
            return Err(invalid("expected an assessment, got a blank line".into()));
        }
        Line::Bytes(bytes) => bytes,
        Line::TooLong => {
            let message = format!("expected a line of at most {MAX_LINE_BYTES} bytes, got a longer one");
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
    refuse_inputs(output.output.as_deref(), [norms, assessment])?;
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

/// The error with the name of its file.
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
    let blocks = cohorts.map(section).chain(unassessed(&standing.all)).collect();
    Report::from_blocks(Printable::exact("Standing"), subtitle, blocks)
}

fn section(cohort: &CohortStanding) -> Block {
    let title = match (&cohort.attribute, &cohort.value) {
        (Some(attribute), Some(value)) => format!("{attribute}: {value}"),
        _ => "All".to_owned(),
    };
    let blocks = if cohort.count < MIN_COHORT {
        // The same is true at every level.
        vec![Block::Paragraph(Paragraph {
            tone: Tone::Muted,
            text: Printable::prose(&format!(
                "Not ranked: a rank requires at least {MIN_COHORT} assessments."
            )),
        })]
    } else {
        ranks(cohort)
    };
    let plural = if cohort.count == 1 { "" } else { "s" };
    Block::Section(Section {
        title: Printable::exact(&title),
        score: None,
        notes: vec![Printable::exact(&format!("{} assessment{plural}", cohort.count))],
        blocks,
    })
}

/// A level of an assessment, from the whole to the metrics.
struct Level<'a> {
    /// Its name in a table, where metrics follow their path.
    row: String,
    /// Its name outside a table.
    name: String,
    rank: &'a Rank,
}

fn levels(cohort: &CohortStanding) -> Vec<Level<'_>> {
    let mut levels =
        vec![Level { row: "Overall".to_owned(), name: "Overall".to_owned(), rank: &cohort.overall }];
    for path in &cohort.paths {
        let name = path.path.as_str();
        levels.push(Level { row: name.to_owned(), name: name.to_owned(), rank: &path.rank });
        levels.extend(path.metrics.iter().map(|metric| {
            let id = &metric.metric;
            Level { row: format!("- {id}"), name: format!("{name}/{id}"), rank: &metric.rank }
        }));
    }
    levels
}

/// A table of the ranks, and sentences about scores that too few have.
fn ranks(cohort: &CohortStanding) -> Vec<Block> {
    let (mut rows, mut refused) = (Vec::new(), Vec::new());
    for level in levels(cohort) {
        match level.rank {
            Rank::Ranked(ranked) => rows.push(row(level.row, ranked)),
            Rank::Refused { .. } => refused.push(format!("{}: {}", level.name, level.rank)),
            Rank::NotAssessed { .. } => {}
        }
    }
    let numeric = ["Score", "Rank", "95 % interval", "Quartiles", "Count"];
    let columns = numeric.map(|title| Column { title, numeric: true });
    let columns = std::iter::once(Column { title: "Level", numeric: false }).chain(columns).collect();
    let table = Block::Table(Table { columns, rows, total: None });
    std::iter::once(table).chain(list(&refused)).collect()
}

/// The levels without a score, which are the same in every cohort.
fn unassessed(cohort: &CohortStanding) -> Option<Block> {
    let reason = |level: Level<'_>| match level.rank {
        Rank::NotAssessed { reason } => Some(format!("{}: {reason}", level.name)),
        Rank::Ranked(_) | Rank::Refused { .. } => None,
    };
    let reasons: Vec<String> = levels(cohort).into_iter().filter_map(reason).collect();
    list(&reasons).map(|list| {
        Block::Section(Section {
            title: Printable::exact("Not assessed"),
            score: None,
            notes: Vec::new(),
            blocks: vec![list],
        })
    })
}

fn list(lines: &[String]) -> Option<Block> {
    let item = |line: &String| Item { text: Printable::prose(line), place: None, notes: Vec::new() };
    let items = lines.iter().map(item).collect();
    (!lines.is_empty()).then_some(Block::List(List { marker: Marker::Bullet, items }))
}

fn row(name: String, ranked: &Ranked) -> Vec<Printable> {
    let quartiles = [ranked.lower_quartile, ranked.median, ranked.upper_quartile];
    let cells = [
        name,
        format_tenths(ranked.score),
        format_tenths(ranked.percentile_rank),
        format!("{} to {}", format_tenths(ranked.interval.low), format_tenths(ranked.interval.high)),
        quartiles.map(format_tenths).join(" / "),
        ranked.count.to_string(),
    ];
    cells.iter().map(|cell| Printable::exact(cell)).collect()
}
