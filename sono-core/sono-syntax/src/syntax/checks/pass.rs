//! The pass over test code: routines, variables, control flow, and the assertions among them.

use std::collections::{BTreeMap, BTreeSet};

use crate::language::role::{Bind, Role, Slot};
use crate::syntax::flat::{FlatNode, NodeIndex};
use crate::syntax::outline::{Function, Outline};
use crate::syntax::tokens::hash_text;
use crate::syntax::view::View;
use crate::text::Span;

use super::chain::{Asked, Chain};
use super::graph::{Graph, NONE};
use super::truth::{self, Leaf, LeafKind, Truth};
use super::{Check, Checks, Fault, Routine, Strength, Use, UseKind};

/// The number of tokens of an assertion that are looked at, and of the definition of a variable.
const LEAVES: usize = 256;

/// The number of statements without a result that a test keeps.
const EFFECTS: usize = 48;

/// An open node that gathers what its tokens depend on.
#[derive(Debug, Clone, Copy)]
struct Holder {
    after: NodeIndex,
    atom: u32,
    kind: Kind,
    routine: u32,
    /// Where its targets begin in the list of targets.
    targets: usize,
    /// The number of checks before it.
    checks: usize,
    /// Whether it is never reached.
    dead: bool,
    /// Whether it calls or builds something.
    active: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Routine,
    Closure,
    Body,
    /// A condition, with its place and whether it never holds.
    If {
        never: Option<Fault>,
    },
    Loop {
        empty: bool,
    },
    /// `with`: what its body is asked, and whether it suppresses failures.
    With {
        check: u32,
        suppresses: bool,
    },
    Try {
        handled: u32,
    },
    Catch {
        catches: bool,
        acts: u32,
    },
    Statement {
        ends: bool,
    },
    Bind {
        left: NodeIndex,
        declares: bool,
    },
    Check,
}

impl Kind {
    /// Whether it decides about the bodies inside it, or guards them.
    fn is_head(self) -> bool {
        matches!(
            self,
            Self::If { .. } | Self::Loop { .. } | Self::With { .. } | Self::Try { .. } | Self::Catch { .. }
        )
    }
}

#[derive(Debug, Clone, Copy)]
struct Binding {
    atom: u32,
    scope: usize,
    control: u32,
    /// The number of statements with an effect before it.
    effects: u32,
}

#[derive(Debug, Clone, Copy, Default)]
struct Scope {
    undo: usize,
    control: u32,
}

/// A routine, with what only the pass needs.
#[derive(Debug, Default)]
struct Open {
    routine: Routine,
    atom: u32,
    effects: Vec<u32>,
    fails: bool,
    titled: bool,
}

/// A check, with what only the pass needs.
#[derive(Debug, Clone, Copy)]
struct Draft {
    check: Check,
    atom: u32,
    unwraps: bool,
}

/// What decorators say about the next definition.
#[derive(Debug, Clone, Copy, Default)]
struct Marks {
    test: bool,
    skipped: bool,
    fails: bool,
    fixture: bool,
}

pub(super) struct Pass<'a> {
    pub(super) view: View<'a>,
    outline: &'a Outline,
    whole: bool,
    graph: Graph,
    holders: Vec<Holder>,
    routines: Vec<Open>,
    drafts: Vec<Draft>,
    /// Calls that may be those of helpers: name, expression, routine, whether the result is not looked at.
    helpers: Vec<(Span, u32, u32, bool)>,
    env: BTreeMap<&'a str, Binding>,
    undo: Vec<(&'a str, Option<Binding>)>,
    scopes: Vec<Scope>,
    fields: BTreeMap<&'a str, u32>,
    imported: BTreeSet<&'a str>,
    targets: Vec<(Span, bool)>,
    brackets: Vec<Option<&'a str>>,
    marks: Marks,
    next_function: usize,
    /// The start of the chain of calls that was looked at last.
    chain: u32,
    /// Names that belong to assertions rather than to what they are about.
    words: BTreeSet<NodeIndex>,
    /// The name of the helper that the last check calls.
    helper: Span,
    skipped: NodeIndex,
    dead: NodeIndex,
    /// The number of raised errors and calls so far.
    acts: u32,
    /// The number of statements so far that are there for their effect.
    effects: u32,
    last: &'a str,
    before: &'a str,
}

impl<'a> Pass<'a> {
    pub(super) fn new(view: View<'a>, outline: &'a Outline, whole: bool) -> Self {
        Self {
            view,
            outline,
            whole,
            graph: Graph::default(),
            holders: Vec::new(),
            routines: Vec::new(),
            drafts: Vec::new(),
            helpers: Vec::new(),
            env: BTreeMap::new(),
            undo: Vec::new(),
            scopes: vec![Scope::default()],
            fields: BTreeMap::new(),
            imported: BTreeSet::new(),
            targets: Vec::new(),
            brackets: Vec::new(),
            marks: Marks::default(),
            next_function: 0,
            chain: NONE,
            words: BTreeSet::new(),
            helper: Span::default(),
            skipped: 0,
            dead: 0,
            acts: 0,
            effects: 0,
            last: "",
            before: "",
        }
    }

    pub(super) fn run(mut self) -> Checks {
        let end = self.view.tree.root().after();
        let mut index = 0;
        while index < end {
            while self.holders.last().is_some_and(|holder| holder.after <= index) {
                self.close();
            }
            index = self.visit(index).max(index.saturating_add(1));
        }
        while !self.holders.is_empty() {
            self.close();
        }
        self.finish()
    }

