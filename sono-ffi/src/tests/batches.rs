use std::ffi::c_void;
use std::thread;

use serde_json::json;

use super::*;

/// A batch that is freed at the end.
struct Batch(*mut SonoBatch);

// SAFETY: the header says that one thread may put in while another takes out.
unsafe impl Sync for Batch {}

impl Batch {
    fn new(engine: &Engine, options: &str, token: *const SonoCancelToken) -> Self {
        let mut batch = ptr::null_mut();
        let (options, len) = c(options);
        // SAFETY: engine and token live.
        let (status, text) =
            said(|out| unsafe { sono_batch_new(engine.0, options, len, token, &raw mut batch, out) });
        assert_eq!((status, text), (SonoStatus::Ok, None));
        Self(batch)
    }

    fn push(&self, id: &str, submission: &[u8]) -> (SonoStatus, Option<String>) {
        let (id, id_len) = c(id);
        let (submission, len) = (submission.as_ptr().cast(), submission.len());
        // SAFETY: all pointers are valid.
        said(|out| unsafe { sono_batch_push(self.0, id, id_len, submission, len, out) })
    }

    fn next(&self, timeout_ms: i64) -> (SonoStatus, Option<Value>) {
        // SAFETY: the batch lives.
        let (status, text) = said(|out| unsafe { sono_batch_next(self.0, timeout_ms, out) });
        (status, text.map(|text| serde_json::from_str(&text).unwrap()))
    }

    fn end_input(&self) {
        // SAFETY: the batch lives.
        unsafe { sono_batch_end_input(self.0) };
    }

    /// All messages that are still to come.
    fn rest(&self) -> Vec<Value> {
        std::iter::from_fn(|| self.next(-1).1).collect()
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        // SAFETY: this is the last use.
        unsafe { sono_batch_free(self.0) };
    }
}

fn submission(index: usize) -> Vec<u8> {
    json!({"content": {"code": format!("x = {index}\n")}}).to_string().into_bytes()
}

#[test]
#[cfg_attr(miri, ignore = "parsers are not Rust")]
fn messages_come_in_order_while_another_thread_puts_items_in() {
    let engine = Engine::new("");
    let batch = Batch::new(&engine, r#"{"jobs": 2, "window": 3}"#, ptr::null());
    drop(engine);
    thread::scope(|scope| {
        scope.spawn(|| {
            for index in 0..20 {
                // SAFETY: the batch lives.
                while !unsafe { sono_batch_wants_input(batch.0) } {
                    thread::yield_now();
                }
                assert_eq!(batch.push(&format!("key {index}"), &submission(index)), (SonoStatus::Ok, None));
            }
            batch.end_input();
        });
        let messages = batch.rest();
        let (end, items) = messages.split_last().unwrap();
        assert_eq!((&end["type"], &end["state"]["completed"]), (&"end".into(), &20.into()));
        let ids: Vec<_> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
        assert_eq!(ids, (0..20).map(|index| format!("key {index}")).collect::<Vec<_>>());
        assert!(items.iter().all(|item| item["assessment"]["overall_score"].is_number()));
    });
    assert_eq!(batch.next(-1), (SonoStatus::Ended, None));
}

#[test]
#[cfg_attr(miri, ignore = "parsers are not Rust")]
fn what_is_not_valid_fails_as_an_item_and_after_the_end_nothing_is_taken() {
    let engine = Engine::new("");
    let batch = Batch::new(&engine, r#"{"jobs": 1}"#, ptr::null());
    assert_eq!(batch.next(0), (SonoStatus::Pending, None));
    assert_eq!(batch.next(10), (SonoStatus::Pending, None));
    assert_eq!(batch.push("", b"\xff").0, SonoStatus::Ok);
    assert_eq!(batch.push("", b"{}").0, SonoStatus::Ok);
    batch.end_input();
    let (status, text) = batch.push("", b"{}");
    assert_eq!(status, SonoStatus::InvalidCall);
    assert!(text.unwrap().contains("after the end of the input"));
    // SAFETY: the batch lives.
    assert!(!unsafe { sono_batch_wants_input(batch.0) });
    let kinds: Vec<_> = batch.rest().iter().map(|message| message["error"]["kind"].clone()).collect();
    assert_eq!(kinds, ["invalid_json".into(), "invalid_submission".into(), Value::Null]);
    assert_eq!(batch.next(0), (SonoStatus::Ended, None));
}

#[test]
#[cfg_attr(miri, ignore = "parsers are not Rust")]
fn a_batch_is_stopped_by_hand_by_its_token_or_by_being_freed() {
    let engine = Engine::new("");
    let token = sono_cancel_token_new();
    for by_token in [true, false] {
        let batch = Batch::new(&engine, "", token);
        assert_eq!(batch.push("", &submission(1)).0, SonoStatus::Ok);
        // SAFETY: batch and token live.
        unsafe { if by_token { sono_cancel_token_cancel(token) } else { sono_batch_cancel(batch.0) } };
        assert_eq!(batch.rest().last().unwrap()["state"]["phase"], "cancelled");
    }
    let under_way = Batch::new(&engine, "", ptr::null());
    assert_eq!(under_way.push("", &submission(1)).0, SonoStatus::Ok);
    drop(under_way);
    // SAFETY: nobody uses the token any more.
    unsafe { sono_cancel_token_free(token) };
}

/// The events that a watcher saw, and when it stops the batch.
#[derive(Default)]
struct Watcher {
    events: Vec<Value>,
    stop: bool,
}

unsafe extern "C" fn watch(user_data: *mut c_void, event: *const c_char, len: usize) -> i32 {
    // SAFETY: `many` passes a watcher, and the library an event.
    let (watcher, event) =
        unsafe { (&mut *user_data.cast::<Watcher>(), CStr::from_ptr(event).to_str().unwrap()) };
    assert_eq!(event.len(), len);
    watcher.events.push(serde_json::from_str(event).unwrap());
    watcher.stop.into()
}

fn many(lines: &str, options: &str, watcher: &mut Watcher, out: *mut SonoString) -> SonoStatus {
    let engine = Engine::new("");
    let ((lines, lines_len), (options, options_len)) = (c(lines), c(options));
    let user_data = (&raw mut *watcher).cast();
    // SAFETY: all pointers are valid.
    unsafe {
        let token = ptr::null();
        sono_assess_batch(
            engine.0,
            lines,
            lines_len,
            options,
            options_len,
            token,
            Some(watch),
            user_data,
            out,
        )
    }
}

#[test]
#[cfg_attr(miri, ignore = "parsers are not Rust")]
fn many_lines_in_one_call_with_a_watcher() {
    let lines = "{\"content\": {\"code\": \"x = 1\"}}\n\n{\"content\": {\"code\": \"x = 2\"}}\n";
    let mut watcher = Watcher::default();
    let answer = answer(|out| many(lines, "", &mut watcher, out));
    let status: Vec<_> = answer["items"].as_array().unwrap().iter().map(|item| &item["status"]).collect();
    assert_eq!(status, ["completed", "failed", "completed"]);
    let last = watcher.events.last().unwrap();
    assert_eq!((&last["type"], &last["completed"]), (&"batch_completed".into(), &2.into()));

    let mut watcher = Watcher { stop: true, ..Watcher::default() };
    assert_eq!(error(|out| many(lines, "", &mut watcher, out)).0, SonoStatus::Cancelled);
    assert_eq!(watcher.events.len(), 1);
    let (status, _) = error(|out| many(lines, r#"{"job": 1}"#, &mut watcher, out));
    assert_eq!(status, SonoStatus::InvalidOptions);
}
