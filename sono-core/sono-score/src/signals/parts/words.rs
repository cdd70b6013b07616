//! The words of a text, outside what is skipped: in code and in its strings.

use sono_syntax::language::{Lexis, StringBody, StringForm};
use sono_syntax::text::Span;

/// A word, or a path in a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) span: Span,
    pub(super) kind: WordKind,
}

/// Where a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordKind {
    /// In code.
    Code,
    /// In a string.
    Text,
    /// An absolute path in a string, such as `/api/orders`. Its words follow.
    Route,
}

/// Calls `found` for every word outside the spans of `skip`, which are in order. Work is linear: of a quote that
/// closes nothing it is remembered up to where that is known.
pub(super) fn for_each_word(text: &str, skip: &[Span], lexis: Option<&Lexis>, mut found: impl FnMut(Word)) {
    let bytes = text.as_bytes();
    let quotes = lexis.map_or(&[][..], |lexis| lexis.quotes);
    let mut skip = skip.iter().peekable();
    // The end of the contents of the string around the current place, and of its closing mark.
    let (mut string_end, mut closed) = (0_usize, 0_usize);
    let mut unclosed = vec![0_usize; quotes.len()];
    let mut opens = [false; 256];
    for first in quotes.iter().filter_map(|quote| quote.open.bytes().next()) {
        if let Some(opens) = opens.get_mut(usize::from(first)) {
            *opens = true;
        }
    }
    let mut at = 0_usize;
    while let Some(byte) = bytes.get(at).copied() {
        if at >= string_end {
            if at < closed {
                at = closed;
                continue;
            }
            let mut skipped = false;
            while let Some(span) = skip.next_if(|span| span.start as usize <= at) {
                skipped |= span.end as usize > at;
                at = at.max(span.end as usize);
            }
            if skipped {
                continue;
            }
            if opens.get(usize::from(byte)) == Some(&true)
                && let Some((open, quote, end)) = opening(text, at, quotes, &mut unclosed)
            {
                at = open;
                string_end = end;
                closed = end.saturating_add(quote.close.len());
                continue;
            }
        }
        let in_string = at < string_end;
        if in_string && byte == b'/' && starts_route(bytes, at) {
            let length = bytes.get(at..string_end).map_or(0, |rest| {
                rest.iter().take_while(|byte| is_letter(**byte) || matches!(byte, b'/' | b'-')).count()
            });
            let route = Span::new(at, at.saturating_add(length));
            found(Word { span: route, kind: WordKind::Route });
        }
        // In a string, `$` marks what is filled in.
        let is_part = |byte: u8| if in_string { is_letter(byte) } else { is_word(byte) };
        if !is_part(byte) {
            at = at.saturating_add(1);
            continue;
        }
        let length = bytes.get(at..).map_or(0, |rest| rest.iter().take_while(|byte| is_part(**byte)).count());
        let end = at.saturating_add(length);
        let kind = if in_string { WordKind::Text } else { WordKind::Code };
        if !byte.is_ascii_digit() {
            found(Word { span: Span::new(at, end), kind });
        }
        at = end;
    }
}

/// Whether a byte is part of a name in code.
fn is_word(byte: u8) -> bool {
    is_letter(byte) || byte == b'$'
}

/// Whether a byte is part of a word. All beyond ASCII are: most of them are letters.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

fn starts_route(bytes: &[u8], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| bytes.get(before)).copied().unwrap_or(b' ');
    let after = bytes.get(at.saturating_add(1)).copied().unwrap_or(b' ');
    after.is_ascii_alphabetic()
        && !matches!(before, b'/' | b'<' | b'-' | b'.' | b'_')
        && !before.is_ascii_alphabetic()
}

