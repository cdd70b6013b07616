//! Sentences in text as developers write it: wrapped lines, lists, headings, code blocks.

use std::borrow::Cow;

use crate::text::Span;

/// Abbreviations, whose full stop does not end a sentence.
const ABBREVIATIONS: &[&str] = &[
    "approx", "cf", "ca", "dr", "e.g", "eg", "eq", "fig", "i.e", "ie", "mr", "mrs", "nr", "prof", "resp",
    "vs",
];

/// The sentences of a text, trimmed. A sentence must contain a letter or a digit.
///
/// A sentence ends at `.`, `!`, `?` or `…` before white space, at `。`, `！`, `？`, at a blank line, before a list item or
/// heading, and after a heading. A single line break does not end a sentence, because comments and answers are wrapped.
///
/// UAX #29 is not used here because it ends a sentence at every line break.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut splitter = Splitter { text, start: 0, spans: Vec::new() };
    let mut offset: usize = 0;
    let mut in_heading = false;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        let heading = trimmed.starts_with('#') && trimmed.trim_start_matches('#').starts_with([' ', '\t']);
        if trimmed.is_empty() || heading || in_heading || item_marker(trimmed).is_some() {
            splitter.cut(offset);
        }
        in_heading = heading;
        splitter.line(line, offset);
        offset = offset.saturating_add(line.len());
    }
    splitter.cut(text.len());
    splitter.spans
}

struct Splitter<'t> {
    text: &'t str,
    start: usize,
    spans: Vec<Span>,
}

impl Splitter<'_> {
    /// Ends the sentence before an offset.
    fn cut(&mut self, end: usize) {
        let text = self.text.get(self.start..end).unwrap_or("");
        if text.contains(char::is_alphanumeric) {
            let blank = text.len().saturating_sub(text.trim_start().len());
            let start = self.start.saturating_add(blank);
            self.spans.push(Span::new(start, start.saturating_add(text.trim().len())));
        }
        self.start = end;
    }

    /// Ends the sentences inside a line.
    fn line(&mut self, line: &str, offset: usize) {
        let mut ended = false;
        let mut word_start: usize = 0;
        // The full stop of `1. ` does not end a sentence.
        let trimmed = line.trim_start();
        let blank = line.len().saturating_sub(trimmed.len());
        let marker = item_marker(trimmed).map_or(0, |length| blank.saturating_add(length));
        for (index, character) in line.char_indices() {
            let at = offset.saturating_add(index);
            match character {
                '。' | '！' | '？' => {
                    self.cut(at.saturating_add(character.len_utf8()));
                    ended = false;
                }
                '!' | '?' | '…' => ended = true,
                '.' if index < marker => {}
                '.' => ended = ended || !is_abbreviation(line.get(word_start..index).unwrap_or("")),
                // Closing quotation marks may follow the stop. A bracket does not count: what it closes (like this!) is
                // usually a part of the sentence.
                '"' | '\'' | '”' | '’' | '»' | '*' | '_' | '`' => {}
                c if c.is_whitespace() => {
                    if ended {
                        self.cut(at);
                    }
                    ended = false;
                    word_start = index.saturating_add(c.len_utf8());
                }
                _ => ended = false,
            }
        }
        if ended {
            self.cut(offset.saturating_add(line.len()));
        }
    }
}

