//! The cost of the C interface: the shortest time of many assessments of one submission through `sono_assess`, and
//! through the core, both including canonical JSON.
//!
//! `cargo run --release --package sono-ffi --example crossing`
#![expect(unsafe_code, reason = "the example calls what C calls")]

use std::error::Error;
use std::time::{Duration, Instant};
use std::{fs, ptr};

use sono_core::assessment::canonical_json;
use sono_core::boundary::{Door, Hooks};
use sono_eval::*;

const ROUNDS: usize = 3_000;

fn main() -> Result<(), Box<dyn Error>> {
    let code = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../benches/data/thirty.py"))?;
    let submission = serde_json::json!({ "content": { "code": code } }).to_string();
    let door = Door::from_json("")?;
    let mut engine = ptr::null_mut();
    // SAFETY: no text may be anywhere, and `engine` is valid.
    let status = unsafe { sono_engine_new(ptr::null(), 0, &raw mut engine, ptr::null_mut()) };
    assert_eq!(status, SonoStatus::Ok);

    let (mut core, mut crossed, mut len) = (Duration::MAX, Duration::MAX, 0);
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let text = canonical_json(&door.assess_json(&submission, &Hooks::default())?)?;
        core = core.min(start.elapsed());
        len = text.len();
        drop(text);

        let mut out = SonoString { ptr: ptr::null_mut(), len: 0 };
        let start = Instant::now();
        // SAFETY: engine and text live, and `out` is valid.
        let status = unsafe {
            sono_assess(engine, submission.as_ptr().cast(), submission.len(), ptr::null(), &raw mut out)
        };
        crossed = crossed.min(start.elapsed());
        assert_eq!((status, out.len), (SonoStatus::Ok, len));
        // SAFETY: the library wrote it.
        unsafe { sono_string_free(&raw mut out) };
    }
    // SAFETY: this is the last use.
    unsafe { sono_engine_free(engine) };
    println!("{len} bytes of JSON; the core takes {core:?}, the C interface {crossed:?}");
    Ok(())
}
