//! Assertions: statements, and chains of calls.

use crate::syntax::checks::chain::{Asked, Chain};
use crate::syntax::checks::graph::NONE;
use crate::syntax::checks::truth;
use crate::syntax::checks::{Fault, Routine, Strength};
use crate::syntax::flat::{FlatNode, NodeIndex};
use crate::text::Span;

use super::{Holder, Kind, Marks, Pass, judge};

impl<'a> Pass<'a> {
    pub(super) fn assert(&mut self, index: NodeIndex, after: NodeIndex) {
        let leaves = self.leaves(index);
        let leaves = leaves.get(1..).unwrap_or_default();
        let python = self.view.language.dialect.line_ends_statement;
        let is_tuple = python
            && truth::inside(leaves).is_some_and(|inner| truth::split(inner, |text| text == ",").len() > 1);
        let parts = truth::split(leaves, |text| text == if python { "," } else { ":" });
        let condition = parts.first().copied().unwrap_or_default();
        if matches!(condition, [word] if matches!(word.text, "False" | "false" | "0")) {
            self.failing(self.view.span(index), after);
            return;
        }
        let (fault, strength) =
            if is_tuple { (Some(Fault::Always), Strength::Value) } else { judge(condition) };
        let atom = self.graph.atom();
        self.check(self.view.span(index), after, atom, fault, strength);
    }

    /// Opens a check.
    pub(super) fn check(
        &mut self,
        span: Span,
        after: NodeIndex,
        atom: u32,
        fault: Option<Fault>,
        strength: Strength,
    ) -> u32 {
        self.open_with(after, Kind::Check, atom);
        let holder = self.holders.last().copied();
        let (routine, dead) = holder.map_or((NONE, false), |holder| (holder.routine, holder.dead));
        let fault = if dead { Some(Fault::Unreachable) } else { fault };
        self.draft(span, atom, routine, fault, strength)
    }

    /// Calls and members: a test, an assertion, or neither.
    pub(super) fn chain(&mut self, index: NodeIndex, node: &FlatNode) {
        if self.chain == node.span.start {
            return;
        }
        self.chain = node.span.start;
        let chain = Chain::read(&self.view, index);
        if node.span.of(self.view.text).starts_with("[].") {
            self.dead = self.dead.max(node.after());
        }
        let tests = &self.view.language.tests;
        if let Some(is_skipped) = chain.group(tests) {
            if is_skipped {
                self.skipped = self.skipped.max(node.after());
            }
            return;
        }
        if let Some(is_skipped) = chain.test(&self.view, tests, index) {
            let is_skipped = is_skipped || index < self.skipped;
            let routine = Routine { span: node.span, is_test: true, is_skipped, ..Routine::default() };
            self.marks = Marks::default();
            self.open_routine(node.after(), routine, false);
            return;
        }
        if chain.suppresses(tests, self.view.words(index))
            && let Some(Holder { kind: Kind::With { suppresses, .. }, .. }) = self.holders.last_mut()
        {
            *suppresses = true;
        }
        if !self.is_in_routine() {
            return;
        }
        if chain.skips(tests)
            && let [.., routine, body, statement] = self.holders.as_slice()
            && routine.kind == Kind::Routine
            && body.kind == Kind::Body
            && matches!(statement.kind, Kind::Statement { .. })
        {
            let routine = routine.routine;
            if let Some(open) = self.routines.get_mut(routine as usize) {
                open.routine.is_skipped = true;
            }
        }
        let is_statement =
            self.holders.last().is_some_and(|holder| matches!(holder.kind, Kind::Statement { .. }));
        let Some(asked) = chain.asked(&self.view, is_statement) else { return };
        self.open_asked(&chain, asked, node);
    }

    pub(super) fn open_asked(&mut self, chain: &Chain<'a>, asked: Asked, node: &FlatNode) {
        let after = node.after();
        self.acts = self.acts.saturating_add(1);
        chain.words(asked, &mut self.words);
        if asked == Asked::Fails {
            self.failing(node.span, after);
            return;
        }
        let (fault, strength) = chain.judge(asked, |range| self.leaves(range));
        let atom = self.graph.atom();
        let with = self.holders.last().filter(|holder| matches!(holder.kind, Kind::With { .. })).is_some();
        let number = self.check(node.span, after, atom, fault, strength);
        if with {
            let place = self.holders.len().checked_sub(2);
            let head = place.and_then(|place| self.holders.get_mut(place));
            if let Some(Holder { kind: Kind::With { check, .. }, .. }) = head {
                *check = number;
            }
        }
        let helper = chain.helper(asked);
        if let Some(draft) = self.drafts.get_mut(number as usize) {
            draft.check.count = chain.count(asked);
            if let Some(helper) = helper {
                draft.check.helper = Some(self.view.span(helper));
                draft.check.by_name = true;
                self.helper = self.view.span(helper);
            }
        }
    }
}
