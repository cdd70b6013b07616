//! Whether something begins at a place, or goes on.

use crate::language::role::{Role, Slot, Token};
use crate::language::signs::Sign;
use crate::syntax::flat::NodeIndex;
use crate::syntax::view::View;

/// Whether the first token of a line starts something: a statement, a clause, a member, an element.
pub(super) fn begins(view: View<'_>, token: NodeIndex) -> bool {
    let start = view.span(token).start;
    let mut top = token;
    loop {
        let Some(parent) = view.parent(top) else { return true };
        let is_first = view.span(parent).start == start;
        if holds_statements(view, parent) || !is_first && holds_elements(view, parent) {
            return true;
        }
        if !is_first {
            return starts_clause(view, token, top, parent);
        }
        top = parent;
    }
}

/// Whether each child of a node that starts a line starts something.
fn holds_statements(view: View<'_>, node: NodeIndex) -> bool {
    matches!(
        view.role(node),
        Role::Root
            | Role::Error
            | Role::Block
            | Role::Statements
            | Role::Group
            | Role::TypeBody
            | Role::InterfaceType
            | Role::Switch
            | Role::Case
            | Role::Default
    )
}

/// Whether each child of a node but the first, which opens it, starts something if it starts a line.
fn holds_elements(view: View<'_>, node: NodeIndex) -> bool {
    view.sign(node) == Sign::Lines
        || view.tree.first_child(node).is_some_and(|first| view.token(first) == Token::Open(2))
}

/// Whether `top`, which starts with the token, is a clause of its parent or the definition after decorators.
fn starts_clause(view: View<'_>, token: NodeIndex, top: NodeIndex, parent: NodeIndex) -> bool {
    let previous = view.node(top).and_then(|node| node.previous());
    if previous.is_some_and(|previous| {
        matches!(view.role(previous), Role::Decorator | Role::Modifiers | Role::Modifier)
    }) {
        return true;
    }
    let is_control = matches!(
        view.role(parent),
        Role::If | Role::Elif | Role::Else | Role::Loop | Role::DoLoop | Role::Statement | Role::Catch
    );
    is_control
        && (view.sign(token) == Sign::Word && !view.node(token).is_some_and(|node| node.is_named())
            || matches!(view.slot(top), Slot::Body | Slot::Consequence | Slot::Alternative))
}
