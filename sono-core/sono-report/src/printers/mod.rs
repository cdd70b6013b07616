//! The printers, one file each, and the one list of formats.
//!
//! To add a format, write a file here with a constant `FORMAT` that describes it and names its printer, and list it
//! below. The command line, the bindings, the schemas and the documentation read that list.

#[cfg(feature = "test-hooks")]
mod every_byte;
mod html;
mod json;
mod markdown;
mod text;

pub use json::to_json;

use super::format::Format;

/// Every format, in the order in which people choose among them.
pub(super) const FORMATS: &[Format] =
    &[text::FORMAT, markdown::FORMAT, html::PAGE, html::FRAGMENT, json::FORMAT];

/// The format where none is named.
pub(super) const DEFAULT: Format = text::FORMAT;

/// Formats that callers can name, but that no list shows.
pub(super) const HIDDEN: &[Format] = &[
    #[cfg(feature = "test-hooks")]
    every_byte::FORMAT,
];

impl super::Report {
    /// Prints for a terminal or a plain text file.
    pub fn to_text(&self, options: &super::ReportOptions) -> String {
        text::print(self, options)
    }

    /// Prints CommonMark with the tables of GitHub Flavored Markdown.
    pub fn to_markdown(&self) -> String {
        markdown::print(self)
    }
}
