//! Code frames: a place, its lines, and the marked part of them.

use unicode_width::UnicodeWidthStr;

use super::printable::Printable;
use super::words;
use sono_score::assessment::Location;
use sono_syntax::text::{LineIndex, PositionEncoding, Span, push_visible};

/// Columns between tab stops.
const TAB: usize = 4;
/// The most characters kept on each side of the marked part of a line, and of the marked part itself.
const CONTEXT: usize = 200;
/// A place with more lines than this is shown by its first lines and its last.
const MAX_LINES: usize = 4;

/// A place in the submission, with its lines where the text is available.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// `file:line:column`, or `file, cell 3, line 2, column 1` in a notebook.
    pub place: Printable,
    /// The lines; empty when the text is not available.
    pub rows: Vec<FrameRow>,
}

/// One row of a code frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FrameRow {
    /// A line of the text, in three parts. Tabs are expanded; `marked` may be empty when something is missing
    /// between `before` and `after`.
    Line {
        /// The line's number, counted from 1.
        number: usize,
        /// The text before the place.
        before: Printable,
        /// The place itself.
        marked: Printable,
        /// The text after the place.
        after: Printable,
    },
    /// Lines left out.
    Gap {
        /// The number of lines.
        lines: usize,
    },
}

impl Frame {
    /// A frame without code.
    pub(super) fn bare(location: &Location) -> Self {
        let column = location.start.column;
        let place = match location.cell {
            Some(_) => format!("{}, column {column}", location.place()),
            None => format!("{}:{column}", location.place()),
        };
        Self { place: Printable::exact(&place), rows: Vec::new() }
    }

    /// A frame with the lines of a location. A location that does not fit the text gives a bare frame: it is worse to
    /// show the wrong line than to show none.
    pub(super) fn new(
        location: &Location,
        text: &str,
        lines: &LineIndex,
        encoding: PositionEncoding,
    ) -> Self {
        let mut frame = Self::bare(location);
        let (first, last) = (location.start.line, location.end.line.max(location.start.line));
        if first == 0 || last > lines.len() {
            return frame;
        }
        // A span that ends at the start of a line covers nothing of that line.
        let last = if last > first && location.end.column <= 1 { last.saturating_sub(1) } else { last };
        let count = last.saturating_sub(first).saturating_add(1);
        let head = if count > MAX_LINES { 2 } else { count };
        let row = |number: usize| {
            let line = lines.line_span(number, text).of(text);
            let start = if number == first { byte_of(line, location.start.column, encoding) } else { 0 };
            let end = if number == location.end.line {
                byte_of(line, location.end.column, encoding)
            } else {
                line.len()
            };
            let indent = line.len().saturating_sub(line.trim_start().len());
            // On the further lines of a place the indentation is not part of it.
            let start = if number == first { start } else { indent.min(end) };
            cut_line(number, line, Span::new(start, end.max(start)))
        };
        frame.rows.extend((first..first.saturating_add(head)).map(row));
        if head < count {
            frame.rows.push(FrameRow::Gap { lines: count.saturating_sub(head).saturating_sub(1) });
            frame.rows.push(row(last));
        }
        frame
    }
}

/// The byte offset of a column, counted from 1, in a line. A column inside a character gives the start of that
/// character, and one beyond the line gives the end of the line.
fn byte_of(line: &str, column: usize, encoding: PositionEncoding) -> usize {
    let wanted = column.saturating_sub(1);
    let mut units = 0_usize;
    for (offset, character) in line.char_indices() {
        units = units.saturating_add(match encoding {
            PositionEncoding::Utf8 => character.len_utf8(),
            PositionEncoding::Utf16 => character.len_utf16(),
            PositionEncoding::CodePoint => 1,
        });
        if units > wanted {
            return offset;
        }
    }
    line.len()
}

/// Splits a line around a span of bytes, and leaves out text that is far from it.
fn cut_line(number: usize, line: &str, span: Span) -> FrameRow {
    let before = Span { start: 0, end: span.start }.of(line);
    let after = line.get(span.end as usize..).unwrap_or("");
    let mut column = 0;
    let before = match before.char_indices().rev().nth(CONTEXT) {
        None => expand(before, &mut column),
        Some((offset, character)) => {
            let rest = before.get(offset.saturating_add(character.len_utf8())..).unwrap_or("");
            format!("…{}", expand(rest, &mut column))
        }
    };
    let marked = expand(&clip(span.of(line)), &mut column);
    let after = expand(&clip(after), &mut column);
    FrameRow::Line {
        number,
        before: Printable::exact(&before),
        marked: Printable::exact(&marked),
        after: Printable::exact(&after),
    }
}

