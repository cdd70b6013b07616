//! Results that nobody gets: calls of functions that only give a value, with values that are always the same.

use crate::language::nuance::Nuance;
use crate::language::role::{Role, Slot};
use crate::syntax::flat::{FlatNode, NodeIndex};
use crate::text::Span;

use super::pass::{Open, Pass};

/// The most nodes of a statement that is looked at.
const LONGEST: usize = 96;
/// The most calls in it.
const CALLS: usize = 16;

impl Pass<'_, '_> {
    /// Records that the function does something beside giving a value.
    pub(super) fn act(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.draft.acts = true;
        }
    }

    /// Whether a variable is one that the function makes itself.
    pub(super) fn is_own(&self, open: &Open, number: u32) -> bool {
        let symbol = self.symbols.get(number);
        symbol.bound >= open.start && symbol.parameter != open.start
    }

    /// A statement that calls something, of whose value nothing is seen.
    pub(super) fn close_calling(&mut self, inner: NodeIndex) {
        let view = self.view;
        if view.role(inner) == Role::Call
            && let Some(open) = self.open.last().copied()
        {
            // What is done to a variable of the function itself is no more than to give it a value.
            let words = view.words(inner);
            let object = words.get(..words.find(['.', '(']).unwrap_or(0)).unwrap_or("");
            let is_method = words.get(object.len()..).is_some_and(|rest| rest.starts_with('.'));
            let number = self.symbols.number(object);
            if !is_method || !self.is_own(&open, number) {
                self.act();
            }
        }
        if matches!(view.role(inner), Role::Call | Role::Binary | Role::Parenthesized | Role::Boolean)
            || view.nuance(inner) == Nuance::Arithmetic
        {
            let names = self.outer_calls(inner);
            self.work.discarded.extend(names);
        }
    }

    /// A value that is given a name which says that nobody wants it, or which nothing else can read.
    pub(super) fn keep(&mut self, start: NodeIndex, names: NodeIndex) {
        let view = self.view;
        let value = view.children(start).find(|child| {
            matches!(view.slot(*child), Slot::Right | Slot::Value)
                && matches!(view.role(*child), Role::Call | Role::Binary | Role::List | Role::Other)
        });
        let Some(value) = value.filter(|value| self.last.call >= *value) else {
            return;
        };
        let target = view.children(start).find(|child| {
            *child < names && matches!(view.slot(*child), Slot::Left | Slot::Name | Slot::Pattern)
        });
        let Some(target) = target else { return };
        let name = view.words(target);
        if !name.chars().all(|c| c.is_alphanumeric() || c == '_') || name.is_empty() {
            return;
        }
        let is_hidden = name.starts_with('_') || !self.open.is_empty() || self.is_unexported(start);
        if !is_hidden {
            return;
        }
        let called = self.outer_calls(value);
        if name == "_" {
            self.work.discarded.extend(called);
        } else {
            let number = self.symbols.number(name);
            self.kept.extend(called.into_iter().map(|name| (number, name)));
        }
    }

    /// Another name for a type that catches everything, alone or among others.
    pub(super) fn rename(&mut self, start: NodeIndex) {
        let view = self.view;
        let broad = view.language.failures.broad_exceptions;
        if broad.is_empty() {
            return;
        }
        let child =
            |is_it: &dyn Fn(Slot) -> bool| view.children(start).find(|child| is_it(view.slot(*child)));
        let value = child(&|slot| matches!(slot, Slot::Right | Slot::Value));
        let target = child(&|slot| matches!(slot, Slot::Left | Slot::Name));
        let (Some(value), Some(target)) = (value, target) else { return };
        let is_type = |words: &str| words.split([',', '(', ')']).any(|part| broad.contains(&part.trim()));
        let is_list = view.within(value).all(|inner| {
            matches!(view.role(inner), Role::Identifier | Role::Parenthesized)
                || !view.node(inner).is_some_and(FlatNode::is_named)
                || view.nuance(inner) == Nuance::Tuple
        });
        if view.role(target) == Role::Identifier && is_list && is_type(view.words(value)) {
            let number = self.symbols.number(view.words(target));
            self.symbols.change(number, |symbol| symbol.is_broad = true);
        }
    }

    /// Whether a variable outside functions is one that no other file can see: it is declared private, or in a module that
    /// exports what others may see.
    fn is_unexported(&self, start: NodeIndex) -> bool {
        let view = self.view;
        let statement = view.parent(start).filter(|around| view.role(*around) == Role::Declaration);
        let statement = statement.unwrap_or(start);
        if view.words(statement).starts_with("private ") {
            return true;
        }
        let around = view.parent(statement);
        self.types.is_empty()
            && view.language.dialect.declarative_outer
            && around.is_some_and(|around| view.role(around) == Role::Root)
    }

    /// The names of the functions of one's own that an expression calls with fixed values, those that stand in the arguments
    /// of others left out.
    fn outer_calls(&self, expression: NodeIndex) -> Vec<Span> {
        let view = self.view;
        let mut names = Vec::new();
        let range = view.within(expression);
        if range.len() > LONGEST {
            return names;
        }
        let mut index = range.start;
        while index < range.end && names.len() < CALLS {
            let next = index.saturating_add(1);
            let Some(node) = view.node(index) else { break };
            if view.role(index) != Role::Call {
                index = next;
                continue;
            }
            let arguments = view
                .children(index)
                .find(|child| matches!(view.role(*child), Role::Arguments | Role::Tokens));
            let callee = view.child(index, Slot::Callee).or_else(|| view.child(index, Slot::Name));
            let callee = callee.filter(|callee| view.role(*callee) == Role::Identifier);
            let is_fixed = arguments.is_none_or(|arguments| {
                view.within(arguments).all(|inner| {
                    !matches!(view.role(inner), Role::Identifier | Role::Call | Role::New | Role::Closure)
                })
            });
            names.extend(callee.filter(|_| is_fixed).map(|callee| view.span(callee)));
            index = FlatNode::after(node).max(next);
        }
        names
    }
}
