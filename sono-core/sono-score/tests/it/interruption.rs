//! Stopping an assessment from outside: an error, and never another score.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sono_score::ErrorKind;
use sono_score::engine::{CancelToken, Control, Engine};
use sono_score::submission::Submission;
use sono_syntax::language;
use sono_syntax::syntax::{ParseBudget, Parser};

fn text() -> String {
    "def f(a, b):\n    if a > b:\n        return [a, b]\n    return {a: b}\n\n\n".repeat(400)
}

#[test]
fn parsing_stops_at_the_first_interrupt_and_the_parser_stays_usable() {
    let python = language::by_name("python").unwrap();
    let (text, budget) = (text(), ParseBudget::default());
    let mut parser = Parser::new();
    let whole = parser.outline(&text, python, false, &budget);

    let looks = Cell::new(0_u64);
    let count = || -> Result<(), ()> {
        looks.set(looks.get() + 1);
        Ok(())
    };
    let same = parser.outline_until(&text, python, false, &budget, &count).unwrap();
    assert_eq!(format!("{same:?}"), format!("{whole:?}"));
    // Some looks come from the parser, and some from the walk, which visits this many nodes at least.
    let all = looks.get();
    assert!(all > whole.nodes as u64 / 4_096, "{all}");
    assert!(all > 20, "{all}");

    for stop in [1, 2, all / 2, all] {
        looks.set(0);
        let interrupt = || {
            looks.set(looks.get() + 1);
            if looks.get() >= stop { Err(stop) } else { Ok(()) }
        };
        assert_eq!(parser.outline_until(&text, python, false, &budget, &interrupt).err(), Some(stop));
        assert_eq!(looks.get(), stop, "the work went on after the interrupt");
        let again = parser.outline(&text, python, false, &budget);
        assert_eq!(format!("{again:?}"), format!("{whole:?}"));
    }
}

#[test]
fn a_control_that_stops_nothing_changes_nothing() {
    let engine = Engine::builder().build().unwrap();
    let submission = Submission::code(text());
    let control = Control::cancelled_by(&CancelToken::new()).within(Duration::MAX);
    assert_eq!(engine.assess_with(&submission, &control), engine.assess(&submission));
}

#[test]
fn a_stopped_assessment_is_an_error() {
    let engine = Engine::builder().build().unwrap();
    let submission = Submission::code(text());
    let late = engine.assess_with(&submission, &Control::default().within(Duration::ZERO)).unwrap_err();
    assert_eq!((late.kind(), late.kind().as_str()), (ErrorKind::DeadlineExceeded, "deadline_exceeded"));
    let token = CancelToken::new();
    token.cancel();
    let cancelled = engine.assess_with(&submission, &Control::cancelled_by(&token)).unwrap_err();
    assert_eq!((cancelled.kind(), cancelled.kind().as_str()), (ErrorKind::Cancelled, "cancelled"));
}

/// However the two threads meet: the whole assessment, or the error.
#[test]
fn cancelling_from_another_thread_gives_all_or_nothing() {
    let engine = Engine::builder().build().unwrap();
    let submission = Submission::code(text());
    let whole = engine.assess(&submission).unwrap();
    for round in 0..20 {
        let token = CancelToken::new();
        let begun = AtomicU64::new(0);
        let result = std::thread::scope(|scope| {
            scope.spawn(|| {
                while begun.load(Ordering::Acquire) == 0 {
                    std::hint::spin_loop();
                }
                (0..round * 2_000).for_each(|_| std::hint::spin_loop());
                token.cancel();
            });
            begun.store(1, Ordering::Release);
            engine.assess_with(&submission, &Control::cancelled_by(&token))
        });
        match result {
            Ok(assessment) => assert_eq!(assessment, whole),
            Err(error) => assert_eq!(error.kind(), ErrorKind::Cancelled),
        }
    }
}