fn clip(text: &str) -> String {
    match text.char_indices().nth(CONTEXT) {
        None => text.to_owned(),
        Some((offset, _)) => format!("{}…", text.get(..offset).unwrap_or("")),
    }
}

/// Replaces tabs by spaces up to the next tab stop, and spells out invisible characters.
fn expand(text: &str, column: &mut usize) -> String {
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive('\t') {
        let (part, tab) = part.strip_suffix('\t').map_or((part, false), |part| (part, true));
        let start = out.len();
        part.chars().for_each(|character| push_visible(&mut out, character));
        *column = column.saturating_add(out.get(start..).unwrap_or("").width());
        if tab {
            let spaces = TAB.saturating_sub(*column % TAB);
            out.extend(std::iter::repeat_n(' ', spaces));
            *column = column.saturating_add(spaces);
        }
    }
    out
}

/// A drawn row of a frame.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Drawn {
    /// `--> file:line:column`.
    Place { arrow: String, place: String },
    /// A line of code behind its gutter.
    Code { gutter: String, text: String },
    /// The marks under the line before.
    Carets { gutter: String, indent: String, carets: String },
}

impl Frame {
    /// Draws the frame in at most `width` columns; `ellipsis` replaces the text that is cut.
    pub(super) fn draw(&self, width: usize, ellipsis: &str) -> Vec<Drawn> {
        let numbers = self.rows.iter().map(|row| match row {
            FrameRow::Line { number, .. } => number.to_string().len(),
            FrameRow::Gap { .. } => 3,
        });
        let gutter = numbers.max().unwrap_or(1);
        let blank = " ".repeat(gutter);
        let mut drawn =
            vec![Drawn::Place { arrow: format!("{blank}--> "), place: self.place.as_str().to_owned() }];
        if self.rows.is_empty() {
            return drawn;
        }
        let room = width.saturating_sub(gutter).saturating_sub(3).max(20);
        drawn.push(Drawn::Code { gutter: format!("{blank} |"), text: String::new() });
        for row in &self.rows {
            match row {
                FrameRow::Gap { lines } => {
                    let text = format!(" ({})", words::count(*lines, "line"));
                    drawn.push(Drawn::Code { gutter: format!("{:<gutter$}  ", "..."), text });
                }
                FrameRow::Line { number, before, marked, after } => {
                    let (before, marked, after) =
                        fit([before.as_str(), marked.as_str(), after.as_str()], room, ellipsis);
                    let text = format!(" {before}{marked}{after}");
                    let text = text.trim_end().to_owned();
                    drawn.push(Drawn::Code { gutter: format!("{number:>gutter$} |"), text });
                    if marked.trim().is_empty() && self.rows.len() > 1 {
                        // An empty line inside a longer place needs no mark.
                        continue;
                    }
                    drawn.push(Drawn::Carets {
                        gutter: format!("{blank} |"),
                        indent: " ".repeat(before.width().saturating_add(1)),
                        carets: "^".repeat(marked.width().max(1)),
                    });
                }
            }
        }
        drawn
    }
}

/// Cuts the three parts of a line so that together they take at most `width` columns. The middle gets its room first;
/// both sides share the rest.
fn fit(parts: [&str; 3], width: usize, ellipsis: &str) -> (String, String, String) {
    let [before, marked, after] = parts;
    let (left, middle, right) = (before.width(), marked.width(), after.width());
    if left.saturating_add(middle).saturating_add(right) <= width {
        return (before.to_owned(), marked.to_owned(), after.to_owned());
    }
    // Each side with text keeps room for its ellipsis.
    let side = ellipsis.width();
    let reserve = |columns: usize| columns.min(side);
    let most = width.saturating_sub(reserve(left)).saturating_sub(reserve(right));
    let marked = cut_end(marked, most, ellipsis);
    let rest = width.saturating_sub(marked.width());
    let share = rest.saturating_sub(right).max(rest / 2).min(left).min(rest.saturating_sub(reserve(right)));
    let before = cut_start(before, share, ellipsis);
    let after = cut_end(after, rest.saturating_sub(before.width()), ellipsis);
    (before, marked, after)
}

/// The start of a text, in at most `width` columns, ellipsis included.
pub(super) fn cut_end(text: &str, width: usize, ellipsis: &str) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(ellipsis.width());
    let mut end = 0;
    let mut columns = 0_usize;
    for (offset, character) in text.char_indices() {
        let mut buffer = [0; 4];
        columns = columns.saturating_add(character.encode_utf8(&mut buffer).width());
        if columns > room {
            break;
        }
        end = offset.saturating_add(character.len_utf8());
    }
    format!("{}{ellipsis}", text.get(..end).unwrap_or(""))
}

