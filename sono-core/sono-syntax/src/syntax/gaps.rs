//! Text that is right but that the grammar cannot read, written so that it can.
//!
//! A grammar is younger or older than the code that it reads. The language lists the constructs that its grammar lacks
//! ([`Gap`]). Only where a text does not parse are they looked for, in its tokens; the tree of the text without them
//! is taken if it has fewer faults. All of it has the length of what was written, so that places and names are those
//! of the text itself.

use tree_sitter::Tree;

use crate::language::Language;
use crate::language::{Gap, Step};
use crate::text::Span;

use super::lex::{Sort, Token, lex};
use super::outline::GrammarGap;

/// A text of the same length without the constructs that the grammar lacks.
pub(super) struct Masked {
    pub(super) text: String,
    pub(super) gaps: Vec<GrammarGap>,
}

/// The text without the constructs that the grammar lacks; `None` if it has none of them.
pub(super) fn mask(text: &str, language: &'static Language) -> Option<Masked> {
    let known = language.gaps.iter().flat_map(|part| part.iter());
    let known: Vec<&Gap> = known.filter(|gap| may_match(gap, text)).collect();
    if known.is_empty() {
        return None;
    }
    let tokens = lex(text, 0, language).tokens;
    let mut bytes = text.as_bytes().to_vec();
    let mut gaps = Vec::new();
    for first in 0..tokens.len() {
        for gap in &known {
            let Some(edits) = matches(gap, text, &tokens, first) else { continue };
            let shown = edits
                .iter()
                .map(|edit| edit.span)
                .reduce(|all, next| Span { start: all.start.min(next.start), end: all.end.max(next.end) });
            let Some(span) = shown else { continue };
            for edit in edits {
                let range = edit.span.start as usize..edit.span.end as usize;
                for byte in bytes.get_mut(range).into_iter().flatten() {
                    // Lines stay lines.
                    if *byte != b'\n' || edit.with == b';' {
                        *byte = edit.with;
                    }
                }
            }
            gaps.push(GrammarGap { span, what: gap.what });
            break;
        }
    }
    // Patterns that begin one after the other may change the same place.
    gaps.sort_by_key(|gap| (gap.span, gap.what));
    gaps.dedup_by_key(|gap| gap.span);
    let text = String::from_utf8(bytes).ok().filter(|_| !gaps.is_empty())?;
    Some(Masked { text, gaps })
}

/// The number of nodes that do not parse, or were inserted because they were missing.
pub(super) fn faults(tree: &Tree) -> usize {
    let mut cursor = tree.walk();
    let mut count = 0_usize;
    loop {
        let node = cursor.node();
        if node.is_error() || node.is_missing() {
            count = count.saturating_add(1);
        }
        if node.has_error() && cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return count;
            }
        }
    }
}

/// Whether a text has all the words and signs of a gap, in whatever order.
fn may_match(gap: &Gap, text: &str) -> bool {
    let has = |this: &str| memchr::memmem::find(text.as_bytes(), this.as_bytes()).is_some();
    gap.steps.iter().all(|step| match step {
        Step::Keep(any) => any.iter().any(|this| has(this)),
        Step::Blank(this) | Step::Name(this) | Step::Starts(this) => has(this),
        Step::Template => has("`"),
        Step::BlankTypes => has("<"),
        Step::Defaults => has("="),
        Step::Word | Step::Text | Step::BlankText | Step::NameText | Step::End => true,
    })
}

#[derive(Debug, Clone, Copy)]
struct Edit {
    span: Span,
    with: u8,
}

/// The changes that a gap asks for if it begins at a token.
fn matches(gap: &Gap, text: &str, tokens: &[Token], first: usize) -> Option<Vec<Edit>> {
    let mut edits: Vec<Edit> = Vec::new();
    let mut at = first;
    let mut named = None;
    for step in gap.steps {
        let token = tokens.get(at)?;
        let written = token.span.of(text);
        let fits = match step {
            Step::Keep(any) => any.contains(&written),
            Step::Word => token.sort == Sort::Word,
            Step::Text | Step::BlankText | Step::NameText => token.sort == Sort::Text,
            Step::End => token.sort != Sort::Sign || matches!(written, ">" | ")" | "]" | "}"),
            Step::Blank(this) | Step::Name(this) => written == *this,
            Step::Starts(this) => {
                let before = (token.span.start as usize).checked_sub(1);
                let blank = before.and_then(|before| text.as_bytes().get(before));
                written == *this && token.starts_line && blank.is_some_and(u8::is_ascii_whitespace)
            }
            Step::Template => written.starts_with('`'),
            Step::BlankTypes => {
                let count = types(text, tokens, at)?;
                let last = tokens.get(at.saturating_add(count).saturating_sub(1))?;
                edits.push(Edit { span: Span { start: token.span.start, end: last.span.end }, with: b' ' });
                at = at.saturating_add(count);
                continue;
            }
            Step::Defaults => return defaults(text, tokens, at),
        };
        if !fits {
            return None;
        }
        match step {
            Step::Blank(_) | Step::BlankText => edits.push(Edit { span: token.span, with: b' ' }),
            Step::Name(_) | Step::NameText => {
                // What is between two parts of a name becomes a part of it.
                let start = named.unwrap_or(token.span.start);
                named = Some(token.span.end);
                edits.push(Edit { span: Span { start, end: token.span.end }, with: b'_' });
            }
            Step::Starts(_) => {
                let start = token.span.start;
                edits.push(Edit { span: Span { start: start.saturating_sub(1), end: start }, with: b';' });
            }
            _ => {}
        }
        at = at.saturating_add(1);
    }
    Some(edits)
}

/// The number of tokens from an opening angle bracket to the one that closes it.
fn types(text: &str, tokens: &[Token], first: usize) -> Option<usize> {
    let list = tokens.get(first..)?;
    list.first().filter(|token| token.span.of(text) == "<")?;
    let mut depth = 0_usize;
    for (count, token) in list.iter().take(LONGEST).enumerate() {
        match token.span.of(text) {
            "<" | "(" | "[" | "{" => depth = depth.saturating_add(1),
            ">" | ")" | "]" | "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some(count.saturating_add(1)).filter(|_| token.span.of(text) == ">");
        }
    }
    None
}

/// The longest list of type parameters or arguments, in tokens.
const LONGEST: usize = 400;

/// Blanks out the defaults of a list that an opening bracket has just begun.
fn defaults(text: &str, tokens: &[Token], first: usize) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    let mut depth = 0_usize;
    let mut since = None;
    let mut end = 0;
    for token in tokens.get(first..)?.iter().take(LONGEST) {
        let written = token.span.of(text);
        let closes = matches!(written, ")" | "]" | "}");
        if depth == 0 && (closes || written == ",") {
            if let Some(start) = since.take() {
                edits.push(Edit { span: Span { start, end }, with: b' ' });
            }
            if closes {
                return (!edits.is_empty()).then_some(edits);
            }
        }
        match written {
            "(" | "[" | "{" => depth = depth.saturating_add(1),
            "=" if depth == 0 => since = since.or(Some(token.span.start)),
            _ if closes => depth = depth.saturating_sub(1),
            _ => {}
        }
        end = token.span.end;
    }
    None
}
