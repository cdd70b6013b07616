//! Control flow: what is reached, and what a failure is caught by.

use crate::language::role::{Role, Slot};
use crate::syntax::checks::graph::NONE;
use crate::syntax::checks::truth::{self, Truth};
use crate::syntax::checks::{Fault, Strength};
use crate::syntax::flat::NodeIndex;
use crate::text::Span;

use super::{Holder, Kind, Pass};

impl<'a> Pass<'a> {
    /// Why the condition of a branch never holds.
    pub(super) fn condition(&self, index: NodeIndex) -> Option<Fault> {
        let mut condition = None;
        for child in self.view.children(index) {
            let slot = self.view.slot(child);
            if self.view.role(child) == Role::Block || matches!(slot, Slot::Consequence | Slot::Body) {
                break;
            }
            if self.view.node(child).is_some_and(|node| node.is_named() && !node.is_extra()) {
                condition = Some(child);
            }
        }
        if matches!(self.view.role(index), Role::Switch | Role::Loop | Role::DoLoop) {
            let words = condition.map_or("", |condition| self.view.words(condition));
            return matches!(words, "False" | "false" | "(false)" | "0").then_some(Fault::Constant);
        }
        match truth::truth(&self.leaves(condition?)) {
            Truth::Never(fault) => Some(fault),
            _ => None,
        }
    }

    pub(super) fn body(&mut self, index: NodeIndex, after: NodeIndex) {
        let head = self.holders.last().copied();
        self.open(after, Kind::Body);
        let Some(head) = head else { return };
        let body = self.holders.last().map_or(NONE, |body| body.atom);
        let mut dead = false;
        match head.kind {
            Kind::If { never: Some(_) } => dead = self.view.slot(index) == Slot::Consequence,
            Kind::Loop { empty } => dead = empty,
            Kind::With { check, .. } => {
                if let Some(check) = self.drafts.get(check as usize) {
                    let asks = check.atom;
                    self.graph.link(asks, body);
                }
            }
            _ => {}
        }
        if let Some(body) = self.holders.last_mut() {
            body.dead |= dead;
        }
        if head.kind.is_head() && self.targets.len() > head.targets {
            let targets: Vec<(Span, bool)> = self.targets.drain(head.targets..).collect();
            for (target, _) in targets {
                let atom = self.graph.atom();
                if let Some(atom) = self.graph.get_mut(atom) {
                    atom.mutable = true;
                }
                self.graph.link(atom, head.atom);
                self.set(target.of(self.view.text), atom);
            }
            if let Some(body) = self.holders.last_mut() {
                body.targets = self.targets.len();
            }
        }
    }

    pub(super) fn catch(&mut self, index: NodeIndex, after: NodeIndex) {
        let caught = self.view.language.tests.library.caught;
        let body = self.view.children(index).find(|child| self.view.role(*child) == Role::Block);
        let span = self.view.span(index);
        let head =
            Span { end: body.map_or(span.end, |body| self.view.span(body).start), ..span }.of(self.view.text);
        let mut words =
            head.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        let is_bare = self.view.language.failures.untyped_handler_is_broad
            && head.trim_end_matches([' ', ':']).chars().all(char::is_alphabetic);
        let catches = is_bare || caught.contains(&"*") || words.any(|word| caught.contains(&word));
        let checks = u32::try_from(self.drafts.len()).unwrap_or(NONE);
        if let Some(Holder { kind: Kind::Try { handled }, .. }) = self.holders.last_mut()
            && *handled == NONE
        {
            *handled = checks;
        }
        self.open(after, Kind::Catch { catches, acts: self.acts });
    }

    pub(super) fn close_catch(&mut self, holder: &Holder, catches: bool, acts: u32) {
        let acts = self.acts > acts || holder.checks < self.drafts.len();
        if let Some(Holder { kind: Kind::Try { handled }, checks, .. }) = self.holders.last().copied()
            && catches
            && !acts
        {
            self.swallow(checks, handled as usize);
        }
    }

    pub(super) fn swallow(&mut self, from: usize, to: usize) {
        for draft in self.drafts.get_mut(from..to).into_iter().flatten() {
            draft.check.fault = draft.check.fault.or(Some(Fault::Swallowed));
        }
    }

    /// A raised error: in a test, a condition that must not hold.
    pub(super) fn raise(&mut self, span: Span, after: NodeIndex) {
        self.acts = self.acts.saturating_add(1);
        let routine = self.routine();
        let is_test = self.routines.get(routine as usize).is_some_and(|open| open.routine.is_test);
        let asserts = span.of(self.view.text).contains("Assert");
        let in_branch = self.holders.iter().rev().take_while(|holder| holder.kind != Kind::Routine);
        let mut in_branch =
            in_branch.take_while(|holder| !matches!(holder.kind, Kind::Catch { .. } | Kind::Closure));
        let in_branch = in_branch.any(|holder| matches!(holder.kind, Kind::If { .. }));
        self.open(after, Kind::Statement { ends: true });
        if (is_test || asserts) && in_branch && routine != NONE {
            self.failing(span, after);
        }
    }

    /// Opens a check that fails when it is reached: what led there is what it asks.
    pub(super) fn failing(&mut self, span: Span, after: NodeIndex) {
        let mut fault = None;
        let atom = self.graph.atom();
        let mut nearest = true;
        let heads: Vec<Holder> = self
            .holders
            .iter()
            .rev()
            .take_while(|holder| holder.kind != Kind::Routine)
            .copied()
            .take(32)
            .collect();
        for head in heads {
            match head.kind {
                Kind::If { never } => {
                    if nearest {
                        fault = never;
                    }
                    nearest = false;
                    self.graph.link(atom, head.atom);
                }
                Kind::Loop { .. } => self.graph.link(atom, head.atom),
                // What was tried before is what should have failed.
                Kind::Body if nearest => self.graph.link(atom, head.atom),
                _ => {}
            }
        }
        self.check(span, after, atom, fault, Strength::Value);
    }
}
