//! Applies every edit to every submission, and compares the scores.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use sono_core::assessment::{Assessment, ContributionKind};
use sono_core::engine::Engine;
use sono_core::rubric::Rubric;
use sono_core::submission::Submission;

use super::code::Code;
use super::edits::Edit;
use super::subject::Subject;

/// A score and where it comes from.
#[derive(Debug, Clone)]
pub struct Score {
    /// The overall score; a submission that gets none has 0, for it has gained nothing.
    pub overall: f64,
    /// The points of the overall score by path, metric and signal.
    pub parts: BTreeMap<String, f64>,
    /// The number of integrity flags.
    pub flags: usize,
}

/// The effect of an edit on one submission.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The index of the submission.
    pub subject: usize,
    /// The gain in points of the default rubric.
    pub gain: f64,
    /// The gain in points of the keyword rubric.
    pub classic: f64,
    /// Whether more signs of manipulation were found than before.
    pub flagged: bool,
    /// The gains by path, metric and signal.
    pub parts: BTreeMap<String, f64>,
}

/// An edit and what it did.
#[derive(Debug)]
pub struct Trial {
    /// The edit.
    pub edit: &'static Edit,
    /// One outcome for each submission that it applies to, in order.
    pub outcomes: Vec<Outcome>,
}

/// The rubrics that are compared.
#[derive(Debug)]
pub struct Engines {
    ours: Engine,
    classic: Option<Engine>,
}

impl Engines {
    /// The default rubric and, unless it is left out, the keyword rubric.
    ///
    /// # Errors
    /// If a rubric that comes with the library is invalid.
    pub fn new(with_classic: bool) -> sono_core::Result<Self> {
        let with = |rubric: &str| -> sono_core::Result<Engine> {
            let rubric: Arc<Rubric> = Rubric::builtin(rubric)?;
            Engine::builder().rubric(rubric).build()
        };
        Ok(Self { ours: with("growth")?, classic: with_classic.then(|| with("classic")).transpose()? })
    }

    /// The score by the default rubric; `None` if the submission is refused.
    pub fn ours(&self, submission: &Submission) -> Option<Score> {
        self.ours.assess(submission).ok().map(|assessment| score(&assessment))
    }

    /// The score by the keyword rubric; 0 if it is left out.
    fn classic(&self, submission: &Submission) -> Option<f64> {
        let Some(engine) = &self.classic else { return Some(0.0) };
        Some(engine.assess(submission).ok()?.overall_score.unwrap_or(0.0))
    }
}

/// Applies edits to submissions; those that the engine gives no score at all are left out.
pub fn run(engines: &Engines, subjects: &[Subject], edits: &[&'static Edit]) -> Vec<Trial> {
    let per_subject: Vec<Vec<(usize, Outcome)>> = subjects
        .par_iter()
        .enumerate()
        .map(|(index, subject)| outcomes(engines, index, subject, edits))
        .collect();
    let mut trials: Vec<Trial> = edits.iter().map(|edit| Trial { edit, outcomes: Vec::new() }).collect();
    for (edit, outcome) in per_subject.into_iter().flatten() {
        trials[edit].outcomes.push(outcome);
    }
    trials
}

fn outcomes(
    engines: &Engines,
    index: usize,
    subject: &Subject,
    edits: &[&'static Edit],
) -> Vec<(usize, Outcome)> {
    let original = subject.hand_in();
    let before = original.clone().submission();
    let (Some(ours), Some(classic)) = (engines.ours(&before), engines.classic(&before)) else {
        return Vec::new();
    };
    let apply = |(number, edit): (usize, &&'static Edit)| {
        let edited = (edit.apply)(subject).filter(|edited| *edited != original)?;
        // Templates do not fit everywhere; where one breaks the code, something else would be measured.
        let code = edited.files.first().filter(|file| file.text != subject.code.text);
        if !edit.breaks && code.is_some_and(|file| !Code::parses(&file.text, subject.dialect)) {
            return None;
        }
        let edited = edited.submission();
        let after = engines.ours(&edited)?;
        let gains = |key: &String| {
            let points = |score: &Score| score.parts.get(key).copied().unwrap_or(0.0);
            (key.clone(), points(&after) - points(&ours))
        };
        let parts = after.parts.keys().chain(ours.parts.keys()).map(gains).collect();
        let outcome = Outcome {
            subject: index,
            gain: after.overall - ours.overall,
            classic: engines.classic(&edited)? - classic,
            flagged: after.flags > ours.flags,
            parts,
        };
        Some((number, outcome))
    };
    edits.iter().enumerate().filter_map(apply).collect()
}

fn score(assessment: &Assessment) -> Score {
    let paths: Vec<_> = assessment.path_scores.iter().filter(|path| path.assessed).collect();
    let all: f64 = paths.iter().map(|path| path.weight).sum();
    let mut parts = BTreeMap::new();
    for path in paths {
        let metrics: Vec<_> = path.metrics.iter().filter(|metric| metric.assessed).collect();
        let weights: f64 = metrics.iter().map(|metric| metric.weight).sum();
        for metric in metrics {
            let share = path.weight / all * metric.weight / weights;
            for contribution in &metric.contributions {
                let what = match (&contribution.signal, contribution.kind) {
                    (Some(signal), ContributionKind::Part) => signal.clone(),
                    (Some(signal), _) => format!("{signal} (rule)"),
                    (None, kind) => format!("{kind:?}").to_lowercase(),
                };
                let key = format!("{}.{}: {what}", path.path.as_str(), metric.id);
                *parts.entry(key).or_insert(0.0) += contribution.points * share;
            }
        }
    }
    Score { overall: assessment.overall_score.unwrap_or(0.0), parts, flags: assessment.integrity.len() }
}
