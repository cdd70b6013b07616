//! Order, bounds, failures, pools.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering as Atomic};
use std::sync::{Arc, Condvar, Mutex};

use super::*;
use crate::submission::input_hash;

#[test]
fn results_are_those_of_single_assessments_in_input_order() {
    let inputs: Vec<_> = (0..30).map(|index| (format!("row-{index}"), submission(index))).collect();
    let mut results = Vec::new();
    let state = ENGINE.batch().pool(&pool(4)).run(inputs, |item, state| {
        assert_eq!(state.totals.completed, item.index + 1);
        results.push(item);
        Ok(())
    });
    let state = state.unwrap();
    assert_eq!((state.phase, state.totals.total, state.totals.done()), (Phase::Completed, Some(30), 30));
    assert_eq!(results.len(), 30);
    for (index, item) in (0..).zip(&results) {
        let submission = submission(index);
        assert_eq!((item.index, &item.id), (index, &Some(format!("row-{index}"))));
        assert_eq!(item.input_hash, Some(input_hash(&submission)));
        assert_eq!(item.outcome, ENGINE.assess(&submission));
    }
}

/// Opens when told.
#[derive(Default)]
struct Gate(Mutex<bool>, Condvar);

impl Gate {
    fn open(&self) {
        *self.0.lock().unwrap() = true;
        self.1.notify_all();
    }

    fn pass(&self) {
        drop(self.1.wait_while(self.0.lock().unwrap(), |open| !*open).unwrap());
    }
}

#[test]
fn results_come_as_they_are_ready_when_asked_for() {
    let gate = Gate::default();
    let inputs = (0..6).map(|index| {
        let gate = &gate;
        Acting(move || {
            if index == 0 {
                gate.pass();
            }
            Ok(submission(index))
        })
    });
    let mut order = Vec::new();
    let state = ENGINE.batch().pool(&pool(2)).order(Order::Completion).run(inputs, |item, _| {
        order.push(item.index);
        if order.len() == 5 {
            gate.open();
        }
        Ok(())
    });
    assert_eq!(state.unwrap().totals.completed, 6);
    assert_eq!(order.last(), Some(&0));
    order.sort_unstable();
    assert_eq!(order, [0, 1, 2, 3, 4, 5]);
}

/// Counts the things that exist.
struct Held(Arc<AtomicUsize>);

impl Held {
    fn new(counter: &Arc<AtomicUsize>) -> Self {
        counter.fetch_add(1, Atomic::SeqCst);
        Self(Arc::clone(counter))
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Atomic::SeqCst);
    }
}

/// An item that counts as held until its result is taken.
struct Counted {
    index: u64,
    held: Held,
    results: Arc<Mutex<VecDeque<Held>>>,
    gate: Arc<Gate>,
}

impl BatchInput for Counted {
    fn read(self) -> Result<Submission> {
        if self.index == 0 {
            self.gate.pass();
        }
        self.results.lock().unwrap().push_back(self.held);
        Ok(submission(self.index))
    }
}

#[test]
fn no_more_than_the_window_is_held_however_slow_the_first_item_is() {
    const WINDOW: usize = 5;
    for order in [Order::Input, Order::Completion] {
        let (counter, results, gate) =
            (Arc::default(), Arc::<Mutex<VecDeque<Held>>>::default(), Arc::default());
        let most = AtomicUsize::new(0);
        let finished = AtomicUsize::new(0);
        let inputs = (0..60).map(|index| {
            let held = Held::new(&counter);
            most.fetch_max(counter.load(Atomic::SeqCst), Atomic::SeqCst);
            Counted { index, held, results: Arc::clone(&results), gate: Arc::clone(&gate) }
        });
        let mut inputs = inputs;
        let state = ENGINE.batch().pool(&pool(3)).window(WINDOW).order(order).run_with(
            |_| Poll::Ready(inputs.next()),
            |_| {
                // The first item is held back until the others can go no further without it.
                let before = if order == Order::Input { WINDOW - 1 } else { 30 };
                if finished.fetch_add(1, Atomic::SeqCst) + 1 == before {
                    gate.open();
                }
                Ok(())
            },
            |_, _| {
                results.lock().unwrap().pop_front();
                Ok(())
            },
        );
        assert_eq!(state.unwrap().totals.completed, 60);
        assert_eq!(most.into_inner(), WINDOW, "{order:?}");
        assert_eq!(counter.load(Atomic::SeqCst), 0);
    }
}

