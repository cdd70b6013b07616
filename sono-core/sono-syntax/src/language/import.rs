//! What an import statement names.

use crate::text::Span;

/// An import.
#[derive(Debug, Clone)]
pub struct Import {
    /// The statement.
    pub span: Span,
    /// The module named, as written.
    pub module: String,
    /// Whether it takes everything (`import *`).
    pub wildcard: bool,
    /// Whether it names a module of the same project (relative import).
    pub relative: bool,
}
