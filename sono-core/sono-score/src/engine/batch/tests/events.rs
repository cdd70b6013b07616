//! Events, snapshots and what watchers make of them.

use super::*;
use crate::engine::{EventKind, ProgressLog, Snapshot};

const EVERY_ITEM: Throttle = Throttle { items: 1, interval: Duration::MAX };

/// Ten items, of which each third fails; `stop` cancels after so many results.
fn events_of(throttle: Throttle, order: Order, stop: Option<u64>) -> (Vec<ProgressEvent>, BatchState) {
    let token = CancelToken::new();
    let inputs = (0..10).map(|index| if index % 3 == 0 { Err(unreadable()) } else { Ok(submission(index)) });
    let inputs = inputs.enumerate().map(|(index, input)| (format!("item-{index}"), input));
    let mut events = Vec::new();
    let pool = pool(3);
    // So small a window that a batch that is stopped early cannot have read all items.
    let batch = ENGINE.batch().pool(&pool).window(2).order(order).throttle(throttle).cancel(&token);
    let state = batch.on_event(|event| events.push(event.clone())).run(inputs, |_, state| {
        if Some(state.totals.done()) == stop {
            token.cancel();
        }
        Ok(())
    });
    (events, state.unwrap())
}

#[test]
fn events_are_numbered_without_gaps_and_add_up_to_the_state() {
    for order in [Order::Input, Order::Completion] {
        for stop in [None, Some(1), Some(4)] {
            let (events, state) = events_of(EVERY_ITEM, order, stop);
            let mut folded = None;
            let (mut completed, mut failed) = (0, 0);
            for (sequence, event) in (0..).zip(&events) {
                assert_eq!(event.sequence, sequence);
                match &event.kind {
                    EventKind::BatchStarted { state } => folded = Some(state.clone()),
                    EventKind::ItemCompleted { .. } => completed += 1,
                    EventKind::ItemFailed { .. } => failed += 1,
                    EventKind::Progress(totals)
                    | EventKind::BatchCompleted(totals)
                    | EventKind::BatchCancelled { totals, .. } => {
                        assert_eq!((totals.completed, totals.failed), (completed, failed));
                    }
                }
                folded.as_mut().unwrap().apply(event);
            }
            assert_eq!(folded.as_ref(), Some(&state));
            assert_eq!(state.totals.total, Some(10));
            let last = &events.last().unwrap().kind;
            match stop {
                None => assert!(matches!(last, EventKind::BatchCompleted(totals) if totals.done() == 10)),
                Some(_) => {
                    assert!(matches!(last, EventKind::BatchCancelled { reason: Phase::Cancelled, .. }))
                }
            }
        }
    }
}

#[test]
fn progress_is_throttled_and_items_are_not() {
    let count = |items| {
        let (events, _) = events_of(Throttle { items, interval: Duration::MAX }, Order::Input, None);
        let progress = events.iter().filter(|event| matches!(event.kind, EventKind::Progress(_))).count();
        (progress, events.len() - progress)
    };
    assert_eq!(count(1), (10, 12));
    assert_eq!(count(4), (2, 12));
    assert_eq!(count(u64::MAX), (0, 12));
}

#[test]
fn an_item_is_told_after_its_result_was_taken() {
    let log = std::cell::RefCell::new(Vec::new());
    let on_event = |event: &ProgressEvent| {
        if let EventKind::ItemCompleted { index, .. } = event.kind {
            log.borrow_mut().push(("told", index));
        }
    };
    let ran = ENGINE.batch().on_event(on_event).run((0..2).map(submission), |item, _| {
        log.borrow_mut().push(("taken", item.index));
        Ok(())
    });
    ran.unwrap();
    assert_eq!(log.into_inner(), [("taken", 0), ("told", 0), ("taken", 1), ("told", 1)]);
}

