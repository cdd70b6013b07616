//! Reading JSON text strictly: invalid UTF-8, bad syntax and repeated fields are refused.

pub mod numbers;
pub mod problems;
pub mod read;

use std::fmt;
use std::iter::Peekable;
use std::vec::IntoIter;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::error::{Error, ErrorKind, Result};
use numbers::Altered;
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
/// A field that occurs twice in one object is added to `problems`, because the value holds only the last one, and so is
/// a number of which the value holds only the nearest 64-bit float.
///
/// # Errors
/// [`ErrorKind::InvalidJson`] with line and column.
pub fn parse(text: &str, problems: &mut Problems) -> Result<Value> {
    read(text, numbers::altered(text), problems)
}

/// As [`parse`], for text whose numbers are measures: each is read as the nearest 64-bit float.
///
/// # Errors
/// As [`parse`].
pub fn parse_measures(text: &str, problems: &mut Problems) -> Result<Value> {
    read(text, Vec::new(), problems)
}

fn read(text: &str, altered: Vec<Altered>, problems: &mut Problems) -> Result<Value> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut numbers = Numbers { altered: altered.into_iter().peekable(), read: 0 };
    let reading = Reading { at: Pointer::Root(""), problems, numbers: &mut numbers };
    let value = reading.deserialize(&mut deserializer).map_err(invalid)?;
    deserializer.end().map_err(invalid)?;
    Ok(value)
}

fn invalid(error: serde_json::Error) -> Error {
    Error::new(ErrorKind::InvalidJson, format!("the input is not valid JSON: {error}"))
}

/// The numbers of a text in their order.
struct Numbers {
    /// Those not yet read that would be other numbers.
    altered: Peekable<IntoIter<Altered>>,
    /// How many were read.
    read: usize,
}

/// Reads a value, and notes each field that its object already had, and each number that would be another one. The depth of its recursion is that of
/// `serde_json`, which refuses documents deeper than 128 levels.
struct Reading<'a> {
    at: Pointer<'a>,
    problems: &'a mut Problems,
    numbers: &'a mut Numbers,
}

impl Reading<'_> {
    /// The number that was read; 0 in place of one that was refused, which is wrong nowhere else.
    fn number(self, value: impl Into<Value>) -> Value {
        let index = self.numbers.read;
        self.numbers.read = index.saturating_add(1);
        match self.numbers.altered.next_if(|next| next.index == index) {
            Some(altered) => {
                self.problems.push(&self.at, altered.message);
                0.into()
            }
            None => value.into(),
        }
    }
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
        Ok(self.number(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(self.number(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(self.number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        loop {
            let at = Pointer::Item(&self.at, values.len());
            let reading = Reading { at, problems: &mut *self.problems, numbers: &mut *self.numbers };
            match items.next_element_seed(reading)? {
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
            let reading = Reading { at, problems: &mut *self.problems, numbers: &mut *self.numbers };
            let value = fields.next_value_seed(reading)?;
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
    fn numbers_that_would_change_are_found_at_every_level() {
        insta::assert_snapshot!(
            problems_of(
                r#"{"a": [1, 1.5, {"b": 0.12345678901234567890, "2.71828182845904523536": -1}], "c": 100000000000000000000000}"#
            )
            .join("\n"),
            @"
        /a/2/b: expected a number that a 64-bit float holds to the last of at most 17 digits, or a string, got 0.12345678901234567890
        /c: expected an integer between -(2^53-1) and 2^53-1 or a string, got 100000000000000000000000
        "
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
