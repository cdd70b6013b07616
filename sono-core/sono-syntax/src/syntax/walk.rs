//! The walk: one pass over a syntax tree, without recursion, that fills an outline.

use std::num::NonZeroU16;

use tree_sitter::{FlatNode as Node, FlatTree as Nodes};

use crate::language::Language;
use crate::language::role::{Bind, Role, Slot, Token, marks};
use crate::language::tables::{ERROR_KIND, Kind, Tables};
use crate::text::Span;

use super::checks::Checks;
use super::comments::Run;
use super::complexity::Cognitive;
use super::flat::{is_after, is_around};
use super::frame::{Frame, NONE, flags};
use super::handlers::OpenHandler;
use super::loose::{Loose, Script};
use super::names::{Key, Member};
use super::outline::{Function, LineCounts, Outline};
use super::reading::Reading;
use super::scope::{Counts, Extension, Scope};
use super::tokens::{Lines, TokenHash};
use super::trouble::Trouble;
use super::work::Work;

/// The number of nodes between two calls of `interrupt`.
const BETWEEN_INTERRUPTS: u64 = 4_096;

/// Buffers that are reused between walks.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub(super) frames: Vec<Frame>,
    pub(super) lines: Lines,
}

/// The state of a walk.
pub(super) struct Walk<'a> {
    pub(super) text: &'a str,
    pub(super) tables: &'static Tables,
    pub(super) language: &'static Language,
    pub(super) out: Outline,
    pub(super) frames: Vec<Frame>,
    pub(super) scopes: Vec<Scope>,
    pub(super) counts: Counts,
    pub(super) cognitive: Cognitive,
    pub(super) lines: Lines,
    pub(super) hash: TokenHash,
    pub(super) keys: Vec<Key>,
    pub(super) handlers: Vec<OpenHandler>,
    pub(super) trouble: Option<Trouble>,
    pub(super) extensions: Vec<Extension>,
    /// The methods of types, each with what tells it from the others of its type.
    pub(super) methods: Vec<(u32, u64)>,
    /// The last member whose definition may go on with the next.
    pub(super) member: Option<Member>,
    /// The open statement outside functions.
    pub(super) loose: Option<Loose>,
    /// The code outside functions that acts, so far.
    pub(super) script: Script,
    pub(super) exported: Vec<Span>,
    pub(super) has_exports: bool,
    /// The current nesting, as counted by cognitive complexity.
    pub(super) nesting: u32,
    /// The current depth of control flow.
    pub(super) depth: u32,
    /// Marks from decorators that are siblings of their definition.
    pub(super) pending_marks: u32,
    /// The index of documentation that the next definition can take.
    pub(super) pending_doc: u32,
    /// Plain comments that may document the next definition.
    pub(super) run: Option<Run>,
    /// Whether the open definition's first token is yet to come, after its decorators.
    pub(super) pending_start: bool,
    /// The number of open decorators.
    pub(super) decorators: u32,
    /// Whether the text begins in the middle of a comment.
    pub(super) in_comment: bool,
    /// Whether the text ends where it does because a budget did.
    pub(super) is_cut: bool,
    /// The end of the last token.
    pub(super) token_end: u32,
    /// For each open expression statement, whether it has an effect.
    pub(super) effects: Vec<bool>,
}

