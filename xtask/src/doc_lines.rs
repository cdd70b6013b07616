//! Checks that lines of documentation name things: none begins with "What".

use std::fs;
use std::path::Path;

use crate::{Outcome, output_of};

/// Fails with the place of each line.
pub(crate) fn run(root: &Path) -> Outcome {
    let listing = ["ls-files", "--cached", "--others", "--exclude-standard", "*.rs"];
    let listed = output_of("git", &listing, root)?;
    let mut places = Vec::new();
    for name in listed.lines() {
        // A file that was deleted but not yet committed is still listed.
        let Ok(text) = fs::read_to_string(root.join(name)) else { continue };
        places.extend(unnamed(&text).map(|line| format!("{name}:{line}")));
    }
    if !places.is_empty() {
        return Err(format!("these doc lines begin with \"What\":\n  {}", places.join("\n  ")).into());
    }
    println!("no doc line begins with \"What\"");
    Ok(())
}

/// The numbers of the lines that begin with "What", from 1.
fn unnamed(text: &str) -> impl Iterator<Item = usize> {
    text.lines().zip(1..).filter(|(line, _)| is_unnamed(line)).map(|(_, number)| number)
}

fn is_unnamed(line: &str) -> bool {
    let line = line.trim_start();
    let doc = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
    let rest = doc.and_then(|doc| doc.strip_prefix(" What"));
    // A line of a string ends in a backslash: it is code that a test reads.
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) && !rest.ends_with('\\'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_documentation_that_begins_with_what_is_told() {
        let text = "//! What it is.\n// What follows.\n    /// What\n/// Whatever comes.\n/// The thing.\n";
        assert_eq!(unnamed(text).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(unnamed("    /// What a test reads.\\n\\\n").count(), 0);
    }
}
