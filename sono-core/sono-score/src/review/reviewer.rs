//! Reviewers: who gives opinions.

use std::collections::BTreeSet;
use std::fmt;
use std::panic::{AssertUnwindSafe, RefUnwindSafe, catch_unwind};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ReviewRequest;
use crate::assessment::ReviewerProvenance;
use crate::error::{Error, ErrorKind, Problem, Result, describe_panic};
use crate::hash::FieldHasher;

/// The most reviewers of one submission.
pub const MAX_REVIEWERS: usize = 16;

/// The most characters of an id, a name and a source.
const MAX_ID: usize = 100;
const MAX_NAME: usize = 200;
const MAX_SOURCE: usize = 1_000;

/// The definition of a reviewer. It is all that provenance can record about the origin of an opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewerDefinition {
    /// Id of 1 to 100 characters `a-z`, `0-9`, `_`, `-` and `.`. It marks each opinion.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Who or what the reviewer is: for a model, its provider, name, version and settings; for a person, the role.
    /// Include everything that affects the answers.
    pub source: String,
}

impl ReviewerDefinition {
    /// A definition.
    pub fn new(id: impl Into<String>, name: impl Into<String>, source: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), source: source.into() }
    }

    /// BLAKE3 hash of every field, in hexadecimal.
    pub fn hash(&self) -> String {
        FieldHasher::hex_of([&self.id, &self.name, &self.source])
    }

    pub(super) fn provenance(&self) -> ReviewerProvenance {
        let Self { id, name, source } = self.clone();
        ReviewerProvenance { hash: self.hash(), id, name, source }
    }

    fn check(&self, add: &mut dyn FnMut(String)) {
        let plain = |byte: u8| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-' | b'.')
        };
        if self.id.is_empty() || self.id.len() > MAX_ID || !self.id.bytes().all(plain) {
            add(format!("expected an id of 1 to {MAX_ID} characters a-z, 0-9, _, - and ."));
        }
        for (field, text, max) in [("name", &self.name, MAX_NAME), ("source", &self.source, MAX_SOURCE)] {
            if text.trim().is_empty() {
                add(format!("expected a non-empty `{field}`, got a blank one"));
            } else if text.chars().count() > max {
                add(format!("expected at most {max} characters in `{field}`, got more"));
            }
        }
    }
}

/// Checks the definitions of a panel: each is well-formed, and none occurs twice, because nobody has two votes.
pub(super) fn check_panel<'d>(panel: impl Iterator<Item = &'d ReviewerDefinition>) -> Result<()> {
    let mut problems = Vec::new();
    let mut ids = BTreeSet::new();
    let mut count: usize = 0;
    for definition in panel {
        count = count.saturating_add(1);
        let key = || Some(definition.id.chars().take(MAX_ID).collect());
        let problem = |message| Problem { pointer: None, file: None, line: None, key: key(), message };
        definition.check(&mut |message| problems.push(problem(message)));
        if !ids.insert(&definition.id) {
            problems.push(problem("another reviewer has the same id".to_owned()));
        }
    }
    if count > MAX_REVIEWERS {
        problems.push(Problem {
            pointer: None,
            file: None,
            line: None,
            key: None,
            message: format!("expected at most {MAX_REVIEWERS} reviewers, got {count}"),
        });
    }
    if problems.is_empty() {
        return Ok(());
    }
    let message = "the reviewers are not valid";
    Err(Error::with_problems(ErrorKind::InvalidReviewer, message, problems))
}

/// Someone or something that the host asks for an opinion, such as a language model behind the host's own client or a
/// person behind a form. This crate makes no network calls.
///
/// See `docs/review.md` for a complete example.
pub trait Reviewer: fmt::Debug + Send + Sync {
    /// The definition of the reviewer. It is read once, when the engine is built.
    fn definition(&self) -> ReviewerDefinition;

    /// Answers a request with JSON that follows [`ReviewRequest::schema`]. Called on the thread that asks for the
    /// assessment, one reviewer after the other.
    ///
    /// # Errors
    /// The reason why there is no answer, in words. The assessment continues and records it, so it must not contain
    /// secrets.
    fn review(&self, request: &ReviewRequest) -> Result<String, String>;
}

/// The reply of a reviewer. It is checked when it is used; until then it may be anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The reviewer.
    pub reviewer: ReviewerDefinition,
    /// The answer as JSON text, or the reason why there is none.
    pub text: Result<String, String>,
}

impl Reply {
    /// A reply with an unchecked answer.
    pub fn new(reviewer: ReviewerDefinition, text: impl Into<String>) -> Self {
        Self { reviewer, text: Ok(text.into()) }
    }

    /// A reply without an answer, with the reason in words.
    pub fn failed(reviewer: ReviewerDefinition, reason: impl Into<String>) -> Self {
        Self { reviewer, text: Err(reason.into()) }
    }
}

/// The reviewers that an engine was given.
#[derive(Debug, Default)]
pub(crate) struct Reviewers(Vec<(ReviewerDefinition, Arc<dyn Reviewer>)>);

/// A reviewer that panics only leaves its own state behind, and its answer is rejected.
impl RefUnwindSafe for Reviewers {}

impl Reviewers {
    pub(crate) fn new(reviewers: Vec<Arc<dyn Reviewer>>) -> Result<Self> {
        let reviewers: Vec<_> =
            reviewers.into_iter().map(|reviewer| (reviewer.definition(), reviewer)).collect();
        check_panel(reviewers.iter().map(|(definition, _)| definition))?;
        Ok(Self(reviewers))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Asks one reviewer after the other, and calls `go_on` before each.
    pub(crate) fn ask(&self, request: &ReviewRequest, go_on: impl Fn() -> Result<()>) -> Result<Vec<Reply>> {
        let ask = |(definition, reviewer): &(ReviewerDefinition, Arc<dyn Reviewer>)| {
            go_on()?;
            let text = catch_unwind(AssertUnwindSafe(|| reviewer.review(request)))
                .unwrap_or_else(|payload| Err(describe_panic(&*payload)));
            Ok(Reply { reviewer: definition.clone(), text })
        };
        self.0.iter().map(ask).collect()
    }
}
