#![no_main]
use std::sync::LazyLock;

use arbitrary::Unstructured;
use libfuzzer_sys::{Corpus, fuzz_target};
use sono_core::audit::{Assessed, AuditLog, Event, Override, Record, Rescored, Target, check_log};
use sono_core::submission::Submission;

/// A log of three records, and its head.
static LOG: LazyLock<(Vec<u8>, String)> = LazyLock::new(|| {
    let assess = |code: &str| sono_fuzz::ENGINES[0].assess(&Submission::code(code)).unwrap();
    let (first, second) = (assess("x = 1\n"), assess(sono_fuzz::SAMPLE));
    let mut log = AuditLog::new();
    let mut lines = Vec::new();
    for event in [
        Event::Assessed(Assessed::of(&first).unwrap()),
        Event::Overridden(Override::new(&first, Target::Overall, 50.0, "reason", "author").unwrap()),
        Event::Rescored(Rescored::of(&first, &second, "reason").unwrap()),
    ] {
        lines.extend_from_slice(log.append(event, None).unwrap().to_line().unwrap().as_bytes());
        lines.push(b'\n');
    }
    (lines, log.head().to_owned())
});

fn edited(input: &mut Unstructured<'_>) -> arbitrary::Result<()> {
    let (mut log, head) = LOG.clone();
    let at_all: bool = input.arbitrary()?;
    if at_all && sono_fuzz::edit(&mut log, input)?.is_some() {
        assert!(!check_log(log.as_slice(), Some(&head)).unwrap().is_intact());
        while !input.is_empty() && !log.is_empty() {
            sono_fuzz::edit(&mut log, input)?;
        }
        check_log(log.as_slice(), Some(&head)).unwrap();
    }
    Ok(())
}

fuzz_target!(|bytes: &[u8]| -> Corpus {
    let check = check_log(bytes, None).unwrap();
    if check.is_intact() && check.records > 0 {
        // An intact log can be continued.
        let text = std::str::from_utf8(bytes).unwrap();
        let last = text.lines().last().unwrap();
        assert_eq!(AuditLog::resume(last).unwrap().head(), check.head);
        assert_eq!(Record::from_line(last).unwrap().to_line().unwrap(), last);
    }
    match edited(&mut Unstructured::new(bytes)) {
        Ok(()) => Corpus::Keep,
        Err(_) => Corpus::Reject,
    }
});
