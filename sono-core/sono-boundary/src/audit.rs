//! Records, decisions and checks of a log, as calls. The host stores the log.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use sono_score::assessment::Assessment;
use sono_score::audit::{self, Assessed, AuditLog, Event, LogCheck, Override, Rescored, Target};
use sono_score::error::Result;

use super::reader::Fields;

/// Record that something happened to a score. Exactly one of `assessed`, `rescored` and `overridden` says what.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
pub struct RecordCall {
    /// The event to record.
    #[schemars(flatten)]
    pub what: Recorded,
    /// The last line of the log, without its line break; absent for the first record.
    pub last_line: Option<String>,
    /// When it happened, as the host says it.
    pub at: Option<String>,
}

/// An event to record.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum Recorded {
    /// This assessment was made.
    Assessed(Box<Assessment>),
    /// This assessment follows an earlier one of the same work.
    Rescored(Box<Rescoring>),
    /// A person decided on another score.
    Overridden(Override),
}

/// A second assessment of the same work.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
pub struct Rescoring {
    /// The earlier one.
    pub previous: Assessment,
    /// The new one.
    pub assessment: Assessment,
    /// Why it was done.
    pub reason: String,
}

/// A person decides on another score.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
pub struct OverrideCall {
    /// The assessment, which stays as it is.
    pub assessment: Assessment,
    /// Which score.
    pub target: Target,
    /// The score that the person gives, 0 to 100.
    pub score: f64,
    /// Why.
    pub reason: String,
    /// Who.
    pub author: String,
}

/// Check a log.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema)]
pub struct CheckLogCall {
    /// The whole log: a record a line.
    pub log: String,
    /// Hash of the record with which it must end; without it, missing last lines are not noticed.
    pub head: Option<String>,
}

/// The next line of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordAnswer {
    /// To append, with a line break.
    pub line: String,
    /// Hash of the record: where the log now ends.
    pub head: String,
    /// Its position in the log, counted from 0.
    pub sequence: u64,
}

impl RecordCall {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let assessed = fields.optional("assessed").map(|assessment| Recorded::Assessed(Box::new(assessment)));
        let rescored = fields.raw("rescored").and_then(|value| Rescoring::read(value, fields));
        let rescored = rescored.map(|rescoring| Recorded::Rescored(Box::new(rescoring)));
        let overridden = fields.optional("overridden").map(Recorded::Overridden);
        let given = ["assessed", "rescored", "overridden"].iter().filter(|name| fields.has(name)).count();
        if given != 1 {
            let message = "exactly one of \"assessed\", \"rescored\" and \"overridden\" is needed";
            fields.note_here(format!("{message}, got {given} of them"));
        }
        let (last_line, at) = (fields.text("last_line"), fields.text("at"));
        Some(Self { what: assessed.or(rescored).or(overridden)?, last_line, at })
    }

    pub(super) fn answer(self) -> Result<RecordAnswer> {
        let event = match self.what {
            Recorded::Assessed(assessment) => Event::Assessed(Assessed::of(&assessment)?),
            Recorded::Rescored(rescoring) => {
                let Rescoring { previous, assessment, reason } = *rescoring;
                Event::Rescored(Rescored::of(&previous, &assessment, reason)?)
            }
            Recorded::Overridden(decision) => Event::Overridden(decision),
        };
        let mut log = self.last_line.as_deref().map_or_else(|| Ok(AuditLog::new()), AuditLog::resume)?;
        let record = log.append(event, self.at.as_deref())?;
        Ok(RecordAnswer { line: record.to_line()?, head: record.hash, sequence: record.sequence })
    }
}

impl Rescoring {
    fn read(value: Value, fields: &mut Fields<'_>) -> Option<Self> {
        let mut inner = fields.inside("rescored", value)?;
        let (previous, assessment, reason) =
            (inner.required("previous"), inner.required("assessment"), inner.required_text("reason"));
        inner.finish();
        Some(Self { previous: previous?, assessment: assessment?, reason: reason? })
    }
}

impl OverrideCall {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (assessment, target, score) =
            (fields.required("assessment"), fields.required("target"), fields.number("score"));
        let (reason, author) = (fields.required_text("reason"), fields.required_text("author"));
        Some(Self {
            assessment: assessment?,
            target: target?,
            score: score?,
            reason: reason?,
            author: author?,
        })
    }

    pub(super) fn answer(self) -> Result<Override> {
        Override::new(&self.assessment, self.target, self.score, self.reason, self.author)
    }
}

impl CheckLogCall {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (log, head) = (fields.required_text("log"), fields.text("head"));
        Some(Self { log: log?, head })
    }

    pub(super) fn answer(&self) -> Result<LogCheck> {
        audit::check_log(self.log.as_bytes(), self.head.as_deref())
    }
}
