//! The certainty of a score.

use super::item::Estimate;
use super::search_texts::SearchTexts;
use super::subject::Subject;
use super::uncertainty::{confidence, heuristic_confidence, interval};
use crate::rubric::model::Model;

/// The confidence of a heuristic rubric, or the factors that widen a measured rubric's interval.
#[derive(Debug, Clone, Copy)]
pub(super) enum Certainty {
    Heuristic(f64),
    Measured { level: f64, deviations: f64, unparsed_share: f64 },
}

impl Certainty {
    pub(super) fn new(model: &Model, subject: &Subject<'_>, texts: &SearchTexts<'_>) -> Self {
        if model.heuristic {
            #[expect(clippy::cast_precision_loss, reason = "texts are far shorter than 2^53")]
            return Self::Heuristic(heuristic_confidence(texts.nonblank_lines() as f64));
        }
        Self::Measured {
            level: model.interval.level,
            deviations: model.interval.deviations,
            unparsed_share: subject.unparsed_share.clamp(0.0, 1.0),
        }
    }

    /// A score with its confidence and interval.
    pub(super) fn of(self, score: f64, deviation: f64) -> Estimate {
        let (confidence, interval) = match self {
            Self::Heuristic(confidence) => (confidence, None),
            Self::Measured { level, deviations, unparsed_share } => {
                let half_width = deviations * deviation;
                (confidence(half_width, unparsed_share), Some(interval(score, half_width, level)))
            }
        };
        Estimate { score, deviation, confidence, interval }
    }
}
