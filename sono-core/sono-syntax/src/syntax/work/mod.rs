//! The work that functions do: whether a body is there, what it guards against, and which of its parts have no effect.
//!
//! A body does something if it reads what it does not make itself, or calls something: whatever else it consists of,
//! its result is always the same, and nobody notices that it ran. Printing a fixed text is not enough.

mod branches;
mod calls;
mod definitions;
mod discarded;
mod forms;
mod guards;
mod handling;
mod harm;
mod lost;
mod names;
mod narrow;
mod pass;
mod reasons;
mod symbols;
mod truth;
mod verdict;
mod words;

use crate::text::Span;

use super::outline::Outline;
use super::view::View;

/// The work of the functions of one text.
#[derive(Debug, Clone, Default)]
pub struct Work {
    /// The work of each function, in the order of [`Outline::functions`].
    pub functions: Vec<Deed>,
    /// The number of statements outside all definitions that do something; what only starts a program is left out.
    pub module: u32,
    /// The names of the types that other types of the text extend, in alphabetical order.
    pub bases: Vec<String>,
    /// The places without effect, in the order of the text.
    pub idle: Vec<Idle>,
    /// The names of called functions that are given something that depends on the input, in the order of the text.
    pub fed: Vec<Span>,
    /// The names of called functions that are given only fixed values, and whose result nobody gets, in the order of the
    /// text.
    pub discarded: Vec<Span>,
}

/// The work of a function.
#[derive(Debug, Clone, Copy, Default)]
pub struct Deed {
    /// The kind of its body.
    pub body: Body,
    /// Whether it must do something.
    pub asked: Asked,
    /// The promises of the signature and the documentation: one, and one for each of up to three parameters, and for
    /// documentation.
    pub promise: u32,
    /// The number of places where it refuses, or handles, what it cannot work with: each can be reached, and depends on
    /// what the function is given.
    pub guards: u32,
    /// Whether it uses something that it is given, other than to check it in vain.
    pub takes: bool,
    /// Whether it does something beside giving a value: it calls something for its own sake, writes, or changes what is
    /// not its own.
    pub acts: bool,
    /// Whether it must not fail, by a contract of the language.
    pub unfailing: bool,
    /// Where it does harm if it is given what it cannot work with; looked for in public functions outside others.
    pub harm: Option<Harm>,
}

/// A place that does harm if a parameter is not as it should be, and was not looked at before.
#[derive(Debug, Clone, Copy)]
pub struct Harm {
    /// The place.
    pub span: Span,
    /// The parameter, where it is declared.
    pub name: Span,
    /// The kind of harm.
    pub kind: HarmKind,
}

/// The kind of harm where a parameter is not as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HarmKind {
    /// A division by the parameter, which may be zero.
    Zero,
    /// A division by the number of its elements, of which there may be none.
    Empty,
    /// The first of its elements is taken.
    First,
    /// A number is read from it, and what is no number goes on as one.
    Parse,
    /// It may be anything, and is taken for one thing.
    Cast,
}

/// The kind of a body, by what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Body {
    /// It works.
    #[default]
    Works,
    /// It does nothing.
    Empty,
    /// It always gives the same value.
    Constant,
    /// It gives back a parameter as it came.
    Same,
    /// It gives back what it is given in another form: as a text, in a list, with nothing added.
    Recast,
    /// It says that it is yet to be written.
    Unwritten,
}

/// Whether a function must do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asked {
    /// Doing nothing is right: the body of a contract, an empty constructor, a fixed value that takes no parameters.
    No,
    /// Doing nothing is what its type is there for, as it says itself: an override in `EmptyList`.
    Hardly,
    /// Doing nothing may be right: a contract asks for it, or its name says so.
    Perhaps,
    /// Nothing excuses an empty body.
    #[default]
    Yes,
}

/// A place without effect.
#[derive(Debug, Clone, Copy)]
pub struct Idle {
    /// The place.
    pub span: Span,
    /// Its kind.
    pub kind: IdleKind,
    /// Whether it is in test code.
    pub is_test: bool,
}

/// The kind of a thing without effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdleKind {
    /// A statement that cannot be reached.
    Unreachable,
    /// A branch whose condition never holds, or whose opposite always does.
    NeverTaken,
    /// An assertion that cannot fail.
    Check,
    /// A parameter that is never read.
    Parameter,
    /// A variable that is never read.
    Variable,
    /// An expression whose value is thrown away.
    Value,
}

/// Fills [`Outline::work`], and completes [`Outline::handlers`].
pub(super) fn examine(view: View<'_>, outline: &mut Outline) {
    outline.work = pass::run(view, outline);
}
