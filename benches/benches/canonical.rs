//! The time of writing an assessment as canonical JSON, beside serde_json's plain JSON and another implementation of
//! RFC 8785.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sono_benches::corpus::{examples, thirty_lines};
use sono_core::assessment::canonical_json;
use sono_core::engine::Engine;

fn assessments(criterion: &mut Criterion) {
    let engine = Engine::builder().build().expect("the default engine builds");
    let chosen = ["inventory.py", "OrderManager.java"];
    let examples = examples().into_iter().filter(|file| chosen.contains(&file.path.as_str()));
    for file in thirty_lines().into_iter().chain(examples) {
        let assessment = engine.assess(&file.submission).expect("the file is within the limits");
        let mut group = criterion.benchmark_group(format!("canonical/{}", file.path));
        let bytes = canonical_json(&assessment).expect("an assessment can be written").len();
        group.throughput(Throughput::Bytes(bytes as u64));
        group.bench_function("plain", |bencher| {
            bencher.iter(|| serde_json::to_string(black_box(&assessment)))
        });
        group.bench_function("canonical", |bencher| bencher.iter(|| canonical_json(black_box(&assessment))));
        group.bench_function("serde_json_canonicalizer", |bencher| {
            bencher.iter(|| serde_json_canonicalizer::to_string(black_box(&assessment)))
        });
        group.finish();
    }
}

criterion_group!(benches, assessments);
criterion_main!(benches);
