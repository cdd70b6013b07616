//! The checks that tests make: assertions, and what each of them depends on.

use super::outline::Outline;
use super::view::View;

/// What was found out about the tests of one text.
#[derive(Debug, Clone, Default)]
pub struct Checks {}

/// Fills [`Outline::checks`].
pub(super) fn examine(_view: View<'_>, _outline: &mut Outline) {}
