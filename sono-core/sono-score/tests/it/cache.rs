//! The promises of the cache: the same results, each computed once, nobody's data at anybody else, and numbers that
//! add up.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::thread;
use std::time::Duration;

use proptest::prelude::*;
use sono_score::assessment::{Assessment, canonical_json};
use sono_score::engine::Engine;
use sono_score::engine::cache::{Cache, CacheBuilder, CacheKey, CacheStats, CacheStore};
use sono_score::submission::Submission;
use sono_score::{Error, ErrorKind, Result};
use sono_syntax::text::PositionEncoding;

fn engine(cache: CacheBuilder) -> (Engine, Arc<Cache>) {
    let cache = Arc::new(cache.build());
    (Engine::builder().cache(Arc::clone(&cache)).build().unwrap(), cache)
}

fn bytes(assessment: &Assessment) -> String {
    canonical_json(assessment).unwrap()
}

/// The promises of the documentation of `CacheStats`.
#[track_caller]
fn adds_up(stats: &CacheStats) {
    assert_eq!(stats.requests, stats.hits + stats.coalesced + stats.misses, "{stats:?}");
    let from_store = stats.outer.map_or(0, |outer| outer.hits);
    assert_eq!(stats.misses, stats.computed + stats.failed + from_store, "{stats:?}");
    if let Some(outer) = stats.outer {
        assert_eq!(
            stats.misses,
            outer.hits + outer.misses + outer.corrupt + outer.read_failures,
            "{stats:?}"
        );
    }
    let gone = stats.evicted + stats.expired + stats.invalidated + stats.replaced;
    assert_eq!(stats.added, stats.entries + gone, "{stats:?}");
    assert!(stats.bytes <= stats.capacity_bytes, "{stats:?}");
    assert_eq!(stats.bytes == 0, stats.entries == 0, "{stats:?}");
}

/// A store in memory that fails when told to.
#[derive(Default)]
struct Store {
    values: Mutex<HashMap<String, Vec<u8>>>,
    fails: AtomicBool,
    calls: AtomicUsize,
}

impl Store {
    fn call(&self) -> Result<()> {
        self.calls.fetch_add(1, Ordering::SeqCst);
        match self.fails.load(Ordering::SeqCst) {
            true => Err(Error::new(ErrorKind::Io, "the store is down")),
            false => Ok(()),
        }
    }

    fn len(&self) -> usize {
        self.values.lock().unwrap().len()
    }
}

impl CacheStore for Store {
    fn get(&self, key: &str) -> Result<Option<Vec<u8>>> {
        self.call()?;
        Ok(self.values.lock().unwrap().get(key).cloned())
    }

