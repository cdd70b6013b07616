//! Functions among the tokens of macros: `cfg_if! { ... }`, `lazy_static! { ... }`, the rules of `macro_rules!`.
//!
//! No grammar reads them, since only the macro knows what they mean. But where they are definitions as they stand, they
//! are code like any other: a file that is wrapped in a macro must not leave the score.

use super::misnamed::{defines, may_be_code};
use crate::submission::Source;
use sono_syntax::intake::blank;
use sono_syntax::syntax::{Macro, Outline, ParseBudget, ParseError, Parser};

/// How many macros may stand in one another.
const MAX_LEVELS: usize = 3;

/// The length of a line whose start is still found, in bytes.
const LONGEST_LINE: usize = 400;

/// The text of a source with blanks for macros around definitions, in place of which these stand, and its outline; none if
/// there are no such macros.
pub(super) fn without_macros<E>(
    source: &Source<'_>,
    outline: &Outline,
    parser: &mut Parser,
    budget: &ParseBudget,
    interrupt: &dyn Fn() -> Result<(), E>,
) -> Result<Option<(String, Outline)>, E> {
    let mut found: Option<(String, Outline)> = None;
    for _ in 0..MAX_LEVELS {
        let (text, outline) =
            found.as_ref().map_or((&*source.text, outline), |(text, outline)| (text, outline));
        let mut read =
            |text: &str| parser.outline_until(text, outline.language, source.is_test, budget, interrupt);
        let mut around: Vec<Macro> = Vec::new();
        for each in &outline.macros {
            let tokens = each.tokens.of(text);
            if !may_be_code(tokens) {
                continue;
            }
            // Whole functions, with nothing that only the macro understands, or a macro around them.
            let inside = read(tokens)?;
            let mut holds = defines(&inside);
            for inner in inside.macros.iter().map(|inner| inner.tokens.of(tokens)) {
                holds = holds || (may_be_code(inner) && defines(&read(inner)?));
            }
            if holds && inside.errors.is_empty() {
                around.push(*each);
            }
        }
        let mut next = None;
        // Where definitions cannot stand in place of a macro, that one stays.
        for _ in 0..2 {
            let Some(text) = unwrapped(text, &around).filter(|_| !around.is_empty()) else { break };
            let attempt = read(&text)?;
            if attempt.errors.len() <= outline.errors.len() && !attempt.truncated {
                next = Some((text, attempt));
                break;
            }
            around.retain(|each| {
                let end = each.span.start as usize;
                let window = text.floor_char_boundary(end.saturating_sub(LONGEST_LINE));
                let line = text.get(window..end).and_then(|before| before.rfind('\n'));
                let start = window.saturating_add(line.unwrap_or(0));
                let meets = |error: &ParseError| {
                    error.span.start <= each.span.end && error.span.end as usize >= start
                };
                !attempt.errors.iter().any(meets)
            });
        }
        let Some(next) = next else { break };
        found = Some(next);
    }
    Ok(found)
}

/// A text with blanks for macros, but not for their tokens.
fn unwrapped(text: &str, macros: &[Macro]) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    for each in macros {
        blank(bytes.get_mut(each.span.start as usize..each.span.end as usize)?);
    }
    for each in macros {
        let tokens = each.tokens.start as usize..each.tokens.end as usize;
        bytes.get_mut(tokens.clone())?.copy_from_slice(text.as_bytes().get(tokens)?);
    }
    String::from_utf8(bytes).ok()
}
