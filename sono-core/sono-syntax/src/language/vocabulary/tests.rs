//! How a language's tests are told from the rest.

use super::test_path::TestPaths;

/// The conventions of a language's test runners. [`Tests::NONE`] knows none.
#[derive(Clone, Copy)]
pub(crate) struct Tests {
    /// Files that hold tests.
    pub(crate) paths: TestPaths,
    /// Whether a function is a test, by its name and the text behind the name.
    pub(crate) is_function: fn(&str, &str) -> bool,
    /// Whether a type, by its name or a base of that name, holds tests.
    pub(crate) is_type: fn(&str) -> bool,
    /// Whether the callback of a call (receiver, name) is test code.
    pub(crate) is_call: fn(&str, &str) -> bool,
    /// Whether a call (receiver, name) is an assertion.
    pub(crate) is_assertion: fn(&str, &str) -> bool,
}

impl Tests {
    /// Nothing is a test.
    pub(crate) const NONE: Self = Self {
        paths: TestPaths::NONE,
        is_function: |_, _| false,
        is_type: |_| false,
        is_call: |_, _| false,
        is_assertion: |_, _| false,
    };
}
