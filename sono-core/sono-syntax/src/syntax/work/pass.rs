//! The pass: one walk over the flat tree, in the order of the text, that finds out what each function does.
//!
//! Nodes that need an end have a frame on a stack. What matters about the nodes in between is kept as the place where it
//! was last seen, so that a frame knows at its end whether it was seen inside.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::language::deeds::Deeds;
use crate::language::nuance::Nuance;
use crate::language::role::{Bind, Role, Slot, Token};
use crate::syntax::flat::{FlatNode, NodeIndex};
use crate::syntax::outline::{Handler, Outline};
use crate::syntax::view::View;
use crate::text::Span;

use super::lost::Hollow;
use super::symbols::Symbols;
use super::truth::{Judge, Truth};
use super::verdict::{self, Draft};
use super::{Idle, IdleKind, Work, narrow, words};

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
    /// A jump.
    pub(super) jump: NodeIndex,
    /// The reading of something that depends on what the function is given.
    pub(super) derived: NodeIndex,
    /// The same, if it is no parameter.
    pub(super) local: NodeIndex,
    /// A statement or call that fails on purpose.
    pub(super) fail: NodeIndex,
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
    /// The bytes of documentation that were searched for the answers of handlers.
    pub(super) told: Cell<usize>,
    pub(super) frames: Vec<Frame>,
    pub(super) branches: Vec<Branch>,
    pub(super) types: Vec<bool>,
    pub(super) judge: Judge,
    /// Parts that are never reached, the next one last.
    pub(super) skips: Vec<(NodeIndex, NodeIndex)>,
    /// Names that open assignments assign, or (false) change a part of.
    pub(super) targets: Vec<(u32, bool)>,
    /// Reads of parameters.
    pub(super) reads: Vec<(u32, NodeIndex)>,
    pub(super) locals: Vec<(u32, NodeIndex)>,
    /// Functions in the open ones.
    pub(super) inner: Vec<(u32, NodeIndex)>,
    pub(super) parameters: Vec<(u32, NodeIndex, bool)>,
    pub(super) guards: Vec<Guard>,
    /// Branches of the open functions that are lost unless a guard in them counts.
    pub(super) hollow: Vec<Hollow>,
    /// The names in the heads of handlers.
    pub(super) caught: BTreeMap<usize, Vec<u32>>,
    /// Variables that others cannot see, with the name of the function whose result they keep.
    pub(super) kept: Vec<(u32, Span)>,
    /// Calls that silence failures.
    pub(super) silenced: Vec<Handler>,
    /// The types that others are to extend, with the names of their methods.
    pub(super) contracts: HashMap<String, HashSet<String>>,
    pub(super) next_function: usize,
    pub(super) next_handler: usize,
    pub(super) next_failure: usize,
    /// The outermost statement, and the last one that counted.
    pub(super) top: NodeIndex,
    pub(super) counted: NodeIndex,
}

/// A function that the pass is in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Open {
    pub(super) function: usize,
    pub(super) start: NodeIndex,
    pub(super) body: NodeIndex,
    pub(super) branches: usize,
    pub(super) guards: usize,
    pub(super) hollow: usize,
    pub(super) inner: usize,
    pub(super) reads: usize,
    pub(super) locals: usize,
    pub(super) parameters: usize,
    /// The handlers in it that handle what can fail.
    pub(super) handled: u32,
    pub(super) draft: Draft,
    /// Whether its variables are read by other means than their names.
    pub(super) reflects: bool,
}

/// A node whose end matters.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) start: NodeIndex,
    pub(super) end: NodeIndex,
    pub(super) kind: FrameKind,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum FrameKind {
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

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Called {
    pub(super) arguments: NodeIndex,
    /// The variable whose method is called.
    pub(super) object: Option<u32>,
    pub(super) name: Span,
    pub(super) checks: bool,
    pub(super) fails: bool,
    /// Whether it only prints.
    pub(super) reports: bool,
}

/// A decision.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Branch {
    pub(super) node: NodeIndex,
    /// Whether its condition, or one around it, can go either way and depends on what the function is given.
    pub(super) armed: bool,
    pub(super) truth: Truth,
    /// The nodes for one value of a parameter of which nothing says that it ever comes: nothing is refused there.
    pub(super) narrow: Option<(NodeIndex, NodeIndex)>,
    /// Whether it does more than to test its condition: it takes it apart, or chooses among cases.
    pub(super) uses: bool,
    /// The handler that it is.
    pub(super) handler: Option<usize>,
    pub(super) condition: Condition,
    /// Where its own condition stands.
    pub(super) condition_start: NodeIndex,
    pub(super) condition_end: NodeIndex,
    /// Whether its condition asks for what is neither given to the function nor made by it.
    pub(super) asks_elsewhere: bool,
}

