//! The outline: what one iterative walk over a syntax tree keeps of it.
//!
//! An outline holds spans and numbers, no tree. Everything is in the order of the text.

use crate::language::{Import, Language};
use crate::text::Span;

/// What the walk kept of one source.
#[derive(Debug, Clone)]
pub struct Outline {
    /// The language it was parsed as.
    pub language: &'static Language,
    /// Functions, methods, closures with a body of their own that is worth a name.
    pub functions: Vec<Function>,
    /// The code outside every function, as if it were one: complexity and nesting of a script live here.
    pub module: Function,
    /// Classes, interfaces, enums, records, type aliases.
    pub types: Vec<TypeDefinition>,
    /// Comments and docstrings.
    pub comments: Vec<Comment>,
    /// Imports.
    pub imports: Vec<Import>,
    /// What is done about failures: exception handlers (`except`, `catch`), and uses of error values.
    pub handlers: Vec<Handler>,
    /// Names that the author chose: functions, parameters, variables, types, fields.
    pub names: Vec<Name>,
    /// Names of what is called or created; strings and comments call nothing.
    pub calls: Vec<Span>,
    /// Places that do not parse.
    pub errors: Vec<ParseError>,
    /// Increments of cognitive complexity, those in functions first, then those of the module; functions hold
    /// ranges into it, and the points in a function's range add up to its [`Function::cognitive`].
    pub increments: Vec<Increment>,
    /// Bytes of tokens that belong to no parsed construct.
    pub error_bytes: u32,
    /// Bytes of all tokens outside comments.
    pub token_bytes: u32,
    /// Parsed statements and declarations outside comments. Zero means: nothing to score.
    pub statements: u32,
    /// Statements that raise or throw.
    pub raises: u32,
    /// Assertions, in test code and elsewhere.
    pub assertions: u32,
    /// Lines by kind.
    pub lines: LineCounts,
    /// Named nodes visited; a measure of size that no formatting changes.
    pub nodes: u32,
    /// The source was cut because a budget ran out; counts cover the part before.
    pub truncated: bool,
}

/// A function, method or closure.
#[derive(Debug, Clone, Default)]
pub struct Function {
    /// The name; empty for an anonymous function and for the module.
    pub name: String,
    /// From the first token of the definition (decorators excluded) to the end of the body.
    pub span: Span,
    /// The name's place; the start of the definition when there is none.
    pub name_span: Span,
    /// The body.
    pub body: Span,
    /// Parameters, the receiver (`self`, `cls`, `this`) excluded.
    pub parameters: Vec<Parameter>,
    /// Whether a return type is stated.
    pub typed_return: bool,
    /// Index of the enclosing type in [`Outline::types`].
    pub owner: Option<u32>,
    /// Index of the enclosing function in [`Outline::functions`].
    pub parent: Option<u32>,
    /// Who can call it, as the language's conventions say.
    pub visibility: Visibility,
    /// Index of its documentation in [`Outline::comments`].
    pub doc: Option<u32>,
    /// Whether it is a test, or a helper inside test code.
    pub is_test: bool,
    /// Whether it is a constructor, accessor of one statement, or an override that inherits its contract.
    pub is_trivial: bool,
    /// Whether it constructs its type, so that its result goes without saying.
    pub is_constructor: bool,
    /// McCabe's cyclomatic complexity: one plus the decisions; nested functions count for themselves. The
    /// dialect is stated in [`syntax`](crate::syntax).
    pub cyclomatic: u32,
    /// Cognitive complexity after SonarSource (Campbell 2018), functions inside it included.
    pub cognitive: u32,
    /// The function's increments, as a range into [`Outline::increments`].
    pub increments: (u32, u32),
    /// Deepest nesting of control flow; a body without control flow has 0.
    pub nesting: u32,
    /// Lines that hold code, from the definition to the end of the body; comments, docstrings, blanks excluded.
    pub sloc: u32,
    /// Statements in the body; a nested function is one of them, what is in it is not.
    pub statements: u32,
    /// Return points.
    pub returns: u32,
    /// Statements that raise or throw.
    pub raises: u32,
    /// Assertions.
    pub assertions: u32,
    /// Calls.
    pub calls: u32,
    /// Hash over the kinds and texts of the tokens of its body, comments and whitespace excluded; equal bodies
    /// are duplicates.
    pub body_hash: u64,
    /// Whether the module exports it, where modules say so.
    pub is_exported: bool,
}

