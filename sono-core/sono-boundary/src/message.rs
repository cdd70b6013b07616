//! Messages of a batch as JSON, for hosts that take text.

use serde::Serialize;

use sono_score::assessment::canonical_json;
use sono_score::engine::{BatchState, ProgressEvent};
use sono_score::error::{Error, Result};

use super::stream::BatchMessage;

/// A message without its assessment. In JSON, `type` names its variant.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Head<'a> {
    Item {
        index: u64,
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        input_hash: Option<&'a str>,
        status: &'static str,
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<&'a Error>,
    },
    Event {
        event: &'a ProgressEvent,
    },
    End {
        #[serde(skip_serializing_if = "Option::is_none")]
        state: Option<&'a BatchState>,
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<&'a Error>,
    },
}

impl BatchMessage<String> {
    /// The message as canonical JSON, if the stream turns each assessment into its canonical JSON:
    ///
    /// | `type` | further fields |
    /// |---|---|
    /// | `item` | `index`, `id?`, `input_hash?`, `status`: `completed` with `assessment`, or `failed` with `error` |
    /// | `event` | `event`: a [`ProgressEvent`] |
    /// | `end` | `state`: a [`BatchState`]; or `error` |
    ///
    /// # Errors
    /// As [`canonical_json`].
    pub fn to_json(&self) -> Result<String> {
        let (head, assessment) = match self {
            Self::Item(item) => {
                let head = Head::Item {
                    index: item.index,
                    id: item.id.as_deref(),
                    input_hash: item.input_hash.as_deref(),
                    status: if item.outcome.is_ok() { "completed" } else { "failed" },
                    error: item.outcome.as_ref().err(),
                };
                (head, item.outcome.as_ref().ok())
            }
            Self::Event(event) => (Head::Event { event }, None),
            Self::End(end) => {
                (Head::End { state: (**end).as_ref().ok(), error: (**end).as_ref().err() }, None)
            }
        };
        let head = canonical_json(&head)?;
        // Fields are sorted, and this is the first: it can be inserted without parsing the text again.
        Ok(match (assessment, head.strip_prefix('{')) {
            (Some(assessment), Some(rest)) => format!(r#"{{"assessment":{assessment},{rest}"#),
            _ => head,
        })
    }
}
