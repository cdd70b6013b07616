//! A submission as the list of texts that the later rooms read.

use std::borrow::Cow;

use crate::language::Language;
use crate::text::LineIndex;

/// What a source is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// Code, in a language we may or may not know.
    Code,
    /// A written answer: explanation, reasoning, approach, thinking, answers.
    Answer,
    /// Documentation in prose, such as a README.
    Document,
    /// A commit message.
    Commit,
}

/// One text of a submission.
///
/// Its name is what locations carry in `file`: the path of a file, or the content key (`code`, `code/1`).
#[derive(Debug)]
pub struct Source<'a> {
    /// The name that locations carry.
    pub name: String,
    /// What it is for.
    pub kind: SourceKind,
    /// The text, without a leading byte order mark.
    pub text: Cow<'a, str>,
    /// The language, for code in one that this build knows.
    pub language: Option<&'static Language>,
    /// Whether the file's name or place says it holds tests.
    pub is_test: bool,
    /// Lines of the text.
    pub lines: LineIndex,
}
