//! The calls of a door.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use sono_report::{Detail, Format, ReportOptions};
use sono_score::assessment::Assessment;
use sono_score::error::{ErrorKind, Result};
use sono_score::json;
use sono_score::json::problems::{Pointer, Problems, describe, list, unknown};
use sono_score::review::{Reply, ReviewerDefinition};
use sono_score::submission::Submission;
use sono_syntax::text::PositionEncoding;

use super::audit::{CheckLogCall, OverrideCall, RecordCall};
use super::norms::{NormsCall, StandingCall};
use super::opinions;
use super::plausible;
use super::progress::ProgressCall;
use super::reader::{self, Fields};
use super::rubrics::RubricSource;

/// Names of the calls.
const CALLS: &[&str] = &[
    "about",
    "assess",
    "batch",
    "check_assessment",
    "check_log",
    "check_rubric",
    "metrics",
    "norms",
    "override",
    "progress",
    "record",
    "report",
    "review_request",
    "rubric",
    "rubrics",
    "schema",
    "setup",
    "signals",
    "standing",
    "verify",
];

/// Names of the values that have a schema.
const SCHEMAS: &[&str] = &["submission", "assessment", "rubric", "boundary"];

/// A question to a [`Door`](super::Door). In JSON, `call` names it, beside its own fields.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(tag = "call", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Call {
    /// The versions, languages, rubrics and formats of this build.
    About,
    /// Assess a submission.
    Assess(AssessCall),
    /// Assess submissions; one that fails is an item with an error.
    Batch(BatchCall),
    /// Read an assessment that was stored; what is none is refused with every problem.
    CheckAssessment {
        /// The assessment.
        assessment: Box<Assessment>,
    },
    /// Check an audit log.
    CheckLog(CheckLogCall),
    /// Check a rubric.
    CheckRubric(RubricSource),
    /// Measure a submission without scoring it.
    Metrics(MetricsCall),
    /// Count the scores of assessments.
    Norms(NormsCall),
    /// Record that a person decides on another score.
    Override(Box<OverrideCall>),
    /// Say what happened in a batch, and get to know what to tell its watchers.
    Progress(Box<ProgressCall>),
    /// Make the next line of an audit log.
    Record(RecordCall),
    /// Write a report.
    Report(Box<ReportCall>),
    /// Ask for opinions on a submission: what to send to language models or people.
    ReviewRequest {
        /// The submission.
        #[schemars(with = "Value")]
        submission: Submission,
    },
    /// The text of a built-in rubric.
    Rubric {
        /// Its id.
        id: String,
    },
    /// List the built-in rubrics.
    Rubrics,
    /// A JSON Schema.
    Schema {
        /// Of what.
        of: SchemaName,
    },
    /// The setup that results depend on.
    Setup,
    /// Define every signal.
    Signals,
    /// Say where an assessment stands in norms.
    Standing(Box<StandingCall>),
    /// Replay an assessment.
    Verify(Box<VerifyCall>),
    /// Panic, to see what the bindings make of it.
    #[cfg(feature = "test-hooks")]
    #[schemars(skip)]
    Panic,
}

/// Assess a submission.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(extend("required" = ["submission"]))]
pub struct AssessCall {
    /// The submission.
    #[schemars(with = "Value")]
    pub submission: Submission,
    /// The host's id for the assessment, echoed.
    pub assessment_id: Option<String>,
    /// When it is assessed, echoed.
    pub timestamp: Option<String>,
    /// Ask the reviewers that the door was opened with.
    pub review: bool,
    /// Opinions that came back, to be checked and weighed.
    #[schemars(with = "Vec<OpinionInput>")]
    pub opinions: Vec<Reply>,
}

/// An opinion as a reviewer gave it. Exactly one of `answer` and `error` is needed.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct OpinionInput {
    /// Who answered.
    reviewer: ReviewerDefinition,
    /// The answer: JSON that follows the schema of the request, as text or as it is.
    answer: Option<Value>,
    /// In words, why there is no answer.
    error: Option<String>,
}

/// Assess submissions.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
pub struct BatchCall {
    /// The submissions. One that is not valid fails alone.
    pub submissions: Vec<Value>,
}

/// Measure a submission.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
pub struct MetricsCall {
    /// The submission.
    #[schemars(with = "Value")]
    pub submission: Submission,
}

/// Write a report.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(extend("required" = []))]
pub struct ReportCall {
    /// The assessment to report on; without it, the submission is assessed first.
    pub assessment: Option<Assessment>,
    /// The submission: with it, a report shows places with their code.
    #[schemars(with = "Option<Value>")]
    pub submission: Option<Submission>,
    /// The medium.
    pub format: Format,
    /// How it is written.
    #[schemars(flatten)]
    pub options: ReportOptions,
}

/// Replay an assessment.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(extend("required" = ["assessment", "submission"]))]
pub struct VerifyCall {
    /// The assessment.
    pub assessment: Assessment,
    /// The submission that it is of.
    #[schemars(with = "Value")]
    pub submission: Submission,
    /// The id of the assessment, to compare; without it, the one in the assessment is not covered.
    pub assessment_id: Option<String>,
    /// The time of the assessment, to compare; without it, the one in the assessment is not covered.
    pub timestamp: Option<String>,
}

/// The name of a JSON Schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SchemaName {
    /// A submission.
    Submission,
    /// An assessment.
    Assessment,
    /// A rubric file.
    Rubric,
    /// The calls, answers and options of this door.
    Boundary,
}

