//! Parameters: numbers, booleans and texts that a host may set for one submission.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::error::{Error, ErrorKind, Problem, Result};
use crate::rubric::format::hint;
use sono_syntax::text::format_number;

/// The value of a parameter.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ParameterValue {
    /// true or false.
    Bool(bool),
    /// A finite number.
    Number(f64),
    /// A text.
    Text(String),
}

impl ParameterValue {
    /// The name of the value's type.
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Bool(_) => "boolean",
            Self::Number(_) => "number",
            Self::Text(_) => "string",
        }
    }

    /// The value as people read it.
    pub(in crate::rubric) fn describe(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Number(value) => format_number(*value),
            Self::Text(value) => format!("{value:?}"),
        }
    }
}

/// A parameter that a rubric defines.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ParameterDefinition {
    /// Its name.
    pub name: String,
    /// The value that holds unless the host sets another of the same type.
    pub default: ParameterValue,
}

/// The parameters of one evaluation, checked against the rubric that made them.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    values: Vec<ParameterValue>,
}

impl Parameters {
    pub(in crate::rubric) fn defaults(definitions: &[ParameterDefinition]) -> Self {
        Self { values: definitions.iter().map(|definition| definition.default.clone()).collect() }
    }

    /// Applies overrides to the defaults; reports every unknown name and wrong type.
    pub(in crate::rubric) fn resolve(
        definitions: &[ParameterDefinition],
        overrides: &BTreeMap<String, serde_json::Value>,
    ) -> Result<Self> {
        let mut resolved = Self::defaults(definitions);
        let mut problems = Vec::new();
        for (name, value) in overrides {
            let pointer = format!("/{}", name.replace('~', "~0").replace('/', "~1"));
            let slot = definitions
                .iter()
                .zip(&mut resolved.values)
                .find(|(definition, _)| definition.name == *name)
                .map(|(_, slot)| slot);
            let Some(slot) = slot else {
                let names = definitions.iter().map(|definition| definition.name.as_str());
                let message = if definitions.is_empty() {
                    "unknown parameter; the rubric has none".to_owned()
                } else {
                    format!("unknown parameter{}", hint(name, names))
                };
                problems.push(Problem::at_pointer(pointer, message));
                continue;
            };
            match convert(value, slot) {
                Some(value) => *slot = value,
                None => problems.push(Problem::at_pointer(
                    pointer,
                    format!("came {value}; expected a {}, such as {}", slot.type_name(), slot.describe()),
                )),
            }
        }
        if problems.is_empty() {
            return Ok(resolved);
        }
        let message = "the rubric's parameters cannot be set so";
        Err(Error::with_problems(ErrorKind::InvalidParameter, message, problems))
    }

    pub(in crate::rubric) fn get(&self, index: usize) -> Option<&ParameterValue> {
        self.values.get(index)
    }

    pub(in crate::rubric) fn number(&self, index: usize) -> f64 {
        match self.get(index) {
            Some(ParameterValue::Number(number)) => *number,
            _ => 0.0,
        }
    }

    pub(in crate::rubric) fn is_true(&self, index: usize) -> bool {
        matches!(self.get(index), Some(ParameterValue::Bool(true)))
    }

    /// The names and values in order, for hashing.
    pub(in crate::rubric) fn canonical(&self, definitions: &[ParameterDefinition]) -> serde_json::Value {
        definitions
            .iter()
            .zip(&self.values)
            .map(|(definition, value)| {
                let value: serde_json::Value = match value {
                    ParameterValue::Bool(value) => (*value).into(),
                    ParameterValue::Number(value) => (*value).into(),
                    ParameterValue::Text(value) => value.as_str().into(),
                };
                (definition.name.clone(), value)
            })
            .collect()
    }
}

/// Converts a JSON value to a parameter of the default's type.
fn convert(value: &serde_json::Value, default: &ParameterValue) -> Option<ParameterValue> {
    match default {
        ParameterValue::Bool(_) => value.as_bool().map(ParameterValue::Bool),
        ParameterValue::Number(_) => {
            value.as_f64().filter(|number| number.is_finite()).map(ParameterValue::Number)
        }
        ParameterValue::Text(_) => value.as_str().map(|text| ParameterValue::Text(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn definitions() -> Vec<ParameterDefinition> {
        let define = |name: &str, default| ParameterDefinition { name: name.to_owned(), default };
        vec![
            define("checks", ParameterValue::Bool(true)),
            define("penalty_high", ParameterValue::Number(6.0)),
            define("tone", ParameterValue::Text("plain".to_owned())),
        ]
    }

    #[test]
    fn overrides_are_checked_all_at_once() {
        let overrides =
            [("penalty_hihg", json!(3)), ("checks", json!("no")), ("tone", json!(null)), ("x/y", json!(1))]
                .map(|(name, value)| (name.to_owned(), value));
        let error = Parameters::resolve(&definitions(), &overrides.into()).unwrap_err();
        insta::assert_snapshot!(error, @r#"
        the rubric's parameters cannot be set so
          /checks: came "no"; expected a boolean, such as true
          /penalty_hihg: unknown parameter; did you mean `penalty_high`?
          /tone: came null; expected a string, such as "plain"
          /x~1y: unknown parameter; known: checks, penalty_high, tone
        "#);
        let fine = [("penalty_high".to_owned(), json!(7.25))];
        let fine = Parameters::resolve(&definitions(), &fine.into()).unwrap();
        assert_eq!((fine.number(1), fine.is_true(0)), (7.25, true));
    }
}
