//! Expectations of a submission beyond its code.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::json::problems::{Pointer, Problems, quote};
use crate::json::read::{choice, items};

/// Something that a submission may be asked for beyond its code.
///
/// Missing work is measured and costs points if it was asked for; work that was not asked for is not assessed. Whoever
/// gives the assignment says it: in the submission, else for all submissions of an engine; where nobody does, the
/// rubric has a default for each type of submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Expectation {
    /// Tests of the code.
    Tests,
    /// Documentation in the code.
    Documentation,
    /// A README that introduces the work.
    Readme,
    /// Stated types, in languages that leave them to the author.
    Types,
    /// Written answers.
    Answers,
    /// A history of commits.
    Commits,
}

impl Expectation {
    /// All expectations, in the order in which they are told.
    pub const ALL: [Self; 6] =
        [Self::Tests, Self::Documentation, Self::Readme, Self::Types, Self::Answers, Self::Commits];

    /// The name used in JSON and rubrics.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tests => "tests",
            Self::Documentation => "documentation",
            Self::Readme => "readme",
            Self::Types => "types",
            Self::Answers => "answers",
            Self::Commits => "commits",
        }
    }

    /// The expectation of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|expectation| expectation.as_str() == name)
    }

    /// The expectation as it reads in a sentence.
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Readme => "a README",
            Self::Answers => "written answers",
            other => other.as_str(),
        }
    }

    /// Reads a list of expectations from JSON, each at most once. An empty list asks for nothing beyond the code.
    pub fn read_list(value: Value, at: &Pointer<'_>, problems: &mut Problems) -> BTreeSet<Self> {
        let names = Self::ALL.map(Self::as_str);
        let mut read = BTreeSet::new();
        for (index, item) in items(value, at, "a list of expectations", problems).into_iter().enumerate() {
            let at = Pointer::Item(at, index);
            if let Some(expectation) = choice(item, &at, "expectation", Self::parse, &names, problems)
                && !read.insert(expectation)
            {
                let name = quote(expectation.as_str());
                problems.push(&at, format!("expected each word once, got {name} again"));
            }
        }
        read
    }
}
