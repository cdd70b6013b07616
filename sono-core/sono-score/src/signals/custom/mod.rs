//! Custom signals and scorers of a host: declared like those of this crate, but with their results checked.

mod definition;
mod guard;
mod host;

use std::fmt;

use super::{Material, Measured, SignalSet};
use sono_syntax::finding::Finding;

pub use definition::CustomDefinition;
pub(crate) use host::CustomSignals;

/// A host's measurement that rubrics can read.
///
/// It must be a pure function of the material: the same material gives the same value, on every machine and in every
/// thread. It is called once per assessment whose rubric reads it, on the caller's thread. Its result is checked: a
/// panic, an error, a value out of range or a place outside the material ends the assessment with
/// [`ErrorKind::SignalFailed`](crate::ErrorKind::SignalFailed), because the score would be different without the
/// signal.
///
/// `docs/extending.md` has a complete example.
pub trait CustomSignal: fmt::Debug + Send + Sync {
    /// The definition of the signal. It is read once, when the engine is built.
    fn definition(&self) -> CustomDefinition;

    /// Measures the signal: `None` if the material has nothing to measure, which is not zero. Only the first five
    /// findings are kept.
    ///
    /// # Errors
    /// A description of what prevents the measurement; the assessment then fails.
    fn measure(&self, material: &Material<'_>) -> Result<Option<Measured>, String>;
}

/// A host's score, which rubrics read under the scorer's id like any other signal.
///
/// It gives no points by itself: the rubric reads it through a curve, with a weight. It is called after all
/// measurements, and must be a pure function of the material and of the signals it is given: those of this crate, and
/// the custom signals that its definition names ([`CustomDefinition::reads`]). It does not see the scores of other
/// scorers, so their order does not matter. Otherwise it is like a [`CustomSignal`].
///
/// `docs/extending.md` has a complete example.
pub trait CustomScorer: fmt::Debug + Send + Sync {
    /// The definition of the score, whose range is 0 to 100 ([`CustomDefinition::scorer`]). It is read once, when the
    /// engine is built.
    fn definition(&self) -> CustomDefinition;

    /// Scores the material: `None` if it has nothing to score, which is not zero. Only the first five findings are
    /// kept.
    ///
    /// # Errors
    /// A description of what prevents the score; the assessment then fails.
    fn score(&self, material: &Material<'_>, signals: &SignalSet) -> Result<Option<Scored>, String>;
}

/// The result of a [`CustomScorer`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scored {
    /// The score, 0 to 100.
    pub score: f64,
    /// The number of units (functions, answers, sentences) it is based on; 0 counts as 1. More units narrow the
    /// interval.
    pub units: u32,
    /// The places that determine the score, the most telling first.
    pub findings: Vec<Finding>,
}

impl From<Scored> for Measured {
    fn from(scored: Scored) -> Self {
        let Scored { score, units, findings } = scored;
        Self { value: score, units, findings }
    }
}
