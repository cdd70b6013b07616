//! Who gives opinions.

use std::collections::BTreeSet;
use std::fmt;
use std::panic::{AssertUnwindSafe, RefUnwindSafe, catch_unwind};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ReviewRequest;
use crate::assessment::ReviewerProvenance;
use crate::error::{Error, ErrorKind, Problem, Result, describe_panic};

/// Most reviewers of one submission.
pub const MAX_REVIEWERS: usize = 16;

/// Most characters of an id, a name and a source.
const MAX_ID: usize = 100;
const MAX_NAME: usize = 200;
const MAX_SOURCE: usize = 1_000;

/// Who or what a reviewer is. Of its opinions, that is all that provenance can know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewerDefinition {
    /// Id of at most 100 of `a-z`, `0-9`, `_`, `-` and `.`; marks each opinion.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Who or what it is: of a model, provider, name, version and settings; of a person, the role. What changes the
    /// answers belongs here.
    pub source: String,
}

impl ReviewerDefinition {
    /// A definition.
    pub fn new(id: impl Into<String>, name: impl Into<String>, source: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), source: source.into() }
    }

    /// BLAKE3 hash of every field, in hexadecimal.
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for text in [&self.id, &self.name, &self.source] {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
        hasher.finalize().to_hex().to_string()
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
            add(format!("the id must have 1 to {MAX_ID} of a-z, 0-9, _, - and ."));
        }
        for (field, text, max) in [("name", &self.name, MAX_NAME), ("source", &self.source, MAX_SOURCE)] {
            if text.trim().is_empty() {
                add(format!("`{field}` is empty, expected words"));
            } else if text.chars().count() > max {
                add(format!("`{field}` has more than {max} characters"));
            }
        }
    }
}

/// Checks the definitions of a panel: each well-formed, none twice, for nobody has two votes.
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
            problems.push(problem("another reviewer has that id, and nobody has two votes".to_owned()));
        }
    }
    if count > MAX_REVIEWERS {
        problems.push(Problem {
            pointer: None,
            file: None,
            line: None,
            key: None,
            message: format!("got {count} reviewers, expected at most {MAX_REVIEWERS}"),
        });
    }
    if problems.is_empty() {
        return Ok(());
    }
    let message = "the reviewers cannot be heard";
    Err(Error::with_problems(ErrorKind::InvalidReviewer, message, problems))
}

/// Somebody or something that the host asks for an opinion: a language model behind the host's own client, a person
/// behind a form. This crate calls no network.
///
/// `docs/review.md` has a whole example.
pub trait Reviewer: fmt::Debug + Send + Sync {
    /// Who it is. It is read once, when the engine is built.
    fn definition(&self) -> ReviewerDefinition;

    /// Answers a request with JSON that follows [`ReviewRequest::schema`]. Called on the thread of whoever asked, one
    /// reviewer after the other.
    ///
    /// # Errors
    /// In words, why there is no answer. The assessment goes on and records them, so they should name no secrets.
    fn review(&self, request: &ReviewRequest) -> Result<String, String>;
}

/// What came back from a reviewer. It is checked when it is heard; until then it may be anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Who answered.
    pub reviewer: ReviewerDefinition,
    /// The answer as JSON text, or in words why there is none.
    pub text: Result<String, String>,
}

impl Reply {
    /// An answer as it came.
    pub fn new(reviewer: ReviewerDefinition, text: impl Into<String>) -> Self {
        Self { reviewer, text: Ok(text.into()) }
    }

    /// No answer, and in words why.
    pub fn failed(reviewer: ReviewerDefinition, reason: impl Into<String>) -> Self {
        Self { reviewer, text: Err(reason.into()) }
    }
}

/// The reviewers that an engine was given.
#[derive(Debug, Default)]
pub(crate) struct Reviewers(Vec<(ReviewerDefinition, Arc<dyn Reviewer>)>);

/// Whatever state a reviewer leaves behind when it panics is its own; its answer is rejected by then.
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

    /// Asks one after the other; `go_on` is asked before each.
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
