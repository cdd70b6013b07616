//! The pass: one walk over the flat tree, in the order of the text, that finds out what each function does.
//!
//! Nodes that need an end have a frame on a stack. What matters about the nodes in between is kept as the place where it
//! was last seen, so that a frame knows at its end whether it was seen inside.

use crate::language::deeds::Deeds;
use crate::language::role::{Bind, Role, Slot, Token};
use crate::syntax::flat::{FlatNode, NodeIndex};
use crate::syntax::outline::{Handler, HandlerKind, Outline};
use crate::syntax::view::View;
use crate::text::Span;

use super::symbols::Symbols;
use super::truth::{Judge, Truth};
use super::verdict::{self, Draft};
use super::{Idle, IdleKind, Work, words};

/// The steps that are looked up from a name to what declares it.
const NEAR: usize = 8;

/// The longest text of a called function that is compared with known names.
const LONGEST_CALLEE: usize = 80;

/// Walks over a tree.
pub(super) fn run(view: View<'_>, outline: &mut Outline) -> Work {
    let mut pass = Pass::new(view, outline);
    pass.walk();
    verdict::conclude(pass)
}

/// The last places where something was seen. 0 is none.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Last {
    /// Work: a call, or the reading of what the function does not make itself.
    pub(super) deed: NodeIndex,
    /// Work, a report of a fixed text, a count, or a jump.
    pub(super) act: NodeIndex,
    /// A call.
    pub(super) call: NodeIndex,
    /// The reading of something that depends on what the function is given.
    pub(super) derived: NodeIndex,
    /// The same, if it is no parameter.
    pub(super) local: NodeIndex,
}

/// The state of a pass.
pub(super) struct Pass<'a, 'o> {
    pub(super) view: View<'a>,
    pub(super) outline: &'o mut Outline,
    pub(super) deeds: &'static Deeds,
    pub(super) symbols: Symbols<'a>,
    pub(super) work: Work,
    pub(super) drafts: Vec<Draft>,
    /// Parameters that are never read, with their function.
    pub(super) unread: Vec<(u32, Idle)>,
    pub(super) last: Last,
    pub(super) open: Vec<Open>,
    frames: Vec<Frame>,
    branches: Vec<Branch>,
    types: Vec<bool>,
    judge: Judge,
    /// Parts that are never reached, the next one last.
    skips: Vec<(NodeIndex, NodeIndex)>,
    /// Names that open assignments assign, or (false) change a part of.
    targets: Vec<(u32, bool)>,
    /// Reads of parameters.
    reads: Vec<(u32, NodeIndex)>,
    locals: Vec<(u32, NodeIndex)>,
    parameters: Vec<(u32, NodeIndex, bool)>,
    guards: Vec<Guard>,
    /// Calls that silence failures.
    pub(super) silenced: Vec<Handler>,
    next_function: usize,
    next_handler: usize,
    next_failure: usize,
    /// The outermost statement, and the last one that counted.
    top: NodeIndex,
    counted: NodeIndex,
}

/// A function that the pass is in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Open {
    pub(super) function: usize,
    pub(super) start: NodeIndex,
    pub(super) body: NodeIndex,
    branches: usize,
    guards: usize,
    reads: usize,
    locals: usize,
    parameters: usize,
    /// The handlers in it that handle what can fail.
    pub(super) handled: u32,
    draft: Draft,
    /// Whether its variables are read by other means than their names.
    reflects: bool,
}

/// A node whose end matters.
#[derive(Debug, Clone, Copy)]
struct Frame {
    start: NodeIndex,
    end: NodeIndex,
    kind: FrameKind,
}

#[derive(Debug, Clone, Copy)]
enum FrameKind {
    Function,
    Type,
    /// An assignment or anything else that names a value: the end of the names, and the first of them.
    Flow {
        names: NodeIndex,
        from: usize,
        direct: bool,
        updates: bool,
    },
    Branch,
    Condition,
    Return,
    Fail,
    Assert,
    Call(Called),
    /// The body of a handler.
    Handler(usize),
    /// An expression that passes an error on.
    PassOn(usize),
    /// An expression that is a statement.
    Expression,
}

#[derive(Debug, Clone, Copy)]
struct Called {
    arguments: NodeIndex,
    /// The variable whose method is called.
    object: Option<u32>,
    name: Span,
    checks: bool,
    fails: bool,
}

/// A decision.
#[derive(Debug, Clone, Copy, Default)]
struct Branch {
    node: NodeIndex,
    /// Whether its condition, or one around it, can go either way and depends on what the function is given.
    armed: bool,
    truth: Truth,
    /// Whether it does more than to test its condition: it takes it apart, or chooses among cases.
    uses: bool,
    /// The handler that it is.
    handler: Option<usize>,
    condition: Condition,
}

