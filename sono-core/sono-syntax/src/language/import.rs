//! Import statements.

use crate::text::Span;

/// An import.
#[derive(Debug, Clone)]
pub struct Import {
    /// The statement.
    pub span: Span,
    /// The imported module, as written.
    pub module: String,
    /// Whether it imports everything (`import *`).
    pub wildcard: bool,
    /// Whether the module is in the same project (relative import).
    pub relative: bool,
    /// Whether it is in test code.
    pub is_test: bool,
}
