//! Storing a state and resuming from it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use proptest::prelude::*;

use super::*;
use crate::rubric::Rubric;
use sono_syntax::syntax::ParseBudget;

/// A batch in which some items fail, and each reading of an item is counted.
struct Inputs {
    fails: Vec<bool>,
    reads: Vec<AtomicU64>,
}

impl Inputs {
    fn new(fails: Vec<bool>) -> Self {
        let reads = fails.iter().map(|_| AtomicU64::new(0)).collect();
        Self { fails, reads }
    }

    fn iter(&self) -> impl Iterator<Item = impl BatchInput + '_> {
        self.fails.iter().zip(&self.reads).enumerate().map(|(index, (fails, reads))| {
            Acting(move || {
                reads.fetch_add(1, Ordering::SeqCst);
                if *fails { Err(unreadable()) } else { Ok(submission(index as u64)) }
            })
        })
    }
}

/// A host's storage: results by index, and the state stored with the last of them.
#[derive(Default)]
struct Host {
    results: BTreeMap<u64, BatchItem>,
    state: Option<String>,
}

impl Host {
    fn take(&mut self, item: BatchItem, state: &BatchState) {
        assert!(self.results.insert(item.index, item).is_none(), "an item was delivered twice");
        self.state = Some(serde_json::to_string(state).unwrap());
    }

    fn resume<'a>(&self, batch: Batch<'a>) -> Batch<'a> {
        match &self.state {
            Some(state) => batch.resume(serde_json::from_str(state).unwrap()),
            None => batch,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn a_batch_killed_anywhere_resumes_to_the_identical_set(
        fails in prop::collection::vec(prop::bool::weighted(0.4), 1..9),
        window in 1_usize..6,
        order in prop::sample::select(vec![Order::Input, Order::Completion]),
        again in 0_usize..4,
    ) {
        let pool = pool(2);
        let batch = || ENGINE.batch().pool(&pool).window(window).order(order);
        let mut whole = Host::default();
        let inputs = Inputs::new(fails.clone());
        let ended = batch().run(inputs.iter(), |item, state| { whole.take(item, state); Ok(()) }).unwrap();

        for kill in 0..=fails.len() {
            let inputs = Inputs::new(fails.clone());
            let mut host = Host::default();
            // A first life, perhaps some more, and the last.
            for left in [kill, again, usize::MAX] {
                let mut left = left;
                let resumed = host.resume(batch());
                let ran = resumed.run(inputs.iter(), |item, state| {
                    left = left.checked_sub(1).ok_or_else(unreadable)?;
                    host.take(item, state);
                    Ok(())
                });
                if let Ok(state) = ran {
                    prop_assert_eq!(&state.items, &ended.items);
                    prop_assert_eq!(state.phase, Phase::Completed);
                    prop_assert_eq!(state.totals.total, Some(fails.len() as u64));
                }
            }
            prop_assert_eq!(&host.results, &whole.results);
        }
    }
}

fn state_of(inputs: &[Result<Submission>]) -> BatchState {
    ENGINE.batch().run(inputs.to_vec(), |_, _| Ok(())).unwrap()
}

#[test]
fn what_is_done_is_read_again_to_know_it_and_not_done_again() {
    let inputs = Inputs::new(vec![false, true, false]);
    let state = ENGINE.batch().run(inputs.iter(), |_, _| Ok(())).unwrap();
    let mut taken = Vec::new();
    let mut take = |item: BatchItem, _: &BatchState| {
        taken.push(item.index);
        Ok(())
    };
    let same = ENGINE.batch().resume(state.clone()).run(inputs.iter(), &mut take).unwrap();
    assert_eq!(same.items, state.items);
    let again = ENGINE.batch().resume(state).retry_failed(true).run(inputs.iter(), &mut take).unwrap();
    assert_eq!(again.items, same.items);
    assert_eq!(taken, [1]);
    assert_eq!(inputs.reads.iter().map(|reads| reads.load(Ordering::SeqCst)).collect::<Vec<_>>(), [3, 3, 3]);
}

/// An item whose host knows a text that stands for its content.
struct Hashed<'a>(&'a str, &'a AtomicU64);

impl BatchInput for Hashed<'_> {
    fn content_hash(&self) -> Option<String> {
        Some(self.0.to_owned())
    }

    fn read(self) -> Result<Submission> {
        self.1.fetch_add(1, Ordering::SeqCst);
        Ok(Submission::code(self.0))
    }
}

