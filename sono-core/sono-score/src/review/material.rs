//! The submitted material as reviewers see it: line by line with numbers, nothing hidden, within a budget of bytes.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::submission::{Source, SourceKind};
use sono_syntax::text::{push_visible, visible_len};

/// The most bytes of a note on an omission, not counting its mark.
const NOTE: usize = 80;
/// The most bytes of the names of sources that are not shown at all.
const MAX_NAMES: usize = 1_000;

/// An omission: lines of a source that reviewers are not shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cut {
    /// Name of the source.
    pub file: String,
    /// The first line of which a part is missing, counted from 1.
    pub first_line: usize,
    /// Last line of the source.
    pub last_line: usize,
    /// Whether the start of the first line is shown.
    pub partial: bool,
}

/// The sources that reviewers are shown: all but data, which is never scored.
pub(super) fn shown<'s, 'a>(sources: &'s [Source<'a>]) -> impl Iterator<Item = (u32, &'s Source<'a>)> {
    (0..).zip(sources).filter(|(_, source)| source.kind != SourceKind::Data)
}

/// The number of lines; the empty one after a final line break does not count.
pub(super) fn line_count(source: &Source<'_>) -> usize {
    let opened = usize::from(source.text.is_empty() || source.text.ends_with('\n'));
    source.lines.len().saturating_sub(opened)
}

/// The text of a line, counted from 1.
pub(super) fn line<'s>(source: &'s Source<'_>, number: usize) -> &'s str {
    source.lines.line_span(number, &source.text).of(source.whole())
}

/// Appends a line of code as it is shown. Tabs stay, because they indent code.
pub(super) fn push_line(out: &mut String, line: &str) {
    for character in line.chars() {
        if character == '\t' { out.push('\t') } else { push_visible(out, character) }
    }
}

/// A name as it is shown, without its quotation marks.
pub(super) fn visible(name: &str) -> String {
    let mut out = String::new();
    name.chars().for_each(|character| push_visible(&mut out, character));
    out
}

fn line_len(line: &str) -> usize {
    line.chars().map(character_len).sum()
}

fn character_len(character: char) -> usize {
    if character == '\t' { 1 } else { visible_len(character) }
}

/// The number before a line. Thanks to it, no submitted text is ever at the start of a line.
fn prefix(number: usize) -> String {
    format!("{number:>5} | ")
}

