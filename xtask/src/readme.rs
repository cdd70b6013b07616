//! Copies the examples in the README from the files that the tests run.

use std::fs;
use std::path::Path;

use crate::Outcome;

/// The mark before a code block, with the name of the file that the block shows.
const MARK: &str = "<!-- file: ";

/// The text with the current content of its file in each marked code block.
pub(crate) fn with_examples(root: &Path, text: &str) -> Outcome<String> {
    let mut out = String::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(name) = line.strip_prefix(MARK).and_then(|rest| rest.strip_suffix(" -->")) else { continue };
        let fence = lines.next().filter(|fence| fence.starts_with("```"));
        let fence = fence.ok_or_else(|| format!("README.md: no code block follows the mark of {name}"))?;
        lines.by_ref().find(|line| *line == "```").ok_or_else(|| format!("README.md: {name} has no end"))?;
        let code = fs::read_to_string(root.join(name)).map_err(|error| format!("{name}: {error}"))?;
        out.push_str(&format!("{fence}\n{}\n```\n", code.trim_end()));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_block_is_replaced_and_others_stay() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let text = "a\n<!-- file: src/readme.rs -->\n```rust\nold\n```\n\n```rust\nkept\n```\n";
        let new = with_examples(root, text).unwrap();
        assert!(new.starts_with("a\n<!-- file: src/readme.rs -->\n```rust\n//! Copies"), "{new}");
        assert!(new.ends_with("```\n\n```rust\nkept\n```\n") && !new.contains("old\n"), "{new}");
        assert!(with_examples(root, "<!-- file: src/readme.rs -->\n\n").is_err());
    }
}
