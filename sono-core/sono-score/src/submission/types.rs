//! The input model, as plain data.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::expectation::Expectation;
use super::set_aside::SetAside;
use crate::error::{Error, ErrorKind, Result};
use sono_syntax::text::PositionEncoding;

/// One of the five perspectives a submission is scored from, in the order in which they are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Path {
    /// Quality of the code itself.
    Technical,
    /// Structure and boundaries.
    Design,
    /// How easily others can work with it.
    Collaboration,
    /// How the problem is taken apart and its edge cases are handled.
    ProblemSolving,
    /// How the author explains the work to people.
    Communication,
}

impl Path {
    /// All paths in report order.
    pub const ALL: [Self; 5] =
        [Self::Technical, Self::Design, Self::Collaboration, Self::ProblemSolving, Self::Communication];

    /// The name used in JSON and rubrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Technical => "technical",
            Self::Design => "design",
            Self::Collaboration => "collaboration",
            Self::ProblemSolving => "problem_solving",
            Self::Communication => "communication",
        }
    }

    /// The path of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|path| path.as_str() == name)
    }
}

/// The type of a submission. Where nobody says what it was asked for, the rubric decides it by the type.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SubmissionType {
    /// A piece of code.
    #[default]
    Code,
    /// Several files that belong together.
    Project,
    /// Answers given in an interview, with or without code.
    Interview,
    /// Collected work.
    Portfolio,
    /// Answers to a test.
    Test,
    /// Answers from the interactive mobile assessment.
    MobileInteractive,
}

impl SubmissionType {
    /// All types.
    pub const ALL: [Self; 6] =
        [Self::Code, Self::Project, Self::Interview, Self::Portfolio, Self::Test, Self::MobileInteractive];

    /// The name used in JSON and rubrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Project => "project",
            Self::Interview => "interview",
            Self::Portfolio => "portfolio",
            Self::Test => "test",
            Self::MobileInteractive => "mobile_interactive",
        }
    }

    /// The type of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A file handed in as part of a submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SubmittedFile {
    /// Path relative to the root of the submission, with `/` between its parts.
    pub path: String,
    /// The text.
    pub text: String,
    /// Name of the language, when the host knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
}

/// A commit of the submitted history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Commit {
    /// The commit message.
    pub message: String,
}

/// The submitted material. A field that takes "a string or a list of strings" is kept as a list; absent and
/// empty lists are the same, and so are a string and a list of one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Content {
    /// Code.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_many")]
    pub code: Vec<String>,
    /// Text, usually code.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_many")]
    pub text: Vec<String>,
    /// Content, usually code.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_many")]
    pub content: Vec<String>,
    /// The solution.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_many")]
    pub solution: Vec<String>,
    /// The submission itself.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_many")]
    pub submission: Vec<String>,
    /// The author's explanation of the work.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_many")]
    pub explanation: Vec<String>,
    /// The author's reasoning.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_many")]
    pub reasoning: Vec<String>,
    /// The approach taken.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_many")]
    pub approach: Vec<String>,
    /// Thinking aloud.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_many")]
    pub thinking: Vec<String>,
    /// Answers to questions.
    #[serde(skip_serializing_if = "Vec::is_empty", serialize_with = "one_or_many")]
    pub answers: Vec<String>,
    /// Files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<SubmittedFile>,
    /// Commits, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub commits: Vec<Commit>,
    /// Template material given to every candidate; set aside before scoring.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub base_files: Vec<SubmittedFile>,
    /// The parts of the hand-in that were not read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<SetAside>,
}

/// Writes a list of one text as a string, which is what most hosts send.
fn one_or_many<S: serde::Serializer>(texts: &[String], serializer: S) -> Result<S::Ok, S::Error> {
    match texts {
        [text] => text.serialize(serializer),
        texts => texts.serialize(serializer),
    }
}

impl Content {
    /// The fields that hold code, with their JSON keys, in the order in which their texts are joined.
    pub fn texts(&self) -> [(&'static str, &[String]); 5] {
        [
            ("code", &self.code),
            ("text", &self.text),
            ("content", &self.content),
            ("solution", &self.solution),
            ("submission", &self.submission),
        ]
    }

    /// The fields that hold written answers, with their JSON keys, in the order in which they are read.
    pub fn answer_texts(&self) -> [(&'static str, &[String]); 5] {
        [
            ("explanation", &self.explanation),
            ("reasoning", &self.reasoning),
            ("approach", &self.approach),
            ("thinking", &self.thinking),
            ("answers", &self.answers),
        ]
    }
    /// All fields that hold texts, mutably.
    pub(crate) fn texts_mut(&mut self) -> [(&'static str, &mut Vec<String>); 10] {
        [
            ("code", &mut self.code),
            ("text", &mut self.text),
            ("content", &mut self.content),
            ("solution", &mut self.solution),
            ("submission", &mut self.submission),
            ("explanation", &mut self.explanation),
            ("reasoning", &mut self.reasoning),
            ("approach", &mut self.approach),
            ("thinking", &mut self.thinking),
            ("answers", &mut self.answers),
        ]
    }
}

/// Options of one submission.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Options {
    /// Values that replace the rubric's `[parameters]`.
    pub rubric_parameters: BTreeMap<String, serde_json::Value>,
    /// Whether to add semantic tags.
    pub tags: bool,
    /// The unit in which positions are reported.
    pub position_encoding: PositionEncoding,
}

impl Options {
    /// Whether all options have their default values.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A submission: everything that a candidate hands in at one time.
///
/// Read one with [`Submission::from_json`], or build one with [`Submission::code`] and
/// [`Submission::builder`]. Serialising it writes the input form again.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Submission {
    /// The host's name for the candidate: `[A-Za-z0-9_-]{1,100}`. Returned unchanged, never used by scoring.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub candidate_id: Option<String>,
    /// The type of the submission.
    pub submission_type: SubmissionType,
    /// The question or assignment that it answers, as the candidate was given it. Answers are compared with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// The material.
    pub content: Content,
    /// Expectations beyond the code; an empty set is none. `None` leaves them to the engine and the rubric.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expects: Option<BTreeSet<Expectation>>,
    /// The paths to evaluate, in report order; empty means all.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub paths_to_evaluate: Vec<Path>,
    /// Options.
    #[serde(skip_serializing_if = "Options::is_default")]
    pub options: Options,
    /// Attributes such as role or cohort. Returned unchanged, used by analytics, never by scoring.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, serde_json::Value>,
}

impl Submission {
    /// The paths that are evaluated, in report order: the requested ones, or all.
    pub fn paths(&self) -> Vec<Path> {
        if self.paths_to_evaluate.is_empty() {
            Path::ALL.to_vec()
        } else {
            report_order(self.paths_to_evaluate.clone())
        }
    }

    /// The submission as JSON text, in the form that [`Submission::from_json`] reads.
    ///
    /// # Errors
    /// None for a submission that [`Submission::validate`] accepts.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| {
            Error::new(ErrorKind::InvalidSubmission, format!("the submission cannot be written: {error}"))
        })
    }
}

/// Paths in report order, each once.
pub(crate) fn report_order(mut paths: Vec<Path>) -> Vec<Path> {
    paths.sort_unstable();
    paths.dedup();
    paths
}
