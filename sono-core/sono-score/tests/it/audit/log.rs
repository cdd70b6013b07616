//! The hash-chained log.

use proptest::prelude::*;
use sono_score::ErrorKind;
use sono_score::audit::*;
use sono_score::submission::{Path, Submission};

use super::{CODE, assess, edits};

/// A log of four records, as the host would keep it, and its head.
fn log() -> (Vec<String>, String) {
    let (first, second) = (assess(&Submission::code(CODE)), assess(&Submission::code("x = 1\n")));
    let decision =
        Override::new(&first, Target::Path(Path::Technical), 61.5, "Fits the task – bare.", "j.doe").unwrap();
    let mut log = AuditLog::new();
    let mut lines = Vec::new();
    for event in [
        Event::Assessed(Assessed::of(&first).unwrap()),
        Event::Overridden(decision),
        Event::Rescored(Rescored::of(&first, &second, "A file was missing.").unwrap()),
        Event::Assessed(Assessed::of(&second).unwrap()),
    ] {
        let at = (!lines.is_empty()).then_some("2026-05-04T10:00:00Z");
        lines.push(log.append(event, at).unwrap().to_line().unwrap());
    }
    assert_eq!((log.len(), log.is_empty()), (4, false));
    (lines, log.head().to_owned())
}

