//! Guards: where a function refuses what it cannot work with.

use crate::language::role::{Role, Slot};
use crate::syntax::flat::{FlatNode, NodeIndex};

use super::lost::LostBranches;
use super::pass::{Branch, Frame, FrameKind, Guard, Open, Pass};
use super::words;

impl Pass<'_, '_> {
    pub(super) fn open_return(&mut self, index: NodeIndex, node: &FlatNode) -> NodeIndex {
        let view = self.view;
        let value = self.first_named(index).map_or("", |value| view.words(value));
        if let Some(open) = self.open.last_mut() {
            open.draft.gives(value, view.language);
        }
        let failing = self.outline.failures.get(self.next_failure..).unwrap_or_default();
        let behind = failing.iter().take_while(|span| span.start < node.span.start).count();
        self.next_failure = self.next_failure.saturating_add(behind);
        let fails = self.outline.failures.get(self.next_failure).is_some_and(|span| *span == node.span);
        self.exit(index);
        if fails && self.is_unwritten(view.words(index)) {
            self.last.act = index;
            self.unwritten();
            return node.after();
        }
        if fails {
            self.last.fail = index;
        }
        self.frame(index, node.after(), if fails { FrameKind::Fail } else { FrameKind::Return });
        index.saturating_add(1)
    }

    pub(super) fn raise(&mut self, index: NodeIndex, node: &FlatNode) -> NodeIndex {
        self.last.act = index;
        self.exit(index);
        if self.is_unwritten(self.view.words(index)) {
            self.unwritten();
            self.mention(index);
            return node.after();
        }
        self.deed(index);
        self.last.fail = index;
        self.frame(index, node.after(), FrameKind::Fail);
        index.saturating_add(1)
    }

    /// Whether a failure says that something is yet to be written.
    pub(super) fn is_unwritten(&self, words: &str) -> bool {
        let start = words.get(..words.len().min(120)).unwrap_or("");
        self.deeds.unwritten.iter().any(|name| start.contains(name)) || words::says_unwritten(words)
    }

    /// Records that the names in a node are read, though it does nothing.
    fn mention(&mut self, index: NodeIndex) {
        let view = self.view;
        for node in view.within(index).filter(|node| view.role(*node) == Role::Identifier) {
            let number = self.symbols.number(view.words(node));
            self.symbols.change(number, |symbol| symbol.read = node);
        }
    }

    pub(super) fn unwritten(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.draft.is_unwritten = true;
        }
    }

    /// Records that the function fails here, on purpose.
    pub(super) fn close_fail(&mut self, frame: &Frame) {
        let is_narrow =
            |branch: &&Branch| branch.narrow.is_some_and(|(start, end)| (start..end).contains(&frame.start));
        let branch = self.branch().filter(|branch| branch.armed && !is_narrow(branch));
        let Some(condition) = branch.map(|branch| branch.condition) else { return };
        self.guards.push(Guard { condition, start: frame.start, end: frame.end });
    }

    /// A `return` guards if it leaves early, under a condition, with nothing to show.
    pub(super) fn close_return(&mut self, frame: &Frame) {
        if self.last.deed >= frame.start {
            return;
        }
        let view = self.view;
        // What handles an error is judged as a handler.
        let handles = |branch: &&Branch| branch.armed && branch.handler.is_none();
        let Some(branch) = self.branch().filter(handles).copied() else { return };
        let is_if =
            view.role(branch.node) == Role::If && view.child(branch.node, Slot::Alternative).is_none();
        let outer = view.parent(branch.node).filter(|parent| view.role(*parent) == Role::ExpressionStatement);
        let statement = outer.unwrap_or(branch.node);
        if !is_if || !self.is_direct(branch.node) {
            return;
        }
        let mut next = view.tree.next(statement);
        while let Some(follower) = next {
            let Some(node) = view.node(follower) else { return };
            if node.is_named() && !node.is_extra() {
                // What follows must be more than the other answer.
                let is_more = view.role(follower) != Role::Return
                    || view.within(follower).any(|inner| view.role(inner) == Role::Identifier);
                if is_more && node.children > 0 {
                    self.close_fail(frame);
                }
                return;
            }
            next = view.tree.next(follower);
        }
    }

    /// The number of guards of a function that can do their work, and the branches of those that can't.
    pub(super) fn close_guards(&mut self, open: &Open) -> (u32, LostBranches) {
        let guards = self.guards.split_off(open.guards.min(self.guards.len()));
        if guards.is_empty() {
            return (0, self.close_hollow(open, &[]));
        }
        let mut parts: Vec<(NodeIndex, NodeIndex)> = guards
            .iter()
            .flat_map(|guard| [(guard.condition.start, guard.condition.end), (guard.start, guard.end)])
            .collect();
        parts.sort_unstable();
        parts.dedup();
        let within = |place: NodeIndex| {
            let next = parts.partition_point(|(start, _)| *start <= place);
            next.checked_sub(1).and_then(|at| parts.get(at)).is_some_and(|(_, end)| place < *end)
        };
        let reads = self.reads.get(open.reads..).unwrap_or_default();
        let mut used: Vec<u32> =
            reads.iter().filter(|(_, place)| !within(*place)).map(|(number, _)| *number).collect();
        used.sort_unstable();
        used.dedup();
        // A function that does nothing else is a check for others to call.
        let is_check = used.is_empty() && self.last_deed_outside(open, &parts);
        let counts = |guard: &&Guard| {
            guard.condition.strong || is_check || {
                let first = reads.partition_point(|(_, place)| *place < guard.condition.start);
                let inside = reads.get(first..).unwrap_or_default();
                inside
                    .iter()
                    .take_while(|(_, place)| *place < guard.condition.end)
                    .any(|(number, _)| used.binary_search(number).is_ok())
            }
        };
        let counted: Vec<Guard> = guards.iter().filter(counts).copied().collect();
        let lost = self.close_hollow(open, &counted);
        (u32::try_from(counted.len()).unwrap_or(u32::MAX), lost)
    }

    /// Whether all statements of a body belong to its guards.
    pub(super) fn last_deed_outside(&self, open: &Open, parts: &[(NodeIndex, NodeIndex)]) -> bool {
        let view = self.view;
        let block =
            view.children(open.body).find(|child| view.role(*child) == Role::Statements).unwrap_or(open.body);
        view.children(block).all(|child| {
            let Some(node) = view.node(child) else { return true };
            let next = parts.partition_point(|(start, _)| *start < child);
            let has_guard = parts.get(next).is_some_and(|(start, _)| *start < node.after());
            let idle = matches!(view.role(child), Role::Return | Role::Nothing | Role::Comment)
                && !view.within(child).any(|inner| view.role(inner) == Role::Identifier);
            let is_text = view.role(child) == Role::ExpressionStatement
                && self.first_named(child).is_some_and(|inner| view.role(inner) == Role::Str);
            !node.is_named() || has_guard || idle || is_text
        })
    }
}