#[test]
fn what_is_done_is_not_even_read_where_the_host_can_tell_its_content() {
    let reads = AtomicU64::new(0);
    let inputs = |texts: [&'static str; 3]| texts.map(|text| Hashed(text, &reads));
    let state = ENGINE.batch().run(inputs(["a = 1", "b = 2", "c = 3"]), |_, _| Ok(())).unwrap();
    let resume = |texts| ENGINE.batch().resume(state.clone()).run(inputs(texts), |_, _| Ok(()));
    assert_eq!(resume(["a = 1", "b = 2", "c = 3"]).unwrap().items, state.items);
    assert_eq!(resume(["a = 1", "c = 3", "b = 2"]).unwrap_err().kind(), ErrorKind::InvalidParameter);
    assert_eq!(reads.into_inner(), 3);
}

/// The result of a batch over the second input that goes on from a state of the first, and what it delivered.
fn resumed(
    state: &BatchState,
    inputs: Vec<(String, Result<Submission>)>,
    configure: impl FnOnce(Batch<'static>) -> Batch<'static>,
) -> (Result<BatchState>, Vec<u64>) {
    let mut taken = Vec::new();
    let batch = configure(ENGINE.batch().resume(state.clone()));
    let ended = batch.run(inputs, |item, _| {
        taken.push(item.index);
        Ok(())
    });
    (ended, taken)
}

fn keyed(indices: impl IntoIterator<Item = u64>) -> Vec<(String, Result<Submission>)> {
    indices.into_iter().map(|index| (format!("k{index}"), Ok(submission(index)))).collect()
}

/// A state in which the first ten of twenty items are done, and the fourth has failed.
fn half_done() -> (BatchState, Vec<(String, Result<Submission>)>) {
    let mut inputs = keyed(0..20);
    inputs[3].1 = Err(unreadable());
    let ended = ENGINE.batch().run(inputs[..10].to_vec(), |_, _| Ok(())).unwrap();
    let stored = serde_json::to_string(&ended).unwrap();
    (serde_json::from_str(&stored).unwrap(), inputs)
}

#[test]
fn whatever_changed_in_what_is_done_is_refused_before_anything_is_delivered() {
    let (state, inputs) = half_done();
    let (same, taken) = resumed(&state, inputs.clone(), |batch| batch);
    assert_eq!((same.unwrap().totals.done(), taken), (20, (10..20).collect()));

    type Change = fn(&mut Vec<(String, Result<Submission>)>);
    let changes: [(&str, Change); 9] = [
        ("reversed", |inputs| inputs.reverse()),
        ("two swapped", |inputs| inputs.swap(7, 8)),
        ("moved by one", |inputs| inputs.rotate_left(1)),
        ("one put in", |inputs| inputs.insert(0, ("new".to_owned(), Ok(submission(99))))),
        ("other code", |inputs| inputs[9].1 = Ok(submission(99))),
        ("another key", |inputs| inputs[0].0 = "other".to_owned()),
        ("another candidate", |inputs| inputs[5].1.as_mut().unwrap().candidate_id = Some("x".to_owned())),
        ("an attribute", |inputs| {
            inputs[5].1.as_mut().unwrap().attributes.insert("role".to_owned(), 1.into());
        }),
        ("no longer broken", |inputs| inputs[3].1 = Ok(submission(3))),
    ];
    for (name, change) in changes {
        for order in [Order::Input, Order::Completion] {
            let mut changed = inputs.clone();
            change(&mut changed);
            let (ended, taken) = resumed(&state, changed, |batch| batch.order(order));
            let error = ended.expect_err(name);
            assert_eq!(error.kind(), ErrorKind::InvalidParameter, "{name}");
            assert!(error.message().contains("has changed"), "{name}: {error}");
            assert!(taken.is_empty(), "{name}: {taken:?}");
        }
    }
    // What is not done may change, and so may what is to be done again.
    let mut changed = inputs;
    changed[15].1 = Ok(submission(99));
    assert_eq!(resumed(&state, changed.clone(), |batch| batch).1, (10..20).collect::<Vec<_>>());
    changed[3].1 = Ok(submission(3));
    let (ended, taken) = resumed(&state, changed, |batch| batch.retry_failed(true));
    assert_eq!((ended.unwrap().totals.failed, taken[0], taken.len()), (0, 3, 11));
}

#[test]
fn what_lies_before_changed_items_is_not_delivered_either() {
    for (order, jobs) in
        [(Order::Input, 1), (Order::Input, 4), (Order::Completion, 1), (Order::Completion, 4)]
    {
        let inputs = keyed(0..20);
        let mut state = ENGINE.batch().run(inputs.clone(), |_, _| Ok(())).unwrap();
        // As if the first items had been slow, or had failed and were to be done again.
        state.items = serde_json::from_value(serde_json::json!([])).unwrap();
        let done = ENGINE.batch().run(inputs.clone(), |item, _| {
            if !matches!(item.index, 0 | 1 | 5 | 6) {
                state.set(item.index, ItemStatus::Completed, Some(item.digest));
            }
            Ok(())
        });
        done.unwrap();
        let configure = |batch: Batch<'static>| batch.order(order).jobs(jobs).window(5);
        let (same, mut taken) = resumed(&state, inputs.clone(), configure);
        taken.sort_unstable();
        assert_eq!((same.unwrap().totals.completed, taken), (20, vec![0, 1, 5, 6]));
        for changed_index in [2, 19] {
            let mut changed = inputs.clone();
            changed[changed_index].1 = Ok(submission(99));
            let (ended, taken) = resumed(&state, changed, configure);
            assert_eq!(ended.unwrap_err().kind(), ErrorKind::InvalidParameter);
            assert!(taken.is_empty(), "{order:?} {jobs} {changed_index}: {taken:?}");
        }
        // With more items before it than are held, some are delivered, but none mixed: each is of this input.
        let (ended, _) = resumed(&state, inputs[..10].to_vec(), |batch| batch.window(1));
        assert_eq!(ended.unwrap_err().kind(), ErrorKind::InvalidParameter);
    }
}

#[test]
fn a_state_that_does_not_say_what_its_items_are_made_of_is_refused() {
    let (state, inputs) = half_done();
    let mut json = serde_json::to_value(&state).unwrap();
    json["items"][2].as_object_mut().unwrap().remove("digest").unwrap();
    let (ended, taken) = resumed(&serde_json::from_value(json).unwrap(), inputs, |batch| batch);
    let error = ended.unwrap_err();
    assert_eq!((error.kind(), taken), (ErrorKind::InvalidParameter, vec![]));
    assert!(error.message().contains("items 4 to 9"), "{error}");
}

#[test]
fn a_state_of_other_rules_or_other_input_is_refused() {
    let state = state_of(&[Ok(submission(0)), Ok(submission(1))]);
    let hiring = Engine::builder().rubric(Rubric::builtin("hiring").unwrap()).build().unwrap();
    let error = hiring.batch().resume(state.clone()).run((0..2).map(submission), |_, _| Ok(())).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidParameter);
    assert!(error.problems().iter().any(|problem| problem.pointer.as_deref() == Some("/rubric/id")));
    let budget = ParseBudget { nodes: Some(1), ..ParseBudget::default() };
    let frugal = Engine::builder().parse_budget(budget).build().unwrap();
    let error = frugal.batch().resume(state.clone()).run((0..2).map(submission), |_, _| Ok(())).unwrap_err();
    let pointers: Vec<_> = error.problems().iter().filter_map(|problem| problem.pointer.as_deref()).collect();
    assert_eq!((error.kind(), pointers), (ErrorKind::InvalidParameter, vec!["/setup_hash"]));
    let shorter = ENGINE.batch().resume(state).run((0..1).map(submission), |_, _| Ok(()));
    assert_eq!(shorter.unwrap_err().kind(), ErrorKind::InvalidParameter);
}

#[test]
fn the_stored_form_is_pinned_compact_and_described_by_its_schema() {
    let mut state = state_of(&[Ok(submission(0)), Ok(submission(1)), Err(unreadable())]);
    state.engine_version = "0.0.0".to_owned();
    state.rubric.version = "0".to_owned();
    state.rubric.hash = "00".to_owned();
    state.setup_hash = "11".to_owned();
    state.totals.elapsed_ms = 1_500;
    state.totals.throughput = Some(2.0);
    let json = serde_json::to_value(&state).unwrap();
    let digests: Vec<_> = state.items.runs().filter_map(|run| run.digest).map(String::from).collect();
    let pinned = concat!(
        r#"{"engine_version":"0.0.0","rubric":{"id":"growth","version":"0","hash":"00"},"setup_hash":"11","phase":"completed","#,
        r#""total":3,"completed":2,"failed":1,"cancelled":0,"elapsed_ms":1500,"throughput":2.0,"remaining_ms":0,"#,
        r#""items":[{"first":0,"count":2,"status":"completed","digest":"PIN1"},"#,
        r#"{"first":2,"count":1,"status":"failed","digest":"PIN2"}]}"#,
    );
    let pinned = pinned.replace("PIN1", &digests[0]).replace("PIN2", &digests[1]);
    assert_eq!(serde_json::to_string(&state).unwrap(), pinned);
    let schema = crate::schema::batch_state();
    jsonschema::validate(&schema, &json).unwrap();
    assert_eq!(serde_json::from_value::<BatchState>(json).unwrap(), state);
}

#[test]
fn a_state_that_does_not_add_up_is_refused() {
    let json = serde_json::to_value(state_of(&[Ok(submission(0)), Err(unreadable())])).unwrap();
    for (pointer, value) in [
        ("/completed", serde_json::json!(2)),
        ("/failed", 0.into()),
        ("/total", 1.into()),
        ("/items/0/count", 2.into()),
        ("/items/0/status", "failed".into()),
        ("/phase", "asleep".into()),
    ] {
        let mut edited = json.clone();
        *edited.pointer_mut(pointer).unwrap() = value;
        assert!(serde_json::from_value::<BatchState>(edited).is_err(), "{pointer}");
    }
}

#[test]
fn times_are_those_of_all_runs_and_the_clock_is_the_hosts() {
    let mut state = state_of(&[Ok(submission(0))]);
    assert_eq!((state.started_unix_ms, state.totals.estimated_end_unix_ms), (None, None));
    state.totals.elapsed_ms = 1_000_000;
    state.started_unix_ms = Some(5);
    let state =
        ENGINE.batch().resume(state).started_unix_ms(9_000_000).run((0..2).map(submission), |_, _| Ok(()));
    let state = state.unwrap();
    assert!(state.totals.elapsed_ms >= 1_000_000);
    assert_eq!((state.started_unix_ms, state.totals.remaining_ms), (Some(5), Some(0)));
    assert!(state.totals.estimated_end_unix_ms >= Some(9_000_000));
}
