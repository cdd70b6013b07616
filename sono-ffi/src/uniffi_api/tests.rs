//! The exported functions, called from Rust; the tests of each other language check the crossing.

use std::sync::Arc;

use super::*;

const SUBMISSION: &str = r#"{"content": {"code": "x = '\ud83e\udd80'\n"}}"#;

fn info<T>(result: Result<T, SonoError>) -> ErrorInfo {
    match result {
        Ok(_) => panic!("an error was expected"),
        Err(SonoError::Failed { info }) => info,
    }
}

fn engine() -> Engine {
    Engine::new("", Some(PositionEncoding::Utf16)).unwrap()
}

#[test]
fn the_unit_of_positions_is_the_one_of_the_options_then_the_one_of_the_host() {
    let unit = |options, host| {
        let assessment = Engine::new(options, host).unwrap().assess(SUBMISSION, None, None).unwrap();
        let assessment: serde_json::Value = serde_json::from_str(&assessment).unwrap();
        assessment["metadata"].get("position_encoding").cloned()
    };
    assert_eq!(unit("", None), None, "UTF-8 is the canonical one, and not named");
    assert_eq!(unit("", Some(PositionEncoding::CodePoint)), Some("code-point".into()));
    let options = r#"{"position_encoding": "utf-16"}"#;
    assert_eq!(unit(options, Some(PositionEncoding::CodePoint)), Some("utf-16".into()));
}

#[test]
fn errors_keep_kind_message_and_every_part_of_a_problem() {
    let error = info(engine().assess(r#"{"content": {"code": 3}, "candidat": "x"}"#, None, None));
    assert_eq!((error.kind.as_str(), error.problems.len()), ("invalid_submission", 2));
    assert!(error.problems.iter().all(|problem| problem.pointer.is_some() && !problem.message.is_empty()));

    let rubric = r#"{"rubric": {"source": "format = 1\nid = 3\n", "file": "team.toml"}}"#;
    let error = info(Engine::new(rubric, None));
    assert_eq!(error.kind, "invalid_rubric");
    let id = error.problems.iter().find(|problem| problem.key.as_deref() == Some("id")).unwrap();
    assert_eq!((id.file.as_deref(), id.line), (Some("team.toml"), Some(2)));
}

#[cfg(feature = "test-hooks")]
#[test]
fn reports_are_bytes_that_need_not_be_text() {
    let report = |format: &str| {
        let call = format!(r#"{{"call": "report", "format": "{format}", "submission": {SUBMISSION}}}"#);
        engine().report(&call, None, None).unwrap()
    };
    let text = report("markdown");
    assert!(text.is_text && text.content.starts_with(b"# Assessment"));
    assert_eq!(text.media_type, "text/markdown");
    let bytes = report("every-byte");
    assert!(!bytes.is_text);
    assert_eq!(bytes.content, (0..=u8::MAX).collect::<Vec<u8>>());
    assert_eq!(info(engine().report(r#"{"call": "about"}"#, None, None)).kind, "invalid_call");
}

#[test]
fn tokens_and_deadlines_stop() {
    let token = Arc::new(CancelToken::new());
    assert!(engine().assess(SUBMISSION, Some(Arc::clone(&token)), None).is_ok());
    token.cancel();
    assert!(token.is_cancelled());
    assert_eq!(info(engine().assess(SUBMISSION, Some(token), None)).kind, "cancelled");
    assert_eq!(info(engine().assess(SUBMISSION, None, Some(0))).kind, "deadline_exceeded");
    assert!(engine().assess(SUBMISSION, None, Some(u64::MAX)).is_ok());
}

#[cfg(feature = "test-hooks")]
#[test]
fn a_panic_is_an_error_and_the_next_call_works() {
    let engine = engine();
    assert_eq!(info(engine.call(r#"{"call": "panic"}"#, None, None)).kind, "internal");
    assert_eq!(info(request(r#"{"call": "panic"}"#)).kind, "internal");
    assert_eq!(
        engine.call(r#"{"call": "about"}"#, None, None).unwrap(),
        request(r#"{"call": "about"}"#).unwrap()
    );
}

#[test]
fn a_batch_gives_items_then_its_state_then_nothing() {
    let engine = engine();
    let batch = engine.batch(r#"{"jobs": 1}"#, None).unwrap();
    assert_eq!(batch.next(Some(0)).unwrap(), Some(BatchMessage::Pending));
    assert!(batch.wants_input());
    batch.push(SUBMISSION.to_owned(), Some("one".to_owned())).unwrap();
    batch.push("{".to_owned(), None).unwrap();
    batch.end_input();
    assert_eq!(info(batch.push(SUBMISSION.to_owned(), None)).kind, "invalid_call");

    let assessment = engine.assess(SUBMISSION, None, None).unwrap();
    let expected = BatchMessage::Item {
        index: 0,
        id: Some("one".to_owned()),
        assessment: Some(assessment),
        error: None,
    };
    assert_eq!(batch.next(None).unwrap(), Some(expected));
    assert!(matches!(
        batch.next(None).unwrap(),
        Some(BatchMessage::Item { index: 1, assessment: None, error: Some(error), .. }) if error.kind == "invalid_json"
    ));
    assert!(matches!(batch.next(None).unwrap(), Some(BatchMessage::Finished { .. })));
    assert_eq!(batch.next(None).unwrap(), None);
}

#[test]
fn a_batch_can_be_stopped_and_refuses_what_it_cannot_follow() {
    let batch = engine().batch("", None).unwrap();
    batch.cancel();
    let Some(BatchMessage::Finished { state }) = batch.next(None).unwrap() else { panic!("it goes on") };
    assert!(state.contains(r#""phase":"cancelled""#), "{state}");
    assert_eq!(info(engine().batch(r#"{"job": 1}"#, None)).kind, "invalid_options");
}
