//! Reading JSON text strictly: invalid UTF-8, bad syntax and repeated fields are refused.

pub mod problems;
pub mod read;

use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind, Result};
use problems::{Pointer, Problems};

/// The byte order mark that Windows tools put at the start of a text.
pub const BYTE_ORDER_MARK: char = '\u{feff}';

/// Reads bytes that should be JSON as UTF-8.
///
/// # Errors
/// [`ErrorKind::InvalidJson`] with the offset of the first wrong byte.
pub fn utf8(bytes: &[u8]) -> Result<&str> {
    std::str::from_utf8(bytes).map_err(|error| {
        let offset = error.valid_up_to();
        let byte = bytes.get(offset).copied().unwrap_or_default();
        Error::new(
            ErrorKind::InvalidJson,
            format!("the input is not UTF-8: byte 0x{byte:02x} at offset {offset}"),
        )
    })
}

/// Reads JSON text. A byte order mark at its start is skipped, as RFC 8259 allows.
///
/// A field that occurs twice in one object is added to `problems`, because the value holds only the last one.
///
/// # Errors
/// [`ErrorKind::InvalidJson`] with line and column.
pub fn parse(text: &str, problems: &mut Problems) -> Result<Value> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value =
        Reading { at: Pointer::Root(""), problems }.deserialize(&mut deserializer).map_err(invalid)?;
    deserializer.end().map_err(invalid)?;
    Ok(value)
}

fn invalid(error: serde_json::Error) -> Error {
    Error::new(ErrorKind::InvalidJson, format!("the input is not valid JSON: {error}"))
}

/// Reads a value, and notes each field that its object already had. The depth of its recursion is that of
/// `serde_json`, which refuses documents deeper than 128 levels.
struct Reading<'a> {
    at: Pointer<'a>,
    problems: &'a mut Problems,
}

impl<'de> DeserializeSeed<'de> for Reading<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reading<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        loop {
            let at = Pointer::Item(&self.at, values.len());
            match items.next_element_seed(Reading { at, problems: &mut *self.problems })? {
                Some(value) => values.push(value),
                None => return Ok(Value::Array(values)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            let at = Pointer::Field(&self.at, &name);
            if values.contains_key(&name) {
                self.problems.push(&at, "the field is given more than once");
            }
            let value = fields.next_value_seed(Reading { at, problems: &mut *self.problems })?;
            values.insert(name, value);
        }
        Ok(Value::Object(values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems_of(text: &str) -> Vec<String> {
        let mut problems = Problems::new(10);
        parse(text, &mut problems).unwrap();
        match problems.into_result(ErrorKind::InvalidSubmission, "x") {
            Ok(()) => Vec::new(),
            Err(error) => error.problems().iter().map(ToString::to_string).collect(),
        }
    }

    #[test]
    fn repeated_fields_are_found_at_every_level() {
        assert!(
            problems_of(r#"{"a": {"b": 1}, "c": [{"b": 1}, {"b": "x"}], "d": [null, true, -1, 1.5]}"#)
                .is_empty()
        );
        assert_eq!(
            problems_of(r#"{"a": [0, {"b/c": 1, "b\/c": 2}], "a": 1, "a": 2}"#),
            [
                "/a/1/b~1c: the field is given more than once",
                "/a: the field is given more than once",
                "/a: the field is given more than once"
            ]
        );
    }

    #[test]
    fn what_is_not_json_is_refused() {
        let message = |text: &str| parse(text, &mut Problems::new(1)).unwrap_err().to_string();
        insta::assert_snapshot!(message(""), @"the input is not valid JSON: EOF while parsing a value at line 1 column 0");
        insta::assert_snapshot!(message("{'a': 1}"), @"the input is not valid JSON: key must be a string at line 1 column 2");
        insta::assert_snapshot!(message("[1e999]"), @"the input is not valid JSON: number out of range at line 1 column 6");
        insta::assert_snapshot!(message("{} {}"), @"the input is not valid JSON: trailing characters at line 1 column 4");
        insta::assert_snapshot!(message(r#""\ud800""#), @"the input is not valid JSON: unexpected end of hex escape at line 1 column 8");
        insta::assert_snapshot!(message(&"[".repeat(1_000_000)), @"the input is not valid JSON: recursion limit exceeded at line 1 column 128");
        insta::assert_snapshot!(message(&"{\"a\":".repeat(1_000_000)), @"the input is not valid JSON: recursion limit exceeded at line 1 column 636");
        insta::assert_snapshot!(utf8(b"{\"a\": \"\xff\"}").unwrap_err().to_string(), @"the input is not UTF-8: byte 0xff at offset 7");
        assert!(parse("\u{feff}{}", &mut Problems::new(1)).is_ok());
    }
}
