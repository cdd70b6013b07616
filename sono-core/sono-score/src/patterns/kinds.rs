//! Kinds of nodes, selectors of them, and positions among siblings, as rules write them.
//!
//! ast-grep reads a `kind` as a selector, such as `call > identifier`. It does so by recursion, as deep as the selector is
//! long, and adds up the digits of a position without looking whether the sum is still a number. So they are looked at
//! before it sees them.

use std::collections::BTreeSet;

use ast_grep_config::{SelectorError, parse_selector};
use ast_grep_core::language::Language as _;
use ast_grep_core::matcher::KindMatcherError;

use super::bounds::{MAX_LEVELS, too_deep};
use super::grammar::RuleGrammar;
use super::problems::quoted;

/// The maximum number of digits of a position among siblings.
const MAX_DIGITS: usize = 6;
/// The most kinds that a message names as examples.
const MAX_EXAMPLES: usize = 3;

/// The extent of a selector within the rule that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// The keys and values that would say the same.
    pub(super) size: u64,
    /// The levels of them.
    pub(super) levels: usize,
}

impl Extent {
    /// That of a selector, in one pass: each combinator and each `:` is a level.
    pub(super) fn of(selector: &str) -> Self {
        let mut extent = Self { size: 1, levels: 1 };
        let deepen = |extent: &mut Self| {
            extent.size = extent.size.saturating_add(2);
            extent.levels = extent.levels.saturating_add(1);
        };
        let (mut is_apart, mut may_part) = (false, false);
        for character in selector.trim().chars() {
            match character {
                ' ' => is_apart = may_part,
                '+' | '~' | '>' => deepen(&mut extent),
                ',' => extent.size = extent.size.saturating_add(1),
                '(' | ')' => {}
                other => {
                    if is_apart {
                        deepen(&mut extent);
                    }
                    if other == ':' {
                        deepen(&mut extent);
                    }
                }
            }
            if character != ' ' {
                is_apart = false;
                may_part = !matches!(character, '+' | '~' | '>' | ',' | '(');
            }
        }
        extent
    }
}

/// Refuses what is no kind of node of a language and no selector of kinds, and what could never match or would cost too
/// much.
pub(super) fn check(selector: &str, grammar: RuleGrammar) -> Result<(), String> {
    let (selector, language) = (selector.trim(), grammar.0.name);
    if selector.is_empty() {
        return Err(format!("expected a kind of node of {language}, got an empty text"));
    }
    if Extent::of(selector).levels > MAX_LEVELS {
        return Err(too_deep());
    }
    for opening in [":nth-child(", ":nth-last-child("] {
        for (start, _) in selector.match_indices(opening) {
            let rest = selector.get(start..).and_then(|rest| rest.get(opening.len()..)).unwrap_or_default();
            let end = rest.find(|c: char| !matches!(c, '0'..='9' | 'n' | 'N' | '+' | '-' | ' '));
            check_position(rest.get(..end.unwrap_or(rest.len())).unwrap_or_default())?;
        }
    }
    parse_selector(selector, grammar).map_err(|error| match error {
        SelectorError::InvalidKind(KindMatcherError::InvalidKindName(name)) => {
            format!("expected a kind of node of {language}, got {}", quoted(&name))
        }
        SelectorError::InvalidNthChild(_) => {
            format!("expected positions such as 2 or `2n+1`, got {}", quoted(selector))
        }
        _ => {
            format!("expected a kind of node of {language}, or a selector of kinds, got {}", quoted(selector))
        }
    })?;
    let is_part_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    for name in selector.split(|c| !is_part_of_name(c)) {
        if let Some(kinds) = grammar.subkinds(grammar.kind_to_id(name)) {
            return Err(no_kind_of_its_own(name, &kinds, language));
        }
    }
    Ok(())
}

/// A kind that stands for others is no node's own, so that it matches nothing.
fn no_kind_of_its_own(name: &str, kinds: &BTreeSet<String>, language: &str) -> String {
    let mut examples =
        kinds.iter().take(MAX_EXAMPLES).map(|kind| format!("`{kind}`")).collect::<Vec<_>>().join(", ");
    if kinds.len() > MAX_EXAMPLES {
        examples.push_str(" and others");
    }
    let such_as = if examples.is_empty() { String::new() } else { format!(": {examples}") };
    format!("expected a kind of node of {language}, got `{name}`, which stands for several{such_as}")
}

