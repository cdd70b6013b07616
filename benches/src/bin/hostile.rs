//! Searches for texts that cost too much: `hostile [PATTERNS] [SEED]`, by default 5,000 patterns for each language.
//!
//! Each pattern is assessed at a small length, on a thread with little stack. What costs most there, in time or in
//! memory, is assessed at lengths up to a megabyte. Fails if one takes more than a second of processor time per
//! megabyte, or more memory than `docs/limits.md` allows. If a text ends the process, `build/hostile.txt` names its
//! pattern. Needs a release build, and counts the time of its own thread, so that other work on the machine matters
//! little.

use std::fs;
use std::process::ExitCode;
use std::time::Duration;

use cpu_time::ThreadTime;
use sono_benches::pattern::Pattern;
use sono_core::engine::Engine;
use sono_core::language;
use sono_core::submission::{Submission, SubmittedFile};

const PATTERNS: usize = 5_000;
/// The length at which every pattern is tried, and those for the worst.
const SHORT: usize = 16 << 10;
const LONG: [usize; 3] = [64 << 10, 256 << 10, 1 << 20];
/// The number of patterns of each language that are tried at every length, half of them for time, half for memory.
const WORST: usize = 40;
/// The stack of the thread: the smallest that a usual platform gives one, musl's.
const STACK: usize = 128 << 10;
/// The length from which on the time is judged: below it, the flat part of the budget dominates.
const JUDGED: usize = 64 << 10;
const SECONDS_PER_MEGABYTE: f64 = 1.0;
/// The memory that `docs/limits.md` allows: flat, and per byte of a single text.
const FLAT_BYTES: f64 = 8_388_608.0;
const BYTES_PER_BYTE: f64 = 448.0;

struct Cost {
    pattern: Pattern,
    bytes: usize,
    seconds: f64,
    memory: f64,
}

impl Cost {
    fn seconds_per_megabyte(&self) -> f64 {
        self.seconds / self.bytes.max(1) as f64 * 1e6
    }

    fn memory_per_byte(&self) -> f64 {
        (self.memory - FLAT_BYTES).max(0.0) / self.bytes.max(1) as f64
    }

    fn is_too_much(&self) -> bool {
        (self.bytes >= JUDGED * 9 / 10 && self.seconds_per_megabyte() > SECONDS_PER_MEGABYTE)
            || self.memory_per_byte() > BYTES_PER_BYTE
    }
}

fn main() -> ExitCode {
    let mut numbers = std::env::args().skip(1).map(|argument| argument.parse::<u64>());
    let (patterns, seed) = match (numbers.next(), numbers.next()) {
        (None, _) => (PATTERNS as u64, 1),
        (Some(Ok(patterns)), None) => (patterns, 1),
        (Some(Ok(patterns)), Some(Ok(seed))) => (patterns, seed),
        _ => {
            eprintln!("hostile: expected a number of patterns and a seed");
            return ExitCode::FAILURE;
        }
    };
    let search = move || search(patterns, seed);
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(search);
    match thread.expect("a thread starts").join() {
        Ok(0) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// The number of texts that cost too much.
fn search(patterns: u64, seed: u64) -> usize {
    let engine = Engine::builder().build().expect("the default engine builds");
    let mut found = 0;
    println!("{:<11} {:>9} {:>7} {:>9}  pattern", "language", "bytes", "s/MB", "bytes/byte");
    for language in language::all() {
        let mut random = Random(seed);
        let mut costs: Vec<Cost> = Vec::new();
        for _ in 0..patterns {
            let pattern = Pattern::draw(|options| random.below(options));
            costs.push(assess(&engine, language.id, pattern, SHORT));
        }
        costs.sort_by(|a, b| b.seconds.total_cmp(&a.seconds));
        let mut worst: Vec<Cost> = costs.drain(..costs.len().min(WORST / 2)).collect();
        costs.sort_by(|a, b| b.memory.total_cmp(&a.memory));
        worst.extend(costs.drain(..costs.len().min(WORST / 2)));
        let mut shown: Vec<Cost> = Vec::new();
        for cost in worst {
            shown.extend(LONG.map(|bytes| assess(&engine, language.id, cost.pattern.clone(), bytes)));
        }
        shown.sort_by(|a, b| b.seconds_per_megabyte().total_cmp(&a.seconds_per_megabyte()));
        found += shown.iter().filter(|cost| cost.is_too_much()).count();
        for (index, cost) in shown.iter().enumerate() {
            if index < 5 || cost.is_too_much() {
                println!(
                    "{:<11} {:>9} {:>7.2} {:>9.0}  {:?} {:?} {:?}{}",
                    language.id,
                    cost.bytes,
                    cost.seconds_per_megabyte(),
                    cost.memory_per_byte(),
                    cost.pattern.head,
                    cost.pattern.open,
                    cost.pattern.close,
                    if cost.is_too_much() { "  TOO MUCH" } else { "" },
                );
            }
        }
    }
    println!("{found} too expensive, of {patterns} patterns for each of {} languages", language::all().len());
    found
}

fn assess(engine: &Engine, language: &str, pattern: Pattern, bytes: usize) -> Cost {
    let text = pattern.text(bytes);
    fs::create_dir_all("build")
        .and_then(|()| fs::write("build/hostile.txt", format!("{language} {pattern:?}")))
        .ok();
    let bytes = text.len();
    let file = SubmittedFile { path: "hand-in".to_owned(), text, language: Some(language.to_owned()) };
    let mut submission = Submission::code("");
    submission.content.code.clear();
    submission.content.files.push(file);
    // Where the kernel does not say what memory was used at worst, that is not judged.
    fs::write("/proc/self/clear_refs", "5").ok();
    let before = peak();
    let start = ThreadTime::now();
    engine.assess(&submission).expect("a text is not refused");
    let elapsed: Duration = start.elapsed();
    Cost { pattern, bytes, seconds: elapsed.as_secs_f64(), memory: (peak() - before).max(0.0) }
}

/// The most memory that the process had in use since it was asked to forget, in bytes.
fn peak() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let digits = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    digits.unwrap_or(0.0) * 1024.0
}

/// A linear congruential generator (Knuth's MMIX constants): the same patterns on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, options: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % options.max(1)
    }
}
