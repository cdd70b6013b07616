//! The one door that the bindings use.
//!
//! A [`Door`] is a configured engine. A [`Call`] asks it for something, and the reply is an [`Answer`] or an
//! [`Error`](sono_score::Error). Each call has one body, which the typed, the JSON and the text form share:
//!
//! | form | takes | gives |
//! |---|---|---|
//! | [`Door::call`] | [`Call`] | [`Answer`] |
//! | [`Door::call_json_str`] | a call as JSON text | the answer as canonical JSON |
//! | [`request_json_str`] | the same, with the options of the door in `options` | the same |
//!
//! A [`BatchStream`] streams many submissions. [`Hooks`] go beside a call and stop it; [`Extensions`] are a host's
//! additions to the engine of a door.
//!
//! ```
//! use sono_boundary::{Door, Hooks};
//!
//! # fn main() -> sono_score::Result<()> {
//! let door = Door::from_json(r#"{"rubric": "hiring"}"#)?;
//! let call = r#"{"call": "assess", "submission": {"content": {"code": "def double(x):\n    return 2 * x\n"}}}"#;
//! let assessment = door.call_json_str(call, &Hooks::default())?;
//! assert!(assessment.contains(r#""overall_score":"#));
//! # Ok(())
//! # }
//! ```
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects
)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::arithmetic_side_effects
    )
)]

mod answer;
mod audit;
mod call;
mod door;
mod host;
#[cfg(all(feature = "batch", not(target_family = "wasm")))]
mod many;
#[cfg(all(feature = "batch", not(target_family = "wasm")))]
mod message;
mod metrics;
mod norms;
mod opinions;
mod options;
mod plausible;
mod progress;
mod reader;
mod report;
mod rubrics;
pub mod schema;
#[cfg(all(feature = "batch", not(target_family = "wasm")))]
mod stream;
#[cfg(test)]
mod tests;

pub use answer::{About, Answer, BatchAnswer, ItemAnswer, ItemOutcome, LanguageInfo, RubricList, SignalList};
pub use audit::{CheckLogCall, OverrideCall, RecordAnswer, RecordCall, Recorded, Rescoring};
pub use call::{AssessCall, BatchCall, Call, MetricsCall, ReportCall, SchemaName, VerifyCall};
pub use door::{Door, Extensions, Hooks, check_assessment_json, error_json, guarded, request_json_str};
pub use host::{FindingView, HostReviewer, HostScorer, HostSignal, MaterialView, MeasuredView, SourceView};
pub use metrics::{FileMetrics, FunctionMetrics, Metrics};
pub use norms::{NormsCall, StandingCall};
pub use options::{CacheOptions, DoorOptions, RubricChoice};
pub use progress::{ProgressAnswer, ProgressCall};
pub use report::{FormatInfo, ReportAnswer};
pub use rubrics::{RubricCheck, RubricInfo, RubricSource, RubricText};
pub use sono_score::json::utf8;
#[cfg(all(feature = "batch", not(target_family = "wasm")))]
pub use stream::{BatchMessage, BatchOptions, BatchStream, JsonInput, ResultOrder};

/// Version of the calls and answers. It grows when something is added; the meaning of what exists stays.
pub const BOUNDARY_VERSION: u32 = 1;
