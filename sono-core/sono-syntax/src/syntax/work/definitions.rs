//! Functions and types: what is known of them before and after their bodies.

use crate::language::role::{Role, Slot, marks};
use crate::syntax::flat::{FlatNode, NodeIndex};
use crate::syntax::outline::{Function, Lost, Visibility};
use crate::syntax::view::View;
use crate::text::Span;

use super::forms::Form;
use super::harm::{self, Given};
use super::pass::{FrameKind, Open, Pass};
use super::verdict::Draft;
use super::{Harm, Idle, IdleKind, words};

impl Pass<'_, '_> {
    pub(super) fn open_function(&mut self, index: NodeIndex, node: &FlatNode) {
        let view = self.view;
        if !self.open.is_empty() {
            self.deed(index);
        }
        let Some(body) = view.child(index, Slot::Body) else { return };
        let span = view.span(body);
        let behind = |function: &Function| function.body.start < span.start;
        while self.outline.functions.get(self.next_function).is_some_and(behind) {
            self.next_function = self.next_function.saturating_add(1);
        }
        // The outline knows no body that is a single token.
        let is_token = view.node(body).is_some_and(|body| body.children == 0);
        let ends = Span { start: span.end, end: span.end };
        let is_it = |function: &&Function| function.body == span || (is_token && function.body == ends);
        let Some(function) = self.outline.functions.get(self.next_function).filter(is_it) else { return };
        // A function in another one, by its name.
        if function.parent.is_some()
            && view.role(index) == Role::Function
            && !view.parent(index).is_some_and(|parent| view.role(parent) == Role::Decorated)
            && !function.name.is_empty()
        {
            let number = self.symbols.number(function.name_span.of(view.text));
            self.inner.push((number, index));
        }
        let method = function.owner.is_some() && self.types.last().copied().unwrap_or(false);
        let draft = Draft {
            is_known: true,
            has_bases: method,
            is_decorated: self.is_decorated(index, |name| !self.deeds.plain_decorators.contains(&name)),
            is_overload: self.is_decorated(index, |name| {
                (view.language.dialect.decorator)(name, "") & marks::OVERLOAD != 0
            }),
            is_alternative: self.is_alternative(index),
            is_handed_over: self.is_handed_over(index),
            is_export: self.is_export(index),
            replaceable: if self.is_replaceable(index) { node.after() } else { 0 },
            name: (!function.name.is_empty()).then_some(function.name_span),
            ..Draft::default()
        };
        self.open.push(Open {
            function: self.next_function,
            start: index,
            body,
            branches: self.branches.len(),
            guards: self.guards.len(),
            hollow: self.hollow.len(),
            inner: self.inner.len(),
            reads: self.reads.len(),
            locals: self.locals.len(),
            parameters: self.parameters.len(),
            draft,
            ..Open::default()
        });
        self.next_function = self.next_function.saturating_add(1);
        self.frame(index, node.after(), FrameKind::Function);
    }

    /// Whether a function is defined under a condition, or where something else failed: another of its name may do the
    /// work.
    pub(super) fn is_alternative(&self, index: NodeIndex) -> bool {
        let view = self.view;
        let holder =
            view.parent(index).filter(|parent| view.role(*parent) == Role::Decorated).unwrap_or(index);
        let block = view.parent(holder).filter(|parent| view.role(*parent) == Role::Block);
        let around = block.and_then(|block| view.parent(block)).map(|around| view.role(around));
        self.is_conditional(holder)
            || matches!(around, Some(Role::If | Role::Elif | Role::Else | Role::Catch | Role::Statement))
    }

    /// Whether a function is compiled for some platforms or features only, as `#[cfg(not(unix))]` says above it.
    fn is_conditional(&self, function: NodeIndex) -> bool {
        const ATTRIBUTES: usize = 8;
        let view = self.view;
        let conditions = view.language.dialect.conditions;
        let before = |index: &NodeIndex| view.node(*index).and_then(FlatNode::previous);
        let above = std::iter::successors(before(&function), before).take(ATTRIBUTES);
        above
            .take_while(|index| view.words(*index).starts_with('#'))
            .any(|index| conditions.iter().any(|condition| view.words(index).starts_with(condition)))
    }

    /// Whether a function is a method of an object that is an argument, or the value of a member: whoever calls it chose
    /// what it takes.
    fn is_handed_over(&self, index: NodeIndex) -> bool {
        let view = self.view;
        let Some(parent) = view.parent(index) else { return false };
        if view.role(parent) == Role::Assignment {
            let target = view.child(parent, Slot::Left);
            let is_own = |target| view.language.access.is_own(view.words(target));
            return target.is_some_and(|target| view.role(target) == Role::Member && !is_own(target));
        }
        let pair = view.parent(parent).filter(|_| view.role(parent) == Role::Declarator);
        let object = pair.unwrap_or(parent);
        let around = view.parent(object).filter(|_| view.role(object) == Role::Object);
        around.is_some_and(|around| view.role(around) == Role::Arguments)
    }

