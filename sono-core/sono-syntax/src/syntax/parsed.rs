//! A parsed text, as visitors see it.

use crate::language::Language;

use super::flat::FlatTree;
use super::outline::Outline;

/// A text, its syntax tree and its outline, which belong together.
///
/// A tree takes several hundred bytes per byte of text, so it exists only during a visit
/// ([`Parser::visit`](super::Parser::visit)). A visitor copies whatever it needs to keep.
#[derive(Debug)]
pub struct Parsed<'a> {
    /// The text that the tree covers: all of it, unless a budget ended it early ([`Outline::truncated`]).
    pub text: &'a str,
    /// The syntax tree. Do not recurse on its depth, which the author of the text controls.
    pub tree: FlatTree,
    /// The outline.
    pub outline: &'a Outline,
}

impl Parsed<'_> {
    /// The language as which the text was parsed.
    pub fn language(&self) -> &'static Language {
        self.outline.language
    }
}
