//! Pieces of code: what begins or ends in the middle of something, read with what is missing around it.
//!
//! Where a piece does not parse, its brackets or indents tell inside how many blocks it begins and ends
//! ([`Frames`](crate::language::Frames) has how these are opened). It is parsed with these blocks around it, and the
//! tree is taken only if it has no fault at all: a mistake stays one. What was added is then cut out of the tree
//! again, so that every place is that of the piece, and no node of the frame is visited.

mod braces;
mod indents;

use tree_sitter::{InputEdit, Point, Tree};

use crate::language::Language;
use crate::text::Span;

use super::lex::lex;
use super::outline::Fragment;

/// The size of a text that is still taken for a piece, in bytes.
pub(super) const MAX_BYTES: usize = 16_384;

/// The frames that are tried for one text.
pub(super) const MAX_TRIES: usize = 8;

/// The blocks and brackets inside which a piece may begin or end; code that people write has some ten.
const MAX_DEPTH: usize = 64;

/// The texts before and after a piece of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    before: String,
    /// The opening of the comment in which the text begins.
    comment: &'static str,
    after: String,
    pub(super) what: Fragment,
}

/// The frames in which a text that does not parse may do so, the likeliest first.
pub(super) fn frames(text: &str, language: &Language) -> Vec<Frame> {
    if text.len() > MAX_BYTES {
        return Vec::new();
    }
    let (comment, from) = begun_comment(text, language).unwrap_or_default();
    let lexed = lex(text, from, language);
    // A comment or string that takes in code has lost its end; what breaks off is prose.
    let swallows = |line: &str| line.trim_end().ends_with([';', '{', '}', ')', ']', ':']);
    if lexed
        .unclosed
        .is_some_and(|(_, start)| text.get(start..).is_some_and(|rest| rest.lines().any(swallows)))
    {
        return Vec::new();
    }
    let mut frames = if language.frames.indented {
        indents::frames(text, &lexed, language)
    } else {
        braces::frames(text, &lexed, comment, language)
    };
    frames.truncate(MAX_TRIES);
    frames
}

/// The opening of the comment in the middle of which a text begins, and where that ends: its lines have asterisks.
fn begun_comment(text: &str, language: &Language) -> Option<(&'static str, usize)> {
    let (open, close) = language.lexis.block_comments.first()?;
    let end = text.trim_start().starts_with('*').then(|| text.find(close)).flatten()?;
    let is_comment =
        text.get(..end)?.lines().all(|line| matches!(line.trim_start().chars().next(), None | Some('*')));
    let doc = if *open == "/*" { "/**" } else { open };
    is_comment.then_some((doc, end.saturating_add(close.len())))
}

impl Frame {
    /// Whether the text begins in the middle of a comment.
    pub(super) fn begins_in_comment(&self) -> bool {
        !self.comment.is_empty()
    }

    /// The text with the frame around it.
    pub(super) fn around(&self, text: &str) -> String {
        [self.before.as_str(), self.comment, text, self.after.as_str()].concat()
    }

    /// Cuts the frame out of the tree of a text with it. Returns the number of nodes that begin in what was before the
    /// text, or `None` if the tree has a fault.
    pub(super) fn cut(&self, text: &str, tree: &mut Tree) -> Option<u32> {
        if tree.root_node().has_error() {
            return None;
        }
        let nodes = begin_before(tree, self.before.len());
        let start = self.before.len().saturating_add(self.comment.len());
        let end = start.saturating_add(text.len());
        let position = |offset: usize| point(&self.around(text), offset);
        tree.edit(&InputEdit {
            start_byte: end,
            old_end_byte: end.saturating_add(self.after.len()),
            new_end_byte: end,
            start_position: position(end),
            old_end_position: position(end.saturating_add(self.after.len())),
            new_end_position: position(end),
        });
        tree.edit(&InputEdit {
            start_byte: 0,
            old_end_byte: start,
            new_end_byte: 0,
            start_position: Point::new(0, 0),
            old_end_position: position(start),
            new_end_position: Point::new(0, 0),
        });
        Some(nodes)
    }
}

/// The number of nodes that begin before an offset. In the order of a walk they come first.
fn begin_before(tree: &Tree, offset: usize) -> u32 {
    let mut cursor = tree.walk();
    let mut count = 0_u32;
    while cursor.node().start_byte() < offset {
        count = count.saturating_add(1);
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return count;
            }
        }
    }
    count
}

fn point(text: &str, offset: usize) -> Point {
    let before = text.as_bytes().get(..offset).unwrap_or_default();
    let line = memchr::memrchr(b'\n', before).map_or(0, |end| end.saturating_add(1));
    Point::new(memchr::memchr_iter(b'\n', before).count(), offset.saturating_sub(line))
}

/// The white space at the start of each line of a text.
struct Margins<'t> {
    /// Where each line starts, where the first text in it does, and at which column.
    lines: Vec<(u32, u32, u32)>,
    text: &'t str,
    tab: u32,
}

impl<'t> Margins<'t> {
    /// The margins of a text in which a tab reaches to the next multiple of `tab`.
    fn of(text: &'t str, tab: u32) -> Self {
        let mut start = 0_usize;
        let lines = text.split('\n').map(|line| {
            let margin = line.get(..line.len().saturating_sub(line.trim_start().len())).unwrap_or_default();
            let span = Span::new(start, start.saturating_add(margin.len()));
            start = start.saturating_add(line.len()).saturating_add(1);
            (span.start, span.end, width(margin, tab))
        });
        Self { lines: lines.collect(), text, tab }
    }

    /// The white space that begins the line of an offset, and its width in columns; both up to the offset.
    fn at(&self, offset: u32) -> (&'t str, u32) {
        let line = self.lines.partition_point(|(start, ..)| *start <= offset).checked_sub(1);
        let (start, end, column) = line.and_then(|line| self.lines.get(line)).copied().unwrap_or_default();
        let margin = Span { start, end: end.min(offset) }.of(self.text);
        (margin, if offset < end { width(margin, self.tab) } else { column })
    }

    /// The column at which the line of an offset starts to have text.
    fn column(&self, offset: u32) -> u32 {
        self.at(offset).1
    }
}

fn width(margin: &str, tab: u32) -> u32 {
    margin.chars().fold(0, |column, c| match c {
        '\t' => column.saturating_add(tab.saturating_sub(column.checked_rem(tab).unwrap_or(0))),
        _ => column.saturating_add(1),
    })
}
