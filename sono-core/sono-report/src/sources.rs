//! Where a report finds the texts that its places lie in.

use std::collections::BTreeMap;

use sono_score::submission::Source;

/// Gives the text of a file by the name that locations carry.
///
/// A report works without one: it then names the places and shows no code.
pub trait SourceLookup {
    /// The text of that name, without a leading byte order mark.
    fn text(&self, file: &str) -> Option<&str>;
}

impl SourceLookup for BTreeMap<String, String> {
    fn text(&self, file: &str) -> Option<&str> {
        self.get(file).map(String::as_str)
    }
}

impl SourceLookup for [Source<'_>] {
    fn text(&self, file: &str) -> Option<&str> {
        self.iter().find(|source| source.name == file).map(|source| source.text.as_ref())
    }
}

impl SourceLookup for Vec<Source<'_>> {
    fn text(&self, file: &str) -> Option<&str> {
        self.as_slice().text(file)
    }
}
