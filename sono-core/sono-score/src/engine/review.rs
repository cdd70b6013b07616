//! Assessing with opinions from outside.

use crate::assessment::{Assessment, Review, ReviewerProvenance};
use crate::error::{Error, ErrorKind, Result};
use crate::review::{Answer, Hearing, Inquiry, ReviewRequest};
use crate::rubric::Parameters;
use crate::submission::{Source, Submission};
use crate::trace;

use super::assess::echo;
use super::{Control, Engine};

impl Engine {
    /// What reviewers are to be asked about a submission.
    ///
    /// # Errors
    /// As [`Engine::assess`] for the submission and its parameters.
    pub fn review_request(&self, submission: &Submission) -> Result<ReviewRequest> {
        self.admit(submission)?;
        Ok(self.inquiry(submission).request())
    }

    /// Assesses a submission with answers to [`Engine::review_request`], given in any order.
    ///
    /// Of a measured metric, opinions decide the share that the rubric gives them, at most
    /// [`MAX_EXTERNAL_SHARE`](crate::rubric::MAX_EXTERNAL_SHARE); where nothing was measured they decide nothing. An
    /// answer that is not valid is recorded with its problems and carries no weight. Without any answer the result is
    /// that of [`Engine::assess`].
    ///
    /// The result depends on the answers, so that no cache is asked and none keeps it.
    ///
    /// # Errors
    /// As [`Engine::assess`]; and [`ErrorKind::InvalidReviewer`] for reviewers that are not defined well or answer
    /// twice.
    pub fn assess_with_opinions(&self, submission: &Submission, answers: &[Answer]) -> Result<Assessment> {
        let parameters = self.admit(submission)?;
        let inquiry = self.inquiry(submission);
        let hearing = inquiry.hear(&inquiry.request(), answers)?;
        self.reviewed(submission, inquiry.sources(), &parameters, &Control::default(), hearing)
    }

    /// Asks the reviewers that the engine was given, one after the other, and assesses a submission with their
    /// answers, as [`Engine::assess_with_opinions`] does. [`Engine::assess`] never asks them.
    ///
    /// # Errors
    /// As [`Engine::assess_with`]; and [`ErrorKind::InvalidReviewer`] when the engine has no reviewer. That a reviewer
    /// fails is no error.
    pub fn assess_reviewed(&self, submission: &Submission, control: &Control) -> Result<Assessment> {
        if self.reviewers.is_empty() {
            let message = "the engine was not given a reviewer to ask";
            return Err(Error::new(ErrorKind::InvalidReviewer, message));
        }
        let parameters = self.admit(submission)?;
        let inquiry = self.inquiry(submission);
        let request = inquiry.request();
        let answers = self.reviewers.ask(&request, || control.check())?;
        let hearing = inquiry.hear(&request, &answers)?;
        self.reviewed(submission, inquiry.sources(), &parameters, control, hearing)
    }

    /// Assesses a submission with the opinions that an earlier assessment recorded.
    pub(crate) fn assess_again(
        &self,
        submission: &Submission,
        review: &Review,
        reviewers: &[ReviewerProvenance],
    ) -> Result<Assessment> {
        let parameters = self.admit(submission)?;
        let inquiry = self.inquiry(submission);
        let hearing = inquiry.rehear(review, reviewers)?;
        self.reviewed(submission, inquiry.sources(), &parameters, &Control::default(), hearing)
    }

    fn inquiry<'s>(&self, submission: &'s Submission) -> Inquiry<'s> {
        Inquiry::new(submission, &self.rubric, self.review_limits)
    }

    fn reviewed(
        &self,
        submission: &Submission,
        sources: &[Source<'_>],
        parameters: &Parameters,
        control: &Control,
        hearing: Hearing,
    ) -> Result<Assessment> {
        trace::span!(DEBUG, "assess", rubric = self.rubric.id(), kind = submission.submission_type.as_str());
        let mut assessment = self.compute(submission, sources, parameters, control, hearing.votes())?;
        hearing.record(&mut assessment, self.rubric.external_share());
        Ok(echo(assessment, submission))
    }
}
