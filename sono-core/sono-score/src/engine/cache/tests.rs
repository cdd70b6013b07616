//! Requests during a computation.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use super::*;
use crate::engine::Engine;
use crate::submission::Submission;

fn sample() -> (CacheKey, Assessment) {
    let engine = Engine::builder().build().unwrap();
    let submission = Submission::code("x = 1\n");
    (engine.cache_key(&submission).unwrap(), engine.assess(&submission).unwrap())
}

/// One thread computes and gives an error while another one asks for the same. Returns what the other one got, and
/// whether it computed itself.
fn fail_while_another_waits(kind: ErrorKind) -> (Result<Assessment>, bool, CacheStats) {
    let (key, assessment) = sample();
    let cache = Cache::builder().build();
    let (leading, asking) = (AtomicBool::new(false), AtomicBool::new(false));
    let wait_for = |flag: &AtomicBool| {
        while !flag.load(Ordering::SeqCst) {
            thread::yield_now();
        }
    };
    let computed = AtomicBool::new(false);
    let result = thread::scope(|scope| {
        let leader = scope.spawn(|| {
            cache.assess(key, None, || {
                leading.store(true, Ordering::SeqCst);
                wait_for(&asking);
                thread::sleep(Duration::from_millis(2));
                Err(Error::new(kind, "from the first"))
            })
        });
        wait_for(&leading);
        asking.store(true, Ordering::SeqCst);
        let result = cache.assess(key, None, || {
            computed.store(true, Ordering::SeqCst);
            Ok(assessment)
        });
        assert_eq!(leader.join().unwrap().unwrap_err().kind(), kind);
        result
    });
    (result, computed.into_inner(), cache.stats())
}

#[test]
fn errors_about_the_submission_reach_those_who_wait() {
    // The second thread may come too late to wait; then it computes, and the scene is played again.
    let (error, stats) = (0..1_000)
        .find_map(|_| match fail_while_another_waits(ErrorKind::Internal) {
            (result, false, stats) => Some((result.unwrap_err(), stats)),
            _ => None,
        })
        .unwrap();
    assert_eq!(error.message(), "from the first");
    assert_eq!((stats.failed, stats.coalesced, stats.requests, stats.entries), (1, 1, 2, 0));
}

#[test]
fn errors_about_one_call_do_not_reach_others() {
    for _ in 0..5 {
        let (result, computed, stats) = fail_while_another_waits(ErrorKind::Cancelled);
        assert!(result.is_ok() && computed);
        assert_eq!((stats.failed, stats.computed, stats.requests, stats.entries), (1, 1, 2, 1));
    }
}

#[test]
fn errors_are_not_kept() {
    let (key, assessment) = sample();
    let cache = Cache::builder().build();
    let error = Error::new(ErrorKind::Internal, "once");
    assert_eq!(cache.assess(key, None, || Err(error.clone())), Err(error));
    assert_eq!(cache.assess(key, None, || Ok(assessment.clone())), Ok(assessment));
}

#[test]
fn a_computation_that_asks_for_itself_does_not_wait_for_itself() {
    let (key, assessment) = sample();
    let cache = Cache::builder().build();
    let depth = AtomicUsize::new(0);
    fn ask(cache: &Cache, key: CacheKey, assessment: &Assessment, depth: &AtomicUsize) -> Result<Assessment> {
        cache.assess(key, None, || {
            if depth.fetch_add(1, Ordering::SeqCst) < 3 {
                ask(cache, key, assessment, depth)
            } else {
                Ok(assessment.clone())
            }
        })
    }
    assert_eq!(ask(&cache, key, &assessment, &depth), Ok(assessment));
    assert!(!ReentrancyGuard::is_active());
    let stats = cache.stats();
    assert_eq!((stats.requests, stats.computed, stats.entries), (4, 4, 1));
    assert_eq!(stats.added, stats.entries + stats.replaced);
}

#[test]
fn a_panic_in_a_hook_leaves_the_cache_usable() {
    let (key, assessment) = sample();
    let cache = Cache::builder().build();
    let panicked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        cache.assess(key, None, || panic!("a host's hook"))
    }));
    assert!(panicked.is_err());
    assert!(!ReentrancyGuard::is_active());
    assert_eq!(cache.assess(key, None, || Ok(assessment.clone())), Ok(assessment));
}

#[test]
fn the_counted_bytes_follow_the_size_of_the_result() {
    let engine = Engine::builder().build().unwrap();
    let bytes = |functions: usize| {
        let text: String = (0..functions).map(|n| format!("def f{n}(a):\n    return a\n\n")).collect();
        let assessment = engine.assess(&Submission::code(text)).unwrap();
        let json = serde_json::to_string(&assessment).unwrap().len() as f64;
        f64::from(Entry::new(&assessment, 0, None).bytes()) / json
    };
    // Memory is a little more than JSON: fields that JSON names in every object, and room for absent ones.
    for functions in [1, 10, 100] {
        let ratio = bytes(functions);
        assert!((1.0..1.8).contains(&ratio), "{functions} functions: {ratio}");
    }
}
