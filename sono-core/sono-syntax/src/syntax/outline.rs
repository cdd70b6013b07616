//! The outline: the result of one iterative walk over a syntax tree.
//!
//! An outline holds spans and numbers, but no tree. Everything is in text order.

use crate::language::{Import, Language};
use crate::text::{Span, SpanSet};

use super::checks::Checks;
use super::reading::Reading;
use super::work::Work;

/// The outline of one source.
#[derive(Debug, Clone)]
pub struct Outline {
    /// The language it was parsed as.
    pub language: &'static Language,
    /// Functions, methods, and closures that have a block as their body or a name.
    pub functions: Vec<Function>,
    /// The code outside all functions, as if it were a function: complexity and nesting of a script are here.
    ///
    /// Its lines and [`acting`](Self::acting) leave out imports, also those that may fail, and what only declares a
    /// value: a statement that neither calls nor decides. A statement without others inside counts as one line.
    pub module: Function,
    /// The statements outside functions that act.
    pub acting: u32,
    /// The first of them.
    pub first_acting: Option<Span>,
    /// Classes, interfaces, enums, records, type aliases.
    pub types: Vec<TypeDefinition>,
    /// Comments and docstrings.
    pub comments: Vec<Comment>,
    /// Imports.
    pub imports: Vec<Import>,
    /// The handling of failures: exception handlers (`except`, `catch`), and uses of error values.
    pub handlers: Vec<Handler>,
    /// Names chosen by the author: functions, parameters, variables, types, fields.
    pub names: Vec<Name>,
    /// Names of called functions and created types; strings and comments contain no calls.
    pub calls: Vec<Span>,
    /// Macros outside of test code that stand where a statement or a definition may, with tokens enough to be code.
    pub macros: Vec<Macro>,
    /// Places that do not parse.
    pub errors: Vec<ParseError>,
    /// Constructs that are right, but were read around because the grammar lacks them.
    pub gaps: Vec<GrammarGap>,
    /// The piece of something larger that it is, if it was read as one.
    pub fragment: Option<Fragment>,
    /// Increments of cognitive complexity, first those in functions, then those of the module. Each function holds a
    /// range into this list, and the points in its range add up to its [`Function::cognitive`].
    pub increments: Vec<Increment>,
    /// Bytes of tokens that belong to no parsed construct.
    pub error_bytes: u32,
    /// Bytes of all tokens outside comments.
    pub token_bytes: u32,
    /// Parsed statements and declarations outside comments. Zero means that there is nothing to score.
    pub statements: u32,
    /// Statements that return an error, where errors are values.
    pub failures: Vec<Span>,
    /// Statements that raise or throw.
    pub raises: u32,
    /// Assertions, in test code and elsewhere.
    pub assertions: u32,
    /// Lines by kind.
    pub lines: LineCounts,
    /// The number of named nodes visited, which measures size independently of formatting.
    pub nodes: u32,
    /// The work that the functions do.
    pub work: Work,
    /// The checks that the tests make.
    pub checks: Checks,
    /// The steps that readers of the code have before them.
    pub reading: Reading,
    /// Whether the source was cut because a budget ran out; counts cover the part before the cut.
    pub truncated: bool,
}

/// Tokens that the grammar does not read, because only a macro knows what they are: those that it is given, or those of one
/// of its rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Macro {
    /// The call or the definition of the macro.
    pub span: Span,
    /// The tokens, without the brackets around them.
    pub tokens: Span,
}

impl Outline {
    /// The places of the functions that are tests.
    pub fn tests(&self) -> SpanSet {
        self.functions.iter().filter(|function| function.is_test).map(|function| function.span).collect()
    }

    /// Sets functions aside, by their indices, as if they and all that is in them were test code.
    pub fn set_aside(&mut self, functions: &[u32]) {
        let known = functions.iter().filter_map(|index| self.functions.get(*index as usize));
        let spans: SpanSet = known.map(|function| function.span).collect();
        let is_inside = |place: Span| spans.contain(place);
        self.functions.iter_mut().for_each(|function| function.is_test |= is_inside(function.span));
        self.types.iter_mut().for_each(|definition| definition.is_test |= is_inside(definition.span));
        self.names.iter_mut().for_each(|name| name.is_test |= is_inside(name.span));
        self.handlers.iter_mut().for_each(|handler| handler.is_test |= is_inside(handler.span));
        self.work.idle.iter_mut().for_each(|idle| idle.is_test |= is_inside(idle.span));
    }
}

