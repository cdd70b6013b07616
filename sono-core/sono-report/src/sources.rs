//! The texts that the places of a report lie in.

use std::collections::BTreeMap;

use super::subject;

/// Gives the text of a file by the name that locations carry.
///
/// A report works without one: it then names the places and shows no code.
/// [`source_texts`](sono_score::submission::source_texts) returns one.
pub trait SourceLookup {
    /// The text of that name, without a leading byte order mark. The names of cells of notebooks are those of
    /// [`cell_name`](sono_score::submission::cell_name).
    fn text(&self, file: &str) -> Option<&str>;

    /// The hand-in in a few words for the title: the name of a file or a folder. By default nothing is said of it.
    fn subject(&self) -> Option<String> {
        None
    }
}

impl<T: AsRef<str>> SourceLookup for BTreeMap<String, T> {
    fn text(&self, file: &str) -> Option<&str> {
        self.get(file).map(AsRef::as_ref)
    }

    fn subject(&self) -> Option<String> {
        subject::name(self.keys().map(String::as_str).collect())
    }
}
