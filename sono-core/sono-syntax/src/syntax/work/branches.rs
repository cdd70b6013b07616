//! Decisions, and what they leave out.

use crate::language::nuance::Nuance;
use crate::language::role::{Role, Slot};
use crate::syntax::flat::{FlatNode, NodeIndex};

use super::pass::{Branch, Condition, Frame, FrameKind, Pass};
use super::truth::Truth;
use super::{Idle, IdleKind, narrow, words};

impl Pass<'_, '_> {
    pub(super) fn branch(&self) -> Option<&Branch> {
        let from = self.open.last().map_or(0, |open| open.branches);
        self.branches.get(from..).and_then(<[Branch]>::last)
    }

    pub(super) fn open_branch(&mut self, index: NodeIndex, node: &FlatNode) {
        let view = self.view;
        let (mut condition, mut consequence, mut alternative) = (None, None, None);
        for child in view.children(index) {
            let is_named = view.node(child).is_some_and(|node| node.is_named() && !node.is_extra());
            match view.slot(child) {
                Slot::Consequence | Slot::Body => consequence = Some(child),
                Slot::Alternative if alternative.is_none() => alternative = Some(child),
                Slot::Init | Slot::Alternative => {}
                _ if is_named && condition.is_none() && consequence.is_none() => condition = Some(child),
                _ => {}
            }
        }
        let Some(condition) = condition else { return };
        let mut truth = self.judge.truth(view, condition);
        if matches!(truth, Truth::Equal | Truth::Unequal) && words::speaks_of_nan(view.words(index)) {
            truth = Truth::Open;
        }
        let end = view.node(condition).map_or(index, FlatNode::after);
        self.begin_branch(index, node.after(), truth, (condition, end));
        if view.child(condition, Slot::Pattern).is_some() {
            self.use_condition();
        }
        if let Some(branch) = self.branches.last_mut()
            && truth == Truth::Open
            && narrow::asks_for_one(view, condition)
        {
            let within = |node: NodeIndex| (node, view.node(node).map_or(node, FlatNode::after));
            branch.narrow = consequence.map(within);
        }
        if let (Some(handler), Some(body)) =
            (self.branches.last().and_then(|branch| branch.handler), consequence)
        {
            self.frame(body, view.node(body).map_or(body, FlatNode::after), FrameKind::Handler(handler));
        }
        self.frame(condition, end, FrameKind::Condition);
        let dead = match truth {
            Truth::Never => consequence,
            Truth::Always => alternative.filter(|other| view.role(*other) != Role::Elif),
            // What asks for what is no number without a word of it is not certain to be without effect.
            Truth::Open | Truth::Equal | Truth::Unequal => None,
        };
        if matches!(truth, Truth::Never | Truth::Always) {
            self.lose_decision(index, (condition, end));
        }
        // `if False:` around imports is for tools that check types.
        let imports = |block: NodeIndex| {
            let named =
                |child: &NodeIndex| view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra());
            view.children(block).filter(named).all(|child| view.role(child) == Role::Import)
        };
        if let Some(dead) = dead.filter(|dead| !imports(*dead)) {
            self.skip(dead, view.node(dead).map_or(dead, FlatNode::after), IdleKind::NeverTaken);
        }
    }

    pub(super) fn begin_branch(
        &mut self,
        index: NodeIndex,
        after: NodeIndex,
        truth: Truth,
        condition: (NodeIndex, NodeIndex),
    ) {
        let outer = self.branch().copied().unwrap_or_default();
        let handler = self.handler_at(self.view.span(index));
        let (start, end) = condition;
        self.branches.push(Branch {
            node: index,
            armed: outer.armed,
            truth,
            narrow: None,
            uses: false,
            handler,
            condition: if outer.armed { outer.condition } else { Condition { start, end, strong: false } },
            condition_start: start,
            condition_end: end,
            asks_elsewhere: false,
        });
        self.frame(index, after, FrameKind::Branch);
    }

    /// Records that the open branch uses what its condition reads.
    pub(super) fn use_condition(&mut self) {
        if let Some(branch) = self.branches.last_mut() {
            branch.uses = true;
        }
    }

    pub(super) fn close_condition(&mut self, frame: &Frame) {
        let last = self.last;
        let depends = last.derived >= frame.start;
        let Some(branch) = self.branches.last_mut() else { return };
        branch.asks_elsewhere = last.deed >= frame.start && !depends;
        if depends && branch.truth == Truth::Open {
            branch.condition = Condition {
                start: frame.start,
                end: frame.end,
                strong: branch.uses || last.local >= frame.start,
            };
            branch.armed = true;
        }
        if depends
            && let Some(handler) = branch.handler.and_then(|handler| self.outline.handlers.get_mut(handler))
        {
            handler.can_fire = true;
        }
    }

    pub(super) fn open_loop(&mut self, index: NodeIndex, after: NodeIndex) {
        let view = self.view;
        let body = view.child(index, Slot::Body);
        let has_names = view
            .children(index)
            .any(|child| matches!(view.slot(child), Slot::Left | Slot::Name | Slot::Pattern));
        if has_names {
            self.open_flow(index, body.unwrap_or(after));
        } else if let Some(condition) = self.first_named(index).filter(|first| Some(*first) != body)
            && !matches!(view.role(condition), Role::LoopHead | Role::Declaration | Role::Label)
            && view.slot(condition) != Slot::Init
            && let Some(body) = body
        {
            let truth = self.judge.truth(view, condition);
            let end = view.node(condition).map_or(index, FlatNode::after);
            self.begin_branch(index, after, truth, (condition, end));
            self.frame(condition, end, FrameKind::Condition);
            if truth == Truth::Never {
                self.lose_decision(index, (condition, end));
                self.skip(body, view.node(body).map_or(body, FlatNode::after), IdleKind::NeverTaken);
            }
        }
    }

    /// A case is a decision of its own only where it does not compare with the subject of its switch.
    pub(super) fn open_switch(&mut self, index: NodeIndex, node: &FlatNode, role: Role) {
        let view = self.view;
        let body = view.child(index, Slot::Body);
        let subject = self.first_named(index).filter(|first| Some(*first) != body);
        let Some(subject) = subject else { return };
        let is_pattern = view.role(subject) == Role::CasePattern || view.slot(subject) == Slot::Pattern;
        let end = view.node(subject).map_or(index, FlatNode::after);
        if role == Role::Case && is_pattern {
            // The names in a pattern are parts of the subject.
            let armed = self.branch().is_some_and(|branch| branch.armed);
            if armed {
                self.last.derived = index;
            }
            if let Some(handler) = self.handler_at(node.span) {
                if let Some(handler) = self.outline.handlers.get_mut(handler) {
                    handler.can_fire |= armed;
                    // An arm with a condition looks at the error.
                    handler.excused = view.words(subject).contains(" if ");
                }
                if let Some(value) = view.child(index, Slot::Value) {
                    self.frame(
                        value,
                        view.node(value).map_or(value, FlatNode::after),
                        FrameKind::Handler(handler),
                    );
                }
            }
            let from = self.targets.len();
            self.frame(index, end, FrameKind::Flow { names: end, from, direct: false, updates: !armed });
            return;
        }
        self.begin_branch(index, node.after(), Truth::Open, (subject, end));
        self.use_condition();
        self.frame(subject, end, FrameKind::Condition);
    }

    /// Leaves out a part that is never reached.
    pub(super) fn skip(&mut self, from: NodeIndex, to: NodeIndex, kind: IdleKind) {
        self.idle(from, kind);
        self.lose_range(from, to);
        self.skips.push((from, to));
    }

    /// Records a place without effect.
    pub(super) fn idle(&mut self, index: NodeIndex, kind: IdleKind) {
        let function = self.open.last().and_then(|open| self.outline.functions.get(open.function));
        let is_test = function.map_or(self.outline.module.is_test, |function| function.is_test);
        self.work.idle.push(Idle { span: self.view.span(index), kind, is_test });
    }

    /// Leaves out what follows a statement that ends its block.
    pub(super) fn exit(&mut self, index: NodeIndex) {
        let view = self.view;
        let outer = view.parent(index).filter(|parent| view.role(*parent) == Role::ExpressionStatement);
        let statement = outer.unwrap_or(index);
        let Some(block) = view.parent(statement) else { return };
        // What an attribute before it leaves out on some platforms ends nothing there.
        let before = view.node(statement).and_then(FlatNode::previous);
        let has_attribute = before.is_some_and(|before| view.role(before) == Role::Decorator);
        if has_attribute || !matches!(view.role(block), Role::Block | Role::Statements) {
            return;
        }
        let mut next = view.tree.next(statement);
        while let Some(follower) = next {
            let is_statement = view.node(follower).is_some_and(|node| node.is_named() && !node.is_extra());
            if !is_statement || matches!(view.role(follower), Role::Nothing | Role::Comment) {
                next = view.tree.next(follower);
                continue;
            }
            let yields = view.role(follower) == Role::ExpressionStatement
                && self.first_named(follower).is_some_and(|inner| view.nuance(inner) == Nuance::Yield);
            let stays = matches!(
                view.role(follower),
                Role::Function
                    | Role::Class
                    | Role::Interface
                    | Role::TypeAlias
                    | Role::Extension
                    | Role::Import
                    | Role::Decorator
                    | Role::Error
                    | Role::Label
            );
            if !yields && !stays && view.nuance(follower) != Nuance::Labeled {
                let end = view.node(block).map_or(follower, FlatNode::after);
                self.skip(follower, end, IdleKind::Unreachable);
            }
            return;
        }
    }
}
