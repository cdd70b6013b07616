//! Spans of bytes, and lines and columns in the units of hosts.

use std::cmp::Reverse;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A half-open range of UTF-8 bytes in one text: `start` is inside, `end` is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset just after the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; offsets beyond `u32::MAX` saturate (limits keep texts far below).
    pub fn new(start: usize, end: usize) -> Self {
        let clip = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Self { start: clip(start), end: clip(end.max(start)) }
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether the span holds no byte.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The text in this span; empty if the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or("")
    }

    /// Whether `other` lies entirely inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// Spans of one text, to look up whether a place lies in any of them. Of those that lie in each other, the outermost count;
/// otherwise they do not overlap, as the nodes of a tree.
#[derive(Debug, Clone, Default)]
pub struct SpanSet(Vec<Span>);

impl SpanSet {
    /// Whether a span contains the place.
    pub fn contain(&self, place: Span) -> bool {
        let next = self.0.partition_point(|span| span.start <= place.start);
        next.checked_sub(1).and_then(|last| self.0.get(last)).is_some_and(|span| span.contains(place))
    }
}

impl FromIterator<Span> for SpanSet {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut spans: Vec<Span> = spans.into_iter().collect();
        spans.sort_unstable_by_key(|span| (span.start, Reverse(span.end)));
        let mut end = None;
        spans.retain(|span| {
            let is_outermost = end.is_none_or(|end| span.end > end);
            end = end.max(Some(span.end));
            is_outermost
        });
        Self(spans)
    }
}

/// The unit in which columns and offsets are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, JsonSchema)]
pub enum PositionEncoding {
    /// UTF-8 bytes: the canonical one, used by C and Rust.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-16 code units, as JavaScript and the JVM count.
    #[serde(rename = "utf-16")]
    Utf16,
    /// Unicode code points, as Python counts.
    #[serde(rename = "code-point")]
    CodePoint,
}

impl PositionEncoding {
    /// All encodings, canonical first.
    pub const ALL: [Self; 3] = [Self::Utf8, Self::Utf16, Self::CodePoint];

    /// The name used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
            Self::CodePoint => "code-point",
        }
    }

    /// The length of a text in this unit.
    pub fn len(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
            Self::CodePoint => text.chars().count(),
        }
    }

    /// The byte offset of an offset in this unit; `None` beyond the text or inside a character.
    pub fn byte_offset(self, text: &str, offset: usize) -> Option<usize> {
        if self == Self::Utf8 {
            return text.is_char_boundary(offset).then_some(offset);
        }
        let mut left = offset;
        for (byte, character) in text.char_indices() {
            if left == 0 {
                return Some(byte);
            }
            left = left.checked_sub(if self == Self::Utf16 { character.len_utf16() } else { 1 })?;
        }
        (left == 0).then_some(text.len())
    }
}

/// One place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// Line, counted from 1; lines end at `\n`.
    pub line: usize,
    /// Column, counted from 1 in units of the position encoding.
    pub column: usize,
    /// Offset from the start of the text, counted from 0 in units of the position encoding.
    pub offset: usize,
}

/// Finds lines by byte offset in logarithmic time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<u32>,
    length: u32,
}

impl LineIndex {
    /// Indexes a text in one pass.
    pub fn new(text: &str) -> Self {
        let clip = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        let mut starts = vec![0];
        starts
            .extend(memchr::memchr_iter(b'\n', text.as_bytes()).map(|offset| clip(offset.saturating_add(1))));
        Self { starts, length: clip(text.len()) }
    }

    /// Number of lines; a final newline opens one more, empty line.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never true: the empty text has one empty line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The line, counted from 1, that holds a byte offset.
    pub fn line(&self, offset: u32) -> usize {
        self.starts.partition_point(|start| *start <= offset).max(1)
    }

    /// The span of a line, counted from 1, without its line break (`\n` or `\r\n`).
    pub fn line_span(&self, line: usize, text: &str) -> Span {
        let Some(start) = line.checked_sub(1).and_then(|index| self.starts.get(index)).copied() else {
            return Span { start: self.length, end: self.length };
        };
        let end = self.starts.get(line).map_or(self.length, |next| next.saturating_sub(1));
        let line = Span { start, end };
        if line.of(text).ends_with('\r') { Span { start, end: end.saturating_sub(1) } } else { line }
    }

    /// The position of a byte offset in an encoding. An offset inside a character counts as the character's start.
    pub fn position(&self, offset: u32, text: &str, encoding: PositionEncoding) -> Position {
        let mut byte = (offset as usize).min(text.len());
        while !text.is_char_boundary(byte) {
            byte = byte.saturating_sub(1);
        }
        let line = self.line(u32::try_from(byte).unwrap_or(u32::MAX));
        let start = self.starts.get(line.saturating_sub(1)).copied().unwrap_or(0) as usize;
        let before = text.get(..start).unwrap_or("");
        let inside = text.get(start..byte).unwrap_or("");
        let (column, offset) = match encoding {
            PositionEncoding::Utf8 => (inside.len(), byte),
            other => {
                let column = other.len(inside);
                (column, column.saturating_add(other.len(before)))
            }
        };
        Position { line, column: column.saturating_add(1), offset }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_behind_an_inner_span_lies_in_the_outer_one() {
        let set: SpanSet = [(4, 6), (1, 9), (1, 3), (12, 14)]
            .map(|(start, end)| Span::new(start, end))
            .into_iter()
            .collect();
        for (start, end, inside) in
            [(1, 9, true), (4, 5, true), (7, 8, true), (0, 2, false), (8, 10, false), (12, 13, true)]
        {
            assert_eq!(set.contain(Span::new(start, end)), inside, "{start} to {end}");
        }
        assert!(!SpanSet::default().contain(Span::new(0, 0)));
    }

    #[test]
    fn positions_in_every_encoding() {
        let text = "a\r\n\u{1F600}é = 1\n";
        let index = LineIndex::new(text);
        assert_eq!(index.len(), 3);
        let equals = u32::try_from(text.find('=').unwrap()).unwrap();
        let at = |encoding| index.position(equals, text, encoding);
        assert_eq!(at(PositionEncoding::Utf8), Position { line: 2, column: 8, offset: 10 });
        assert_eq!(at(PositionEncoding::Utf16), Position { line: 2, column: 5, offset: 7 });
        assert_eq!(at(PositionEncoding::CodePoint), Position { line: 2, column: 4, offset: 6 });
        assert_eq!(index.line_span(1, text).of(text), "a");
        assert_eq!(index.line_span(3, text).of(text), "");
    }

    #[test]
    fn offsets_outside_and_inside_characters_are_safe() {
        let text = "é";
        let index = LineIndex::new(text);
        assert_eq!(index.position(1, text, PositionEncoding::Utf8).offset, 0);
        assert_eq!(index.position(99, text, PositionEncoding::Utf8).offset, 2);
        assert!(index.line_span(7, text).is_empty());
    }
}