    /// Whether a function is what a module gives to others, with or without a name: `module.exports = function () {}`.
    fn is_export(&self, index: NodeIndex) -> bool {
        let view = self.view;
        let Some(parent) = view.parent(index).filter(|_| self.open.is_empty() && self.types.is_empty())
        else {
            return false;
        };
        // Only here, for a block may have any number of children.
        let is_exported = |target| view.language.access.exports_path(view.words(target));
        match view.role(parent) {
            Role::Export => true,
            Role::Assignment => view.child(parent, Slot::Left).is_some_and(is_exported),
            _ => false,
        }
    }

    /// Whether a function is the value of a variable outside functions that may get another one, as
    /// `var OnClose = func() {}`.
    fn is_replaceable(&self, index: NodeIndex) -> bool {
        const NEAR: usize = 4;
        let view = self.view;
        if !self.open.is_empty() || !self.types.is_empty() {
            return false;
        }
        let mut node = index;
        for _ in 0..NEAR {
            let Some(parent) = view.parent(node) else { return false };
            if matches!(view.role(parent), Role::Arguments | Role::Root) {
                return false;
            }
            let words = view.words(parent);
            if view.language.dialect.variables.iter().any(|word| words.starts_with(word)) {
                return true;
            }
            node = parent;
        }
        false
    }

    /// Whether one of the decorators or annotations of a function has such a name.
    pub(super) fn is_decorated(&self, index: NodeIndex, is_it: impl Fn(&str) -> bool) -> bool {
        let view = self.view;
        let parent = view.parent(index).filter(|parent| view.role(*parent) == Role::Decorated);
        let modifiers = view.children(index).find(|child| view.role(*child) == Role::Modifiers);
        parent.into_iter().chain(modifiers).flat_map(|holder| view.children(holder)).any(|child| {
            view.role(child) == Role::Decorator && {
                let words = view.words(child).trim_start_matches('@');
                let name = words.get(..words.find(['(', ' ', '\n']).unwrap_or(words.len())).unwrap_or("");
                let last = name.rsplit('.').next().unwrap_or(name);
                is_it(last)
            }
        })
    }

    pub(super) fn close_function(&mut self) {
        let Some(mut open) = self.open.pop() else { return };
        let view = self.view;
        open.draft.works = self.last.deed >= open.body || open.draft.sets_fields;
        if open.draft.works {
            open.draft.echoes = self.echoes(&open);
            match self.form(&open) {
                Some(Form::Parameters(count)) => open.draft.recasts = count,
                Some(Form::Fixed) => {
                    open.draft.works = false;
                    open.draft.given = super::verdict::Given::Value;
                }
                None => {}
            }
        } else {
            self.tail(&mut open);
        }
        let (guards, lost) = self.close_guards(&open);
        open.draft.guards = open.handled.saturating_add(guards);
        let is_test = self.outline.functions.get(open.function).is_some_and(|function| function.is_test);
        let mut unread = 0_u32;
        for (number, place) in self.locals.drain(open.locals..) {
            let symbol = self.symbols.get(number);
            let is_constant = symbol.constant == open.start;
            if symbol.read < open.start && !open.reflects && !words::is_unwanted(view.words(place)) {
                let is_closure = holds_closure(view, place);
                unread = unread.saturating_add(u32::from(is_constant || is_closure));
                self.work.idle.push(Idle { span: view.span(place), kind: IdleKind::Variable, is_test });
            } else if is_constant && symbol.earlier < open.start && lost.covers(symbol.read) {
                unread = unread.saturating_add(1);
            }
        }
        for (number, _) in self.inner.drain(open.inner.min(self.inner.len())..) {
            unread = unread.saturating_add(u32::from(self.symbols.get(number).read < open.start));
        }
        if let Some(function) = self.outline.functions.get_mut(open.function) {
            function.lost = function.lost.and(Lost { statements: unread, ..Lost::default() });
        }
        open.draft.harm = self.harm(&open);
        open.draft.only_says = self.parameters.len() > open.parameters && self.only_says(&open);
        for (number, place, plain) in self.parameters.drain(open.parameters..) {
            let symbol = self.symbols.get(number);
            let is_read = symbol.read >= open.start;
            open.draft.takes |= is_read && (symbol.earlier >= open.start || !lost.covers(symbol.read));
            let name = view.words(place);
            if symbol.read < open.start
                && plain
                && !open.reflects
                && open.draft.works
                && !words::is_given(name)
            {
                let function = u32::try_from(open.function).unwrap_or(u32::MAX);
                self.unread
                    .push((function, Idle { span: view.span(place), kind: IdleKind::Parameter, is_test }));
            }
        }
        // What a function in it does may be done when it is called.
        if open.draft.acts {
            self.act();
        }
        if let Some(draft) = self.drafts.get_mut(open.function) {
            *draft = open.draft;
        }
        if self.open.is_empty() {
            self.reads.clear();
        }
    }

