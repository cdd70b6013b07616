//! Findings: something found at a place in a text.

mod integrity_kind;
mod severity;

pub use integrity_kind::IntegrityKind;
pub use severity::Severity;

use crate::text::Span;

/// Something found at a place in the submitted material.
///
/// `source` indexes the list of sources of the submission.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Index of the source the span lies in.
    pub source: u32,
    /// The place in that source.
    pub span: Span,
    /// The finding, as one sentence without the place.
    pub message: String,
    /// The name of the construct, such as that of a function; fills `{worst.name}`.
    pub name: Option<String>,
    /// The value measured there, in the unit of the signal; fills `{worst.value}`.
    pub value: Option<f64>,
}

impl Finding {
    /// A finding with only a message.
    pub fn new(source: u32, span: Span, message: impl Into<String>) -> Self {
        Self { source, span, message: message.into(), name: None, value: None }
    }

    /// The same finding with the name of the construct.
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