/// If a string opens here: where its contents start, its kind, and where its contents end.
fn opening<'q>(
    text: &str,
    at: usize,
    quotes: &'q [StringForm],
    unclosed: &mut [usize],
) -> Option<(usize, &'q StringForm, usize)> {
    let rest = text.as_bytes().get(at..)?;
    let (index, quote) =
        quotes.iter().enumerate().find(|(_, quote)| rest.starts_with(quote.open.as_bytes()))?;
    // A prefix of letters, as in `r#"`, is one only at the start of a word.
    let before = at.checked_sub(1).and_then(|before| text.as_bytes().get(before)).copied().unwrap_or(b' ');
    if quote.open.starts_with(|c: char| c.is_ascii_alphabetic()) && is_word(before) {
        return None;
    }
    let start = at.saturating_add(quote.open.len());
    let known = unclosed.get_mut(index)?;
    if at < *known {
        return None;
    }
    match end(text.as_bytes(), start, quote) {
        Ok(end) => Some((start, quote, end)),
        Err(read) => {
            *known = read;
            None
        }
    }
}

/// The most bytes of a character that is written as an escape, as in `'\u{1f600}'`.
const LONGEST_ESCAPE: usize = 12;

/// The end of a string's contents; the offset up to which none was found, if there is no end.
fn end(bytes: &[u8], start: usize, quote: &StringForm) -> Result<usize, usize> {
    let close = quote.close.as_bytes();
    let rest = bytes.get(start..).unwrap_or_default();
    if quote.body == StringBody::Raw {
        return memchr::memmem::find(rest, close)
            .map(|length| start.saturating_add(length))
            .ok_or(bytes.len());
    }
    if quote.body == StringBody::Character && rest.first() != Some(&b'\\') {
        // One character, or else the quote is of another kind, as in `&'a str`.
        let length = std::str::from_utf8(rest.get(..rest.len().min(4)).unwrap_or_default())
            .map_or_else(|error| error.valid_up_to(), str::len);
        let first = rest.get(..length).and_then(|bytes| std::str::from_utf8(bytes).ok()?.chars().next());
        let end = start.saturating_add(first.map_or(0, char::len_utf8));
        return if end > start && bytes.get(end..).is_some_and(|rest| rest.starts_with(close)) {
            Ok(end)
        } else {
            Err(start)
        };
    }
    let mut escaped = false;
    for (index, byte) in rest.iter().enumerate() {
        let at = start.saturating_add(index);
        if *byte == b'\n' && !escaped && quote.body != StringBody::Lines {
            return Err(at);
        }
        if quote.body == StringBody::Character && index > LONGEST_ESCAPE {
            return Err(start);
        }
        if escaped {
            escaped = false;
        } else if *byte == b'\\' {
            escaped = true;
        } else if close.first() == Some(byte) && rest.get(index..).is_some_and(|rest| rest.starts_with(close))
        {
            return Ok(at);
        }
    }
    Err(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use sono_syntax::language;

    fn words(language: &str, text: &str) -> Vec<String> {
        let lexis = language::by_name(language).map(|language| &language.lexis);
        let mut words = Vec::new();
        for_each_word(text, &[Span::new(0, 2)], lexis, |word| {
            let mark = match word.kind {
                WordKind::Code => "",
                WordKind::Text => "'",
                WordKind::Route => "@",
            };
            words.push(format!("{mark}{}", word.span.of(text)));
        });
        words
    }

    #[test]
    fn words_know_whether_they_stand_in_strings() {
        assert_eq!(words("python", "no x = load('a b', 3)\n"), ["x", "load", "'a", "'b"]);
        assert_eq!(words("python", "no s = \"\"\"it's\nall\"\"\" + t"), ["s", "'it", "'s", "'all", "t"]);
        assert_eq!(words("rust", "no f::<'a>('b', r#\"x\"y\"#)"), ["f", "a", "'b", "'x", "'y"]);
        assert_eq!(words("javascript", "no `/api/items/${id}`"), ["@/api/items/", "'api", "'items", "'id"]);
        assert_eq!(words("javascript", "no '</div>' 'a/b'"), ["'div", "'a", "'b"]);
    }

    #[test]
    fn megabytes_of_open_quotes_end() {
        for language in ["python", "javascript", "rust", "go"] {
            for unit in ["'", "\"", "`", "r#\"", "\\'\"", "'\\", "\"\"\"'"] {
                words(language, &unit.repeat(500_000 / unit.len()));
            }
        }
    }
}
