//! Handlers: whether they can come into play, hide a failure behind a quiet default, and may do so.

use crate::language::role::{Role, Slot};
use crate::syntax::flat::{FlatNode, NodeIndex};
use crate::syntax::outline::HandlerKind;
use crate::text::Span;

use super::pass::Pass;
use super::words;

impl Pass<'_, '_> {
    pub(super) fn open_catch(&mut self, index: NodeIndex, node: &FlatNode) {
        let view = self.view;
        let Some(handler) = self.handler_at(node.span) else { return };
        let body = view
            .children(index)
            .find(|child| view.slot(*child) == Slot::Body || view.role(*child) == Role::Block);
        let Some(body) = body else { return };
        let tried = self.tried(index);
        let can_fire = tried.is_none_or(|tried| self.last.call >= tried && self.last.derived >= tried);
        let idiom = tried.is_some_and(|tried| self.is_idiom(index, body, tried));
        if let Some(handler) = self.outline.handlers.get_mut(handler) {
            handler.can_fire = can_fire;
            handler.excused = idiom;
        }
        self.open_handler(handler, body);
    }

    /// The block whose failures a handler handles.
    fn tried(&self, handler: NodeIndex) -> Option<NodeIndex> {
        self.view.child(self.view.parent(handler)?, Slot::Body)
    }

    /// Whether going on after such a failure is an idiom: what is usual is announced by it, something is looked for that
    /// need not be there, or the code only cleans up.
    fn is_idiom(&self, handler: NodeIndex, body: NodeIndex, tried: NodeIndex) -> bool {
        let view = self.view;
        let head = Span { start: view.span(handler).start, end: view.span(body).start }.of(view.text);
        let head = head.split(" as ").next().unwrap_or(head);
        let mut usual = head
            .split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.'))
            .map(|word| word.rsplit('.').next().unwrap_or(word))
            .filter(|word| word.starts_with(char::is_uppercase))
            .peekable();
        if usual.peek().is_some() && usual.all(|name| self.deeds.usual_errors.contains(&name)) {
            return true;
        }
        let named =
            |child: &NodeIndex| view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra());
        let mut statements = view.children(tried).filter(named);
        if let (Some(only), None) = (statements.next(), statements.next()) {
            let called = view.words(only);
            let called = called.get(..called.find('(').unwrap_or(0)).unwrap_or("");
            let name = called.rsplit(['.', ' ']).next().unwrap_or(called);
            if words::cleans_up(name) || name == "require" {
                return true;
            }
        }
        // A question that the failure answers: the other answer is given where nothing fails.
        let answer = view.words(body);
        let says_no =
            answer.len() < 80 && (answer.contains("return False") || answer.contains("return false"));
        let tried = view.words(tried);
        says_no && (tried.contains("return True") || tried.contains("return true"))
    }

    pub(super) fn close_handler(&mut self, index: usize, start: NodeIndex, end: NodeIndex) {
        let acts = self.last.act >= start;
        let again = self.raises_only(start);
        let Some(handler) = self.outline.handlers.get(index).copied() else { return };
        let mut handler = handler;
        handler.quiet = !handler.swallows && !acts && !handler.rethrows;
        let hides = handler.swallows || handler.quiet;
        // Where no type can be named, looking at the failure is the only way to tell one from another.
        let cannot_name = self.view.language.failures.broad_exceptions.is_empty();
        let says_only = acts && self.last.deed < start && self.last.jump < start;
        handler.broad |= handler.kind == HandlerKind::Clause && cannot_name && says_only && !handler.rethrows;
        let is_narrow = !handler.broad;
        handler.excused = is_narrow && (handler.excused || (hides && self.has_reason(handler.span)));
        if handler.kind == HandlerKind::Check && hides {
            handler.excused |= self.passes_on(start);
        }
        let handles = (!hides || handler.excused) && (is_narrow || handler.rethrows) && !again;
        if handles
            && handler.can_fire
            && let Some(open) = self.open.last_mut().filter(|open| open.body <= start)
        {
            open.handled = open.handled.saturating_add(1);
        }
        debug_assert!(start <= end, "a body ends behind its start");
        if let Some(cell) = self.outline.handlers.get_mut(index) {
            *cell = handler;
        }
    }

    /// Whether a handler does nothing but raise what it caught.
    fn raises_only(&self, body: NodeIndex) -> bool {
        let view = self.view;
        let named =
            |child: &NodeIndex| view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra());
        let mut statements = view.children(body).filter(named);
        let only = statements.next().filter(|_| statements.next().is_none());
        only.is_some_and(|only| view.role(only) == Role::Raise && self.last.call < body)
    }

    /// Whether a bare `return` hands over an error, because the results of the function have names.
    fn passes_on(&self, body: NodeIndex) -> bool {
        let view = self.view;
        let bare = view.words(body).trim_matches(['{', '}', ' ', '\t', '\n', '\r']) == "return";
        let Some(open) = self.open.last().filter(|_| bare) else { return false };
        let result = view.child(open.start, Slot::ReturnType).map_or("", |result| view.words(result));
        result.starts_with('(') && result.contains(" error")
    }

    /// Whether a comment in a handler, or on its last line, gives a reason for it.
    fn has_reason(&self, span: Span) -> bool {
        let text = self.view.text;
        let rest = text.as_bytes().get(span.end as usize..).unwrap_or_default();
        let line = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let end = span.end.saturating_add(u32::try_from(line).unwrap_or(u32::MAX));
        let comments = &self.outline.comments;
        let first = comments.partition_point(|comment| comment.span.start < span.start);
        let inside = comments.get(first..).unwrap_or_default();
        let mut reasons = inside.iter().take_while(|comment| comment.span.start < end);
        reasons.any(|comment| words::gives_reason(comment.span.of(text)))
    }

    /// Excuses errors that are thrown away where nothing else is left to do, or for a reason.
    pub(super) fn excuse_discards(&mut self) {
        if !self.silenced.is_empty() {
            self.outline.handlers.append(&mut self.silenced);
            self.outline.handlers.sort_by_key(|handler| handler.span.start);
        }
        for index in 0..self.outline.handlers.len() {
            let Some(handler) = self.outline.handlers.get(index).copied() else { return };
            if handler.kind != HandlerKind::Discard {
                continue;
            }
            let words = handler.span.of(self.view.text);
            let called = words.get(..words.rfind('(').unwrap_or(0)).unwrap_or("");
            let name = called.rsplit(['.', ' ', ':']).next().unwrap_or(called);
            let excused = words::cleans_up(name) || self.has_reason(handler.span);
            if let Some(handler) = self.outline.handlers.get_mut(index) {
                handler.excused = excused;
            }
        }
    }
}
