//! The handling of failures in a language: exceptions with handlers, results, error returns.

use tree_sitter::FlatNode as Node;

/// The failure idioms of a language. [`Failures::EXCEPTIONS`] is the most common: `throw`, and handlers that name the
/// types they catch. The roles `Raise` and `Catch` cover the rest.
#[derive(Clone, Copy)]
pub(crate) struct Failures {
    /// A description of handlers, discarded errors and failures, in sentences for people.
    pub(crate) forms: &'static str,
    /// Whether a handler can name the type of what it catches.
    pub(crate) handlers_name_types: bool,
    /// Whether a handler without a type is broad, because leaving out the type is how it catches everything.
    pub(crate) untyped_handler_is_broad: bool,
    /// Types that catch everything.
    pub(crate) broad_exceptions: &'static [&'static str],
    /// Whether a call (receiver, name) makes the function fail, as `panic` does.
    pub(crate) is_raising_call: fn(&str, &str) -> bool,
    /// Words in the signature of a function that gives an error value; empty where errors are no values.
    pub(crate) results: &'static [&'static str],
    /// Whether a function that is defined elsewhere gives an error where only a part of what it gives is thrown away, by
    /// what is written before its parentheses.
    pub(crate) may_fail: fn(&str) -> bool,
    /// The names that are given to what nobody wants, with the word that declares them.
    pub(crate) discards: &'static [&'static str],
    /// Whether a statement passes an error on without naming it, by what it says and what its function declares to give.
    pub(crate) passes_on: fn(&str, &str) -> bool,
    /// The node kinds that are passed to `judge`.
    pub(crate) judged: &'static [&'static str],
    /// Tells what a node of those kinds does with an error value.
    pub(crate) judge: fn(Node<'_>, &str) -> Failure,
}

/// The use of an error value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The node has nothing to do with errors.
    None,
    /// The function fails here: it returns an error.
    Raised,
    /// An error returned by a call is passed on to the caller unchanged, as by `?`.
    PassedOn,
    /// The code tests for an error; the node's body handles it.
    Checked,
    /// An error is discarded.
    Discarded,
    /// Any error ends the program, as by `unwrap`.
    Unchecked,
}

impl Failures {
    /// Exceptions that handlers catch by type.
    pub(crate) const EXCEPTIONS: Self = Self {
        forms: "`catch` clauses are handlers. `throw` fails, and in a handler raises again.",
        handlers_name_types: true,
        untyped_handler_is_broad: false,
        broad_exceptions: &[],
        is_raising_call: |_, _| false,
        results: &[],
        may_fail: |_| true,
        discards: &["_"],
        passes_on: |_, _| false,
        judged: &[],
        judge: |_, _| Failure::None,
    };
}
