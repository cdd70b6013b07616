//! The limits of a rule: bounded in size and depth, and without what has no meaning here.
//!
//! ast-grep evaluates a rule by recursion, and writes out nothing that a utility names twice: a rule of thirty lines can
//! stand for a billion. These checks come before ast-grep sees the rule.

use std::collections::{BTreeMap, BTreeSet};

use ast_grep_config::SerializableRule;
use regex::RegexBuilder;
use serde_json::Value;

use super::documents::Written;
use super::grammar::RuleGrammar;
use super::kinds::{self, Extent, check_position};
use super::problems::{Problems, hint, quoted};

/// The maximum number of rules of one language.
pub(super) const MAX_RULES: usize = 1_000;
/// The maximum number of keys and values of a rule, each utility written out where it is used.
const MAX_SIZE: u64 = 4_000;
/// The maximum number of levels of a rule, each utility written out where it is used.
pub(super) const MAX_LEVELS: usize = 64;
/// The maximum number of utilities of a rule.
const MAX_UTILITIES: usize = 100;
/// The maximum number of bytes of a compiled regular expression.
const MAX_REGEX_BYTES: usize = 1 << 17;
/// The maximum number of regular expressions of all rules.
pub(super) const MAX_REGEXES: usize = 1_000;

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

/// Finds rules that are too large, that refer to lines, and utilities that are defined by themselves: ast-grep allows
/// the latter through `has` and `inside`, and would recurse to the depth of the text. Returns the regular expressions of
/// the rule.
pub(super) fn check(document: &Written, is_own: bool, problems: &mut Problems) -> Vec<String> {
    let core = &document.core;
    let given = core.utils.iter().flatten();
    if given.clone().count() > MAX_UTILITIES {
        problems.add(format!("expected at most {MAX_UTILITIES} utilities, got {}", given.count()));
        return Vec::new();
    }
    // Of our own rules, a test knows that their kinds are right.
    let grammar = (!is_own).then_some(document.language);
    let given: BTreeMap<_, _> = given.map(|(name, rule)| (name.as_str(), rule)).collect();
    let constraints: BTreeMap<_, _> = core.constraints.iter().flatten().collect();
    let mut utilities = BTreeMap::new();
    for (name, rule) in given {
        utilities.insert(name, problems.within("utils", name, |problems| own(rule, grammar, problems)));
    }
    let mut roots = vec![own(&core.rule, grammar, problems)];
    for (name, rule) in constraints {
        roots.push(problems.within("constraints", name, |problems| own(rule, grammar, problems)));
    }
    let named = utilities.values().chain(&roots).flat_map(|rule| &rule.uses).map(|(name, _)| name.as_str());
    for name in named.collect::<BTreeSet<_>>() {
        if !utilities.contains_key(name) {
            let hint = hint(name, utilities.keys().copied());
            problems.add(format!("expected `matches` to name a utility, got {}{hint}", quoted(name)));
        }
    }
    if let Err(problem) = check_whole(&utilities, &roots) {
        problems.add(problem);
    }
    utilities.values().chain(&roots).flat_map(|rule| rule.regexes.iter().cloned()).collect()
}

fn check_whole(utilities: &BTreeMap<&str, Own>, roots: &[Own]) -> Result<(), String> {
    let mut whole = Whole { utilities, known: BTreeMap::new() };
    let names = utilities.keys().copied().collect::<Vec<_>>();
    for name in names {
        whole.utility(name, 0)?;
    }
    let mut size = 0_u64;
    for root in roots {
        size = size.saturating_add(whole.of(root, 0)?.0);
    }
    if size > MAX_SIZE {
        return Err(format!(
            "expected at most {MAX_SIZE} keys and values, utilities written out, got {size}"
        ));
    }
    Ok(())
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
            return Err(too_deep());
        }
        Ok((size, levels))
    }

    fn utility(&mut self, name: &str, level: usize) -> Result<(u64, usize), String> {
        // A name that nobody defines is ast-grep's to report.
        let Some((name, rule)) = self.utilities.get_key_value(name) else { return Ok((0, 0)) };
        match self.known.get(name) {
            Some(Some(known)) => Ok(*known),
            Some(None) => {
                Err(format!("expected utilities that end, got {}, which is defined by itself", quoted(name)))
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

pub(super) fn too_deep() -> String {
    format!("expected at most {MAX_LEVELS} levels, utilities written out, got more")
}

fn own(rule: &SerializableRule, grammar: Option<RuleGrammar>, problems: &mut Problems) -> Own {
    let mut own = Own::default();
    let rule = match serde_json::to_value(rule) {
        Ok(rule) => rule,
        Err(error) => {
            problems.add(error.to_string());
            return own;
        }
    };
    let mut open = vec![(&rule, 1_usize)];
    while let Some((value, level)) = open.pop() {
        own.size = own.size.saturating_add(1);
        own.levels = own.levels.max(level);
        let below = level.saturating_add(1);
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    let checked = match (key.as_str(), value) {
                        ("range", Value::Object(_)) => {
                            Err("expected a rule that finds code by its form, got `range`".to_owned())
                        }
                        ("matches", Value::String(name)) => {
                            own.uses.push((name.clone(), below));
                            Ok(())
                        }
                        ("matches", Value::Object(_)) => {
                            Err("expected `matches` to name a utility, got one with arguments".to_owned())
                        }
                        ("kind", Value::String(selector)) => {
                            let extent = Extent::of(selector);
                            own.size = own.size.saturating_add(extent.size);
                            own.levels = own.levels.max(level.saturating_add(extent.levels));
                            grammar.map_or(Ok(()), |grammar| kinds::check(selector, grammar))
                        }
                        ("regex", Value::String(text)) => {
                            own.regexes.push(text.clone());
                            check_regex(text)
                        }
                        ("nthChild" | "position", Value::String(text)) => check_position(text),
                        ("nthChild" | "position", Value::Number(number)) => {
                            check_position(&number.to_string())
                        }
                        ("all" | "any", Value::Array(items)) if items.is_empty() => {
                            Err(format!("expected rules in `{key}`, got an empty list"))
                        }
                        _ => {
                            open.push((value, below));
                            Ok(())
                        }
                    };
                    if let Err(problem) = checked {
                        problems.add(problem);
                    }
                }
            }
            Value::Array(items) => open.extend(items.iter().map(|item| (item, below))),
            _ => {}
        }
    }
    own
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
