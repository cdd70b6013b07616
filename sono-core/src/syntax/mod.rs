//! Parsing, and the outline that every signal shares.

mod outline;

pub use outline::{
    Comment, CommentKind, Function, Handler, Import, Increment, LineCounts, Name, NameKind, Outline,
    Parameter, ParseError, TypeDefinition, Visibility,
};
