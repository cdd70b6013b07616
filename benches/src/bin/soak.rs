//! Assesses a great many submissions in one batch and watches the memory of the process: `soak [NUMBER]`, by default
//! a million.
//!
//! Every hundredth submission is broken on purpose, and every fiftieth repeats one of the last thousand, so that
//! errors, recovery and cache hits are covered. Fails if the process clearly uses more memory at the end than it did
//! when it was warm.

use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

use sono_benches::generated::submission;
use sono_core::engine::Engine;
use sono_core::engine::cache::Cache;
use sono_core::submission::Submission;

const NUMBER: usize = 1_000_000;
/// The number of times that memory is measured.
const SAMPLES: usize = 20;
/// The cache is small, so that it is full long before the first sample that counts.
const CACHE_BYTES: u64 = 16 << 20;
/// The growth that the allocator is allowed after warming up: 5 %, and a handful of pages.
const TOLERANCE: f64 = 1.05;
const SLACK_MIB: f64 = 4.0;

fn main() -> ExitCode {
    let number = match std::env::args().nth(1).map(|number| number.parse::<usize>()) {
        None => NUMBER,
        Some(Ok(number)) if number >= SAMPLES => number,
        Some(_) => {
            eprintln!("soak: expected a number of submissions of at least {SAMPLES}");
            return ExitCode::FAILURE;
        }
    };
    let cache = Arc::new(Cache::builder().capacity_bytes(CACHE_BYTES).build());
    let engine = Engine::builder().cache(Arc::clone(&cache)).build().expect("the default engine builds");
    println!("{:>10}  {:>9}  {:>8}  {:>10}", "assessed", "memory", "failed", "per second");

    let start = Instant::now();
    let (mut done, mut failed, mut samples) = (0_usize, 0_usize, Vec::with_capacity(SAMPLES));
    let state = engine.batch().run((0..number).map(input), |item, _| {
        failed += usize::from(item.outcome.is_err());
        done += 1;
        if done % (number / SAMPLES) == 0 && samples.len() < SAMPLES {
            let memory = resident_mib();
            samples.push(memory);
            let rate = done as f64 / start.elapsed().as_secs_f64();
            println!("{done:>10}  {memory:>5.1} MiB  {failed:>8}  {rate:>10.0}");
        }
        Ok(())
    });
    let totals = state.expect("the batch runs").totals;
    println!("{} completed, {} failed; {:?}", totals.completed, totals.failed, cache.stats());

    // The first quarter warms up: threads, parsers and the cache take what they need.
    let warm = largest(&samples[SAMPLES / 4..SAMPLES / 2]);
    let end = largest(&samples[SAMPLES * 3 / 4..]);
    let limit = warm * TOLERANCE + SLACK_MIB;
    println!("warm {warm:.1} MiB, at the end {end:.1} MiB, allowed {limit:.1} MiB");
    if totals.completed + totals.failed != number as u64 || end > limit {
        eprintln!("soak: FAILED");
        return ExitCode::FAILURE;
    }
    println!("soak: no growth");
    ExitCode::SUCCESS
}

/// Submissions by number: mostly new ones, some that came before, some that do not parse or are not allowed.
fn input(index: usize) -> sono_core::Result<Submission> {
    if index % 50 == 49 {
        return Ok(submission(index - index % 1_000));
    }
    let mut submission = submission(index);
    match index % 100 {
        17 => submission.content.files[0].text.insert_str(0, "def ((({\n"),
        18 => submission.candidate_id = Some("not allowed!".to_owned()),
        _ => {}
    }
    Ok(submission)
}

fn resident_mib() -> f64 {
    let stats = memory_stats::memory_stats().expect("the system tells how much memory a process holds");
    stats.physical_mem as f64 / f64::from(1 << 20)
}

fn largest(samples: &[f64]) -> f64 {
    samples.iter().copied().fold(0.0, f64::max)
}
