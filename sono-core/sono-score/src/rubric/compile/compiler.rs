//! The state of compiling: the names seen so far and their indices.

use std::collections::BTreeMap;

use super::reader::Reader;
use crate::rubric::format::{Node, Problems, Value, hint};
use crate::rubric::model::{
    Amount, Keywords, ParameterDefinition, ParameterValue, SearchText, SignalInfo, SignalRegistry, Switch,
};
use sono_syntax::text::join_names;

/// The state of compiling.
pub(super) struct Compiler<'c> {
    pub(super) problems: &'c Problems,
    pub(super) registry: &'c SignalRegistry,
    /// Whether the rubric may give points for keywords in code.
    pub(super) heuristic: bool,
    /// Whether the rubric says what submissions are asked for by default.
    pub(super) expects: bool,
    /// Whether the rubric finds violations by patterns of its own.
    pub(super) has_patterns: bool,
    pub(super) parameters: Vec<ParameterDefinition>,
    /// Signals that the rubric defines.
    pub(super) defined: BTreeMap<String, SignalInfo>,
    pub(super) signals: Vec<SignalInfo>,
    pub(super) by_id: BTreeMap<String, usize>,
    pub(super) keywords: [Keywords; SearchText::ALL.len()],
}

impl Compiler<'_> {
    pub(super) fn problem(&self, reader: &Reader<'_>, key: &str, message: impl Into<String>) {
        self.problems.push(reader.at(key), reader.key(key), message);
    }

    /// The index of a signal, which must exist.
    pub(super) fn signal(&mut self, reader: &Reader<'_>, key: &str) -> Option<usize> {
        let id = reader.text(key)?;
        if let Some(index) = self.by_id.get(id) {
            return Some(*index);
        }
        let Some(info) = self.defined.get(id).or_else(|| self.registry.get(id)).cloned() else {
            self.unknown_signal(reader, key, id);
            return None;
        };
        let index = self.signals.len();
        self.signals.push(info);
        self.by_id.insert(id.to_owned(), index);
        Some(index)
    }

    pub(super) fn unknown_signal(&self, reader: &Reader<'_>, key: &str, id: &str) {
        let known = self.registry.ids().chain(self.defined.keys().map(String::as_str));
        let mut told = hint(id, known.clone());
        if told.is_empty() {
            // Of a long id, a part is easily forgotten.
            let longer: Vec<String> =
                known.filter(|known| abbreviates(id, known)).map(|id| format!("`{id}`")).collect();
            if !longer.is_empty() {
                told = format!("; did you mean {}?", join_names(&longer, "or"));
            }
            told.push_str("; `sono-eval signals` lists all");
        }
        self.problem(reader, key, format!("no signal is called {id:?}{told}"));
    }

    /// The index of a parameter, which must exist and have the given type.
    pub(super) fn parameter(
        &self,
        reader: &Reader<'_>,
        key: &str,
        name: &str,
        type_name: &str,
    ) -> Option<usize> {
        let Some(index) = self.parameters.iter().position(|parameter| parameter.name == name) else {
            let names = self.parameters.iter().map(|parameter| parameter.name.as_str());
            let hint = if self.parameters.is_empty() {
                "; the rubric has none".to_owned()
            } else {
                hint(name, names)
            };
            self.problem(reader, key, format!("no parameter is called {name:?}{hint}"));
            return None;
        };
        let found = self.parameters.get(index).map_or("", |parameter| parameter.default.type_name());
        if !type_name.is_empty() && found != type_name {
            self.problem(reader, key, format!("parameter {name:?} is a {found}; expected a {type_name}"));
            return None;
        }
        Some(index)
    }

    pub(super) fn switch(&self, reader: &Reader<'_>, key: &str) -> Switch {
        match reader.get(key).map(|node| &node.value) {
            Some(Value::Bool(on)) => Switch::Fixed(*on),
            Some(Value::Text(name)) => {
                let index =
                    name.strip_prefix('$').and_then(|name| self.parameter(reader, key, name, "boolean"));
                index.map_or(Switch::Fixed(false), Switch::Parameter)
            }
            _ => Switch::Fixed(true),
        }
    }

    pub(super) fn amount(&self, reader: &Reader<'_>, key: &str) -> Option<Amount> {
        match &reader.get(key)?.value {
            Value::Number(number) => Some(Amount::Fixed(*number)),
            Value::Text(name) => {
                self.parameter(reader, key, name.strip_prefix('$')?, "number").map(Amount::Parameter)
            }
            _ => None,
        }
    }
}

/// Whether a dotted id has some parts of another one, in their order, the first and the last among them.
fn abbreviates(short: &str, long: &str) -> bool {
    let mut rest = long.split('.');
    let ends = |id: &str| (id.split('.').next().map(str::to_owned), id.rsplit('.').next().map(str::to_owned));
    ends(short) == ends(long) && short.split('.').all(|part| rest.any(|known| known == part))
}

/// The parameters defined by a rubric.
pub(super) fn parameters(top: &Reader<'_>) -> Vec<ParameterDefinition> {
    let table = top.get("parameters").and_then(Node::table);
    let definition = |(name, node): (&String, &Node)| {
        let default = value(node)?;
        Some(ParameterDefinition { name: name.clone(), default })
    };
    table.into_iter().flatten().filter_map(definition).collect()
}

/// The value of a parameter, if the node has a type that parameters allow.
pub(super) fn value(node: &Node) -> Option<ParameterValue> {
    match &node.value {
        Value::Bool(value) => Some(ParameterValue::Bool(*value)),
        Value::Number(value) => Some(ParameterValue::Number(*value)),
        Value::Text(value) => Some(ParameterValue::Text(value.clone())),
        Value::List(_) | Value::Table(_) | Value::Date => None,
    }
}
