//! Variables: what they are defined as, and what is done with them.

use crate::language::role::{Bind, Role, Slot};
use crate::syntax::checks::graph::NONE;
use crate::syntax::checks::truth::{self, Leaf, LeafKind};
use crate::syntax::flat::{FlatNode, NodeIndex};
use crate::text::Span;

use super::{Binding, Holder, Kind, LEAVES, Pass};

impl<'a> Pass<'a> {
    pub(super) fn binding(&mut self, index: NodeIndex, node: &FlatNode) {
        let left = self
            .view
            .children(index)
            .find(|child| matches!(self.view.slot(*child), Slot::Left | Slot::Name | Slot::Pattern));
        let end = left.map_or(index, |left| self.view.within(left).end);
        let role = self.view.role(index);
        let assigns = matches!(role, Role::Assignment | Role::AssignmentStatement);
        let by_table =
            left.is_some_and(|left| self.view.tables.bind(node.kind, self.view.slot(left)) == Bind::Variable);
        let left = if assigns { end } else { index };
        self.open(node.after(), Kind::Bind { left, declares: by_table || !assigns });
    }

    pub(super) fn bind(&mut self, holder: &Holder, left: NodeIndex, declares: bool) {
        let _ = left;
        let targets: Vec<(Span, bool)> = self.targets.drain(holder.targets..).collect();
        if targets.is_empty() {
            if let Some(parent) = self.holders.last_mut() {
                parent.active |= holder.active;
            }
            return;
        }
        if let ([(target, _)], Some(atom)) = (targets.as_slice(), self.graph.get(holder.atom)) {
            let end = target.end;
            let leaves = self.leaves_between(holder, end);
            let short = leaves.len() < LEAVES && !leaves.is_empty();
            let constant = short && truth::is_constant(&leaves);
            let created = short
                && leaves
                    .first()
                    .is_some_and(|first| first.text == "new" || (first.created && leaves.len() > 1));
            let shape = if short { truth::shape(&leaves) } else { 0 };
            let _ = atom;
            if let Some(atom) = self.graph.get_mut(holder.atom) {
                (atom.constant, atom.created, atom.shape) = (constant, created, shape);
            }
        }
        if let Some(atom) = self.graph.get_mut(holder.atom) {
            atom.mutable = holder.active;
        }
        for (target, is_field) in targets {
            let name = target.of(self.view.text);
            if is_field {
                let field = self.field(name);
                self.graph.link(field, holder.atom);
            } else if declares {
                self.set(name, holder.atom);
            } else {
                self.assign(name, holder.atom);
            }
        }
    }

    /// The tokens of what a variable is defined as.
    pub(super) fn leaves_between(&self, holder: &Holder, from: u32) -> Vec<Leaf<'a>> {
        // The targets are at the start of a definition; its value follows the sign behind them.
        let first = self.view.tree.nodes().partition_point(|node| node.span.start < from);
        let first = u32::try_from(first).unwrap_or(NONE);
        let mut leaves = self.leaves_in(first..holder.after);
        let sign =
            leaves.iter().position(|leaf| matches!(leaf.text, "=" | ":=") && leaf.kind == LeafKind::Mark);
        match sign {
            Some(sign) => leaves.split_off(sign.saturating_add(1)),
            None => Vec::new(),
        }
    }

    pub(super) fn field(&mut self, name: &'a str) -> u32 {
        if let Some(field) = self.fields.get(name) {
            return *field;
        }
        let field = self.graph.atom();
        if let Some(atom) = self.graph.get_mut(field) {
            atom.mutable = true;
        }
        self.fields.insert(name, field);
        field
    }

    /// Binds a name in the current scope.
    pub(super) fn set(&mut self, name: &'a str, atom: u32) {
        let scope = self.scopes.len();
        let control = self.scopes.last().map_or(0, |scope| scope.control);
        let effects = self.effects;
        let old = self.env.insert(name, Binding { atom, scope, control, effects });
        if let Some(old) = old.filter(|old| old.scope == scope && control > old.control) {
            // On another path it still has its old value.
            self.graph.link(atom, old.atom);
            if let Some(atom) = self.graph.get_mut(atom) {
                (atom.shape, atom.constant) = (0, false);
            }
        }
        if let Some(outer) =
            old.filter(|old| old.scope < scope && self.view.language.dialect.line_ends_statement)
            && !self.graph.get(atom).is_some_and(|atom| atom.given)
        {
            // It may be declared as the variable of the function around it.
            if outer.scope > 1 {
                self.graph.link(outer.atom, atom);
            }
            if let Some(outer) = self.graph.get_mut(outer.atom) {
                (outer.version, outer.constant) = (outer.version.saturating_add(1), false);
            }
        }
        if scope > 1 {
            self.undo.push((name, old));
        }
    }

    /// Gives a variable another value.
    pub(super) fn assign(&mut self, name: &'a str, atom: u32) {
        match self.env.get(name).copied() {
            Some(binding) if binding.scope == self.scopes.len() => self.set(name, atom),
            Some(binding) => {
                self.graph.link(binding.atom, atom);
                if let Some(outer) = self.graph.get_mut(binding.atom) {
                    (outer.version, outer.constant, outer.mutable) =
                        (outer.version.saturating_add(1), false, true);
                }
            }
            None => {
                let field = self.field(name);
                self.graph.link(field, atom);
            }
        }
    }
}