/// The condition that arms a branch.
#[derive(Debug, Clone, Copy, Default)]
struct Condition {
    start: NodeIndex,
    end: NodeIndex,
    /// Whether it reads more than parameters.
    strong: bool,
}

/// A place where a function refuses its input.
#[derive(Debug, Clone, Copy)]
struct Guard {
    condition: Condition,
    start: NodeIndex,
    end: NodeIndex,
}

impl<'a, 'o> Pass<'a, 'o> {
    fn new(view: View<'a>, outline: &'o mut Outline) -> Self {
        let count = outline.functions.len();
        Self {
            view,
            deeds: &view.language.deeds,
            symbols: Symbols::default(),
            work: Work::default(),
            drafts: vec![Draft::default(); count],
            unread: Vec::new(),
            last: Last::default(),
            open: Vec::new(),
            frames: Vec::new(),
            branches: Vec::new(),
            types: Vec::new(),
            judge: Judge::default(),
            skips: Vec::new(),
            targets: Vec::new(),
            reads: Vec::new(),
            locals: Vec::new(),
            parameters: Vec::new(),
            guards: Vec::new(),
            silenced: Vec::new(),
            next_function: 0,
            next_handler: 0,
            next_failure: 0,
            top: 0,
            counted: 0,
            outline,
        }
    }

    fn walk(&mut self) {
        let end = NodeIndex::try_from(self.view.tree.nodes().len()).unwrap_or(NodeIndex::MAX);
        let mut index = 1;
        while index < end {
            self.close(index);
            match self.skips.last() {
                Some((from, to)) if *from <= index => {
                    index = index.max(*to);
                    self.skips.pop();
                }
                _ => index = self.visit(index).max(index.saturating_add(1)),
            }
        }
        self.close(end);
    }

    fn frame(&mut self, start: NodeIndex, end: NodeIndex, kind: FrameKind) {
        self.frames.push(Frame { start, end, kind });
    }

    /// Visits a node, and returns the next one to visit.
    fn visit(&mut self, index: NodeIndex) -> NodeIndex {
        let view = self.view;
        let next = index.saturating_add(1);
        let Some(node) = view.node(index) else { return next };
        if node.parent() == Some(0) {
            self.top = index;
        }
        let after = node.after();
        let kind = view.tables.kind(node.kind);
        if !node.is_named() {
            if kind.token == Token::Delete {
                self.deed(index);
            }
            return next;
        }
        if node.field != 0
            && matches!(view.slot(index), Slot::Type | Slot::ReturnType)
            && !matches!(
                node.parent().map(|parent| view.role(parent)),
                Some(Role::TypeSpec | Role::Extension)
            )
        {
            return after;
        }
        match kind.role {
            Role::Identifier => self.identifier(index),
            Role::Comment => {
                self.comment(node.span);
                return after;
            }
            Role::Import | Role::Opaque => return after,
            Role::Function | Role::Constructor | Role::Closure => self.open_function(index, node),
            Role::Class | Role::AbstractClass | Role::Interface => self.open_type(index, after),
            Role::Extension => {
                self.types.push(false);
                self.frame(index, after, FrameKind::Type);
            }
            Role::If | Role::Elif => self.open_branch(index, node),
            Role::Loop => self.open_loop(index, after),
            Role::Switch | Role::Case => self.open_switch(index, node, kind.role),
            Role::Assert => {
                let condition = self.first_named(index);
                if condition.is_none_or(|condition| self.judge.truth(view, condition) == Truth::Open) {
                    self.frame(index, after, FrameKind::Assert);
                }
            }
            Role::Raise => return self.raise(index, node),
            Role::Return => return self.open_return(index, node),
            Role::Jump | Role::ValueJump => {
                self.last.act = index;
                self.exit(index);
            }
            Role::Statement => {
                let words = view.words(index);
                if words.starts_with("break") || words.starts_with("continue") {
                    self.last.act = index;
                    self.exit(index);
                }
            }
            Role::ExpressionStatement => self.frame(index, after, FrameKind::Expression),
            Role::Call => return self.open_call(index, node),
            Role::New => return self.open_new(index, node),
            Role::Effect => self.open_effect(index, node),
            Role::Assignment
            | Role::AssignmentStatement
            | Role::Declarator
            | Role::Declaration
            | Role::Field
            | Role::Clause
            | Role::LoopHead => self.open_flow(index, after),
            Role::Catch => self.open_catch(index, node),
            Role::Text => self.captures(index),
            // `let` in a condition.
            Role::Other if node.children == 0 && self.is_named_by(index, node) => self.identifier(index),
            Role::Other if node.children > 2 && view.language.dialect.block_values => {
                self.open_flow(index, after);
            }
            _ => {}
        }
        next
    }

