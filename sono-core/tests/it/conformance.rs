//! The cases that every binding reproduces byte for byte, as the engine itself answers them.

use std::fs;
use std::path::{Path, PathBuf};

use sono_core::boundary::{Hooks, error_json, request_json_str};

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
}

/// A case that is not UTF-8 could not be handed to every binding.
fn answer(case: &Path) -> String {
    let request = fs::read_to_string(case).unwrap();
    request_json_str(&request, &Hooks::default()).unwrap_or_else(|error| error_json(&error))
}

/// `UPDATE_CONFORMANCE=1` writes the answers instead, for whoever has changed them on purpose.
#[test]
fn every_case_has_its_answer() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance");
    let (cases, answers) = (root.join("cases"), root.join("answers"));
    let update = std::env::var_os("UPDATE_CONFORMANCE").is_some();
    if update {
        let _ = fs::remove_dir_all(&answers);
    }
    let mut found = Vec::new();
    files(&cases, &mut found);
    found.sort();
    let mut wrong = Vec::new();
    for path in &found {
        let name = path.strip_prefix(&cases).unwrap();
        let answer = answer(path);
        let expected = answers.join(name);
        if update {
            fs::create_dir_all(expected.parent().unwrap()).unwrap();
            fs::write(&expected, answer).unwrap();
        } else if fs::read_to_string(&expected).ok().as_deref() != Some(answer.as_str()) {
            wrong.push(name.display().to_string());
        }
    }
    println!("conformance: Rust: {} passed, {} failed", found.len() - wrong.len(), wrong.len());
    assert!(found.len() >= 150, "only {} cases", found.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
    let mut kept = Vec::new();
    files(&answers, &mut kept);
    assert_eq!(kept.len(), found.len(), "there are answers without a case");
}

/// The smallest stack that a usual platform gives a thread (musl).
const SMALL_STACK: usize = 128 << 10;

#[test]
fn expensive_text_is_assessed_on_a_small_stack() {
    let huge = Path::new(env!("CARGO_MANIFEST_DIR")).join("../conformance/cases/huge");
    let mut cases = Vec::new();
    files(&huge, &mut cases);
    cases.retain(|case| case.file_name().unwrap().to_string_lossy().starts_with("expensive_"));
    assert!(cases.len() >= 10, "{cases:?}");
    let on_a_small_stack = |case: PathBuf| {
        let thread = std::thread::Builder::new().stack_size(SMALL_STACK);
        thread.spawn(move || answer(&case)).unwrap().join().unwrap()
    };
    for case in cases {
        assert_eq!(on_a_small_stack(case.clone()), answer(&case), "{}", case.display());
    }
}
