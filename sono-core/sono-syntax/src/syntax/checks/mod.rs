//! The checks that tests make: assertions, and what each of them depends on.
//!
//! One pass over the test code of a text follows values from the calls that give them, through variables, fixtures and
//! objects, to the assertions about them. It is approximate, and errs on the side of the author: a variable depends on
//! all that was ever done with the object in it.

mod chain;
mod example;
mod graph;
mod pass;
mod truth;

use crate::text::Span;

use super::outline::Outline;
use super::view::View;
use pass::Pass;

/// The tests of one text, and what they check.
#[derive(Debug, Clone, Default)]
pub struct Checks {
    /// Tests, and the functions around them: helpers, fixtures, setup.
    pub routines: Vec<Routine>,
    /// Assertions, and calls of helpers that may assert.
    pub checks: Vec<Check>,
    uses: Vec<Use>,
}

/// A test, or a function for tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct Routine {
    /// The name; empty for a callback.
    pub name: Span,
    /// The definition, or the call that has it as a callback.
    pub span: Span,
    /// Whether the runner takes it for a test.
    pub is_test: bool,
    /// Whether it is marked as not to run.
    pub is_skipped: bool,
    /// The hash of its tokens, without its name. Equal tests are copies.
    pub hash: u64,
    uses: (u32, u32),
    effects: (u32, u32),
}

/// An assertion, or a call of a helper that may assert.
#[derive(Debug, Clone, Copy)]
pub struct Check {
    /// The assertion.
    pub span: Span,
    /// The index of the innermost routine around it in [`Checks::routines`].
    pub routine: u32,
    /// Why it cannot fail.
    pub fault: Option<Fault>,
    /// The number of assertions.
    pub count: u32,
    /// How much it asks.
    pub strength: Strength,
    /// The name of the helper that asserts here.
    pub helper: Option<Span>,
    /// Whether it asserts by the name of the helper, should the helper not be known.
    pub by_name: bool,
    uses: (u32, u32),
}

/// How much an assertion asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Strength {
    /// For a value.
    #[default]
    Value,
    /// Whether there is a value, or whether it is of a type.
    Presence,
    /// Whether what it is given equals itself.
    Identity,
}

/// Why an assertion cannot fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It compares an expression with itself.
    Itself(Span),
    /// It is about constants.
    Constant,
    /// It holds whatever the value is.
    Always,
    /// It holds for all values but one, of which nothing says that it is likely.
    AllButOne,
    /// It asks nothing of its value.
    Silent,
    /// A handler swallows what it raises.
    Swallowed,
    /// It is never reached.
    Unreachable,
}

/// A name in what an assertion depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use {
    /// The name.
    pub span: Span,
    /// How it is used.
    pub kind: UseKind,
}

/// How a name is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UseKind {
    /// It is called, or created.
    Called,
    /// It is given to a call.
    Passed,
    /// It is a member that is read.
    Member,
    /// It is a parameter: what a fixture or the runner gives.
    Given,
    /// It is only mentioned.
    Mentioned,
    /// It is imported from the same project.
    Imported,
}

impl UseKind {
    const COUNT: usize = 6;
}

impl Checks {
    /// The uses that an assertion depends on.
    pub fn uses_of(&self, check: &Check) -> &[Use] {
        self.slice(check.uses)
    }

    /// The uses in a routine that is no test.
    pub fn uses_in(&self, routine: &Routine) -> &[Use] {
        self.slice(routine.uses)
    }

    /// The actions of a test whose results it does not look at.
    pub fn effects_of(&self, routine: &Routine) -> &[Use] {
        self.slice(routine.effects)
    }

    fn slice(&self, (start, end): (u32, u32)) -> &[Use] {
        self.uses.get(start as usize..end as usize).unwrap_or_default()
    }
}

/// Fills [`Outline::checks`].
pub(super) fn examine(view: View<'_>, outline: &mut Outline) {
    let mut checks = Checks::default();
    let is_test = outline.module.is_test;
    if is_test
        || outline.functions.iter().any(|function| function.is_test)
        || outline.types.iter().any(|definition| definition.is_test)
        || view.language.tests.runner.macros.iter().any(|name| calls(view.text, outline, name))
    {
        checks = Pass::new(view, outline, is_test).run();
    }
    example::examine(view, outline, &mut checks);
    outline.checks = checks;
}

/// Whether a name is called.
fn calls(text: &str, outline: &Outline, name: &str) -> bool {
    outline.calls.iter().any(|call| call.of(text) == name)
}
