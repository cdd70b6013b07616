//! Cancellation and deadlines.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

use super::*;

#[test]
fn cancellation_ends_the_item_under_way_and_begins_no_other() {
    let token = CancelToken::new();
    let begun = AtomicU64::new(0);
    let inputs = (0..50).map(|index| {
        let (token, begun) = (&token, &begun);
        Acting(move || {
            begun.fetch_add(1, Ordering::SeqCst);
            if index == 3 {
                token.cancel();
            }
            Ok(submission(index))
        })
    });
    let mut taken = Vec::new();
    // One job: the item that cancels is the only one under way.
    let state = ENGINE.batch().pool(&pool(2)).jobs(1).cancel(&token).run(inputs, |item, _| {
        taken.push(item.index);
        Ok(())
    });
    let state = state.unwrap();
    assert_eq!(state.phase, Phase::Cancelled);
    assert_eq!((taken, begun.into_inner()), (vec![0, 1, 2], 4));
    assert_eq!((state.totals.completed, state.totals.failed, state.totals.cancelled), (3, 0, 1));
    assert_eq!(state.items.get(3), Some(ItemStatus::Cancelled));
    assert_eq!(state.items.get(4), None);
}

#[test]
fn what_is_ready_when_a_batch_is_cancelled_is_delivered() {
    let token = CancelToken::new();
    // The assessment of the last item is done when it cancels.
    let mut inputs = (0..4).map(submission);
    let mut taken = 0;
    let done = AtomicU64::new(0);
    let state = ENGINE.batch().pool(&pool(1)).cancel(&token).run_with(
        |_| Poll::Ready(inputs.next()),
        |assessment| {
            if done.fetch_add(1, Ordering::SeqCst) == 3 {
                token.cancel();
            }
            Ok(assessment)
        },
        |_, _| {
            taken += 1;
            Ok(())
        },
    );
    let state = state.unwrap();
    assert_eq!((taken, state.totals.completed, state.totals.cancelled), (4, 4, 0));
}

#[test]
fn a_token_cancelled_before_lets_nothing_begin() {
    let token = CancelToken::new();
    token.cancel();
    let state = ENGINE.batch().cancel(&token).run((0..5).map(submission), |_, _| Ok(())).unwrap();
    assert_eq!((state.phase, state.totals.done(), state.totals.cancelled), (Phase::Cancelled, 0, 0));
}

#[test]
fn an_item_past_its_deadline_fails_and_the_batch_goes_on() {
    let mut kinds = Vec::new();
    let state = ENGINE.batch().item_deadline(Duration::ZERO).run((0..5).map(submission), |item, _| {
        kinds.push(item.outcome.unwrap_err().kind());
        Ok(())
    });
    assert_eq!(kinds, [ErrorKind::DeadlineExceeded; 5]);
    let state = state.unwrap();
    assert_eq!((state.phase, state.totals.failed), (Phase::Completed, 5));
}

#[test]
fn a_batch_past_its_deadline_stops_and_can_be_resumed() {
    let inputs = || (0..5).map(submission);
    let state = ENGINE.batch().batch_deadline(Duration::ZERO).run(inputs(), |_, _| Ok(())).unwrap();
    assert_eq!((state.phase, state.totals.done()), (Phase::DeadlineExceeded, 0));
    let state =
        ENGINE.batch().batch_deadline(Duration::MAX).resume(state).run(inputs(), |_, _| Ok(())).unwrap();
    assert_eq!((state.phase, state.totals.completed), (Phase::Completed, 5));
}

#[test]
fn an_error_of_the_host_ends_the_batch_and_nothing_follows() {
    for order in [Order::Input, Order::Completion] {
        let mut taken = 0;
        let ended = ENGINE.batch().pool(&pool(3)).order(order).run((0..50).map(submission), |_, state| {
            taken += 1;
            assert_eq!(state.totals.completed, taken);
            if taken == 7 { Err(unreadable()) } else { Ok(()) }
        });
        assert_eq!((ended.unwrap_err(), taken), (unreadable(), 7));
    }
}

#[test]
fn a_panic_of_the_host_reaches_it() {
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        ENGINE.batch().pool(&pool(2)).run((0..50).map(submission), |_, _| panic_quietly())
    }));
    assert_eq!(panicked.unwrap_err().downcast_ref(), Some(&"on purpose"));
}
