//! Conditions that single out one value of which nothing says that it ever comes: a guard against it guards nothing.

use crate::language::role::{Role, Token};
use crate::syntax::flat::NodeIndex;
use crate::syntax::view::View;

/// The longest text that may be one of a few that stand for something, such as a mark or a path, in bytes with its quotes.
const SHORTEST: usize = 4;

/// Whether a condition holds for one value alone.
pub(super) fn asks_for_one(view: View<'_>, condition: NodeIndex) -> bool {
    is_one(view, condition, &["==", "===", "is"]) || equals_one(view, bare(view, condition))
}

/// Whether a condition holds for all but one value.
pub(super) fn denies_one(view: View<'_>, condition: NodeIndex) -> bool {
    is_one(view, condition, &["!=", "!==", "is not"])
}

fn is_one(view: View<'_>, condition: NodeIndex, operators: &[&str]) -> bool {
    let node = bare(view, condition);
    let Some((left, operator, right)) = view.operation(node).binary() else { return false };
    let odd = view.language.deeds.odd;
    let is_name = |side: NodeIndex| view.role(side) == Role::Identifier && !odd.contains(&view.words(side));
    operators.contains(&operator)
        && ((is_name(left) && is_odd(view, right)) || (is_name(right) && is_odd(view, left)))
}

/// `name.equals("text")`, `"text".equals(name)`
fn equals_one(view: View<'_>, node: NodeIndex) -> bool {
    if view.role(node) != Role::Call {
        return false;
    }
    let words = view.words(node);
    let mut names = view.language.deeds.equals.iter().flat_map(|name| words.match_indices(name));
    let compared = names.find_map(|(at, name)| {
        let (object, rest) = (words.get(..at)?, words.get(at.saturating_add(name.len())..)?);
        Some((object.strip_suffix('.')?, rest.strip_prefix('(')?))
    });
    let Some((object, rest)) = compared else { return false };
    let Some(other) = rest.strip_suffix(')') else { return false };
    let is_name = |words: &str| !words.is_empty() && words.chars().all(|c| c.is_alphanumeric() || c == '_');
    let is_odd_text = |words: &str| is_text(words) && words.len() > SHORTEST;
    (is_name(object) && is_odd_text(other)) || (is_name(other) && is_odd_text(object))
}

fn is_text(words: &str) -> bool {
    ['"', '\'', '`'].iter().any(|quote| {
        words
            .strip_prefix(*quote)
            .and_then(|rest| rest.strip_suffix(*quote))
            .is_some_and(|inner| !inner.contains(*quote))
    })
}

fn is_odd(view: View<'_>, value: NodeIndex) -> bool {
    let words = view.words(value);
    match view.role(value) {
        Role::Str | Role::Text => is_text(words) && words.len() > SHORTEST,
        _ if view.language.deeds.odd.contains(&words) => true,
        _ => {
            words.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit())
                && !view.language.values.edges.contains(&words)
        }
    }
}

/// The expression inside parentheses.
fn bare(view: View<'_>, node: NodeIndex) -> NodeIndex {
    const DEPTH: usize = 8;
    let mut node = node;
    for _ in 0..DEPTH {
        if view.role(node) != Role::Parenthesized {
            break;
        }
        let inner = view.children(node).find(|child| {
            view.node(*child).is_some_and(|node| node.is_named()) && view.token(*child) == Token::Other
        });
        let Some(inner) = inner else { break };
        node = inner;
    }
    node
}