/// A function, method or closure.
#[derive(Debug, Clone, Default)]
pub struct Function {
    /// The name; empty for an anonymous function and for the module.
    pub name: String,
    /// From the first token of the definition (decorators excluded) to the end of the body.
    pub span: Span,
    /// The span of the name; the start of the definition if there is none.
    pub name_span: Span,
    /// The body.
    pub body: Span,
    /// Parameters, the receiver (`self`, `cls`, `this`) excluded.
    pub parameters: Vec<Parameter>,
    /// Whether it declares a return type.
    pub typed_return: bool,
    /// Index of the enclosing type in [`Outline::types`].
    pub owner: Option<u32>,
    /// Index of the enclosing function in [`Outline::functions`].
    pub parent: Option<u32>,
    /// Its visibility, by the conventions of the language.
    pub visibility: Visibility,
    /// The index of its documentation in [`Outline::comments`].
    pub doc: Option<u32>,
    /// Whether it is a test, or a helper inside test code.
    pub is_test: bool,
    /// Whether it is a constructor, an accessor of one statement, or an override that inherits its contract.
    pub is_trivial: bool,
    /// Whether it is declared to implement a contract that is stated elsewhere.
    pub is_override: bool,
    /// Whether it is declared to be implemented elsewhere.
    pub is_abstract: bool,
    /// Whether it constructs its type, so that its result needs no description.
    pub is_constructor: bool,
    /// McCabe's cyclomatic complexity: one plus the decisions; nested functions count separately.
    /// [`syntax`](crate::syntax) describes the dialect.
    pub cyclomatic: u32,
    /// How many of these decisions are cases beyond the first of a `switch` over one value, which read like a table.
    pub alternatives: u32,
    /// Cognitive complexity after SonarSource (Campbell 2018), including nested functions.
    pub cognitive: u32,
    /// The function's increments, as a range into [`Outline::increments`].
    pub increments: (u32, u32),
    /// The deepest nesting of control flow; 0 for a body without control flow.
    pub nesting: u32,
    /// The number of lines with code, from the definition to the end of the body; comments, docstrings and blank lines
    /// excluded. That of the module is smaller ([`Outline::module`]).
    pub sloc: u32,
    /// The number of statements in the body; a nested function counts as one.
    pub statements: u32,
    /// The number of return points.
    pub returns: u32,
    /// The number of statements that raise or throw.
    pub raises: u32,
    /// The number of assertions.
    pub assertions: u32,
    /// The number of calls.
    pub calls: u32,
    /// The hash of the kinds and texts of the tokens in its body, comments and white space excluded. Equal bodies are
    /// duplicates.
    pub body_hash: u64,
    /// Whether the module exports it, if modules declare exports.
    pub is_exported: bool,
    /// Which of its decisions and statements have no effect.
    pub lost: Lost,
}

impl Function {
    /// Cyclomatic complexity with each `switch` over a value as one decision, whatever the number of its cases.
    pub fn paths(&self) -> u32 {
        self.cyclomatic.saturating_sub(self.alternatives).max(1)
    }

    /// The weight of the function beside others: two for each decision, and one for each statement from the third on.
    /// A short function that decides nothing weighs nothing: an accessor, a delegation, a formula. Neither does what
    /// has no effect: a branch that is never taken, a check that refuses nothing, code behind the end.
    pub fn weight(&self) -> u32 {
        let decisions = self.cyclomatic.saturating_sub(1).saturating_sub(self.lost.decisions);
        let statements = self.statements.saturating_sub(self.lost.statements);
        decisions.saturating_mul(2).saturating_add(statements.saturating_sub(2))
    }
}

/// Decisions and statements without effect.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lost {
    /// The number of decisions, as in [`Function::cyclomatic`].
    pub decisions: u32,
    /// The number of statements, as in [`Function::statements`].
    pub statements: u32,
}

impl Lost {
    /// Both together.
    pub(super) const fn and(self, other: Self) -> Self {
        Self {
            decisions: self.decisions.saturating_add(other.decisions),
            statements: self.statements.saturating_add(other.statements),
        }
    }
}

/// A parameter of a function.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// The name.
    pub name: Span,
    /// Whether it declares its type.
    pub typed: bool,
}

/// The visibility of a definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Visibility {
    /// Public.
    #[default]
    Public,
    /// Internal by keyword or by convention.
    Private,
}

/// A class, interface, enum, record or type alias.
#[derive(Debug, Clone)]
pub struct TypeDefinition {
    /// The name; empty for a class without one, as in `new Reader() { ... }`.
    pub name: String,
    /// The definition.
    pub span: Span,
    /// The span of the name.
    pub name_span: Span,
    /// The index of its documentation in [`Outline::comments`].
    pub doc: Option<u32>,
    /// Its visibility.
    pub visibility: Visibility,
    /// The number of methods.
    pub methods: u32,
    /// The number of fields that the definition declares.
    pub fields: u32,
    /// Whether its members are there to be implemented: interface, abstract class, protocol.
    pub is_abstract: bool,
    /// Whether it is in test code, or is test code.
    pub is_test: bool,
    /// Whether it is an interface or annotation type, whose members are public by default.
    pub is_interface: bool,
    /// Whether the module exports it, if modules declare exports.
    pub is_exported: bool,
    /// The types that it extends or implements, with the keywords and signs around them; empty if there are none.
    pub heritage: Span,
    /// Whether the language has a place for its documentation; Python has none for a type alias.
    pub takes_documentation: bool,
}

