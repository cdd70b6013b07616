#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    // Two grammars; which one, the text decides, so that seeds can be plain files.
    let name = if text.len() % 2 == 0 { "solution.ts" } else { "solution.tsx" };
    sono_fuzz::assess_file(name, text);
});