    fn put(&self, key: &str, value: &[u8], _: Option<Duration>) -> Result<()> {
        self.call()?;
        self.values.lock().unwrap().insert(key.to_owned(), value.to_vec());
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<()> {
        self.call()?;
        self.values.lock().unwrap().remove(key);
        Ok(())
    }
}

#[test]
fn a_cached_result_is_the_fresh_one_byte_for_byte() {
    let store = Arc::new(Store::default());
    let (first, cache) = engine(Cache::builder().store(store.clone()));
    let (second, behind) = engine(Cache::builder().store(store));
    for (name, mut submission) in crate::common::all() {
        for encoding in [PositionEncoding::Utf8, PositionEncoding::Utf16] {
            submission.options.position_encoding = encoding;
            let fresh = bytes(&Engine::builder().build().unwrap().assess(&submission).unwrap());
            assert_eq!(bytes(&first.assess(&submission).unwrap()), fresh, "{name}, computed");
            assert_eq!(bytes(&first.assess(&submission).unwrap()), fresh, "{name}, from memory");
            assert_eq!(bytes(&second.assess(&submission).unwrap()), fresh, "{name}, from the store");
            assert_eq!(bytes(&second.assess(&submission).unwrap()), fresh, "{name}, from memory after that");
            assert_eq!(bytes(&first.assess_uncached(&submission).unwrap()), fresh, "{name}, past the cache");
        }
    }
    let examples = 2 * crate::common::all().len() as u64;
    let (cache, behind) = (cache.stats(), behind.stats());
    assert_eq!((cache.computed, cache.hits), (examples, examples));
    assert_eq!((behind.computed, behind.hits, behind.outer.unwrap().hits), (0, examples, examples));
    assert!(cache.saved_ns > 0 && behind.saved_ns > cache.saved_ns, "read back twice, not once");
    adds_up(&cache);
    adds_up(&behind);
}

#[test]
fn a_hundred_threads_that_ask_for_the_same_compute_it_once() {
    /// Answers only when all threads are under way, so that they do meet.
    struct Gate(Arc<AtomicUsize>, Store);
    impl CacheStore for Gate {
        fn get(&self, key: &str) -> Result<Option<Vec<u8>>> {
            while self.0.load(Ordering::SeqCst) < THREADS {
                thread::yield_now();
            }
            self.1.get(key)
        }
        fn put(&self, key: &str, value: &[u8], time: Option<Duration>) -> Result<()> {
            self.1.put(key, value, time)
        }
        fn remove(&self, key: &str) -> Result<()> {
            self.1.remove(key)
        }
    }
    const THREADS: usize = 100;

    let started = Arc::new(AtomicUsize::new(0));
    let store = Arc::new(Gate(Arc::clone(&started), Store::default()));
    let (engine, cache) = engine(Cache::builder().store(store.clone()));
    let submission = crate::common::load(&crate::common::examples().join("inventory.py"));
    let fresh = bytes(&engine.assess_uncached(&submission).unwrap());
    let results: Vec<String> = thread::scope(|scope| {
        let ask = || {
            started.fetch_add(1, Ordering::SeqCst);
            bytes(&engine.assess(&submission).unwrap())
        };
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(results.iter().all(|result| *result == fresh));
    let stats = cache.stats();
    assert_eq!((stats.computed, stats.requests, stats.entries), (1, THREADS as u64, 1));
    assert_eq!(stats.hits + stats.coalesced, THREADS as u64 - 1);
    assert_eq!(store.1.calls.load(Ordering::SeqCst), 2, "one reading and one writing");
    adds_up(&stats);
}

#[test]
fn a_failing_store_loses_nothing() {
    let store = Arc::new(Store::default());
    let (engine, cache) = engine(Cache::builder().store(store.clone()));
    let submissions: Vec<_> = (0..4).map(|n| Submission::code(format!("x = {n}\n"))).collect();
    let fresh: Vec<_> = submissions.iter().map(|s| engine.assess_uncached(s).unwrap()).collect();
    let check = || {
        for (submission, fresh) in submissions.iter().zip(&fresh) {
            assert_eq!(engine.assess(submission).unwrap(), *fresh);
        }
        adds_up(&cache.stats());
    };

    store.fails.store(true, Ordering::SeqCst);
    check();
    check();
    let outer = cache.stats().outer.unwrap();
    assert_eq!((outer.read_failures, outer.write_failures, outer.hits), (4, 4, 0));
    assert_eq!(cache.stats().hits, 4, "memory holds what the store would not take");
    let key = engine.cache_key(&submissions[0]).unwrap();
    let invalidation = cache.invalidate(&key);
    assert_eq!((invalidation.entries, invalidation.failed), (1, vec![key]));

    store.fails.store(false, Ordering::SeqCst);
    assert_eq!(cache.invalidate(&key).failed, []);
    check();
    assert_eq!(store.len(), 1, "only what was computed since");
    cache.invalidate_if(|_, _| true);
    check();
    assert_eq!(store.len(), 4);
}

#[test]
fn corrupt_bytes_are_computed_again_and_replaced() {
    let store = Arc::new(Store::default());
    let submission = Submission::code("def f(x):\n    return x\n");
    let (first, _) = engine(Cache::builder().store(store.clone()));
    let fresh = first.assess(&submission).unwrap();
    let damages: [fn(&mut Vec<u8>); 3] =
        [|bytes| bytes.truncate(200), |bytes| bytes.clear(), |bytes| bytes[300] ^= 1];
    for damage in damages {
        store.values.lock().unwrap().values_mut().for_each(damage);
        let (second, cache) = engine(Cache::builder().store(store.clone()));
        assert_eq!(second.assess(&submission).unwrap(), fresh);
        let stats = cache.stats();
        assert_eq!((stats.outer.unwrap().corrupt, stats.computed), (1, 1));
        adds_up(&stats);
        let (third, cache) = engine(Cache::builder().store(store.clone()));
        assert_eq!(third.assess(&submission).unwrap(), fresh);
        assert_eq!(cache.stats().outer.unwrap().hits, 1, "the good bytes are back");
    }
}

#[test]
fn what_is_refused_is_refused_whatever_the_cache_holds() {
    let (engine, cache) = engine(Cache::builder());
    let mut submission = Submission::code("x = 1\n");
    engine.assess(&submission).unwrap();
    submission.candidate_id = Some("not an id".to_owned());
    assert_eq!(engine.assess(&submission).unwrap_err().kind(), ErrorKind::InvalidSubmission);
    submission.candidate_id = None;
    submission.options.rubric_parameters.insert("no such parameter".to_owned(), 1.into());
    assert_eq!(engine.assess(&submission).unwrap_err().kind(), ErrorKind::InvalidParameter);
    assert_eq!(engine.cache_key(&submission).unwrap_err().kind(), ErrorKind::InvalidParameter);
    let strict = sono_score::submission::Limits { max_text_bytes: 3, ..Default::default() };
    let strict = Engine::builder().limits(strict).cache(Arc::clone(&cache)).build().unwrap();
    assert_eq!(strict.assess(&Submission::code("x = 1\n")).unwrap_err().kind(), ErrorKind::LimitExceeded);
    assert_eq!(cache.stats().requests, 1);
}

#[test]
fn time_to_live_and_time_to_idle_end_entries() {
    let submission = Submission::code("x = 1\n");
    let moment = Duration::from_millis(1);
    for builder in [Cache::builder().time_to_live(moment), Cache::builder().time_to_idle(moment)] {
        let (engine, cache) = engine(builder);
        let key = engine.cache_key(&submission).unwrap();
        engine.assess(&submission).unwrap();
        while cache.contains(&key) {
            thread::sleep(moment);
        }
        let stats = cache.stats();
        assert_eq!((stats.expired, stats.entries, stats.bytes), (1, 0, 0));
        adds_up(&stats);
        engine.assess(&submission).unwrap();
        assert_eq!(cache.stats().computed, 2);
    }
    for time in [Duration::from_secs(3_600), Duration::MAX] {
        let (engine, cache) = engine(Cache::builder().time_to_live(time).time_to_idle(time));
        engine.assess(&submission).unwrap();
        thread::sleep(moment);
        assert!(cache.contains(&engine.cache_key(&submission).unwrap()));
    }
}

#[test]
fn a_store_that_does_not_forget_does_not_prolong_lives() {
    let store = Arc::new(Store::default());
    let submission = Submission::code("x = 1\n");
    let builder = || Cache::builder().time_to_live(Duration::from_millis(1)).store(store.clone());
    engine(builder()).0.assess(&submission).unwrap();
    assert_eq!(store.len(), 1);
    thread::sleep(Duration::from_millis(3));
    let (second, cache) = engine(builder());
    second.assess(&submission).unwrap();
    let outer = cache.stats().outer.unwrap();
    assert_eq!((outer.hits, outer.misses), (0, 1));
}

#[test]
fn memory_stays_within_the_capacity() {
    let one = {
        let (engine, cache) = engine(Cache::builder());
        engine.assess(&Submission::code("x = 0\n")).unwrap();
        cache.stats().bytes
    };
    assert!(one > 1_000);
    let (engine, cache) = engine(Cache::builder().capacity_bytes(10 * one));
    for n in 0..300 {
        engine.assess(&Submission::code(format!("x = {n}\n"))).unwrap();
    }
    let stats = cache.stats();
    adds_up(&stats);
    assert!(stats.entries >= 8 && stats.entries <= 10, "{stats:?}");
    assert_eq!(stats.evicted + stats.entries, 300);

    for capacity in [one / 2, 0] {
        let (engine, cache) = self::engine(Cache::builder().capacity_bytes(capacity));
        engine.assess(&Submission::code("x = 0\n")).unwrap();
        let stats = cache.stats();
        assert_eq!((stats.entries, stats.evicted), (0, 1), "too large to keep");
        adds_up(&stats);
    }
}

/// A submission of one of a few candidates, most of whom hand in the same.
fn submission(text: usize, candidate: usize) -> Submission {
    Submission::builder()
        .code(format!("def f(x):\n    return x + {text}\n"))
        .candidate_id(CANDIDATES[candidate])
        .attribute("secret", format!("of-{}", CANDIDATES[candidate]))
        .build()
        .unwrap()
}

const CANDIDATES: [&str; 3] = ["candidate-anna", "candidate-bela", "candidate-cleo"];
const TEXTS: usize = 4;

#[test]
fn a_candidate_is_forgotten_and_others_are_not() {
    let store = Arc::new(Store::default());
    let (engine, cache) = engine(Cache::builder().store(store.clone()));
    let keys: Vec<CacheKey> = (0..3).map(|text| engine.cache_key(&submission(text, 0)).unwrap()).collect();
    engine.assess(&submission(0, 0)).unwrap();
    engine.assess(&submission(0, 1)).unwrap();
    engine.assess(&submission(1, 1)).unwrap();
    engine.assess(&submission(2, 2)).unwrap();
    assert_eq!(cache.stats().computed, 3);

    assert_eq!(cache.invalidate_candidate("nobody").entries, 0);
    assert_eq!(cache.invalidate_candidate(CANDIDATES[1]).entries, 2, "shared or not");
    assert_eq!([0, 1, 2].map(|n| cache.contains(&keys[n])), [false, false, true]);
    assert_eq!(store.len(), 1);

    assert_eq!(cache.invalidate_rubric("classic").entries, 0);
    assert_eq!(cache.invalidate_rubric(engine.rubric().id()).entries, 1);
    engine.assess(&submission(0, 0)).unwrap();
    engine.assess(&submission(1, 0)).unwrap();
    let summary = cache.invalidate_if(|key, assessment| {
        assert_eq!((&assessment.candidate_id, assessment.attributes.len()), (&None, 0));
        *key == keys[1]
    });
    assert_eq!(summary.entries, 1);
    adds_up(&cache.stats());
}

#[test]
fn warming_takes_what_the_engine_would_give() {
    let plain = Engine::builder().build().unwrap();
    let mut old: Vec<Assessment> = (0..3).map(|text| plain.assess(&submission(text, 0)).unwrap()).collect();
    old[0].assessment_id = Some("id".to_owned());
    old[0].timestamp = Some("2025-01-01T00:00:00Z".to_owned());
    old[0].processing_time_ms = Some(2.5);
    let mut other = old[0].clone();
    other.engine_version = "0.0.1".to_owned();
    let mut grammar = old[0].clone();
    grammar.metadata.provenance.grammars[0].version = "0.0.1".to_owned();
    old.extend([other, grammar]);

    let store = Arc::new(Store::default());
    let (engine, cache) = engine(Cache::builder().store(store.clone()));
    let warmed = cache.warm(&engine, old.clone());
    assert_eq!((warmed.added, warmed.present, warmed.refused), (3, 0, 2));
    assert_eq!(cache.warm(&engine, old).present, 3);
    assert_eq!(store.len(), 3);
    for text in 0..3 {
        let wanted = submission(text, 1);
        assert_eq!(engine.assess(&wanted).unwrap(), plain.assess(&wanted).unwrap());
    }
    let stats = cache.stats();
    assert_eq!((stats.hits, stats.computed, stats.saved_ns), (3, 0, 2_500_000));
    adds_up(&stats);
    assert_eq!(cache.invalidate_candidate(CANDIDATES[0]).entries, 3, "warmed ones are known as well");
}

#[derive(Debug, Clone)]
enum Step {
    Assess { text: usize, candidate: usize },
    Refused,
    Warm { text: usize, candidate: usize },
    Invalidate { text: usize },
    InvalidateCandidate(usize),
    InvalidateRubric,
    InvalidateIf(u8),
    StoreFails(bool),
    StoreCorrupts,
    StoreForgets,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let text = 0..TEXTS;
    let candidate = 0..CANDIDATES.len();
    let step = prop_oneof![
        8 => (text.clone(), candidate.clone()).prop_map(|(text, candidate)| Step::Assess { text, candidate }),
        1 => Just(Step::Refused),
        1 => (text.clone(), candidate.clone()).prop_map(|(text, candidate)| Step::Warm { text, candidate }),
        1 => text.prop_map(|text| Step::Invalidate { text }),
        1 => candidate.prop_map(Step::InvalidateCandidate),
        1 => Just(Step::InvalidateRubric),
        1 => any::<u8>().prop_map(Step::InvalidateIf),
        1 => any::<bool>().prop_map(Step::StoreFails),
        1 => Just(Step::StoreCorrupts),
        1 => Just(Step::StoreForgets),
    ];
    prop::collection::vec(step, 1..40)
}

/// The assessments of a plain engine, for every text and candidate.
static FRESH: LazyLock<Vec<Vec<Assessment>>> = LazyLock::new(|| {
    let engine = Engine::builder().build().unwrap();
    let row =
        |text| (0..CANDIDATES.len()).map(|who| engine.assess(&submission(text, who)).unwrap()).collect();
    (0..TEXTS).map(row).collect()
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever happens in whatever order: results are those of a plain engine, with the right candidate in them,
    /// and the numbers add up after every step.
    #[test]
    fn results_are_right_and_numbers_add_up_after_any_steps(
        steps in steps(),
        store in any::<bool>(),
        entries in prop_oneof![Just(0), Just(2), Just(1_000_u64)],
    ) {
        let outer = Arc::new(Store::default());
        let mut builder = Cache::builder().capacity_bytes(entries * 40_000);
        if store {
            builder = builder.store(outer.clone());
        }
        let (engine, cache) = engine(builder);
        let mut asked = 0;
        for step in steps {
            match step {
                Step::Assess { text, candidate } => {
                    let result = engine.assess(&submission(text, candidate)).unwrap();
                    prop_assert_eq!(&result, &FRESH[text][candidate]);
                    let bytes = bytes(&result);
                    for (other, id) in CANDIDATES.iter().enumerate() {
                        prop_assert_eq!(bytes.contains(id), other == candidate);
                    }
                    asked += 1;
                }
                Step::Refused => {
                    let mut submission = submission(0, 0);
                    submission.options.rubric_parameters.insert("unknown".to_owned(), true.into());
                    prop_assert!(engine.assess(&submission).is_err());
                }
                Step::Warm { text, candidate } => {
                    let warmed = cache.warm(&engine, [FRESH[text][candidate].clone()]);
                    prop_assert_eq!(warmed.added + warmed.present, 1);
                }
                Step::Invalidate { text } => {
                    let key = engine.cache_key(&submission(text, 0)).unwrap();
                    cache.invalidate(&key);
                    prop_assert!(!cache.contains(&key));
                }
                Step::InvalidateCandidate(candidate) => {
                    cache.invalidate_candidate(CANDIDATES[candidate]);
                    prop_assert_eq!(cache.invalidate_candidate(CANDIDATES[candidate]).entries, 0);
                }
                Step::InvalidateRubric => {
                    cache.invalidate_rubric(engine.rubric().id());
                    prop_assert_eq!(cache.stats().entries, 0);
                }
                Step::InvalidateIf(bits) => {
                    cache.invalidate_if(|key, _| key.to_string().as_bytes()[20] & bits == 0);
                }
                Step::StoreFails(fails) => outer.fails.store(fails, Ordering::SeqCst),
                Step::StoreCorrupts => {
                    outer.values.lock().unwrap().values_mut().for_each(|bytes| bytes[100] ^= 1);
                }
                Step::StoreForgets => outer.values.lock().unwrap().clear(),
            }
            let stats = cache.stats();
            adds_up(&stats);
            prop_assert_eq!(stats.requests, asked);
        }
        for bytes in outer.values.lock().unwrap().values() {
            let text = String::from_utf8_lossy(bytes);
            prop_assert!(CANDIDATES.iter().all(|id| !text.contains(id)));
        }
    }
}

#[test]
fn numbers_add_up_when_many_threads_are_at_it() {
    let store = Arc::new(Store::default());
    let (engine, cache) = engine(Cache::builder().capacity_bytes(150_000).store(store.clone()));
    let each = 200;
    thread::scope(|scope| {
        for thread in 0..8_usize {
            let (engine, cache, store) = (&engine, &cache, &store);
            scope.spawn(move || {
                for n in 0..each {
                    let (text, candidate) = ((n * 7 + thread) % TEXTS, (n + thread) % CANDIDATES.len());
                    let result = engine.assess(&submission(text, candidate)).unwrap();
                    assert_eq!(result, FRESH[text][candidate]);
                    match n % 50 {
                        11 => drop(cache.invalidate_candidate(CANDIDATES[candidate])),
                        23 => store.fails.store(thread % 2 == 0, Ordering::SeqCst),
                        37 => drop(cache.invalidate(&engine.cache_key(&submission(text, 0)).unwrap())),
                        _ => {}
                    }
                }
            });
        }
    });
    let stats = cache.stats();
    adds_up(&stats);
    assert_eq!(stats.requests, 8 * each as u64);
}
