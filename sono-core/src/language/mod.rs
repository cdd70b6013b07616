//! Languages: one file each, a table of node kinds to roles plus small hook functions.

/// A language this build can parse.
#[derive(Debug)]
pub struct Language {
    /// Stable id, such as `python`.
    pub id: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Version of the grammar's crate.
    pub grammar_version: &'static str,
}
