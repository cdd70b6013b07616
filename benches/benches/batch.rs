//! The number of thirty-line submissions that a batch assesses in a second, per core.
//!
//! Times are CPU times of the process, threads included, so that a busy machine does little harm; the elapsed time
//! is printed beside them.

use std::task::Poll;
use std::time::Instant;

use cpu_time::ProcessTime;
use rayon::ThreadPoolBuilder;
use sono_benches::generated::{LINES, submission};
use sono_core::assessment::canonical_json;
use sono_core::engine::{BatchState, Engine, Order};
use sono_core::submission::Submission;

const SUBMISSIONS: usize = 10_000;
const ROUNDS: usize = 3;

fn main() {
    // `cargo bench` passes this flag; `cargo test` does not, and nothing is measured then.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let engine = Engine::builder().build().expect("the default engine builds");
    let submissions: Vec<Submission> = (0..SUBMISSIONS).map(submission).collect();
    let bytes: usize = submissions.iter().map(|submission| submission.content.files[0].text.len()).sum();
    println!(
        "{SUBMISSIONS} submissions of {LINES} lines, {bytes} bytes; Python, TypeScript and Java in turn"
    );
    println!(
        "{:<12}{:<18}{:>10}{:>12}{:>22}{:>16}",
        "threads", "result", "CPU", "elapsed", "per second and core", "per second"
    );
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let mut counts = vec![1, processors];
    counts.dedup();
    for threads in counts {
        let pool = ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be started");
        let batch = || engine.batch().pool(&pool).order(Order::Input);
        report(threads, "assessment", &submissions, |inputs| {
            batch().run(inputs, |item, _| item.outcome.map(drop)).expect("the batch runs")
        });
        report(threads, "canonical JSON", &submissions, |inputs| {
            let mut inputs = inputs.into_iter();
            let ended = batch().run_with(
                |_| Poll::Ready(inputs.next()),
                |assessment| canonical_json(&assessment),
                |item, _| item.outcome.map(drop),
            );
            ended.expect("the batch runs")
        });
    }
}

/// Prints the best of several rounds.
fn report(threads: usize, result: &str, inputs: &[Submission], run: impl Fn(Vec<Submission>) -> BatchState) {
    let rounds = (0..ROUNDS).map(|_| {
        // The clones are made outside the measurement.
        let inputs = inputs.to_vec();
        let (cpu, clock) = (ProcessTime::now(), Instant::now());
        let state = run(inputs);
        let times = (cpu.elapsed().as_secs_f64(), clock.elapsed().as_secs_f64());
        assert_eq!(state.totals.completed, SUBMISSIONS as u64);
        times
    });
    let (cpu, clock) = rounds.min_by(|a, b| a.0.total_cmp(&b.0)).unwrap_or_default();
    let rate = |seconds: f64| SUBMISSIONS as f64 / seconds;
    println!("{threads:<12}{result:<18}{cpu:>8.2} s{clock:>10.2} s{:>22.0}{:>16.0}", rate(cpu), rate(clock));
}
