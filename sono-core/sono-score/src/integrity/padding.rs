//! Padding: repeated lines and phrases that add nothing, and blank space that hides what follows.

use super::{Sign, counted};
use crate::submission::{Source, SourceKind};
use sono_syntax::finding::Severity;
use sono_syntax::text::prose::Prose;
use sono_syntax::text::{Span, TextMap, format_number};

/// The number of times a line must occur to be padding.
const REPEATS: usize = 20;
/// The minimum length of a line in bytes: shorter ones (`}`, `else:`, `return x`) repeat in all code.
const SHORTEST_LINE: usize = 12;
/// The minimum share of repeated lines in a text, in percent. Generated code and tables of settings reach 50.
const LINES_PERCENT: usize = 60;
/// The same for comments, which neither generators nor languages require to repeat.
const COMMENTS_PERCENT: usize = 25;
/// The minimum number of successive blank lines before text.
const BLANK_LINES: usize = 100;
/// The minimum number of successive blanks in a line before text: beyond the edge of any screen.
const BLANKS: usize = 400;
/// The minimum number of words in an answer for its repeated phrases to count.
const WORDS: usize = 80;
/// The minimum share of an answer's word sequences that occurred before.
const PHRASES: f64 = 0.6;

/// Looks for padding and reports the most telling kind.
pub(super) fn inspect(source: &Source<'_>) -> Option<Sign> {
    let text: &str = &source.text;
    let phrases = || (source.kind != SourceKind::Code).then(|| repeated_phrases(text)).flatten();
    // Readers see what stands in place of the blanks that a measured text may have.
    off_screen(source.whole()).or_else(|| repeated_lines(text)).or_else(phrases)
}

/// Finds text behind so much blank space that readers do not see it.
fn off_screen(text: &str) -> Option<Sign> {
    let mut blank_lines: usize = 0;
    let mut first: Option<Span> = None;
    let (mut count, mut longest, mut unit) = (0_usize, 0_usize, "blank line");
    let mut offset: usize = 0;
    for line in lines(text) {
        // The white space that is not ASCII costs more to see, and is rare.
        let visible = line.trim_ascii_start();
        let is_plain = visible.as_bytes().first().is_some_and(u8::is_ascii_graphic);
        if is_plain && line.len() < BLANKS && blank_lines < BLANK_LINES {
            blank_lines = 0;
            offset = offset.saturating_add(line.len());
            continue;
        }
        let from_content = line.trim_start();
        if from_content.is_empty() {
            blank_lines = blank_lines.saturating_add(1);
        } else {
            let run = if line.len() < BLANKS { 0 } else { longest_blank(line.trim_end()) };
            // A screen of blank lines at the very start hides nothing, because it is visible.
            let hides = blank_lines >= BLANK_LINES || run >= BLANKS;
            if hides {
                count = count.saturating_add(1);
                if first.is_none() {
                    let start = offset.saturating_add(line.len().saturating_sub(from_content.len()));
                    let length = from_content.trim_end().len().min(80);
                    let place = Span::new(start, start.saturating_add(length));
                    (longest, unit) =
                        if run >= BLANKS { (run, "blank") } else { (blank_lines, "blank line") };
                    first = Some(clip(place, text));
                }
            }
            blank_lines = 0;
        }
        offset = offset.saturating_add(line.len());
    }
    let message =
        format!("text stands behind {} in a row, where readers do not see it", counted(longest, unit));
    first.map(|first| Sign { severity: Severity::Medium, first, count, message })
}

/// The lines of a text, each with its end.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut start = 0_usize;
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at.saturating_add(1));
    let last = (!text.ends_with('\n')).then_some(text.len());
    ends.chain(last).filter_map(move |end| text.get(std::mem::replace(&mut start, end)..end))
}

/// A span with its start moved back to a character boundary.
fn clip(span: Span, text: &str) -> Span {
    let mut end = span.end as usize;
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    Span::new(span.start as usize, end)
}