    /// Visits a node. Returns the next one to visit.
    fn visit(&mut self, index: NodeIndex) -> NodeIndex {
        let Some(node) = self.view.node(index) else { return index.saturating_add(1) };
        let after = node.after();
        let inside = index.saturating_add(1);
        match self.view.role(index) {
            Role::Comment => {
                self.comment(node.span);
                return after;
            }
            Role::Text | Role::Opaque => {
                self.literal(node.span);
                return after;
            }
            Role::Import => {
                self.import(index);
                return after;
            }
            Role::Decorator => {
                self.decorator(index);
                return after;
            }
            Role::Function | Role::Constructor | Role::Closure => return self.function(index, node),
            Role::Class | Role::AbstractClass | Role::Interface | Role::Namespace | Role::Extension => {
                let marks = std::mem::take(&mut self.marks);
                if marks.skipped {
                    self.skipped = self.skipped.max(after);
                }
            }
            Role::If | Role::Elif | Role::Switch => {
                let never = self.condition(index);
                self.open(after, Kind::If { never });
            }
            Role::Loop | Role::DoLoop => {
                let over =
                    self.view.child(index, Slot::Right).or_else(|| self.view.child(index, Slot::Value));
                let words = over.map_or("", |over| self.view.words(over));
                let empty =
                    matches!(words, "[]" | "()" | "{}" | "range(0)") || self.condition(index).is_some();
                self.open(after, Kind::Loop { empty });
            }
            Role::Block | Role::Case | Role::Default => self.body(index, after),
            Role::Catch => self.catch(index, after),
            Role::Statement if self.view.kind(index) == "macro_definition" => {
                let name = self.view.child(index, Slot::Name).map(|name| self.view.span(name));
                let routine =
                    Routine { name: name.unwrap_or_default(), span: node.span, ..Routine::default() };
                self.open_routine(after, routine, false);
            }
            Role::Statement => {
                let is_try = self.view.children(index).any(|child| self.view.role(child) == Role::Catch);
                let kind = if is_try {
                    Kind::Try { handled: NONE }
                } else {
                    Kind::With { check: NONE, suppresses: false }
                };
                self.open(after, kind);
            }
            Role::ExpressionStatement => self.open(after, Kind::Statement { ends: false }),
            Role::Return | Role::Jump | Role::ValueJump => self.open(after, Kind::Statement { ends: true }),
            Role::Raise => self.raise(node.span, after),
            Role::Assert => self.assert(index, after),
            Role::Assignment
            | Role::AssignmentStatement
            | Role::Declaration
            | Role::Declarator
            | Role::Field
            | Role::LoopHead => self.binding(index, node),
            Role::Call | Role::Member => self.chain(index, node),
            Role::Other if node.children > 0 && self.view.kind(index).starts_with("augmented") => {
                self.binding(index, node);
            }
            _ => {}
        }
        if node.children == 0 {
            self.leaf(index, node);
        }
        inside
    }

    fn is_in_routine(&self) -> bool {
        self.routine() != NONE
    }

    fn routine(&self) -> u32 {
        self.holders.last().map_or(NONE, |holder| holder.routine)
    }

    fn open(&mut self, after: NodeIndex, kind: Kind) {
        let atom = self.graph.atom();
        self.open_with(after, kind, atom);
    }

    fn open_with(&mut self, after: NodeIndex, kind: Kind, atom: u32) {
        let parent = self.holders.last().copied();
        let is_inner = matches!(kind, Kind::Body | Kind::Statement { .. });
        // What a condition decides about is no part of the condition.
        let owner = if is_inner {
            self.holders.iter().rev().find(|holder| !holder.kind.is_head())
        } else {
            self.holders.last()
        };
        if let Some(owner) = owner.filter(|_| kind != Kind::Routine) {
            let owner = owner.atom;
            self.graph.link(owner, atom);
        }
        if kind.is_head()
            && let Some(scope) = self.scopes.last_mut()
        {
            scope.control = scope.control.saturating_add(1);
        }
        self.holders.push(Holder {
            after,
            atom,
            kind,
            routine: parent.map_or(NONE, |parent| parent.routine),
            targets: self.targets.len(),
            checks: self.drafts.len(),
            dead: kind != Kind::Routine && (parent.is_some_and(|parent| parent.dead) || after <= self.dead),
            active: false,
        });
    }

    fn close(&mut self) {
        let Some(holder) = self.holders.pop() else { return };
        match holder.kind {
            Kind::Routine => self.close_routine(&holder),
            Kind::Closure => self.leave(),
            Kind::Bind { left, declares } => self.bind(&holder, left, declares),
            Kind::Statement { ends } => {
                let parent = self.holders.last_mut();
                if ends && let Some(parent) = parent.filter(|parent| parent.kind == Kind::Body) {
                    parent.dead = true;
                }
                if !ends && holder.active && holder.checks == self.drafts.len() {
                    self.effects = self.effects.saturating_add(1);
                    let open = self.routines.get_mut(holder.routine as usize);
                    if let Some(open) = open.filter(|open| open.effects.len() < EFFECTS) {
                        open.effects.push(holder.atom);
                    }
                }
            }
            Kind::Catch { catches, acts } => self.close_catch(&holder, catches, acts),
            Kind::With { suppresses: true, .. } => self.swallow(holder.checks, self.drafts.len()),
            Kind::Check => {
                if let Some(parent) = self.holders.last_mut() {
                    parent.active |= holder.active;
                }
            }
            _ => {}
        }
        if holder.kind.is_head()
            && let Some(scope) = self.scopes.last_mut()
        {
            scope.control = scope.control.saturating_sub(1);
        }
        self.targets.truncate(holder.targets);
    }

