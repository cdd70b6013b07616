//! Recognition of a language's tests.

use super::test_path::TestPaths;

/// The conventions of a language's test runners. [`Tests::NONE`] recognises none.
#[derive(Clone, Copy)]
pub(crate) struct Tests {
    /// Files that hold tests.
    pub(crate) paths: TestPaths,
    /// Whether a function is a test, by its name and the text after the name.
    pub(crate) is_function: fn(&str, &str) -> bool,
    /// Whether a type contains tests, by its name or the name of a base.
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