/// Whether a text occurs anywhere in the material.
pub(super) fn occurs(sources: &[Source<'_>], needle: &str) -> bool {
    let finder = memchr::memmem::Finder::new(needle);
    let holds = |text: &str| finder.find(text.as_bytes()).is_some();
    shown(sources).any(|(_, source)| holds(source.whole()) || holds(&source.name))
}

/// Writes the material between two lines that begin with the mark. Sources and headings take at most `budget` bytes. If
/// that is too little, every source gets an equal part, and long sources share what short ones leave.
pub(super) fn write(out: &mut String, sources: &[Source<'_>], mark: &str, budget: usize) -> Vec<Cut> {
    let shown: Vec<&Source<'_>> = shown(sources).map(|(_, source)| source).collect();
    let headings: Vec<String> =
        (1..).zip(&shown).map(|(number, source)| heading(mark, number, shown.len(), source)).collect();
    let costs: Vec<usize> =
        headings.iter().zip(&shown).map(|(head, source)| cost(head, source, budget)).collect();
    let allowed = allowance(&costs, budget);
    let mut cuts = Vec::new();
    let mut absent = Vec::new();
    let _ = writeln!(out, "{mark} the material begins");
    for ((source, head), cost) in shown.iter().zip(&headings).zip(costs) {
        let room = if cost <= allowed {
            Some(usize::MAX)
        } else {
            allowed.checked_sub(head.len().saturating_add(mark.len()).saturating_add(NOTE))
        };
        let Some(room) = room else {
            absent.push(source.name.as_str());
            cuts.push(Cut {
                file: source.name.clone(),
                first_line: 1,
                last_line: line_count(source).max(1),
                partial: false,
            });
            continue;
        };
        out.push_str(head);
        if let Some(cut) = write_lines(out, source, room) {
            let _ = match (cut.partial, cut.first_line == cut.last_line) {
                (true, true) => writeln!(out, "{mark} left out: the rest of line {}", cut.first_line),
                (true, false) => writeln!(
                    out,
                    "{mark} left out: the rest of line {}, and all up to line {}",
                    cut.first_line, cut.last_line
                ),
                (false, _) => {
                    writeln!(out, "{mark} left out: lines {} to {}", cut.first_line, cut.last_line)
                }
            };
            cuts.push(cut);
        }
    }
    write_absent(out, mark, &absent);
    let _ = writeln!(out, "{mark} the material ends");
    cuts
}

fn heading(mark: &str, number: usize, count: usize, source: &Source<'_>) -> String {
    let kind = match source.kind {
        SourceKind::Code => "code",
        SourceKind::Answer => "written answer",
        SourceKind::Document => "document",
        SourceKind::Commit => "commit message",
        SourceKind::Data => "data",
    };
    let mut out = format!("{mark} source {number} of {count}, {kind}");
    if let Some(language) = source.language {
        let _ = write!(out, " in {}", language.id);
    }
    if source.base.is_some() {
        out.push_str(", changed from a template");
    }
    let lines = line_count(source);
    let _ = write!(out, ", {lines} {}: ", if lines == 1 { "line" } else { "lines" });
    push_name(&mut out, &source.name);
    out.push('\n');
    out
}

/// Appends a name in quotation marks, because the author of the material chose the name as well.
fn push_name(out: &mut String, name: &str) {
    out.push('"');
    for character in name.chars() {
        if character == '"' {
            out.push('\\');
        }
        push_visible(out, character);
    }
    out.push('"');
}

/// The bytes of a whole source; the count stops beyond the budget.
fn cost(heading: &str, source: &Source<'_>, budget: usize) -> usize {
    let mut cost = heading.len();
    for number in 1..=line_count(source) {
        if cost > budget {
            break;
        }
        let line = line_len(line(source, number)).saturating_add(prefix(number).len()).saturating_add(1);
        cost = cost.saturating_add(line);
    }
    cost
}

/// The most bytes that each source may take so that all of them stay within the budget.
fn allowance(costs: &[usize], budget: usize) -> usize {
    let mut ascending = costs.to_vec();
    ascending.sort_unstable();
    let (mut left, mut sharers) = (budget, ascending.len());
    for cost in ascending {
        let share = left.checked_div(sharers).unwrap_or(left);
        if cost > share {
            return share;
        }
        left = left.saturating_sub(cost);
        sharers = sharers.saturating_sub(1);
    }
    usize::MAX
}

/// Writes as many lines as fit, and a part of the first one if not even that fits.
fn write_lines(out: &mut String, source: &Source<'_>, mut room: usize) -> Option<Cut> {
    let count = line_count(source);
    for number in 1..=count {
        let (line, prefix) = (line(source, number), prefix(number));
        let needed = line_len(line).saturating_add(prefix.len()).saturating_add(1);
        if needed <= room {
            room = room.saturating_sub(needed);
            out.push_str(&prefix);
            push_line(out, line);
            out.push('\n');
            continue;
        }
        let partial = number == 1 && room > prefix.len();
        if partial {
            let mut left = room.saturating_sub(prefix.len()).saturating_sub(1);
            let fits = |character: &char| {
                let rest = left.checked_sub(character_len(*character));
                left = rest.unwrap_or(0);
                rest.is_some()
            };
            let begun: String = line.chars().take_while(fits).collect();
            out.push_str(&prefix);
            push_line(out, &begun);
            out.push('\n');
        }
        return Some(Cut { file: source.name.clone(), first_line: number, last_line: count, partial });
    }
    None
}

/// Writes the names of sources that are not shown at all, as far as they fit.
fn write_absent(out: &mut String, mark: &str, absent: &[&str]) {
    if absent.is_empty() {
        return;
    }
    let _ = write!(out, "{mark} sources left out:");
    let (mut room, mut named) = (MAX_NAMES, 0_usize);
    for name in absent {
        let before = out.len();
        out.push_str(if named == 0 { " " } else { ", " });
        push_name(out, name);
        let Some(rest) = room.checked_sub(out.len().saturating_sub(before)) else {
            out.truncate(before);
            break;
        };
        room = rest;
        named = named.saturating_add(1);
    }
    let more = absent.len().saturating_sub(named);
    let _ = match (named, more) {
        (_, 0) => writeln!(out),
        (0, _) => writeln!(out, " {more}"),
        _ => writeln!(out, ", and {more} more"),
    };
}
