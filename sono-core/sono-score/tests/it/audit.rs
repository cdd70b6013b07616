//! The promises of audit: an edit is noticed, a replay is equal, a decision stands beside the original.

mod decisions;
mod log;
mod replay;

use sono_score::assessment::Assessment;
use sono_score::engine::Engine;
use sono_score::rubric::Rubric;
use sono_score::submission::Submission;

const CODE: &str = "def add(a, b):\n    \"\"\"Add two numbers.\"\"\"\n    return a + b\n";

fn engine(rubric: &str) -> Engine {
    Engine::builder().rubric(Rubric::builtin(rubric).unwrap()).build().unwrap()
}

fn assess(submission: &Submission) -> Assessment {
    engine("growth").assess(submission).unwrap()
}

/// Every text that one edit of one byte makes of a text at a place: the byte removed, each of its bits turned,
/// and bytes put before it.
fn edits(text: &[u8], at: usize) -> impl Iterator<Item = Vec<u8>> + '_ {
    let spliced = move |end: usize, byte: Option<u8>| {
        let mut edited = text.to_vec();
        edited.splice(at..end, byte);
        edited
    };
    let here = text.get(at).copied();
    let removed = here.map(|_| spliced(at + 1, None));
    let changed = here.into_iter().flat_map(|byte| (0..8).map(move |bit| byte ^ (1 << bit)));
    let changed = changed.map(move |byte| spliced(at + 1, Some(byte)));
    let inserted = b"\n\r 0\"a,\0\xff".iter().copied().chain(here);
    let inserted = inserted.map(move |byte| spliced(at, Some(byte)));
    removed.into_iter().chain(changed).chain(inserted)
}