#[test]
fn no_more_than_the_asked_for_jobs_run_at_once() {
    let begun = AtomicUsize::new(0);
    let (delivered, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let inputs = (0..20).map(|index| {
        let under_way = begun.fetch_add(1, Atomic::SeqCst) + 1 - delivered.load(Atomic::SeqCst);
        most.fetch_max(under_way, Atomic::SeqCst);
        let begun = &begun;
        Acting(move || {
            // The first item waits for the second: two do run at the same time.
            while begun.load(Atomic::SeqCst) < 2 {
                std::thread::yield_now();
            }
            Ok(submission(index))
        })
    });
    let batch = ENGINE.batch().order(Order::Completion);
    let state = batch.pool(&pool(4)).jobs(2).run(inputs, |_, _| {
        delivered.fetch_add(1, Atomic::SeqCst);
        Ok(())
    });
    assert_eq!((state.unwrap().totals.completed, most.into_inner()), (20, 2));
}

#[test]
fn failures_of_every_kind_cost_one_item_each() {
    type Read = fn(u64) -> Result<Submission>;
    let kinds: [Read; 4] = [
        |index| Ok(submission(index)),
        |_| Err(unreadable()),
        |_| panic_quietly(),
        |_| Ok(Submission { candidate_id: Some("no spaces".to_owned()), ..Submission::default() }),
    ];
    let mut inputs = (0..40_u64).map(|index| Acting(move || kinds[index as usize % 4](index)));
    let mut outcomes = Vec::new();
    let state = ENGINE.batch().pool(&pool(2)).run_with(
        |_| Poll::Ready(inputs.next()),
        // The hash of the fifth item: a defect on the way out.
        |assessment| {
            if assessment.metadata.provenance.input_hash == input_hash(&submission(4)) {
                panic_quietly();
            }
            Ok(())
        },
        |item, _| {
            outcomes.push(item);
            Ok(())
        },
    );
    let state = state.unwrap();
    assert_eq!((state.phase, state.totals.completed, state.totals.failed), (Phase::Completed, 9, 31));
    let kind = |index: usize| outcomes[index].outcome.as_ref().err().map(Error::kind);
    assert_eq!(kind(0), None);
    assert_eq!(kind(1), Some(ErrorKind::Io));
    assert_eq!(kind(2), Some(ErrorKind::Internal));
    assert_eq!(kind(3), Some(ErrorKind::InvalidSubmission));
    assert_eq!(kind(4), Some(ErrorKind::Internal));
    assert_eq!((&outcomes[1].input_hash, &outcomes[2].input_hash), (&None, &None));
    assert_eq!(outcomes[4].input_hash, Some(input_hash(&submission(4))));
}

#[test]
fn a_batch_runs_on_the_very_thread_that_waits_for_it() {
    let count = |engine: &Engine, pool: Option<&ThreadPool>| {
        let batch = engine.batch().window(3);
        let batch = match pool {
            Some(pool) => batch.pool(pool),
            None => batch,
        };
        batch.run((0..10).map(submission), |_, _| Ok(())).unwrap().totals.completed
    };
    let (one, other) = (pool(1), pool(1));
    assert_eq!(count(&ENGINE, Some(&one)), 10);
    assert_eq!(one.install(|| count(&ENGINE, None)), 10);
    assert_eq!(one.install(|| count(&ENGINE, Some(&one))), 10);
    // Two pools of one thread, each waiting for the other.
    let (ours, theirs) = rayon::join(
        || one.install(|| count(&ENGINE, Some(&other))),
        || other.install(|| count(&ENGINE, Some(&one))),
    );
    assert_eq!((ours, theirs), (10, 10));
    // A batch inside an item of a batch.
    let nested = (0..2).map(|index| {
        Acting(move || {
            count(&ENGINE, None);
            Ok(submission(index))
        })
    });
    assert_eq!(ENGINE.batch().pool(&one).run(nested, |_, _| Ok(())).unwrap().totals.completed, 2);
}

#[test]
fn results_come_while_a_source_has_nothing_more_for_now() {
    let mut delivered = 0;
    let mut given = 0_u64;
    let taken = std::cell::Cell::new(0);
    let state = ENGINE.batch().pool(&pool(2)).run_with(
        |may_wait| {
            // The next item exists only once the result of the last is there.
            if given == 5 && taken.get() == 5 {
                return Poll::Ready(None);
            }
            if taken.get() < given {
                return Poll::Pending;
            }
            assert!(may_wait);
            given += 1;
            Poll::Ready(Some(submission(given)))
        },
        Ok,
        |_, _| {
            delivered += 1;
            taken.set(delivered);
            Ok(())
        },
    );
    let state = state.unwrap();
    assert_eq!((state.totals.completed, state.totals.total), (5, Some(5)));
}

#[test]
fn a_batch_of_nothing_is_completed() {
    let state = ENGINE.batch().run(Vec::<Submission>::new(), |_, _| Ok(())).unwrap();
    assert_eq!((state.phase, state.totals.total), (Phase::Completed, Some(0)));
}
