//! Writing to a terminal: styled pieces of text, line by line.

use unicode_width::UnicodeWidthStr;

use crate::block::Tone;
use crate::words;

/// The space at which no line ends.
pub(super) const GLUE: &str = "\u{a0}";

/// No column is narrower than this: fewer characters would break every word.
pub(super) const NARROWEST_COLUMN: usize = 5;

/// The appearance of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Style {
    #[default]
    Plain,
    Bold,
    Muted,
    Good,
    Fair,
    Poor,
    Alert,
    Place,
}

impl Style {
    /// The parameters of the ANSI escape sequence "Select Graphic Rendition" (ECMA-48, 8.3.117). It uses only the eight
    /// basic colours, which follow the reader's theme, light or dark.
    const fn code(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Bold => Some("1"),
            Self::Muted => Some("2"),
            Self::Good => Some("32"),
            Self::Fair => Some("33"),
            Self::Poor => Some("31"),
            Self::Alert => Some("1;31"),
            Self::Place => Some("36"),
        }
    }
}

impl From<Tone> for Style {
    fn from(tone: Tone) -> Self {
        match tone {
            Tone::Neutral => Self::Plain,
            Tone::Good => Self::Good,
            Tone::Fair => Self::Fair,
            Tone::Poor => Self::Poor,
            Tone::Alert => Self::Alert,
            Tone::Muted => Self::Muted,
        }
    }
}

/// Collects lines. Every line starts with the current margin; blank lines never pile up.
pub(super) struct Screen {
    out: String,
    color: bool,
    width: usize,
    margin: Vec<(Style, String)>,
    gap: bool,
}

impl Screen {
    pub(super) fn new(width: usize, color: bool) -> Self {
        Self { out: String::new(), color, width, margin: Vec::new(), gap: false }
    }

    /// Columns left of the current margin.
    pub(super) fn room(&self) -> usize {
        let margin = self.margin.iter().fold(0_usize, |sum, (_, text)| sum.saturating_add(text.width()));
        self.width.saturating_sub(margin).max(20)
    }

    /// Starts all following lines with one more piece, until [`Screen::outdent`].
    pub(super) fn indent(&mut self, style: Style, text: &str) {
        self.flush_gap();
        self.margin.push((style, text.to_owned()));
    }

    pub(super) fn outdent(&mut self) {
        self.margin.pop();
    }

    /// Asks for a blank line before the next one.
    pub(super) fn gap(&mut self) {
        self.gap = !self.out.is_empty();
    }

    fn flush_gap(&mut self) {
        if std::mem::take(&mut self.gap) {
            self.line(&[]);
        }
    }

    /// Writes one line; white space at its end is left out.
    pub(super) fn line(&mut self, pieces: &[(Style, &str)]) {
        self.flush_gap();
        let margin = std::mem::take(&mut self.margin);
        let all: Vec<(Style, &str)> = margin
            .iter()
            .map(|(style, text)| (*style, text.as_str()))
            .chain(pieces.iter().copied())
            .collect();
        let last = all.iter().rposition(|(_, text)| !text.trim_end().is_empty());
        for (index, (style, text)) in all.into_iter().enumerate() {
            match last {
                Some(last) if index < last => self.piece(style, text),
                Some(last) if index == last => self.piece(style, text.trim_end()),
                _ => break,
            }
        }
        self.out.push('\n');
        self.margin = margin;
    }

    fn piece(&mut self, style: Style, text: &str) {
        // White space looks the same in every style used here; the escape sequences would be noise.
        match style.code().filter(|_| self.color && !text.trim().is_empty()) {
            None => self.out.push_str(text),
            Some(code) => {
                for part in ["\u{1b}[", code, "m", text, "\u{1b}[0m"] {
                    self.out.push_str(part);
                }
            }
        }
    }

    /// Writes text wrapped to the room, after `first` on its first line and as many spaces on the others.
    pub(super) fn wrapped(&mut self, first: (Style, &str), style: Style, text: &str) {
        let hanging = " ".repeat(first.1.width());
        let room = self.room().saturating_sub(hanging.len());
        for (index, line) in wrap(text, room).iter().enumerate() {
            let lead = if index == 0 { first } else { (Style::Plain, hanging.as_str()) };
            self.line(&[lead, (style, line)]);
        }
    }

    pub(super) fn into_text(self) -> String {
        self.out
    }
}

/// Breaks text into lines of at most `width` columns, at spaces where there are any.
pub(super) fn wrap(text: &str, width: usize) -> Vec<String> {
    let options = textwrap::Options::new(width.max(NARROWEST_COLUMN))
        .break_words(true)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    // Those of the text itself become spaces as well: on a terminal, they look the same.
    let joined = words::unbreakable(text).join(GLUE);
    textwrap::wrap(&joined, options).into_iter().map(|line| line.replace(GLUE, " ")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_is_written_only_when_asked_for() {
        let show = |color| {
            let mut screen = Screen::new(40, color);
            screen.line(&[(Style::Alert, "bad"), (Style::Muted, "  ")]);
            screen.into_text()
        };
        assert_eq!(show(false), "bad\n");
        assert_eq!(show(true), "\u{1b}[1;31mbad\u{1b}[0m\n");
    }

    #[test]
    fn gaps_do_not_pile_up_and_never_start_a_page() {
        let mut screen = Screen::new(40, false);
        screen.gap();
        screen.line(&[(Style::Plain, "a")]);
        screen.gap();
        screen.gap();
        screen.indent(Style::Plain, "  ");
        screen.line(&[(Style::Plain, "b")]);
        screen.outdent();
        assert_eq!(screen.into_text(), "a\n\n  b\n");
    }

    #[test]
    fn wrapped_text_hangs_under_its_first_line() {
        let mut screen = Screen::new(24, false);
        screen.wrapped((Style::Plain, "1. "), Style::Plain, "one two three four five six");
        assert_eq!(screen.into_text(), "1. one two three four\n   five six\n");
    }

    #[test]
    fn no_line_ends_between_a_number_and_its_sign() {
        assert_eq!(wrap("at least 20 % of it", 11), ["at least", "20 % of it"]);
    }

    #[test]
    fn words_wider_than_the_line_are_broken() {
        assert_eq!(wrap("abcdefghijklmnop", 8), ["abcdefgh", "ijklmnop"]);
        assert_eq!(wrap("日本語日本語", 8), ["日本語日", "本語"]);
    }
}
