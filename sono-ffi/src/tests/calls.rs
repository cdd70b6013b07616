use std::thread;

use serde_json::json;
use sono_core::boundary::{Door, Hooks};

use super::*;

const SUBMISSION: &str = r#"{"content": {"code": "def double(x):\n    return 2 * x\n"}}"#;

#[test]
#[cfg_attr(miri, ignore = "parsers are not Rust")]
fn an_assessment_is_the_one_that_the_core_makes() {
    let expected = Door::from_json("").unwrap().assess_json(SUBMISSION, &Hooks::default()).unwrap();
    let expected = sono_core::assessment::canonical_json(&expected).unwrap();

    let engine = Engine::new("");
    let assessed = said(|out| engine.assess(SUBMISSION, ptr::null(), out));
    assert_eq!(assessed, (SonoStatus::Ok, Some(expected.clone())));
    let call = format!(r#"{{"call": "assess", "submission": {SUBMISSION}}}"#);
    assert_eq!(said(|out| engine.call(&call, out)).1, Some(expected.clone()));
    let (request, len) = c(&call);
    // SAFETY: all pointers are valid.
    assert_eq!(said(|out| unsafe { sono_request(request, len, out) }).1, Some(expected));
}

#[test]
#[cfg_attr(miri, ignore = "parsers are not Rust")]
fn text_may_hold_nul_and_positions_count_as_the_options_say() {
    // The hidden NUL follows a character whose length differs between the units.
    let submission = json!({"content": {"code": "x = '🦀\0'\n"}}).to_string();
    let column = |options: &str| {
        let answer = answer(|out| Engine::new(options).assess(&submission, ptr::null(), out));
        answer["integrity"][0]["location"]["start"]["column"].as_u64().unwrap()
    };
    let bytes = column("");
    assert_eq!(column(r#"{"position_encoding": "utf-16"}"#), bytes - 2);
    assert_eq!(column(r#"{"position_encoding": "code-point"}"#), bytes - 3);
}

#[test]
#[cfg_attr(miri, ignore = "parsers are not Rust")]
fn many_threads_use_one_engine() {
    let engine = Engine::new(r#"{"rubric": "hiring"}"#);
    let expected = said(|out| engine.assess(SUBMISSION, ptr::null(), out));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..25 {
                    assert_eq!(said(|out| engine.assess(SUBMISSION, ptr::null(), out)), expected);
                }
            });
        }
    });
}

#[test]
fn handles_may_be_used_on_any_thread() {
    const fn shared<T: Send + Sync>() {}
    const {
        shared::<SonoEngine>();
        shared::<SonoBatch>();
        shared::<SonoCancelToken>();
    }
}

#[test]
#[cfg_attr(miri, ignore = "parsers are not Rust")]
fn a_cancelled_token_stops_what_it_was_given_to() {
    let engine = Engine::new("");
    let token = sono_cancel_token_new();
    // SAFETY: the token lives until it is freed, and is not used afterwards.
    unsafe {
        assert_eq!(said(|out| engine.assess(SUBMISSION, token, out)).0, SonoStatus::Ok);
        sono_cancel_token_cancel(token);
        assert_eq!(error(|out| engine.assess(SUBMISSION, token, out)).0, SonoStatus::Cancelled);
        sono_cancel_token_free(token);
    }
}

#[test]
fn a_token_is_cancelled_from_another_thread_and_stays_so() {
    /// A token that is passed to a thread.
    struct Token(*mut SonoCancelToken);
    // SAFETY: the header says that any thread may use a token.
    unsafe impl Sync for Token {}

    let token = Token(sono_cancel_token_new());
    // SAFETY: the token lives until it is freed, and is not used afterwards.
    unsafe {
        assert!(!sono_cancel_token_is_cancelled(token.0));
        thread::scope(|scope| {
            let token = &token;
            scope.spawn(move || sono_cancel_token_cancel(token.0));
        });
        assert!(sono_cancel_token_is_cancelled(token.0));
        sono_cancel_token_free(token.0);
    }
}

#[test]
fn every_kind_of_error_has_its_status() {
    let schema = sono_core::schema::boundary();
    let kinds = schema["$defs"]["ErrorKind"]["oneOf"].as_array().unwrap();
    let mut numbers = Vec::new();
    for kind in kinds {
        let kind: sono_core::ErrorKind = serde_json::from_value(kind["const"].clone()).unwrap();
        let status = SonoStatus::from(kind) as i32;
        assert_eq!(name(status), kind.as_str());
        numbers.push(status);
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..).take(kinds.len()).collect::<Vec<i32>>());
    assert_eq!([-3, -2, -1, 0, 99].map(name), ["absent", "ended", "pending", "ok", "unknown"]);
}

