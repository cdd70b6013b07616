//! Replaying assessments, tamper-evident logs, and scores that a person decided on.
//!
//! Three tools, none of which stores anything:
//!
//! - [`verify`] replays an assessment from its submission and says whether it still holds;
//! - [`AuditLog`] makes the lines of an append-only log, each chained to the one before by its hash, and
//!   [`check_log`] finds lines that were edited, removed, added or moved;
//! - [`Override`] records that a person decided on another score, with reason and author, and [`AssessmentWithOverrides`]
//!   keeps it beside the assessment, which never changes.

mod check;
mod decision;
mod event;
mod log;
mod verify;

pub use check::{FaultKind, LogCheck, LogFault, check_log};
pub use decision::{AssessmentWithOverrides, EffectiveScore, Override, Target};
pub use event::{Assessed, Event, Rescored, assessment_hash, read_canonical};
pub use log::{AuditLog, Record};
pub use verify::{Difference, HostFacts, NotCovered, Verification, verify, verify_with};
