//! The limits of a rule: bounded in size and depth, and without what has no meaning here.
//!
//! ast-grep evaluates a rule by recursion, and writes out nothing that a utility names twice: a rule of thirty lines can
//! stand for a billion. These checks come before ast-grep sees the rule.

use std::collections::BTreeMap;

use ast_grep_config::{SerializableRule, SerializableRuleConfig};
use regex::RegexBuilder;
use serde_json::Value;

use super::grammar::RuleGrammar;

/// The maximum number of rules of one language.
pub(super) const MAX_RULES: usize = 1_000;
/// The maximum number of keys and values of a rule, each utility written out where it is used.
const MAX_SIZE: u64 = 4_000;
/// The maximum number of levels of a rule, each utility written out where it is used.
const MAX_LEVELS: usize = 64;
/// The maximum number of utilities of a rule.
const MAX_UTILITIES: usize = 100;
/// The maximum number of bytes of a compiled regular expression.
const MAX_REGEX_BYTES: usize = 1 << 17;
/// The maximum number of regular expressions of all rules.
pub(super) const MAX_REGEXES: usize = 1_000;
/// The maximum number of digits of a position among siblings.
const MAX_DIGITS: usize = 6;

/// A rule without the utilities that it names.
#[derive(Default)]
struct Own {
    size: u64,
    levels: usize,
    /// The utilities that it names, each with the level at which it does.
    uses: Vec<(String, usize)>,
    /// Its regular expressions.
    regexes: Vec<String>,
}

/// Refuses rules that are too large, that refer to lines, and utilities that are defined by themselves: ast-grep allows
/// the latter through `has` and `inside`, and would recurse to the depth of the text. Returns the regular expressions of
/// the rule.
pub(super) fn check(document: &SerializableRuleConfig<RuleGrammar>) -> Result<Vec<String>, String> {
    let core = &document.core;
    let given = core.utils.iter().flatten();
    if given.clone().count() > MAX_UTILITIES {
        return Err(format!("expected at most {MAX_UTILITIES} utilities, got {}", given.count()));
    }
    let mut utilities = BTreeMap::new();
    for (name, rule) in given {
        utilities.insert(name.as_str(), own(rule)?);
    }
    let constraints = core.constraints.iter().flatten().map(|(_, rule)| rule);
    let roots = std::iter::once(&core.rule).chain(constraints).map(own).collect::<Result<Vec<_>, _>>()?;
    let regexes = utilities.values().chain(&roots).flat_map(|rule| rule.regexes.iter().cloned()).collect();
    let mut whole = Whole { utilities: &utilities, known: BTreeMap::new() };
    let names = utilities.keys().copied().collect::<Vec<_>>();
    for name in names {
        whole.utility(name, 0)?;
    }
    let mut size = 0_u64;
    for root in &roots {
        size = size.saturating_add(whole.of(root, 0)?.0);
    }
    if size > MAX_SIZE {
        return Err(format!(
            "expected at most {MAX_SIZE} keys and values, utilities written out, got {size}"
        ));
    }
    Ok(regexes)
}

/// Sizes and levels with utilities written out.
struct Whole<'r> {
    utilities: &'r BTreeMap<&'r str, Own>,
    /// Size and levels of a utility; `None` while they are being worked out.
    known: BTreeMap<&'r str, Option<(u64, usize)>>,
}

impl<'r> Whole<'r> {
    /// Size and levels of a rule that stands `level` levels deep.
    fn of(&mut self, rule: &'r Own, level: usize) -> Result<(u64, usize), String> {
        let (mut size, mut levels) = (rule.size, rule.levels);
        for (name, at) in &rule.uses {
            let (more, below) = self.utility(name, level.saturating_add(*at))?;
            size = size.saturating_add(more);
            levels = levels.max(at.saturating_add(below));
        }
        if level.saturating_add(levels) > MAX_LEVELS {
            return Err(format!("expected at most {MAX_LEVELS} levels, utilities written out, got more"));
        }
        Ok((size, levels))
    }

    fn utility(&mut self, name: &str, level: usize) -> Result<(u64, usize), String> {
        // A name that nobody defines is ast-grep's to report.
        let Some((name, rule)) = self.utilities.get_key_value(name) else { return Ok((0, 0)) };
        match self.known.get(name) {
            Some(Some(known)) => Ok(*known),
            Some(None) => {
                Err(format!("expected utilities that end, got `{name}`, which is defined by itself"))
            }
            None => {
                self.known.insert(name, None);
                let found = self.of(rule, level)?;
                self.known.insert(name, Some(found));
                Ok(found)
            }
        }
    }
}

fn own(rule: &SerializableRule) -> Result<Own, String> {
    let rule = serde_json::to_value(rule).map_err(|error| error.to_string())?;
    let mut own = Own::default();
    let mut open = vec![(&rule, 1_usize)];
    while let Some((value, level)) = open.pop() {
        own.size = own.size.saturating_add(1);
        own.levels = own.levels.max(level);
        let below = level.saturating_add(1);
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    match (key.as_str(), value) {
                        ("range", Value::Object(_)) => {
                            return Err("expected a rule that finds code by its form, got `range`".to_owned());
                        }
                        ("matches", Value::String(name)) => own.uses.push((name.clone(), below)),
                        ("matches", Value::Object(_)) => {
                            return Err(
                                "expected `matches` to name a utility, got one with arguments".to_owned()
                            );
                        }
                        ("regex", Value::String(text)) => {
                            check_regex(text)?;
                            own.regexes.push(text.clone());
                        }
                        ("nthChild" | "position", value) if !value.is_object() => check_position(value)?,
                        _ => open.push((value, below)),
                    }
                }
            }
            Value::Array(items) => open.extend(items.iter().map(|item| (item, below))),
            _ => {}
        }
    }
    Ok(own)
}

/// Refuses what does not compile, or is too large when compiled.
fn check_regex(text: &str) -> Result<(), String> {
    match RegexBuilder::new(text).size_limit(MAX_REGEX_BYTES).build() {
        Err(regex::Error::CompiledTooBig(limit)) => Err(format!(
            "expected a regular expression of at most {limit} bytes when compiled, got a larger one"
        )),
        Err(error) => {
            // The last line says what is wrong; those before draw the place.
            let said = error.to_string();
            let said = said.lines().last().unwrap_or_default().trim();
            let said = said.strip_prefix("error: ").unwrap_or(said);
            Err(format!("expected a regular expression, got {text:?}: {said}"))
        }
        Ok(_) => Ok(()),
    }
}

/// ast-grep adds up the digits of a position without looking whether the sum is still a number.
fn check_position(position: &Value) -> Result<(), String> {
    let text = position.as_str().map_or_else(|| position.to_string(), str::to_owned);
    let longest = text.split(|c: char| !c.is_ascii_digit()).map(str::len).max();
    match longest {
        Some(digits) if digits > MAX_DIGITS => {
            Err(format!("expected a position of at most {MAX_DIGITS} digits, got {digits}"))
        }
        _ => Ok(()),
    }
}
