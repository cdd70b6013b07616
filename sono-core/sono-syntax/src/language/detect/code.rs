//! The code of a text: what is left of it without comments and blank lines. Detection looks at nothing else, so that no
//! comment moves it.

use super::super::vocabulary::lexis::Lexis;

/// Text that is no comment, gathered line by line up to a limit. Blank lines are left out.
struct Code {
    out: String,
    /// Where the line begins that is being written.
    line: usize,
    /// The length that does not count towards the limit.
    free: usize,
    limit: usize,
}

impl Code {
    fn new(limit: usize) -> Self {
        Self { out: String::new(), line: 0, free: 0, limit }
    }

    fn current(&self) -> &str {
        self.out.get(self.line..).unwrap_or_default()
    }

    /// Ends a line; false if there is enough.
    fn end_line(&mut self) -> bool {
        if self.current().trim().is_empty() {
            self.out.truncate(self.line);
        } else {
            self.out.push('\n');
            self.line = self.out.len();
        }
        self.has_room()
    }

    /// Whether there is room for more, even if no line ends: minified code is one line.
    fn has_room(&self) -> bool {
        self.out.len().saturating_sub(self.free) < self.limit
    }
}

/// Bytes that quotes may read in vain, per byte of text: without a bound, a text of nothing but quotes would take
/// quadratic time.
const EFFORT: usize = 4;

/// The text in one line style for all languages: without comments, and with empty strings. Lines that hold nothing but a
/// string, as documentation does, are left out. `is_directive` says which `#` opens no comment.
pub(super) fn mask(text: &str, limit: usize, is_directive: impl Fn(&[u8]) -> bool) -> String {
    let bytes = text.as_bytes();
    let mut code = Code::new(limit);
    let mut effort = bytes.len().saturating_mul(EFFORT);
    let mut kept = 0_usize;
    let mut at = 0_usize;
    let mut unclosed = false;
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let (length, shown) = match byte {
            b'\n' | b'\r' => {
                code.out.push_str(text.get(kept..at).unwrap_or(""));
                if matches!(code.current().trim(), "\"\"" | "``") {
                    code.out.truncate(code.line);
                }
                at = at.saturating_add(1);
                kept = at;
                if !code.end_line() {
                    break;
                }
                continue;
            }
            b'#' if !is_directive(rest) => (line_length(rest), ""),
            b'/' if rest.starts_with(b"//") => (line_length(rest), ""),
            b'/' if rest.starts_with(b"/*") && !unclosed => match memchr::memmem::find(rest, b"*/") {
                Some(end) => (end.saturating_add(2), ""),
                None => {
                    unclosed = true;
                    (0, "")
                }
            },
            b'"' | b'\'' => (string_length(rest, &mut effort), "\"\""),
            b'`' => (string_length(rest, &mut effort), "``"),
            _ => (0, ""),
        };
        if length > 0 {
            code.out.push_str(text.get(kept..at).unwrap_or(""));
            code.out.push_str(shown);
            kept = at.saturating_add(length);
        }
        if at.saturating_sub(kept) > limit || code.current().len() > limit {
            break;
        }
        at = at.saturating_add(length.max(1));
    }
    code.out.push_str(text.get(kept..at.min(text.len())).unwrap_or(""));
    if matches!(code.current().trim(), "\"\"" | "``") {
        code.out.truncate(code.line);
    }
    code.end_line();
    cut(code.out, limit)
}