/// A parameter of a function.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// The name.
    pub name: Span,
    /// Whether its type is stated.
    pub typed: bool,
}

/// Who can reach a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Visibility {
    /// Part of what the module offers.
    #[default]
    Public,
    /// Internal by keyword or by convention.
    Private,
}

/// A class, interface, enum, record or type alias.
#[derive(Debug, Clone)]
pub struct TypeDefinition {
    /// The name.
    pub name: String,
    /// The definition.
    pub span: Span,
    /// The name's place.
    pub name_span: Span,
    /// Index of its documentation in [`Outline::comments`].
    pub doc: Option<u32>,
    /// Who can reach it.
    pub visibility: Visibility,
    /// Number of methods.
    pub methods: u32,
    /// Number of fields that the definition declares.
    pub fields: u32,
    /// Whether it has members to implement only: interface, abstract class, protocol.
    pub is_abstract: bool,
    /// Whether it is or lies in test code.
    pub is_test: bool,
    /// Whether it is an interface or annotation type, whose members are public as they stand.
    pub is_interface: bool,
    /// Whether the module exports it, where modules say so.
    pub is_exported: bool,
}

/// A comment or docstring.
#[derive(Debug, Clone, Copy)]
pub struct Comment {
    /// Delimiters included. Adjacent line comments stay separate.
    pub span: Span,
    /// What it is.
    pub kind: CommentKind,
}

/// What a comment is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommentKind {
    /// From a marker to the end of the line.
    Line,
    /// Between delimiters.
    Block,
    /// Documentation by position or form: docstring, `/** ... */`.
    Doc,
}

/// What is done about a failure: an exception handler, or what stands for one where errors are values.
#[derive(Debug, Clone, Copy)]
pub struct Handler {
    /// The whole clause, or the expression or statement.
    pub span: Span,
    /// What it is.
    pub kind: HandlerKind,
    /// Catches everything: bare `except`, `Exception`, `BaseException`, `Throwable`. A JavaScript `catch` has no
    /// type to name and is never broad.
    pub broad: bool,
    /// The body does nothing: empty, `pass`, `...`, or comments alone.
    pub swallows: bool,
    /// The body raises or throws.
    pub rethrows: bool,
    /// Whether it lies in test code.
    pub is_test: bool,
}

/// What a handler is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandlerKind {
    /// A clause that catches exceptions: `catch`, `except`.
    Clause,
    /// A test for an error value, with what is done about it: `if err != nil`.
    Check,
    /// An error value handed on as it is: `?`. Counts as raising again.
    PassOn,
    /// An error value thrown away: `_ = f()`. Counts as swallowing it.
    Discard,
    /// An error value that ends the program: `unwrap`. Counts as broad.
    Crash,
}

/// A name that the author chose.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// Where it is defined.
    pub span: Span,
    /// What it names.
    pub kind: NameKind,
    /// Whether it lies in test code.
    pub is_test: bool,
}

/// What a name names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// Function or method.
    Function,
    /// Parameter.
    Parameter,
    /// Local or global variable, field.
    Variable,
    /// Counter of a loop or a comprehension, parameter of a lambda, or a caught exception; short names are fine
    /// here.
    Loop,
    /// Type.
    Type,
}

/// A place that does not parse.
#[derive(Debug, Clone, Copy)]
pub struct ParseError {
    /// The tokens that fit nowhere, or the place where one is missing.
    pub span: Span,
    /// The token that is missing, when the parser knows it.
    pub missing: Option<&'static str>,
}

/// One increment of cognitive complexity.
#[derive(Debug, Clone, Copy)]
pub struct Increment {
    /// The keyword or operator that adds it.
    pub span: Span,
    /// Points: 1 plus the nesting, or 1.
    pub points: u32,
    /// The nesting in those points; 0 where nesting does not count.
    pub nesting: u32,
}

/// Lines by what they hold. A line with code and a comment counts as code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineCounts {
    /// All lines; a final newline opens no line here.
    pub total: u32,
    /// Lines with a token outside comments.
    pub code: u32,
    /// Lines with comments or docstrings alone.
    pub comment: u32,
    /// Lines with white space alone.
    pub blank: u32,
}
