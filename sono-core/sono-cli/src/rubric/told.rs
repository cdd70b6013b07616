//! Rubrics in words: `sono-eval rubric explain` and `sono-eval rubric diff`.

use serde::Serialize;
use sono_report::{
    Block, Detail, Fact, Format, Item, List, Marker, Paragraph, Printable, Printed, Report, Section, Tone,
};
use sono_score::rubric::{self, Entry, MetricGuide, RubricChanges};
use sono_score::{Error, ErrorKind};

use super::load;
use crate::args::{DiffArgs, ExplainArgs, OutputArgs};
use crate::console::{Failure, Outcome, format, options, write};

pub(super) fn explain(args: &ExplainArgs) -> Result<Outcome, Failure> {
    let metrics = load(&args.rubric)?.explain(&args.metric)?;
    print(&metrics, &explained(&metrics), args.format, &args.output)?;
    Ok(Outcome::Done)
}

pub(super) fn diff(args: &DiffArgs) -> Result<Outcome, Failure> {
    let changes = load(&args.before)?.changes(&*load(&args.after)?);
    print(&changes, &compared(&changes), args.format, &args.output)?;
    Ok(if changes.is_empty() { Outcome::Done } else { Outcome::SomeFailed })
}

/// Prints a value as JSON, or in words.
fn print(
    value: &impl Serialize,
    report: &Report,
    wanted: Option<Format>,
    output: &OutputArgs,
) -> Result<(), Failure> {
    let format = format(wanted, output);
    let printed = match format.print_blocks(report, &options(output, Detail::default()))? {
        Some(printed) => printed,
        None if format.name == "json" => {
            let text = serde_json::to_string_pretty(value).map_err(std::io::Error::from);
            Printed::Text(text.map_err(Error::from)?)
        }
        None => {
            let message = format!("the format {} prints assessments only, and no rubrics", format.name);
            return Err(Error::new(ErrorKind::InvalidOptions, message).into());
        }
    };
    write(printed, output)
}

fn explained(metrics: &[MetricGuide]) -> Report {
    let mut blocks: Vec<Block> = metrics.iter().map(metric).collect();
    let mut title = "Metrics".to_owned();
    // One metric needs no section around it.
    if let [Block::Section(section)] = blocks.as_mut_slice() {
        title = section.title.as_str().to_owned();
        blocks = std::mem::take(&mut section.blocks);
    }
    let subtitle = metrics.first().map(|first| format!("rubric {} {}", first.rubric, first.version));
    let subtitle = subtitle.iter().map(|text| Printable::prose(text)).collect();
    Report::from_blocks(Printable::prose(&title), subtitle, blocks)
}

fn metric(metric: &MetricGuide) -> Block {
    let mut blocks: Vec<Block> = metric.description.iter().map(|text| paragraph(text)).collect();
    blocks.push(facts(&metric.facts));
    blocks.extend(metric.entries.iter().map(entry));
    let title = format!("{} ({}.{})", metric.name, metric.path.as_str(), metric.metric);
    section(&title, blocks)
}

fn entry(entry: &Entry) -> Block {
    let mut blocks = Vec::new();
    if let Some(signal) = &entry.signal {
        let unit = match signal.unit.as_str() {
            "" => String::new(),
            "ratio" => ", a share".to_owned(),
            unit => format!(", in {unit}"),
        };
        blocks.push(paragraph(&format!("{}{unit}: {}", signal.id, signal.definition)));
    }
    blocks.push(facts(&entry.facts));
    section(&format!("{}: {}", entry.kind.name(), entry.title), blocks)
}

fn compared(changes: &RubricChanges) -> Report {
    let name = |rubric: &rubric::RubricName| format!("{} {}", rubric.id, rubric.version);
    let mut blocks: Vec<Block> = changes
        .sections
        .iter()
        .map(|changed| {
            let items = changed.changes.iter().map(|change| Item {
                text: Printable::prose(&change.describe()),
                place: None,
                notes: Vec::new(),
            });
            let list = List { marker: Marker::Bullet, items: items.collect() };
            section(&changed.title, vec![Block::List(list)])
        })
        .collect();
    if blocks.is_empty() {
        blocks.push(paragraph("They mean the same."));
    }
    let subtitle = format!("from {} to {}", name(&changes.before), name(&changes.after));
    Report::from_blocks(Printable::exact("What changes"), vec![Printable::prose(&subtitle)], blocks)
}

fn section(title: &str, blocks: Vec<Block>) -> Block {
    Block::Section(Section { title: Printable::prose(title), score: None, notes: Vec::new(), blocks })
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(Paragraph { tone: Tone::Neutral, text: Printable::prose(text) })
}

fn facts(facts: &[rubric::Fact]) -> Block {
    let fact = |fact: &rubric::Fact| Fact {
        name: Printable::prose(&fact.name),
        value: Printable::prose(&fact.text),
    };
    Block::Facts(facts.iter().map(fact).collect())
}
