//! Searches for texts that cost too much: `hostile [PATTERNS] [SEED]`, by default 5,000 patterns for each language.
//!
//! Each pattern is assessed at a small length, on a thread with little stack. What takes longest there, and what takes the
//! most memory, is assessed at lengths from there to a megabyte, each in a process of its own: `hostile --one LANGUAGE BYTES HEAD OPEN CLOSE`. Fails if one
//! takes more than a second of processor time per megabyte, or more memory than `docs/limits.md` allows, or ends its
//! process. If a text ends this process, `build/hostile.txt` names its pattern.
//!
//! Needs a release build, and a processor of its own: what runs beside it counts as well, through caches and cores that
//! are shared. What seems too slow is timed again, and its best time counts.

use std::fs;
use std::process::{Command, ExitCode};
use std::time::Duration;

use cpu_time::ThreadTime;
use sono_benches::pattern::Pattern;
use sono_core::engine::Engine;
use sono_core::language;
use sono_core::submission::{Submission, SubmittedFile};

const PATTERNS: u64 = 5_000;
/// The length at which every pattern is tried, and those for the worst.
const SHORT: usize = 16 << 10;
const LENGTHS: [usize; 4] = [SHORT, 64 << 10, 256 << 10, 1 << 20];
/// The number of patterns of each language that are tried at every length: those that take longest, and of the others
/// those that take the most memory.
const SLOWEST: usize = 25;
const HUNGRIEST: usize = 10;
/// The number of results that are shown of each language if nothing costs too much.
const SHOWN: usize = 5;
/// The characters that are shown of what comes once.
const HEAD: usize = 80;
/// How often a text is timed that seems too slow.
const TRIES: usize = 4;
/// The stack of the thread: the smallest that a usual platform gives one, musl's.
const STACK: usize = 128 << 10;
const SECONDS_PER_MEGABYTE: f64 = 1.0;
/// The memory that `docs/limits.md` allows: flat, and per byte of a single text.
const FLAT_BYTES: f64 = 8_388_608.0;
const BYTES_PER_BYTE: f64 = 448.0;

/// The cost of assessing a text.
struct Cost {
    bytes: usize,
    seconds: f64,
    memory: f64,
}

impl Cost {
    /// Seconds and bytes of memory per byte that are charged to a text whose process ended.
    const ENDED: f64 = 9_999.0;

    fn seconds_per_megabyte(&self) -> f64 {
        self.seconds / self.bytes.max(1) as f64 * 1e6
    }

    fn memory_per_byte(&self) -> f64 {
        (self.memory - FLAT_BYTES).max(0.0) / self.bytes.max(1) as f64
    }