/// An empty outline.
pub(super) fn blank(language: &'static Language) -> Outline {
    Outline {
        language,
        functions: Vec::new(),
        module: Function::default(),
        types: Vec::new(),
        comments: Vec::new(),
        imports: Vec::new(),
        handlers: Vec::new(),
        names: Vec::new(),
        calls: Vec::new(),
        macros: Vec::new(),
        errors: Vec::new(),
        gaps: Vec::new(),
        fragment: None,
        acting: 0,
        first_acting: None,
        increments: Vec::new(),
        failures: Vec::new(),
        error_bytes: 0,
        token_bytes: 0,
        statements: 0,
        raises: 0,
        assertions: 0,
        lines: LineCounts::default(),
        nodes: 0,
        work: Work::default(),
        checks: Checks::default(),
        reading: Reading::default(),
        truncated: false,
    }
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        text: &'a str,
        language: &'static Language,
        is_test: bool,
        has_error: bool,
        scratch: &mut Scratch,
    ) -> Self {
        let mut frames = std::mem::take(&mut scratch.frames);
        frames.clear();
        let mut lines = std::mem::take(&mut scratch.lines);
        lines.reset(text);
        Self {
            text,
            tables: language.tables(),
            language,
            out: blank(language),
            frames,
            scopes: vec![Scope::module(is_test)],
            counts: Counts { cyclomatic: 1, ..Counts::default() },
            cognitive: Cognitive::default(),
            lines,
            hash: TokenHash::default(),
            keys: Vec::new(),
            handlers: Vec::new(),
            trouble: has_error.then(Trouble::default),
            extensions: Vec::new(),
            methods: Vec::new(),
            member: None,
            loose: None,
            script: Script::default(),
            exported: Vec::new(),
            has_exports: false,
            nesting: 0,
            depth: 0,
            pending_marks: 0,
            pending_doc: NONE,
            run: None,
            pending_start: false,
            decorators: 0,
            in_comment: false,
            is_cut: false,
            token_end: 0,
            effects: Vec::new(),
        }
    }

    /// Walks over the nodes of a tree. Passes over those of the frame around a piece of code, of which the first `framed`
    /// begin before it. Visits none after `interrupt` stops the walk.
    pub(super) fn run<E>(
        &mut self,
        nodes: &Nodes,
        framed: u32,
        interrupt: &dyn Fn() -> Result<(), E>,
    ) -> Result<(), E> {
        self.out.truncated |= nodes.is_cut();
        // About as many as code has, so that the lists seldom move.
        let count = nodes.nodes().size_hint().0;
        self.out.functions.reserve(count / 256);
        self.out.names.reserve(count / 32);
        // The ends of the open nodes.
        let mut ends: Vec<u32> = Vec::new();
        let mut index = 0;
        let mut visited = 0_u64;
        while let Some(node) = nodes.node(index) {
            while ends.pop_if(|end| *end <= index).is_some() {
                self.close();
            }
            visited = visited.saturating_add(1);
            if visited.is_multiple_of(BETWEEN_INTERRUPTS) {
                interrupt()?;
            }
            if is_around(index, framed) {
                index = index.saturating_add(1);
                continue;
            }
            let slot = match self.frames.last() {
                Some(parent) if parent.fields => self.tables.slot(NonZeroU16::new(node.field_id())),
                _ => Slot::None,
            };
            if !is_after(&node, framed, self.text) && self.visit(node, slot) {
                ends.push(node.after());
                index = index.saturating_add(1);
            } else {
                index = node.after();
            }
        }
        while !self.frames.is_empty() {
            self.close();
        }
        Ok(())
    }

    /// Visits a node. Returns true if its children must be visited; its frame is then open.
    fn visit(&mut self, node: Node<'_>, slot: Slot) -> bool {
        let id = node.kind_id();
        let kind = self.tables.kind(id);
        let slot = match self.frames.last() {
            Some(parent) if parent.role == Role::Member && slot == Slot::Value => Slot::Object,
            _ => slot,
        };
        let span = Span::new(node.start_byte(), node.end_byte());
        if kind.named {
            self.out.nodes = self.out.nodes.saturating_add(1);
        }
        if kind.role == Role::Comment {
            self.comment(span);
            return false;
        }
        let names_nothing = matches!(kind.role, Role::Parameters | Role::Decorator);
        let bind = if names_nothing { Bind::None } else { self.binding(slot) };
        let inner = node.child_count() > 0 && !matches!(kind.role, Role::Opaque | Role::Text);
        if kind.named && kind.role != Role::Punctuation && !self.enter_child(kind.role, slot, bind, span) {
            return false;
        }
        if inner {
            return self.open(node, id, kind, slot, bind, span);
        }
        if span.is_empty() {
            if node.is_missing() {
                self.missing(id, kind.token, span);
            }
            return self.frames.is_empty() && node.child_count() > 0;
        }
        self.leaf(id, kind, slot, bind, span);
        false
    }

    /// The kind of name that a node in this field of the innermost frame is.
    fn binding(&self, slot: Slot) -> Bind {
        let Some(parent) = self.frames.last() else { return Bind::None };
        match self.tables.bind(parent.kind, slot) {
            Bind::Inherit => parent.bind,
            Bind::Parameter if !parent.has(flags::PARAMETERS) => Bind::None,
            // A declarator that is a parameter.
            Bind::Variable if parent.bind == Bind::Parameter => Bind::Parameter,
            bind => bind,
        }
    }

    /// Applies the effects of a named child on its parent. Returns whether to visit it.
    fn enter_child(&mut self, role: Role, slot: Slot, bind: Bind, span: Span) -> bool {
        let Some(parent) = self.frames.last_mut() else { return true };
        parent.children = parent.children.saturating_add(1);
        if parent.role == Role::Jump || (parent.role == Role::ValueJump && role == Role::Label) {
            let jump = parent.span;
            self.fundamental(jump);
            return true;
        }
        let (index, flagged) = (parent.index, parent.flags);
        if parent.role == Role::Catch && role != Role::Block && slot != Slot::Body {
            self.typed_handler();
            return true;
        }
        if parent.role == Role::Extension
            && slot == Slot::Contract
            && let Some(scope) = self.scopes.last_mut()
        {
            scope.contract = true;
        }
        if parent.role == Role::Export && slot == Slot::Declaration {
            parent.flags |= flags::HAS_DEFINITION;
        }
        if bind == Bind::Parameter {
            if parent.has(flags::PARAMETERS) && self.tables.bind(parent.kind, slot) == Bind::Parameter {
                self.open_parameter(index, span, role);
            }
        } else if slot == Slot::Type && parent.bind == Bind::Parameter
            || slot == Slot::Value
                && parent.bind == Bind::Parameter
                && self.language.dialect.literals_state_types
                && is_literal(span.of(self.text))
        {
            self.type_parameter(index);
        } else if (slot == Slot::ReturnType || (slot == Slot::Type && self.language.dialect.type_before_name))
            && matches!(parent.role, Role::Function | Role::Closure)
            && let Some(function) = self.out.functions.get_mut(index as usize)
        {
            function.typed_return = true;
        } else if slot == Slot::Type
            && matches!(parent.role, Role::Declarator | Role::Declaration | Role::Field | Role::Assignment)
        {
            parent.flags |= flags::TYPED;
        }
        if flagged & flags::FUNCTION_BODY != 0 {
            let body = &mut self.counts.body;
            let count = match role {
                Role::Function | Role::Decorated => &mut body.0,
                Role::Return => &mut body.1,
                _ => &mut body.2,
            };
            *count = count.saturating_add(1);
        }
        self.enter_value(role, slot);
        true
    }

    /// Applies the effects of a child as the value of a block, or as the handling of an error.
    fn enter_value(&mut self, role: Role, slot: Slot) {
        let Some(parent) = self.frames.last().copied() else { return };
        if self.language.dialect.block_values && parent.role == Role::Block && is_value(role) {
            if parent.has(flags::FUNCTION_BODY) {
                self.counts.returns = self.counts.returns.saturating_add(1);
            }
            self.statement();
        }
        if parent.has(flags::CHECK) && slot == Slot::Value {
            self.enter_handler_body();
            if !matches!(role, Role::Block | Role::Nothing) {
                self.handler_acts();
            }
        } else if parent.has(flags::HANDLER_BODY) && !matches!(parent.role, Role::Block | Role::Statements) {
            self.handler_acts();
        }
    }

    /// Closes the innermost frame.
    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        if frame.slot == Slot::Object
            && let Some(parent) = self.frames.last_mut()
        {
            parent.object = frame.span;
        }
        (self.nesting, self.depth) =
            self.frames.last().map_or((0, 0), |parent| (parent.nesting, parent.depth));
        if frame.has(flags::SEQUENCE) {
            self.close_sequence();
        }
        match frame.role {
            Role::Function | Role::Constructor => self.close_function(&frame),
            Role::Closure if frame.index != NONE => self.close_function(&frame),
            Role::Class | Role::AbstractClass | Role::Interface | Role::TypeAlias => self.close_type(&frame),
            Role::Extension | Role::Namespace => {
                self.scopes.pop();
            }
            Role::TypeBody if frame.has(flags::OPENED_TYPE) => self.close_type(&frame),
            // `pub(crate)`
            Role::Modifier if frame.children > 0 => self.modifier(Token::Private),
            Role::ExpressionStatement => {
                let acts = self.effects.pop() == Some(true);
                if !frame.has(flags::STATED) {
                    if acts {
                        self.statement();
                    }
                } else if self.frames.last().is_some_and(|parent| parent.has(flags::HANDLER_BODY)) {
                    self.handler_acts();
                }
            }
            Role::Export if !frame.has(flags::HAS_DEFINITION) => self.statement(),
            Role::Catch => self.close_handler(),
            Role::Member => self.close_member(&frame),
            Role::Call if frame.slot == Slot::Callee && frame.has(flags::TEST_CALL) => {
                // `test.each(table)(name, callback)`
                if let Some(call) = self.frames.last_mut() {
                    call.flags |= flags::TEST_CALL;
                }
            }
            Role::Arguments => self.close_arguments(&frame),
            Role::Decorator => self.close_decorator(&frame),
            Role::Modifiers => {
                let defines = self.frames.last().is_some_and(|parent| parent.index != NONE);
                if let Some(scope) = self.scopes.last_mut().filter(|_| defines) {
                    scope.marks |= frame.flags & marks::ALL;
                    scope.is_test |= frame.flags & marks::TEST != 0;
                    scope.is_private |= frame.flags & marks::PRIVATE != 0;
                }
            }
            Role::Error => {
                self.close_error();
            }
            _ => {
                if frame.has(flags::FUNCTION_BODY)
                    && let Some(scope) = self.scopes.last_mut()
                {
                    scope.hash.1 = self.hash;
                }
            }
        }
        if frame.has(flags::CHECK) {
            self.close_handler();
        }
        self.settle_error(&frame);
        self.close_loose(&frame);
    }

    /// Counts a statement or declaration.
    pub(super) fn statement(&mut self) {
        if let Some(parent) = self.frames.last_mut().filter(|parent| parent.role == Role::ExpressionStatement)
        {
            // An expression that is a statement counts once.
            parent.flags |= flags::STATED;
        }
        self.counts.statements = self.counts.statements.saturating_add(1);
        self.out.statements = self.out.statements.saturating_add(1);
        if self.frames.last().is_some_and(|parent| parent.has(flags::HANDLER_BODY)) {
            self.handler_acts();
        }
    }

    /// Records that the open expression statement has an effect.
    pub(super) fn effect(&mut self) {
        if let Some(effect) = self.effects.last_mut() {
            *effect = true;
        }
    }

    /// Visits a token.
    fn leaf(&mut self, id: u16, kind: Kind, slot: Slot, bind: Bind, span: Span) {
        let length = u32::try_from(span.len()).unwrap_or(u32::MAX);
        self.out.token_bytes = self.out.token_bytes.saturating_add(length);
        if self.decorators == 0 {
            self.pending_doc = NONE;
            self.pending_marks = 0;
            self.run = None;
            if self.pending_start {
                self.start_definition(span.start);
            }
        }
        self.lines.mark_code(span);
        if self.function() != NONE {
            let text = if kind.named { Some(span.of(self.text)) } else { None };
            self.hash.push(id, text);
        }
        if self.trouble.is_some() {
            self.bracket(kind.token, span);
        }
        let in_error = self.frames.last().is_some_and(|parent| parent.role == Role::Error);
        if in_error || id == ERROR_KIND {
            self.out.error_bytes = self.out.error_bytes.saturating_add(length);
            self.stray_token(kind, span, id == ERROR_KIND);
        } else if self.trouble.is_some() && kind.role == Role::Identifier {
            self.misread_keyword(kind, span);
        } else if kind.token != Token::Other {
            match kind.token {
                Token::Private | Token::Public | Token::Abstract | Token::Override => {
                    self.modifier(kind.token);
                }
                Token::Setter => self.setter(),
                Token::Delete => self.effect(),
                token => self.decision(token, span),
            }
        }
        if kind.named {
            self.word(kind.role, slot, bind, span);
        }
        self.token_end = span.end;
    }

    /// Visits a leaf that is a word.
    fn word(&mut self, role: Role, slot: Slot, bind: Bind, span: Span) {
        let Some(parent) = self.frames.last_mut() else { return };
        match slot {
            Slot::Name | Slot::Key | Slot::Left | Slot::Property | Slot::Pattern => parent.name = span,
            Slot::Object => parent.object = span,
            _ if parent.role == Role::Tokens && role == Role::Identifier => parent.name = span,
            _ => {}
        }
        let parent = *parent;
        if parent.role == Role::List
            && matches!(parent.slot, Slot::Left | Slot::Name)
            && let Some(declaration) = self.declaring()
        {
            declaration.name = span;
        }
        if parent.has(flags::RECEIVER) || (parent.role == Role::Extension && slot == Slot::Type) {
            self.receiver_word(role, span);
        }
        match role {
            Role::Identifier if bind != Bind::None => self.bind(span, bind),
            Role::Other | Role::Text if matches!(bind, Bind::Function | Bind::Type) => self.bind(span, bind),
            Role::Modifier => {
                let word = span.of(self.text);
                let mut tokens = self.language.tokens.iter().flat_map(|part| part.iter());
                let token = tokens.find(|(known, _)| *known == word);
                self.modifier(token.map_or(Token::Private, |(_, token)| *token));
            }
            Role::Text if parent.role == Role::Arguments => self.import_argument(span),
            _ => {}
        }
        if parent.calls(slot) {
            self.callee(parent.object, span);
        }
        if parent.has(flags::BASES) || !self.handlers.is_empty() {
            self.type_word(&parent, role, span);
        }
        if self.language.access.exports && role == Role::Identifier {
            let exporting = parent.has(flags::EXPORTING)
                && !matches!(slot, Slot::Left | Slot::Key)
                && parent.role != Role::Member;
            let listed = matches!(parent.role, Role::ExportSpecifier if slot == Slot::Name)
                || (parent.role == Role::Export && matches!(slot, Slot::Value | Slot::None));
            if exporting || listed {
                self.exported.push(span);
            }
        }
    }

    /// The number of lines of code before a token; its own line is not counted, even if it has other code.
    pub(super) fn lines_before(&mut self, offset: u32) -> u32 {
        let shared = u32::from(self.lines.shares_line(offset));
        self.lines.code.saturating_sub(shared)
    }
}

/// Whether a text is a number, a string or a truth value.
fn is_literal(text: &str) -> bool {
    let plain = text.strip_prefix('-').unwrap_or(text);
    plain.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '"' | '\'' | '`'))
        || matches!(text, "true" | "false")
}

/// Whether a node of this role is an expression.
fn is_value(role: Role) -> bool {
    matches!(
        role,
        Role::Other
            | Role::Opaque
            | Role::Identifier
            | Role::Str
            | Role::Text
            | Role::Closure
            | Role::Ternary
            | Role::Assignment
            | Role::Effect
            | Role::Boolean
            | Role::Binary
            | Role::Parenthesized
            | Role::Ascription
            | Role::Call
            | Role::Generic
            | Role::New
            | Role::Member
            | Role::Object
            | Role::Element
    )
}
