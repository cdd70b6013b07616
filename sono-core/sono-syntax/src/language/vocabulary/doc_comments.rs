//! What documents a definition.

/// The forms of documentation in a language. [`DocComments::JAVADOC`] is what most share.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DocComments {
    /// What opens a comment that documents the definition after it. A slash right behind the mark makes it another
    /// comment: `/**/`, `////`.
    pub(crate) before: &'static [&'static str],
    /// What opens a comment that documents what it stands in.
    pub(crate) inside: &'static [&'static str],
    /// Plain comments that end on the line above a definition outside functions document it.
    pub(crate) above: bool,
    /// A string that opens a body documents it, unless a prefix with one of these letters makes it something
    /// else; and a string alone is a comment.
    pub(crate) docstrings: Option<&'static [char]>,
}

impl DocComments {
    /// `/** ... */` before the definition.
    pub(crate) const JAVADOC: Self = Self { before: &["/**"], inside: &[], above: false, docstrings: None };

    /// Whether a comment documents what comes after it, by its form.
    pub(crate) fn opens_before(&self, comment: &str) -> bool {
        opens(self.before, comment)
    }

    /// Whether a comment documents what it stands in, by its form.
    pub(crate) fn opens_inside(&self, comment: &str) -> bool {
        opens(self.inside, comment)
    }
}

fn opens(marks: &[&str], comment: &str) -> bool {
    let mut rests = marks.iter().filter_map(|mark| comment.strip_prefix(mark));
    rests.any(|rest| !rest.is_empty() && !rest.starts_with('/'))
}
