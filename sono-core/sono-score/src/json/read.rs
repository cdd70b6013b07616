//! Reading JSON values piece by piece. Each unexpected value becomes a problem with its place.

use serde_json::{Map, Value};

use super::problems::{Pointer, Problems, describe, list, unknown};

/// The fields of an object.
pub fn object(
    value: Value,
    at: &Pointer<'_>,
    expected: &str,
    problems: &mut Problems,
) -> Option<Map<String, Value>> {
    match value {
        Value::Object(fields) => Some(fields),
        other => {
            problems.wrong_type(at, expected, &other);
            None
        }
    }
}

/// The items of a list.
pub fn items(value: Value, at: &Pointer<'_>, expected: &str, problems: &mut Problems) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        other => {
            problems.wrong_type(at, expected, &other);
            Vec::new()
        }
    }
}

/// A string.
pub fn string(value: Value, at: &Pointer<'_>, problems: &mut Problems) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        other => {
            problems.wrong_type(at, "a string", &other);
            None
        }
    }
}

/// One of a fixed set of names.
pub fn choice<T>(
    value: Value,
    at: &Pointer<'_>,
    what: &str,
    parse: impl Fn(&str) -> Option<T>,
    names: &[&str],
    problems: &mut Problems,
) -> Option<T> {
    let Value::String(name) = value else {
        problems.push(at, format!("expected one of {}, got {}", list(names), describe(&value)));
        return None;
    };
    let parsed = parse(&name);
    if parsed.is_none() {
        problems.push(at, unknown(what, &name, names));
    }
    parsed
}

/// Takes an optional field out of an object; `null` counts as absent.
pub fn take<'a>(
    fields: &mut Map<String, Value>,
    at: &'a Pointer<'a>,
    name: &'a str,
) -> Option<(Value, Pointer<'a>)> {
    fields.remove(name).filter(|value| !value.is_null()).map(|value| (value, Pointer::Field(at, name)))
}

/// Takes a required field out of an object.
pub fn required(
    fields: &mut Map<String, Value>,
    at: &Pointer<'_>,
    name: &str,
    problems: &mut Problems,
) -> Option<Value> {
    let value = fields.remove(name);
    if value.is_none() {
        problems.push(at, format!("the field \"{name}\" is missing"));
    }
    value
}

/// Reports every field that is left in an object as unknown, in the order of the names.
pub fn refuse_rest(fields: &Map<String, Value>, at: &Pointer<'_>, known: &[&str], problems: &mut Problems) {
    let mut names: Vec<&String> = fields.keys().collect();
    names.sort_unstable();
    for name in names {
        problems.push(&Pointer::Field(at, name), unknown("field", name, known));
    }
}
