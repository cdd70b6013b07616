//! Who scored what, with what, and whether it still holds.
//!
//! Three tools, none of which stores anything itself:
//!
//! - [`verify`] replays an assessment from its submission and says whether it still holds;
//! - [`AuditLog`] makes the lines of an append-only log, each chained to the one before by its hash, and
//!   [`check_log`] finds lines that were edited, removed, added or moved;
//! - [`Override`] records that a person decided on another score, with reason and author. The assessment itself
//!   never changes.

mod event;
mod log;
mod verify;

pub use event::{Assessed, Event, Override, Rescored, Target, assessment_hash};
pub use log::{AuditLog, FaultKind, LogCheck, LogFault, Record, check_log};
pub use verify::{Difference, Verification, verify};
