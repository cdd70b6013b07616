//! Signs that a submission tries to influence its score, or hides something from its readers.
//!
//! A sign is a hint for a person to check, never a verdict. It says what was found, how often, and where first. Each
//! kind is reported at most once per source.

mod among_tests;
mod beside;
mod executed;
mod hidden;
mod instructions;
mod macros;
mod misnamed;
mod padding;
mod regions;
mod stuffing;
mod uncover;
mod unread;

pub use misnamed::program_in;
pub use uncover::{Uncovered, uncover};
pub use unread::unread;

use crate::submission::{Source, SourceKind};
use sono_syntax::finding::{Finding, IntegrityKind, Severity};
use sono_syntax::syntax::{Outline, ParseBudget};
use sono_syntax::text::{Span, counted};

/// A sign of manipulation or concealment, with the first place that shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct IntegrityFinding {
    /// The kind of sign.
    pub kind: IntegrityKind,
    /// The severity, if it was intended.
    pub severity: Severity,
    /// The first place, with a sentence about what was found and the number of occurrences as `value`.
    pub finding: Finding,
}

/// Looks for signs in every source but data files. `outlines` holds the outline of the source with the same index,
/// if it has one; in sources without an outline, comments are found by their markers.
///
/// Signs are ordered by source, and within a source by [`IntegrityKind`].
///
/// # Errors
/// The error that `interrupt` returns, which is called again and again.
pub fn inspect<E>(
    sources: &[Source<'_>],
    outlines: &[Option<Outline>],
    interrupt: &dyn Fn() -> Result<(), E>,
) -> Result<Vec<IntegrityFinding>, E> {
    let mut found = Vec::new();
    for (index, source) in sources.iter().enumerate() {
        interrupt()?;
        let outline = outlines.get(index).and_then(Option::as_ref);
        let index = u32::try_from(index).unwrap_or(u32::MAX);
        let text = (source.kind != SourceKind::Data).then(|| {
            [
                (IntegrityKind::KeywordStuffing, stuffing::inspect(source, outline)),
                (IntegrityKind::HiddenCharacters, hidden::characters(source)),
                (IntegrityKind::BidirectionalText, hidden::bidirectional(source)),
                (IntegrityKind::ReaderInstructions, instructions::inspect(source, outline)),
                (IntegrityKind::Padding, padding::inspect(source)),
            ]
        });
        for (kind, sign) in text.into_iter().flatten() {
            if let Some(sign) = sign {
                let finding = Finding::new(index, sign.first, sign.message).valued(sign.count as f64);
                found.push(IntegrityFinding { kind, severity: sign.severity, finding });
            }
        }
    }
    Ok(found)
}

/// The result of one check of one source.
#[derive(Debug, Clone, PartialEq)]
struct Sign {
    severity: Severity,
    first: Span,
    count: usize,
    message: String,
}

/// The budget for a text that is worth a look: no more than for code that people write.
fn budget(text: &str) -> ParseBudget {
    ParseBudget {
        steps: Some((text.len() as u64).saturating_mul(60).saturating_add(100_000)),
        ..ParseBudget::default()
    }
}

#[cfg(test)]
mod tests;
