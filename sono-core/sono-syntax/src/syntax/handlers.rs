//! Opens and closes exception handlers.

use tree_sitter::FlatNode as Node;

use crate::language::Failure;

use super::frame::{Frame, flags};
use super::outline::{Handler, HandlerKind};
use super::walk::Walk;

/// An open handler.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenHandler {
    /// The index in the outline.
    index: usize,
    /// The number of open scopes around it: the handler is not credited with the actions of functions inside it.
    scopes: usize,
    in_body: bool,
    /// Whether it names at least one type.
    typed: bool,
    acts: bool,
}

impl Walk<'_> {
    pub(super) fn open_handler(&mut self, frame: &Frame) {
        self.handlers.push(OpenHandler {
            index: self.out.handlers.len(),
            scopes: self.scopes.len(),
            in_body: false,
            typed: false,
            acts: false,
        });
        self.handler_at(frame, HandlerKind::Clause);
    }

    fn handler_at(&mut self, frame: &Frame, kind: HandlerKind) {
        let is_test = self.in_test();
        self.out.handlers.push(Handler {
            span: frame.span,
            kind,
            broad: kind == HandlerKind::Crash,
            swallows: kind == HandlerKind::Discard,
            rethrows: kind == HandlerKind::PassOn,
            quiet: false,
            excused: false,
            hands_on: false,
            logs: false,
            can_fire: false,
            is_test,
        });
    }

    /// Asks the language what a node does with an error value.
    pub(super) fn judge(&mut self, node: Node<'_>, frame: &mut Frame) {
        match (self.language.failures.judge)(node, self.text) {
            Failure::None => {}
            Failure::Raised => {
                self.out.failures.push(frame.span);
                self.raise();
            }
            Failure::PassedOn => self.handler_at(frame, HandlerKind::PassOn),
            Failure::Discarded => self.handler_at(frame, HandlerKind::Discard),
            Failure::Unchecked => self.handler_at(frame, HandlerKind::Crash),
            Failure::Checked => {
                self.open_handler(frame);
                if let Some(handler) = self.out.handlers.last_mut() {
                    handler.kind = HandlerKind::Check;
                }
                frame.flags |= flags::CHECK;
            }
        }
    }

    /// Records that the function fails here.
    pub(super) fn raise(&mut self) {
        self.counts.raises = self.counts.raises.saturating_add(1);
        self.out.raises = self.out.raises.saturating_add(1);
        self.rethrow();
    }

    /// The handler of the current scope.
    fn handler(&mut self) -> Option<&mut OpenHandler> {
        let scopes = self.scopes.len();
        self.handlers.last_mut().filter(|handler| handler.scopes == scopes)
    }

    /// Whether the walk is between `except` or `catch` and the body.
    pub(super) fn in_handler_head(&self) -> bool {
        self.handlers.last().is_some_and(|handler| !handler.in_body && handler.scopes == self.scopes.len())
    }

    pub(super) fn enter_handler_body(&mut self) {
        if let Some(handler) = self.handler() {
            handler.in_body = true;
        }
    }

    /// Records that the head names a type.
    pub(super) fn typed_handler(&mut self) {
        if let Some(handler) = self.handler() {
            handler.typed = true;
        }
    }

    /// Records that the head names a type that catches everything.
    pub(super) fn broad_handler(&mut self) {
        let Some(index) = self.handler().map(|handler| handler.index) else { return };
        if let Some(handler) = self.out.handlers.get_mut(index) {
            handler.broad = true;
        }
    }

    /// Records that the body does something.
    pub(super) fn handler_acts(&mut self) {
        if let Some(handler) = self.handler() {
            handler.acts = true;
        }
    }

    /// Records that something is raised or thrown here.
    pub(super) fn rethrow(&mut self) {
        let Some(index) = self.handler().filter(|handler| handler.in_body).map(|handler| handler.index)
        else {
            return;
        };
        if let Some(handler) = self.out.handlers.get_mut(index) {
            handler.rethrows = true;
        }
    }

    pub(super) fn close_handler(&mut self) {
        let Some(open) = self.handlers.pop() else { return };
        let untyped_is_broad = self.language.failures.untyped_handler_is_broad;
        let Some(handler) = self.out.handlers.get_mut(open.index) else { return };
        handler.swallows = !open.acts;
        handler.broad |= !open.typed && untyped_is_broad;
        let rethrows = handler.rethrows;
        if rethrows
            && let Some(outer) = self.handler().filter(|outer| outer.in_body).map(|outer| outer.index)
            && let Some(outer) = self.out.handlers.get_mut(outer)
        {
            outer.rethrows = true;
        }
    }
}
