//! Assessing with external opinions.

use std::collections::BTreeSet;

use crate::assessment::{Assessment, Review, ReviewerProvenance};
use crate::error::{Error, ErrorKind, Result};
use crate::review::{CheckedReplies, PreparedReview, Reply, ReviewRequest};
use crate::submission::{Expectation, Source, Submission};
use crate::trace;

use super::assess::echo;
use super::terms::Terms;
use super::{Control, Engine};

impl Engine {
    /// The request to send to reviewers of a submission.
    ///
    /// # Errors
    /// As [`Engine::assess`] for the submission and its parameters.
    pub fn review_request(&self, submission: &Submission) -> Result<ReviewRequest> {
        let terms = self.admit(submission)?;
        Ok(self.prepare_review(submission, &terms).request())
    }

    /// Assesses a submission with replies to [`Engine::review_request`], given in any order.
    ///
    /// Opinions decide a share of each measured metric, set by the rubric and at most
    /// [`MAX_EXTERNAL_SHARE`](crate::rubric::MAX_EXTERNAL_SHARE); they decide nothing where nothing was measured. An
    /// invalid answer is recorded with its problems and carries no weight. Without any reply the result is that of
    /// [`Engine::assess`].
    ///
    /// The result depends on the replies, so that the cache is not used.
    ///
    /// # Errors
    /// As [`Engine::assess`]; and [`ErrorKind::InvalidReviewer`] for reviewers with an invalid definition or more than
    /// one reply.
    pub fn assess_with_opinions(&self, submission: &Submission, replies: &[Reply]) -> Result<Assessment> {
        let terms = self.admit(submission)?;
        let prepared = self.prepare_review(submission, &terms);
        let checked = prepared.check(&prepared.request(), replies)?;
        self.reviewed(submission, prepared.sources(), &terms, &Control::default(), checked)
    }

    /// Asks the engine's reviewers, one after the other, and assesses a submission with their replies, as
    /// [`Engine::assess_with_opinions`] does. [`Engine::assess`] never asks them.
    ///
    /// # Errors
    /// As [`Engine::assess_with`]; and [`ErrorKind::InvalidReviewer`] if the engine has no reviewer. A reviewer that
    /// fails is not an error.
    pub fn assess_reviewed(&self, submission: &Submission, control: &Control) -> Result<Assessment> {
        if self.reviewers.is_empty() {
            let message = "the engine has no reviewer to ask";
            return Err(Error::new(ErrorKind::InvalidReviewer, message));
        }
        let terms = self.admit(submission)?;
        let prepared = self.prepare_review(submission, &terms);
        let request = prepared.request();
        let replies = self.reviewers.ask(&request, || control.check())?;
        let checked = prepared.check(&request, &replies)?;
        self.reviewed(submission, prepared.sources(), &terms, control, checked)
    }

    /// Assesses a submission on the terms of an earlier assessment, with the opinions that it recorded.
    pub(crate) fn assess_again(
        &self,
        submission: &Submission,
        expects: Option<&BTreeSet<Expectation>>,
        review: &Review,
        reviewers: &[ReviewerProvenance],
    ) -> Result<Assessment> {
        let terms = self.admit_after(submission, expects)?;
        let prepared = self.prepare_review(submission, &terms);
        let checked = prepared.check_again(review, reviewers)?;
        self.reviewed(submission, prepared.sources(), &terms, &Control::default(), checked)
    }

    fn prepare_review<'s>(&self, submission: &'s Submission, terms: &Terms) -> PreparedReview<'s> {
        PreparedReview::new(submission, terms.asked(), &self.rubric, self.review_limits)
    }

    fn reviewed(
        &self,
        submission: &Submission,
        sources: &[Source<'_>],
        terms: &Terms,
        control: &Control,
        checked: CheckedReplies,
    ) -> Result<Assessment> {
        trace::span!(DEBUG, "assess", rubric = self.rubric.id(), kind = submission.submission_type.as_str());
        let mut assessment = self.compute(submission, sources, terms, control, checked.votes())?;
        checked.record(&mut assessment, self.rubric.external_share());
        Ok(echo(assessment, submission))
    }
}