fn text(lines: &[String]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

fn check(text: &[u8], head: Option<&str>) -> LogCheck {
    check_log(text, head).unwrap()
}

/// Lines and kinds of the faults.
fn faults(check: &LogCheck) -> Vec<(u64, FaultKind)> {
    check.faults.iter().map(|fault| (fault.line, fault.kind)).collect()
}

#[test]
fn an_intact_log_has_no_fault() {
    let (lines, head) = log();
    let checked = check(text(&lines).as_bytes(), Some(&head));
    assert!(checked.is_intact(), "{checked:?}");
    assert_eq!((checked.records, &checked.head), (4, &head));
    let empty = check(b"", Some(AuditLog::new().head()));
    assert!(empty.is_intact() && empty.records == 0);
}

#[test]
fn every_edit_of_one_byte_is_detected() {
    let text = text(&log().0).into_bytes();
    for at in 0..=text.len() {
        for edited in edits(&text, at) {
            // Even without the head, which can but add a fault.
            let place = || String::from_utf8_lossy(&edited).into_owned();
            assert!(!check(&edited, None).is_intact(), "at {at}: {}", place());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_other_byte_is_detected(place in any::<prop::sample::Index>(), byte: u8, insert: bool) {
        thread_local!(static LOG: (Vec<u8>, String) = {
            let (lines, head) = log();
            (text(&lines).into_bytes(), head)
        });
        LOG.with(|(text, head)| {
            let at = place.index(text.len());
            let mut edited = text.clone();
            edited.splice(at..if insert { at } else { at + 1 }, [byte]);
            prop_assert_eq!(check(&edited, Some(head)).is_intact(), edited == *text);
            Ok(())
        })?;
    }

    #[test]
    fn arbitrary_bytes_are_no_log(bytes in prop::collection::vec(any::<u8>(), 1..300)) {
        prop_assert!(!check(&bytes, None).is_intact());
    }
}

#[test]
fn removed_added_and_moved_lines_are_detected_where_they_are() {
    use FaultKind::{Continued, Truncated, Unchained};
    let (lines, head) = log();
    let changed = |change: &dyn Fn(&mut Vec<String>)| {
        let mut lines = lines.clone();
        change(&mut lines);
        faults(&check(text(&lines).as_bytes(), Some(&head)))
    };
    assert_eq!(changed(&|lines| drop(lines.remove(0))), [(1, Unchained)]);
    assert_eq!(changed(&|lines| drop(lines.remove(2))), [(3, Unchained)]);
    assert_eq!(changed(&|lines| drop(lines.pop())), [(3, Truncated)]);
    assert_eq!(changed(&|lines| lines.clear()), [(0, Truncated)]);
    assert_eq!(changed(&|lines| lines.insert(1, lines[0].clone())), [(2, Unchained)]);
    assert_eq!(changed(&|lines| lines.insert(4, lines[3].clone())), [(5, Unchained)]);
    assert_eq!(changed(&|lines| lines.swap(1, 2)), [(2, Unchained), (3, Unchained), (4, Unchained)]);
    assert!(!changed(&|lines| lines.reverse()).is_empty());

    let older = AuditLog::resume(&lines[2]).unwrap();
    assert_eq!(faults(&check(text(&lines).as_bytes(), Some(older.head()))), [(4, Continued)]);
    // Whole lines at the end are missed only where the head was not kept.
    assert!(check(text(&lines[..2]).as_bytes(), None).is_intact());
}

#[test]
fn one_edit_is_one_fault() {
    use FaultKind::{Edited, Truncated, Unchained, Unreadable};
    let (lines, head) = log();
    let replaced = |line: usize, from: &str, to: &str| {
        let mut lines = lines.clone();
        assert!(lines[line].contains(from));
        lines[line] = lines[line].replace(from, to);
        faults(&check(text(&lines).as_bytes(), Some(&head)))
    };
    assert_eq!(replaced(1, "61.5", "91.5"), [(2, Edited)]);
    assert_eq!(replaced(1, "61.5", "61.50"), [(2, Unreadable)]);
    assert_eq!(replaced(1, "j.doe", "someone"), [(2, Edited)]);
    assert_eq!(
        replaced(1, "\"sequence\":1", "\"sequence\":7"),
        [(2, Edited), (2, Unchained), (3, Unchained)]
    );
    let stated = AuditLog::resume(&lines[1]).unwrap().head().to_owned();
    assert_eq!(replaced(1, &stated, &"0".repeat(64)), [(2, Edited)]);
    assert_eq!(replaced(3, "}", "} "), [(4, Unreadable), (4, Truncated)]);

    let torn = text(&lines);
    assert_eq!(faults(&check(&torn.as_bytes()[..torn.len() - 1], Some(&head))), [(4, Truncated)]);
    let half = &torn.as_bytes()[..torn.len() - 20];
    assert_eq!(faults(&check(half, Some(&head))), [(4, Truncated), (4, Unreadable), (4, Truncated)]);
}

#[test]
fn an_edit_with_a_new_hash_breaks_the_chain() {
    let (mut lines, head) = log();
    let mut forged = Record::from_line(&lines[1]).unwrap();
    let Event::Overridden(decision) = &mut forged.event else { panic!("an override") };
    decision.score = 99.0;
    // What somebody does who knows the format: the hash is made to fit.
    let mut log = AuditLog::resume(&lines[0]).unwrap();
    lines[1] = log.append(forged.event, forged.at.as_deref()).unwrap().to_line().unwrap();
    assert_eq!(faults(&check(text(&lines).as_bytes(), Some(&head))), [(3, FaultKind::Unchained)]);
}

#[test]
fn a_log_is_continued_after_its_last_line() {
    let (lines, head) = log();
    let event = Record::from_line(&lines[0]).unwrap().event;
    let mut resumed = AuditLog::resume(&lines[3]).unwrap();
    assert_eq!((resumed.len(), resumed.head()), (4, head.as_str()));
    let mut longer = lines.clone();
    longer.push(resumed.append(event, None).unwrap().to_line().unwrap());
    assert!(check(text(&longer).as_bytes(), Some(resumed.head())).is_intact());

    let kind = |line: &str| AuditLog::resume(line).unwrap_err().kind();
    for broken in [&lines[3][..40], &format!("{}\n", lines[3]), &lines[3].replace("10:00", "11:00"), ""] {
        assert_eq!(kind(broken), ErrorKind::InvalidRecord, "{broken}");
    }
}

#[test]
fn faults_and_lines_are_bounded() {
    let many = check("x\n".repeat(1_500).as_bytes(), None);
    assert_eq!((many.records, many.faults.len(), many.further_faults), (1_500, 1_000, 500));

    let (lines, _) = log();
    let long = format!("{}\n{}\n", "x".repeat(3 << 20), lines[0]);
    assert_eq!(
        faults(&check(long.as_bytes(), None)),
        [(1, FaultKind::Unreadable), (2, FaultKind::Unchained)]
    );
    let end = check("x".repeat(3 << 20).as_bytes(), None);
    assert_eq!(faults(&end), [(1, FaultKind::Unreadable)]);

    let mut assessment = assess(&Submission::code(CODE));
    assessment.assessment_id = Some("x".repeat(2 << 20));
    let mut log = AuditLog::new();
    let event = Event::Assessed(Assessed::of(&assessment).unwrap());
    assert_eq!(log.append(event, None).unwrap_err().kind(), ErrorKind::InvalidRecord);
    assert!(log.is_empty(), "a record that is refused leaves the log as it is");
}
