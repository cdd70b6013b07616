//! Frames where blocks are told by their indentation.

use crate::language::Language;
use crate::syntax::lex::{Lexed, Sort, Token};
use crate::syntax::outline::Fragment;

use super::{Frame, MAX_DEPTH, Margins};

/// The columns that a tab reaches to in Python.
const TAB: u32 = 8;

/// A statement that begins a line.
struct Line<'t> {
    indent: u32,
    /// The white space before it.
    margin: &'t str,
    /// Its first token.
    word: &'t str,
}

pub(super) fn frames(text: &str, lexed: &Lexed, language: &Language) -> Vec<Frame> {
    let frames = &language.frames;
    let Some((lines, open)) = lines(text, &lexed.tokens) else { return Vec::new() };
    let Some(first) = lines.first().filter(|_| open.len() <= MAX_DEPTH) else { return Vec::new() };
    // From the inner block to the outermost: each line that is further left than all before.
    let mut levels = vec![first];
    for line in &lines {
        if levels.last().is_some_and(|inner| line.indent < inner.indent) {
            levels.push(line);
        }
    }
    let continues = |line: &Line<'_>| {
        matches!(line.word, "else" | "elif") || frames.before.iter().any(|(word, _)| *word == line.word)
    };
    let opener = |line: &Line<'_>| {
        let known = frames.before.iter().find(|(word, _)| *word == line.word);
        known.map_or(frames.block, |(_, opener)| *opener)
    };
    let mut before = Vec::new();
    // What the first line goes on from.
    if continues(first) {
        before.push(format!("{}{}\n{}  pass\n", first.margin, opener(first), first.margin));
    }
    let outer = levels.iter().skip(1);
    before.extend(outer.map(|line| format!("{}{}\n", line.margin, opener(line))));
    if levels.last().is_some_and(|outermost| outermost.indent > 0) {
        before.push(format!("{}\n", frames.block));
    }
    let starts_inside = u32::try_from(before.len()).unwrap_or(u32::MAX);
    let mut what = Fragment { starts_inside, ends_inside: 0, holds: None };
    let before: String = before.into_iter().rev().collect();
    let mut found = Vec::new();
    if starts_inside > 0 {
        found.push(Frame { before: before.clone(), comment: "", after: String::new(), what });
        let (after, ends_inside) = end(lexed, &lines, &open, language);
        what.ends_inside = ends_inside;
        if ends_inside > 0 {
            found.push(Frame { before, comment: "", after, what });
        }
    }
    found
}

/// The statements that begin a line, and the brackets left open; `None` if brackets close what they did not open.
fn lines<'t>(text: &'t str, tokens: &[Token]) -> Option<(Vec<Line<'t>>, Vec<&'static str>)> {
    let margins = Margins::of(text, TAB);
    let mut lines = Vec::new();
    let mut open = Vec::new();
    for token in tokens {
        let word = token.span.of(text);
        if token.starts_line && open.is_empty() {
            let (margin, indent) = margins.at(token.span.start);
            lines.push(Line { indent, margin, word });
        }
        match word {
            "(" => open.push(")"),
            "[" => open.push("]"),
            "{" => open.push("}"),
            ")" | "]" | "}" if token.sort == Sort::Sign => {
                open.pop().filter(|close| *close == word)?;
            }
            _ => {}
        }
    }
    Some((lines, open))
}

/// The ends of the blocks that a text leaves open, and their number.
fn end(lexed: &Lexed, lines: &[Line<'_>], open: &[&'static str], language: &Language) -> (String, u32) {
    let frames = &language.frames;
    let mut after = lexed.unclosed.map_or("", |(close, _)| close).to_owned();
    let mut count = u32::from(lexed.unclosed.is_some());
    after.push('\n');
    for close in open.iter().rev() {
        after.push_str(close);
        count = count.saturating_add(1);
    }
    let Some(line) = lines.last() else { return (after, count) };
    if !open.is_empty() {
        after.push('\n');
    }
    if line.word == "@" {
        after.push_str(line.margin);
        after.push_str(frames.annotated);
        after.push('\n');
        count = count.saturating_add(1);
    }
    (after, count)
}
