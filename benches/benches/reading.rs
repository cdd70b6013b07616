//! The time that it takes to read a submission of thirty lines as JSON text, before any assessment.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde_json::json;
use sono_benches::corpus::thirty_lines;
use sono_core::boundary::Call;
use sono_core::submission::Submission;
use sono_core::text::PositionEncoding;

fn reading(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("reading");
    for file in &thirty_lines() {
        let submission = json!({ "content": { "code": file.text } });
        let call = json!({ "call": "assess", "submission": submission }).to_string();
        let submission = submission.to_string();
        group.throughput(Throughput::Bytes(submission.len() as u64));
        group.bench_function(format!("submission/{}", file.language), |bencher| {
            bencher.iter(|| Submission::from_json(black_box(&submission)).is_ok());
        });
        group.bench_function(format!("call/{}", file.language), |bencher| {
            bencher.iter(|| Call::from_json(black_box(&call), PositionEncoding::Utf8).is_ok());
        });
    }
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
