//! Checking a log line by line.

use std::io::{BufRead, Read};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::error::Result;

use super::log::{GENESIS, MAX_LINE, Record};

/// The largest number of faults listed; further ones are only counted.
const MAX_FAULTS: usize = 1_000;

/// The kind of fault in a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FaultKind {
    /// The line is not a record, or not canonical JSON.
    Unreadable,
    /// The content does not match the hash that the line states.
    Edited,
    /// The line does not follow the line before it: lines were removed, added or moved.
    Unchained,
    /// The log does not contain the record that it should end with, or its last line is incomplete.
    Truncated,
    /// The log continues after the record that it should end with.
    Continued,
}

impl FaultKind {
    /// The name used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Edited => "edited",
            Self::Unchained => "unchained",
            Self::Truncated => "truncated",
            Self::Continued => "continued",
        }
    }
}

/// A fault of a log, with its line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LogFault {
    /// Line, counted from 1; 0 for an empty log.
    pub line: u64,
    /// The kind of fault.
    pub kind: FaultKind,
    /// The fault, in a sentence.
    pub message: String,
}

/// The result of checking a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LogCheck {
    /// Lines read.
    pub records: u64,
    /// The hash stated by the last readable record.
    pub head: String,
    /// The first 1,000 faults, in the order of the log. An intact log has none.
    pub faults: Vec<LogFault>,
    /// The number of further faults.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub further_faults: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}

impl LogCheck {
    /// Whether no fault was found.
    pub fn is_intact(&self) -> bool {
        self.faults.is_empty()
    }

    fn fault(&mut self, kind: FaultKind, message: impl Into<String>) {
        if self.faults.len() < MAX_FAULTS {
            self.faults.push(LogFault { line: self.records, kind, message: message.into() });
        } else {
            self.further_faults = self.further_faults.saturating_add(1);
        }
    }
}

/// The hashes that the next record may state for its predecessor.
enum Link {
    /// One of these hashes. An edited record has two: the one that it states and the one of its content.
    OneOf([String; 2]),
    /// Anything, because the line before was unreadable, which is already a fault.
    Unknown,
}

impl Link {
    fn allows(&self, previous: &str) -> bool {
        match self {
            Self::OneOf(hashes) => hashes.iter().any(|hash| hash == previous),
            Self::Unknown => true,
        }
    }
}

/// Checks a log line by line, in bounded memory. With `head`, the log must end with the record of that hash; only then
/// are lines noticed that are missing at the end.
///
/// # Errors
/// [`ErrorKind::Io`](crate::ErrorKind::Io) when the log cannot be read. Faults of the log are findings, not errors.
pub fn check_log(mut reader: impl BufRead, head: Option<&str>) -> Result<LogCheck> {
    let mut check = LogCheck { records: 0, head: GENESIS.to_owned(), faults: Vec::new(), further_faults: 0 };
    let mut link = Link::OneOf([GENESIS.to_owned(), GENESIS.to_owned()]);
    let mut expected = 0_u64;
    let mut head_seen = head == Some(GENESIS);
    let mut line = Vec::new();
    while let Some(whole) = next_line(&mut reader, &mut line)? {
        check.records = check.records.saturating_add(1);
        if !whole {
            check.fault(
                FaultKind::Truncated,
                "the last line is incomplete: it does not end with a line break",
            );
        }
        let record = match read(&line) {
            Ok(record) => record,
            Err(message) => {
                check.fault(FaultKind::Unreadable, message);
                link = Link::Unknown;
                expected = expected.saturating_add(1);
                continue;
            }
        };
        let content_hash = record.content_hash()?;
        if content_hash != record.hash {
            check.fault(FaultKind::Edited, "the content does not match the hash that the line states");
        }
        if !link.allows(&record.previous) || record.sequence != expected {
            let message = format!(
                "record {} does not follow the line before: lines were removed, added or moved",
                record.sequence
            );
            check.fault(FaultKind::Unchained, message);
        }
        expected = record.sequence.saturating_add(1);
        head_seen |= head == Some(record.hash.as_str());
        check.head.clone_from(&record.hash);
        link = Link::OneOf([record.hash, content_hash]);
    }
    if let Some(head) = head.filter(|head| *head != check.head) {
        let (kind, message) = if head_seen {
            (FaultKind::Continued, format!("the log continues after record {head}, which should be its last"))
        } else {
            (
                FaultKind::Truncated,
                format!(
                    "the log does not contain record {head}, which should be its last: lines are missing at the end"
                ),
            )
        };
        check.fault(kind, message);
    }
    Ok(check)
}

/// Reads the next line into `line`, without its line break; of a line that is too long, only enough to tell. Returns
/// whether the line is complete (a line that is too long counts as complete), and nothing at the end of the log.
fn next_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> Result<Option<bool>> {
    line.clear();
    let limit = (MAX_LINE as u64).saturating_add(2);
    if reader.by_ref().take(limit).read_until(b'\n', line)? == 0 {
        return Ok(None);
    }
    let ended = line.pop_if(|byte| *byte == b'\n').is_some();
    let too_long = line.len() > MAX_LINE;
    if too_long && !ended {
        reader.skip_until(b'\n')?;
    }
    Ok(Some(ended || too_long))
}

fn read(line: &[u8]) -> std::result::Result<Record, String> {
    if line.len() > MAX_LINE {
        return Err(format!("expected a line of at most {MAX_LINE} bytes, got a longer one"));
    }
    let line = std::str::from_utf8(line).map_err(|error| format!("the line is not UTF-8: {error}"))?;
    Record::from_line(line).map_err(|error| error.message().to_owned())
}
