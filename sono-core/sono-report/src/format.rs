//! Formats, and the input and output of a printer.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};
use sono_score::assessment::Assessment;
use sono_score::error::Result;

use super::{Detail, Report, SourceLookup, printers};

/// A format of reports, such as Markdown.
///
/// One list ([`Format::all`]) holds all formats; the command line, bindings, schemas and documentation read it.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Format {
    /// The name for programs. It never changes once released.
    pub name: &'static str,
    /// Endings of file names, without the dot; the first is the usual one. An ending that two formats share means the
    /// one that is listed first.
    pub extensions: &'static [&'static str],
    /// The media type (RFC 6838), such as `text/markdown`. Text is always UTF-8.
    pub media_type: &'static str,
    /// The purpose of the format, in a sentence for people.
    pub description: &'static str,
    pub(crate) printer: Printer,
}

/// The function that prints a format. There is one variant for each kind of input and output.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Printer {
    /// Prints the blocks of a report as text.
    Text(fn(&Report, &ReportOptions) -> String),
    /// Prints the blocks of a report as bytes that are not text.
    #[cfg_attr(
        not(feature = "test-hooks"),
        expect(dead_code, reason = "no released format is binary so far")
    )]
    Bytes(fn(&Report, &ReportOptions) -> Result<Vec<u8>>),
    /// Writes the assessment itself, for programs, as text.
    Data(fn(&Assessment, &ReportOptions) -> Result<String>),
}

/// The output of a printer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Printed {
    /// Text.
    Text(String),
    /// Bytes that are not text.
    Bytes(Vec<u8>),
}

impl Printed {
    /// The bytes to write to a file; those of a text are UTF-8.
    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }

    /// As [`Printed::as_bytes`], without a copy.
    pub fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.into_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }
}

/// How to report. Each format takes what means something to it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, JsonSchema)]
#[schemars(extend("required" = []))]
pub struct ReportOptions {
    /// How much to say, as text or Markdown.
    pub detail: Detail,
    /// Columns of a text, at least 40; 80 when absent.
    pub width: Option<usize>,
    /// Whether a text holds ANSI colours.
    pub color: bool,
    /// Whether a text is drawn with ASCII alone.
    pub ascii: bool,
    /// Whether JSON is indented.
    pub pretty: bool,
}

impl Format {
    /// Every format, in the order in which people choose among them; the first is the default.
    pub fn all() -> &'static [Self] {
        printers::FORMATS
    }

    /// The names of all formats.
    pub fn names() -> Vec<&'static str> {
        Self::all().iter().map(|format| format.name).collect()
    }

    /// The format of a name.
    pub fn find(name: &str) -> Option<Self> {
        let mut known = Self::all().iter().chain(printers::HIDDEN);
        known.find(|format| format.name == name).copied()
    }

    /// The format that files of an extension have, such as `md`. Case makes no difference.
    pub fn of_extension(extension: &str) -> Option<Self> {
        let has =
            |format: &&Self| format.extensions.iter().any(|known| known.eq_ignore_ascii_case(extension));
        Self::all().iter().find(has).copied()
    }

    /// Whether a report in this format is text, rather than bytes that only programs read.
    pub const fn is_text(self) -> bool {
        !matches!(self.printer, Printer::Bytes(_))
    }

    /// Whether the format prints the blocks of any [`Report`], and not only assessments.
    pub const fn prints_blocks(self) -> bool {
        !matches!(self.printer, Printer::Data(_))
    }

    /// Reports on an assessment. With `sources`, the report shows the code of each place.
    ///
    /// # Errors
    /// [`ErrorKind::Internal`](sono_score::ErrorKind::Internal) when the assessment cannot be written; an assessment
    /// that this library made always can.
    pub fn print(
        self,
        assessment: &Assessment,
        sources: Option<&dyn SourceLookup>,
        options: &ReportOptions,
    ) -> Result<Printed> {
        let report = || Report::with_detail(assessment, sources, options.detail);
        match self.printer {
            Printer::Text(print) => Ok(Printed::Text(print(&report(), options))),
            Printer::Bytes(print) => print(&report(), options).map(Printed::Bytes),
            Printer::Data(write) => write(assessment, options).map(Printed::Text),
        }
    }

    /// Prints a report that consists of blocks alone; `None` where the format [needs an
    /// assessment](Format::prints_blocks).
    ///
    /// # Errors
    /// As [`Format::print`].
    pub fn print_blocks(self, report: &Report, options: &ReportOptions) -> Result<Option<Printed>> {
        match self.printer {
            Printer::Text(print) => Ok(Some(Printed::Text(print(report, options)))),
            Printer::Bytes(print) => print(report, options).map(Printed::Bytes).map(Some),
            Printer::Data(_) => Ok(None),
        }
    }
}

impl Default for Format {
    /// Text.
    fn default() -> Self {
        printers::DEFAULT
    }
}

impl PartialEq for Format {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Format {}

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}

impl JsonSchema for Format {
    fn schema_name() -> Cow<'static, str> {
        "ReportFormat".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let choice = |format: &Self| json_schema!({ "const": format.name, "description": format.description, "type": "string" });
        let choices: Vec<Schema> = Self::all().iter().map(choice).collect();
        json_schema!({ "description": "The medium of a report.", "oneOf": choices })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_name_means_one_format() {
        let names: HashSet<&str> = Format::names().into_iter().collect();
        assert_eq!(names.len(), Format::all().len());
        for format in Format::all() {
            assert_eq!(Format::find(format.name), Some(*format));
            assert!(
                format.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
                "{}",
                format.name
            );
            assert!(format.description.ends_with('.'), "{}", format.description);
        }
        assert_eq!(Format::find("Text"), None);
        assert_eq!(Format::default(), Format::all()[0]);
    }

    #[test]
    fn files_have_the_format_of_their_ending() {
        assert_eq!(Format::of_extension("md").map(|format| format.name), Some("markdown"));
        assert_eq!(Format::of_extension("JSON").map(|format| format.name), Some("json"));
        assert_eq!(Format::of_extension("docx"), None);
    }
}
