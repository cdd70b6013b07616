//! Text that is safe to show: nothing in it can move a cursor, reorder a line or hide from a reader.

use std::fmt;

use sono_syntax::text::push_visible;

/// One line of text in which every invisible or controlling character is spelled out, as `\n` or `\u{202e}`.
///
/// Reports hold all text of submissions and rubrics in this form, so that no printer can forget to escape it. The
/// characters that are spelled out are control characters (general category `Cc`), line and paragraph separators,
/// interlinear annotations and the `Default_Ignorable_Code_Point`s of Unicode 16, which include all bidirectional
/// controls and zero-width characters. The variation selectors U+FE0E and U+FE0F stay: they choose between the text and
/// the emoji form of the visible character before them.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Printable(String);

/// The most characters that a printable keeps of one text. Texts for people are far shorter, and a name of a million
/// characters must not make a report of a million characters.
const MAX_CHARS: usize = 2_000;

impl Printable {
    /// For sentences: runs of white space, line breaks among them, become one space; the ends are trimmed.
    pub fn prose(text: &str) -> Self {
        let mut out = String::new();
        let mut pending_space = false;
        for (index, character) in text.trim().chars().enumerate() {
            if index >= MAX_CHARS {
                out.push('…');
                break;
            }
            if matches!(character, ' ' | '\t' | '\n' | '\r') {
                pending_space = true;
                continue;
            }
            if std::mem::take(&mut pending_space) && !out.is_empty() {
                out.push(' ');
            }
            push_visible(&mut out, character);
        }
        Self(out)
    }

    /// For names, paths and code: every character counts, so tabs and line breaks are spelled out as well.
    pub fn exact(text: &str) -> Self {
        let mut out = String::new();
        for (index, character) in text.chars().enumerate() {
            if index >= MAX_CHARS {
                out.push('…');
                break;
            }
            push_visible(&mut out, character);
        }
        Self(out)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Display for Printable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Printable {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_spelled_out() {
        assert_eq!(Printable::exact("a\u{202e}b\u{1b}[31m\tc\n").as_str(), "a\\u{202e}b\\u{1b}[31m\\tc\\n");
        assert_eq!(Printable::exact("x\u{e0041}\u{feff}\u{200b}").as_str(), "x\\u{e0041}\\u{feff}\\u{200b}");
    }

    #[test]
    fn visible_characters_stay_as_they_are() {
        for text in ["naïve café", "日本語", "e\u{301}", "❤\u{fe0f}", "a b", "\\n"] {
            assert_eq!(Printable::exact(text).as_str(), text);
        }
    }

    #[test]
    fn prose_is_one_line() {
        assert_eq!(Printable::prose("  one\r\n\ttwo  three ").as_str(), "one two three");
        assert_eq!(Printable::prose("\n \t").as_str(), "");
    }

    #[test]
    fn long_texts_end_in_an_ellipsis() {
        let long = "é".repeat(5_000);
        assert_eq!(Printable::exact(&long).as_str().chars().count(), MAX_CHARS + 1);
        assert!(Printable::prose(&long).as_str().ends_with('…'));
    }
}
