//! A place in a text, and what was found there.

mod integrity_kind;
mod severity;

pub use integrity_kind::IntegrityKind;
pub use severity::Severity;

use crate::text::Span;

/// What was found at one place of the submitted material.
///
/// `source` indexes the list of sources of the submission.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Index of the source the span lies in.
    pub source: u32,
    /// Where in that source.
    pub span: Span,
    /// What was found, as one sentence without a place.
    pub message: String,
    /// The name of the thing, such as a function's name; feeds `{worst.name}`.
    pub name: Option<String>,
    /// The value measured there, in the unit of the signal; feeds `{worst.value}`.
    pub value: Option<f64>,
}

impl Finding {
    /// A finding with a message alone.
    pub fn new(source: u32, span: Span, message: impl Into<String>) -> Self {
        Self { source, span, message: message.into(), name: None, value: None }
    }

    /// The same finding with the name of the thing found.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The same finding with the value measured there.
    pub fn valued(mut self, value: f64) -> Self {
        self.value = Some(value);
        self
    }
}
