//! How much memory an assessment takes of inputs that are made to take much: what `docs/limits.md` states holds.
//!
//! The measure is the memory that the process has in use at its worst, as the kernel sees it: an allocator that
//! counts would not see what the parsers take. Each input has a process of its own, for memory once used is given
//! back late.
#![cfg(all(target_os = "linux", feature = "lang-all"))]

mod shapes;

use std::process::Command;
use std::{env, fs};

use rayon::prelude::*;
use sono_core::engine::Engine;
use sono_core::submission::Submission;

/// Bytes of memory per byte of the largest text. Syntax trees are by far the largest part, and there is one at a
/// time.
const PER_BYTE_OF_THE_LARGEST_TEXT: usize = 400;
/// Bytes of memory per byte of all texts: outlines and what is measured on them.
const PER_BYTE: usize = 48;
/// Bytes of memory per file, answer and commit.
const PER_ITEM: usize = 4_096;
/// Bytes of memory that any assessment may take.
const FLAT: usize = 8 << 20;

/// The variable that tells a process which input is its own.
const CASE: &str = "SONO_MEMORY_CASE";
/// The text before the number that such a process prints.
const MARK: &str = "bytes of memory: ";

/// A field of the process's status, in bytes.
fn status(field: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(field)).unwrap();
    line.trim_matches(|character: char| !character.is_ascii_digit()).parse::<usize>().unwrap() << 10
}

/// The work of one process: assesses an input, and prints what that took.
#[test]
fn one_input() {
    let Ok(name) = env::var(CASE) else { return };
    let case = shapes::all().into_iter().find(|case| case.name == name).unwrap();
    let submission = (case.make)();
    let engine = Engine::builder().build().unwrap();
    engine.assess(&Submission::code("x = 1\n")).unwrap();
    // The peak starts from what is in use now.
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = status("VmHWM:");
    engine.assess(&submission).unwrap();
    println!("{MARK}{}", status("VmHWM:") - before);
}

#[test]
fn memory_is_a_multiple_of_the_input() {
    if env::var(CASE).is_ok() {
        return;
    }
    let beyond = shapes::all().into_par_iter().filter_map(|case| {
        let output = Command::new(env::current_exe().unwrap())
            .args(["--exact", "one_input", "--nocapture"])
            .env(CASE, &case.name)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let used = text.lines().find_map(|line| line.split_once(MARK)?.1.parse::<usize>().ok());
        let used =
            used.unwrap_or_else(|| panic!("{}: {}", case.name, String::from_utf8_lossy(&output.stderr)));
        let (all, largest, items) = size(&(case.make)());
        let allowed = PER_BYTE_OF_THE_LARGEST_TEXT * largest + PER_BYTE * all + PER_ITEM * items + FLAT;
        println!(
            "{:<45} {:>6} kB of {:>6} kB, {:>5} times its bytes",
            case.name,
            used >> 10,
            allowed >> 10,
            used / all
        );
        (used > allowed).then_some(case.name)
    });
    let beyond: Vec<String> = beyond.collect();
    assert!(beyond.is_empty(), "{beyond:?}");
}

/// Bytes of all texts, of the largest one, and the number of items.
fn size(submission: &Submission) -> (usize, usize, usize) {
    let content = &submission.content;
    let texts = content.code.iter().chain(&content.explanation).map(String::len);
    let files = content.files.iter().map(|file| file.path.len() + file.text.len());
    let commits = content.commits.iter().map(|commit| commit.message.len());
    let sizes: Vec<usize> = texts.chain(files).chain(commits).collect();
    (sizes.iter().sum(), sizes.iter().copied().max().unwrap_or(0), sizes.len())
}