    /// Whether a body does no more than to say a fixed text, or to fail with one, and to give a fixed value.
    fn only_says(&self, open: &Open) -> bool {
        const LONGEST: u32 = 80;
        let view = self.view;
        let range = view.within(open.body);
        let takes = |index: NodeIndex| {
            view.within(index).skip(1).any(|inner| {
                matches!(view.role(inner), Role::Identifier | Role::Call | Role::New | Role::Closure)
            })
        };
        range.end.saturating_sub(range.start) <= LONGEST
            && range.into_iter().all(|index| match view.role(index) {
                Role::Assignment
                | Role::AssignmentStatement
                | Role::Declaration
                | Role::Declarator
                | Role::Loop
                | Role::Catch
                | Role::Effect => false,
                Role::Arguments => !takes(index),
                Role::Return => !view.within(index).any(|inner| view.role(inner) == Role::Call),
                _ => true,
            })
    }

    /// Where a function that others call does harm with what it is given.
    fn harm(&self, open: &Open) -> Option<Harm> {
        let view = self.view;
        let function = self.outline.functions.get(open.function)?;
        let is_asked = self.open.is_empty()
            && function.visibility == Visibility::Public
            && !function.is_test
            && !function.name.is_empty();
        let parameters = self.parameters.get(open.parameters..).filter(|_| is_asked)?;
        let given = parameters.iter().filter(|(.., plain)| *plain);
        let given: Vec<Given<'_>> = given
            .map(|(_, place, _)| {
                let holder = view.parent(*place).filter(|holder| view.role(*holder) != Role::Parameters);
                let declaration = holder.map_or("", |holder| view.words(holder));
                Given { name: view.words(*place), span: view.span(*place), declaration }
            })
            .collect();
        harm::first(view, open.body, &given)
    }

    /// Whether a body only gives back a parameter as it came.
    fn echoes(&self, open: &Open) -> bool {
        let view = self.view;
        let named =
            |child: &NodeIndex| view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra());
        let is_doc = |child: NodeIndex| {
            view.role(child) == Role::ExpressionStatement
                && self.first_named(child).is_some_and(|inner| view.role(inner) == Role::Str)
        };
        let value = if view.role(open.body) == Role::Block {
            let statements = view.children(open.body).find(|child| view.role(*child) == Role::Statements);
            let mut rest = view
                .children(statements.unwrap_or(open.body))
                .filter(named)
                .skip_while(|child| is_doc(*child));
            rest.next().filter(|_| rest.next().is_none())
        } else {
            Some(open.body)
        };
        let value = value.and_then(|value| match view.role(value) {
            Role::Return => self.first_named(value),
            _ => Some(value),
        });
        // One value may stand in a list.
        let value = value.and_then(|value| match view.role(value) {
            Role::List if view.children(value).filter(named).nth(1).is_none() => self.first_named(value),
            _ => Some(value),
        });
        value.is_some_and(|value| {
            let parameters = self.parameters.get(open.parameters..).unwrap_or_default();
            let words = view.words(value);
            view.role(value) == Role::Identifier
                && parameters.iter().any(|(_, place, plain)| *plain && view.words(*place) == words)
        })
    }

    /// The value of a body that ends with one, or is one.
    pub(super) fn tail(&self, open: &mut Open) {
        let view = self.view;
        let role = view.role(open.body);
        let named =
            |child: &NodeIndex| view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra());
        let value = if role != Role::Block {
            Some(open.body)
        } else if view.language.dialect.block_values {
            view.children(open.body).filter(named).last().filter(|last| {
                !matches!(
                    view.role(*last),
                    Role::ExpressionStatement
                        | Role::Declaration
                        | Role::Nothing
                        | Role::Statement
                        | Role::Return
                )
            })
        } else {
            None
        };
        if let Some(value) = value {
            open.draft.gives(view.words(value), view.language);
        }
    }

    pub(super) fn open_type(&mut self, index: NodeIndex, after: NodeIndex) {
        let view = self.view;
        let mut has_bases = false;
        for child in view.children(index) {
            if view.slot(child) == Slot::Body {
                break;
            }
            let is_base = view.slot(child) == Slot::Bases || view.role(child) == Role::Heritage;
            if is_base {
                for base in view.within(child) {
                    let is_word = view.node(base).is_some_and(|node| node.is_named() && node.children == 0);
                    let words = view.words(base);
                    if is_word && !view.language.dialect.root_types.contains(&words) {
                        has_bases = true;
                        let number = self.symbols.number(words);
                        self.symbols.change(number, |symbol| symbol.is_base = true);
                        self.work.bases.push(words.to_owned());
                    }
                }
            }
        }
        self.types.push(has_bases);
        self.frame(index, after, FrameKind::Type);
    }
}

/// Whether the value that a name gets is a function.
fn holds_closure(view: View<'_>, name: NodeIndex) -> bool {
    view.parent(name).is_some_and(|holder| {
        view.children(holder).any(|child| {
            matches!(view.slot(child), Slot::Value | Slot::Right) && view.role(child) == Role::Closure
        })
    })
}
