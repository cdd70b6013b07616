//! Describes a scored submission in words: contributions, explanations, advice and the summary.

mod contribution;
mod criteria;
mod evaluation;
mod explain;
mod narrative;
mod path;
mod sentence;

pub use criteria::Criterion;
pub use evaluation::Evaluation;
pub(super) use sentence::describe_path;

use self::narrative::Narrative;
use self::path::{ToldPath, tell_path};
use super::model::Model;
use super::score::{Scored, Subject};
use crate::assessment::PathScore;
use crate::submission::Path;

/// Describes a scored submission in words.
pub(super) fn tell(model: &Model, subject: &Subject<'_>, scored: &Scored<'_>) -> Evaluation {
    let paths: Vec<ToldPath<'_>> = scored.paths.iter().map(|path| tell_path(model, subject, path)).collect();
    let narrative = Narrative { model, subject, paths: &paths, overall: scored.overall };
    let (summary, key_findings, recommendations) = narrative.tell();
    let path_scores: Vec<PathScore> = paths.into_iter().map(|path| path.score).collect();
    Evaluation {
        micro_motives: path_scores.iter().flat_map(|path| path.motives.clone()).collect(),
        dominant_path: dominant(&path_scores),
        overall_score: scored.overall.map(|overall| overall.score),
        confidence: scored.overall.map_or(0.0, |overall| overall.confidence),
        score_interval: scored.overall.and_then(|overall| overall.interval),
        summary,
        key_findings,
        recommendations,
        pattern_checks: scored.pattern_checks.clone(),
        dialects: model.dialects.clone(),
        path_scores,
    }
}

/// The points that each key finding costs, were there room for all, and those that all items which are told of lost.
#[cfg(test)]
pub(super) fn told_and_lost(model: &Model, subject: &Subject<'_>, scored: &Scored<'_>) -> (Vec<f64>, f64) {
    let paths: Vec<ToldPath<'_>> = scored.paths.iter().map(|path| tell_path(model, subject, path)).collect();
    Narrative { model, subject, paths: &paths, overall: scored.overall }.told_and_lost()
}

fn dominant(paths: &[PathScore]) -> Option<Path> {
    let mut best: Option<(Path, f64)> = None;
    for path in paths {
        if let Some(score) = path.overall_score.filter(|score| best.is_none_or(|(_, top)| *score > top)) {
            best = Some((path.path, score));
        }
    }
    best.map(|(path, _)| path)
}
