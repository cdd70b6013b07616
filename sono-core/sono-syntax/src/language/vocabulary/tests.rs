//! Recognition of a language's tests, and of what they assert.

use super::assertions::Assertions;
use super::test_path::TestPaths;

/// The conventions of a language's test runners. [`Tests::NONE`] recognises none.
#[derive(Clone, Copy)]
pub(crate) struct Tests {
    /// Files that hold tests.
    pub(crate) paths: TestPaths,
    /// Whether a function is test code, by its name and the text after the name.
    pub(crate) is_function: fn(&str, &str) -> bool,
    /// Whether a type contains tests, by its name or the name of a base.
    pub(crate) is_type: fn(&str) -> bool,
    /// Whether the callback of a call (receiver, name) is test code.
    pub(crate) is_call: fn(&str, &str) -> bool,
    /// Whether a call (receiver, name) is an assertion.
    pub(crate) is_assertion: fn(&str, &str) -> bool,
    /// The signs of a test for the runner, and what keeps it from running one.
    pub(crate) runner: Runner,
    /// The assertions of libraries.
    pub(crate) library: Library,
}

impl Tests {
    /// Nothing is a test.
    pub(crate) const NONE: Self = Self {
        paths: TestPaths::NONE,
        is_function: |_, _| false,
        is_type: |_| false,
        is_call: |_, _| false,
        is_assertion: |_, _| false,
        runner: Runner::NONE,
        library: Library::NONE,
    };
}

/// The signs of a test for the runners of a language.
#[derive(Clone, Copy)]
pub(crate) struct Runner {
    /// How the names of test functions begin, if names make tests.
    pub(crate) prefixes: &'static [&'static str],
    /// Names of functions that begin so and are no tests.
    pub(crate) others: &'static [&'static str],
    /// How the names of functions begin that are tests if a comment says what they print.
    pub(crate) examples: &'static [&'static str],
    /// The words of that comment, in lower case.
    pub(crate) example_prints: &'static str,
    /// Decorators, annotations and attributes that make a function a test, without their path.
    pub(crate) marks: &'static [&'static str],
    /// Decorators, annotations and attributes that make a function one that tests are given the values of.
    pub(crate) fixtures: &'static [&'static str],
    /// Calls whose callback is a test: `it`, also as `it.only` and `t.it`.
    pub(crate) calls: &'static [&'static str],
    /// Objects and members of those calls by which a test is varied: `it.each`.
    pub(crate) variants: &'static [&'static str],
    /// Calls that group tests.
    pub(crate) groups: &'static [&'static str],
    /// Members that make a group of what is a test otherwise: `test.describe`.
    pub(crate) nested: &'static [&'static str],
    /// Macros whose tokens hold tests.
    pub(crate) macros: &'static [&'static str],
    /// Decorators, calls and members of calls that keep a test, or a group of them, from running.
    pub(crate) skips: &'static [&'static str],
    /// Those of them that are calls which group tests.
    pub(crate) skipped_groups: &'static [&'static str],
    /// Calls that end a test before it began, whatever their object is.
    pub(crate) leaves: &'static [&'static str],
    /// Objects whose calls do so by the names of `skips`, beside those with names of one or two letters.
    pub(crate) leavers: &'static [&'static str],
    /// Decorators that say that the test fails (name, a word among the arguments).
    pub(crate) failing: &'static [(&'static str, &'static str)],
    /// Words of the libraries for tests, one of which all code that sets tests up holds.
    pub(crate) setup: &'static [&'static str],
    /// Whether tests are compiled apart from the code, which therefore cannot use what they define.
    pub(crate) compiled_apart: bool,
    /// The examples in documentation that are run.
    pub(crate) doc_examples: DocExamples,
}

/// The examples in documentation that a runner takes for tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DocExamples {
    /// None.
    None,
    /// Lines behind a prompt, and below them what they print.
    Session {
        /// The prompt of a new line, with the blank behind it.
        prompt: &'static str,
        /// The prompt of a line that continues the one above, with the blank behind it.
        continued: &'static str,
        /// The mark that ends the documentation, and so is nothing that is printed.
        end: &'static str,
    },
    /// Code between fences, with assertions in it.
    Fenced {
        /// The fence.
        fence: &'static str,
        /// The word that every assertion contains.
        assertion: &'static str,
        /// Words behind a fence that keep the code from running.
        not_run: &'static [&'static str],
    },
}