/// Refuses what is no position among siblings, in the notation of CSS, and positions that nothing is at.
pub(super) fn check_position(text: &str) -> Result<(), String> {
    let longest = text.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or_default();
    if longest > MAX_DIGITS {
        return Err(format!("expected a position of at most {MAX_DIGITS} digits, got {longest}"));
    }
    let plain: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    let Some((step, offset)) = formula(&plain) else {
        return Err(format!("expected a position such as 2 or `2n+1`, got {}", quoted(text)));
    };
    if step > 0 || offset > 0 {
        return Ok(());
    }
    Err(format!("expected a position from 1 on, got {}", quoted(text)))
}

/// The step and the offset of a position such as `2n+1`.
fn formula(text: &str) -> Option<(i64, i64)> {
    let Some((step, offset)) = text.split_once('n') else { return Some((0, text.parse().ok()?)) };
    let step = match step {
        "" | "+" => 1,
        "-" => -1,
        step => step.parse().ok()?,
    };
    let offset = match offset {
        "" => 0,
        offset if offset.starts_with(['+', '-']) => offset.parse().ok()?,
        _ => return None,
    };
    Some((step, offset))
}

#[cfg(test)]
mod tests {
    use sono_syntax::language;

    use super::*;

    fn python(selector: &str) -> Result<(), String> {
        check(selector, RuleGrammar(language::by_name("python").unwrap()))
    }

    #[test]
    fn selectors_are_as_deep_as_they_say() {
        for (selector, size, levels) in [
            ("call", 1, 1),
            ("call > identifier", 3, 2),
            ("call identifier", 3, 2),
            ("  call   ~   identifier  ", 3, 2),
            ("call, identifier", 2, 1),
            ("call:not(:has(> identifier))", 7, 4),
            ("call :is(list , set) tuple", 8, 4),
        ] {
            assert_eq!(Extent::of(selector), Extent { size, levels }, "{selector}");
            assert_eq!(python(selector), Ok(()), "{selector}");
        }
    }

    #[test]
    fn deep_selectors_are_refused_before_anyone_descends() {
        for selector in [
            "call ".repeat(8_000),
            "call>".repeat(1_000_000) + "call",
            ":not(".repeat(50_000) + "call" + &")".repeat(50_000),
            ":is(".repeat(50_000),
        ] {
            assert_eq!(python(&selector), Err(too_deep()));
        }
        assert_eq!(python(&format!("{}call", "call ".repeat(MAX_LEVELS - 1))), Ok(()));
    }

    #[test]
    fn what_is_no_kind_is_refused() {
        for (selector, expected) in [
            ("", "expected a kind of node of Python, got an empty text"),
            (" ", "expected a kind of node of Python, got an empty text"),
            ("é", "expected a kind of node of Python, or a selector of kinds, got `é`"),
            ("call > ", "expected a kind of node of Python, or a selector of kinds, got `call >`"),
            ("call.x", "expected a kind of node of Python, or a selector of kinds, got `call.x`"),
            ("cal", "expected a kind of node of Python, got `cal`"),
            ("call:nth-child(2147483648)", "expected a position of at most 6 digits, got 10"),
            ("call:nth-last-child( 0 )", "expected a position from 1 on, got ` 0 `"),
            ("call:nth-child(n2)", "expected a position such as 2 or `2n+1`, got `n2`"),
        ] {
            assert_eq!(python(selector).unwrap_err(), expected, "{selector}");
        }
        let said = python("call > expression").unwrap_err();
        assert!(
            said.starts_with(
                "expected a kind of node of Python, got `expression`, which stands for several: `"
            ),
            "{said}"
        );
        assert_eq!(python("ERROR"), Ok(()));
        assert_eq!(python("call:nth-child(2n + 1 of call)"), Ok(()));
    }

    #[test]
    fn positions_are_somewhere() {
        for text in ["1", "+2", "n", "2n", "-n+3", "2n - 1", "0n+1", "N", "2N"] {
            assert_eq!(check_position(text), Ok(()), "{text}");
        }
        for text in ["0", "-1", "-n", "0n", "-2n-1"] {
            assert_eq!(
                check_position(text).unwrap_err(),
                format!("expected a position from 1 on, got `{text}`")
            );
        }
        for text in ["", "x", "n1", "+-1", "nn", "1.5", "odd"] {
            assert_eq!(
                check_position(text).unwrap_err(),
                format!("expected a position such as 2 or `2n+1`, got `{text}`")
            );
        }
    }
}
