//! Parsing, and the outline that every signal shares.
//!
//! A [`Parser`] turns a text into an [`Outline`] in one walk over its syntax tree, without recursion and in linear
//! time. The name of a metric alone does not define a number, so the following describes exactly what is counted.
//!
//! # Cyclomatic complexity (McCabe 1976), dialect
//!
//! One, plus one for each: `if`, `elif`, loop (`do` ... `while` once), `case` that is not the default,
//! `except`/`catch`, conditional expression, short-circuit operator (`&&`, `||`, `??`, `and`, `or`, and the
//! assigning forms of JavaScript), element of a list that is written there by an index that is not
//! (`[one, other][condition]`, which stands for a conditional expression), and each `for` and `if` inside a comprehension or as the guard of a case.
//! `else`, `try`, `finally`, `default`, `case _` and assertions add nothing, but the `else` of a declaration whose
//! pattern may not fit adds one. Nested functions that the outline lists count for themselves.
//!
//! # Cognitive complexity (Campbell 2018, revised 2023), dialect
//!
//! Structural increments, one plus the nesting: `if`, conditional expression and what stands for one, `switch`/`match`/`select`, loops,
//! handlers that are clauses, the `else` of a declaration. Hybrid increments, one: `else`, `else if`, `elif`; the
//! `else` of a Python loop or `try` too, as in SonarPython. Fundamental increments, one: each sequence of like
//! `&&`/`||` operators, each labelled jump (`goto` too), and a function that calls itself. Null-coalescing operators
//! and comprehensions add nothing. Each structure above and each function inside a function increases the nesting. The
//! code of a nested function counts for the enclosing one too (so the handlers of a component written as a function
//! count for the component, as in the paper; SonarJS counts them for themselves alone); the two exceptions of the paper's appendix A apply
//! (JavaScript's declarative outer functions, Python's decorators).
//!
//! # Broken code
//!
//! A deciding keyword or operator that the parser could not place counts as one decision, and as one point plus
//! nesting. The nesting around and inside such keywords is taken from the layout: a keyword at the start of a line
//! encloses code further right, until a line starts at or left of its column. Breaking the syntax hides nothing.
//!
//! # Statements
//!
//! A statement is a parsed statement or declaration; a compound one (`if` with its `else`, `try` with its handlers)
//! counts as one, plus those inside it. Code without effect does not count: comments, docstrings and other strings
//! alone, `pass`, `...`, `;`, and expressions that only name, compare or compute without a call, an assignment or
//! another effect. So prose that happens to parse has no statements.
//!
//! # Outside functions
//!
//! Outside functions, what only imports (also in a `try` or behind a condition) or only declares a value is a statement,
//! but no code that acts: it adds neither to the lines nor to the complexities of the module.
//!
//! # What a grammar lacks
//!
//! Where a text does not parse, constructs that are known to be missing in the grammar are read around: the rest is
//! measured as if they were not there, and [`Outline::gaps`] lists them.
//!
//! # Pieces of code
//!
//! A text that is no whole file ([`Parser::visit_piece`]) may begin and end in the middle of something. If it does not
//! parse, what seems to be missing is written around it; if it then parses without a fault, it is measured, and what
//! was written around it is not: members of a class are functions without an owner, statements of a function are code
//! outside functions. [`Outline::fragment`] says so.

mod checks;
mod comments;
mod complexity;
mod finish;
mod flat;
mod fragment;
mod frame;
mod gaps;
mod handlers;
mod lex;
mod loose;
mod modifiers;
mod names;
mod open;
mod outline;
mod parsed;
mod parser;
mod reading;
mod scope;
mod tokens;
mod trouble;
mod view;
mod walk;
mod work;

pub use checks::{Check, Checks, Fault, Routine, Strength, Use, UseKind};
pub use flat::{FlatNode, FlatTree, NodeIndex};
pub use outline::{
    Comment, CommentKind, Fragment, Function, GrammarGap, Handler, HandlerKind, Increment, LineCounts, Lost,
    Macro, Name, NameKind, Outline, Parameter, ParseError, TypeDefinition, Visibility,
};
pub use parsed::Parsed;
pub use parser::{ParseBudget, Parser, Visitor};
pub use reading::{Page, Reading, Step, StepCounts};
pub use work::{Asked, Body, Deed, Harm, HarmKind, Idle, IdleKind, Work};
