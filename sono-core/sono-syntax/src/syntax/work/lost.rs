//! The parts of a function that decide and do nothing: they make the function no larger.
//!
//! A branch that is never taken, a check that can't refuse anything and a statement that nobody notices must not make a
//! function one that something is asked of. They are counted here, and taken off its weight.

use crate::language::role::{Role, Slot, Token};
use crate::syntax::flat::{FlatNode, NodeIndex};
use crate::syntax::outline::Lost;
use crate::syntax::view::View;

use super::pass::{Frame, Guard, Open, Pass};

/// A branch that does nothing, or does nothing but fail: it is lost unless a guard in it counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hollow {
    start: NodeIndex,
    end: NodeIndex,
    lost: Lost,
}

/// The branches of a function that are lost, in the order of the text.
#[derive(Debug, Default)]
pub(super) struct LostBranches {
    ranges: Vec<(NodeIndex, NodeIndex)>,
}

impl LostBranches {
    /// Whether a place is in one of them.
    pub(super) fn covers(&self, place: NodeIndex) -> bool {
        let next = self.ranges.partition_point(|(start, _)| *start <= place);
        next.checked_sub(1).and_then(|at| self.ranges.get(at)).is_some_and(|(_, end)| place < *end)
    }
}

/// The decisions and statements in a range of nodes. Functions in it are one statement each: they count for themselves.
fn tally(view: View<'_>, from: NodeIndex, to: NodeIndex) -> Lost {
    let mut lost = Lost::default();
    let mut index = from;
    while index < to {
        let Some(node) = view.node(index) else { break };
        index = index.saturating_add(1);
        if !node.is_named() {
            let token = view.tables.kind(node.kind).token;
            let operates = matches!(token, Token::And | Token::Or | Token::Coalesce);
            lost.decisions = lost.decisions.saturating_add(u32::from(operates));
            continue;
        }
        let at = index.saturating_sub(1);
        let role = view.role(at);
        let decides = matches!(
            role,
            Role::If
                | Role::Elif
                | Role::Loop
                | Role::DoLoop
                | Role::Case
                | Role::Catch
                | Role::Ternary
                | Role::Clause
        );
        let states = match role {
            Role::If => !is_alternative(view, at),
            Role::Loop
            | Role::DoLoop
            | Role::Switch
            | Role::Jump
            | Role::ValueJump
            | Role::Statement
            | Role::Return
            | Role::Raise
            | Role::Assert
            | Role::Declaration
            | Role::AssignmentStatement
            | Role::Function
            | Role::Class => true,
            // An expression that is a statement counts once, and not if it only names something.
            Role::ExpressionStatement => view.children(at).any(|inner| {
                matches!(view.role(inner), Role::Call | Role::New | Role::Assignment | Role::Effect)
            }),
            _ => false,
        };
        lost.decisions = lost.decisions.saturating_add(u32::from(decides));
        lost.statements = lost.statements.saturating_add(u32::from(states));
        if matches!(role, Role::Function | Role::Constructor | Role::Closure | Role::Class) {
            index = node.after();
        }
    }
    lost
}

/// Whether a decision continues another one: `else if`.
fn is_alternative(view: View<'_>, node: NodeIndex) -> bool {
    view.role(node) == Role::Elif
        || view.slot(node) == Slot::Alternative
        || view.parent(node).is_some_and(|parent| view.role(parent) == Role::Else)
}

impl Pass<'_, '_> {
    /// Takes what is in a range of nodes off the weight of the function around it.
    pub(super) fn lose_range(&mut self, from: NodeIndex, to: NodeIndex) {
        let lost = tally(self.view, from, to);
        self.lose(lost);
    }

    /// Takes a decision whose condition settles it off the weight of the function around it.
    pub(super) fn lose_decision(&mut self, node: NodeIndex, condition: (NodeIndex, NodeIndex)) {
        let statements = u32::from(!is_alternative(self.view, node));
        let mut lost = tally(self.view, condition.0, condition.1);
        lost.decisions = lost.decisions.saturating_add(1);
        lost.statements = lost.statements.saturating_add(statements);
        self.lose(lost);
    }

