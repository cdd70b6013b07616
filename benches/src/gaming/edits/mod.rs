//! The edits, a table per kind of trick.

mod answers;
mod comments;
mod damage;
mod docs;
mod errors;
mod guards;
mod layout;
mod material;
mod names;
mod padding;
mod structure;
mod tests;

use super::subject::{HandIn, Subject};

/// A claim about the effect of an edit on a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// It adds nothing of worth, so the score must not rise.
    NotRaise,
    /// It does harm, so the score must fall.
    Lower,
    /// It leaves no work, so the score must fall far.
    Empty,
    /// It changes nothing that matters, so the score must stay.
    Unchanged,
}

impl Claim {
    /// All claims, in the order of reports.
    pub const ALL: [Self; 4] = [Self::NotRaise, Self::Lower, Self::Empty, Self::Unchanged];

    /// Its name in options and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotRaise => "not_raise",
            Self::Lower => "lower",
            Self::Empty => "empty",
            Self::Unchanged => "unchanged",
        }
    }
}

/// Makes another hand-in of a submission; `None` where there is nothing to edit.
pub type Apply = fn(&Subject) -> Option<HandIn>;

/// An edit.
#[derive(Debug)]
pub struct Edit {
    /// Its name: the kind of trick, a colon, the trick.
    pub name: &'static str,
    /// The claim about its effect.
    pub claim: Claim,
    /// The edit, in a few words.
    pub what: &'static str,
    /// Whether it may leave code that the bare grammar does not parse.
    pub breaks: bool,
    /// Does it.
    pub apply: Apply,
}

impl Edit {
    /// The same edit, which may leave code that the bare grammar does not parse.
    const fn breaking(mut self) -> Self {
        self.breaks = true;
        self
    }
}

const fn not_raise(name: &'static str, what: &'static str, apply: Apply) -> Edit {
    Edit { name, claim: Claim::NotRaise, what, breaks: false, apply }
}

const fn lower(name: &'static str, what: &'static str, apply: Apply) -> Edit {
    Edit { name, claim: Claim::Lower, what, breaks: false, apply }
}

const fn empty(name: &'static str, what: &'static str, apply: Apply) -> Edit {
    Edit { name, claim: Claim::Empty, what, breaks: false, apply }
}

const fn unchanged(name: &'static str, what: &'static str, apply: Apply) -> Edit {
    Edit { name, claim: Claim::Unchanged, what, breaks: false, apply }
}

/// All edits, in the order of reports.
pub fn all() -> impl Iterator<Item = &'static Edit> {
    let tables = [
        docs::EDITS,
        comments::EDITS,
        guards::EDITS,
        errors::EDITS,
        tests::EDITS,
        padding::EDITS,
        structure::EDITS,
        names::EDITS,
        material::EDITS,
        answers::EDITS,
        damage::EDITS,
        layout::EDITS,
    ];
    tables.into_iter().flatten()
}

#[cfg(test)]
mod checks;
