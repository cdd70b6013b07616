//! Parsing, and the outline that every signal shares.

mod complexity;
mod frame;
mod handlers;
mod names;
mod outline;
mod parser;
mod scope;
mod tokens;
mod trouble;
mod walk;

pub use outline::{
    Comment, CommentKind, Function, Handler, Import, Increment, LineCounts, Name, NameKind, Outline,
    Parameter, ParseError, TypeDefinition, Visibility,
};
pub use parser::{ParseBudget, Parser};
