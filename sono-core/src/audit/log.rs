//! The hash-chained log.
//!
//! A record is one line of canonical JSON. Its hash covers the line without the hash itself, and with it the hash
//! of the line before; so a change anywhere breaks the chain from there on. What a chain alone cannot show is
//! that its last lines are missing: for that, keep [`AuditLog::head`] elsewhere and give it to [`check_log`].

use std::io::BufRead;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::assessment::canonical_json;
use crate::error::{Error, ErrorKind, Result};

use super::event::Event;

/// What the first record names as its predecessor.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// Position in the log, counted from 0.
    pub sequence: u64,
    /// Hash of the record before; zeros for the first.
    pub previous: String,
    /// When it happened, as the host says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// What happened.
    pub event: Event,
    /// BLAKE3 hash of this record's canonical JSON without this field.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hash: String,
}

impl Record {
    /// The line of the log, without a line break.
    ///
    /// # Errors
    /// As [`canonical_json`].
    pub fn to_line(&self) -> Result<String> {
        canonical_json(self)
    }

    fn sealed(mut self) -> Result<Self> {
        self.hash = String::new();
        self.hash = blake3::hash(canonical_json(&self)?.as_bytes()).to_hex().to_string();
        Ok(self)
    }
}

/// Makes the records of a log. The host stores the lines; this keeps only where the chain stands.
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

    /// Continues a log after its last line.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidJson`] when the line is not an intact record.
    pub fn resume(last_line: &str) -> Result<Self> {
        let record = read(last_line).map_err(|fault| Error::new(ErrorKind::InvalidJson, fault))?;
        Ok(Self { next: record.sequence.saturating_add(1), head: record.hash })
    }

    /// Adds an event; the record's [`to_line`](Record::to_line) is what to append to the log.
    ///
    /// # Errors
    /// As [`canonical_json`].
    pub fn append(&mut self, event: Event, at: Option<&str>) -> Result<Record> {
        let record = Record {
            sequence: self.next,
            previous: self.head.clone(),
            at: at.map(str::to_owned),
            event,
            hash: String::new(),
        }
        .sealed()?;
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

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FaultKind {
    /// It is not a record, or not written canonically.
    Unreadable,
    /// Its content does not have the hash that it states.
    Edited,
    /// It does not follow the line before: lines were removed, added or moved.
    Unchained,
    /// The log does not end with the expected record.
    Truncated,
}

/// A fault of a log, with its line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LogFault {
    /// Line, counted from 1.
    pub line: usize,
    /// What is wrong.
    pub kind: FaultKind,
    /// In a sentence.
    pub message: String,
}

/// The result of checking a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LogCheck {
    /// Lines read.
    pub records: u64,
    /// Hash of the last readable record.
    pub head: String,
    /// Faults, in the order of the log. An intact log has none.
    pub faults: Vec<LogFault>,
}

impl LogCheck {
    /// Whether no fault was found.
    pub fn is_intact(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Reads a line as an intact record; says what is wrong with it otherwise.
fn read(line: &str) -> std::result::Result<Record, String> {
    let record: Record =
        serde_json::from_str(line).map_err(|error| format!("the line is not an audit record: {error}"))?;
    match record.to_line() {
        Ok(canonical) if canonical == line => Ok(record),
        _ => Err("the line is not written as canonical JSON".to_owned()),
    }
}

/// Checks a log line by line, in bounded memory for lines of bounded length. With `head`, the log must end with
/// the record of that hash.
///
/// # Errors
/// [`ErrorKind::Io`] when the log cannot be read. Faults of the log are findings, not errors.
pub fn check_log(reader: impl BufRead, head: Option<&str>) -> Result<LogCheck> {
    let mut check = LogCheck { records: 0, head: GENESIS.to_owned(), faults: Vec::new() };
    let mut expected = 0_u64;
    let mut number = 0_usize;
    for line in reader.split(b'\n') {
        let line = line?;
        number = number.saturating_add(1);
        check.records = check.records.saturating_add(1);
        let mut fault = |kind, message: String| {
            check.faults.push(LogFault { line: number, kind, message });
        };
        let read = std::str::from_utf8(&line)
            .map_err(|error| format!("the line is not UTF-8: {error}"))
            .and_then(read);
        let record = match read {
            Ok(record) => record,
            Err(message) => {
                fault(FaultKind::Unreadable, message);
                expected = expected.saturating_add(1);
                continue;
            }
        };
        let (stated, sequence) = (record.hash.clone(), record.sequence);
        let chained = record.previous == check.head && sequence == expected;
        if record.sealed()?.hash != stated {
            fault(FaultKind::Edited, "the content does not have the hash that the line states".to_owned());
        } else if !chained {
            fault(
                FaultKind::Unchained,
                format!(
                    "record {sequence} does not follow the line before: lines were removed, added or moved"
                ),
            );
        }
        expected = sequence.saturating_add(1);
        check.head = stated;
    }
    if let Some(head) = head.filter(|head| *head != check.head) {
        check.faults.push(LogFault {
            line: number,
            kind: FaultKind::Truncated,
            message: format!("the log ends with {}, expected {head}: its last lines are missing", check.head),
        });
    }
    Ok(check)
}
