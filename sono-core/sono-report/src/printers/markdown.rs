//! The printer for CommonMark with the tables of GitHub Flavored Markdown.
//!
//! Text of the submission never becomes markup: in prose every character that could start a construct is
//! escaped, names and places are code spans, and code stands in fences longer than any run of backticks inside.
//! Web addresses do not become links.

use crate::block::{Bar, Block, Callout, Fact, Headline, Item, List, Marker, Passage, Section, Table};
use crate::format::{Format, Printer};
use crate::frame::{Drawn, Frame};
use crate::printable::Printable;
use crate::{Report, words};

/// Columns of a code frame.
const FRAME_WIDTH: usize = 100;
/// Cells of a bar.
const BAR: usize = 20;

pub(super) const FORMAT: Format = Format {
    name: "markdown",
    extensions: &["md", "markdown"],
    media_type: "text/markdown",
    description: "CommonMark with the tables of GitHub.",
    printer: Printer::Text(|report, _| print(report)),
};

pub(super) fn print(report: &Report) -> String {
    let mut out = Writer::default();
    out.block(&format!("# {}", inline(report.title())));
    out.block(&joined(report.subtitle()));
    out.blocks(report.blocks(), 2);
    out.text
}

/// Collects blocks, each set off by a blank line.
#[derive(Default)]
struct Writer {
    text: String,
}

