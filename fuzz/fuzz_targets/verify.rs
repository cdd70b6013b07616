#![no_main]
use std::sync::LazyLock;

use arbitrary::Unstructured;
use libfuzzer_sys::{Corpus, fuzz_target};
use sono_core::assessment::{Assessment, canonical_json};
use sono_core::audit::{assessment_hash, read_canonical, verify};
use sono_core::submission::{Path, Submission};

static SUBMISSION: LazyLock<Submission> = LazyLock::new(|| {
    let builder = Submission::builder().code("def f(x):\n    return x\n").paths([Path::Technical]);
    builder.candidate_id("a").attribute("years", 5.0).build().unwrap()
});
static ORIGINAL: LazyLock<Assessment> = LazyLock::new(|| sono_fuzz::ENGINES[0].assess(&SUBMISSION).unwrap());

fn run(input: &mut Unstructured<'_>) -> arbitrary::Result<()> {
    let original = canonical_json(&*ORIGINAL).unwrap();
    let mut json = original.clone().into_bytes();
    if sono_fuzz::edit(&mut json, input)?.is_none() {
        return Ok(());
    }
    let recorded = std::str::from_utf8(&json).ok().and_then(|json| read_canonical(json).ok());
    if let Some(recorded) = recorded {
        assert_ne!(assessment_hash(&recorded).unwrap(), assessment_hash(&ORIGINAL).unwrap());
    }
    while !input.is_empty() && !json.is_empty() {
        sono_fuzz::edit(&mut json, input)?;
    }
    let Ok(mut read) = serde_json::from_slice::<Assessment>(&json) else { return Ok(()) };
    let equal = verify(&sono_fuzz::ENGINES[0], &read, &SUBMISSION).unwrap().is_equal();
    read.assessment_id = None;
    read.timestamp = None;
    read.processing_time_ms = None;
    assert_eq!(equal, canonical_json(&read).unwrap() == original);
    Ok(())
}

fuzz_target!(|bytes: &[u8]| -> Corpus {
    match run(&mut Unstructured::new(bytes)) {
        Ok(()) => Corpus::Keep,
        Err(_) => Corpus::Reject,
    }
});
