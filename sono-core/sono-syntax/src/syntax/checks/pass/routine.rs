//! Routines: tests, helpers, fixtures, and what decorators and imports say of them.

use crate::language::role::{Bind, Role, Slot};
use crate::syntax::checks::graph::NONE;
use crate::syntax::checks::{Check, Fault, Routine, Strength, Use, UseKind};
use crate::syntax::flat::{FlatNode, NodeIndex};
use crate::syntax::outline::Function;
use crate::text::Span;

use super::{Draft, Holder, Kind, LEAVES, Marks, Open, Pass, Scope, is_helper};

impl<'a> Pass<'a> {
    /// A definition of a function, or a callback.
    pub(super) fn function(&mut self, index: NodeIndex, node: &FlatNode) -> NodeIndex {
        let function = self.outlined(node.span);
        let marks = match function {
            Some(_) => std::mem::take(&mut self.marks),
            None => Marks::default(),
        };
        let library = &self.view.language.tests.library;
        let is_code = !self.whole
            && function.is_some_and(|function| !function.is_test && !is_helper(function, library));
        if is_code && !self.is_in_routine() {
            return node.after();
        }
        let named = function.filter(|function| !function.name.is_empty());
        let in_test_call = self.holders.last().is_some_and(|holder| holder.kind == Kind::Routine);
        match named {
            Some(function) if !in_test_call || self.view.role(index) != Role::Closure => {
                let is_test = !marks.fixture && (marks.test || self.is_test_name(function));
                let routine = Routine {
                    name: function.name_span,
                    span: node.span,
                    is_test,
                    is_skipped: marks.skipped || index < self.skipped,
                    ..Routine::default()
                };
                self.open_routine(node.after(), routine, marks.fails);
            }
            _ => {
                let before = self
                    .holders
                    .last()
                    .filter(|holder| holder.kind != Kind::Routine)
                    .map(|holder| holder.atom);
                let before = before.map(|before| self.graph.copy(before));
                self.open(node.after(), Kind::Closure);
                self.enter();
                if let Some(before) = before {
                    self.given(index, node.after(), Some(before));
                    return index.saturating_add(1);
                }
            }
        }
        self.given(index, node.after(), None);
        index.saturating_add(1)
    }

    pub(super) fn enter(&mut self) {
        self.scopes.push(Scope { undo: self.undo.len(), control: 0 });
    }

    /// Binds the parameters of a function; what they get is what came before a callback.
    pub(super) fn given(&mut self, function: NodeIndex, after: NodeIndex, from: Option<u32>) {
        let parameters = self.view.children(function).find(|child| {
            self.view.role(*child) == Role::Parameters || self.view.slot(*child) == Slot::Parameters
        });
        let Some(parameters) = parameters else { return };
        for leaf in self.view.within(parameters).take(LEAVES) {
            if leaf >= after || !self.is_name(leaf) || self.bound(leaf) != Bind::Parameter {
                continue;
            }
            let span = self.view.span(leaf);
            let atom = self.graph.atom();
            if let Some(atom) = self.graph.get_mut(atom) {
                atom.given = from.is_none();
                atom.mutable = true;
            }
            match from {
                Some(from) => self.graph.link(atom, from),
                None => self.graph.add(atom, Use { span, kind: UseKind::Given }),
            }
            self.set(span.of(self.view.text), atom);
        }
    }

