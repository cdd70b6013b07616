//! The JSON printer.

use sono_score::assessment::{Assessment, canonical_json};
use sono_score::error::{Error, ErrorKind, Result};

use crate::format::{Format, Printer};

pub(super) const FORMAT: Format = Format {
    name: "json",
    extensions: &["json"],
    media_type: "application/json",
    description: "The assessment itself.",
    printer: Printer::Data(|assessment, options| to_json(assessment, options.pretty)),
};

/// Prints an assessment as JSON.
///
/// Compact output is canonical (RFC 8785): the bytes that are hashed and compared. Pretty output holds the same
/// members in the same order, indented by two spaces, with a final line break.
///
/// # Errors
/// [`ErrorKind::Internal`] when a number is not finite, which no assessment of this library has.
pub fn to_json(assessment: &Assessment, pretty: bool) -> Result<String> {
    let canonical = canonical_json(assessment)?;
    if !pretty {
        return Ok(canonical);
    }
    // By way of the canonical form, so that both forms write each number alike.
    let value: serde_json::Value = serde_json::from_str(&canonical).map_err(internal)?;
    serde_json::to_string_pretty(&value).map(|text| text + "\n").map_err(internal)
}

fn internal(error: serde_json::Error) -> Error {
    Error::new(ErrorKind::Internal, format!("cannot print JSON: {error}"))
}
