//! Reading JSON text strictly: invalid UTF-8, bad syntax and repeated fields are refused.

pub mod problems;
pub mod read;

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::error::{Error, ErrorKind, Result};
use problems::{Pointer, Problems, push_field, push_item};

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
    let value = serde_json::from_str(text).map_err(invalid)?;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut pointer = String::new();
    Repeats { pointer: &mut pointer, problems }.deserialize(&mut deserializer).map_err(invalid)?;
    Ok(value)
}

fn invalid(error: serde_json::Error) -> Error {
    Error::new(ErrorKind::InvalidJson, format!("the input is not valid JSON: {error}"))
}

/// Walks a document and reports each repeated field. It recurses no deeper than `serde_json` itself, which refuses
/// documents nested deeper than 128 levels.
struct Repeats<'a> {
    pointer: &'a mut String,
    problems: &'a mut Problems,
}

impl Repeats<'_> {
    fn reborrow(&mut self) -> Repeats<'_> {
        Repeats { pointer: self.pointer, problems: self.problems }
    }
}

impl<'de> DeserializeSeed<'de> for Repeats<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Repeats<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        let length = self.pointer.len();
        let mut index: usize = 0;
        loop {
            push_item(self.pointer, index);
            let more = items.next_element_seed(self.reborrow())?.is_some();
            self.pointer.truncate(length);
            if !more {
                return Ok(());
            }
            index = index.saturating_add(1);
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> Result<(), A::Error> {
        let length = self.pointer.len();
        let mut seen = HashSet::new();
        while let Some(name) = fields.next_key::<String>()? {
            push_field(self.pointer, &name);
            if !seen.insert(name) {
                let pointer = &*self.pointer;
                self.problems.push(&Pointer::Root(pointer), "the field is given more than once");
            }
            fields.next_value_seed(self.reborrow())?;
            self.pointer.truncate(length);
        }
        Ok(())
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