#[test]
fn events_and_snapshots_have_a_json_form_with_a_schema() {
    let (events, _) = events_of(EVERY_ITEM, Order::Input, Some(5));
    let schema = crate::schema::progress();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut log = ProgressLog::new(3);
    for event in &events {
        let json = serde_json::to_value(event).unwrap();
        validator.validate(&json).map_err(|error| format!("{error}: {json}")).unwrap();
        assert_eq!(serde_json::from_value::<ProgressEvent>(json).unwrap(), *event);
        log.record(event);
        let snapshot = log.snapshot().unwrap();
        let json = serde_json::to_value(&snapshot).unwrap();
        assert_eq!(json["type"], "snapshot");
        validator.validate(&json).map_err(|error| format!("{error}: {json}")).unwrap();
        assert_eq!(serde_json::from_value::<Snapshot>(json).unwrap(), snapshot);
    }
    assert_eq!(
        serde_json::to_string(&events[1]).unwrap(),
        r#"{"sequence":1,"type":"item_failed","index":0,"id":"item-0","digest":"afdfa4cf16460a21163979a55320afbb","error":{"kind":"io","message":"the line cannot be read"}}"#
    );
    let hash = crate::submission::input_hash(&submission(1));
    let EventKind::ItemCompleted { digest: Some(digest), .. } = events[3].kind else {
        panic!("{:?}", events[3])
    };
    let digest = String::from(digest);
    assert_eq!(
        serde_json::to_string(&events[3]).unwrap(),
        format!(
            r#"{{"sequence":3,"type":"item_completed","index":1,"id":"item-1","input_hash":"{hash}","digest":"{digest}"}}"#
        )
    );
    assert!(!validator.is_valid(&serde_json::json!({"sequence": 0, "type": "item_lost", "index": 0})));
}

#[test]
fn what_the_host_refuses_is_told_as_given_up() {
    let mut events = Vec::new();
    let batch = ENGINE.batch().on_event(|event| events.push(event.clone()));
    let sink = |item: BatchItem, _: &BatchState| if item.index == 2 { Err(unreadable()) } else { Ok(()) };
    assert_eq!(batch.run((0..4).map(submission), sink).unwrap_err(), unreadable());
    let Some(EventKind::BatchCancelled { reason, items, totals }) = events.last().map(|event| &event.kind)
    else {
        panic!("{events:?}");
    };
    assert_eq!((*reason, totals.completed, totals.cancelled), (Phase::Stopped, 2, items.len() as u64));
    assert_eq!(items.first(), Some(&2));
}

/// A watcher that knows nothing but what it was sent.
#[derive(Default)]
struct Watcher {
    state: Option<BatchState>,
    last: Option<u64>,
}

impl Watcher {
    fn catch_up(&mut self, log: &ProgressLog) {
        let missed = log.after(self.last);
        if let Some(snapshot) = missed.snapshot {
            self.last = Some(snapshot.sequence);
            self.state = Some(snapshot.state);
        }
        missed.events.iter().for_each(|event| self.see(event));
    }

    fn see(&mut self, event: &ProgressEvent) {
        if let Some(last) = self.last {
            assert_eq!(event.sequence, last + 1);
        }
        match &mut self.state {
            Some(state) => state.apply(event),
            none => {
                let EventKind::BatchStarted { state } = &event.kind else { panic!("{event:?}") };
                *none = Some(state.clone());
            }
        }
        self.last = Some(event.sequence);
    }
}

#[test]
fn whoever_comes_late_or_comes_back_ends_with_the_same_state() {
    let (events, state) = events_of(EVERY_ITEM, Order::Completion, None);
    for capacity in [0, 1, 3, events.len(), 100] {
        for away in 0..events.len() {
            for back in away..=events.len() {
                let mut log = ProgressLog::new(capacity);
                let mut watcher = Watcher::default();
                for (index, event) in events.iter().enumerate() {
                    if index == back {
                        watcher.catch_up(&log);
                    }
                    log.record(event);
                    if index < away || index >= back {
                        watcher.see(event);
                    }
                }
                if back == events.len() {
                    watcher.catch_up(&log);
                }
                assert_eq!(watcher.state.as_ref(), Some(&state), "{capacity} {away} {back}");
            }
        }
    }
}

#[test]
fn the_log_sends_events_as_long_as_it_has_them() {
    let (events, _) = events_of(EVERY_ITEM, Order::Input, None);
    let last = events.last().unwrap().sequence;
    let mut log = ProgressLog::new(4);
    assert_eq!(log.after(None), Default::default());
    assert_eq!(log.after(Some(3)), Default::default());
    events.iter().for_each(|event| log.record(event));
    for sequence in last - 4..=last {
        let missed = log.after(Some(sequence));
        assert!(missed.snapshot.is_none());
        assert_eq!(missed.events, events[sequence as usize + 1..]);
    }
    for unknown in [None, Some(0), Some(last - 5), Some(last + 1), Some(u64::MAX)] {
        let missed = log.after(unknown);
        assert_eq!(missed.snapshot.map(|snapshot| snapshot.sequence), Some(last));
        assert!(missed.events.is_empty());
    }
    // Another run begins anew.
    log.record(&events[0]);
    assert_eq!(log.after(Some(0)).events, []);
    assert_eq!(log.after(Some(last)).snapshot.unwrap().sequence, 0);
}
