//! The hash-chained log.
//!
//! A record is one line of canonical JSON. Its hash covers the rest of the line, which includes the hash of the line
//! before, so that a change anywhere breaks the chain from there on. The chain alone cannot show that its last lines
//! are missing, or that somebody rewrote the whole log: for that, keep [`AuditLog::head`] elsewhere and pass it to
//! [`check_log`](super::check_log).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assessment::canonical_json;
use crate::error::{Error, ErrorKind, Result};

use super::event::Event;

/// The hash that the first record states as that of its predecessor.
pub(super) const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// The most bytes of a line. Records hold hashes, ids and a reason; unless ids are very long, they stay below a tenth
/// of it.
pub(super) const MAX_LINE: usize = 1 << 20;

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Position in the log, counted from 0.
    pub sequence: u64,
    /// Hash of the record before; zeros for the first.
    pub previous: String,
    /// The time of the event, as the host gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The event.
    pub event: Event,
    /// BLAKE3 hash of this record's canonical JSON without this field.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hash: String,
}

impl Record {
    /// The line of the log, without the line break that ends it.
    ///
    /// # Errors
    /// As [`canonical_json`].
    pub fn to_line(&self) -> Result<String> {
        canonical_json(self)
    }

    /// Reads a line, given without its line break, in the form of [`Record::to_line`]. It does not check the hash: that
    /// is [`Record::is_sealed`].
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRecord`].
    pub fn from_line(line: &str) -> Result<Self> {
        let invalid = |message: String| Error::new(ErrorKind::InvalidRecord, message);
        let record: Self = serde_json::from_str(line)
            .map_err(|error| invalid(format!("the line is not an audit record: {error}")))?;
        match record.to_line() {
            Ok(canonical) if canonical == line => Ok(record),
            _ => Err(invalid("the line is not canonical JSON".to_owned())),
        }
    }

    /// Whether the content matches the hash that the record states.
    ///
    /// # Errors
    /// As [`canonical_json`].
    pub fn is_sealed(&self) -> Result<bool> {
        Ok(self.content_hash()? == self.hash)
    }

    /// The hash of the content, which may differ from the one that the record states.
    pub(super) fn content_hash(&self) -> Result<String> {
        let bare = Self { hash: String::new(), ..self.clone() };
        Ok(blake3::hash(canonical_json(&bare)?.as_bytes()).to_hex().to_string())
    }
}

/// Makes the records of a log. The host stores the lines; this type only remembers the end of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLog {
    next: u64,
    head: String,
}

impl Default for AuditLog {
    fn default() -> Self {
        Self { next: 0, head: GENESIS.to_owned() }
    }
}

impl AuditLog {
    /// An empty log.
    pub fn new() -> Self {
        Self::default()
    }

    /// Continues a log after its last line, given without its line break. Only that line is checked;
    /// [`check_log`](super::check_log) checks the whole log.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRecord`] if the line is not an intact record, because it was edited, or only partly written
    /// before a crash.
    pub fn resume(last_line: &str) -> Result<Self> {
        let record = Record::from_line(last_line)?;
        if !record.is_sealed()? {
            let message = "the content does not match the hash that the line states";
            return Err(Error::new(ErrorKind::InvalidRecord, message));
        }
        Ok(Self { next: record.sequence.saturating_add(1), head: record.hash })
    }

    /// Makes the record of an event. Append its [`to_line`](Record::to_line) and a line break to the log.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRecord`] if the line would have more than 1 MiB, which takes very long ids. This log is then
    /// unchanged.
    pub fn append(&mut self, event: Event, at: Option<&str>) -> Result<Record> {
        let mut record = Record {
            sequence: self.next,
            previous: self.head.clone(),
            at: at.map(str::to_owned),
            event,
            hash: String::new(),
        };
        record.hash = record.content_hash()?;
        let length = record.to_line()?.len();
        if length > MAX_LINE {
            let message = format!("expected a record of at most {MAX_LINE} bytes, got {length}");
            return Err(Error::new(ErrorKind::InvalidRecord, message));
        }
        self.next = self.next.saturating_add(1);
        self.head.clone_from(&record.hash);
        Ok(record)
    }

    /// Hash of the last record. Kept apart from the log, it shows whether lines are missing at the end.
    pub fn head(&self) -> &str {
        &self.head
    }

    /// Number of records.
    pub fn len(&self) -> u64 {
        self.next
    }

    /// Whether there is no record yet.
    pub fn is_empty(&self) -> bool {
        self.next == 0
    }
}
