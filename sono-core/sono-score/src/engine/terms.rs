//! The terms on which a submission is scored, beside the rubric: parameters, and what was asked for.

use std::collections::BTreeSet;

use super::Engine;
use crate::error::Result;
use crate::rubric::Parameters;
use crate::submission::{Expectation, Submission};

/// Asked for where nobody says anything: nothing beyond the code.
static NOTHING: BTreeSet<Expectation> = BTreeSet::new();

/// The terms on which a submission is scored.
#[derive(Debug, Clone)]
pub(super) struct Terms {
    /// The effective parameters of the rubric.
    pub(super) parameters: Parameters,
    /// Expectations beyond the code; `None` if the rubric knows no expectations and nobody stated any.
    pub(super) expects: Option<BTreeSet<Expectation>>,
}

impl Terms {
    /// Expectations beyond the code.
    pub(super) fn asked(&self) -> &BTreeSet<Expectation> {
        self.expects.as_ref().unwrap_or(&NOTHING)
    }
}

impl Engine {
    /// The terms of a submission. Whoever is nearest to it says what was asked for: the submission, else `otherwise`, which
    /// is the engine's default unless something is replayed, else the rubric for the type. What the submission holds, or
    /// leaves out, never does.
    pub(super) fn terms(
        &self,
        submission: &Submission,
        otherwise: Option<&BTreeSet<Expectation>>,
    ) -> Result<Terms> {
        let parameters = self.rubric.with_parameters(&submission.options.rubric_parameters);
        let parameters = parameters.map_err(|error| error.inside("/options/rubric_parameters"))?;
        Ok(Terms { parameters, expects: self.asked_of(submission, otherwise).cloned() })
    }

    /// The expectations of a submission, as the submission, this engine and the rubric state them.
    pub(crate) fn asks<'a>(&'a self, submission: &'a Submission) -> Option<&'a BTreeSet<Expectation>> {
        self.asked_of(submission, self.expects.as_ref())
    }

    fn asked_of<'a>(
        &'a self,
        submission: &'a Submission,
        otherwise: Option<&'a BTreeSet<Expectation>>,
    ) -> Option<&'a BTreeSet<Expectation>> {
        let of_type = || self.rubric.expects(submission.submission_type);
        submission.expects.as_ref().or(otherwise).or_else(of_type)
    }
}
