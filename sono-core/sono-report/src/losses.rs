//! The findings that cost points, and how many.

use sono_score::assessment::{Contribution, Evidence};

/// Readers take losses below this many points for rounding.
pub(crate) const NOTICEABLE: f64 = 0.05;

/// The points that a contribution lost: those that a part could have added and did not, or those that were taken.
pub(crate) fn loss(contribution: &Contribution) -> f64 {
    match contribution.max_points {
        Some(most) => most - contribution.points,
        None => -contribution.points,
    }
}

/// The points that a contribution lost by falling short. Points left beyond a target that is met do not count.
pub(crate) fn shortfall(contribution: &Contribution) -> f64 {
    if contribution.target_met == Some(true) { 0.0 } else { loss(contribution) }
}

/// The share of its points below which a part falls short by so much that a reviewer would speak of it.
const CLEAR: f64 = 0.7;

/// Whether a contribution fell short by so much that its places are shown: the account says the rest.
pub(crate) fn is_clear(contribution: &Contribution) -> bool {
    let is_far = contribution.max_points.is_none_or(|most| contribution.points < most * CLEAR);
    is_far && shortfall(contribution) >= NOTICEABLE
}

/// Whether evidence is a mere value, which the account of its metric shows.
pub(crate) fn is_in_account(evidence: &Evidence) -> bool {
    evidence.location.is_none() && evidence.signal.is_some() && evidence.points.is_none()
}
