//! Comments that document a definition.

/// The forms of documentation in a language. [`DocComments::JAVADOC`] is the most common.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DocComments {
    /// The openings of comments that document the next definition. A slash directly after the opening makes it a
    /// different comment: `/**/`, `////`.
    pub(crate) before: &'static [&'static str],
    /// The openings of comments that document the scope they are in.
    pub(crate) inside: &'static [&'static str],
    /// Whether plain comments directly above a definition outside functions document it.
    pub(crate) above: bool,
    /// If set, a string that opens a body documents it, unless its prefix contains one of these letters; any other
    /// string that is a whole statement is a comment.
    pub(crate) docstrings: Option<&'static [char]>,
}

impl DocComments {
    /// `/** ... */` before the definition.
    pub(crate) const JAVADOC: Self = Self { before: &["/**"], inside: &[], above: false, docstrings: None };

    /// Whether a comment has the form of documentation for the next definition.
    pub(crate) fn opens_before(&self, comment: &str) -> bool {
        opens(self.before, comment)
    }

    /// Whether a comment has the form of documentation for the scope it is in.
    pub(crate) fn opens_inside(&self, comment: &str) -> bool {
        opens(self.inside, comment)
    }
}

fn opens(marks: &[&str], comment: &str) -> bool {
    let mut rests = marks.iter().filter_map(|mark| comment.strip_prefix(mark));
    rests.any(|rest| !rest.is_empty() && !rest.starts_with('/'))
}
