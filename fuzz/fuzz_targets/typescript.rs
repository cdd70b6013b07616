#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // The text itself selects one of two grammars, so that seeds can be plain files.
    let name = if text.len() % 2 == 0 { "solution.ts" } else { "solution.tsx" };
    sono_fuzz::assess_file(name, text);
});