impl Call {
    /// Reads a call from JSON text. `encoding` holds for submissions that name none.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidJson`]; [`ErrorKind::InvalidSubmission`] when nothing but the submission is wrong;
    /// otherwise [`ErrorKind::InvalidCall`]; each with every problem.
    pub fn from_json(text: &str, encoding: PositionEncoding) -> Result<Self> {
        let mut problems = reader::problems();
        let value = json::parse(text, &mut problems)?;
        finish(Self::read(value, encoding, &mut problems), problems)
    }

    /// Reads a call from a JSON value.
    ///
    /// # Errors
    /// As [`Call::from_json`].
    pub fn from_value(value: Value, encoding: PositionEncoding) -> Result<Self> {
        let mut problems = reader::problems();
        finish(Self::read(value, encoding, &mut problems), problems)
    }

    pub(super) fn read(value: Value, encoding: PositionEncoding, problems: &mut Problems) -> Option<Self> {
        let what = "an object with the field \"call\"";
        let mut fields = Fields::of(value, Pointer::Root(""), what, problems)?;
        let name = fields.required_raw("call")?;
        let Value::String(name) = name else {
            fields.note("call", format!("expected one of {}, got {}", list(CALLS), describe(&name)));
            return None;
        };
        let call = match name.as_str() {
            "about" => Some(Self::About),
            "assess" => AssessCall::read(&mut fields, encoding).map(Self::Assess),
            "batch" => fields.list("submissions").map(|submissions| Self::Batch(BatchCall { submissions })),
            "check_assessment" => {
                let assessment = fields.required_and("assessment", plausible::check);
                assessment.map(|assessment| Self::CheckAssessment { assessment: Box::new(assessment) })
            }
            "check_log" => CheckLogCall::read(&mut fields).map(Self::CheckLog),
            "check_rubric" => Some(Self::CheckRubric(RubricSource::read_fields(&mut fields))),
            "metrics" => {
                fields.submission(encoding).map(|submission| Self::Metrics(MetricsCall { submission }))
            }
            "norms" => NormsCall::read(&mut fields).map(Self::Norms),
            "override" => OverrideCall::read(&mut fields).map(|call| Self::Override(Box::new(call))),
            "progress" => ProgressCall::read(&mut fields).map(|call| Self::Progress(Box::new(call))),
            "record" => RecordCall::read(&mut fields).map(Self::Record),
            "report" => Some(Self::Report(Box::new(ReportCall::read(&mut fields, encoding)))),
            "review_request" => {
                fields.submission(encoding).map(|submission| Self::ReviewRequest { submission })
            }
            "rubric" => fields.required_text("id").map(|id| Self::Rubric { id }),
            "rubrics" => Some(Self::Rubrics),
            "schema" => fields.required_choice("of", SCHEMAS).map(|of| Self::Schema { of }),
            "setup" => Some(Self::Setup),
            "signals" => Some(Self::Signals),
            "standing" => StandingCall::read(&mut fields).map(|call| Self::Standing(Box::new(call))),
            "verify" => VerifyCall::read(&mut fields, encoding).map(|call| Self::Verify(Box::new(call))),
            #[cfg(feature = "test-hooks")]
            "panic" => Some(Self::Panic),
            _ => {
                // Without a known call, the meaning of the other fields is unknown.
                fields.note("call", unknown("call", &name, CALLS));
                return None;
            }
        };
        fields.finish();
        call
    }
}

pub(super) fn finish(call: Option<Call>, problems: Problems) -> Result<Call> {
    reader::refuse(problems, ErrorKind::InvalidCall, "the call is not valid")?;
    // A call that could not be read has left a problem.
    call.ok_or_else(|| sono_score::Error::new(ErrorKind::Internal, "a call was refused without a reason"))
}

impl AssessCall {
    fn read(fields: &mut Fields<'_>, encoding: PositionEncoding) -> Option<Self> {
        let submission = fields.submission(encoding);
        let (assessment_id, timestamp) = (fields.text("assessment_id"), fields.text("timestamp"));
        let (review, opinions) = (fields.flag("review"), opinions::read(fields));
        if review && !opinions.is_empty() {
            fields.note("review", "the opinions are given; nobody needs to be asked");
        }
        Some(Self { submission: submission?, assessment_id, timestamp, review, opinions })
    }
}

impl ReportCall {
    fn read(fields: &mut Fields<'_>, encoding: PositionEncoding) -> Self {
        let call = Self {
            assessment: fields.optional("assessment"),
            submission: fields.optional_submission(encoding),
            format: fields.one_of("format", Format::find, &Format::names()).unwrap_or_default(),
            options: ReportOptions {
                detail: fields
                    .one_of("detail", Detail::find, &Detail::ALL.map(Detail::as_str))
                    .unwrap_or_default(),
                width: fields.count("width"),
                color: fields.flag("color"),
                ascii: fields.flag("ascii"),
                pretty: fields.flag("pretty"),
            },
        };
        if !fields.has("assessment") && !fields.has("submission") {
            fields.note_here("one of \"assessment\" and \"submission\" is needed, and both are missing");
        }
        call
    }
}

impl VerifyCall {
    fn read(fields: &mut Fields<'_>, encoding: PositionEncoding) -> Option<Self> {
        let (assessment, submission) =
            (fields.required::<Assessment>("assessment"), fields.submission(encoding));
        let (assessment_id, timestamp) = (fields.text("assessment_id"), fields.text("timestamp"));
        let (assessment, mut submission) = (assessment?, submission?);
        // The replay shows places as the assessment does, and says that it takes its word for it.
        submission.options.position_encoding = assessment.metadata.position_encoding.unwrap_or_default();
        Some(Self { assessment, submission, assessment_id, timestamp })
    }
}
