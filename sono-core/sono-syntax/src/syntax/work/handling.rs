//! Handlers: whether they can come into play, hide a failure behind a quiet default, and may do so.

use std::collections::HashMap;

use crate::language::nuance::Nuance;
use crate::language::role::{Role, Slot};
use crate::syntax::flat::{FlatNode, NodeIndex};
use crate::syntax::outline::{CommentKind, Function, HandlerKind};
use crate::text::Span;

use super::pass::Pass;
use super::words;

/// The fate of what a handler caught, the best last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// It is not used, printed, or made a text.
    Lost,
    /// It is written to a log.
    Logged,
    /// It is an argument of another call.
    Handed,
    /// It is the whole value of an assignment, of a member or of what is returned.
    Kept,
}

/// The path called in the statement that throws a part of its results away: up to the first parenthesis.
fn called_path(words: &str) -> &str {
    let value = words.split_once('=').map_or(words, |(_, value)| value);
    value.get(..value.find('(').unwrap_or(0)).unwrap_or("").trim()
}

/// Whether code is no longer than a line or two, without the white space in it, so that its layout makes no difference.
fn is_short(code: &str) -> bool {
    const SHORT: usize = 120;
    let mut letters = 0_usize;
    code.split_whitespace().all(|word| {
        letters = letters.saturating_add(word.len());
        letters <= SHORT
    })
}

/// The comments that are read for one reason, and the bytes of each: all handlers of a line may have the same.
const SAID: usize = 12;
const LONGEST_REASON: usize = 400;
/// The bytes of documentation that are searched for the answers of handlers: in any text, and per byte of it.
const TOLD: usize = 100_000;
const TOLD_PER_BYTE: usize = 8;
/// The handlers of one `try` that are looked at, with what they handle.
const HANDLERS: usize = 64;
/// The statements behind a `try` that are looked through for another way.
const FOLLOWERS: u32 = 4;
/// The branches around it behind which one is looked for.
const OUTER: u32 = 2;

