//! The answers of a door.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use sono_analytics::{Norms, Standing};
use sono_report::Format;
use sono_score::assessment::{Assessment, RubricProvenance, SCHEMA_VERSION, canonical_json};
use sono_score::audit::{LogCheck, Override, Verification};
use sono_score::engine::{ENGINE_VERSION, Engine};
use sono_score::error::{Error, Result};
use sono_score::review::ReviewRequest;
use sono_score::rubric::Rubric;
use sono_score::signals::SignalDefinition;
use sono_syntax::language;

use super::BOUNDARY_VERSION;
use super::audit::RecordAnswer;
use super::metrics::Metrics;
use super::progress::ProgressAnswer;
use super::report::{FormatInfo, ReportAnswer};
use super::rubrics::{RubricCheck, RubricInfo, RubricText};

/// The answer to a [`Call`](super::Call). In JSON it is the value that it holds; which one that is, the call says.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Answer {
    /// To `about`.
    About(About),
    /// To `assess` and `check_assessment`.
    Assessment(Box<Assessment>),
    /// To `batch`.
    Batch(BatchAnswer),
    /// To `check_log`.
    LogCheck(LogCheck),
    /// To `check_rubric`.
    RubricCheck(Box<RubricCheck>),
    /// To `metrics`.
    Metrics(Metrics),
    /// To `norms`.
    Norms(Box<Norms>),
    /// To `override`.
    Override(Override),
    /// To `progress`.
    Progress(Box<ProgressAnswer>),
    /// To `record`.
    Record(RecordAnswer),
    /// To `report`.
    Report(ReportAnswer),
    /// To `review_request`.
    ReviewRequest(Box<ReviewRequest>),
    /// To `rubric`.
    Rubric(RubricText),
    /// To `rubrics`.
    Rubrics(RubricList),
    /// To `schema`.
    Schema(#[schemars(with = "BTreeMap<String, Value>")] Value),
    /// To `setup`.
    Setup(Setup),
    /// To `signals`.
    Signals(SignalList),
    /// To `standing`.
    Standing(Box<Standing>),
    /// To `verify`.
    Verification(Verification),
}

impl Answer {
    /// The answer as canonical JSON (RFC 8785).
    ///
    /// # Errors
    /// As [`canonical_json`].
    pub fn to_json(&self) -> Result<String> {
        canonical_json(self)
    }
}

/// The versions, languages, rubrics and formats of this build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct About {
    /// Version of the engine, part of every assessment.
    pub engine_version: String,
    /// Version of the calls and answers.
    pub boundary_version: u32,
    /// Version of the assessment's JSON form.
    pub schema_version: String,
    /// The languages that are parsed.
    pub languages: Vec<LanguageInfo>,
    /// Ids of the built-in rubrics.
    pub rubrics: Vec<String>,
    /// The formats that reports come in, the default first.
    pub formats: Vec<FormatInfo>,
}

/// An engine's setup, which decides results together with the submission: equal setups give equal results. The state
/// of a batch holds the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Setup {
    /// Version of the engine.
    pub engine_version: String,
    /// The rubric, with its default parameters.
    pub rubric: RubricProvenance,
    /// Hash of all else: languages, budgets, custom signals.
    pub setup_hash: String,
}

impl Setup {
    /// The setup of an engine.
    pub fn of(engine: &Engine) -> Self {
        let rubric = engine.rubric();
        Self {
            engine_version: ENGINE_VERSION.to_owned(),
            rubric: RubricProvenance {
                id: rubric.id().to_owned(),
                version: rubric.version().to_owned(),
                hash: rubric.hash(&rubric.default_parameters()),
            },
            setup_hash: engine.setup_hash(),
        }
    }
}

/// A language that is parsed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LanguageInfo {
    /// Id, as `language` of a file names it.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Version of the grammar, part of every assessment that used it.
    pub grammar_version: String,
    /// Endings of file names, without the dot.
    pub extensions: Vec<String>,
}

impl About {
    /// The version, languages, rubrics and formats of this build.
    pub fn this_build() -> Self {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            engine_version: ENGINE_VERSION.to_owned(),
            boundary_version: BOUNDARY_VERSION,
            schema_version: SCHEMA_VERSION.to_owned(),
            languages: language::all()
                .iter()
                .map(|language| LanguageInfo {
                    id: language.id.to_owned(),
                    name: language.name.to_owned(),
                    grammar_version: language.grammar.version.to_owned(),
                    extensions: owned(language.extensions),
                })
                .collect(),
            rubrics: Rubric::builtin_names().map(str::to_owned).collect(),
            formats: Format::all().iter().map(FormatInfo::from).collect(),
        }
    }
}

/// The results of a batch.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BatchAnswer {
    /// One item per submission, in their order.
    pub items: Vec<ItemAnswer>,
}

/// The result of one item of a batch. In JSON, `status` says which of `assessment` and `error` it holds.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct ItemAnswer {
    /// Position in the input, counted from 0.
    pub index: u64,
    /// The host's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The result, or why there is none.
    #[serde(flatten)]
    pub outcome: ItemOutcome,
}

/// The outcome of an item of a batch.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "status", rename_all = "snake_case")]
pub enum ItemOutcome {
    /// It was assessed.
    Completed {
        /// The assessment.
        assessment: Box<Assessment>,
    },
    /// It could not be read or assessed.
    Failed {
        /// Why.
        error: Error,
    },
}

impl From<Result<Assessment>> for ItemOutcome {
    fn from(result: Result<Assessment>) -> Self {
        match result {
            Ok(assessment) => Self::Completed { assessment: Box::new(assessment) },
            Err(error) => Self::Failed { error },
        }
    }
}

/// The built-in rubrics.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RubricList {
    /// In the order in which they are listed to people.
    pub rubrics: Vec<RubricInfo>,
}

/// Every signal.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SignalList {
    /// Grouped by family.
    pub signals: Vec<SignalDefinition>,
}
