//! Short sequences of tokens, repeated: what a search by chance (`make hostile`) would take long to meet. A pattern that
//! costs too much shows as a slow unit.
#![no_main]
use arbitrary::{Arbitrary, Unstructured};
use libfuzzer_sys::fuzz_target;
use sono_core::language;

#[path = "../../benches/src/pattern.rs"]
#[allow(dead_code)]
mod pattern;

/// Bytes of a text: long enough for quadratic work to stand out.
const BYTES: usize = 64 << 10;

fuzz_target!(|data: &[u8]| {
    let mut data = Unstructured::new(data);
    let mut choose = |options: usize| usize::from(u8::arbitrary(&mut data).unwrap_or(0)) % options.max(1);
    let languages = language::all();
    let language = languages[choose(languages.len())];
    let text = pattern::Pattern::draw(choose).text(BYTES);
    sono_fuzz::assess_file(&format!("hand_in.{}", language.extensions[0]), &text);
});
