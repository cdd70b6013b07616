//! A parsed text: what a visitor sees of it while it is there.

use crate::language::Language;

use super::flat::FlatTree;
use super::outline::Outline;

/// A text, its syntax tree and its outline, which belong together.
///
/// A tree takes several hundred bytes for each byte of its text, so that it lives only while a visitor looks at it
/// ([`Parser::visit`](super::Parser::visit)); what is to be kept of it, the visitor takes.
#[derive(Debug)]
pub struct Parsed<'a> {
    /// The text that the tree covers: all of it, unless a budget cut it off ([`Outline::truncated`]).
    pub text: &'a str,
    /// The syntax tree. Do not recurse on its depth: whoever handed the text in decides how deep it is.
    pub tree: FlatTree,
    /// The outline.
    pub outline: &'a Outline,
}

impl Parsed<'_> {
    /// The language that the text was parsed as.
    pub fn language(&self) -> &'static Language {
        self.outline.language
    }
}