impl TypeDefinition {
    /// The last names of the types that it extends or implements, without type arguments.
    pub fn bases<'t>(&self, text: &'t str) -> impl Iterator<Item = &'t str> + use<'t> {
        let heritage = self.heritage.of(text).trim_matches(['(', ')']);
        let mut depth = 0_usize;
        let parts = heritage.split(move |c: char| {
            match c {
                '<' | '[' | '(' | '{' => depth = depth.saturating_add(1),
                '>' | ']' | ')' | '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && (c == ',' || c.is_whitespace())
        });
        parts.filter_map(|part| {
            let path = part.split(['<', '[', '(', '{']).next().unwrap_or("");
            let name = path.rsplit('.').next().unwrap_or("");
            let is_base = !name.contains('=') && !matches!(name, "extends" | "implements" | "");
            is_base.then_some(name)
        })
    }
}

/// A comment or docstring.
#[derive(Debug, Clone, Copy)]
pub struct Comment {
    /// The span, including delimiters. Adjoining lines of documentation are one comment; other adjacent line
    /// comments stay separate.
    pub span: Span,
    /// The kind of comment.
    pub kind: CommentKind,
}

/// The kind of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommentKind {
    /// From a marker to the end of the line.
    Line,
    /// Between delimiters.
    Block,
    /// Documentation by position or form: docstring, `/** ... */`.
    Doc,
}

/// The handling of a failure: an exception handler, or its counterpart where errors are values.
#[derive(Debug, Clone, Copy)]
pub struct Handler {
    /// The whole clause, or the expression or statement.
    pub span: Span,
    /// The kind of handling.
    pub kind: HandlerKind,
    /// Whether it catches everything: bare `except`, `Exception`, `BaseException`, `Throwable`. A JavaScript `catch`
    /// cannot name a type, and is broad if it only prints a fixed text.
    pub broad: bool,
    /// Whether the body does nothing: empty, `pass`, `...`, or only comments.
    pub swallows: bool,
    /// Whether the body raises or throws.
    pub rethrows: bool,
    /// Whether the body does no more than set or return a fixed value.
    pub quiet: bool,
    /// Whether it may go on without further ado: it is not broad, and an idiom, or gives a reason in a comment.
    pub excused: bool,
    /// Whether it hands what it caught to a call.
    pub hands_on: bool,
    /// Whether that call only writes to a log.
    pub logs: bool,
    /// Whether it handles something that can fail and depends on what the function is given.
    pub can_fire: bool,
    /// Whether it is in test code.
    pub is_test: bool,
}

/// The kind of a handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandlerKind {
    /// A clause that catches exceptions: `catch`, `except`.
    Clause,
    /// A test for an error value, with its handling: `if err != nil`.
    Check,
    /// An error value passed on unchanged: `?`. Counts as raising again.
    PassOn,
    /// A discarded error value: `_ = f()`. Counts as swallowing.
    Discard,
    /// A use of an error value that ends the program: `unwrap`. Counts as broad.
    Crash,
}

/// A name chosen by the author.
#[derive(Debug, Clone, Copy)]
pub struct Name {
    /// The place of its definition.
    pub span: Span,
    /// The kind of thing it names.
    pub kind: NameKind,
    /// Whether it is in test code.
    pub is_test: bool,
    /// The index in [`Outline::functions`] of the function that it names, or that it is in.
    pub function: Option<u32>,
    /// Whether it is given from elsewhere: by the language, by what is overridden or implemented, by who calls it.
    pub prescribed: bool,
}

/// The kind of thing that a name refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameKind {
    /// Function or method.
    Function,
    /// Parameter.
    Parameter,
    /// Local or global variable, field.
    Variable,
    /// Counter of a loop or a comprehension, parameter of a lambda, or a caught exception; short names are fine here.
    Loop,
    /// Type.
    Type,
}

/// A place that does not parse.
#[derive(Debug, Clone, Copy)]
pub struct ParseError {
    /// The tokens that the parser could not place, or the position of a missing one.
    pub span: Span,
    /// The missing token, if the parser knows it.
    pub missing: Option<&'static str>,
}

/// Something right that the grammar lacks, so that it was read around.
#[derive(Debug, Clone, Copy)]
pub struct GrammarGap {
    /// The place.
    pub span: Span,
    /// Its name for people.
    pub what: &'static str,
}

/// One increment of cognitive complexity.
#[derive(Debug, Clone, Copy)]
pub struct Increment {
    /// The keyword or operator that adds it.
    pub span: Span,
    /// Points: 1 plus the nesting, or 1.
    pub points: u32,
    /// The nesting included in those points; 0 if nesting does not count.
    pub nesting: u32,
}

/// The number of lines by content. A line with code and a comment counts as code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineCounts {
    /// All lines; a final newline does not start another one.
    pub total: u32,
    /// Lines with a token outside comments.
    pub code: u32,
    /// Lines with only comments or docstrings.
    pub comment: u32,
    /// Lines with only white space.
    pub blank: u32,
}

/// A text as a piece of something larger, in which it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fragment {
    /// The number of blocks, brackets and comments that it ends, or goes on from, and does not begin.
    pub starts_inside: u32,
    /// The number of blocks, brackets and comments that it begins and does not end.
    pub ends_inside: u32,
    /// Its content for people, if its language has that only inside something: "members of a class".
    pub holds: Option<&'static str>,
}
