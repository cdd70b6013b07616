//! Finding quotes at the places that a reviewer claims.

use super::material::{line, line_count, push_line, shown, visible};
use crate::assessment::Quote;
use crate::json::problems::quote as quoted;
use crate::submission::Source;
use sono_syntax::text::Span;

/// The most lines of one piece of evidence: it should point at a place, not at a file.
const MAX_LINES: usize = 100;
/// The most bytes of these lines that are searched.
const MAX_BYTES: usize = 1 << 16;
/// The fewest characters other than white space in a quote, unless the lines have no more: a single letter can be found
/// anywhere.
const MIN_CHARACTERS: usize = 3;

/// Why a quote was not found, and the field that is wrong.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unfound {
    pub(super) field: &'static str,
    pub(super) message: String,
}

/// Finds the source and the place of a quote.
pub(super) fn find(sources: &[Source<'_>], quote: &Quote) -> Result<(u32, Span), Unfound> {
    let Quote { file, first_line, last_line, quote: text } = quote;
    let unfound = |field, message| Err(Unfound { field, message });
    let named = shown(sources).find(|(_, source)| source.name == *file);
    // A name with invisible characters may be quoted as it was shown.
    let named = named.or_else(|| shown(sources).find(|(_, source)| visible(&source.name) == *file));
    let Some((index, source)) = named else {
        return unfound("file", format!("the material has no source named {}", quoted(file)));
    };
    let count = line_count(source);
    if *first_line > count {
        return unfound(
            "first_line",
            format!("expected a line from 1 to {count} of {}, got {first_line}", quoted(file)),
        );
    }
    if last_line < first_line || *last_line > count {
        let message = format!("expected a line from {first_line} to {count}, got {last_line}");
        return unfound("last_line", message);
    }
    let lines = last_line.saturating_sub(*first_line).saturating_add(1);
    if lines > MAX_LINES {
        return unfound("last_line", format!("expected at most {MAX_LINES} lines, got {lines}"));
    }
    let start = source.lines.line_span(*first_line, &source.text).start;
    let end = source.lines.line_span(*last_line, &source.text).end;
    let place = Span { start, end };
    let searched = beginning(place.of(source.whole()));
    if letters(text) < MIN_CHARACTERS.min(letters(searched)) {
        return unfound(
            "quote",
            format!("expected a longer quote, got {}, which is too short to identify a place", quoted(text)),
        );
    }
    if let Some(at) = searched.find(text.as_str()) {
        let from = (start as usize).saturating_add(at);
        return Ok((index, Span::new(from, from.saturating_add(text.len()))));
    }
    // As it was shown: with invisible characters escaped, and without carriage returns.
    if as_shown(source, *first_line, *last_line).contains(text.as_str()) {
        return Ok((index, place));
    }
    let where_ =
        if lines == 1 { format!("line {first_line}") } else { format!("lines {first_line} to {last_line}") };
    unfound("quote", format!("{} does not occur in {where_} of {}", quoted(text), quoted(file)))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|character| !character.is_whitespace()).take(MIN_CHARACTERS).count()
}

/// The first bytes of a text, up to a whole character.
fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(MAX_BYTES)).unwrap_or(text)
}

fn as_shown(source: &Source<'_>, first: usize, last: usize) -> String {
    let mut out = String::new();
    for number in first..=last {
        if out.len() > MAX_BYTES {
            break;
        }
        if number > first {
            out.push('\n');
        }
        push_line(&mut out, beginning(line(source, number)));
    }
    out
}
