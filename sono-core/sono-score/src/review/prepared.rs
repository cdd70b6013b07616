//! Checking replies: valid answers become votes, the others are recorded with their problems.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{AnswerReader, Placed, ReviewAnswer};
use super::reviewer::check_panel;
use super::{Reply, ReviewLimits, ReviewRequest, ReviewerDefinition};
use crate::assessment::{
    Assessment, ContributionKind, KeyFinding, Metric, Opinion, PanelScore, PathScore, RejectedAnswer, Review,
    ReviewerProvenance, canonical_json,
};
use crate::error::{Problem, Result};
use crate::rubric::{Criterion, Panel, Rubric, Vote};
use crate::submission::{Expectation, Path, Source, Submission, input_hash, sources};
use sono_syntax::text::{format_tenths, tidy};

/// The most characters kept of a reviewer's reason for giving no answer.
const MAX_REASON: usize = 300;

/// A submission, prepared for reviewers.
#[derive(Debug)]
pub(crate) struct PreparedReview<'s> {
    sources: Vec<Source<'s>>,
    criteria: Vec<Criterion>,
    input_hash: String,
    limits: ReviewLimits,
}

impl<'s> PreparedReview<'s> {
    pub(crate) fn new(
        submission: &'s Submission,
        expects: &BTreeSet<Expectation>,
        rubric: &Rubric,
        limits: ReviewLimits,
    ) -> Self {
        let (kind, paths) = (submission.submission_type, &submission.paths_to_evaluate);
        Self {
            sources: sources(submission),
            criteria: rubric.criteria(kind, expects, paths),
            input_hash: input_hash(submission),
            limits,
        }
    }

    /// The sources of the submission.
    pub(crate) fn sources(&self) -> &[Source<'s>] {
        &self.sources
    }

    pub(crate) fn request(&self) -> ReviewRequest {
        ReviewRequest::new(&self.sources, &self.criteria, self.input_hash.clone(), &self.limits)
    }

    /// Checks the replies to a request.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidReviewer`](crate::ErrorKind::InvalidReviewer) for reviewers with an invalid definition or
    /// more than one reply. Invalid answers are not errors.
    pub(crate) fn check(&self, request: &ReviewRequest, replies: &[Reply]) -> Result<CheckedReplies> {
        check_panel(replies.iter().map(|reply| &reply.reviewer))?;
        let mut checked = CheckedReplies { request_hash: request.hash()?, ..CheckedReplies::default() };
        // Replies arrive in any order, which must make no difference.
        let mut replies: Vec<&Reply> = replies.iter().collect();
        replies.sort_unstable_by_key(|reply| &reply.reviewer.id);
        for reply in replies {
            let read = match &reply.text {
                Ok(text) => self.reader().read(text),
                Err(reason) => {
                    checked.reject(&reply.reviewer.id, no_answer(reason), Vec::new());
                    continue;
                }
            };
            checked.take(reply.reviewer.provenance(), read);
        }
        Ok(checked)
    }

    /// Checks the opinions recorded in an assessment once more. Rejected answers are only copied, because their text
    /// was not kept.
    ///
    /// # Errors
    /// As [`PreparedReview::check`].
    pub(crate) fn check_again(
        &self,
        review: &Review,
        reviewers: &[ReviewerProvenance],
    ) -> Result<CheckedReplies> {
        let definition = |reviewer: &ReviewerProvenance| {
            ReviewerDefinition::new(&reviewer.id, &reviewer.name, &reviewer.source)
        };
        let mut replies = Vec::with_capacity(review.opinions.len());
        for opinion in &review.opinions {
            let answer = ReviewAnswer { metrics: opinion.metrics.clone() };
            let reviewer = reviewers.iter().find(|reviewer| reviewer.id == opinion.reviewer);
            // A reviewer without a definition is refused with an error.
            let reviewer =
                reviewer.map_or_else(|| ReviewerDefinition::new(&opinion.reviewer, "", ""), definition);
            replies.push(Reply::new(reviewer, canonical_json(&answer)?));
        }
        let mut checked = self.check(&self.request(), &replies)?;
        checked.rejected.extend(review.rejected.iter().cloned());
        Ok(checked)
    }

    fn reader(&self) -> AnswerReader<'_> {
        AnswerReader { sources: &self.sources, criteria: &self.criteria, limits: &self.limits }
    }
}

fn no_answer(reason: &str) -> String {
    let shown: String = reason.chars().take(MAX_REASON).collect();
    format!("there is no answer: {shown}")
}

