//! The input of scoring.

use super::certainty::Certainty;
use super::facts::Facts;
use super::search_texts::SearchTexts;
use super::subject::Subject;
use super::violations::Violations;
use crate::rubric::model::Model;

/// The input of scoring.
#[derive(Clone, Copy)]
pub(super) struct Scorer<'s, 'a> {
    pub(super) model: &'a Model,
    pub(super) subject: &'s Subject<'a>,
    pub(super) texts: &'s SearchTexts<'a>,
    pub(super) facts: &'s Facts<'a>,
    pub(super) violations: &'s Violations<'a>,
    pub(super) certainty: Certainty,
}

/// A weighted mean; `None` if there are no values.
pub(super) fn weighted(values: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (weight, value) in values {
        sum += weight * value;
        weights += weight;
    }
    (weights > 0.0).then(|| sum / weights)
}