    pub(super) fn lose(&mut self, lost: Lost) {
        let function = match self.open.last() {
            Some(open) => self.outline.functions.get_mut(open.function),
            None => Some(&mut self.outline.module),
        };
        if let Some(function) = function {
            function.lost = function.lost.and(lost);
        }
    }

    /// Remembers a branch without an alternative that does nothing, or nothing but fail.
    pub(super) fn close_branch(&mut self, frame: &Frame) {
        let Some(branch) = self.branches.pop() else { return };
        let view = self.view;
        let is_plain = matches!(view.role(branch.node), Role::If | Role::Elif)
            && branch.handler.is_none()
            && branch.condition_end > 0
            && !self.open.is_empty();
        if !is_plain || view.child(branch.node, Slot::Alternative).is_some() {
            return;
        }
        let body = view
            .children(branch.node)
            .find(|child| matches!(view.slot(*child), Slot::Consequence | Slot::Body));
        let Some(body) = body else { return };
        let (empties, fails) = self.hollows(body);
        let refuses = fails && !branch.asks_elsewhere;
        if !empties && !refuses {
            return;
        }
        let condition = tally(view, branch.condition_start, branch.condition_end);
        let inside = tally(view, body, view.node(body).map_or(body, FlatNode::after));
        let own = Lost { decisions: 1, statements: u32::from(!is_alternative(view, branch.node)) };
        let hollow = Hollow { start: frame.start, end: frame.end, lost: own.and(condition).and(inside) };
        if empties {
            self.lose(hollow.lost);
        } else {
            self.hollow.push(hollow);
        }
    }

    /// Whether a body does nothing, and whether it does nothing but fail.
    fn hollows(&self, body: NodeIndex) -> (bool, bool) {
        let view = self.view;
        let named =
            |child: &NodeIndex| view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra());
        let statements = if view.role(body) == Role::Block {
            view.children(body).find(|child| view.role(*child) == Role::Statements).unwrap_or(body)
        } else {
            let only = view.role(body) == Role::Nothing || self.is_same(body);
            return (only, self.last.fail >= body);
        };
        let mut inside = view.children(statements).filter(named).filter(|child| !self.is_text(*child));
        let Some(first) = inside.next() else { return (true, false) };
        if inside.next().is_some() {
            return (false, false);
        }
        let nothing = view.role(first) == Role::Nothing || self.is_same(first);
        (nothing, self.last.fail >= first)
    }

    /// Whether a statement is a text that stands alone.
    fn is_text(&self, statement: NodeIndex) -> bool {
        self.view.role(statement) == Role::ExpressionStatement
            && self
                .first_named(statement)
                .is_some_and(|inner| matches!(self.view.role(inner), Role::Str | Role::Text))
    }

    /// Whether a statement assigns a name to itself.
    fn is_same(&self, statement: NodeIndex) -> bool {
        let view = self.view;
        let assignment = match view.role(statement) {
            Role::ExpressionStatement => self.first_named(statement),
            Role::AssignmentStatement | Role::Assignment => Some(statement),
            _ => None,
        };
        assignment
            .filter(|it| matches!(view.role(*it), Role::Assignment | Role::AssignmentStatement))
            .is_some_and(|assignment| {
                let side = |slot| view.child(assignment, slot).map(|side| view.words(side));
                let left = side(Slot::Left);
                left.is_some() && left == side(Slot::Right).or_else(|| side(Slot::Value))
            })
    }

    /// Takes the branches that do nothing but fail, and in which no guard counts, off the weight of a function.
    pub(super) fn close_hollow(&mut self, open: &Open, counted: &[Guard]) -> LostBranches {
        let hollow = self.hollow.split_off(open.hollow.min(self.hollow.len()));
        let mut starts: Vec<NodeIndex> = counted.iter().map(|guard| guard.start).collect();
        starts.sort_unstable();
        let mut found = LostBranches::default();
        for branch in hollow {
            let next = starts.partition_point(|start| *start < branch.start);
            if starts.get(next).is_none_or(|start| *start >= branch.end)
                && let Some(function) = self.outline.functions.get_mut(open.function)
            {
                function.lost = function.lost.and(branch.lost);
                found.ranges.push((branch.start, branch.end));
            }
        }
        found.ranges.sort_unstable();
        found
    }
}
