//! Describes a path and its metrics in words.

use super::sentence::Narrator;
use crate::assessment::{Metric, PathScore};
use crate::rubric::format::{SentenceId, Slot};
use crate::rubric::model::Model;
use crate::rubric::score::{Item, MetricScore, NotAssessed, ScoredMetric, ScoredPath, Subject};
use crate::submission::SubmissionType;

/// A path with the data that the narrative needs.
#[derive(Debug)]
pub(super) struct ToldPath<'t> {
    pub(super) score: PathScore,
    /// By metric; empty if it is not assessed.
    pub(super) items: Vec<Vec<ToldItem<'t>>>,
}

/// An item with its sentences.
#[derive(Debug)]
pub(super) struct ToldItem<'t> {
    pub(super) item: &'t Item<'t>,
    /// Praise for it.
    pub(super) strength: Option<String>,
    /// Advice on it.
    pub(super) advice: Option<String>,
}

/// Describes a path in words.
pub(super) fn tell_path<'t>(
    model: &'t Model,
    subject: &'t Subject<'t>,
    scored: &'t ScoredPath<'t>,
) -> ToldPath<'t> {
    let (mut metrics, mut items) = (Vec::new(), Vec::new());
    let (mut strengths, mut areas): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for metric in &scored.metrics {
        let narrator = Narrator { model, subject, path: scored.path, metric: &metric.model.name };
        let score = match &metric.outcome {
            Ok(score) => score,
            Err(reason) => {
                metrics.push(unassessed(metric, describe(model, *reason, subject.submission_type)));
                items.push(Vec::new());
                continue;
            }
        };
        let told: Vec<ToldItem<'t>> = score
            .items
            .iter()
            .map(|item| ToldItem { item, strength: narrator.strength(item), advice: narrator.advice(item) })
            .collect();
        for ToldItem { item, strength, advice } in &told {
            strengths.extend(strength.clone().filter(|text| !strengths.contains(text)));
            areas.extend(advice.clone().filter(|text| Narrator::is_area(item) && !areas.contains(text)));
        }
        metrics.push(assessed(&narrator, metric, score));
        items.push(told);
    }
    let estimate = scored.estimate;
    let score = PathScore {
        path: scored.path,
        assessed: estimate.is_some(),
        overall_score: estimate.map(|estimate| estimate.score),
        reason: estimate.is_none().then(|| path_reason(model, scored, subject.submission_type)),
        weight: scored.weight(),
        confidence: estimate.map_or(0.0, |estimate| estimate.confidence),
        score_interval: estimate.and_then(|estimate| estimate.interval),
        metrics,
        motives: scored.motives.clone(),
        strengths,
        areas_for_improvement: areas,
    };
    ToldPath { score, items }
}

fn assessed(narrator: &Narrator<'_>, metric: &ScoredMetric<'_>, score: &MetricScore<'_>) -> Metric {
    let account = narrator.account(metric.model.base, score);
    let estimate = score.estimate;
    Metric {
        id: metric.model.id.clone(),
        name: metric.model.name.clone(),
        category: metric.model.category,
        assessed: true,
        reason: None,
        score: Some(estimate.score),
        weight: metric.model.weight,
        confidence: estimate.confidence,
        explanation: narrator.explain(estimate.score, metric.model.base, &score.items),
        contributions: account.contributions,
        evidence: account.evidence,
    }
}

fn unassessed(metric: &ScoredMetric<'_>, reason: String) -> Metric {
    Metric {
        id: metric.model.id.clone(),
        name: metric.model.name.clone(),
        category: metric.model.category,
        assessed: false,
        explanation: reason.clone(),
        reason: Some(reason),
        score: None,
        weight: metric.model.weight,
        confidence: 0.0,
        contributions: Vec::new(),
        evidence: Vec::new(),
    }
}

fn describe(model: &Model, reason: NotAssessed, submission_type: SubmissionType) -> String {
    match reason {
        NotAssessed::OtherType => {
            format!("Not asked for in submissions of type {}.", submission_type.as_str())
        }
        NotAssessed::NotAsked(expectation) => {
            let fill = |slot| (slot == Slot::Expectation).then(|| expectation.describe().into());
            let mut alternatives = model.sentence(SentenceId::NotAsked).iter();
            alternatives.find_map(|template| template.render(&fill)).unwrap_or_default()
        }
        NotAssessed::Empty => "The submission is empty.".to_owned(),
        NotAssessed::NoCode => "There is no code to score.".to_owned(),
        NotAssessed::NoStatements => "Code is scored by its statements, and none was found.".to_owned(),
        NotAssessed::NothingToMeasure => "The submission holds nothing to measure here.".to_owned(),
    }
}

/// The reason why no metric of a path could be assessed. Metrics that do not apply are mentioned only if none applies.
fn path_reason(model: &Model, path: &ScoredPath<'_>, submission_type: SubmissionType) -> String {
    let reasons = || path.metrics.iter().filter_map(|metric| metric.outcome.as_ref().err().copied());
    let is_asked =
        |reason: &NotAssessed| !matches!(reason, NotAssessed::OtherType | NotAssessed::NotAsked(_));
    let any_asked = reasons().any(|reason| is_asked(&reason));
    let mut told: Vec<NotAssessed> = Vec::new();
    for reason in reasons().filter(|reason| !any_asked || is_asked(reason)) {
        if !told.contains(&reason) {
            told.push(reason);
        }
    }
    if told.is_empty() {
        return "The rubric has no metric for this path.".to_owned();
    }
    let told: Vec<String> = told.into_iter().map(|reason| describe(model, reason, submission_type)).collect();
    told.join(" ")
}