/// The text without the comments of a language, and without lines that are comments in another style; at most `limit`
/// bytes, not counting documentation in strings, of which a mark stays. If the text is longer, it ends where no bracket is
/// open, if there is such a place, so that what is left can be parsed.
pub(super) fn strip(text: &str, lexis: &Lexis, limit: usize) -> String {
    let bytes = text.as_bytes();
    let documents = lexis.opens_string("\"\"\"");
    let mut code = Code::new(limit);
    let mut effort = bytes.len().saturating_mul(EFFORT);
    let mut at = 0_usize;
    let (mut depth, mut closed) = (0_usize, 0_usize);
    let mut last_is_document = false;
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        let is_first = || code.current().trim_start().is_empty();
        let skipped = match byte {
            b'/' | b'#' => comment_length(rest, lexis, is_first()),
            _ => None,
        };
        if let Some(length) = skipped {
            at = at.saturating_add(length.max(1));
            continue;
        }
        let length = match byte {
            b'\n' | b'\r' => {
                last_is_document &= is_first();
                let more = code.end_line();
                if depth == 0 {
                    closed = code.out.len();
                }
                if !more {
                    break;
                }
                at = at.saturating_add(1);
                continue;
            }
            b'"' | b'\'' | b'`' => {
                let length = string_length(rest, &mut effort);
                let after = rest.get(length..).unwrap_or_default();
                let is_document = documents
                    && (rest.starts_with(b"\"\"\"") || rest.starts_with(b"'''"))
                    && is_first()
                    && after.get(..line_length(after)).unwrap_or_default().trim_ascii().is_empty();
                if is_document {
                    // The second of two in a row says no more than the first.
                    if last_is_document {
                        code.out.truncate(code.line);
                    } else {
                        code.out.push_str("\"\"");
                        code.free = code.free.saturating_add(code.current().len()).saturating_add(1);
                        code.end_line();
                    }
                    last_is_document = true;
                    at = at.saturating_add(length).saturating_add(line_length(after));
                    continue;
                }
                length
            }
            b'(' | b'[' | b'{' => {
                depth = depth.saturating_add(1);
                1
            }
            b')' | b']' | b'}' => {
                depth = depth.saturating_sub(1);
                1
            }
            _ => 1,
        };
        let end = text.ceil_char_boundary(at.saturating_add(length.max(1)));
        if !byte.is_ascii_whitespace() {
            last_is_document = false;
        }
        code.out.push_str(text.get(at..end).unwrap_or(""));
        at = end;
        if !code.has_room() && code.current().len() > limit {
            break;
        }
    }
    code.end_line();
    if at >= text.len() {
        return code.out;
    }
    if closed >= limit / 4 {
        code.out.truncate(closed);
        return code.out;
    }
    let limit = limit.saturating_add(code.free);
    cut(code.out, limit)
}

/// The length of the comment that a text starts with, if it is one.
fn comment_length(rest: &[u8], lexis: &Lexis, is_first: bool) -> Option<usize> {
    let opens = |marks: &[&str]| marks.iter().any(|mark| rest.starts_with(mark.as_bytes()));
    let is_other_style = is_first
        && (rest.starts_with(b"//")
            || (rest.starts_with(b"#") && rest.get(1).is_none_or(|next| b" \t#\r\n".contains(next))));
    if opens(lexis.line_comments) || is_other_style {
        return Some(line_length(rest));
    }
    let has_blocks = lexis.block_comments.iter().any(|(open, _)| rest.starts_with(open.as_bytes()));
    if !(has_blocks || (is_first && rest.starts_with(b"/*"))) {
        return None;
    }
    let (mut depth, mut at) = (1_usize, 2_usize);
    while depth > 0 {
        let Some(found) = rest.get(at..).and_then(|rest| memchr::memchr2(b'*', b'/', rest)) else {
            return Some(rest.len());
        };
        at = at.saturating_add(found);
        let pair = rest.get(at..at.saturating_add(2)).unwrap_or_default();
        let step = match pair {
            b"*/" => {
                depth = depth.saturating_sub(1);
                2
            }
            b"/*" if lexis.nested_comments => {
                depth = depth.saturating_add(1);
                2
            }
            _ => 1,
        };
        at = at.saturating_add(step);
    }
    Some(at)
}

/// The length of a line without its end.
pub(super) fn line_length(rest: &[u8]) -> usize {
    memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
}

/// The length of the string literal that a text starts with; 0 if it is none, but an apostrophe.
fn string_length(rest: &[u8], effort: &mut usize) -> usize {
    let Some(quote) = rest.first().copied() else { return 0 };
    for triple in [b"\"\"\"", b"'''"] {
        if rest.starts_with(triple) {
            let body = rest.get(3..).unwrap_or_default();
            return memchr::memmem::find(body, triple).map_or(rest.len(), |end| end.saturating_add(6));
        }
    }
    let body = rest.get(1..).unwrap_or_default();
    let spans_lines = quote == b'`';
    let mut at = 0_usize;
    while at < *effort {
        let rest = body.get(at..).unwrap_or_default();
        let found = if spans_lines {
            memchr::memchr2(quote, b'\\', rest)
        } else {
            memchr::memchr3(quote, b'\\', b'\n', rest)
        };
        let Some(found) = found else {
            at = body.len();
            break;
        };
        at = at.saturating_add(found);
        match body.get(at) {
            Some(b'\\') => at = at.saturating_add(2),
            Some(byte) if *byte == quote => {
                let is_line = spans_lines || !body.get(..at).unwrap_or_default().contains(&b'\r');
                return if is_line { at.saturating_add(2) } else { 0 };
            }
            _ => break,
        }
    }
    *effort = effort.saturating_sub(at);
    0
}

/// The start of a text, cut at the end of a line if possible.
fn cut(mut text: String, limit: usize) -> String {
    if text.len() > limit {
        text.truncate(text.floor_char_boundary(limit));
        if let Some(line) = text.rfind('\n') {
            text.truncate(line.saturating_add(1));
        }
    }
    text
}
