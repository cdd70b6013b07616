//! The time of a full assessment beside the bare parse of the same files, by language; and the number of thirty-line
//! submissions that one core assesses in a second.

use std::collections::BTreeMap;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sono_benches::corpus::{BareParse, SourceFile, assess, examples, thirty_lines};
use sono_core::engine::Engine;

fn engine() -> Engine {
    Engine::builder().build().expect("the default engine builds")
}

fn example_files(criterion: &mut Criterion) {
    let engine = engine();
    let mut languages: BTreeMap<&str, Vec<SourceFile>> = BTreeMap::new();
    for file in examples() {
        languages.entry(file.language).or_default().push(file);
    }
    for (language, files) in &languages {
        let mut group = criterion.benchmark_group(format!("examples/{language}"));
        group.throughput(Throughput::Bytes(files.iter().map(|file| file.text.len() as u64).sum()));
        let mut parse = BareParse::default();
        group.bench_function("parse", |bencher| {
            bencher.iter(|| files.iter().map(|file| parse.parse(black_box(file))).sum::<usize>());
        });
        group.bench_function("assess", |bencher| {
            bencher.iter(|| files.iter().filter_map(|file| assess(&engine, black_box(file))).sum::<usize>());
        });
        group.finish();
    }
}

fn thirty_line_submissions(criterion: &mut Criterion) {
    let engine = engine();
    let mut group = criterion.benchmark_group("thirty_lines");
    group.throughput(Throughput::Elements(1));
    for file in &thirty_lines() {
        group.bench_function(file.language, |bencher| bencher.iter(|| assess(&engine, black_box(file))));
    }
    group.finish();
}

criterion_group!(benches, example_files, thirty_line_submissions);
criterion_main!(benches);
