use super::*;

/// Wrong arguments, and the errors that they give.
#[test]
fn null_pointers_are_errors_that_name_the_argument() {
    let null = ptr::null();
    let (text, len) = c("{}");
    let (no_engine, no_token, no_batch) = (ptr::null(), ptr::null(), ptr::null());
    let mut batch = ptr::null_mut();
    // SAFETY: the header says that these null pointers are refused, and the rest is valid.
    let errors = unsafe {
        [
            error(|out| sono_request(null, 1, out)),
            error(|out| sono_engine_new(null, 1, ptr::null_mut(), out)),
            error(|out| sono_call(no_engine, text, len, no_token, out)),
            error(|out| sono_assess(no_engine, text, len, no_token, out)),
            error(|out| sono_batch_new(no_engine, text, len, no_token, &raw mut batch, out)),
            error(|out| sono_batch_push(no_batch, null, 0, text, len, out)),
            error(|out| sono_batch_next(no_batch, 0, out)),
            error(|out| {
                let nobody = ptr::null_mut();
                sono_assess_batch(no_engine, text, len, null, 0, no_token, None, nobody, out)
            }),
        ]
    };
    let names = ["request", "engine", "engine", "engine", "engine", "batch", "batch", "engine"];
    for (error, name) in errors.into_iter().zip(names) {
        assert_eq!(error, (SonoStatus::InvalidCall, format!("the argument `{name}` is a null pointer")));
    }
    assert!(batch.is_null());
    // SAFETY: null is documented to be false, or to do nothing.
    unsafe {
        assert!(!sono_batch_wants_input(no_batch));
        assert!(!sono_cancel_token_is_cancelled(no_token));
        sono_batch_end_input(no_batch);
        sono_batch_cancel(no_batch);
        sono_cancel_token_cancel(no_token);
        sono_batch_free(ptr::null_mut());
        sono_cancel_token_free(ptr::null_mut());
        sono_engine_free(ptr::null_mut());
        sono_string_free(ptr::null_mut());
    }
}

#[test]
fn nobody_has_to_take_an_answer() {
    let ((json, len), (pointer, pointer_len)) = (c("[1]"), c("/0"));
    // SAFETY: `out` may be null.
    unsafe {
        assert_eq!(sono_json_get(json, len, pointer, pointer_len, ptr::null_mut()), SonoStatus::Ok);
        assert_eq!(sono_json_get(json, 1, pointer, pointer_len, ptr::null_mut()), SonoStatus::InvalidJson);
    }
}

#[test]
fn text_that_is_not_utf8_or_not_json_is_refused() {
    let bytes = b"{\"call\": \"\xff\"}";
    // SAFETY: all pointers are valid.
    let (status, message) = error(|out| unsafe { sono_request(bytes.as_ptr().cast(), bytes.len(), out) });
    assert_eq!(status, SonoStatus::InvalidJson);
    assert_eq!(message, "the input is not UTF-8: byte 0xff at offset 10");
    // SAFETY: no text may be anywhere.
    let (status, _) = error(|out| unsafe { sono_request(ptr::null(), 0, out) });
    assert_eq!(status, SonoStatus::InvalidJson);
    // SAFETY: a length that no memory can have is refused before the bytes are read.
    let (status, message) = error(|out| unsafe { sono_request(c("x").0, usize::MAX, out) });
    assert_eq!(status, SonoStatus::InvalidCall);
    assert!(message.contains("`request`"), "{message}");
}

#[test]
fn options_that_do_not_exist_leave_no_engine() {
    let mut engine = ptr::dangling_mut();
    let (options, len) = c(r#"{"rubrik": "growth"}"#);
    // SAFETY: all pointers are valid.
    let (status, _) = error(|out| unsafe { sono_engine_new(options, len, &raw mut engine, out) });
    assert_eq!(status, SonoStatus::InvalidOptions);
    assert!(engine.is_null());
}

#[test]
fn a_panic_leaves_no_handle_and_no_answer() {
    let mut made = ptr::dangling_mut::<String>();
    // SAFETY: all pointers are valid.
    let (status, message) =
        error(|out| unsafe { crate::outcome::write_handle("made", &raw mut made, out, || panic!("lost")) });
    assert_eq!(status, SonoStatus::Internal);
    assert!(message.ends_with("it panicked: lost"), "{message}");
    assert!(made.is_null());
    assert!(!crate::outcome::holds(|| panic!("lost")));
}

#[cfg(feature = "test-hooks")]
#[test]
#[cfg_attr(miri, ignore = "Miri needs too long to make an engine")]
fn a_panic_is_an_error_and_the_next_call_works() {
    let engine = Engine::new("");
    let (status, message) = error(|out| engine.call(r#"{"call": "panic"}"#, out));
    assert_eq!(status, SonoStatus::Internal);
    assert!(message.contains("a panic that a test asked for"), "{message}");
    let about = answer(|out| engine.call(r#"{"call": "about"}"#, out));
    assert_eq!(about["engine_version"], sono_core::engine::ENGINE_VERSION);
}
