//! Reports as output: text as it is, bytes in base64 where JSON has to hold them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Serialize, Serializer};

use sono_report::{Format, Printed};
use sono_score::assessment::canonical_json;
use sono_score::error::Result;

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportAnswer {
    /// Its format.
    pub format: Format,
    /// The report itself.
    pub report: Printed,
}

/// A format that reports come in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct FormatInfo {
    /// Its name, as `format` of a call.
    pub name: String,
    /// Its media type, such as `text/markdown`.
    pub media_type: String,
    /// Endings of file names, without the dot; the first is the usual one.
    pub extensions: Vec<String>,
    /// Whether it is text; otherwise a report is bytes.
    pub text: bool,
    /// Its description, in a sentence.
    pub description: String,
}

impl From<&Format> for FormatInfo {
    fn from(format: &Format) -> Self {
        Self {
            name: format.name.to_owned(),
            media_type: format.media_type.to_owned(),
            extensions: format.extensions.iter().map(|ending| (*ending).to_owned()).collect(),
            text: format.is_text(),
            description: format.description.to_owned(),
        }
    }
}

impl ReportAnswer {
    /// The answer without the report itself, as canonical JSON: it accompanies the bytes where these need not be JSON.
    ///
    /// # Errors
    /// As [`canonical_json`].
    pub fn head_json(&self) -> Result<String> {
        canonical_json(&self.head(None, None))
    }

    fn head<'a>(&'a self, encoding: Option<Encoding>, report: Option<&'a str>) -> Written<'a> {
        Written { format: self.format, media_type: self.format.media_type, encoding, report }
    }
}

/// How a report stands in a text.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "ReportEncoding")]
enum Encoding {
    /// Base64 with padding (RFC 4648, section 4).
    Base64,
}

/// A report in JSON.
#[derive(Serialize)]
struct Written<'a> {
    format: Format,
    media_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<Encoding>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<&'a str>,
}

impl Serialize for ReportAnswer {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match &self.report {
            Printed::Text(text) => self.head(None, Some(text)).serialize(serializer),
            Printed::Bytes(bytes) => {
                self.head(Some(Encoding::Base64), Some(&STANDARD.encode(bytes))).serialize(serializer)
            }
        }
    }
}

impl JsonSchema for ReportAnswer {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ReportAnswer".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        /// A report.
        #[derive(JsonSchema)]
        #[schemars(extend("required" = ["format", "media_type", "report"]))]
        #[expect(dead_code, reason = "only its schema is used")]
        struct Shape {
            /// Its format.
            format: Format,
            /// Its media type, such as `text/markdown`.
            media_type: String,
            /// How `report` is written down; absent when it is the text itself.
            encoding: Option<Encoding>,
            /// The text; or, where the format is no text, its bytes in `encoding`.
            report: String,
        }
        Shape::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_text_survive_json() {
        let bytes: Vec<u8> = (0..=u8::MAX).rev().collect();
        let answer = ReportAnswer { format: Format::default(), report: Printed::Bytes(bytes.clone()) };
        let json: serde_json::Value = serde_json::from_str(&canonical_json(&answer).unwrap()).unwrap();
        assert_eq!(json["encoding"], "base64");
        assert_eq!(STANDARD.decode(json["report"].as_str().unwrap()).unwrap(), bytes);
        assert_eq!(answer.head_json().unwrap(), r#"{"format":"text","media_type":"text/plain"}"#);
    }
}
