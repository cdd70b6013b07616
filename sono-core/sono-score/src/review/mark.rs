//! The mark that separates the material from the instructions. No submission can contain its own mark.

/// Bytes of a mark's number, and by how much it grows as long as the mark occurs in the material.
const STEP: usize = 8;

/// A mark that does not occur in the material: `material-` and a number in hexadecimal.
///
/// The number is a hash of the submission, so that equal submissions give equal prompts, and that a forged mark would
/// take a text that contains its own hash. If the mark occurs all the same, it grows until it does not.
pub(super) fn mark(input_hash: &str, occurs: impl Fn(&str) -> bool) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"sono-eval review mark 1\n");
    hasher.update(input_hash.as_bytes());
    let mut numbers = hasher.finalize_xof();
    let mut mark = "material-".to_owned();
    loop {
        let mut number = [0_u8; STEP];
        numbers.fill(&mut number);
        mark.extend(number.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(hexadecimal));
        // This ends, because a mark that is longer than the material cannot occur in it.
        if !occurs(&mark) {
            return mark;
        }
    }
}

fn hexadecimal(digit: u8) -> Option<char> {
    char::from_digit(u32::from(digit), 16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_that_occurs_grows() {
        let first = mark("a", |_| false);
        assert_eq!(first.len(), "material-".len() + 2 * STEP);
        assert_eq!(first, mark("a", |_| false));
        assert_ne!(first, mark("b", |_| false));
        let text = format!("x {first} y");
        let second = mark("a", |mark| text.contains(mark));
        assert!(second.starts_with(&first) && !text.contains(&second), "{second}");
        let text = format!("{text} {second}");
        let third = mark("a", |mark| text.contains(mark));
        assert!(third.starts_with(&second) && third.len() == second.len() + 2 * STEP);
    }
}