/// The condition that arms a branch.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Condition {
    pub(super) start: NodeIndex,
    pub(super) end: NodeIndex,
    /// Whether it reads more than parameters.
    pub(super) strong: bool,
}

/// A place where a function refuses its input.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guard {
    pub(super) condition: Condition,
    pub(super) start: NodeIndex,
    pub(super) end: NodeIndex,
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
            told: Cell::default(),
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
            hollow: Vec::new(),
            inner: Vec::new(),
            caught: BTreeMap::new(),
            kept: Vec::new(),
            silenced: Vec::new(),
            contracts: verdict::contracts(outline, view.text),
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

    pub(super) fn frame(&mut self, start: NodeIndex, end: NodeIndex, kind: FrameKind) {
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
            // In what a macro is given, a word that is a keyword elsewhere may be a name.
            let quotes = node.parent().is_some_and(|parent| view.role(parent) == Role::Tokens);
            if quotes && node.children == 0 && view.words(index).starts_with(char::is_alphabetic) {
                let number = self.symbols.number(view.words(index));
                self.symbols.change(number, |symbol| symbol.read = index);
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
            Role::Import => {
                // In a handler, another module takes the place of the one that is not there.
                self.last.act = index;
                return after;
            }
            Role::Opaque => return after,
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
                match condition.map_or(Truth::Open, |condition| self.judge.truth(view, condition)) {
                    Truth::Open if condition.is_some_and(|it| narrow::denies_one(view, it)) => {}
                    Truth::Open => self.frame(index, after, FrameKind::Assert),
                    Truth::Always => {
                        self.idle(index, IdleKind::Check);
                        self.lose_range(index, after);
                    }
                    Truth::Never | Truth::Equal | Truth::Unequal => {}
                }
            }
            Role::Raise => return self.raise(index, node),
            Role::Return => return self.open_return(index, node),
            Role::Jump | Role::ValueJump => self.leave(index),
            Role::Statement => match kind.nuance {
                Nuance::Acting => self.act(),
                Nuance::Jump => self.leave(index),
                _ => {}
            },
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

    /// A statement that goes on elsewhere.
    fn leave(&mut self, index: NodeIndex) {
        self.last.act = index;
        self.last.jump = index;
        self.exit(index);
    }

    /// Whether a word is a name in a pattern.
    pub(super) fn is_named_by(&self, index: NodeIndex, node: &FlatNode) -> bool {
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
    pub(super) fn deed(&mut self, index: NodeIndex) {
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

    pub(super) fn comment(&mut self, span: Span) {
        if let Some(open) = self.open.last_mut() {
            let text = span.of(self.view.text);
            open.draft.is_open |= words::says_unwritten(text);
            open.draft.is_hook |= words::says_hook(text);
            open.draft.is_explained |= words::gives_reason(text);
        }
    }

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
                FrameKind::Branch => self.close_branch(&frame),
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
        if self.last.call >= frame.start
            && let Some(inner) = self.first_named(frame.start)
        {
            self.close_calling(inner);
        }
        let Some(open) = self.open.last().filter(|_| self.last.call < frame.start) else { return };
        let Some(inner) = self.first_named(frame.start) else { return };
        let role = view.role(inner);
        let computes = matches!(role, Role::Binary | Role::Identifier)
            || matches!(view.nuance(inner), Nuance::Arithmetic | Nuance::Comparison);
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
        // `case ... -> value;` gives the value of a `switch`.
        let is_given =
            view.parent(frame.start).is_some_and(|around| view.nuance(around) == Nuance::CaseValue);
        // What may not be there is named in order to fail.
        let block = view.parent(frame.start).and_then(|block| view.parent(block));
        let is_tried = block.is_some_and(|around| view.role(around) == Role::Statement);
        let is_test = self.outline.functions.get(open.function).is_some_and(|function| function.is_test);
        if computes
            && !effects
            && !is_tried
            && !is_given
            && view.node(inner).is_some_and(|node| !node.is_error())
        {
            self.work.idle.push(Idle { span: view.span(inner), kind: IdleKind::Value, is_test });
        }
    }

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