/// The longest run of spaces and tabs in a line.
fn longest_blank(line: &str) -> usize {
    let (mut run, mut longest) = (0_usize, 0_usize);
    for byte in line.bytes() {
        run = if byte == b' ' || byte == b'\t' { run.saturating_add(1) } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Finds lines that repeat many times and make up much of the text.
fn repeated_lines(text: &str) -> Option<Sign> {
    if !may_repeat(text) {
        return None;
    }
    let mut known: TextMap<&str, (usize, Span)> = TextMap::default();
    let (mut all, mut offset) = (0_usize, 0_usize);
    for line in lines(text) {
        let content = line.trim();
        let start = offset.saturating_add(line.len().saturating_sub(line.trim_start().len()));
        offset = offset.saturating_add(line.len());
        all = all.saturating_add(usize::from(!content.is_empty()));
        // Rows of numbers are data, and rulers are layout.
        if content.len() >= SHORTEST_LINE && has_word(content) {
            let span = Span::new(start, start.saturating_add(content.len()));
            let (count, _) = known.entry(content).or_insert((0, span));
            *count = count.saturating_add(1);
        }
    }
    let repeated = known.iter().filter(|(_, (count, _))| *count > REPEATS);
    // Sums and minima do not depend on the iteration order of the map.
    let sum =
        |known: &[(usize, Span)]| known.iter().fold(0_usize, |sum, (count, _)| sum.saturating_add(*count));
    let mut padding: Vec<(usize, Span)> = repeated.clone().map(|(_, found)| *found).collect();
    if sum(&padding).saturating_mul(100) < all.saturating_mul(LINES_PERCENT) {
        padding = repeated.filter(|(line, _)| is_comment(line)).map(|(_, found)| *found).collect();
        if sum(&padding).saturating_mul(100) < all.saturating_mul(COMMENTS_PERCENT) {
            return None;
        }
    }
    let sum = sum(&padding);
    let (most, first) = padding.into_iter().min_by_key(|(_, span)| span.start)?;
    let percent = sum.saturating_mul(100).checked_div(all).unwrap_or(0);
    let message = format!(
        "lines that only repeat make up {percent} % of the text; this one comes {} times",
        format_number(most as f64)
    );
    Some(Sign { severity: Severity::Low, first, count: sum, message })
}

/// A line without the white space around it.
fn trimmed(line: &str) -> &str {
    let trimmed = line.trim_ascii();
    let is_plain = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    let bytes = trimmed.as_bytes();
    if is_plain(bytes.first()) && is_plain(bytes.last()) { trimmed } else { trimmed.trim() }
}

/// Whether some line may come more than [`REPEATS`] times, by the number of lines that are equally long and begin and
/// end with the same bytes. Most texts have none, and need no closer look.
fn may_repeat(text: &str) -> bool {
    let mut counts = [0_u8; 1 << 12];
    lines(text).map(trimmed).filter(|line| line.len() >= SHORTEST_LINE).any(|line| {
        let bytes = |part: Option<&[u8; 8]>| part.map_or(0, |bytes| u64::from_le_bytes(*bytes));
        let (first, last) = (bytes(line.as_bytes().first_chunk()), bytes(line.as_bytes().last_chunk()));
        let key = (first ^ last.rotate_left(23) ^ line.len() as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let Some(count) = counts.get_mut((key >> 52) as usize) else { return false };
        *count = count.saturating_add(1);
        usize::from(*count) > REPEATS
    })
}

/// Whether a line looks like a comment in some language; attributes (`#[test]`) and directives (`#if`) do not.
fn is_comment(line: &str) -> bool {
    ["# ", "//", "--", ";", "%", "* ", "/*", "<!--"].iter().any(|marker| line.starts_with(marker))
        && !is_directive(line)
}

/// Whether a comment is an instruction to a tool, which stands before each function that needs it: `//go:nosplit`,
/// `// @ts-expect-error`, `# noqa`.
fn is_directive(line: &str) -> bool {
    const TOOLS: &[&str] =
        &["@ts-", "eslint-", "prettier-", "istanbul ", "noqa", "pylint:", "type: ignore", "nolint"];
    let inner = line.trim_start_matches(['#', '/', '*']);
    let tool = inner.trim_start();
    let names_tool = inner.split_once(':').is_some_and(|(tool, rest)| {
        !tool.is_empty()
            && tool.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            && rest.starts_with(|c: char| c.is_ascii_lowercase())
    });
    names_tool || TOOLS.iter().any(|start| tool.starts_with(start))
}

/// Whether a line contains a word of three letters, unlike `0x00, 0x00`.
fn has_word(line: &str) -> bool {
    let mut run = 0_u8;
    line.chars().any(|c| {
        run = if c.is_alphabetic() { run.saturating_add(1) } else { 0 };
        run >= 3
    })
}

/// Finds phrases that repeat many times in a text that may be a single line.
fn repeated_phrases(text: &str) -> Option<Sign> {
    let prose = Prose::measure(text);
    let share = prose.repeated_share()?;
    if prose.words < WORDS || share < PHRASES {
        return None;
    }
    let start = text.len().saturating_sub(text.trim_start().len());
    let first = clip(Span::new(start, text.trim_end().len().min(start.saturating_add(80))), text);
    let percent = format_number((share * 100.0).floor());
    let message = format!("{percent} % of the phrases in this text are repetitions");
    Some(Sign { severity: Severity::Low, first, count: prose.repeated, message })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign(kind: SourceKind, text: &str) -> Option<Sign> {
        inspect(&Source::new("a", kind, text))
    }

    #[test]
    fn instructions_to_tools_are_no_padding() {
        let text = |comment: &str| {
            let functions = (0..30).map(|number| format!("{comment}\nfunc And{number}(value *uint32)\n"));
            functions.collect::<String>()
        };
        for directive in
            ["//go:noescape", "// @ts-expect-error", "// eslint-disable-next-line", "# noqa: E501"]
        {
            assert!(sign(SourceKind::Code, &text(directive)).is_none(), "{directive}");
        }
        assert!(sign(SourceKind::Code, &text("// this does it well")).is_some());
        assert!(sign(SourceKind::Code, &text("// note: this does it well")).is_some());
    }

    #[test]
    fn repeated_lines_are_found() {
        let text = format!("x = 1\n{}", "# this code is very well documented\n".repeat(40));
        let found = sign(SourceKind::Code, &text).unwrap();
        assert_eq!((found.count, found.first), (40, Span::new(6, 41)));
        insta::assert_snapshot!(found.message, @"lines that only repeat make up 97 % of the text; this one comes 40 times");
        let mixed: String =
            (0..30).map(|n| format!("x = compute({n})\ny{n} = x\n# as discussed with the team\n")).collect();
        assert_eq!(sign(SourceKind::Code, &mixed).unwrap().count, 30);
        let block = "total = total + 0\nassert total >= 0\n".repeat(50);
        assert_eq!(sign(SourceKind::Code, &block).unwrap().count, 100);
    }

    #[test]
    fn repeated_phrases_are_found_on_one_line() {
        let found = sign(SourceKind::Answer, &" I thought about it very carefully.".repeat(30)).unwrap();
        insta::assert_snapshot!(found.message, @"96 % of the phrases in this text are repetitions");
        assert_eq!(found.first.start, 1);
    }

    #[test]
    fn text_off_screen_is_found() {
        let found = sign(SourceKind::Code, &format!("x = 1;{}steal()\n", " ".repeat(500))).unwrap();
        insta::assert_snapshot!(found.message, @"text stands behind 500 blanks in a row, where readers do not see it");
        let found = sign(SourceKind::Code, &format!("x = 1\n{}steal()\n", "  \n".repeat(300))).unwrap();
        insta::assert_snapshot!(found.message, @"text stands behind 300 blank lines in a row, where readers do not see it");
        assert_eq!(found.first.len(), "steal()".len());
    }

    #[test]
    fn ordinary_repetition_is_let_through() {
        for text in [
            String::new(),
            "}\n".repeat(500),
            "#[cfg(feature = \"full\")]\nmod a;\nmod b;\n".repeat(50),
            "0x00, 0x00, 0x00, 0x00,\n".repeat(500),
            "# --------------------------\n".repeat(100),
            "x = 1\n\n\n\n\n\ny = 2\n".repeat(10),
            format!("x = 1{}", "\n".repeat(1_000)),
            (0..200)
                .map(|n| format!("value_{n} = compute({n})\n        raise NotImplementedError\n"))
                .take(20)
                .collect(),
            (0..300).map(|n| format!("self.assertEqual(f({n}), {n})\n")).collect(),
        ] {
            assert_eq!(sign(SourceKind::Code, &text), None, "{text:.60}");
        }
        let answer = "I used a heap because the smallest item is needed again and again. \
                      A list would have to be sorted after every insertion. The heap keeps its order.";
        assert_eq!(sign(SourceKind::Answer, answer), None);
    }
}
