//! Opens nodes with children: the frame, and the effects of the role and the parent.

use tree_sitter::FlatNode as Node;

use crate::language::role::{Bind, Role, Slot, Token, marks};
use crate::language::tables::Kind;
use crate::text::Span;

use super::complexity::raises;
use super::frame::{Frame, NONE, flags};
use super::outline::Macro;
use super::walk::Walk;

/// The fewest bytes of the tokens of a macro that may be a function worth a look.
const LEAST_OF_MACRO: usize = 120;

impl Walk<'_> {
    /// Opens the frame of a node with children.
    pub(super) fn open(
        &mut self,
        node: Node<'_>,
        id: u16,
        kind: Kind,
        slot: Slot,
        bind: Bind,
        span: Span,
    ) -> bool {
        let parent = self.frames.last().copied();
        let role = kind.role;
        let mut frame = Frame {
            kind: id,
            role,
            slot,
            bind,
            flags: 0,
            fields: kind.fields,
            nesting: 0,
            depth: 0,
            span,
            children: 0,
            name: Span::default(),
            name_index: NONE,
            object: Span::default(),
            doc: NONE,
            index: NONE,
        };
        if let Some(parent) = &parent {
            self.settle(parent, &mut frame);
        }
        if self.language.doc_comments.docstrings.is_some()
            && role == Role::ExpressionStatement
            && self.docstring(node, parent.as_ref())
        {
            return false;
        }
        if self.run.is_some() && takes_documentation(role) {
            self.take_run(span);
        }
        if self.pending_doc != NONE && self.decorators == 0 && takes_documentation(role) {
            frame.doc = std::mem::replace(&mut self.pending_doc, NONE);
        }
        self.open_loose(&frame);
        self.open_role(node, &mut frame, parent.as_ref());
        if kind.judged {
            self.judge(node, &mut frame);
        }
        frame.nesting = self.nesting;
        frame.depth = self.depth;
        self.frames.push(frame);
        true
    }

    /// Applies the effects of the parent on a new frame: nesting, and inherited flags.
    fn settle(&mut self, parent: &Frame, frame: &mut Frame) {
        let (role, slot) = (frame.role, frame.slot);
        let (deeper, flow) = raises(parent, role, slot);
        if deeper {
            self.nesting = parent.nesting.saturating_add(1);
        }
        if flow {
            self.depth = parent.depth.saturating_add(1);
            self.counts.depth = self.counts.depth.max(self.depth);
        }
        frame.flags |= parent.flags & (flags::BASES | flags::LOOP_HEAD | flags::RECEIVER);
        match parent.role {
            Role::Function | Role::Constructor | Role::Closure if slot == Slot::Body => {
                self.enter_body(parent, frame);
            }
            Role::Class | Role::AbstractClass | Role::Interface if slot == Slot::Body => {
                frame.flags |= flags::TYPE_BODY;
            }
            Role::Class if slot == Slot::Bases => {
                frame.flags |= flags::BASES;
                self.inherit(frame.span);
            }
            Role::If if role == Role::If && slot == Slot::Alternative => frame.flags |= flags::ELSE_IF,
            Role::Else if role == Role::If => frame.flags |= flags::ELSE_IF,
            Role::Catch if slot == Slot::Body || role == Role::Block => {
                frame.flags |= flags::HANDLER_BODY;
                self.enter_handler_body();
            }
            Role::Loop | Role::If | Role::Switch if slot == Slot::Init => frame.flags |= flags::LOOP_HEAD,
            Role::Block if role == Role::Statements => frame.flags |= parent.flags & flags::HANDLER_BODY,
            Role::Extension if slot == Slot::Type => frame.flags |= flags::RECEIVER,
            _ => {}
        }
        if parent.has(flags::CHECK) && matches!(slot, Slot::Consequence | Slot::Body | Slot::Value) {
            frame.flags |= flags::HANDLER_BODY;
            self.enter_handler_body();
        }
        match role {
            Role::LoopHead => frame.flags |= flags::LOOP_HEAD,
            Role::ParameterGroup => {
                frame.flags |= parent.flags & flags::PARAMETERS;
                frame.index = parent.index;
            }
            Role::Parameters if slot == Slot::Receiver => frame.flags |= flags::RECEIVER,
            _ => {}
        }
        if role == Role::Heritage {
            frame.flags |= flags::BASES;
        }
        if frame.bind == Bind::Parameter || (frame.bind == Bind::Loop && parent.role == Role::Parameters) {
            frame.index = parent.index;
        }
    }

    fn enter_body(&mut self, parent: &Frame, frame: &mut Frame) {
        let Some(function) = self.out.functions.get_mut(parent.index as usize) else {
            // A lambda: nested if it is inside a function.
            if self.function() != NONE {
                self.nesting = parent.nesting.saturating_add(1);
            }
            return;
        };
        function.body = frame.span;
        frame.flags &= !flags::LOOP_HEAD;
        self.nesting = if function.parent.is_some() { parent.nesting.saturating_add(1) } else { 0 };
        if frame.role == Role::Block {
            frame.flags |= flags::FUNCTION_BODY;
        } else {
            // If the body is an expression, the function returns it.
            self.counts.returns = self.counts.returns.saturating_add(1);
            self.statement();
        }
        if let Some(scope) = self.scopes.last_mut() {
            scope.hash = (self.hash, self.hash);
        }
    }

    /// Applies the effects of a role when its node opens.
    fn open_role(&mut self, node: Node<'_>, frame: &mut Frame, parent: Option<&Frame>) {
        match frame.role {
            Role::Error => self.open_error(frame.span),
            Role::Function | Role::Constructor if self.is_too_deep() => {
                self.statement();
                frame.role = Role::Block;
            }
            Role::Function | Role::Constructor => {
                self.statement();
                let overload = parent
                    .is_some_and(|parent| parent.role == Role::Decorated && parent.has(marks::OVERLOAD));
                if overload || self.tables.body.is_some_and(|body| node.child_by_field_id(body).is_none()) {
                    frame.role = Role::Signature;
                    self.open_signature(frame);
                } else {
                    self.open_function(frame);
                }
            }
            Role::Closure => self.open_closure(node, frame, parent),
            Role::Class | Role::AbstractClass | Role::Interface | Role::TypeAlias => {
                self.statement();
                self.open_type(frame);
                self.label_type(node, frame);
            }
            Role::TypeBody
                if parent.is_none_or(|parent| !matches!(parent.role, Role::Class | Role::AbstractClass)) =>
            {
                frame.flags |= flags::OPENED_TYPE;
                self.open_type(frame);
            }
            Role::Heritage => self.inherit(frame.span),
            Role::TypeSpec => {
                frame.role = self.named_type(node);
                self.statement();
                self.open_type(frame);
            }
            Role::Extension => {
                self.statement();
                self.open_extension();
            }
            Role::Namespace => {
                self.statement();
                self.open_namespace();
            }
            Role::Parameters if matches!(frame.slot, Slot::Receiver | Slot::ReturnType) => {}
            Role::Parameters => {
                let owner = parent.map_or(Role::Other, |parent| parent.role);
                if matches!(owner, Role::Function | Role::Constructor | Role::Closure | Role::Class) {
                    frame.flags |= flags::PARAMETERS;
                    frame.index = match owner {
                        Role::Class => NONE,
                        _ => parent.map_or(NONE, |parent| parent.index),
                    };
                }
            }
            Role::Signature => {
                self.statement();
                self.open_signature(frame);
            }
            Role::Import => {
                self.statement();
                self.import(node);
            }
            Role::Export => {
                self.has_exports = true;
                self.import(node);
            }
            Role::Decorator => self.decorators = self.decorators.saturating_add(1),
            Role::If
            | Role::Loop
            | Role::DoLoop
            | Role::Switch
            | Role::Jump
            | Role::ValueJump
            | Role::Statement
            | Role::Declaration
            | Role::AssignmentStatement
            | Role::Field
                if !frame.has(flags::ELSE_IF | flags::LOOP_HEAD) =>
            {
                self.statement();
            }
            Role::Return => {
                self.statement();
                self.counts.returns = self.counts.returns.saturating_add(1);
            }
            Role::Raise => {
                self.statement();
                self.raise();
            }
            Role::Assert => {
                self.statement();
                self.counts.assertions = self.counts.assertions.saturating_add(1);
                self.out.assertions = self.out.assertions.saturating_add(1);
            }
            Role::ExpressionStatement => self.effects.push(false),
            Role::Assignment => self.effect(),
            Role::Effect => {
                self.effect();
                self.loose_effect();
            }
            Role::Ascription => frame.flags |= flags::TYPED,
            Role::Call | Role::New => {
                self.effect();
                self.counts.calls = self.counts.calls.saturating_add(1);
                if frame.role == Role::New {
                    self.creation(frame.span);
                }
            }
            Role::Arguments => {
                if let Some(call) = parent {
                    frame.flags |= call.flags & flags::TEST_CALL;
                }
            }
            Role::Tokens => self.open_tokens(frame.span, parent),
            Role::Catch => self.open_handler(frame),
            Role::Boolean => self.open_sequence(frame),
            Role::Element => self.open_choice(frame.span),
            Role::Binary => {
                let operator = self.tables.operator.and_then(|field| node.child_by_field_id(field));
                let token = operator.map_or(Token::Other, |token| self.tables.kind(token.kind_id()).token);
                if matches!(token, Token::And | Token::Or) {
                    self.open_sequence(frame);
                }
            }
            Role::Parenthesized => {
                frame.flags |= parent.map_or(0, |parent| parent.flags & (flags::LOGICAL | flags::TYPED));
            }
            Role::Object | Role::Declarator => {
                frame.flags |= parent.map_or(0, |parent| parent.flags & (flags::EXPORTING | flags::TYPED));
            }
            _ => {}
        }
    }

    /// Tokens that are not read. Of parentheses among them, the name right before is called.
    fn open_tokens(&mut self, span: Span, around: Option<&Frame>) {
        if around.is_some_and(|around| around.role != Role::Tokens) {
            self.open_macro(span);
        }
        let name = around.filter(|around| around.role == Role::Tokens).map(|around| around.name);
        let called = name.filter(|name| !name.is_empty() && name.end == span.start);
        if let Some(name) = called
            && self.decorators == 0
            && span.of(self.text).starts_with('(')
        {
            self.counts.calls = self.counts.calls.saturating_add(1);
            self.out.calls.push(name);
        }
    }

    /// Notes the tokens of a macro, if they may be code.
    fn open_macro(&mut self, tokens: Span) {
        if tokens.len() < LEAST_OF_MACRO || self.decorators > 0 || self.in_test() {
            return;
        }
        // The call itself, or the definition around the rule.
        let mut around = self.frames.iter().rev();
        let is_macro = |frame: &&Frame| matches!(frame.role, Role::Call | Role::Statement);
        let Some(frame) = around.by_ref().take(2).find(is_macro) else { return };
        // As a value, it gives an expression.
        let is_value = |around: &Frame| {
            matches!(around.role, Role::Arguments | Role::Binary | Role::Declaration | Role::Declarator)
        };
        if around.next().is_some_and(|around| !is_value(around)) {
            let tokens = Span { start: tokens.start.saturating_add(1), end: tokens.end.saturating_sub(1) };
            self.out.macros.push(Macro { span: frame.span, tokens });
        }
    }

    /// The role of a type whose name comes before its definition.
    fn named_type(&self, node: Node<'_>) -> Role {
        let kind = self.tables.type_field.and_then(|field| node.child_by_field_id(field));
        match kind.map_or(Role::Other, |kind| self.tables.kind(kind.kind_id()).role) {
            Role::StructType => Role::Class,
            Role::InterfaceType => Role::Interface,
            _ => Role::TypeAlias,
        }
    }

    /// Opens a function or method without a body.
    fn open_signature(&mut self, frame: &mut Frame) {
        if self.language.dialect.redefines {
            frame.doc = self.take_doc(frame).unwrap_or(NONE);
        }
    }

    /// Opens a closure. One with a block as its body, or one that takes the name of a variable, is a function of the
    /// outline; any other is an expression of the enclosing function.
    fn open_closure(&mut self, node: Node<'_>, frame: &mut Frame, parent: Option<&Frame>) {
        let label = self.label(frame.slot);
        let body = self.tables.body.and_then(|field| node.child_by_field_id(field));
        let has_block = body.is_some_and(|body| self.tables.kind(body.kind_id()).role == Role::Block);
        frame.flags |= flags::PARAMETERS;
        let is_test = parent.is_some_and(|parent| parent.has(flags::TEST_CALL));
        // A function that only gives a function states the result with it.
        if frame.slot == Slot::Body
            && let Some(outer) = parent.filter(|parent| parent.role == Role::Closure)
            && let Some(outer) = self.out.functions.get_mut(outer.index as usize)
        {
            outer.typed_return = true;
        }
        if (has_block || is_test || !label.name.is_empty()) && !self.is_too_deep() {
            self.open_function(frame);
            if !label.name.is_empty() {
                self.name_closure(label.name, label.index);
            }
            if label.typed
                && let Some(scope) = self.scopes.last_mut()
            {
                scope.typed = true;
            }
        }
    }

    /// The name that holds a value in this field of the innermost frame.
    fn label(&self, slot: Slot) -> Label {
        let mut label = Label { name: Span::default(), index: NONE, typed: false };
        let mut slot = slot;
        for holder in self.frames.iter().rev().take(8) {
            match holder.role {
                // The value with its type, or in parentheses.
                Role::Ascription | Role::Parenthesized => label.typed |= holder.has(flags::TYPED),
                // The first value of a list belongs to the first name.
                Role::List if holder.children == 1 => {}
                Role::Declarator
                | Role::Declaration
                | Role::Assignment
                | Role::AssignmentStatement
                | Role::Field
                    if matches!(slot, Slot::Right | Slot::Value) =>
                {
                    label.typed |= holder.has(flags::TYPED);
                    return Label { name: holder.name, index: holder.name_index, ..label };
                }
                _ => return label,
            }
            slot = holder.slot;
        }
        label
    }

    /// Names a class without a name after the variable that holds it.
    fn label_type(&mut self, node: Node<'_>, frame: &Frame) {
        let bare = self.tables.name_field.is_some_and(|field| node.child_by_field_id(field).is_none());
        let label = if bare { self.label(frame.slot).name } else { Span::default() };
        if frame.role == Role::Class && !label.is_empty() {
            self.name_type(label);
        }
    }
}

/// The name of what holds a value.
struct Label {
    name: Span,
    /// Its index in the outline.
    index: u32,
    /// Whether the type of the value is stated.
    typed: bool,
}

/// Whether documentation before a node of this role belongs to it or to the definition inside it.
fn takes_documentation(role: Role) -> bool {
    Frame::passes_documentation(role)
        || matches!(
            role,
            Role::Function
                | Role::Constructor
                | Role::Closure
                | Role::Signature
                | Role::Class
                | Role::AbstractClass
                | Role::Interface
                | Role::TypeAlias
                | Role::TypeSpec
        )
}
