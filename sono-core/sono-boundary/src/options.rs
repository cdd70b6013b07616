//! The configuration of a door.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use sono_score::error::{ErrorKind, Result};
use sono_score::json;
use sono_score::json::problems::{Pointer, Problems};
use sono_score::submission::{Expectation, Limits};
use sono_syntax::text::PositionEncoding;

use super::reader::{self, Fields};
use super::rubrics::RubricSource;

/// How a [`Door`](super::Door) is configured. Everything has a default.
#[derive(Debug, Clone, Default, PartialEq, Serialize, JsonSchema)]
#[schemars(extend("required" = []))]
pub struct DoorOptions {
    /// The rubric to score with; `growth` when none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rubric: Option<RubricChoice>,
    /// Expectations beyond the code, for submissions that do not state them. An empty list asks for nothing; when
    /// absent, the rubric decides by the type of the submission.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expects: Option<BTreeSet<Expectation>>,
    /// Limits that submissions must keep; those that are not named keep their defaults.
    #[schemars(with = "Option<BTreeMap<String, u64>>")]
    pub limits: Limits,
    /// The unit of columns and offsets in results, for submissions that name none.
    pub position_encoding: PositionEncoding,
    /// Keep results in memory. Not available in WebAssembly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache: Option<CacheOptions>,
}

/// A built-in rubric by its id, or a rubric as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RubricChoice {
    /// The id of a built-in rubric.
    Builtin(String),
    /// A rubric of the host.
    Text(RubricSource),
}

/// A cache in memory.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CacheOptions {
    /// Bytes of memory that results may take; 64 MiB when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity_bytes: Option<u64>,
    /// Milliseconds that a result is kept after it was computed; no limit when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_to_live_ms: Option<u64>,
    /// Milliseconds that a result is kept after it was last asked for; no limit when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_to_idle_ms: Option<u64>,
}

impl DoorOptions {
    /// Reads options from JSON text; an empty text means no options.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidJson`], or [`ErrorKind::InvalidOptions`] with every problem.
    pub fn from_json(text: &str) -> Result<Self> {
        Self::from_json_in(text, PositionEncoding::default())
    }

    /// As [`DoorOptions::from_json`], with a unit of positions for options that name none: the one that the host's
    /// language counts in.
    ///
    /// # Errors
    /// As [`DoorOptions::from_json`].
    pub fn from_json_in(text: &str, encoding: PositionEncoding) -> Result<Self> {
        if text.trim().is_empty() {
            return Ok(Self { position_encoding: encoding, ..Self::default() });
        }
        let mut problems = reader::problems();
        let value = json::parse(text, &mut problems)?;
        let options = Self::read(value, Pointer::Root(""), encoding, &mut problems);
        problems.into_result(ErrorKind::InvalidOptions, "the options are not valid")?;
        Ok(options)
    }

    pub(super) fn read(
        value: Value,
        at: Pointer<'_>,
        encoding: PositionEncoding,
        problems: &mut Problems,
    ) -> Self {
        let Some(mut fields) = Fields::of(value, at, "an object of options", problems) else {
            return Self::default();
        };
        let rubric = match fields.raw("rubric") {
            None => None,
            Some(Value::String(id)) => Some(RubricChoice::Builtin(id)),
            Some(value) => RubricSource::read(value, "rubric", &mut fields).map(RubricChoice::Text),
        };
        let options = Self {
            rubric,
            expects: fields.expectations("expects"),
            limits: fields.raw("limits").map_or(Limits::DEFAULT, |value| read_limits(value, &mut fields)),
            position_encoding: fields
                .choice("position_encoding", &PositionEncoding::ALL.map(PositionEncoding::as_str))
                .unwrap_or(encoding),
            cache: fields.raw("cache").and_then(|value| CacheOptions::read(value, &mut fields)),
        };
        fields.finish();
        options
    }
}

impl CacheOptions {
    fn read(value: Value, fields: &mut Fields<'_>) -> Option<Self> {
        let mut fields = fields.inside("cache", value)?;
        let options = Self {
            capacity_bytes: fields.whole("capacity_bytes"),
            time_to_live_ms: fields.whole("time_to_live_ms"),
            time_to_idle_ms: fields.whole("time_to_idle_ms"),
        };
        fields.finish();
        Some(options)
    }
}

fn read_limits(value: Value, fields: &mut Fields<'_>) -> Limits {
    let mut limits = Limits::DEFAULT;
    let Some(mut fields) = fields.inside("limits", value) else { return limits };
    for (name, limit) in limits.by_name_mut() {
        if let Some(count) = fields.count(name) {
            *limit = count;
        }
    }
    fields.finish();
    limits
}
