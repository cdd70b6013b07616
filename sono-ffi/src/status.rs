//! Status codes.
#![expect(unsafe_code, reason = "a function of the C interface")]

use std::ffi::{CStr, c_char};

use sono_core::ErrorKind;

/// How a function ended. Zero is success, negative means that there is nothing to hand out and nothing wrong, and
/// positive numbers are the kinds of errors. Numbers and names never change; new ones may be added.
#[repr(i32)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SonoStatus {
    /// There is nothing at that place.
    Absent = -3,
    /// There is no further message: the last one was taken before.
    Ended = -2,
    /// No message came within the time given.
    Pending = -1,
    /// Done.
    Ok = 0,
    /// The submission breaks the input model: unknown field, wrong type, bad identifier.
    InvalidSubmission = 1,
    /// A call that does not exist, or with fields that it does not have; also a null pointer where a value has to be.
    InvalidCall = 2,
    /// Options of an engine or a batch that do not exist, or that this build cannot follow.
    InvalidOptions = 3,
    /// The submission is larger than the configured limits allow.
    LimitExceeded = 4,
    /// A rubric does not follow the rubric format.
    InvalidRubric = 5,
    /// No rubric of that name exists.
    UnknownRubric = 6,
    /// A parameter that the rubric does not have, or a value of the wrong type.
    InvalidParameter = 7,
    /// A signal or scorer of the host is not defined well, or one that the rubric reads is missing.
    InvalidSignal = 8,
    /// A signal or scorer of the host panicked, failed, or gave something that cannot be.
    SignalFailed = 9,
    /// A reviewer from outside is not defined well, has the id of another one, or is missing where one is asked.
    InvalidReviewer = 10,
    /// An answer of a reviewer does not follow its schema, or claims what is not so. It ends no assessment.
    InvalidAnswer = 11,
    /// Text that should be JSON is not, or is not UTF-8.
    InvalidJson = 12,
    /// A record of an audit log is not intact.
    InvalidRecord = 13,
    /// A person's decision on a score lacks a reason, an author or a target, or is out of range.
    InvalidOverride = 14,
    /// Assessments, or norms of assessments, that do not have the same rubric, engine or kind of submission.
    NotComparable = 15,
    /// A file or stream could not be read or written, or a thread not started.
    Io = 16,
    /// The host cancelled the work.
    Cancelled = 17,
    /// The work was not done before the deadline that the host set.
    DeadlineExceeded = 18,
    /// A defect in this library; please report it. The next call works.
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
        // A test holds that no kind is missing. The error's text names the kind in any case.
        KINDS.iter().find(|(one, ..)| *one == kind).map_or(Self::Internal, |(_, status, _)| *status)
    }
}

/// The stable name of a status, such as `invalid_json`: for an error, the `kind` in its JSON. `unknown` for a number
/// that is no status. The text is static.
#[unsafe(no_mangle)]
pub extern "C" fn sono_status_name(status: i32) -> *const c_char {
    // A number, since a value outside of the enumeration must not become one.
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