    /// Whether a word is a name in a pattern.
    fn is_named_by(&self, index: NodeIndex, node: &FlatNode) -> bool {
        let view = self.view;
        let kind = node.parent().and_then(|parent| view.node(parent)).map(|parent| parent.kind);
        kind.is_some_and(|kind| view.tables.bind(kind, view.slot(index)) == Bind::Inherit)
            && matches!(self.binding(index).0, Bind::Parameter | Bind::Variable | Bind::Loop)
    }

    /// The first named child of a node, comments left out.
    pub(super) fn first_named(&self, index: NodeIndex) -> Option<NodeIndex> {
        let view = self.view;
        view.children(index)
            .find(|child| view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra()))
    }

    /// Records work.
    fn deed(&mut self, index: NodeIndex) {
        self.last.deed = index;
        self.last.act = index;
        if self.open.is_empty() && self.types.is_empty() && self.top != self.counted {
            self.counted = self.top;
            let counts = matches!(
                self.view.role(self.top),
                Role::ExpressionStatement
                    | Role::Declaration
                    | Role::Loop
                    | Role::Switch
                    | Role::Statement
                    | Role::AssignmentStatement
            );
            self.work.module = self.work.module.saturating_add(u32::from(counts));
        }
    }

    fn comment(&mut self, span: Span) {
        if let Some(open) = self.open.last_mut() {
            let text = span.of(self.view.text);
            open.draft.is_open |= words::says_unwritten(text);
            open.draft.is_hook |= words::says_hook(text);
        }
    }

    // ------------------------------------------------------------------------------------------ functions and types

    fn open_function(&mut self, index: NodeIndex, node: &FlatNode) {
        let view = self.view;
        if !self.open.is_empty() {
            self.deed(index);
        }
        let Some(body) = view.child(index, Slot::Body) else { return };
        let span = view.span(body);
        let behind = |function: &crate::syntax::outline::Function| function.body.start < span.start;
        while self.outline.functions.get(self.next_function).is_some_and(behind) {
            self.next_function = self.next_function.saturating_add(1);
        }
        // The outline knows no body that is a single token.
        let is_token = view.node(body).is_some_and(|body| body.children == 0);
        let ends = Span { start: span.end, end: span.end };
        let is_it = |function: &&crate::syntax::outline::Function| {
            function.body == span || (is_token && function.body == ends)
        };
        let Some(function) = self.outline.functions.get(self.next_function).filter(is_it) else { return };
        let method = function.owner.is_some() && self.types.last().copied().unwrap_or(false);
        let draft = Draft {
            is_known: true,
            has_bases: method,
            is_decorated: self.is_decorated(index, |name| !self.deeds.plain_decorators.contains(&name)),
            is_overload: self.is_decorated(index, |name| name == "overload"),
            is_alternative: self.is_alternative(index),
            name: (!function.name.is_empty()).then_some(function.name_span),
            ..Draft::default()
        };
        self.open.push(Open {
            function: self.next_function,
            start: index,
            body,
            branches: self.branches.len(),
            guards: self.guards.len(),
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
    fn is_alternative(&self, index: NodeIndex) -> bool {
        let view = self.view;
        let holder =
            view.parent(index).filter(|parent| view.role(*parent) == Role::Decorated).unwrap_or(index);
        let block = view.parent(holder).filter(|parent| view.role(*parent) == Role::Block);
        let around = block.and_then(|block| view.parent(block)).map(|around| view.role(around));
        matches!(around, Some(Role::If | Role::Elif | Role::Else | Role::Catch | Role::Statement))
    }

    /// Whether one of the decorators or annotations of a function has such a name.
    fn is_decorated(&self, index: NodeIndex, is_it: impl Fn(&str) -> bool) -> bool {
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

    fn close_function(&mut self) {
        let Some(mut open) = self.open.pop() else { return };
        let view = self.view;
        open.draft.works = self.last.deed >= open.body;
        if !open.draft.works {
            self.tail(&mut open);
        }
        let guards = self.close_guards(&open);
        open.draft.guards = open.handled.saturating_add(guards);
        let is_test = self.outline.functions.get(open.function).is_some_and(|function| function.is_test);
        for (number, place) in self.locals.drain(open.locals..) {
            let symbol = self.symbols.get(number);
            if symbol.read < open.start && !open.reflects && !view.words(place).starts_with('_') {
                self.work.idle.push(Idle { span: view.span(place), kind: IdleKind::Variable, is_test });
            }
        }
        for (number, place, plain) in self.parameters.drain(open.parameters..) {
            let symbol = self.symbols.get(number);
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
        if let Some(draft) = self.drafts.get_mut(open.function) {
            *draft = open.draft;
        }
        if self.open.is_empty() {
            self.reads.clear();
        }
    }

    /// The value of a body that ends with one, or is one.
    fn tail(&self, open: &mut Open) {
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
            open.draft.gives(view.words(value), self.deeds);
        }
    }

    fn open_type(&mut self, index: NodeIndex, after: NodeIndex) {
        let view = self.view;
        let mut has_bases = false;
        for child in view.children(index) {
            if view.slot(child) == Slot::Body {
                break;
            }
            let is_base = view.slot(child) == Slot::Bases
                || view.role(child) == Role::Heritage
                || view.kind(child) == "super_interfaces";
            if is_base {
                for base in view.within(child) {
                    let is_word = view.node(base).is_some_and(|node| node.is_named() && node.children == 0);
                    let words = view.words(base);
                    if is_word && words != "object" {
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

    // ----------------------------------------------------------------------------------------------------- branches

    fn branch(&self) -> Option<&Branch> {
        let from = self.open.last().map_or(0, |open| open.branches);
        self.branches.get(from..).and_then(<[Branch]>::last)
    }

    fn open_branch(&mut self, index: NodeIndex, node: &FlatNode) {
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
        let truth = self.judge.truth(view, condition);
        let end = view.node(condition).map_or(index, FlatNode::after);
        self.begin_branch(index, node.after(), truth, (condition, end));
        if view.child(condition, Slot::Pattern).is_some() {
            self.use_condition();
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
            Truth::Open => None,
        };
        if let Some(dead) = dead {
            self.skip(dead, view.node(dead).map_or(dead, FlatNode::after), IdleKind::NeverTaken);
        }
    }

    fn begin_branch(
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
            uses: false,
            handler,
            condition: if outer.armed { outer.condition } else { Condition { start, end, strong: false } },
        });
        self.frame(index, after, FrameKind::Branch);
    }

    /// Records that the open branch uses what its condition reads.
    fn use_condition(&mut self) {
        if let Some(branch) = self.branches.last_mut() {
            branch.uses = true;
        }
    }

    fn close_condition(&mut self, frame: &Frame) {
        let last = self.last;
        let depends = last.derived >= frame.start;
        let Some(branch) = self.branches.last_mut() else { return };
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

    fn open_loop(&mut self, index: NodeIndex, after: NodeIndex) {
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
                self.skip(body, view.node(body).map_or(body, FlatNode::after), IdleKind::NeverTaken);
            }
        }
    }

    /// A case is a decision of its own only where it does not compare with the subject of its switch.
    fn open_switch(&mut self, index: NodeIndex, node: &FlatNode, role: Role) {
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
    fn skip(&mut self, from: NodeIndex, to: NodeIndex, kind: IdleKind) {
        let function = self.open.last().and_then(|open| self.outline.functions.get(open.function));
        let is_test = function.map_or(self.outline.module.is_test, |function| function.is_test);
        self.work.idle.push(Idle { span: self.view.span(from), kind, is_test });
        self.skips.push((from, to));
    }

    /// Leaves out what follows a statement that ends its block.
    fn exit(&mut self, index: NodeIndex) {
        let view = self.view;
        let outer = view.parent(index).filter(|parent| view.role(*parent) == Role::ExpressionStatement);
        let statement = outer.unwrap_or(index);
        let Some(block) = view.parent(statement) else { return };
        if !matches!(view.role(block), Role::Block | Role::Statements) {
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
                && self.first_named(follower).is_some_and(|inner| view.kind(inner).starts_with("yield"));
            let stays = matches!(
                view.role(follower),
                Role::Function | Role::Class | Role::Interface | Role::TypeAlias | Role::Error | Role::Label
            );
            if !yields && !stays && !view.kind(follower).starts_with("labeled") {
                let end = view.node(block).map_or(follower, FlatNode::after);
                self.skip(follower, end, IdleKind::Unreachable);
            }
            return;
        }
    }

    // ----------------------------------------------------------------------------------------------------- failures

    fn open_return(&mut self, index: NodeIndex, node: &FlatNode) -> NodeIndex {
        let view = self.view;
        let value = self.first_named(index).map_or("", |value| view.words(value));
        let deeds = self.deeds;
        if let Some(open) = self.open.last_mut() {
            open.draft.gives(value, deeds);
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
        self.frame(index, node.after(), if fails { FrameKind::Fail } else { FrameKind::Return });
        index.saturating_add(1)
    }

    fn raise(&mut self, index: NodeIndex, node: &FlatNode) -> NodeIndex {
        self.last.act = index;
        self.exit(index);
        if self.is_unwritten(self.view.words(index)) {
            self.unwritten();
            return node.after();
        }
        self.deed(index);
        self.frame(index, node.after(), FrameKind::Fail);
        index.saturating_add(1)
    }

    /// Whether a failure says that something is yet to be written.
    fn is_unwritten(&self, words: &str) -> bool {
        let start = words.get(..words.len().min(120)).unwrap_or("");
        self.deeds.unwritten.iter().any(|name| start.contains(name)) || words::says_unwritten(words)
    }

    fn unwritten(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.draft.is_unwritten = true;
        }
    }

    /// Records that the function fails here, on purpose.
    fn close_fail(&mut self, frame: &Frame) {
        let Some(condition) = self.branch().filter(|branch| branch.armed).map(|branch| branch.condition)
        else {
            return;
        };
        self.guards.push(Guard { condition, start: frame.start, end: frame.end });
    }

    /// A `return` guards if it leaves early, under a condition, with nothing to show.
    fn close_return(&mut self, frame: &Frame) {
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

    /// The number of guards of a function that can do their work.
    fn close_guards(&mut self, open: &Open) -> u32 {
        let guards = self.guards.split_off(open.guards.min(self.guards.len()));
        if guards.is_empty() {
            return 0;
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
        u32::try_from(guards.iter().filter(counts).count()).unwrap_or(u32::MAX)
    }

    /// Whether all statements of a body belong to its guards.
    fn last_deed_outside(&self, open: &Open, parts: &[(NodeIndex, NodeIndex)]) -> bool {
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

    // -------------------------------------------------------------------------------------------------------- calls

    fn open_call(&mut self, index: NodeIndex, node: &FlatNode) -> NodeIndex {
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
            let called =
                Called { arguments, object: None, name: Span::default(), checks: false, fails: false };
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
            if words::says_unwritten(view.words(arguments)) {
                self.unwritten();
            } else if let Some(open) = self.open.last_mut() {
                open.draft.reports = true;
            }
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
        let called = Called { arguments, object, name: Span { start, end }, checks, fails };
        self.frame(index, node.after(), FrameKind::Call(called));
        next
    }

    /// Records a call that silences failures: what is done about a rejection is nothing, or whatever fails is suppressed.
    fn silence(&mut self, index: NodeIndex, arguments: NodeIndex, callee: Span) {
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
                _ => matches!(
                    view.words(body),
                    "null" | "undefined" | "[]" | "({})" | "\"\"" | "''" | "0" | "false"
                ),
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
                excused: false,
                can_fire: false,
                is_test: function.map_or(self.outline.module.is_test, |function| function.is_test),
            });
        }
    }

    fn call(&mut self, index: NodeIndex) {
        self.last.call = index;
        self.deed(index);
    }

    fn in_method(&self) -> bool {
        let function = self.open.last().and_then(|open| self.outline.functions.get(open.function));
        function.is_some_and(|function| function.owner.is_some())
    }

    fn close_call(&mut self, frame: &Frame, called: Called) {
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
        }
    }

    /// Records a check that fails by itself.
    fn check(&mut self, frame: &Frame) {
        let condition =
            Condition { start: frame.start, end: frame.end, strong: self.last.local >= frame.start };
        self.guards.push(Guard { condition, start: frame.start, end: frame.end });
    }

    fn open_new(&mut self, index: NodeIndex, node: &FlatNode) -> NodeIndex {
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

    fn open_effect(&mut self, index: NodeIndex, node: &FlatNode) {
        let kind = self.view.kind(index);
        self.last.act = index;
        if kind.starts_with("yield") || kind.starts_with("jsx") {
            self.deed(index);
        }
        if let Some(handler) = self.handler_at(node.span) {
            self.frame(index, node.after(), FrameKind::PassOn(handler));
        }
        self.open_flow(index, node.after());
    }

    // -------------------------------------------------------------------------------------------------------- names

    /// Opens a node that names a value.
    fn open_flow(&mut self, index: NodeIndex, end: NodeIndex) {
        let view = self.view;
        let (mut names, mut value, mut alternative, mut updates) = (None, None, None, false);
        for child in view.children(index) {
            if child >= end {
                break;
            }
            match view.slot(child) {
                Slot::Left | Slot::Name | Slot::Pattern if names.is_none() => names = Some(child),
                Slot::Property if names.is_none() && view.role(index) == Role::Field => names = Some(child),
                Slot::Right | Slot::Value => value = Some(child),
                Slot::Alternative => alternative = Some(child),
                _ if names.is_some()
                    && value.is_none()
                    && view.node(child).is_some_and(|node| !node.is_named()) =>
                {
                    let words = view.words(child);
                    updates |= words.len() > 1 && words.ends_with('=') && words != ":=";
                }
                _ => {}
            }
        }
        let Some(names) = names else { return };
        let stop = view.node(names).map_or(index, FlatNode::after);
        if value.is_none() && !matches!(view.role(index), Role::Loop | Role::Declaration | Role::Declarator) {
            return;
        }
        // `let Some(name) = value else { ... }`
        if let (Some(value), Some(_)) = (value, alternative)
            && view.role(index) == Role::Declaration
        {
            let end = view.node(value).map_or(index, FlatNode::after);
            let after = view.node(index).map_or(index, FlatNode::after);
            self.begin_branch(index, after, Truth::Open, (value, end));
            self.use_condition();
            let (from, direct) = (self.targets.len(), self.is_direct(index));
            self.frame(index, end, FrameKind::Flow { names: stop, from, direct, updates });
            self.frame(value, end, FrameKind::Condition);
            return;
        }
        let (from, direct) = (self.targets.len(), self.is_direct(index));
        self.frame(index, end, FrameKind::Flow { names: stop, from, direct, updates });
    }

    /// Whether a node is a statement of the function's body itself, so that it is always carried out.
    fn is_direct(&self, index: NodeIndex) -> bool {
        let view = self.view;
        let Some(open) = self.open.last() else { return false };
        let mut node = index;
        for _ in 0..NEAR {
            let Some(parent) = view.parent(node) else { return false };
            if parent == open.body {
                return true;
            }
            match view.role(parent) {
                Role::ExpressionStatement
                | Role::Declaration
                | Role::Declarator
                | Role::List
                | Role::Statements => {
                    node = parent;
                }
                _ => return false,
            }
        }
        false
    }

    fn close_flow(&mut self, frame: &Frame, names: NodeIndex, from: usize, direct: bool, updates: bool) {
        let derived = self.last.derived >= names
            || (names == frame.end && !updates && self.last.derived >= frame.start);
        let constant = self.last.deed < names;
        let function = self.open.last().map_or(0, |open| open.start);
        let place = frame.end.saturating_sub(1);
        for (number, is_whole) in self.targets.drain(from.min(self.targets.len())..) {
            self.symbols.change(number, |symbol| {
                if derived {
                    symbol.derived = place;
                } else if direct && is_whole && !updates {
                    symbol.derived = 0;
                }
                if !is_whole {
                    symbol.varying = function;
                } else if !constant {
                    symbol.varying = function;
                    symbol.constant = 0;
                } else if symbol.varying != function {
                    symbol.constant = function;
                }
            });
        }
    }

    /// The kind of name that a word is, by what declares it, and whether nothing is between them.
    fn binding(&self, index: NodeIndex) -> (Bind, bool) {
        let view = self.view;
        let mut node = index;
        let mut plain = true;
        for _ in 0..NEAR {
            let Some(parent) = view.node(node).and_then(FlatNode::parent) else { return (Bind::None, false) };
            let Some(kind) = view.node(parent).map(|parent| parent.kind) else { return (Bind::None, false) };
            match view.tables.bind(kind, view.slot(node)) {
                Bind::Inherit => {
                    let name = view.kind(parent);
                    plain &= !["splat", "rest", "spread", "pattern"].iter().any(|part| name.contains(part));
                    node = parent;
                }
                bind => return (bind, plain),
            }
        }
        (Bind::None, false)
    }

    fn identifier(&mut self, index: NodeIndex) {
        let view = self.view;
        let Some(parent) = view.parent(index) else { return };
        let (role, slot) = (view.role(parent), view.slot(index));
        match (role, slot) {
            (Role::Member, Slot::Property | Slot::Name)
            | (Role::Call, Slot::Name)
            | (Role::Jump | Role::Label, _) => return,
            (Role::Other, Slot::Name) if view.kind(parent) == "keyword_argument" => return,
            _ => {}
        }
        let number = self.symbols.number(view.words(index));
        match self.binding(index) {
            (Bind::Function | Bind::Type, _) => self.symbols.change(number, |symbol| symbol.bound = index),
            (Bind::Parameter, plain) => self.parameter(index, number, plain),
            (Bind::Variable | Bind::Loop, plain) => self.assigned(index, number, parent, plain),
            (Bind::None | Bind::Field | Bind::Inherit, _) => {
                if let Some(Frame { kind: FrameKind::Flow { names, .. }, start, .. }) =
                    self.frames.last().copied()
                    && index < names
                {
                    let is_target = parent == start
                        || matches!(role, Role::List | Role::CasePattern)
                        || view.kind(parent).contains("pattern");
                    self.targets.push((number, is_target));
                    if is_target {
                        self.symbols.change(number, |symbol| symbol.bound = index);
                        return;
                    }
                }
                self.read(index, number, role, slot);
            }
        }
    }

    fn parameter(&mut self, index: NodeIndex, number: u32, plain: bool) {
        let view = self.view;
        let open = self.open.last().filter(|open| index < open.body).copied();
        let Some(open) = open else {
            self.symbols.change(number, |symbol| symbol.bound = index);
            return;
        };
        let name = view.words(index);
        let mut receives = view.language.dialect.receivers.contains(&name);
        let mut node = index;
        for _ in 0..NEAR {
            let Some(parent) = view.parent(node).filter(|parent| *parent > open.start) else { break };
            receives |= view.slot(parent) == Slot::Receiver;
            node = parent;
        }
        // A parameter with a modifier is a field as well.
        let outer = view.parent(index).map_or("", |parent| view.words(parent));
        let is_field =
            ["private ", "public ", "protected ", "readonly "].iter().any(|word| outer.starts_with(word));
        self.symbols.change(number, |symbol| {
            symbol.bound = index;
            symbol.derived = index;
            symbol.varying = open.start;
            symbol.parameter = if receives { 0 } else { open.start };
        });
        if !receives {
            self.parameters.push((number, index, plain && !is_field));
        }
    }

    /// A name that gets a value here.
    fn assigned(&mut self, index: NodeIndex, number: u32, parent: NodeIndex, plain: bool) {
        let view = self.view;
        let Some(Frame { kind: FrameKind::Flow { names, updates, .. }, start, .. }) =
            self.frames.last().copied()
        else {
            return self.named(index, number, parent);
        };
        if index >= names {
            return self.named(index, number, parent);
        }
        self.targets.push((number, true));
        if updates {
            let role = view.role(parent);
            return self.read(index, number, role, Slot::Left);
        }
        self.symbols.change(number, |symbol| symbol.bound = index);
        let is_variable = plain
            && parent == start
            && matches!(view.role(start), Role::Assignment | Role::Declarator | Role::Declaration);
        let in_function = self
            .frames
            .iter()
            .rev()
            .find(|frame| matches!(frame.kind, FrameKind::Function | FrameKind::Type));
        if is_variable && in_function.is_some_and(|frame| matches!(frame.kind, FrameKind::Function)) {
            self.locals.push((number, index));
        }
    }

    /// A name for something that stands before it, as behind `as`.
    fn named(&mut self, index: NodeIndex, number: u32, parent: NodeIndex) {
        let around = self.view.parent(parent).unwrap_or(parent);
        let derived = self.last.derived >= around;
        let function = self.open.last().map_or(0, |open| open.start);
        self.symbols.change(number, |symbol| {
            symbol.bound = index;
            symbol.varying = function;
            symbol.derived = if derived { index } else { 0 };
        });
    }

    fn read(&mut self, index: NodeIndex, number: u32, role: Role, slot: Slot) {
        let view = self.view;
        let name = view.words(index);
        let exports =
            self.open.is_empty() && matches!(role, Role::Object | Role::Export | Role::ExportSpecifier);
        let is_callee = role == Role::Call && slot == Slot::Callee;
        let is_value = !exports && !is_callee;
        self.symbols.change(number, |symbol| {
            symbol.read = index;
            symbol.is_value |= is_value;
        });
        let symbol = self.symbols.get(number);
        let (Some(open), Some(outer)) = (self.open.last().copied(), self.open.first()) else {
            self.deed(index);
            return;
        };
        let dialect = &view.language.dialect;
        let is_field = dialect.implicit_receiver
            && symbol.bound < open.start
            && name.starts_with(|c: char| c.is_lowercase())
            && self.in_method();
        let given = symbol.derived != 0 && symbol.derived >= outer.start;
        if given || is_field || dialect.receivers.contains(&name) {
            self.last.derived = index;
            if given && symbol.parameter == open.start {
                self.reads.push((number, index));
            } else {
                self.last.local = index;
            }
        }
        if self.deeds.reflection.contains(&name) {
            self.open.iter_mut().for_each(|open| open.reflects = true);
        }
        let is_constant = symbol.constant == open.start || self.deeds.constants.contains(&name);
        if index >= open.body && !is_constant {
            self.deed(index);
        }
    }

    /// Marks the variables that a format string in a macro captures.
    fn captures(&mut self, index: NodeIndex) {
        let view = self.view;
        if view.parent(index).is_none_or(|parent| view.role(parent) != Role::Tokens) {
            return;
        }
        let words = view.words(index);
        for part in words.split('{').skip(1) {
            let end = part.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(part.len());
            let name = part.get(..end).unwrap_or("");
            if !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()) {
                let number = self.symbols.number(name);
                self.read_captured(index, number);
            }
        }
    }

    fn read_captured(&mut self, index: NodeIndex, number: u32) {
        self.symbols.change(number, |symbol| symbol.read = index);
        let function = self.open.last().map_or(0, |open| open.start);
        if self.symbols.get(number).constant != function {
            self.deed(index);
        }
    }

    // ------------------------------------------------------------------------------------------------------- frames

    /// Closes the frames that end at or before a node.
    fn close(&mut self, index: NodeIndex) {
        while let Some(frame) = self.frames.last().copied().filter(|frame| frame.end <= index) {
            self.frames.pop();
            match frame.kind {
                FrameKind::Function => self.close_function(),
                FrameKind::Type => {
                    self.types.pop();
                }
                FrameKind::Flow { names, from, direct, updates } => {
                    self.close_flow(&frame, names, from, direct, updates)
                }
                FrameKind::Branch => {
                    self.branches.pop();
                }
                FrameKind::Condition => self.close_condition(&frame),
                FrameKind::Return => self.close_return(&frame),
                FrameKind::Fail => self.close_fail(&frame),
                FrameKind::Assert => {
                    if self.last.derived >= frame.start {
                        self.check(&frame);
                    }
                }
                FrameKind::Call(called) => self.close_call(&frame, called),
                FrameKind::Handler(handler) => self.close_handler(handler, frame.start, frame.end),
                FrameKind::PassOn(handler) => {
                    let can_fire = self.last.derived >= frame.start;
                    if let Some(handler) = self.outline.handlers.get_mut(handler) {
                        handler.can_fire = can_fire;
                    }
                    if can_fire && let Some(open) = self.open.last_mut() {
                        open.handled = open.handled.saturating_add(1);
                    }
                }
                FrameKind::Expression => self.close_expression(&frame),
            }
        }
    }

    /// An expression that only names or compares is thrown away.
    fn close_expression(&mut self, frame: &Frame) {
        let view = self.view;
        let Some(open) = self.open.last().filter(|_| self.last.call < frame.start) else { return };
        let Some(inner) = self.first_named(frame.start) else { return };
        let role = view.role(inner);
        let kind = view.kind(inner);
        let computes = matches!(role, Role::Binary | Role::Identifier)
            || kind.ends_with("comparison_operator")
            || kind == "binary_operator";
        let effects = view.within(inner).any(|node| {
            matches!(
                view.role(node),
                Role::Effect
                    | Role::Assignment
                    | Role::Closure
                    | Role::New
                    | Role::Call
                    | Role::Tokens
                    | Role::Raise
            ) || view.token(node) == Token::Delete
        });
        // What may not be there is named in order to fail.
        let block = view.parent(frame.start).and_then(|block| view.parent(block));
        let is_tried = block.is_some_and(|around| view.role(around) == Role::Statement);
        let is_test = self.outline.functions.get(open.function).is_some_and(|function| function.is_test);
        if computes && !effects && !is_tried && view.node(inner).is_some_and(|node| !node.is_error()) {
            self.work.idle.push(Idle { span: view.span(inner), kind: IdleKind::Value, is_test });
        }
    }

    // ----------------------------------------------------------------------------------------------------- handlers

    /// The handler at a place. Handlers and nodes are both in the order of the text.
    pub(super) fn handler_at(&mut self, span: Span) -> Option<usize> {
        let handlers = &self.outline.handlers;
        while handlers.get(self.next_handler).is_some_and(|handler| handler.span.start < span.start) {
            self.next_handler = self.next_handler.saturating_add(1);
        }
        let rest = handlers.get(self.next_handler..).unwrap_or_default();
        let here = |handler: &&Handler| handler.span.start == span.start;
        let at = rest.iter().take_while(here).position(|handler| handler.span == span)?;
        Some(self.next_handler.saturating_add(at))
    }

    pub(super) fn open_handler(&mut self, handler: usize, body: NodeIndex) {
        let end = self.view.node(body).map_or(body, FlatNode::after);
        self.frame(body, end, FrameKind::Handler(handler));
    }
}
