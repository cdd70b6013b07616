//! The ratio of a full assessment to the bare tree-sitter parse of the same files, on one thread.
//!
//! Times are CPU times of the process, the best of several rounds, so that a busy machine does little harm.

use std::hint::black_box;
use std::time::Duration;

use cpu_time::ProcessTime;
use sono_benches::corpus::{BareParse, SourceFile, assess, examples, python_library, thirty_lines};
use sono_core::engine::Engine;

const ROUNDS: usize = 3;

/// The minimum time of one measurement; small corpora are repeated until it is reached.
const WORTHWHILE: Duration = Duration::from_millis(200);

fn main() {
    // `cargo bench` passes this flag; `cargo test` does not, and nothing is measured then.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let engine = Engine::builder().build().expect("the default engine builds");

    println!("{:<24}{:>7}{:>9}{:>12}{:>12}{:>8}", "files", "number", "MB", "parse", "assess", "ratio");
    measure("examples", &engine, examples());
    match python_library() {
        Some(files) => measure("Python library", &engine, files),
        None => println!("no python3: its library is left out"),
    }

    println!("\n{:<24}{:>16}{:>26}", "thirty lines", "assessment", "per second and core");
    for file in thirty_lines() {
        let seconds = best_time(|| black_box(assess(&engine, &file))).as_secs_f64();
        println!("{:<24}{:>13.3} ms{:>26.0}", file.language, seconds * 1e3, 1.0 / seconds);
    }
}

fn measure(name: &str, engine: &Engine, files: Vec<SourceFile>) {
    let all = files.len();
    // Files that the engine refuses must not count for the parser either.
    let files: Vec<SourceFile> = files.into_iter().filter(|file| assess(engine, file).is_some()).collect();
    if files.is_empty() {
        println!("{name:<24} no file could be assessed");
        return;
    }
    let megabytes = files.iter().map(|file| file.text.len()).sum::<usize>() as f64 / 1e6;

    let mut parser = BareParse::default();
    let parse = best_time(|| files.iter().map(|file| parser.parse(file)).sum::<usize>()).as_secs_f64();
    let assessment =
        best_time(|| files.iter().filter_map(|file| assess(engine, file)).sum::<usize>()).as_secs_f64();
    println!(
        "{name:<24}{:>7}{megabytes:>9.2}{:>7.2} MB/s{:>7.2} MB/s{:>8.2}",
        files.len(),
        megabytes / parse,
        megabytes / assessment,
        assessment / parse,
    );
    println!("{:<24}{:>7}{:>9}{:>10.1} ms{:>10.1} ms", "", "", "", parse * 1e3, assessment * 1e3);
    if files.len() < all {
        println!("{:<24}{} refused by the engine's limits, left out of both", "", all - files.len());
    }
}

/// The CPU time of one call: the best of several rounds.
fn best_time<T>(mut work: impl FnMut() -> T) -> Duration {
    let mut repeats: u32 = 1;
    let mut best = Duration::MAX;
    let mut round = 0;
    while round < ROUNDS {
        let start = ProcessTime::now();
        for _ in 0..repeats {
            black_box(work());
        }
        let time = start.elapsed();
        if time < WORTHWHILE {
            repeats *= 2;
            continue;
        }
        best = best.min(time / repeats);
        round += 1;
    }
    best
}
