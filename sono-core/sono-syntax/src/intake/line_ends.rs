//! Line ends.

use std::borrow::Cow;

/// The text with every carriage return that stands alone replaced by a line feed.
///
/// Python, Java and JavaScript end a line there, and so do editors; grammars and most readers of lines do not, so that a
/// comment would swallow what follows it. Nothing else changes, so that all offsets stay.
pub fn unified(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let is_lone = |at: &usize| bytes.get(at.saturating_add(1)) != Some(&b'\n');
    let mut lone = memchr::memchr_iter(b'\r', bytes).filter(is_lone).peekable();
    if lone.peek().is_none() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for at in lone {
        out.push_str(text.get(copied..at).unwrap_or_default());
        out.push('\n');
        copied = at.saturating_add(1);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lone_carriage_returns_end_lines() {
        assert_eq!(unified("a\rb\r"), "a\nb\n");
        assert_eq!(unified("é\r\r\nb\rc\n"), "é\n\r\nb\nc\n");
        for same in ["", "a\r\nb\r\n", "a\nb"] {
            assert!(matches!(unified(same), Cow::Borrowed(text) if text == same));
        }
    }
}
