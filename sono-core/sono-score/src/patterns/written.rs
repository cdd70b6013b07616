//! Rules over the syntax tree in words, for people.

use std::collections::BTreeMap;

use serde_json::Value;

use sono_syntax::finding::Severity;

use super::documents::Written;

/// A rule in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrittenRule {
    pub(crate) id: String,
    /// The id of its language.
    pub(crate) language: &'static str,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    /// The remedy.
    pub(crate) note: Option<String>,
    /// The syntax that it looks for, as JSON on one line.
    pub(crate) finds: String,
}

impl WrittenRule {
    pub(super) fn of(rule: &Written, language: &'static str, severity: Severity) -> Self {
        let mut finds = serde_json::to_value(&rule.core.rule).unwrap_or_default();
        let more = [
            ("constraints", serde_json::to_value(&rule.core.constraints)),
            ("utils", serde_json::to_value(&rule.core.utils)),
        ];
        for (key, value) in more {
            if let (Value::Object(finds), Ok(value @ Value::Object(_))) = (&mut finds, value) {
                finds.insert(key.to_owned(), value);
            }
        }
        let (id, message, note) = (rule.id.clone(), rule.message.clone(), rule.note.clone());
        Self { id, language, severity, message, note, finds: without_nothing(finds).to_string() }
    }
}

/// A value without the keys of its tables that nobody gave. A rule is a few dozen levels deep at most.
fn without_nothing(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let given = fields.into_iter().filter(|(_, value)| !value.is_null());
            // Utilities come in any order.
            let sorted: BTreeMap<_, _> = given.map(|(key, value)| (key, without_nothing(value))).collect();
            sorted.into_iter().collect()
        }
        Value::Array(items) => items.into_iter().map(without_nothing).collect(),
        other => other,
    }
}
