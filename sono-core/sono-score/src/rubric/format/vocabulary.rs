//! The words that keys of the format accept, each list taken from its enum.

use sono_syntax::text::join_names;

/// The strings of an enum with `ALL` and `as_str`, as a list for the tables of the format.
macro_rules! words_of {
    ($words:ty) => {{
        #[expect(
            clippy::indexing_slicing,
            reason = "it runs while compiling, and both lists have one length"
        )]
        const WORDS: [&str; <$words>::ALL.len()] = {
            let mut words = [""; <$words>::ALL.len()];
            let mut index = 0;
            while index < words.len() {
                words[index] = <$words>::ALL[index].as_str();
                index += 1;
            }
            words
        };
        &WORDS
    }};
}
pub(super) use words_of;

/// A view of the submitted material, as `in` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rubric) enum View {
    Text,
    Lower,
    Line,
    LowerLine,
    Answers,
}

impl View {
    pub(in crate::rubric) const ALL: [Self; 5] =
        [Self::Text, Self::Lower, Self::Line, Self::LowerLine, Self::Answers];

    pub(in crate::rubric) const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Lower => "lower",
            Self::Line => "line",
            Self::LowerLine => "lower_line",
            Self::Answers => "answers",
        }
    }

    /// The view with that name.
    pub(in crate::rubric) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.as_str() == name)
    }

    /// Whether the view is read line by line.
    pub(in crate::rubric) const fn is_by_line(self) -> bool {
        matches!(self, Self::Line | Self::LowerLine)
    }
}

/// The violations that a group counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rubric) enum GroupSource {
    /// All violations.
    Violations,
    /// Only those found by the rubric's own patterns.
    Patterns,
}

impl GroupSource {
    pub(in crate::rubric) const ALL: [Self; 2] = [Self::Violations, Self::Patterns];

    pub(in crate::rubric) const fn as_str(self) -> &'static str {
        match self {
            Self::Violations => "violations",
            Self::Patterns => "patterns",
        }
    }

    /// The source with that name.
    pub(in crate::rubric) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == name)
    }
}

/// A comparison of two numbers; the strings are keys of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::rubric) enum Relation {
    Gt,
    Ge,
    Lt,
    Le,
    Eq,
    Ne,
}

impl Relation {
    pub(in crate::rubric) const ALL: [Self; 6] = [Self::Gt, Self::Ge, Self::Lt, Self::Le, Self::Eq, Self::Ne];

    pub(in crate::rubric) const fn as_str(self) -> &'static str {
        match self {
            Self::Gt => "gt",
            Self::Ge => "ge",
            Self::Lt => "lt",
            Self::Le => "le",
            Self::Eq => "eq",
            Self::Ne => "ne",
        }
    }

    pub(in crate::rubric) const fn describe(self) -> &'static str {
        match self {
            Self::Gt => "more than",
            Self::Ge => "at least",
            Self::Lt => "less than",
            Self::Le => "at most",
            Self::Eq => "exactly",
            Self::Ne => "other than",
        }
    }
}

/// Joins names for a sentence: "gt, ge or lt".
pub(in crate::rubric) fn one_of(names: impl IntoIterator<Item = &'static str>) -> String {
    let names: Vec<&str> = names.into_iter().collect();
    join_names(&names, "or")
}
