//! The texts that a rubric can search.

use crate::rubric::format::View;

/// A text that a rubric can search.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::rubric) enum SearchText {
    /// The text as submitted.
    Original,
    /// The text in lower case.
    Lower,
    /// The written answers.
    Answers,
}

impl SearchText {
    pub(in crate::rubric) const ALL: [Self; 3] = [Self::Original, Self::Lower, Self::Answers];

    /// The text behind a view; line views read the same text line by line.
    pub(in crate::rubric) const fn of(view: View) -> Self {
        match view {
            View::Text | View::Line => Self::Original,
            View::Lower | View::LowerLine => Self::Lower,
            View::Answers => Self::Answers,
        }
    }

    pub(in crate::rubric) const fn index(self) -> usize {
        self as usize
    }

    /// The name used in sentences.
    pub(in crate::rubric) const fn describe(self) -> &'static str {
        match self {
            Self::Original => "the text",
            Self::Lower => "the text in any case",
            Self::Answers => "the written answers",
        }
    }
}