/// The end of a text, in at most `width` columns, ellipsis included.
fn cut_start(text: &str, width: usize, ellipsis: &str) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(ellipsis.width());
    let mut start = text.len();
    let mut columns = 0_usize;
    for (offset, character) in text.char_indices().rev() {
        let mut buffer = [0; 4];
        columns = columns.saturating_add(character.encode_utf8(&mut buffer).width());
        if columns > room {
            break;
        }
        start = offset;
    }
    format!("{ellipsis}{}", text.get(start..).unwrap_or(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn location(text: &str, start: usize, end: usize, encoding: PositionEncoding) -> (Location, LineIndex) {
        let lines = LineIndex::new(text);
        let at = |offset: usize| lines.position(u32::try_from(offset).unwrap(), text, encoding);
        (Location { file: "a.py".into(), cell: None, start: at(start), end: at(end) }, lines)
    }

    fn drawn(text: &str, start: usize, end: usize, width: usize) -> String {
        let (location, lines) = location(text, start, end, PositionEncoding::Utf8);
        let frame = Frame::new(&location, text, &lines, PositionEncoding::Utf8);
        let rows = frame.draw(width, "…").into_iter().map(|row| match row {
            Drawn::Place { arrow, place } => format!("{arrow}{place}"),
            Drawn::Code { gutter, text } => format!("{gutter}{text}"),
            Drawn::Carets { gutter, indent, carets } => format!("{gutter}{indent}{carets}"),
        });
        rows.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn carets_stand_under_the_place() {
        assert_eq!(drawn("x = 1\ny = bad\n", 10, 13, 80), " --> a.py:2:5\n  |\n2 | y = bad\n  |     ^^^");
    }

    #[test]
    fn tabs_wide_and_hidden_characters_keep_the_carets_aligned() {
        let text = "\t日\u{202e}bad";
        let start = text.find("bad").unwrap();
        assert_eq!(
            drawn(text, start, start + 3, 80),
            " --> a.py:1:8\n  |\n1 |     日\\u{202e}bad\n  |               ^^^"
        );
    }

    #[test]
    fn every_encoding_marks_the_same_characters() {
        let text = "s = '😀é' + bad";
        let start = text.find("bad").unwrap();
        for encoding in PositionEncoding::ALL {
            let (location, lines) = location(text, start, start + 3, encoding);
            let frame = Frame::new(&location, text, &lines, encoding);
            let FrameRow::Line { marked, .. } = &frame.rows[0] else { panic!("a line") };
            assert_eq!(marked.as_str(), "bad");
        }
    }

    #[test]
    fn long_places_show_their_ends() {
        let text = "def f():\n    a\n\n    b\n    c\n    return d\n";
        assert_eq!(
            drawn(text, 0, text.len() - 1, 80),
            "   --> a.py:1:1\n    |\n  1 | def f():\n    | ^^^^^^^^\n  2 |     a\n    |     ^\n...   (3 lines)\n  6 |     return d\n    |     ^^^^^^^^"
        );
    }

    #[test]
    fn overlong_lines_are_cut_around_the_place() {
        let text = format!("{}bad{}", "a".repeat(50_000), "b".repeat(50_000));
        let shown = drawn(&text, 50_000, 50_003, 40);
        let code = shown.lines().nth(2).unwrap();
        assert!(code.width() <= 40, "{code}");
        assert!(code.contains("…a") && code.contains("abadb") && code.ends_with("b…"), "{code}");
        let carets = shown.lines().nth(3).unwrap();
        let column = code.split("bad").next().unwrap().width();
        assert_eq!(carets.find('^'), Some(column));
    }

    #[test]
    fn a_place_that_does_not_fit_shows_no_code() {
        let text = "one line";
        let (mut location, lines) = location(text, 0, 3, PositionEncoding::Utf8);
        location.start.line = 9;
        location.end.line = 9;
        assert!(Frame::new(&location, text, &lines, PositionEncoding::Utf8).rows.is_empty());
        location.start.line = 0;
        assert!(Frame::new(&location, text, &lines, PositionEncoding::Utf8).rows.is_empty());
    }

    #[test]
    fn a_missing_token_gets_one_caret() {
        assert_eq!(drawn("f(1", 3, 3, 80), " --> a.py:1:4\n  |\n1 | f(1\n  |    ^");
    }
}
