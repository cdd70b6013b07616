//! Reading lines of bounded length.

use std::io::{self, BufRead};

/// One line of input, without its line break.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// The bytes.
    Bytes(Vec<u8>),
    /// Longer than the limit; its bytes were skipped.
    TooLong,
}

/// Reads the next line, and returns it with the number of bytes it took from the input. At most `limit` bytes of a line
/// are kept.
pub(crate) fn next_line(input: &mut impl BufRead, limit: usize) -> io::Result<Option<(Line, usize)>> {
    let mut line = Vec::new();
    let mut length = 0_usize;
    let mut taken = 0_usize;
    loop {
        let available = match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        if available.is_empty() {
            if taken == 0 {
                return Ok(None);
            }
            break;
        }
        let end = memchr::memchr(b'\n', available);
        let part = available.get(..end.unwrap_or(available.len())).unwrap_or_default();
        length = length.saturating_add(part.len());
        if length <= limit {
            line.extend_from_slice(part);
        } else {
            line = Vec::new();
        }
        let used = part.len().saturating_add(usize::from(end.is_some()));
        taken = taken.saturating_add(used);
        input.consume(used);
        if end.is_some() {
            break;
        }
    }
    if length > limit {
        return Ok(Some((Line::TooLong, taken)));
    }
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    Ok(Some((Line::Bytes(line), taken)))
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn all(text: &str, limit: usize) -> Vec<Line> {
        // A buffer smaller than the lines, so that lines come in pieces.
        let mut input = BufReader::with_capacity(3, text.as_bytes());
        let mut lines = Vec::new();
        let mut bytes = 0;
        while let Some((line, taken)) = next_line(&mut input, limit).unwrap() {
            lines.push(line);
            bytes += taken;
        }
        assert_eq!(bytes, text.len());
        lines
    }

    fn bytes(text: &str) -> Line {
        Line::Bytes(text.into())
    }

    #[test]
    fn lines_end_at_line_breaks_and_at_the_end() {
        assert_eq!(all("abcdef\r\n\nx", 10), [bytes("abcdef"), bytes(""), bytes("x")]);
        assert_eq!(all("a\n", 10), [bytes("a")]);
        assert_eq!(all("", 10), []);
    }

    #[test]
    fn long_lines_are_dropped_and_the_next_is_found() {
        assert_eq!(all("abcdefghijk\nb\n", 10), [Line::TooLong, bytes("b")]);
        assert_eq!(all("abcdefghij\nabcdefghijkl", 10), [bytes("abcdefghij"), Line::TooLong]);
    }
}