/// The replies about one submission, after checking.
#[derive(Debug, Default)]
pub(crate) struct CheckedReplies {
    request_hash: String,
    reviewers: Vec<ReviewerProvenance>,
    opinions: Vec<Opinion>,
    rejected: Vec<RejectedAnswer>,
    votes: Vec<Vote>,
}

impl CheckedReplies {
    pub(crate) fn votes(&self) -> &[Vote] {
        &self.votes
    }

    fn take(&mut self, reviewer: ReviewerProvenance, read: Result<Vec<Placed>>) {
        let placed = match read {
            Ok(placed) => placed,
            Err(error) => {
                return self.reject(&reviewer.id, error.message().to_owned(), error.problems().to_vec());
            }
        };
        let mut metrics = Vec::with_capacity(placed.len());
        for (opinion, findings) in placed {
            self.votes.push(Vote {
                reviewer: reviewer.id.clone(),
                path: opinion.path,
                metric: opinion.metric.clone(),
                score: opinion.score,
                findings,
            });
            metrics.push(opinion);
        }
        self.opinions.push(Opinion { reviewer: reviewer.id.clone(), metrics });
        self.reviewers.push(reviewer);
    }

    fn reject(&mut self, reviewer: &str, reason: String, problems: Vec<Problem>) {
        self.rejected.push(RejectedAnswer { reviewer: reviewer.to_owned(), reason, problems });
    }

    /// Records the opinions in the assessment that they entered.
    pub(crate) fn record(self, assessment: &mut Assessment, share: f64) {
        if self.opinions.is_empty() && self.rejected.is_empty() {
            return;
        }
        let panels = panels(&assessment.path_scores, &self.votes);
        let points = tidy(effect(&assessment.path_scores));
        assessment.key_findings.extend(self.findings(&panels, points));
        assessment.metadata.provenance.reviewers = self.reviewers;
        assessment.review = Some(Review {
            request_hash: self.request_hash,
            share,
            points,
            panels,
            opinions: self.opinions,
            rejected: self.rejected,
        });
    }

    fn findings(&self, panels: &[PanelScore], points: f64) -> Vec<KeyFinding> {
        let finding = |text: String| KeyFinding { text, location: None };
        let mut out = Vec::new();
        if !panels.is_empty() {
            let shown = format_tenths(points.abs());
            let (did, of) = if points < 0.0 { ("took", "off") } else { ("added", "to") };
            let who = match self.opinions.len() {
                1 => "An external opinion".to_owned(),
                count => format!("The opinions of {count} external reviewers"),
            };
            out.push(finding(format!("{who} {did} {shown} points {of} the overall score.")));
        }
        out.extend(self.rejected.iter().map(|answer| {
            finding(format!(
                "The answer of reviewer {} was rejected and carries no weight: {}.",
                answer.reviewer, answer.reason
            ))
        }));
        out
    }
}

/// The metrics that opinions influenced.
fn panels(path_scores: &[PathScore], votes: &[Vote]) -> Vec<PanelScore> {
    let mut scores: BTreeMap<(Path, &str), Vec<f64>> = BTreeMap::new();
    for vote in votes {
        scores.entry((vote.path, &vote.metric)).or_default().push(vote.score);
    }
    let mut out = Vec::new();
    for path in path_scores {
        for metric in &path.metrics {
            let Some(points) = external(metric) else { continue };
            let scores = scores.get(&(path.path, metric.id.as_str())).into_iter().flatten();
            let Some(panel) = Panel::of(scores.copied()) else { continue };
            out.push(PanelScore {
                path: path.path,
                metric: metric.id.clone(),
                reviewers: panel.reviewers,
                median: panel.median,
                lowest: panel.lowest,
                highest: panel.highest,
                points,
            });
        }
    }
    out
}

/// The points that opinions added to a metric or took from it, if they influenced it.
fn external(metric: &Metric) -> Option<f64> {
    let found = metric.contributions.iter().find(|found| found.kind == ContributionKind::External);
    found.map(|contribution| contribution.points)
}

/// The points that opinions added to the overall score or took from it.
fn effect(path_scores: &[PathScore]) -> f64 {
    let assessed = || path_scores.iter().filter(|path| path.assessed);
    let all: f64 = assessed().map(|path| path.weight).sum();
    let of_path = |path: &PathScore| {
        let metrics = || path.metrics.iter().filter(|metric| metric.assessed);
        let total: f64 = metrics().map(|metric| metric.weight).sum();
        metrics().map(|metric| metric.weight * external(metric).unwrap_or(0.0)).sum::<f64>() / total
    };
    if all > 0.0 { assessed().map(|path| path.weight * of_path(path)).sum::<f64>() / all } else { 0.0 }
}
