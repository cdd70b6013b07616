//! The form of a document that should be a rule: its keys, and what kind of value each has.
//!
//! ast-grep ignores what it does not know within `has`, `inside`, `follows`, `precedes` and `nthChild`, and names its own
//! types where it refuses something.

use serde_json::{Map, Value};

use crate::json::problems::describe;

use super::problems::{Problems, hint, quoted};

/// The keys of a document, those that it needs, and those that ast-grep knows and that are refused here.
const KEYS: &[&str] = &[
    "id",
    "language",
    "severity",
    "message",
    "note",
    "rule",
    "utils",
    "constraints",
    "labels",
    "url",
    "metadata",
];
const NEEDED: &[&str] = &["language", "rule"];
const REFUSED: &[&str] = &["files", "ignores", "fix", "transform", "rewriters"];
/// The keys of a rule, and those that it also has as a relation.
const RULE: &[&str] = &[
    "pattern", "kind", "regex", "nthChild", "range", "inside", "has", "precedes", "follows", "all", "any",
    "not", "matches",
];
const RELATION: &[&str] = &["stopBy", "field"];
const PATTERN: &[&str] = &["context", "selector", "strictness"];
const STRICTNESS: &[&str] = &["cst", "smart", "ast", "relaxed", "signature", "template"];
const NTH_CHILD: &[&str] = &["position", "ofRule", "reverse"];
const STOP_BY: &[&str] = &["neighbor", "end"];
/// The most values that are looked at. Rules with more are refused for it.
const MAX_VALUES: usize = 10_000;

/// A value that has yet to be looked at.
struct Open<'v> {
    place: String,
    value: &'v Value,
    is_relation: bool,
}

/// Finds what is wrong with the form of a document.
pub(super) fn check(document: &Value, problems: &mut Problems) {
    let Value::Object(keys) = document else {
        problems.add(format!("expected a table with the keys of a rule, got {}", told(document)));
        return;
    };
    for key in keys.keys().map(String::as_str) {
        if REFUSED.contains(&key) {
            problems.add(format!("expected a rule that only finds places, got `{key}`"));
        } else if !KEYS.contains(&key) {
            problems.add(unknown(key, &[KEYS]));
        }
    }
    for key in NEEDED {
        if keys.get(*key).is_none_or(Value::is_null) {
            problems.add(format!("expected `{key}`, got none"));
        }
    }
    let mut open = Vec::new();
    for table in ["constraints", "utils"] {
        match keys.get(table) {
            Some(Value::Object(rules)) => {
                open.extend(
                    rules.iter().rev().map(|(name, value)| Open::rule(format!("{table}.{name}"), value)),
                );
            }
            Some(Value::Null) | None => {}
            Some(other) => refuse(table, "a table of rules", other, problems),
        }
    }
    open.extend(
        keys.get("rule").filter(|rule| !rule.is_null()).map(|rule| Open::rule("rule".to_owned(), rule)),
    );
    let mut seen = 0_usize;
    while let Some(next) = open.pop() {
        seen = seen.saturating_add(1);
        if seen > MAX_VALUES {
            return;
        }
        next.check(&mut open, problems);
    }
}

impl<'v> Open<'v> {
    fn rule(place: String, value: &'v Value) -> Self {
        Self { place, value, is_relation: false }
    }

