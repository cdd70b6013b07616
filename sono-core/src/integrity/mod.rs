//! Signs that a submission tries to influence its score, or hides something from its readers.
//!
//! A sign is something for a person to look at, never a verdict: it says what was found, how often, and
//! where first. Each kind is reported at most once per source.

mod hidden;
mod instructions;
mod padding;
mod regions;
mod stuffing;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::Finding;
use crate::signals::Severity;
use crate::submission::{Source, SourceKind};
use crate::syntax::Outline;
use crate::text::Span;

/// What kind of manipulation or concealment it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IntegrityKind {
    /// Words heaped up to please a scorer.
    KeywordStuffing,
    /// Characters that readers do not see.
    HiddenCharacters,
    /// Characters that change the order in which text is shown (CVE-2021-42574).
    BidirectionalText,
    /// Text that addresses a model that reads the submission.
    ReaderInstructions,
    /// Repeated material that adds nothing.
    Padding,
}

impl IntegrityKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [
        Self::KeywordStuffing,
        Self::HiddenCharacters,
        Self::BidirectionalText,
        Self::ReaderInstructions,
        Self::Padding,
    ];

    /// The name used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::KeywordStuffing => "keyword_stuffing",
            Self::HiddenCharacters => "hidden_characters",
            Self::BidirectionalText => "bidirectional_text",
            Self::ReaderInstructions => "reader_instructions",
            Self::Padding => "padding",
        }
    }
}

/// A sign of manipulation or concealment, with the first place that shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct IntegrityFinding {
    /// What kind.
    pub kind: IntegrityKind,
    /// How grave, if it was meant.
    pub severity: Severity,
    /// The first place, what was found as a sentence, and as `value` how often.
    pub finding: Finding,
}

/// Looks for signs in every source apart from data files. `outlines` holds the outline of the source of the
/// same index, where there is one; comments of sources without are found by their markers.
///
/// Signs come in the order of the sources, and for one source in the order of [`IntegrityKind`].
pub fn inspect(sources: &[Source<'_>], outlines: &[Option<Outline>]) -> Vec<IntegrityFinding> {
    let mut found = Vec::new();
    for (index, source) in sources.iter().enumerate().filter(|(_, source)| source.kind != SourceKind::Data) {
        let outline = outlines.get(index).and_then(Option::as_ref);
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        for (kind, sign) in [
            (IntegrityKind::KeywordStuffing, stuffing::inspect(source, outline)),
            (IntegrityKind::HiddenCharacters, hidden::characters(source)),
            (IntegrityKind::BidirectionalText, hidden::bidirectional(source)),
            (IntegrityKind::ReaderInstructions, instructions::inspect(&source.text)),
            (IntegrityKind::Padding, padding::inspect(source)),
        ] {
            if let Some(sign) = sign {
                let finding = Finding::new(index, sign.first, sign.message).valued(sign.count as f64);
                found.push(IntegrityFinding { kind, severity: sign.severity, finding });
            }
        }
    }
    found
}

/// What one check found in one source.
#[derive(Debug, Clone, PartialEq)]
struct Sign {
    severity: Severity,
    first: Span,
    count: usize,
    message: String,
}

/// A number with its noun: `1 comment`, `2 comments`.
fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        format!("1 {noun}")
    } else {
        format!("{} {noun}s", crate::text::format_number(count as f64))
    }
}

#[cfg(test)]
mod tests;
