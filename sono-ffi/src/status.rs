//! Status codes.
#![expect(unsafe_code, reason = "a function of the C interface")]

use std::ffi::{CStr, c_char};

use sono_core::ErrorKind;

/// The result of a function. Zero is success, negative numbers mean that there is no result and no error, and positive
/// numbers are kinds of errors. Numbers and names never change; new ones may be added.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SonoStatus {
    /// There is no value at that place.
    Absent = -3,
    /// There are no more messages: the last one was already taken.
    Ended = -2,
    /// There was no message within the given time.
    Pending = -1,
    /// Success.
    Ok = 0,
    /// The submission breaks the input model: unknown field, wrong type, bad identifier.
    InvalidSubmission = 1,
    /// An unknown call, or a call with unknown or missing fields; also a null pointer where a value is required.
    InvalidCall = 2,
    /// Unknown options of an engine or a batch, or options that this build does not support.
    InvalidOptions = 3,
    /// The submission is larger than the configured limits allow.
    LimitExceeded = 4,
    /// A rubric does not follow the rubric format.
    InvalidRubric = 5,
    /// No rubric of that name exists.
    UnknownRubric = 6,
    /// A parameter that the rubric does not have, or a value of the wrong type.
    InvalidParameter = 7,
    /// A custom signal or scorer has an invalid definition, or one that the rubric reads is missing.
    InvalidSignal = 8,
    /// A custom signal or scorer panicked, failed, or returned an impossible value.
    SignalFailed = 9,
    /// An external reviewer has an invalid definition or the id of another one, or there is no reviewer to ask.
    InvalidReviewer = 10,
    /// A reviewer's answer does not follow its schema, or cites something that is not there. The assessment goes on.
    InvalidAnswer = 11,
    /// The input is not valid JSON, or not UTF-8.
    InvalidJson = 12,
    /// A record of an audit log is not intact.
    InvalidRecord = 13,
    /// A person's decision on a score lacks a reason, an author or a target, or is out of range.
    InvalidOverride = 14,
    /// Assessments or norms that differ in rubric, engine or type of submission, so that their scores mean different
    /// things.
    NotComparable = 15,
    /// A file or stream could not be read or written, or a thread could not be started.
    Io = 16,
    /// The host cancelled the work.
    Cancelled = 17,
    /// The work was not finished before the host's deadline.
    DeadlineExceeded = 18,
    /// A defect in this library; please report it. Further calls still work.
    Internal = 19,
}

/// The kinds of errors with their status and, for C, their name.
const KINDS: [(ErrorKind, SonoStatus, &CStr); 19] = [
    (ErrorKind::InvalidSubmission, SonoStatus::InvalidSubmission, c"invalid_submission"),
    (ErrorKind::InvalidCall, SonoStatus::InvalidCall, c"invalid_call"),
    (ErrorKind::InvalidOptions, SonoStatus::InvalidOptions, c"invalid_options"),
    (ErrorKind::LimitExceeded, SonoStatus::LimitExceeded, c"limit_exceeded"),
    (ErrorKind::InvalidRubric, SonoStatus::InvalidRubric, c"invalid_rubric"),
    (ErrorKind::UnknownRubric, SonoStatus::UnknownRubric, c"unknown_rubric"),
    (ErrorKind::InvalidParameter, SonoStatus::InvalidParameter, c"invalid_parameter"),
    (ErrorKind::InvalidSignal, SonoStatus::InvalidSignal, c"invalid_signal"),
    (ErrorKind::SignalFailed, SonoStatus::SignalFailed, c"signal_failed"),
    (ErrorKind::InvalidReviewer, SonoStatus::InvalidReviewer, c"invalid_reviewer"),
    (ErrorKind::InvalidAnswer, SonoStatus::InvalidAnswer, c"invalid_answer"),
    (ErrorKind::InvalidJson, SonoStatus::InvalidJson, c"invalid_json"),
    (ErrorKind::InvalidRecord, SonoStatus::InvalidRecord, c"invalid_record"),
    (ErrorKind::InvalidOverride, SonoStatus::InvalidOverride, c"invalid_override"),
    (ErrorKind::NotComparable, SonoStatus::NotComparable, c"not_comparable"),
    (ErrorKind::Io, SonoStatus::Io, c"io"),
    (ErrorKind::Cancelled, SonoStatus::Cancelled, c"cancelled"),
    (ErrorKind::DeadlineExceeded, SonoStatus::DeadlineExceeded, c"deadline_exceeded"),
    (ErrorKind::Internal, SonoStatus::Internal, c"internal"),
];

impl From<ErrorKind> for SonoStatus {
    fn from(kind: ErrorKind) -> Self {
        // A test checks that no kind is missing. The error's text names the kind in any case.
        KINDS.iter().find(|(one, ..)| *one == kind).map_or(Self::Internal, |(_, status, _)| *status)
    }
}

/// The stable name of a status, such as `invalid_json`: for an error, the `kind` in its JSON. It is `unknown` for any
/// other number. The text is static.
#[unsafe(no_mangle)]
pub extern "C" fn sono_status_name(status: i32) -> *const c_char {
    // The argument is a number, because it would be unsound to make an enum of a value outside of it.
    const OTHERS: [(SonoStatus, &CStr); 4] = [
        (SonoStatus::Ok, c"ok"),
        (SonoStatus::Pending, c"pending"),
        (SonoStatus::Ended, c"ended"),
        (SonoStatus::Absent, c"absent"),
    ];
    let kinds = KINDS.iter().map(|(_, status, name)| (*status, *name));
    let found = kinds.chain(OTHERS).find(|(one, _)| *one as i32 == status);
    found.map_or(c"unknown", |(_, name)| name).as_ptr()
}