impl Runner {
    /// No test. The words around tests are those of Jest, Mocha, Vitest, AVA, node:test, Playwright, Deno, Ginkgo, unittest
    /// and pytest, which all languages share.
    pub(crate) const NONE: Self = Self {
        prefixes: &[],
        others: &[],
        examples: &[],
        example_prints: "",
        marks: &[],
        fixtures: &[],
        calls: &[],
        variants: &[
            "only",
            "each",
            "concurrent",
            "failing",
            "fails",
            "skipIf",
            "runIf",
            "sequential",
            "for",
            "serial",
            "cb",
            "slow",
            "t",
            "tap",
            "QUnit",
            "Deno",
            "ava",
            "default",
            "if",
            "extend",
            "todoIf",
        ],
        groups: &["describe", "context", "suite", "Describe", "Context", "When", "test", "it"],
        nested: &["describe"],
        macros: &[],
        skips: &[],
        skipped_groups: &[],
        leaves: &["skipTest"],
        leavers: &["pytest"],
        failing: &[],
        setup: &[],
        compiled_apart: false,
        doc_examples: DocExamples::None,
    };
}

/// The assertions in the libraries of a language. Any call whose name begins with `assert` is one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Library {
    /// Objects whose methods assert.
    pub(crate) objects: &'static [&'static str],
    /// Methods of those objects that do not.
    pub(crate) silent: &'static [&'static str],
    /// Calls that hold a value, about which the rest of the chain asserts: `expect`.
    pub(crate) subjects: &'static [&'static str],
    /// Calls inside a chain that assert about its beginning: `andExpect`.
    pub(crate) matchers: &'static [&'static str],
    /// Calls that fail at once, so that the condition around them is what is asserted.
    pub(crate) fails: &'static [&'static str],
    /// Those of them that do something else if they are given nothing.
    pub(crate) fails_with: &'static [&'static str],
    /// Objects whose calls fail a test by those names, beside those with names of one or two letters.
    pub(crate) failing_objects: &'static [&'static str],
    /// Words with which tests assert or fail, by whatever library or helper.
    pub(crate) words: &'static [&'static str],
    /// How the names of helpers begin that assert.
    pub(crate) helpers: &'static [&'static str],
    /// The questions of assertions, by their names.
    pub(crate) assertions: Assertions,
    /// Calls that ask whether something fails.
    pub(crate) raises: &'static [&'static str],
    /// Calls that fail if a value is an error.
    pub(crate) unwraps: &'static [&'static str],
    /// Signs behind a value that do the same.
    pub(crate) unwrap_signs: &'static [&'static str],
    /// Errors whose handler also catches a failed assertion; `*` if all handlers do.
    pub(crate) caught: &'static [&'static str],
    /// Calls that suppress the errors which are their arguments.
    pub(crate) suppress: &'static [&'static str],
    /// Objects and calls by which tests reach running code from outside.
    pub(crate) outside: &'static [&'static str],
    /// Functions that ask what a value is, without running it.
    pub(crate) looks: &'static [&'static str],
    /// Functions of the language that give nothing but what they are given.
    pub(crate) pure: &'static [&'static str],
}

impl Library {
    /// No library. The objects that fail a test, and the names of assertions and helpers, are those of all languages.
    pub(crate) const NONE: Self = Self {
        objects: &[],
        silent: &[],
        subjects: &[],
        matchers: &[],
        fails: &[],
        fails_with: &[],
        failing_objects: &["self", "this", "pytest", "assert", "Assert", "Assertions", "expect", "suite"],
        words: &["assert", "Error", "Fail", "Fatal", "panic"],
        helpers: &["verify", "expect", "check", "should", "ensure"],
        assertions: Assertions::SHARED,
        raises: &[],
        unwraps: &[],
        unwrap_signs: &[],
        caught: &[],
        suppress: &[],
        outside: &[],
        looks: &[],
        pure: &[],
    };
}
