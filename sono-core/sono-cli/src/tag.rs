//! `sono-eval tag`: what code uses, without scores.

use std::path::PathBuf;

use serde_json::json;
use sono_report::{Block, Column, Printable, Report, Section, Table, tag_kind_name};
use sono_score::assessment::{Tag, TagKind, canonical_json};
use sono_score::engine::Engine;
use sono_syntax::text::format_number;

use super::args::{PlainFormat, TagArgs};
use super::assess::read_submission;
use super::console::{Failure, Outcome, print, print_report};
use super::output::refuse_inputs;

pub(crate) fn run(args: &TagArgs) -> Result<Outcome, Failure> {
    refuse_inputs(args.output.output.as_deref(), args.inputs.iter().map(PathBuf::as_path))?;
    let submission = read_submission(&args.inputs, &args.gather, false)?;
    submission.validate()?;
    // An engine's rubric makes no difference to tags.
    let tags = Engine::builder().build()?.tags(&submission)?;
    match args.format {
        PlainFormat::Json => print(&(canonical_json(&json!({ "tags": tags }))? + "\n"), &args.output)?,
        PlainFormat::Text => print_report(&report(&tags), &args.output)?,
    }
    Ok(Outcome::Done)
}

fn report(tags: &[Tag]) -> Report {
    let sections = TagKind::ALL.into_iter().filter_map(|kind| {
        let rows: Vec<_> = tags.iter().filter(|tag| tag.kind == kind).map(row).collect();
        if rows.is_empty() {
            return None;
        }
        let titles = [("Tag", false), ("Confidence", true), ("Places", false)];
        let columns = titles.map(|(title, numeric)| Column { title, numeric }).into();
        let blocks = vec![Block::Table(Table { columns, rows, total: None })];
        let title = Printable::exact(tag_kind_name(kind));
        Some(Block::Section(Section { title, score: None, notes: Vec::new(), blocks }))
    });
    Report::from_blocks(Printable::exact("Tags"), Vec::new(), sections.collect())
}

fn row(tag: &Tag) -> Vec<Printable> {
    let places: Vec<String> = tag.places.iter().map(|location| location.place()).collect();
    vec![
        Printable::prose(&tag.name),
        Printable::exact(&format_number(tag.confidence)),
        Printable::exact(&places.join(", ")),
    ]
}