    fn leave(&mut self) {
        let Some(scope) = self.scopes.pop() else { return };
        while self.undo.len() > scope.undo {
            match self.undo.pop() {
                Some((name, Some(binding))) => drop(self.env.insert(name, binding)),
                Some((name, None)) => drop(self.env.remove(name)),
                None => {}
            }
        }
    }

    /// A definition of a function, or a callback.
    fn function(&mut self, index: NodeIndex, node: &FlatNode) -> NodeIndex {
        let function = self.outlined(node.span);
        let marks = match function {
            Some(_) => std::mem::take(&mut self.marks),
            None => Marks::default(),
        };
        let is_code =
            !self.whole && function.is_some_and(|function| !function.is_test && !is_helper(function));
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

    fn enter(&mut self) {
        self.scopes.push(Scope { undo: self.undo.len(), control: 0 });
    }

    /// Binds the parameters of a function; what they get is what came before a callback.
    fn given(&mut self, function: NodeIndex, after: NodeIndex, from: Option<u32>) {
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

    fn outlined(&mut self, span: Span) -> Option<&'a Function> {
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

    fn is_test_name(&self, function: &Function) -> bool {
        let runner = &self.view.language.tests.runner;
        let owner = function.owner.and_then(|owner| self.outline.types.get(owner as usize));
        let is_member = owner.is_some_and(|owner| owner.is_test);
        let needs_type = self.view.language.dialect.type_before_name;
        let name = function.name.as_str();
        function.is_test
            && name != "TestMain"
            && (!needs_type || is_member)
            && runner.prefixes.iter().any(|prefix| {
                let rest = name.strip_prefix(prefix);
                rest.is_some_and(|rest| (is_member && !needs_type) || !rest.starts_with(char::is_lowercase))
            })
    }

    fn open_routine(&mut self, after: NodeIndex, routine: Routine, fails: bool) {
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

    fn close_routine(&mut self, holder: &Holder) {
        self.leave();
        let Some(open) = self.routines.get(holder.routine as usize) else { return };
        if open.fails {
            let name = open.routine.name;
            let span = if name.is_empty() { Span { start: open.routine.span.start, ..name } } else { name };
            self.draft(span, open.atom, holder.routine, None, Strength::Value);
        }
    }

    fn draft(
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

    /// What decorators, annotations and attributes say.
    fn decorator(&mut self, index: NodeIndex) {
        let words = self.view.words(index).trim_start_matches(['@', '#', '!', '[', ' ']);
        let end = words.find(['(', ']', ' ', '=', '\n']).unwrap_or(words.len());
        let (name, arguments) = words.split_at(end);
        let name = name.rsplit(['.', ':']).next().unwrap_or(name);
        let runner = &self.view.language.tests.runner;
        let found = Marks {
            test: runner.marks.contains(&name),
            skipped: runner.skips.contains(&name),
            fails: runner.failing.iter().any(|(known, word)| *known == name && arguments.contains(word)),
            fixture: matches!(name, "fixture" | "composite" | "register_fixture"),
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
    fn comment(&mut self, span: Span) {
        let routine = self.routine();
        let runner = &self.view.language.tests.runner;
        if runner.examples.is_empty() || routine == NONE {
            return;
        }
        let words = span.of(self.view.text).to_ascii_lowercase();
        let Some(open) = self.routines.get_mut(routine as usize) else { return };
        let name = open.routine.name.of(self.view.text);
        if words.contains("output:") && runner.examples.iter().any(|prefix| name.starts_with(prefix)) {
            open.routine.is_test = true;
            open.fails = true;
        }
    }

    fn import(&mut self, index: NodeIndex) {
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

    /// Why the condition of a branch never holds.
    fn condition(&self, index: NodeIndex) -> Option<Fault> {
        let mut condition = None;
        for child in self.view.children(index) {
            let slot = self.view.slot(child);
            if self.view.role(child) == Role::Block || matches!(slot, Slot::Consequence | Slot::Body) {
                break;
            }
            if self.view.node(child).is_some_and(|node| node.is_named() && !node.is_extra()) {
                condition = Some(child);
            }
        }
        if matches!(self.view.role(index), Role::Switch | Role::Loop | Role::DoLoop) {
            let words = condition.map_or("", |condition| self.view.words(condition));
            return matches!(words, "False" | "false" | "(false)" | "0").then_some(Fault::Constant);
        }
        match truth::truth(&self.leaves(condition?)) {
            Truth::Never(fault) => Some(fault),
            _ => None,
        }
    }

    fn body(&mut self, index: NodeIndex, after: NodeIndex) {
        let head = self.holders.last().copied();
        self.open(after, Kind::Body);
        let Some(head) = head else { return };
        let body = self.holders.last().map_or(NONE, |body| body.atom);
        let mut dead = false;
        match head.kind {
            Kind::If { never: Some(_) } => dead = self.view.slot(index) == Slot::Consequence,
            Kind::Loop { empty } => dead = empty,
            Kind::With { check, .. } => {
                if let Some(check) = self.drafts.get(check as usize) {
                    let asks = check.atom;
                    self.graph.link(asks, body);
                }
            }
            _ => {}
        }
        if let Some(body) = self.holders.last_mut() {
            body.dead |= dead;
        }
        if head.kind.is_head() && self.targets.len() > head.targets {
            let targets: Vec<(Span, bool)> = self.targets.drain(head.targets..).collect();
            for (target, _) in targets {
                let atom = self.graph.atom();
                if let Some(atom) = self.graph.get_mut(atom) {
                    atom.mutable = true;
                }
                self.graph.link(atom, head.atom);
                self.set(target.of(self.view.text), atom);
            }
            if let Some(body) = self.holders.last_mut() {
                body.targets = self.targets.len();
            }
        }
    }

    fn catch(&mut self, index: NodeIndex, after: NodeIndex) {
        let caught = self.view.language.tests.library.caught;
        let body = self.view.children(index).find(|child| self.view.role(*child) == Role::Block);
        let span = self.view.span(index);
        let head =
            Span { end: body.map_or(span.end, |body| self.view.span(body).start), ..span }.of(self.view.text);
        let mut words =
            head.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        let is_bare = head.trim_end_matches([' ', ':']) == "except";
        let catches = is_bare || caught.contains(&"*") || words.any(|word| caught.contains(&word));
        let checks = u32::try_from(self.drafts.len()).unwrap_or(NONE);
        if let Some(Holder { kind: Kind::Try { handled }, .. }) = self.holders.last_mut()
            && *handled == NONE
        {
            *handled = checks;
        }
        self.open(after, Kind::Catch { catches, acts: self.acts });
    }

    fn close_catch(&mut self, holder: &Holder, catches: bool, acts: u32) {
        let acts = self.acts > acts || holder.checks < self.drafts.len();
        if let Some(Holder { kind: Kind::Try { handled }, checks, .. }) = self.holders.last().copied()
            && catches
            && !acts
        {
            self.swallow(checks, handled as usize);
        }
    }

    fn swallow(&mut self, from: usize, to: usize) {
        for draft in self.drafts.get_mut(from..to).into_iter().flatten() {
            draft.check.fault = draft.check.fault.or(Some(Fault::Swallowed));
        }
    }

    /// A raised error: in a test, a condition that must not hold.
    fn raise(&mut self, span: Span, after: NodeIndex) {
        self.acts = self.acts.saturating_add(1);
        let routine = self.routine();
        let is_test = self.routines.get(routine as usize).is_some_and(|open| open.routine.is_test);
        let asserts = span.of(self.view.text).contains("Assert");
        let in_branch = self.holders.iter().rev().take_while(|holder| holder.kind != Kind::Routine);
        let mut in_branch =
            in_branch.take_while(|holder| !matches!(holder.kind, Kind::Catch { .. } | Kind::Closure));
        let in_branch = in_branch.any(|holder| matches!(holder.kind, Kind::If { .. }));
        self.open(after, Kind::Statement { ends: true });
        if (is_test || asserts) && in_branch && routine != NONE {
            self.failing(span, after);
        }
    }

    /// Opens a check that fails when it is reached: what led there is what it asks.
    fn failing(&mut self, span: Span, after: NodeIndex) {
        let mut fault = None;
        let atom = self.graph.atom();
        let mut nearest = true;
        let heads: Vec<Holder> = self
            .holders
            .iter()
            .rev()
            .take_while(|holder| holder.kind != Kind::Routine)
            .copied()
            .take(32)
            .collect();
        for head in heads {
            match head.kind {
                Kind::If { never } => {
                    if nearest {
                        fault = never;
                    }
                    nearest = false;
                    self.graph.link(atom, head.atom);
                }
                Kind::Loop { .. } => self.graph.link(atom, head.atom),
                // What was tried before is what should have failed.
                Kind::Body if nearest => self.graph.link(atom, head.atom),
                _ => {}
            }
        }
        self.check(span, after, atom, fault, Strength::Value);
    }

    fn assert(&mut self, index: NodeIndex, after: NodeIndex) {
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
    fn check(
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
    fn chain(&mut self, index: NodeIndex, node: &FlatNode) {
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

    fn open_asked(&mut self, chain: &Chain<'a>, asked: Asked, node: &FlatNode) {
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

    fn binding(&mut self, index: NodeIndex, node: &FlatNode) {
        let left = self
            .view
            .children(index)
            .find(|child| matches!(self.view.slot(*child), Slot::Left | Slot::Name | Slot::Pattern));
        let end = left.map_or(index, |left| self.view.within(left).end);
        let role = self.view.role(index);
        let assigns = matches!(role, Role::Assignment | Role::AssignmentStatement | Role::Other);
        let by_table =
            left.is_some_and(|left| self.view.tables.bind(node.kind, self.view.slot(left)) == Bind::Variable);
        let left = if assigns { end } else { index };
        self.open(node.after(), Kind::Bind { left, declares: by_table || !assigns });
        if self.view.kind(index).starts_with("augmented")
            && let Some(holder) = self.holders.last_mut()
        {
            holder.active = true;
        }
    }

    fn bind(&mut self, holder: &Holder, left: NodeIndex, declares: bool) {
        let _ = left;
        let targets: Vec<(Span, bool)> = self.targets.drain(holder.targets..).collect();
        if targets.is_empty() {
            if let Some(parent) = self.holders.last_mut() {
                parent.active |= holder.active;
            }
            return;
        }
        if let ([(target, _)], Some(atom)) = (targets.as_slice(), self.graph.get(holder.atom)) {
            let end = target.end;
            let leaves = self.leaves_between(holder, end);
            let short = leaves.len() < LEAVES && !leaves.is_empty();
            let constant = short && truth::is_constant(&leaves);
            let created = short
                && leaves
                    .first()
                    .is_some_and(|first| first.text == "new" || (first.created && leaves.len() > 1));
            let shape = if short { truth::shape(&leaves) } else { 0 };
            let _ = atom;
            if let Some(atom) = self.graph.get_mut(holder.atom) {
                (atom.constant, atom.created, atom.shape) = (constant, created, shape);
            }
        }
        if let Some(atom) = self.graph.get_mut(holder.atom) {
            atom.mutable = holder.active;
        }
        for (target, is_field) in targets {
            let name = target.of(self.view.text);
            if is_field {
                let field = self.field(name);
                self.graph.link(field, holder.atom);
            } else if declares {
                self.set(name, holder.atom);
            } else {
                self.assign(name, holder.atom);
            }
        }
    }

    /// The tokens of what a variable is defined as.
    fn leaves_between(&self, holder: &Holder, from: u32) -> Vec<Leaf<'a>> {
        // The targets are at the start of a definition; its value follows the sign behind them.
        let first = self.view.tree.nodes().partition_point(|node| node.span.start < from);
        let first = u32::try_from(first).unwrap_or(NONE);
        let mut leaves = self.leaves_in(first..holder.after);
        let sign =
            leaves.iter().position(|leaf| matches!(leaf.text, "=" | ":=") && leaf.kind == LeafKind::Mark);
        match sign {
            Some(sign) => leaves.split_off(sign.saturating_add(1)),
            None => Vec::new(),
        }
    }

    fn field(&mut self, name: &'a str) -> u32 {
        if let Some(field) = self.fields.get(name) {
            return *field;
        }
        let field = self.graph.atom();
        if let Some(atom) = self.graph.get_mut(field) {
            atom.mutable = true;
        }
        self.fields.insert(name, field);
        field
    }

    /// Binds a name in the current scope.
    fn set(&mut self, name: &'a str, atom: u32) {
        let scope = self.scopes.len();
        let control = self.scopes.last().map_or(0, |scope| scope.control);
        let effects = self.effects;
        let old = self.env.insert(name, Binding { atom, scope, control, effects });
        if let Some(old) = old.filter(|old| old.scope == scope && control > old.control) {
            // On another path it still has its old value.
            self.graph.link(atom, old.atom);
            if let Some(atom) = self.graph.get_mut(atom) {
                (atom.shape, atom.constant) = (0, false);
            }
        }
        if let Some(outer) =
            old.filter(|old| old.scope < scope && self.view.language.dialect.line_ends_statement)
            && !self.graph.get(atom).is_some_and(|atom| atom.given)
        {
            // It may be declared as the variable of the function around it.
            if outer.scope > 1 {
                self.graph.link(outer.atom, atom);
            }
            if let Some(outer) = self.graph.get_mut(outer.atom) {
                (outer.version, outer.constant) = (outer.version.saturating_add(1), false);
            }
        }
        if scope > 1 {
            self.undo.push((name, old));
        }
    }

    /// Gives a variable another value.
    fn assign(&mut self, name: &'a str, atom: u32) {
        match self.env.get(name).copied() {
            Some(binding) if binding.scope == self.scopes.len() => self.set(name, atom),
            Some(binding) => {
                self.graph.link(binding.atom, atom);
                if let Some(outer) = self.graph.get_mut(binding.atom) {
                    (outer.version, outer.constant, outer.mutable) =
                        (outer.version.saturating_add(1), false, true);
                }
            }
            None => {
                let field = self.field(name);
                self.graph.link(field, atom);
            }
        }
    }

    fn literal(&mut self, span: Span) {
        let Some(open) =
            self.routines.get_mut(self.holders.last().map_or(NONE, |holder| holder.routine) as usize)
        else {
            return;
        };
        // The title of a test is a name.
        if open.routine.name.is_empty() && !std::mem::replace(&mut open.titled, true) {
            return;
        }
        mix(&mut open.routine.hash, span.of(self.view.text));
        (self.before, self.last) = (self.last, "\"");
    }

    fn leaf(&mut self, index: NodeIndex, node: &FlatNode) {
        let words = node.span.of(self.view.text);
        let routine = self.routine();
        if let Some(open) = self.routines.get_mut(routine as usize)
            && node.span != open.routine.name
        {
            mix(&mut open.routine.hash, words);
        }
        if self.is_name(index) {
            self.name(index, node, words);
        } else {
            match words {
                "(" => {
                    let callee = Some(self.last).filter(|last| {
                        last.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '!' | '>'))
                    });
                    let callee = if self.last == "!" { Some(self.before) } else { callee };
                    self.brackets.push(callee);
                }
                "[" | "{" => {
                    let around = self.brackets.last().copied().flatten();
                    self.brackets.push(around);
                    if let Some(holder) = self.holders.last_mut() {
                        holder.active = true;
                    }
                }
                ")" | "]" | "}" => drop(self.brackets.pop()),
                "?" if self.view.language.tests.library.unwraps.contains(&"unwrap") => self.unwrap(node.span),
                _ => {}
            }
        }
        (self.before, self.last) = (self.last, words);
    }

    pub(super) fn is_name(&self, index: NodeIndex) -> bool {
        let Some(node) = self.view.node(index) else { return false };
        node.is_named()
            && node.children == 0
            && (self.view.role(index) == Role::Identifier || self.view.kind(index).ends_with("identifier"))
    }

    /// The kind of new name that a name is.
    fn bound(&self, index: NodeIndex) -> Bind {
        let mut at = index;
        for _ in 0..8 {
            let Some(parent) = self.view.parent(at) else { return Bind::None };
            let Some(node) = self.view.node(parent) else { return Bind::None };
            let bind = self.view.tables.bind(node.kind, self.view.slot(at));
            if bind != Bind::Inherit {
                return bind;
            }
            at = parent;
        }
        Bind::None
    }

    fn name(&mut self, index: NodeIndex, node: &FlatNode, words: &'a str) {
        let slot = self.view.slot(index);
        let parent = self.view.parent(index);
        let is_member = matches!(self.last, "." | "?." | "::" | "->");
        let parent_kind = parent.map_or("", |parent| self.view.kind(parent));
        let is_key = slot == Slot::Key
            || (slot == Slot::Name && parent_kind == "keyword_argument")
            || (slot == Slot::Property && !is_member);
        if is_key || (words == "_" && !is_member) {
            return;
        }
        match self.bound(index) {
            Bind::Function | Bind::Type | Bind::Parameter => return,
            Bind::Variable | Bind::Loop => {
                self.targets.push((node.span, false));
                return;
            }
            _ => {}
        }
        if !is_member && words.starts_with(|c: char| c.is_lowercase() || c == '_') && self.in_pattern(index) {
            self.captured(words);
            return;
        }
        let receivers = self.view.language.dialect.receivers;
        let on_itself = is_member && receivers.contains(&self.before);
        if self.assigned(index, node, words, parent, is_member, on_itself) {
            return;
        }
        let called = self.is_called(node.span, parent_kind);
        let Some(holder) = self.holders.last().copied() else { return };
        if called {
            self.called(index, node.span, words, &holder);
        }
        if self.words.contains(&index) {
            return;
        }
        let kind = if called { UseKind::Called } else { self.mention(index) };
        if is_member {
            if on_itself && !called {
                let field = self.field(words);
                self.graph.link(holder.atom, field);
                if matches!(holder.kind, Kind::Statement { .. }) {
                    self.graph.link(field, holder.atom);
                }
                return;
            }
            let kind = if called { UseKind::Called } else { UseKind::Member };
            self.graph.add(holder.atom, Use { span: node.span, kind });
            return;
        }
        if receivers.contains(&words) {
            return;
        }
        let Some(binding) = self.env.get(words).copied() else {
            self.graph.add(holder.atom, Use { span: node.span, kind });
            if self.imported.contains(words) && kind != UseKind::Mentioned {
                self.graph.add(holder.atom, Use { span: node.span, kind: UseKind::Imported });
            }
            return;
        };
        let Some(atom) = self.graph.get(binding.atom) else { return };
        if let Some(original) = atom.alias {
            self.graph.add(holder.atom, Use { span: original, kind });
            return;
        }
        self.graph.link(holder.atom, binding.atom);
        if called {
            self.graph.add(holder.atom, Use { span: node.span, kind });
        }
        if !atom.mutable {
            return;
        }
        if let Some(holder) = self.holders.last_mut() {
            holder.active = true;
        }
        let is_object = self.is_object(index, parent);
        let in_call = is_object || self.brackets.last().is_some_and(Option::is_some);
        let is_bind = matches!(holder.kind, Kind::Bind { .. });
        if matches!(holder.kind, Kind::Statement { .. }) || (is_bind && in_call) {
            self.graph.link(binding.atom, holder.atom);
        }
        if holder.kind != Kind::Check {
            // The same question put again has the same answer, but what is asked for the next element has not.
            let asks_again = is_bind && is_object && !self.is_bare_call(index);
            if let Some(atom) = self.graph.get_mut(binding.atom) {
                atom.constant = false;
                if !asks_again {
                    atom.version = atom.version.saturating_add(1);
                }
            }
        }
    }

    /// Whether a name is part of a pattern that takes a value apart.
    fn in_pattern(&self, index: NodeIndex) -> bool {
        let mut at = index;
        for _ in 0..6 {
            let Some(parent) = self.view.parent(at) else { return false };
            match self.view.role(parent) {
                Role::CasePattern => return true,
                Role::Call | Role::Block | Role::Arguments | Role::Tokens | Role::Clause => return false,
                _ if self.view.slot(at) == Slot::Pattern => return true,
                _ => at = parent,
            }
        }
        false
    }

    /// Binds a name in a pattern to what is taken apart.
    fn captured(&mut self, name: &'a str) {
        let atom = self.graph.atom();
        if let Some(atom) = self.graph.get_mut(atom) {
            atom.mutable = true;
        }
        let heads = self.holders.iter().rev();
        let heads = heads.take_while(|holder| !matches!(holder.kind, Kind::Routine | Kind::Closure));
        let head =
            heads.copied().find(|holder| holder.kind.is_head() || matches!(holder.kind, Kind::Bind { .. }));
        if let Some(head) = head {
            self.graph.link(atom, head.atom);
        }
        self.set(name, atom);
    }

    /// Whether a name is the object of a call without arguments.
    fn is_bare_call(&self, index: NodeIndex) -> bool {
        let mut at = index;
        for _ in 0..4 {
            let Some(parent) = self.view.parent(at) else { return false };
            if self.view.role(parent) == Role::Call {
                return self.view.words(parent).ends_with("()");
            }
            at = parent;
        }
        false
    }

    /// Whether a name is the object of a call or member.
    fn is_object(&self, index: NodeIndex, parent: Option<NodeIndex>) -> bool {
        parent.is_some_and(|parent| matches!(self.view.role(parent), Role::Member | Role::Call))
            && self.view.slot(index) != Slot::Property
    }

    /// A call of a name.
    fn called(&mut self, index: NodeIndex, span: Span, words: &'a str, holder: &Holder) {
        let library = &self.view.language.tests.library;
        if !matches!(
            words,
            "log"
                | "error"
                | "warn"
                | "print"
                | "println"
                | "printStackTrace"
                | "print_exc"
                | "debug"
                | "info"
        ) {
            self.acts = self.acts.saturating_add(1);
        }
        if let Some(holder) = self.holders.last_mut().filter(|_| !library.looks.contains(&words)) {
            holder.active = true;
        }
        if library.unwraps.contains(&words) {
            self.unwrap(span);
        }
        if self.in_macro(index) && self.token_check(index, words) {
            return;
        }
        if holder.routine != NONE && span != self.helper {
            let is_statement = matches!(holder.kind, Kind::Statement { .. } | Kind::Body | Kind::Closure);
            self.helpers.push((span, holder.atom, holder.routine, is_statement));
        }
    }

    /// A value of which it is asked that it is no error.
    fn unwrap(&mut self, span: Span) {
        let Some(holder) = self.holders.last().copied().filter(|holder| holder.routine != NONE) else {
            return;
        };
        let fault = holder.dead.then_some(Fault::Unreachable);
        let number = self.draft(span, holder.atom, holder.routine, fault, Strength::Presence);
        if let Some(draft) = self.drafts.get_mut(number as usize) {
            draft.unwraps = true;
        }
    }

    fn in_macro(&self, index: NodeIndex) -> bool {
        self.view.parent(index).is_some_and(|parent| self.view.role(parent) == Role::Tokens)
    }

    /// An assertion among the tokens of a macro.
    fn token_check(&mut self, index: NodeIndex, words: &'a str) -> bool {
        let sign = self.view.tree.next(index).filter(|next| self.view.words(*next) == "!");
        let tokens = sign.and_then(|sign| self.view.tree.next(sign));
        let Some(tokens) = tokens.filter(|_| words.trim_start_matches("prop_").starts_with("assert")) else {
            return false;
        };
        let span = Span { start: self.view.span(index).start, end: self.view.span(tokens).end };
        let chain = Chain::of_tokens(words, index, tokens);
        let (fault, strength) = chain.judge(Asked::Named, |range| self.leaves(range));
        self.words.insert(index);
        let atom = self.graph.atom();
        self.check(span, self.view.within(tokens).end, atom, fault, strength);
        true
    }

    /// How a name is used that is not called.
    fn mention(&self, index: NodeIndex) -> UseKind {
        let Some(Some(callee)) = self.brackets.last().copied() else { return UseKind::Mentioned };
        let library = &self.view.language.tests.library;
        let is_object =
            self.view.tree.next(index).is_some_and(|next| matches!(self.view.words(next), "." | "?." | "::"));
        let asserts = callee.to_ascii_lowercase().starts_with("assert")
            || library.subjects.contains(&callee)
            || matches!(
                callee,
                "if" | "while" | "for" | "switch" | "match" | "return" | "and" | "or" | "not" | "in" | "is"
            );
        let raises = library.raises.contains(&callee) || callee.contains("aises") || callee.contains("hrows");
        if library.looks.contains(&callee) || self.last == "typeof" || is_object || (asserts && !raises) {
            UseKind::Mentioned
        } else {
            UseKind::Passed
        }
    }

    fn is_called(&self, span: Span, parent_kind: &str) -> bool {
        if self.last == "<" && parent_kind.starts_with("jsx_") {
            return true;
        }
        let calls = &self.outline.calls;
        let place = calls.partition_point(|call| call.start < span.start);
        if calls.get(place).is_some_and(|call| *call == span) {
            return true;
        }
        // A macro, or a call among the tokens of one.
        parent_kind == "token_tree"
            && self.view.text.get(span.end as usize..).is_some_and(|rest| rest.starts_with("!("))
    }

    /// Whether a name is on the left of an assignment.
    fn assigned(
        &mut self,
        index: NodeIndex,
        node: &FlatNode,
        words: &'a str,
        parent: Option<NodeIndex>,
        is_member: bool,
        on_itself: bool,
    ) -> bool {
        let Some(holder) = self.holders.last().copied() else { return false };
        let Kind::Bind { left, .. } = holder.kind else { return false };
        if index >= left {
            return false;
        }
        if on_itself {
            self.targets.push((node.span, true));
            return true;
        }
        let part = parent.is_some_and(|parent| {
            let kind = self.view.kind(parent);
            self.view.role(parent) == Role::Member
                || kind.contains("subscript")
                || kind.contains("index")
                || kind.contains("array_access")
        });
        if is_member {
            return true;
        }
        if !part {
            self.targets.push((node.span, false));
            return true;
        }
        if let Some(binding) = self.env.get(words).copied() {
            self.graph.link(binding.atom, holder.atom);
            if let Some(atom) = self.graph.get_mut(binding.atom) {
                (atom.version, atom.constant) = (atom.version.saturating_add(1), false);
            }
        }
        true
    }

    fn leaves(&self, of: NodeIndex) -> Vec<Leaf<'a>> {
        self.leaves_in(self.view.within(of))
    }

    /// The tokens in a range of nodes, up to a limit; none if there are more.
    fn leaves_in(&self, range: std::ops::Range<NodeIndex>) -> Vec<Leaf<'a>> {
        let mut leaves: Vec<Leaf<'a>> = Vec::new();
        let mut index = range.start;
        let mut last = "";
        while index < range.end {
            let Some(node) = self.view.node(index) else { break };
            let role = self.view.role(index);
            let is_text =
                matches!(role, Role::Text | Role::Opaque) || (role == Role::Str && !self.is_template(index));
            let next = if is_text || role == Role::Comment { node.after() } else { index.saturating_add(1) };
            if role != Role::Comment && (is_text || node.children == 0) {
                if leaves.len() >= LEAVES {
                    return Vec::new();
                }
                let text = node.span.of(self.view.text);
                let pair = match (last, text) {
                    ("is", "not") => Some("is not"),
                    ("not", "in") => Some("not in"),
                    _ => None,
                };
                if let (Some(pair), Some(leaf)) = (pair, leaves.last_mut()) {
                    (leaf.text, last) = (pair, pair);
                    index = next;
                    continue;
                }
                leaves.push(self.leaf_of(index, node, text, is_text, last));
                last = text;
            }
            index = next;
        }
        leaves
    }

    fn is_template(&self, index: NodeIndex) -> bool {
        self.view.children(index).any(|child| {
            self.view.role(child) == Role::Str || self.view.kind(child).contains("interpolation")
        })
    }

    fn leaf_of(
        &self,
        index: NodeIndex,
        node: &FlatNode,
        text: &'a str,
        is_text: bool,
        last: &str,
    ) -> Leaf<'a> {
        let is_word = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$'));
        let kind = if is_text || matches!(text, "true" | "false") || (node.is_named() && !self.is_name(index))
        {
            LeafKind::Literal
        } else if node.is_named() && is_word {
            LeafKind::Name
        } else {
            LeafKind::Mark
        };
        let binding = (kind == LeafKind::Name && !matches!(last, "." | "?." | "::" | "->"))
            .then(|| self.env.get(text).copied())
            .flatten();
        let bound = binding.and_then(|binding| self.graph.get(binding.atom));
        let shape = match (binding, bound) {
            (Some(binding), Some(atom))
                if binding.effects == self.effects && atom.shape != 0 && atom.version == 0 =>
            {
                atom.shape
            }
            (Some(binding), Some(atom)) => {
                let id = (u64::from(binding.atom) << 32) | u64::from(atom.version);
                hash_text(text) ^ id.wrapping_mul(0x517c_c1b7_2722_0a95)
            }
            _ => 0,
        };
        Leaf {
            span: node.span,
            text,
            kind,
            shape: if shape == 0 { hash_text(text) } else { shape },
            constant: bound.is_some_and(|atom| atom.constant),
            created: match bound {
                Some(atom) => atom.created && atom.version == 0,
                None => kind == LeafKind::Name && self.is_type_name(text),
            },
            given: bound.is_some_and(|atom| atom.given),
        }
    }

    /// Whether what is called by this name is a type, where types are created by their names.
    fn is_type_name(&self, name: &str) -> bool {
        let dialect = &self.view.language.dialect;
        name.starts_with(char::is_uppercase) && (!dialect.constructors.is_empty() || dialect.type_before_name)
    }

    fn finish(mut self) -> Checks {
        let text = self.view.text;
        let mut checks = Checks::default();
        let mut names = self.fields;
        for open in self.routines.iter().filter(|open| !open.routine.name.is_empty()) {
            names.insert(open.routine.name.of(text), open.atom);
        }
        let routines: BTreeSet<&str> = self
            .routines
            .iter()
            .filter(|open| !open.routine.is_test && !open.routine.name.is_empty())
            .map(|open| open.routine.name.of(text))
            .collect();
        let position = |uses: &Vec<Use>| u32::try_from(uses.len()).unwrap_or(NONE);
        let mut asserts = vec![false; self.routines.len()];
        for draft in self.drafts.iter().filter(|draft| !draft.unwraps) {
            if let Some(asserts) = asserts.get_mut(draft.check.routine as usize) {
                *asserts = true;
            }
        }
        for draft in &self.drafts {
            let needless =
                draft.unwraps && asserts.get(draft.check.routine as usize).is_some_and(|asserts| *asserts);
            if draft.check.routine == NONE || needless {
                continue;
            }
            let start = position(&checks.uses);
            self.graph.collect(draft.atom, text, &names, &mut checks.uses);
            checks.checks.push(Check { uses: (start, position(&checks.uses)), ..draft.check });
        }
        for (name, atom, routine, is_statement) in std::mem::take(&mut self.helpers) {
            if !is_statement && !routines.contains(name.of(text)) {
                continue;
            }
            let start = position(&checks.uses);
            self.graph.collect(atom, text, &names, &mut checks.uses);
            checks.checks.push(Check {
                span: name,
                routine,
                fault: None,
                count: 1,
                strength: Strength::Value,
                helper: Some(name),
                by_name: false,
                uses: (start, position(&checks.uses)),
            });
        }
        for open in self.routines {
            let mut routine = open.routine;
            let start = position(&checks.uses);
            if !routine.is_test {
                self.graph.collect(open.atom, text, &names, &mut checks.uses);
            }
            let end = position(&checks.uses);
            routine.uses = (start, end);
            for effect in open.effects {
                self.graph.collect(effect, text, &names, &mut checks.uses);
            }
            routine.effects = (end, position(&checks.uses));
            checks.routines.push(routine);
        }
        checks
    }
}

/// What is known of a condition that must hold.
pub(super) fn judge(condition: &[Leaf<'_>]) -> (Option<Fault>, Strength) {
    let fault = match truth::truth(condition) {
        // That two calls differ is something to ask.
        Truth::Open | Truth::Never(Fault::Itself(_)) => None,
        Truth::Always(fault) | Truth::Never(fault) => Some(fault),
    };
    let strength = if truth::is_presence(condition) { Strength::Presence } else { Strength::Value };
    let parts = truth::split(condition, |text| matches!(text, "==" | "===" | "is"));
    if let [one, other] = parts.as_slice()
        && fault.is_none()
        && truth::compare(one, other, true).is_err()
    {
        return (None, Strength::Identity);
    }
    (fault, strength)
}

/// Whether a function outside test code asserts for tests, by its name.
fn is_helper(function: &Function) -> bool {
    let prefixes = ["assert", "check", "verify", "expect", "ensure", "should"];
    function.assertions > 0 && prefixes.iter().any(|prefix| function.name.starts_with(prefix))
}

fn mix(hash: &mut u64, words: &str) {
    *hash = (hash.rotate_left(5) ^ hash_text(words)).wrapping_mul(0x517c_c1b7_2722_0a95);
}
