//! How failures travel in a language: exceptions with handlers, results, error returns.

use tree_sitter::Node;

/// The failure idioms of a language. [`Failures::EXCEPTIONS`] is what most share: `throw`, and handlers that name
/// what they catch. The roles `Raise` and `Catch` say the rest.
#[derive(Clone, Copy)]
pub(crate) struct Failures {
    /// What counts as a handler, what throws an error away and what fails, in sentences for people.
    pub(crate) forms: &'static str,
    /// A handler without a type catches everything, and says so by leaving it out.
    pub(crate) untyped_handler_is_broad: bool,
    /// Types whose handlers catch everything.
    pub(crate) broad_exceptions: &'static [&'static str],
    /// Whether a call (receiver, name) ends the function with a failure, as `panic` does.
    pub(crate) is_raising_call: fn(&str, &str) -> bool,
    /// Node kinds about which `judge` is asked.
    pub(crate) judged: &'static [&'static str],
    /// What a node of those kinds does with an error value.
    pub(crate) judge: fn(Node<'_>, &str) -> Failure,
}

/// What happens to an error value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The node has nothing to do with errors.
    None,
    /// The function fails here: it returns an error.
    Raised,
    /// An error that a call gave is handed on to the caller as it is, as by `?`.
    PassedOn,
    /// An error is tested for; the node's body is what is done about it.
    Checked,
    /// An error is thrown away.
    Discarded,
    /// Any error ends the program here, as by `unwrap`.
    Unchecked,
}

impl Failures {
    /// Exceptions that handlers catch by type.
    pub(crate) const EXCEPTIONS: Self = Self {
        forms: "`catch` clauses are handlers. `throw` fails, and in a handler raises again.",
        untyped_handler_is_broad: false,
        broad_exceptions: &[],
        is_raising_call: |_, _| false,
        judged: &[],
        judge: |_, _| Failure::None,
    };
}