    fn check(&self, open: &mut Vec<Self>, problems: &mut Problems) {
        let Value::Object(keys) = self.value else {
            return refuse(&self.place, "a rule", self.value, problems);
        };
        for (key, value) in keys {
            let place = format!("{}.{key}", self.place);
            match (key.as_str(), value) {
                ("inside" | "has" | "precedes" | "follows", Value::Object(_)) => {
                    open.push(Self { place, value, is_relation: true });
                }
                ("not", Value::Object(_)) => open.push(Self::rule(place, value)),
                ("inside" | "has" | "precedes" | "follows" | "not", other) => {
                    refuse(&place, "a rule", other, problems);
                }
                ("all" | "any", Value::Array(items)) => {
                    let items = items.iter().enumerate().rev();
                    open.extend(items.map(|(index, item)| Self::rule(format!("{place}[{index}]"), item)));
                }
                ("all" | "any", other) => refuse(&place, "a list of rules", other, problems),
                ("kind" | "regex", Value::Null | Value::Array(_) | Value::Object(_)) => {
                    refuse(&place, "a text", value, problems);
                }
                ("pattern", value) => pattern(&place, value, problems),
                ("nthChild", Value::Object(keys)) => Self::nth_child(&place, keys, open, problems),
                ("nthChild", value) => position(&place, value, problems),
                ("matches" | "range", Value::Null) => refuse(&place, "a value", value, problems),
                ("stopBy", Value::Object(_)) if self.is_relation => open.push(Self::rule(place, value)),
                ("stopBy", value) if self.is_relation => {
                    if !value.as_str().is_some_and(|word| STOP_BY.contains(&word)) {
                        refuse(&place, "`neighbor`, `end` or a rule", value, problems);
                    }
                }
                ("field", value) if self.is_relation => {
                    if !value.is_string() {
                        refuse(&place, "the name of a field", value, problems);
                    }
                }
                (key, _) if RULE.contains(&key) => {}
                ("field", _) => {
                    let said = "expected `field` in `has` or `inside`, got it elsewhere";
                    problems.add(in_place(&self.place, said));
                }
                ("stopBy", _) => {
                    let said =
                        "expected `stopBy` in `has`, `inside`, `follows` or `precedes`, got it elsewhere";
                    problems.add(in_place(&self.place, said));
                }
                (key, _) if self.is_relation => {
                    problems.add(in_place(&self.place, &unknown(key, &[RULE, RELATION])));
                }
                (key, _) => problems.add(in_place(&self.place, &unknown(key, &[RULE]))),
            }
        }
    }

    fn nth_child(place: &str, keys: &'v Map<String, Value>, open: &mut Vec<Self>, problems: &mut Problems) {
        if !keys.contains_key("position") {
            problems.add(in_place(place, "expected `position`, got none"));
        }
        for (key, value) in keys {
            let inner = format!("{place}.{key}");
            match (key.as_str(), value) {
                ("position", value) => position(&inner, value, problems),
                ("ofRule", value) => open.push(Self::rule(inner, value)),
                ("reverse", Value::Bool(_)) => {}
                ("reverse", value) => refuse(&inner, "true or false", value, problems),
                (key, _) => problems.add(in_place(place, &unknown(key, &[NTH_CHILD]))),
            }
        }
    }
}

fn position(place: &str, value: &Value, problems: &mut Problems) {
    match value {
        // What they say is looked at later.
        Value::String(_) => {}
        Value::Number(number) if number.is_u64() => {}
        other => refuse(place, "a position such as 2 or `2n+1`", other, problems),
    }
}

fn pattern(place: &str, value: &Value, problems: &mut Problems) {
    let keys = match value {
        Value::String(_) => return,
        Value::Object(keys) => keys,
        other => return refuse(place, "code as a text in quotes", other, problems),
    };
    if !keys.contains_key("context") {
        problems.add(in_place(place, "expected `context`, got none"));
    }
    for (key, value) in keys {
        let inner = format!("{place}.{key}");
        match (key.as_str(), value) {
            ("context" | "selector", Value::String(_)) => {}
            ("context", other) => refuse(&inner, "code as a text in quotes", other, problems),
            ("selector", other) => refuse(&inner, "a kind of node", other, problems),
            ("strictness", value) => {
                if !value.as_str().is_some_and(|word| STRICTNESS.contains(&word)) {
                    refuse(&inner, &format!("one of the words {}", STRICTNESS.join(", ")), value, problems);
                }
            }
            (key, _) => problems.add(in_place(place, &unknown(key, &[PATTERN]))),
        }
    }
}

fn refuse(place: &str, expected: &str, got: &Value, problems: &mut Problems) {
    problems.add(in_place(place, &format!("expected {expected}, got {}", told(got))));
}

fn in_place(place: &str, said: &str) -> String {
    format!("in {}: {said}", quoted(place))
}

/// A value in a few words.
fn told(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Object(_) => "a table".to_owned(),
        other => describe(other),
    }
}

/// The message for a key that is none of the known ones, with the one that was probably meant.
fn unknown(key: &str, known: &[&[&str]]) -> String {
    let all = known.concat();
    let got = quoted(key);
    let hint = hint(key, all.iter().copied());
    if hint.is_empty() {
        format!("expected one of the keys {}, got {got}", all.join(", "))
    } else {
        format!("expected a known key, got {got}{hint}")
    }
}
