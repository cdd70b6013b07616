#![no_main]
use libfuzzer_sys::fuzz_target;
use sono_core::submission::{Submission, input_hash};
use sono_core::{ErrorKind, Result};

/// Some parameters are of some rubrics only.
fn assess(submission: &Submission) -> Result<()> {
    for engine in sono_fuzz::ENGINES.iter() {
        match engine.assess(submission) {
            Ok(assessment) => sono_fuzz::check(&assessment),
            Err(error) if error.kind() == ErrorKind::InvalidParameter => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fuzz_target!(|bytes: &[u8]| {
    if let Ok(submission) = Submission::from_json_slice(bytes) {
        assess(&submission).expect("what was read is valid");
        let again = Submission::from_json(&submission.to_json().unwrap()).unwrap();
        assert_eq!(input_hash(&again), input_hash(&submission));
    }
});