    pub(super) fn outlined(&mut self, span: Span) -> Option<&'a Function> {
        let functions: &'a [Function] = &self.outline.functions;
        while let Some(function) = functions.get(self.next_function) {
            if function.span.start >= span.start {
                break;
            }
            self.next_function = self.next_function.saturating_add(1);
        }
        let function = functions.get(self.next_function)?;
        let is_it = span.contains(function.span) && function.span.end == span.end;
        if is_it {
            self.next_function = self.next_function.saturating_add(1);
        }
        is_it.then_some(function)
    }

    pub(super) fn is_test_name(&self, function: &Function) -> bool {
        let runner = &self.view.language.tests.runner;
        let owner = function.owner.and_then(|owner| self.outline.types.get(owner as usize));
        let is_member = owner.is_some_and(|owner| owner.is_test);
        let needs_type = self.view.language.dialect.type_before_name;
        let name = function.name.as_str();
        function.is_test
            && !runner.others.contains(&name)
            && (!needs_type || is_member)
            && runner.prefixes.iter().any(|prefix| {
                let rest = name.strip_prefix(prefix);
                rest.is_some_and(|rest| (is_member && !needs_type) || !rest.starts_with(char::is_lowercase))
            })
    }

    pub(super) fn open_routine(&mut self, after: NodeIndex, routine: Routine, fails: bool) {
        let atom = self.graph.atom();
        let number = u32::try_from(self.routines.len()).unwrap_or(NONE);
        self.routines.push(Open { routine, atom, fails, ..Open::default() });
        self.open_with(after, Kind::Routine, atom);
        if let Some(holder) = self.holders.last_mut() {
            holder.routine = number;
        }
        self.enter();
        self.brackets.clear();
        self.words.clear();
    }

    pub(super) fn close_routine(&mut self, holder: &Holder) {
        self.leave();
        let Some(open) = self.routines.get(holder.routine as usize) else { return };
        if open.fails {
            let name = open.routine.name;
            let span = if name.is_empty() { Span { start: open.routine.span.start, ..name } } else { name };
            self.draft(span, open.atom, holder.routine, None, Strength::Value);
        }
    }

    pub(super) fn draft(
        &mut self,
        span: Span,
        atom: u32,
        routine: u32,
        fault: Option<Fault>,
        strength: Strength,
    ) -> u32 {
        let number = u32::try_from(self.drafts.len()).unwrap_or(NONE);
        self.drafts.push(Draft {
            check: Check {
                span,
                routine,
                fault,
                count: 1,
                strength,
                helper: None,
                by_name: false,
                uses: (0, 0),
            },
            atom,
            unwraps: false,
        });
        number
    }

    /// Reads a decorator, an annotation or an attribute.
    pub(super) fn decorator(&mut self, index: NodeIndex) {
        let words = self.view.words(index).trim_start_matches(['@', '#', '!', '[', ' ']);
        let end = words.find(['(', ']', ' ', '=', '\n']).unwrap_or(words.len());
        let (name, arguments) = words.split_at(end);
        let name = name.rsplit(['.', ':']).next().unwrap_or(name);
        let runner = &self.view.language.tests.runner;
        let found = Marks {
            test: runner.marks.contains(&name),
            skipped: runner.skips.contains(&name),
            fails: runner.failing.iter().any(|(known, word)| *known == name && arguments.contains(word)),
            fixture: runner.fixtures.contains(&name),
        };
        let parent = self.view.parent(index).filter(|parent| self.view.role(*parent) == Role::Modifiers);
        let Some(owner) = parent.and_then(|parent| self.view.parent(parent)) else {
            self.marks.test |= found.test;
            self.marks.skipped |= found.skipped;
            self.marks.fails |= found.fails;
            self.marks.fixture |= found.fixture;
            return;
        };
        if matches!(self.view.role(owner), Role::Class | Role::AbstractClass | Role::Interface) {
            if found.skipped {
                self.skipped = self.skipped.max(self.view.within(owner).end);
            }
            return;
        }
        let here = self
            .holders
            .last()
            .filter(|holder| holder.kind == Kind::Routine)
            .map_or(NONE, |holder| holder.routine);
        if let Some(open) = self.routines.get_mut(here as usize) {
            open.routine.is_test |= found.test;
            open.routine.is_skipped |= found.skipped;
            open.fails |= found.fails;
        }
    }

    /// A comment that says what an example prints.
    pub(super) fn comment(&mut self, span: Span) {
        let routine = self.routine();
        let runner = &self.view.language.tests.runner;
        if runner.examples.is_empty() || routine == NONE {
            return;
        }
        let words = span.of(self.view.text).to_ascii_lowercase();
        let Some(open) = self.routines.get_mut(routine as usize) else { return };
        let name = open.routine.name.of(self.view.text);
        if words.contains(runner.example_prints)
            && runner.examples.iter().any(|prefix| name.starts_with(prefix))
        {
            open.routine.is_test = true;
            open.fails = true;
        }
    }

    pub(super) fn import(&mut self, index: NodeIndex) {
        let span = self.view.span(index);
        let first = self.outline.imports.partition_point(|import| import.span.start < span.start);
        let is_near = self
            .outline
            .imports
            .get(first)
            .is_some_and(|import| import.relative && import.span.start < span.end);
        let mut previous: Option<Span> = None;
        for leaf in self.view.within(index) {
            if self.view.role(leaf) == Role::Comment {
                continue;
            }
            let words = self.view.words(leaf);
            if !self.is_name(leaf) {
                let is_leaf = self.view.node(leaf).is_some_and(|node| node.children == 0);
                if is_leaf && words != "as" {
                    previous = None;
                }
                self.last = if is_leaf { words } else { self.last };
                continue;
            }
            if is_near {
                self.imported.insert(words);
            }
            let name = self.view.span(leaf);
            if self.last == "as"
                && let Some(original) = previous
            {
                let atom = self.graph.atom();
                if let Some(atom) = self.graph.get_mut(atom) {
                    atom.alias = Some(original);
                }
                self.set(words, atom);
            }
            previous = Some(name);
            self.last = words;
        }
    }
}
