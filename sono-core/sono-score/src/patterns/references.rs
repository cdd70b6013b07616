//! Checks of what a rule refers to: no lines, and no cycles.

use std::collections::{BTreeMap, BTreeSet};

use ast_grep_config::{SerializableRule, SerializableRuleConfig};
use serde_json::Value;

use super::grammar::RuleGrammar;

/// Refuses rules that refer to lines, and utilities that are defined by themselves: ast-grep allows the latter through
/// `has` and `inside`, and would recurse to the depth of the text.
pub(super) fn check(document: &SerializableRuleConfig<RuleGrammar>) -> Result<(), String> {
    utilities_of(&document.core.rule)?;
    let mut utilities = BTreeMap::new();
    for (name, rule) in document.core.utils.iter().flatten() {
        utilities.insert(name.as_str(), utilities_of(rule)?);
    }
    match utilities.keys().find(|name| reaches_itself(name, &utilities)) {
        Some(name) => Err(format!("expected utilities that end, got `{name}`, which is defined by itself")),
        None => Ok(()),
    }
}

fn reaches_itself(name: &str, utilities: &BTreeMap<&str, BTreeSet<String>>) -> bool {
    let (mut seen, mut open) = (BTreeSet::new(), vec![name]);
    while let Some(current) = open.pop() {
        for next in utilities.get(current).into_iter().flatten() {
            if next == name {
                return true;
            }
            if seen.insert(next.as_str()) {
                open.push(next);
            }
        }
    }
    false
}

/// The utilities that a rule refers to.
fn utilities_of(rule: &SerializableRule) -> Result<BTreeSet<String>, String> {
    let rule = serde_json::to_value(rule).map_err(|error| error.to_string())?;
    let (mut utilities, mut open) = (BTreeSet::new(), vec![&rule]);
    while let Some(value) = open.pop() {
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    match (key.as_str(), value) {
                        ("range", Value::Object(_)) => {
                            return Err("expected a rule that finds code by its form, got `range`".to_owned());
                        }
                        ("matches", Value::String(name)) => {
                            utilities.insert(name.clone());
                        }
                        ("matches", Value::Object(_)) => {
                            return Err(
                                "expected `matches` to name a utility, got one with arguments".to_owned()
                            );
                        }
                        _ => open.push(value),
                    }
                }
            }
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    Ok(utilities)
}
