#![no_main]
use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use sono_core::engine::Engine;
use sono_core::rubric::{Rubric, SignalRegistry};
use sono_core::submission::Submission;

static REGISTRY: LazyLock<SignalRegistry> = LazyLock::new(SignalRegistry::standard);
static SUBMISSION: LazyLock<Submission> = LazyLock::new(|| {
    Submission::builder()
        .file("log_report.py", sono_fuzz::SAMPLE)
        .answer("reasoning", "I chose a stream because the log does not fit into memory.")
        .commit("Count errors per day")
        .build()
        .unwrap()
});

fuzz_target!(|source: &str| {
    if let Ok(rubric) = Rubric::parse(source, "fuzz.toml", |_| Ok(None), &REGISTRY) {
        let engine = Engine::builder().rubric(Arc::new(rubric)).build().unwrap();
        sono_fuzz::check(&engine.assess(&SUBMISSION).unwrap());
    }
});
