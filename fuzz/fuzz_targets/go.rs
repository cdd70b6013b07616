#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| sono_fuzz::assess_file("solution.go", text));