/// Whether a full stop after this word is part of it: an abbreviation, an initial, the number of a list item.
fn is_abbreviation(word: &str) -> bool {
    /// Longer words are not abbreviations, and examining them would take time proportional to their length.
    const LONGEST: usize = 8;
    if word.len() > LONGEST {
        return false;
    }
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut characters = word.chars();
    let initial = characters.next().is_some_and(char::is_uppercase) && characters.next().is_none();
    // "I" is a word: "So do I."
    (initial && word != "I") || ABBREVIATIONS.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// The length of the marker with which a line begins a list item: `-`, `*`, `+`, `•`, `1.`, `1)`.
fn item_marker(trimmed: &str) -> Option<usize> {
    let digits = trimmed.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let rest = trimmed.get(digits..)?;
    let marks: &[char] = if digits > 0 { &['.', ')'] } else { &['-', '*', '+', '•'] };
    let after = rest.strip_prefix(marks)?;
    after.starts_with([' ', '\t']).then(|| trimmed.len().saturating_sub(after.len()))
}

/// The paragraphs of a text: stretches of lines between blank lines.
pub fn paragraphs(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut offset: usize = 0;
    let mut open = false;
    for line in text.split_inclusive('\n') {
        let end = offset.saturating_add(line.len());
        if line.trim().is_empty() {
            open = false;
        } else if let Some(last) = out.last_mut().filter(|_| open) {
            last.end = Span::new(offset, end).end;
        } else {
            out.push(Span::new(offset, end));
            open = true;
        }
        offset = end;
    }
    out
}

/// The text with the fenced code blocks of Markdown (between lines of three or more backticks or tildes)
/// blanked out. Offsets and lines stay as they are.
pub fn mask_code(text: &str) -> Cow<'_, str> {
    if !text.contains("```") && !text.contains("~~~") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<(char, usize)> = None;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        let mark = trimmed.chars().next().filter(|c| *c == '`' || *c == '~');
        let length = mark.map_or(0, |mark| trimmed.chars().take_while(|c| *c == mark).count());
        let is_fence = length >= 3;
        let inside = fence.is_some();
        match (fence, mark) {
            (None, Some(mark)) if is_fence => fence = Some((mark, length)),
            (Some((open, needed)), Some(mark))
                if mark == open && length >= needed && trimmed.len() == length =>
            {
                fence = None;
            }
            _ => {}
        }
        if inside || fence.is_some() {
            // A blank for each byte preserves the offsets, and line breaks preserve the lines.
            out.extend(line.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }));
        } else {
            out.push_str(line);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn sentences_end_where_readers_end_them() {
        assert_eq!(split("One. Two! Three? Four… five"), ["One.", "Two!", "Three?", "Four…", "five"]);
        assert_eq!(split("Version 3.14 of a.b() is fine.Next"), ["Version 3.14 of a.b() is fine.Next"]);
        assert_eq!(
            split("Use it, e.g. here, i.e. now. J. Doe did."),
            ["Use it, e.g. here, i.e. now.", "J. Doe did."]
        );
        assert_eq!(
            split("He said \"stop.\" Then (really!) left."),
            ["He said \"stop.\"", "Then (really!) left."]
        );
        assert_eq!(split("これは文です。次の文。"), ["これは文です。", "次の文。"]);
        assert_eq!(split("So do I. You too."), ["So do I.", "You too."]);
    }

    #[test]
    fn lines_are_wrapped_and_lists_are_not() {
        assert_eq!(split("One sentence\nover two lines.\n"), ["One sentence\nover two lines."]);
        assert_eq!(split("# Title\nText\n\nMore\n"), ["# Title", "Text", "More"]);
        assert_eq!(
            split("Steps:\n1. Sort\n2) Search\n- Done\n"),
            ["Steps:", "1. Sort", "2) Search", "- Done"]
        );
        assert_eq!(split("a\r\n\r\nb"), ["a", "b"]);
        assert_eq!(split("#hashtag is\nno heading"), ["#hashtag is\nno heading"]);
    }

    #[test]
    fn paragraphs_lie_between_blank_lines() {
        let split =
            |text: &'static str| paragraphs(text).into_iter().map(|span| span.of(text)).collect::<Vec<_>>();
        assert_eq!(split("\na\nb\n\n \t\nc"), ["a\nb\n", "c"]);
        assert_eq!(split("a\r\n\r\nb\r\n"), ["a\r\n", "b\r\n"]);
        assert!(split(" \n").is_empty());
    }

    #[test]
    fn code_blocks_are_blanked_in_place() {
        let text = "Before\n```python\nx = 'é'\n```\nafter\n~~~~\n~~~\nrest";
        let masked = mask_code(text);
        assert_eq!(masked.len(), text.len());
        assert_eq!(split(&masked), ["Before", "after"]);
        assert_eq!(masked.find("after"), text.find("after"));
        assert!(matches!(mask_code("no code"), Cow::Borrowed(_)));
    }
}
