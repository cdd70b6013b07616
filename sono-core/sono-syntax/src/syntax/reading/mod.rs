//! The steps that readers of code have before them, and what each of them holds.
//!
//! A *step* is a line on which something begins (a statement, the head of a block, a member, an element of a list),
//! together with the lines that go on with it. Measures per step depend neither on where a statement is broken into lines
//! nor on the blanks in it, and two statements on one line are one step with the contents of both.
//!
//! Comments, imports, decorators, and lines without a word (`}`, `});`) are no part of any step.

mod begins;
mod pass;
mod vocabulary;

use crate::text::Span;

use super::outline::Outline;
use super::view::View;

/// The steps of one text, and what they share with the steps around them.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The steps, in the order of the text.
    pub steps: Vec<Step>,
    /// The pages, groups of steps that count together: those of each function, in the order of
    /// [`Outline::functions`]; then those outside functions, and those outside functions in types that are tests. The
    /// steps of a function that decides nothing and has at most two statements count with the function around it, or
    /// with those outside functions.
    pub pages: Vec<Page>,
}

/// A line on which something begins, with the lines that go on with it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Step {
    /// From its first token to its last.
    pub span: Span,
    /// The index in [`Reading::pages`] of the steps that it counts with.
    pub page: u32,
    /// The number of its lines that hold a word.
    pub lines: u32,
    /// The number of code points on these lines, without the white space around them and comments behind them.
    pub characters: u32,
    /// The number of its tokens without closing brackets.
    pub tokens: u32,
    /// The number of blocks around it, within its outermost function.
    pub depth: u32,
    /// Whether a blank line parts it from the step before, other than at the start of a block.
    pub parted: bool,
    /// Whether it stands in what a macro is given, which the grammar does not read.
    pub quoted: bool,
    /// The number of tokens of each kind in it.
    pub counts: StepCounts,
}

/// The number of tokens of each kind in a step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StepCounts {
    /// Signs that give a variable another value: `=`, `+=`, `++`.
    pub assignments: u32,
    /// Decisions: `if`, loops, cases, handlers, conditional expressions, `&&` and `||`.
    pub branches: u32,
    /// The greatest number of parentheses and square brackets open at one place.
    pub brackets: u32,
    /// Commas.
    pub commas: u32,
    /// Names, each time that they are used.
    pub names: u32,
    /// Names of one or two characters, each time that they are used; `_` is none.
    pub short: u32,
    /// Numbers and texts.
    pub literals: u32,
    /// Members reached through an object, except those of `this` or `self`.
    pub members: u32,
    /// Functions called and objects created.
    pub calls: u32,
}

/// The steps that count together.
#[derive(Debug, Clone, Copy, Default)]
pub struct Page {
    /// The number of steps.
    pub steps: u32,
    /// The number of tokens without closing brackets: Halstead's program length.
    pub tokens: u32,
    /// The number of different tokens: Halstead's vocabulary.
    pub vocabulary: u32,
    /// The sum over all variables of the number of steps from the first that names it to the last.
    pub live: u64,
}

/// Fills [`Outline::reading`].
pub(super) fn examine(view: View<'_>, outline: &mut Outline) {
    outline.reading = pass::run(view, outline);
}
