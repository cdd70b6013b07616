#![no_main]
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use sono_core::boundary::{DoorOptions, Hooks, error_json, request_json_str};

fuzz_target!(|request: &str| {
    let hooks = Hooks::default();
    let _ = DoorOptions::from_json(request);
    let answer = request_json_str(request, &hooks).unwrap_or_else(|error| {
        assert!(!error.message().is_empty());
        error_json(&error)
    });
    // Whatever the input, the answer is JSON, and the same each time.
    serde_json::from_str::<Value>(&answer).unwrap();
    let again = request_json_str(request, &hooks).unwrap_or_else(|error| error_json(&error));
    assert_eq!(answer, again);
});
