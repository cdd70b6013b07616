//! The part of a report that lists what was not read.

use std::collections::BTreeMap;

use super::Detail;
use super::block::{Block, Item, List, Marker, Paragraph, Tone};
use super::build::section;
use super::printable::Printable;
use sono_score::submission::{SetAside, SetAsideReason};
use sono_syntax::text::{format_bytes, format_number};

/// Names shown for one reason.
const NAMES: usize = 3;
/// Names shown for one reason in a full report.
const MAX_NAMES: usize = 50;

/// A section with one item per reason; nothing if everything was read.
pub(super) fn blocks(entries: &[SetAside], detail: Detail) -> Option<Block> {
    if entries.is_empty() {
        return None;
    }
    let mut reasons: BTreeMap<SetAsideReason, Vec<&SetAside>> = BTreeMap::new();
    for entry in entries {
        reasons.entry(entry.reason).or_default().push(entry);
    }
    let all: Vec<&SetAside> = entries.iter().collect();
    let text = Printable::exact(&format!("{}, for these reasons:", amount(&all, "Not read")));
    let items = reasons.into_iter().map(|(reason, entries)| item(reason, &entries, detail)).collect();
    Some(section(
        "Set aside",
        vec![
            Block::Paragraph(Paragraph { tone: Tone::Muted, text }),
            Block::List(List { marker: Marker::Bullet, items }),
        ],
    ))
}

fn item(reason: SetAsideReason, entries: &[&SetAside], detail: Detail) -> Item {
    let names = if detail == Detail::Full { MAX_NAMES } else { NAMES };
    let mut shown: Vec<Printable> = entries.iter().take(names).map(|entry| name(entry)).collect();
    let more = entries.len().saturating_sub(names);
    if more > 0 {
        shown.push(Printable::exact(&format!("{more} more")));
    }
    Item { text: Printable::exact(&amount(entries, reason.words())), place: None, notes: shown }
}

/// `not text: 3 files, 1.2 MB`.
fn amount(entries: &[&SetAside], what: &str) -> String {
    let files = entries.iter().map(|entry| entry.file_count()).fold(0, u64::saturating_add);
    let bytes = entries.iter().filter_map(|entry| entry.bytes).fold(0, u64::saturating_add);
    let least = if entries.iter().any(|entry| entry.at_least) { "at least " } else { "" };
    let noun = if files == 1 { "file" } else { "files" };
    let size = if entries.iter().all(|entry| entry.bytes.is_none()) {
        String::new()
    } else {
        format!(", {}", format_bytes(bytes))
    };
    format!("{what}: {least}{} {noun}{size}", format_number(files as f64))
}

/// The name of a file, or that of a folder with a `/`.
fn name(entry: &SetAside) -> Printable {
    match entry.files {
        Some(_) if entry.path == "." => Printable::exact("the folder itself"),
        Some(_) => Printable::exact(&format!("{}/", entry.path)),
        None => Printable::exact(&entry.path),
    }
}
