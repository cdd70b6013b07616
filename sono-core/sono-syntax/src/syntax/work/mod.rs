//! The work that functions do: whether a body is there, and which of its parts have no effect.

use super::outline::Outline;
use super::view::View;

/// What was found out about the work of the functions of one text.
#[derive(Debug, Clone, Default)]
pub struct Work {}

/// Fills [`Outline::work`].
pub(super) fn examine(_view: View<'_>, _outline: &mut Outline) {}
