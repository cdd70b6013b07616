//! Calls: what they say about the work of a function.

use crate::language::nuance::Nuance;
use crate::language::role::{Role, Slot};
use crate::syntax::flat::{FlatNode, NodeIndex};
use crate::syntax::outline::{Handler, HandlerKind, Lost};
use crate::text::Span;

use super::pass::{Called, Condition, Frame, FrameKind, Guard, Pass};
use super::words;

/// The longest text of a called function that is compared with known names.
const LONGEST_CALLEE: usize = 80;

impl Pass<'_, '_> {
    pub(super) fn open_call(&mut self, index: NodeIndex, node: &FlatNode) -> NodeIndex {
        let view = self.view;
        let next = index.saturating_add(1);
        let arguments =
            view.children(index).find(|child| matches!(view.role(*child), Role::Arguments | Role::Tokens));
        let Some(arguments) = arguments else {
            self.call(index);
            return next;
        };
        let callee = Span { start: node.span.start, end: view.span(arguments).start };
        self.silence(index, arguments, callee);
        if callee.len() > LONGEST_CALLEE {
            self.call(index);
            let called = Called { arguments, ..Called::default() };
            self.frame(index, node.after(), FrameKind::Call(called));
            return next;
        }
        let words = callee.of(view.text).trim_end();
        let deeds = self.deeds;
        let is_bare = self.first_named(arguments).is_none();
        if is_bare && deeds.empty.contains(&words) {
            return node.after();
        }
        if deeds.wrappers.contains(&words) {
            return arguments;
        }
        if deeds.reports.contains(&words) {
            self.last.act = index;
            self.act();
            if words::says_unwritten(view.words(arguments)) {
                self.unwritten();
            } else if let Some(open) = self.open.last_mut() {
                open.draft.reports = true;
            }
            let called = Called { arguments, reports: true, ..Called::default() };
            self.frame(index, node.after(), FrameKind::Call(called));
            return arguments;
        }
        let plain = words.trim_end_matches('!');
        let name = plain.rsplit(['.', ':']).next().unwrap_or(plain);
        let receiver = plain.get(..plain.len().saturating_sub(name.len())).unwrap_or("");
        let receiver = receiver.trim_end_matches(['.', ':', '?']);
        let fails = (view.language.failures.is_raising_call)(receiver, name) || deeds.exits.contains(&words);
        if fails && (deeds.unwritten.contains(&words) || words::says_unwritten(view.words(index))) {
            self.last.act = index;
            self.unwritten();
            self.exit(index);
            return node.after();
        }
        if fails {
            self.last.fail = index;
        }
        let checks =
            !fails && (deeds.checks.contains(&name) || (view.language.tests.is_assertion)(receiver, name));
        self.call(index);
        if receiver.is_empty() && view.language.dialect.implicit_receiver && self.in_method() {
            self.last.derived = index;
            self.last.local = index;
        }
        let object = (!receiver.is_empty()
            && receiver.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'))
        .then(|| self.symbols.number(receiver));
        let end = callee.start.saturating_add(u32::try_from(words.len()).unwrap_or(0));
        let start = end.saturating_sub(u32::try_from(name.len()).unwrap_or(0));
        let name = Span { start, end };
        let called = Called { arguments, object, name, checks, fails, reports: false };
        self.frame(index, node.after(), FrameKind::Call(called));
        next
    }

    /// Records a call that silences failures: what is done about a rejection is nothing, or whatever fails is suppressed.
    pub(super) fn silence(&mut self, index: NodeIndex, arguments: NodeIndex, callee: Span) {
        let deeds = self.deeds;
        if deeds.rejections.is_empty() && deeds.suppressors.is_empty() {
            return;
        }
        let view = self.view;
        let callee = callee.of(view.text);
        let name = callee.rsplit('.').next().unwrap_or(callee).trim();
        let named =
            |child: &NodeIndex| view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra());
        let silences = if deeds.rejections.contains(&name) && name.len() < callee.len() {
            let mut given = view.children(arguments).filter(named);
            let only = given.next().filter(|_| given.next().is_none());
            let body = only
                .filter(|only| view.role(*only) == Role::Closure)
                .and_then(|it| view.child(it, Slot::Body));
            body.is_some_and(|body| match view.role(body) {
                Role::Block => !view.children(body).any(|child| named(&child)),
                _ => deeds.rejected.contains(&view.words(body)),
            })
        } else if deeds.suppressors.contains(&name) {
            let broad = view.language.failures.broad_exceptions;
            view.children(arguments).any(|argument| broad.contains(&view.words(argument)))
        } else {
            false
        };
        if silences {
            let function = self.open.last().and_then(|open| self.outline.functions.get(open.function));
            self.silenced.push(Handler {
                span: view.span(index),
                kind: HandlerKind::Discard,
                broad: false,
                swallows: true,
                rethrows: false,
                quiet: false,
                excused: self.is_question(),
                hands_on: false,
                logs: false,
                can_fire: false,
                is_test: function.map_or(self.outline.module.is_test, |function| function.is_test),
            });
        }
    }

    pub(super) fn call(&mut self, index: NodeIndex) {
        self.last.call = index;
        self.deed(index);
    }

    pub(super) fn in_method(&self) -> bool {
        let function = self.open.last().and_then(|open| self.outline.functions.get(open.function));
        function.is_some_and(|function| function.owner.is_some())
    }

    pub(super) fn close_call(&mut self, frame: &Frame, called: Called) {
        let depends = self.last.derived >= called.arguments;
        if depends {
            if let Some(object) = called.object {
                self.symbols.change(object, |symbol| symbol.derived = frame.start);
            }
            if !called.name.is_empty() {
                self.work.fed.push(called.name);
            }
        }
        if called.fails {
            self.close_fail(frame);
        } else if called.checks && depends {
            self.check(frame);
        } else if (called.checks || called.reports) && !depends && self.last.deed < called.arguments {
            // A check of constants, or a fixed text.
            self.lose(Lost { statements: 1, ..Lost::default() });
        }
    }

    /// Records a check that fails by itself.
    pub(super) fn check(&mut self, frame: &Frame) {
        let condition =
            Condition { start: frame.start, end: frame.end, strong: self.last.local >= frame.start };
        self.guards.push(Guard { condition, start: frame.start, end: frame.end });
    }

    pub(super) fn open_new(&mut self, index: NodeIndex, node: &FlatNode) -> NodeIndex {
        let view = self.view;
        let words = view.words(index);
        let name = words.get(..words.find(['(', '<', '[']).unwrap_or(words.len())).unwrap_or("");
        let arguments = view.children(index).find(|child| view.role(*child) == Role::Arguments);
        let is_bare = arguments.is_none_or(|arguments| self.first_named(arguments).is_none());
        if is_bare && self.deeds.empty.contains(&name) {
            return node.after();
        }
        self.call(index);
        index.saturating_add(1)
    }

    pub(super) fn open_effect(&mut self, index: NodeIndex, node: &FlatNode) {
        let nuance = self.view.nuance(index);
        self.last.act = index;
        if matches!(nuance, Nuance::Yield | Nuance::Await) {
            self.act();
        }
        if matches!(nuance, Nuance::Yield | Nuance::Markup) {
            self.deed(index);
        }
        if let Some(handler) = self.handler_at(node.span) {
            self.frame(index, node.after(), FrameKind::PassOn(handler));
        }
        self.open_flow(index, node.after());
    }
}