impl Writer {
    fn block(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// Prints blocks; sections call it again, no deeper than the builder nests them.
    fn blocks(&mut self, blocks: &[Block], level: usize) {
        for block in blocks {
            match block {
                Block::Headline(headline) => self.block(&head(headline)),
                Block::Section(section) => self.section(section, level),
                Block::Paragraph(paragraph) => self.block(&start(&paragraph.text)),
                Block::List(items) => self.block(&list(items)),
                Block::Bars(bars) => self.block(&chart(bars)),
                Block::Table(rows) => self.block(&table(rows)),
                Block::Passage(passage) => self.passage(passage),
                Block::Callout(callout) => self.block(&quote(callout)),
                Block::Facts(facts) => self.block(&definitions(facts)),
            }
        }
    }

    fn section(&mut self, section: &Section, level: usize) {
        let marks = "#".repeat(level);
        let title = inline(&section.title);
        match section.score {
            Some(score) => self.block(&format!("{marks} {title}: {}", words::one_decimal(score))),
            None => self.block(&format!("{marks} {title}")),
        }
        self.block(&joined(&section.notes));
        self.blocks(&section.blocks, level.saturating_add(1));
    }

    fn passage(&mut self, passage: &Passage) {
        self.block(&format!("**{}**", inline(&passage.message)));
        if let Some(frame) = &passage.frame {
            self.block(&code(frame));
        }
        let notes: Vec<String> = passage.notes.iter().map(|note| format!("* {}", start(note))).collect();
        self.block(&notes.join("\n"));
    }
}

fn head(headline: &Headline) -> String {
    let score = headline.score.map(words::one_decimal);
    let score = score.map_or_else(|| "**not assessed**".to_owned(), |score| format!("**{score} of 100**"));
    let notes = joined(&headline.notes);
    if notes.is_empty() { score } else { format!("{score} · {notes}") }
}

/// Notes as a paragraph of their own.
fn joined(notes: &[Printable]) -> String {
    notes.iter().map(start).collect::<Vec<_>>().join(" · ")
}

fn list(list: &List) -> String {
    let items = list.items.iter().enumerate().map(|(index, item)| {
        let marker = match list.marker {
            Marker::Number(first) => format!("{}.", index.saturating_add(first)),
            Marker::Plus => "+".to_owned(),
            Marker::Minus => "-".to_owned(),
            Marker::Bullet => "*".to_owned(),
        };
        format!("{marker} {}", item_text(item))
    });
    items.collect::<Vec<_>>().join("\n")
}

fn item_text(item: &Item) -> String {
    let mut details: Vec<String> = item.place.iter().map(span).collect();
    details.extend(item.notes.iter().map(inline));
    let text = start(&item.text);
    if details.is_empty() { text } else { format!("{text} ({})", details.join("; ")) }
}

fn chart(bars: &[Bar]) -> String {
    let mut out = String::from("| Path | Score | | Notes |\n|:---|---:|:---|:---|");
    for bar in bars {
        let (score, cells) = match bar.score {
            None => ("-".to_owned(), String::new()),
            Some(score) => {
                // A score lies in 0..100.
                let full = ((score.clamp(0.0, 100.0) / 100.0) * BAR as f64).round() as usize;
                let empty = BAR.saturating_sub(full);
                (words::one_decimal(score), format!("{}{}", "█".repeat(full), "░".repeat(empty)))
            }
        };
        let notes = bar.notes.iter().map(cell).collect::<Vec<_>>().join(" · ");
        out.push_str(&format!("\n| {} | {score} | {cells} | {notes} |", cell(&bar.label)));
    }
    out
}

fn table(table: &Table) -> String {
    let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let mut lines = vec![row(table.columns.iter().map(|column| column.title.to_owned()).collect())];
    let rules = table.columns.iter().map(|column| if column.numeric { "---:" } else { ":---" });
    lines.push(format!("|{}|", rules.collect::<Vec<_>>().join("|")));
    lines.extend(table.rows.iter().map(|cells| row(cells.iter().map(cell).collect())));
    lines.extend(table.total.iter().map(|cells| {
        let bold = |text: &Printable| match cell(text) {
            text if text.is_empty() => text,
            text => format!("**{text}**"),
        };
        row(cells.iter().map(bold).collect())
    }));
    lines.join("\n")
}

fn quote(callout: &Callout) -> String {
    let mut text = format!("**! {}**\n\n{}", inline(&callout.title), start(&callout.text));
    if let Some(frame) = &callout.frame {
        text.push_str("\n\n");
        text.push_str(&code(frame));
    }
    let lines = text.lines().map(|line| format!("> {line}").trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

fn definitions(facts: &[Fact]) -> String {
    let facts = facts.iter().map(|fact| format!("* {}: {}", start(&fact.name), inline(&fact.value)));
    facts.collect::<Vec<_>>().join("\n")
}

/// A frame as fenced code; a place alone as a code span.
fn code(frame: &Frame) -> String {
    if frame.rows.is_empty() {
        return span(&frame.place);
    }
    let lines: Vec<String> = frame
        .draw(FRAME_WIDTH, "…")
        .into_iter()
        .map(|drawn| match drawn {
            Drawn::Place { arrow, place } => format!("{arrow}{place}"),
            Drawn::Code { gutter, text } => format!("{gutter}{text}"),
            Drawn::Carets { gutter, indent, carets } => format!("{gutter}{indent}{carets}"),
        })
        .collect();
    let text = lines.join("\n");
    let fence = "`".repeat(longest_run(&text).saturating_add(1).max(3));
    format!("{fence}text\n{text}\n{fence}")
}

fn longest_run(text: &str) -> usize {
    let mut longest = 0;
    let mut run = 0_usize;
    for character in text.chars() {
        run = if character == '`' { run.saturating_add(1) } else { 0 };
        longest = run.max(longest);
    }
    longest
}

/// A code span that shows exactly this text, outside of tables.
fn span(text: &Printable) -> String {
    code_span(text.as_str())
}

fn code_span(text: &str) -> String {
    if text.trim().is_empty() {
        return String::new();
    }
    let fence = "`".repeat(longest_run(text).saturating_add(1));
    // The reader strips one space on each side; it protects backticks and spaces of the text.
    let edge = |character: char| character == '`' || character == ' ';
    let pad = if text.starts_with(edge) || text.ends_with(edge) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// The position of prose, which decides what could start a construct there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    /// At the start of a paragraph or of an item.
    Start,
    /// After other text on the same line.
    Inside,
    /// In a cell of a table.
    Cell,
}

/// Prose that starts a paragraph or an item.
fn start(text: &Printable) -> String {
    prose(text, Context::Start)
}

/// Prose within a line.
fn inline(text: &Printable) -> String {
    prose(text, Context::Inside)
}

/// Prose in a cell of a table.
fn cell(text: &Printable) -> String {
    prose(text, Context::Cell)
}

/// Prose in which words between backticks are code, and nothing else is markup.
fn prose(text: &Printable, context: Context) -> String {
    let text = text.as_str().trim();
    let parts: Vec<&str> = text.split('`').collect();
    // Readers disagree about the bar of a cell inside a code span.
    let is_code = |index: usize, part: &str| {
        index % 2 == 1 && !part.trim().is_empty() && !(context == Context::Cell && part.contains('|'))
    };
    let balanced = parts.len() % 2 == 1;
    if !balanced || !parts.iter().enumerate().all(|(index, part)| index % 2 == 0 || is_code(index, part)) {
        return escape(text, context);
    }
    let parts = parts.iter().enumerate().map(|(index, part)| match (index, is_code(index, part)) {
        (_, true) => code_span(part),
        (0, false) => escape(part, context),
        (_, false) if context == Context::Start => escape(part, Context::Inside),
        (_, false) => escape(part, context),
    });
    parts.collect()
}

fn escape(text: &str, context: Context) -> String {
    let mut out = String::with_capacity(text.len().saturating_add(8));
    let leading_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let at_start = context == Context::Start;
    for (offset, character) in text.char_indices() {
        let special = match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~' | '&' | '#' | '$' => true,
            '-' | '+' | '=' => at_start && offset == 0,
            '.' | ')' if at_start && offset > 0 && offset == leading_digits => true,
            // Readers would turn web addresses into links.
            ':' => text.get(offset..).is_some_and(|rest| rest.starts_with("://")),
            '.' => text.get(..offset).is_some_and(ends_with_www),
            _ => false,
        };
        if character == '|' && context == Context::Cell {
            // An entity, because readers differ on backslashes before the bar of a cell.
            out.push_str("&#124;");
            continue;
        }
        if special {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

fn ends_with_www(text: &str) -> bool {
    let end = text.len().checked_sub(3).and_then(|start| text.get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case("www"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prose(text: &str) -> String {
        start(&Printable::prose(text))
    }

    #[test]
    fn prose_never_becomes_markup() {
        assert_eq!(prose("<b>*x*</b> [a](b)"), "\\<b\\>\\*x\\*\\</b\\> \\[a\\](b)");
        assert_eq!(prose("# title"), "\\# title");
        assert_eq!(prose("1. one"), "1\\. one");
        assert_eq!(prose("12) one, 3. two"), "12\\) one, 3. two");
        assert_eq!(prose("- item - item"), "\\- item - item");
        assert_eq!(prose("https://a.example, www.b.example"), "https\\://a.example, www\\.b.example");
        assert_eq!(prose("a\u{202e}"), "a\\\\u{202e}");
    }

    #[test]
    fn words_between_backticks_are_code() {
        assert_eq!(prose("Split `total_of` now."), "Split `total_of` now.");
        assert_eq!(prose("`a` and `"), "\\`a\\` and \\`");
        assert_eq!(prose("``` a"), "\\`\\`\\` a");
        assert_eq!(cell(&Printable::exact("`a|b`")), "\\`a&#124;b\\`");
    }

    #[test]
    fn code_spans_hold_backticks() {
        assert_eq!(span(&Printable::exact("a`b``c")), "```a`b``c```");
        assert_eq!(span(&Printable::exact("`a")), "`` `a ``");
    }

    #[test]
    fn cells_hold_bars() {
        assert_eq!(cell(&Printable::exact("a|b\\|c")), "a&#124;b\\\\&#124;c");
    }
}
