//! What an outline costs beside the parse it needs, over every file of a folder.
//!
//! ```text
//! cargo run --release --example walk_cost -- /usr/lib/python3/dist-packages
//! ```

use std::collections::BTreeMap;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::Instant;

use sono_core::language::{self, Language};
use sono_core::syntax::{ParseBudget, Parser};

const ROUNDS: usize = 5;

fn main() {
    let mut folders: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let mut texts: BTreeMap<&'static str, (&'static Language, Vec<String>)> = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
                continue;
            }
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let name = path.to_string_lossy();
            if let Some(language) = language::detect(None, Some(&name), "") {
                texts.entry(language.id).or_insert_with(|| (language, Vec::new())).1.push(text);
            }
        }
    }
    for (language, texts) in texts.values() {
        measure(language, texts);
    }
}

/// Prints the best of several rounds for one language.
fn measure(language: &'static Language, texts: &[String]) {
    let mut bare = tree_sitter::Parser::new();
    bare.set_language(&(language.grammar)()).expect("the grammar fits the parser");
    let mut parser = Parser::new();
    let (mut parse, mut outline) = (f64::MAX, f64::MAX);
    let (mut functions, mut errors) = (0, 0);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        texts.iter().for_each(|text| drop(black_box(bare.parse(text, None))));
        parse = parse.min(start.elapsed().as_secs_f64());
        (functions, errors) = (0, 0);
        let start = Instant::now();
        for text in texts {
            let outline = black_box(parser.outline(text, language, false, &ParseBudget::default()));
            functions += outline.functions.len();
            errors += outline.errors.len();
        }
        outline = outline.min(start.elapsed().as_secs_f64());
    }
    let megabytes = texts.iter().map(String::len).sum::<usize>() as f64 / 1e6;
    println!(
        "{}: {} files, {megabytes:.1} MB, {functions} functions, {errors} errors; parse {:.1} MB/s, \
         outline {:.1} MB/s, walk / parse {:.0} %",
        language.id,
        texts.len(),
        megabytes / parse,
        megabytes / outline,
        (outline / parse - 1.0) * 100.0,
    );
}