impl Pass<'_, '_> {
    pub(super) fn open_catch(&mut self, index: NodeIndex, node: &FlatNode) {
        let view = self.view;
        let Some(handler) = self.handler_at(node.span) else { return };
        let body = view
            .children(index)
            .find(|child| view.slot(*child) == Slot::Body || view.role(*child) == Role::Block);
        let Some(body) = body else { return };
        // A name that may stand for a type that catches everything.
        if !view.language.failures.broad_exceptions.is_empty() {
            for name in (index..body).filter(|inner| view.role(*inner) == Role::Identifier) {
                let number = self.symbols.number(view.words(name));
                self.caught.entry(handler).or_default().push(number);
            }
        }
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
        let statement = self.view.parent(handler)?;
        let is_near = self.view.children(statement).take(HANDLERS).any(|child| child == handler);
        self.view.child(statement, Slot::Body).filter(|_| is_near)
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
        let is_usual = |name: &str| self.deeds.usual_errors.contains(&name) || words::announces_usual(name);
        if usual.peek().is_some() && usual.all(is_usual) {
            return true;
        }
        let named =
            |child: &NodeIndex| view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra());
        let mut statements = view.children(tried).filter(named);
        if let (Some(only), None) = (statements.next(), statements.next()) {
            let called = view.words(only);
            if words::keeps_value(called) {
                return true;
            }
            let called = called.get(..called.find('(').unwrap_or(0)).unwrap_or("");
            let name = called.rsplit(['.', ' ']).next().unwrap_or(called);
            if words::cleans_up_at(called) || name == "require" {
                return true;
            }
        }
        // A question that the failure answers: the other answer is given where nothing fails.
        let answer = view.words(body);
        let says_no =
            answer.len() < 80 && (answer.contains("return False") || answer.contains("return false"));
        let caught = Span { start: view.span(handler).start, end: view.span(body).end }.of(view.text);
        if words::says_impossible(caught) {
            return true;
        }
        if says_no && (words::gives_answer(view.words(tried)) || self.is_question()) {
            return true;
        }
        if self.decides_value(handler, body, tried)
            || self.keeps_default(handler, body, tried)
            || self.is_told_answer(body, Some(tried))
            || self.is_plain_answer(handler, body, tried)
        {
            return true;
        }
        // In a destructor, nobody is left to be told.
        let function = self.open.last().and_then(|open| self.outline.functions.get(open.function));
        if function.is_some_and(|function| self.ends_life(function)) {
            return true;
        }
        // The other operand may know what to do.
        if self.deeds.declines.contains(&answer.trim()) {
            return true;
        }
        self.notes_failure(body, tried) || self.tries_again(handler, body, tried)
    }

    /// Whether a failure decides between two fixed values of one variable: `kind = 'text'` where it works, `kind = 'data'`
    /// where it does not.
    fn decides_value(&self, handler: NodeIndex, body: NodeIndex, tried: NodeIndex) -> bool {
        let view = self.view;
        let named =
            |child: &NodeIndex| view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra());
        let target = |statement: NodeIndex| {
            let (name, value) = view.words(statement).split_once('=')?;
            let is_fixed = !value.contains('(') && value.len() < 80 && !value.starts_with('=');
            is_fixed.then_some(name.trim())
        };
        // What is done where nothing fails may stand in `else`.
        let block = |block: NodeIndex| {
            view.children(block).find(|child| view.role(*child) == Role::Block).unwrap_or(block)
        };
        let other = view.parent(handler).and_then(|statement| {
            view.children(statement).find(|child| view.role(*child) == Role::Else).map(block)
        });
        let inner = |block: NodeIndex| {
            view.children(block).find(|child| view.role(*child) == Role::Statements).unwrap_or(block)
        };
        let last = |block: NodeIndex| view.children(inner(block)).filter(named).last().and_then(target);
        let mut decided = view.children(inner(body)).filter(named).filter_map(target);
        let known = [last(tried), other.and_then(last)];
        decided.any(|name| known.contains(&Some(name)))
    }

    /// Whether a variable keeps what it was given right above, where the one statement that is tried would give it
    /// something else: the default is there for all to see.
    fn keeps_default(&self, handler: NodeIndex, body: NodeIndex, tried: NodeIndex) -> bool {
        let view = self.view;
        let named =
            |child: &NodeIndex| view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra());
        let inner =
            |block: NodeIndex| view.children(block).find(|child| view.role(*child) == Role::Statements);
        let is_empty = !view
            .children(inner(body).unwrap_or(body))
            .filter(named)
            .any(|child| !matches!(view.words(child), "pass" | "..." | ";"));
        let mut statements = view.children(inner(tried).unwrap_or(tried)).filter(named);
        let (Some(only), None) = (statements.next(), statements.next()) else { return false };
        let assigned = |statement: NodeIndex| {
            let (left, right) = view.words(statement).split_once('=')?;
            let name = left.trim_end_matches([':', ' ']).rsplit([' ', '\t']).next()?;
            let is_value = !right.starts_with(['=', '>']) && !name.is_empty();
            is_value.then_some(name)
        };
        let before = view.parent(handler).and_then(|statement| view.node(statement)?.previous());
        is_empty && assigned(only).is_some_and(|name| before.and_then(assigned) == Some(name))
    }

    /// Whether a function gives nothing where what it tries fails, and its signature or documentation says that it may.
    pub(super) fn is_told_answer(&self, body: NodeIndex, tried: Option<NodeIndex>) -> bool {
        let view = self.view;
        let Some(value) = self.given_value(body) else { return false };
        let is_short = tried.is_none_or(|tried| is_short(view.words(tried)));
        let Some(open) = self.open.last() else { return false };
        let result = view.child(open.start, Slot::ReturnType).map_or("", |result| view.words(result));
        let function = self.outline.functions.get(open.function);
        let doc = function.and_then(|function| function.doc);
        let doc = doc.and_then(|doc| self.outline.comments.get(doc as usize));
        // Many handlers may stand in one function.
        let doc = doc.filter(|doc| {
            let told = self.told.get().saturating_add(doc.span.len());
            self.told.set(told);
            told <= TOLD.saturating_add(view.text.len().saturating_mul(TOLD_PER_BYTE))
        });
        let is_nothing = value.is_empty()
            || self.deeds.nothing.contains(&value)
            || self.deeds.absent.iter().any(|call| value.starts_with(call));
        (is_nothing && is_short && words::allows_nothing(result, &view.language.values))
            || doc.is_some_and(|doc| words::says_answer(doc.span.of(view.text), value))
    }

    /// Whether a handler only notes that there was a failure, in a variable that says nothing else: `failed = true`.
    fn notes_failure(&self, body: NodeIndex, tried: NodeIndex) -> bool {
        let view = self.view;
        let words = view.words(body).trim_matches(['{', '}', ' ', '\t', '\n', '\r', ';']);
        let Some((name, value)) = words.split_once('=') else { return false };
        let (name, value) = (name.trim(), value.trim());
        let is_note = matches!(value, "true" | "True") && !name.is_empty();
        let is_name = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '$'));
        let is_tried = |word: &str| word == name;
        let mut tried =
            view.words(tried).split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '$')));
        is_note && is_name && !tried.any(is_tried)
    }

    /// Whether something else is tried below where this way fails: what succeeds has left the function by then.
    fn tries_again(&self, handler: NodeIndex, body: NodeIndex, tried: NodeIndex) -> bool {
        let view = self.view;
        let named =
            |child: &NodeIndex| view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra());
        let does = |index: NodeIndex| {
            view.within(index).any(|node| {
                matches!(view.role(node), Role::Call | Role::New | Role::Raise)
                    && view.slot(node) != Slot::Type
            })
        };
        let Some(mut statement) = view.parent(handler) else { return false };
        let ends = |block: NodeIndex| {
            let last = view.children(block).filter(named).last();
            last.is_some_and(|last| match view.role(last) {
                Role::Return => true,
                Role::If => view.within(last).any(|node| view.role(node) == Role::Return),
                _ => false,
            })
        };
        // What succeeds may leave in `else` as well.
        let mut others = view.children(statement).filter(|child| view.role(*child) == Role::Else);
        let leaves =
            ends(tried) || others.any(|other| view.within(other).any(|node| view.role(node) == Role::Return));
        let is_empty = view.words(body).len() < 200 && !does(body) && !view.words(body).contains("return");
        if !leaves || !is_empty {
            return false;
        }
        for _ in 0..=OUTER {
            let mut next = view.tree.next(statement);
            let mut seen = 0_u32;
            while let Some(follower) = next.filter(|_| seen < FOLLOWERS) {
                if named(&follower) && view.role(follower) != Role::Catch && does(follower) {
                    return true;
                }
                seen = seen.saturating_add(1);
                next = view.tree.next(follower);
            }
            // Behind the last statement of a branch comes what follows the branch.
            let outer = view.parent(statement).filter(|_| seen == 0).and_then(|block| view.parent(block));
            match outer.filter(|outer| matches!(view.role(*outer), Role::If | Role::Elif)) {
                Some(outer) => statement = outer,
                None => return false,
            }
        }
        false
    }

    pub(super) fn close_handler(&mut self, index: usize, start: NodeIndex, end: NodeIndex) {
        let view = self.view;
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
        let may_be_broad = handler.broad || self.caught.contains_key(&index);
        if may_be_broad && handler.kind == HandlerKind::Clause {
            match self.fate(start) {
                // What caught everything and keeps it passes it on: `error = caught`.
                Fate::Kept => {
                    handler.broad = false;
                    self.caught.remove(&index);
                }
                // `future.set_exception(caught)` is no defect; nor is it a guard, for nothing is told apart.
                fate => {
                    handler.hands_on = fate != Fate::Lost;
                    // Who is told, and gets a result that says so, misses nothing: that is how programs end.
                    handler.logs = fate == Fate::Logged && !self.ends_in_failure(start);
                }
            }
        }
        let is_narrow = !handler.broad;
        // Above an `if err`, and above a `try` with little in it, a comment is about what is done where it fails.
        let head =
            if handler.kind == HandlerKind::Clause { self.short_try(start) } else { Some(handler.span) };
        let has_reason_of = |gives: fn(&str) -> bool| {
            self.has_reason(handler.span, gives)
                || head.is_some_and(|head| self.has_reason_above(head, gives))
        };
        let has_reason = || has_reason_of(words::gives_reason);
        if is_narrow || !hides {
            handler.excused = is_narrow && (handler.excused || (hides && has_reason()));
        } else if has_reason() && handler.kind == HandlerKind::Clause {
            // Whatever fails, there is another way, and a comment says that it is taken.
            let caught = view.parent(start);
            let tried = caught.and_then(|caught| self.tried(caught));
            let tries_on =
                caught.zip(tried).is_some_and(|(caught, tried)| self.tries_again(caught, start, tried));
            // Where an idiom has a reason, or a reason is long, what catches everything is as good as a log.
            handler.excused |= has_reason_of(words::gives_long_reason);
            handler.broad = !tries_on;
            handler.logs = handler.excused;
        } else {
            handler.excused = false;
        }
        if handler.kind == HandlerKind::Check && hides {
            handler.excused |= self.passes_on(start) || self.is_plain_check(start);
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

    /// The fate of what a handler caught.
    fn fate(&self, body: NodeIndex) -> Fate {
        let view = self.view;
        let Some(handler) = view.parent(body) else { return Fate::Lost };
        let head = Span { start: view.span(handler).start, end: view.span(body).start }.of(view.text);
        let name = head
            .trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_')
            .rsplit(|c: char| !c.is_alphanumeric() && c != '_')
            .next()
            .unwrap_or("");
        let has_name = head.split_whitespace().count() > 1 && name.starts_with(|c: char| c.is_lowercase());
        let fate = |node: NodeIndex| {
            let Some(parent) = view.parent(node) else { return Fate::Lost };
            let is_value = matches!(view.slot(node), Slot::Right | Slot::Value);
            match view.role(parent) {
                Role::Assignment | Role::AssignmentStatement | Role::Declarator if is_value => Fate::Kept,
                Role::Return => Fate::Kept,
                // A part of what is handed over: `handle({"error": caught})`.
                _ if view.nuance(parent) == Nuance::Pair && is_value => Fate::Handed,
                Role::Arguments => self.fate_in(parent),
                _ if view.nuance(parent) == Nuance::Keyword && is_value => {
                    view.parent(parent).map_or(Fate::Lost, |arguments| self.fate_in(arguments))
                }
                _ => Fate::Lost,
            }
        };
        let of_node = |node: NodeIndex| match view.role(node) {
            Role::Identifier if has_name && view.words(node) == name => fate(node),
            Role::Call if words::reports_caught(view.words(node), self.deeds) => Fate::Logged,
            _ => Fate::Lost,
        };
        view.within(body).map(of_node).max().unwrap_or(Fate::Lost)
    }

    /// The fate of a failure among the arguments of a call: there are calls that only print it, or make a text of it.
    fn fate_in(&self, arguments: NodeIndex) -> Fate {
        const LONGEST: usize = 80;
        let view = self.view;
        let Some(call) = view.parent(arguments) else { return Fate::Lost };
        let callee = Span { start: view.span(call).start, end: view.span(arguments).start };
        if callee.len() > LONGEST {
            return Fate::Handed;
        }
        let callee = callee.of(view.text).trim();
        if self.deeds.reports.contains(&callee) || words::makes_text(callee, &view.language.values) {
            Fate::Lost
        } else if words::logs(callee) {
            Fate::Logged
        } else {
            Fate::Handed
        }
    }

    /// The `try` of a handler with this body, if what it tries is no longer than a line or two.
    fn short_try(&self, body: NodeIndex) -> Option<Span> {
        let handler = self.view.parent(body)?;
        let tried = self.tried(handler)?;
        let statement = self.view.parent(handler)?;
        is_short(self.view.words(tried)).then(|| self.view.span(statement))
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

    /// Whether a handler passes the error on that it does not name.
    fn passes_on(&self, body: NodeIndex) -> bool {
        let view = self.view;
        let words = view.words(body).trim_matches(['{', '}', ' ', '\t', '\n', '\r']);
        let Some(open) = self.open.last() else { return false };
        let result = view.child(open.start, Slot::ReturnType).map_or("", |result| view.words(result));
        (view.language.failures.passes_on)(words, result)
    }

    /// Whether comments in a handler, or on its last line, give a reason for it.
    fn has_reason(&self, span: Span, gives: fn(&str) -> bool) -> bool {
        let text = self.view.text;
        let rest = text.as_bytes().get(span.end as usize..).unwrap_or_default();
        let line = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let end = span.end.saturating_add(u32::try_from(line).unwrap_or(u32::MAX));
        let comments = &self.outline.comments;
        let first = comments.partition_point(|comment| comment.span.start < span.start);
        let inside = comments.get(first..).unwrap_or_default();
        let inside = inside.iter().take_while(|comment| comment.span.start < end).take(SAID);
        // What goes on over several lines is one reason.
        let mut said = String::new();
        for comment in inside {
            let comment = comment.span.of(text);
            let comment = comment.get(..comment.floor_char_boundary(LONGEST_REASON)).unwrap_or(comment);
            said.push_str(comment);
            said.push('\n');
            if gives(comment) {
                return true;
            }
        }
        gives(&said)
    }

    /// Whether the functions of the text give errors, by their names; empty where errors are no values.
    fn failing_functions(&self) -> HashMap<String, bool> {
        let results = self.view.language.failures.results;
        let mut fails = HashMap::new();
        for function in self.outline.functions.iter().filter(|_| !results.is_empty()) {
            let head = Span { start: function.name_span.end, end: function.body.start };
            let head = if head.start < head.end { head.of(self.view.text) } else { "" };
            let gives = results.iter().any(|word| head.contains(word));
            *fails.entry(function.name.clone()).or_insert(false) |= gives || head.is_empty();
        }
        fails
    }

    /// Whether the comment right above a statement gives a reason for it, which may go on over several lines.
    fn has_reason_above(&self, span: Span, gives: fn(&str) -> bool) -> bool {
        let text = self.view.text;
        let comments = &self.outline.comments;
        let next = comments.partition_point(|comment| comment.span.start < span.start);
        let mut below = span.start;
        let mut said = String::new();
        for comment in comments.get(..next).unwrap_or_default().iter().rev().take(SAID) {
            let between = text.get(comment.span.end as usize..below as usize).unwrap_or("-");
            // Documentation above a statement is that of the function around it.
            if comment.kind == CommentKind::Doc
                || !between.trim().is_empty()
                || between.matches('\n').count() > 1
            {
                break;
            }
            said.push_str(comment.span.of(text));
            said.push('\n');
            below = comment.span.start;
        }
        gives(&said)
    }

    /// Whether a place is in a function that only ends the life of an object.
    fn is_in_destructor(&self, place: Span) -> bool {
        const AROUND: usize = 4;
        let functions = &self.outline.functions;
        let next = functions.partition_point(|function| function.span.start <= place.start);
        let before = functions.get(..next).unwrap_or_default().iter().rev().take(AROUND);
        before.filter(|function| function.span.end >= place.end).any(|function| self.ends_life(function))
    }

    /// Whether a function ends the life of an object: nobody is left whom a failure could be told.
    fn ends_life(&self, function: &Function) -> bool {
        self.deeds.destructors.contains(&function.name.as_str()) && function.parameters.is_empty()
    }

    /// Excuses errors that are thrown away where nothing else is left to do, or for a reason.
    pub(super) fn excuse_discards(&mut self) {
        if !self.silenced.is_empty() {
            self.outline.handlers.append(&mut self.silenced);
            self.outline.handlers.sort_by_key(|handler| handler.span.start);
        }
        let failures = &self.view.language.failures;
        let fails = self.failing_functions();
        for index in 0..self.outline.handlers.len() {
            let Some(handler) = self.outline.handlers.get(index).copied() else { return };
            if handler.kind == HandlerKind::Crash
                && (self.has_reason(handler.span, words::gives_reason)
                    || self.has_reason_above(handler.span, words::gives_reason))
            {
                // `.unwrap()` with the reason why nothing can fail there.
                if let Some(handler) = self.outline.handlers.get_mut(index) {
                    handler.broad = false;
                }
            }
            if handler.kind != HandlerKind::Discard {
                continue;
            }
            let words = handler.span.of(self.view.text);
            let called = words.get(..words.rfind('(').unwrap_or(0)).unwrap_or("");
            let name = called.rsplit(['.', ' ', ':']).next().unwrap_or(called);
            // What is kept beside it says that only a part of the results is thrown away.
            let target = words.split('=').next().unwrap_or("").trim_end_matches(':');
            let is_part = target.split(',').any(|target| !failures.discards.contains(&target.trim()));
            let may_fail = match fails.get(name) {
                Some(fails) => *fails,
                None => !is_part || (failures.may_fail)(called_path(words)),
            };
            let excused = !may_fail
                || words::cleans_up(name)
                || self.is_in_destructor(handler.span)
                || self.has_reason(handler.span, words::gives_reason)
                || self.has_reason_above(handler.span, words::gives_reason);
            if let Some(handler) = self.outline.handlers.get_mut(index) {
                handler.excused |= excused;
            }
        }
    }
}
