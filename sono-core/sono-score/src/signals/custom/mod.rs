//! Signals and scorers of a host: declared like those of this crate, checked like nobody's.

mod definition;
mod guard;
mod host;

use std::fmt;

use super::{Material, Measured, SignalSet};
use sono_syntax::finding::Finding;

pub use definition::CustomDefinition;
pub(crate) use host::CustomSignals;

/// A measurement of the host that rubrics can read.
///
/// It must be a function of the material alone: the same material gives the same value, on every machine and in
/// every thread. It is called once per assessment whose rubric reads it, on the caller's thread. What it gives is
/// checked; a panic, an error, a value out of its range and a place outside the material end the assessment with
/// [`ErrorKind::SignalFailed`](crate::ErrorKind::SignalFailed), for without the signal the score would be another one.
///
/// `docs/extending.md` has a whole example.
pub trait CustomSignal: fmt::Debug + Send + Sync {
    /// What the signal is. It is read once, when the engine is built.
    fn definition(&self) -> CustomDefinition;

    /// Measures the signal: `None` when the material has nothing to measure it on, which is not zero.
    /// Of the findings, the first five are kept.
    ///
    /// # Errors
    /// In words, what prevents a measurement; the assessment then fails.
    fn measure(&self, material: &Material<'_>) -> Result<Option<Measured>, String>;
}

/// A score that a host gives, read by rubrics under the scorer's id like any other signal.
///
/// It gives no points by itself: the rubric reads it by a curve, with a weight. It is called after everything was
/// measured, and must be a function of the material and of the signals that it finds: those of this crate, and the
/// custom signals that its definition names ([`CustomDefinition::reads`]). It does not find what other scorers gave,
/// so their order does not matter. Everything else is as for a [`CustomSignal`].
///
/// `docs/extending.md` has a whole example.
pub trait CustomScorer: fmt::Debug + Send + Sync {
    /// What the score means; its range is 0 to 100 ([`CustomDefinition::scorer`]). It is read once, when the engine
    /// is built.
    fn definition(&self) -> CustomDefinition;

    /// Scores the material: `None` when it has nothing to score, which is not zero. Of the findings, the first five
    /// are kept.
    ///
    /// # Errors
    /// In words, what prevents a score; the assessment then fails.
    fn score(&self, material: &Material<'_>, signals: &SignalSet) -> Result<Option<Scored>, String>;
}

/// What a [`CustomScorer`] gives.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scored {
    /// The score, 0 to 100.
    pub score: f64,
    /// How many units (functions, answers, sentences) it rests on; 0 counts as 1. More of them narrow the interval.
    pub units: u32,
    /// Places that made the score what it is, the most telling first.
    pub findings: Vec<Finding>,
}

impl From<Scored> for Measured {
    fn from(scored: Scored) -> Self {
        let Scored { score, units, findings } = scored;
        Self { value: score, units, findings }
    }
}