#[test]
fn the_version_is_the_engines() {
    // SAFETY: the text is static.
    let version = unsafe { CStr::from_ptr(sono_version()) };
    assert_eq!(version.to_str().unwrap(), sono_core::engine::ENGINE_VERSION);
}

#[test]
fn values_are_got_by_json_pointer() {
    let get = |json: &str, pointer: &str| {
        let ((json, len), (pointer, pointer_len)) = (c(json), c(pointer));
        // SAFETY: all pointers are valid.
        said(|out| unsafe { sono_json_get(json, len, pointer, pointer_len, out) })
    };
    let json = r#"{"a": [{"b/c": "two\nlines", "n": 2.50}, null], "": {"y": 1, "x": []}}"#;
    for (pointer, value) in
        [("/a/0/b~1c", "two\nlines"), ("/a/0/n", "2.5"), ("/a/1", "null"), ("/", r#"{"x":[],"y":1}"#)]
    {
        assert_eq!(get(json, pointer), (SonoStatus::Ok, Some(value.to_owned())));
    }
    for pointer in ["/b", "/a/2", "a"] {
        assert_eq!(get(json, pointer), (SonoStatus::Absent, None));
    }
    assert_eq!(get("{", "").0, SonoStatus::InvalidJson);
}

/// Takes over the bytes of a report, and gives the memory back.
fn report(engine: &Engine, call: &str) -> (Vec<u8>, SonoStatus, String) {
    let mut report = SonoBytes { ptr: ptr::without_provenance_mut(1), len: usize::MAX };
    let (call, len) = c(call);
    let (status, said) = said(|out| {
        // SAFETY: the engine lives, the token is null, and `report` is valid.
        unsafe { sono_report(engine.0, call, len, ptr::null(), &raw mut report, out) }
    });
    let bytes = if report.ptr.is_null() {
        Vec::new()
    } else {
        // SAFETY: the library wrote it.
        unsafe { slice::from_raw_parts(report.ptr, report.len) }.to_vec()
    };
    for _ in 0..2 {
        // SAFETY: the first call frees it, and the second one finds nothing.
        unsafe { sono_bytes_free(&raw mut report) };
        assert!(report.ptr.is_null() && report.len == 0);
    }
    (bytes, status, said.unwrap())
}

#[test]
#[cfg_attr(miri, ignore = "parsers are not Rust")]
fn a_report_comes_as_its_bytes() {
    let engine = Engine::new("");
    let call = format!(r#"{{"call": "report", "format": "markdown", "submission": {SUBMISSION}}}"#);
    let (bytes, status, head) = report(&engine, &call);
    assert_eq!(
        (status, head.as_str()),
        (SonoStatus::Ok, r#"{"format":"markdown","media_type":"text/markdown"}"#)
    );
    let whole = answer(|out| engine.call(&call, out));
    assert_eq!(String::from_utf8(bytes).unwrap(), whole["report"].as_str().unwrap());

    let (bytes, status, said) = report(&engine, r#"{"call": "about"}"#);
    assert_eq!((bytes.as_slice(), status), (&[][..], SonoStatus::InvalidCall));
    assert!(said.contains("expected the call"), "{said}");
}

#[cfg(feature = "test-hooks")]
#[test]
#[cfg_attr(miri, ignore = "parsers are not Rust")]
fn bytes_that_are_no_text_come_as_they_are() {
    let call = format!(r#"{{"call": "report", "format": "every-byte", "submission": {SUBMISSION}}}"#);
    let (bytes, status, _) = report(&Engine::new(""), &call);
    assert_eq!((status, bytes), (SonoStatus::Ok, (0..=u8::MAX).collect()));
}