    fn is_too_much(&self) -> bool {
        self.seconds_per_megabyte() > SECONDS_PER_MEGABYTE || self.memory_per_byte() > BYTES_PER_BYTE
    }
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let number = |argument: &str| argument.parse::<u64>().ok();
    let work = match arguments[..] {
        ["--one", language, bytes, head, open, close] => {
            let pattern = Pattern { head: head.to_owned(), open: open.to_owned(), close: close.to_owned() };
            number(bytes).map(|bytes| Work::One(language.to_owned(), bytes as usize, pattern))
        }
        [] => Some(Work::Search(PATTERNS, 1)),
        [patterns] => number(patterns).map(|patterns| Work::Search(patterns, 1)),
        [patterns, seed] => {
            number(patterns).zip(number(seed)).map(|(patterns, seed)| Work::Search(patterns, seed))
        }
        _ => None,
    };
    let Some(work) = work else {
        eprintln!("hostile: expected a number of patterns and a seed");
        return ExitCode::FAILURE;
    };
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(move || work.run());
    match thread.expect("a thread starts").join() {
        Ok(0) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

enum Work {
    One(String, usize, Pattern),
    Search(u64, u64),
}

impl Work {
    /// The number of texts that cost too much.
    fn run(self) -> usize {
        let engine = Engine::builder().build().expect("the default engine builds");
        match self {
            Self::One(language, bytes, pattern) => {
                // What an engine takes once is not the text's.
                assess(&engine, &language, &pattern, bytes.min(SHORT));
                let cost = assess(&engine, &language, &pattern, bytes);
                println!("{} {} {}", cost.bytes, cost.seconds, cost.memory);
                0
            }
            Self::Search(patterns, seed) => search(&engine, patterns, seed),
        }
    }
}

fn search(engine: &Engine, patterns: u64, seed: u64) -> usize {
    let mut found = 0;
    println!("{:<11} {:>9} {:>7} {:>9}  pattern", "language", "bytes", "s/MB", "bytes/byte");
    for language in language::all() {
        let mut random = Random(seed);
        let mut costs: Vec<(Pattern, Cost)> = Vec::new();
        for _ in 0..patterns {
            let pattern = Pattern::draw(|options| random.below(options));
            let cost = assess(engine, language.id, &pattern, SHORT);
            costs.push((pattern, cost));
        }
        costs.sort_by(|(_, a), (_, b)| b.seconds.total_cmp(&a.seconds));
        let others = costs.get_mut(SLOWEST..).unwrap_or_default();
        others.sort_by(|(_, a), (_, b)| b.memory.total_cmp(&a.memory));
        costs.truncate(SLOWEST + HUNGRIEST);
        let known = known(language.id).into_iter().map(|pattern| {
            let cost = assess(engine, language.id, &pattern, SHORT);
            (pattern, cost)
        });
        costs.extend(known);
        let mut costs: Vec<(Pattern, Cost)> = costs
            .into_iter()
            .flat_map(|(pattern, _)| {
                LENGTHS.map(|bytes| (pattern.clone(), at_best(language.id, &pattern, bytes)))
            })
            .collect();
        costs.sort_by(|(_, a), (_, b)| b.seconds_per_megabyte().total_cmp(&a.seconds_per_megabyte()));
        for (index, (pattern, cost)) in costs.iter().enumerate() {
            found += usize::from(cost.is_too_much());
            if index < SHOWN || cost.is_too_much() {
                println!(
                    "{:<11} {:>9} {:>7.2} {:>9.0}  {:?} {:?} {:?}{}",
                    language.id,
                    cost.bytes,
                    cost.seconds_per_megabyte(),
                    cost.memory_per_byte(),
                    pattern.head.chars().take(HEAD).collect::<String>(),
                    pattern.open,
                    pattern.close,
                    if cost.is_too_much() { "  too much" } else { "" },
                );
            }
        }
    }
    println!("{found} too expensive, of {patterns} patterns for each of {} languages", language::all().len());
    found
}

/// Texts that were expensive once and are too long to be drawn: assertions that all depend on the same many functions, by
/// themselves and through helpers.
fn known(language: &str) -> Vec<Pattern> {
    if language != "python" {
        return Vec::new();
    }
    let list = |name: &str, end: &str, count: usize| {
        (0..count).map(|number| format!("{name}{number}{end}")).collect::<Vec<_>>().join(",")
    };
    let functions: String = (0..90).map(|number| format!("def f{number}():\n if a: return 1\n")).collect();
    let direct = format!("{functions}def test_a():\n x=[{}]\n", list("f", "()", 90));
    let mut through = functions;
    for helper in 0..12 {
        let wide = format!("def check{helper}():\n assert p({})\n", list("f", "", 90));
        through += &wide.repeat(4);
        through += &format!("def check{helper}():\n assert 1\n");
    }
    let all = list("check", "", 12);
    through += &format!("def test_a({all}):\n x=[{all}]\n{}", " q(x)\n".repeat(40));
    let asserted = |head: String| Pattern { head, open: " assert x\n".to_owned(), close: String::new() };
    vec![asserted(direct), asserted(through)]
}

fn at_best(language: &str, pattern: &Pattern, bytes: usize) -> Cost {
    let mut cost = in_own_process(language, pattern, bytes);
    for _ in 1..TRIES {
        if cost.seconds_per_megabyte() <= SECONDS_PER_MEGABYTE {
            break;
        }
        let again = in_own_process(language, pattern, bytes);
        cost =
            Cost { seconds: cost.seconds.min(again.seconds), memory: cost.memory.max(again.memory), ..cost };
    }
    cost
}

fn in_own_process(language: &str, pattern: &Pattern, bytes: usize) -> Cost {
    let program = std::env::current_exe().expect("this program has a path");
    let arguments = [language, &bytes.to_string(), &pattern.head, &pattern.open, &pattern.close];
    let output = Command::new(program).arg("--one").args(arguments).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    match numbers[..] {
        [bytes, seconds, memory] => Cost { bytes: bytes as usize, seconds, memory },
        _ => Cost { bytes, seconds: Cost::ENDED, memory: Cost::ENDED },
    }
}

fn assess(engine: &Engine, language: &str, pattern: &Pattern, bytes: usize) -> Cost {
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
    Cost { bytes, seconds: elapsed.as_secs_f64(), memory: (peak() - before).max(0.0) }
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
