//! Checks of what a rule refers to: no lines, and no cycles.

use std::collections::{BTreeMap, BTreeSet};

use ast_grep_config::SerializableRuleConfig;
use serde_json::Value;

use super::grammar::RuleGrammar;

/// Refuses rules that refer to lines, and utilities that are defined by themselves: ast-grep allows the latter through
/// `has` and `inside`, and would recurse to the depth of the text.
pub(super) fn check(document: &SerializableRuleConfig<RuleGrammar>) -> Result<(), String> {
    let mut of_rule = References::default();
    of_rule.read(&json(&document.core.rule)?)?;
    let mut utilities = BTreeMap::new();
    for (name, rule) in document.core.utils.iter().flatten() {
        let mut references = References::default();
        references.read(&json(rule)?)?;
        utilities.insert(name.as_str(), references);
    }
    match utilities.keys().find(|name| reaches_itself(name, &utilities)) {
        Some(name) => Err(format!("expected utilities that end, got `{name}`, which is defined by itself")),
        None => Ok(()),
    }
}

fn reaches_itself(name: &str, utilities: &BTreeMap<&str, References>) -> bool {
    let (mut seen, mut open) = (BTreeSet::new(), vec![name]);
    while let Some(references) = open.pop().and_then(|open| utilities.get(open)) {
        for next in &references.utilities {
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
#[derive(Debug, Default)]
struct References {
    utilities: BTreeSet<String>,
}

impl References {
    fn read(&mut self, rule: &Value) -> Result<(), String> {
        let mut open = vec![rule];
        while let Some(value) = open.pop() {
            match value {
                Value::Object(fields) => {
                    for (key, value) in fields {
                        match (key.as_str(), value) {
                            ("range", Value::Object(_)) => {
                                return Err(
                                    "expected a rule that finds code by its form, got `range`".to_owned()
                                );
                            }
                            ("matches", Value::String(name)) => {
                                self.utilities.insert(name.clone());
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
        Ok(())
    }
}

fn json(rule: &ast_grep_config::SerializableRule) -> Result<Value, String> {
    serde_json::to_value(rule).map_err(|error| error.to_string())
}
