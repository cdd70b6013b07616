//! A TOML document as a tree in which every value knows its file and line.

use std::borrow::Cow;
use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problems::At;
use crate::json::problems::quote;
use sono_syntax::text::LineIndex;

/// A value and its position.
#[derive(Debug, Clone)]
pub(in crate::rubric) struct Node {
    pub(in crate::rubric) at: At,
    pub(in crate::rubric) value: Value,
}

/// The values of TOML, as far as rubrics need them.
#[derive(Debug, Clone)]
pub(in crate::rubric) enum Value {
    Bool(bool),
    /// Both integers and floats; may be infinite or NaN until checked.
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Table(Table),
    /// A date or time, which no key accepts.
    Date,
}

/// The entries of a table; each node has the position of its key.
pub(in crate::rubric) type Table = BTreeMap<String, Node>;

impl Node {
    /// The kind of the value, for messages.
    pub(in crate::rubric) fn kind(&self) -> &'static str {
        match &self.value {
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::Text(_) => "a string",
            Value::List(items) if items.is_empty() => "an empty list",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Date => "a date",
        }
    }

    /// The value as messages show it.
    pub(in crate::rubric) fn show(&self) -> String {
        match &self.value {
            Value::Bool(value) => value.to_string(),
            Value::Number(value) => value.to_string(),
            Value::Text(value) => format!("{value:?}"),
            Value::List(_) | Value::Table(_) | Value::Date => self.kind().to_owned(),
        }
    }

    pub(in crate::rubric) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(in crate::rubric) fn number(&self) -> Option<f64> {
        match self.value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    pub(in crate::rubric) fn bool(&self) -> Option<bool> {
        match self.value {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    pub(in crate::rubric) fn list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    pub(in crate::rubric) fn table(&self) -> Option<&Table> {
        match &self.value {
            Value::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The content without positions, for hashing. The TOML parser bounds the depth.
    pub(in crate::rubric) fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Bool(value) => (*value).into(),
            Value::Number(value) => (*value).into(),
            Value::Text(value) => value.as_str().into(),
            Value::List(items) => items.iter().map(Node::to_json).collect(),
            Value::Table(table) => table.iter().map(|(key, node)| (key.clone(), node.to_json())).collect(),
            Value::Date => serde_json::Value::Null,
        }
    }
}

/// Reads one TOML file: its table, and the syntax errors, which leave gaps in it.
pub(in crate::rubric) fn read(source: &str, file: usize) -> (Table, Vec<(At, String)>) {
    let lines = LineIndex::new(source);
    let at = |offset: usize| At { file, line: lines.line(u32::try_from(offset).unwrap_or(u32::MAX)) };
    let (table, errors) = DeTable::parse_recoverable(source);
    let errors = errors.iter().map(|error| {
        let span = error.span().unwrap_or_default();
        let place = at(span.start);
        if error.message() == "duplicate key" {
            let key = source.get(span).unwrap_or_default();
            return (
                place,
                format!("not valid TOML: the key {} comes again; expected each key once", quote(key)),
            );
        }
        (place, format!("not valid TOML: {}", error.message()))
    });
    (convert_table(table.into_inner(), &at), errors.collect())
}

fn convert_table(table: DeTable<'_>, at: &impl Fn(usize) -> At) -> Table {
    let entry = |(key, value): (Spanned<Cow<'_, str>>, Spanned<DeValue<'_>>)| {
        let place = at(key.span().start);
        (key.into_inner().into_owned(), Node { at: place, ..convert(value, at) })
    };
    table.into_iter().map(entry).collect()
}

/// Converts a parsed value. Recursion is bounded: the TOML parser refuses deeply nested values and long dotted keys.
fn convert(value: Spanned<DeValue<'_>>, at: &impl Fn(usize) -> At) -> Node {
    let place = at(value.span().start);
    let value = match value.into_inner() {
        DeValue::Boolean(value) => Value::Bool(value),
        DeValue::String(text) => Value::Text(text.into_owned()),
        DeValue::Integer(integer) => {
            // Integers that binary64 cannot represent become infinite, which the check refuses.
            let parsed = i64::from_str_radix(integer.as_str(), integer.radix());
            let exact = parsed.ok().filter(|number| number.unsigned_abs() <= MAX_INTEGER);
            #[expect(clippy::cast_precision_loss, reason = "larger integers are filtered out above")]
            Value::Number(exact.map_or(f64::INFINITY, |number| number as f64))
        }
        DeValue::Float(float) => Value::Number(float.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Datetime(_) => Value::Date,
        DeValue::Array(items) => Value::List(items.into_iter().map(|item| convert(item, at)).collect()),
        DeValue::Table(table) => Value::Table(convert_table(table, at)),
    };
    Node { at: place, value }
}

/// The largest integer up to which binary64 represents every integer exactly.
const MAX_INTEGER: u64 = 1 << 53;
