//! Names: their kinds, their scopes, and the names of calls.

use tree_sitter::FlatNode as Node;

use crate::language::role::{Bind, Role, Slot, marks};
use crate::text::Span;

use super::frame::{Frame, NONE, flags};
use super::outline::{Name, NameKind, Parameter};
use super::scope::ScopeKind;
use super::tokens::hash_text;
use super::walk::Walk;
use crate::language::Import;

/// The key of a declaration: the kind and index of its scope, and the hash of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    scope: (u8, u32),
    hash: u64,
    /// The index of the name in the outline.
    name: u32,
}

/// The part of a creation in which the name of its type ends, in bytes.
const LONGEST_CREATED: usize = 400;

/// A function or signature, as long as the next one may be a part of the same member.
#[derive(Debug, Clone, Copy)]
pub(super) struct Member {
    name: Span,
    /// The function and the type around it, and the number of scopes.
    around: (u32, u32, usize),
    /// The index of its documentation.
    doc: u32,
    /// Whether it states its types for the definition that follows.
    is_signature: bool,
}

impl Walk<'_> {
    /// Records a name. Returns its index in the outline.
    fn declare(&mut self, span: Span, kind: NameKind, scope: (u8, u32)) -> u32 {
        let text = span.of(self.text);
        if text == "_" {
            return NONE;
        }
        let index = u32::try_from(self.out.names.len()).unwrap_or(NONE);
        self.keys.push(Key { scope, hash: hash_text(text), name: index });
        let is_test = self.in_test();
        let function = Some(self.function()).filter(|function| *function != NONE);
        let prescribed = self.scopes.last().is_some_and(|scope| scope.marks & marks::PRESCRIBED != 0);
        self.out.names.push(Name { span, kind, is_test, function, prescribed });
        index
    }

    fn name_scope(&self) -> (u8, u32) {
        let scope = self.scope();
        match scope.kind {
            ScopeKind::Module => (0, 0),
            ScopeKind::Function => (1, scope.index),
            ScopeKind::Type => (2, scope.index),
        }
    }

    /// Declares a leaf that is a name by its position.
    pub(super) fn bind(&mut self, span: Span, bind: Bind) {
        let scope = self.name_scope();
        let mut prescribed = false;
        let kind = match bind {
            Bind::None | Bind::Inherit | Bind::Field => return,
            Bind::Function => {
                let goes_on = match self.frames.last().map(|parent| (parent.role, parent.index, parent.doc)) {
                    Some((Role::Signature, _, doc)) => self.name_signature(span, doc),
                    Some((Role::Closure, index, _)) if self.is_named(index) => {
                        // It has the name of the variable that holds it, and one by which it calls itself.
                        if let Some(scope) = self.scopes.last_mut() {
                            scope.alias = span;
                        }
                        return;
                    }
                    _ => self.name_function(span),
                };
                if goes_on {
                    return;
                }
                prescribed = self.is_prescribed(span);
                NameKind::Function
            }
            Bind::Type => {
                self.name_type(span);
                NameKind::Type
            }
            Bind::Parameter => return self.bind_parameter(span, scope),
            Bind::Variable if self.in_handler_head() => NameKind::Loop,
            Bind::Variable if self.frames.last().is_some_and(|frame| frame.has(flags::LOOP_HEAD)) => {
                NameKind::Loop
            }
            Bind::Variable => NameKind::Variable,
            Bind::Loop => NameKind::Loop,
        };
        let index = self.declare(span, kind, scope);
        if prescribed && let Some(name) = self.out.names.get_mut(index as usize) {
            name.prescribed = true;
        }
        if let Some(parent) = self.declaring() {
            parent.name_index = index;
        }
    }

    /// The frame of the node that declares a name here: the innermost, or the one around a list if this is its first
    /// name.
    pub(super) fn declaring(&mut self) -> Option<&mut Frame> {
        let last = self.frames.last()?;
        let up = usize::from(last.role == Role::List && last.children == 1);
        let index = self.frames.len().checked_sub(up.saturating_add(1))?;
        self.frames.get_mut(index)
    }

    /// Whether the name of the open function or signature is given from elsewhere.
    fn is_prescribed(&self, name: Span) -> bool {
        let scope = self.scope();
        scope.marks & marks::OVERRIDE != 0
            || scope.contract
            || (self.language.dialect.inherits_contract)(name.of(self.text))
    }

    /// The function and the owner around a member, if that many scopes are around it.
    fn around(&self, scopes: usize) -> (u32, u32, usize) {
        let around = scopes.checked_sub(1).and_then(|index| self.scopes.get(index));
        around.map_or((NONE, NONE, scopes), |scope| (scope.function, scope.owner, scopes))
    }

    /// Names a function or method without a body. Returns whether it goes on with the member before it.
    fn name_signature(&mut self, name: Span, doc: u32) -> bool {
        let owner = self.scopes.last().filter(|scope| scope.kind == ScopeKind::Type).map(|scope| scope.index);
        let around = self.around(self.scopes.len());
        let goes_on = self.continues(name, around).map(|member| member.doc);
        if let Some(owner) = owner {
            self.methods.push((owner, hash_text(name.of(self.text))));
        }
        let doc = goes_on.filter(|doc| *doc != NONE).unwrap_or(doc);
        self.member = Some(Member { name, around, doc, is_signature: true });
        goes_on.is_some()
    }

    /// The member before, if a definition with that name goes on with it.
    pub(super) fn continues(&self, name: Span, around: (u32, u32, usize)) -> Option<Member> {
        let member = self.member.filter(|_| self.language.dialect.redefines)?;
        (member.around == around && member.name.of(self.text) == name.of(self.text)).then_some(member)
    }

    /// Gives a function that has just been named what the member that it goes on with says. Returns whether there is one.
    pub(super) fn go_on(&mut self, name: Span) -> bool {
        let around = self.around(self.scopes.len().saturating_sub(1));
        let member = self.continues(name, around);
        self.member = None;
        let Some(member) = member else { return false };
        let Some(scope) = self.scopes.last_mut() else { return false };
        scope.typed |= member.is_signature;
        if let Some(function) = self.out.functions.get_mut(scope.index as usize) {
            function.doc = function.doc.or((member.doc != NONE).then_some(member.doc));
        }
        true
    }

    /// Records a method that has ended: the setter of the same property may follow.
    pub(super) fn end_member(&mut self, name: Span, doc: Option<u32>) {
        let around = self.around(self.scopes.len());
        self.member = Some(Member { name, around, doc: doc.unwrap_or(NONE), is_signature: false });
    }

    fn is_named(&self, function: u32) -> bool {
        self.out.functions.get(function as usize).is_some_and(|function| !function.name.is_empty())
    }

    fn bind_parameter(&mut self, span: Span, scope: (u8, u32)) {
        let function = self.frames.last().map_or(NONE, |parent| parent.index);
        let dialect = &self.language.dialect;
        let around = self.scope();
        // Only the first parameter can be the receiver.
        let is_receiver = dialect.receivers.contains(&span.of(self.text))
            && (dialect.receiver_is_keyword || around.is_method)
            && !around.past_receiver;
        let Some(owner) = self.out.functions.get_mut(function as usize) else {
            // A parameter of a lambda, or a component of a record.
            let kind = if scope.0 == 2 { NameKind::Variable } else { NameKind::Loop };
            self.declare(span, kind, scope);
            return;
        };
        if is_receiver && owner.parameters.len() == 1 {
            owner.parameters.pop();
            if let Some(scope) = self.scopes.last_mut() {
                scope.past_receiver = true;
            }
            return;
        }
        if let Some(parameter) = owner.parameters.last_mut()
            && parameter.name.contains(span)
        {
            parameter.name = span;
        }
        self.declare(span, NameKind::Parameter, scope);
    }

    /// Opens a parameter, named or not.
    pub(super) fn open_parameter(&mut self, function: u32, span: Span, role: Role) {
        // If the type comes first, a parameter that is more than a name has one.
        let typed = (self.language.dialect.type_before_name && role != Role::Identifier)
            || self.frames.last().is_some_and(|parent| parent.role == Role::ParameterGroup);
        if let Some(owner) = self.out.functions.get_mut(function as usize) {
            owner.parameters.push(Parameter { name: span, typed });
        }
    }

    /// Records that the last parameter has a type.
    pub(super) fn type_parameter(&mut self, function: u32) {
        let owner = self.out.functions.get_mut(function as usize);
        if let Some(parameter) = owner.and_then(|owner| owner.parameters.last_mut()) {
            parameter.typed = true;
        }
    }

    /// Names a closure after the variable it is assigned to.
    pub(super) fn name_closure(&mut self, label: Span, name_index: u32) {
        match self.out.names.get_mut(name_index as usize) {
            Some(name) => name.kind = NameKind::Function,
            None if label
                .of(self.text)
                .starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$' | '#')) =>
            {
                let scope = self.name_scope();
                self.declare(label, NameKind::Function, scope);
            }
            None => {}
        }
        self.name_function(label);
        if let Some(scope) = self.scopes.last_mut() {
            // A function inside a method that has a name of its own is no method.
            scope.is_method &=
                self.out.functions.get(scope.index as usize).is_some_and(|function| function.owner.is_some());
        }
        if let Some(name) = self.out.names.get_mut(name_index as usize) {
            name.is_test = self.scopes.last().is_some_and(|scope| scope.is_test);
        }
    }

    /// Closes a member access, which may declare a field, name an assigned value, or be called.
    pub(super) fn close_member(&mut self, frame: &Frame) {
        let (object, name) = (frame.object, frame.name);
        let receiver = object.of(self.text);
        if matches!(frame.bind, Bind::Variable | Bind::Field)
            && self.language.dialect.receivers.contains(&receiver)
        {
            let owner = self.scope().owner;
            if owner != NONE {
                self.declare(name, NameKind::Variable, (2, owner));
            }
        }
        if frame.has(flags::BASES) {
            self.base(name.of(self.text));
        }
        let Some(parent) = self.frames.last_mut() else { return };
        match frame.slot {
            Slot::Left => {
                parent.name = name;
                if self.language.access.is_export(receiver, name.of(self.text)) {
                    parent.flags |= flags::EXPORTING;
                    self.has_exports = true;
                }
            }
            Slot::Callee if parent.calls(Slot::Callee) => self.callee(object, name),
            _ => {}
        }
    }

    /// Records that the innermost open call calls `name` on `object`.
    pub(super) fn callee(&mut self, object: Span, name: Span) {
        let (receiver, called) = (object.of(self.text), name.of(self.text));
        self.out.calls.push(name);
        if (self.language.tests.is_assertion)(receiver, called) {
            self.counts.assertions = self.counts.assertions.saturating_add(1);
            self.out.assertions = self.out.assertions.saturating_add(1);
        }
        if (self.language.failures.is_raising_call)(receiver, called) {
            self.raise();
        }
        let is_test_call = (self.language.tests.is_call)(receiver, called);
        let imports = receiver.is_empty() && self.language.dialect.import_calls.contains(&called);
        let recursive = !self.counts.recursive && self.is_recursive(receiver, called);
        let by_arguments = self.language.dialect.implicit_receiver;
        if recursive && !by_arguments {
            self.recursion(name);
        }
        let Some(call) = self.frames.last_mut() else { return };
        call.name = name;
        if is_test_call {
            call.flags |= flags::TEST_CALL;
        }
        if imports {
            call.flags |= flags::IMPORT_CALL;
        }
        if recursive && by_arguments {
            call.flags |= flags::RECURSION;
        }
        if imports || is_test_call {
            self.loose_registration();
        }
    }

    /// Records the type name of a created object, without its qualifiers and arguments.
    pub(super) fn creation(&mut self, span: Span) {
        let text = span.of(self.text);
        // Creations lie in each other, and each is all of those in it.
        let text = text.get(..text.len().min(LONGEST_CREATED)).unwrap_or(text);
        let start = text.find(char::is_whitespace).unwrap_or(text.len());
        let rest = text.get(start..).unwrap_or("");
        let path = rest.get(..rest.find(['(', '<', '[', '{']).unwrap_or(rest.len())).unwrap_or("").trim_end();
        let name = path.rsplit(['.', ' ', '\n']).next().unwrap_or("");
        if !name.is_empty() {
            let end = start.saturating_add(path.len()).saturating_add(span.start as usize);
            self.out.calls.push(Span::new(end.saturating_sub(name.len()), end));
        }
    }

    fn is_recursive(&self, receiver: &str, called: &str) -> bool {
        let scope = self.scope();
        let names_it = scope.name.of(self.text) == called || scope.alias.of(self.text) == called;
        if scope.function == NONE || called.is_empty() || !names_it {
            return false;
        }
        let dialect = &self.language.dialect;
        let on_itself = dialect.receivers.contains(&receiver)
            || (!scope.receiver.is_empty() && scope.receiver.of(self.text) == receiver);
        if scope.is_method && scope.alias.of(self.text) != called {
            on_itself || (receiver.is_empty() && dialect.implicit_receiver)
        } else {
            receiver.is_empty()
        }
    }

    fn recursion(&mut self, span: Span) {
        self.counts.recursive = true;
        self.fundamental(span);
    }

    /// Closes the arguments of a call.
    pub(super) fn close_arguments(&mut self, frame: &Frame) {
        let Some(call) = self.frames.last().copied() else { return };
        if call.has(flags::RECURSION) && !self.counts.recursive {
            let function = self.out.functions.get(self.function() as usize);
            if function.is_some_and(|function| function.parameters.len() == frame.children as usize) {
                self.recursion(call.name);
            }
        }
    }

    /// Records what a statement imports.
    pub(super) fn import(&mut self, node: Node<'_>) {
        let known = self.out.imports.len();
        (self.language.dialect.imports)(node, self.text, &mut self.out.imports);
        let is_test = self.in_test();
        for import in self.out.imports.get_mut(known..).unwrap_or_default() {
            import.is_test = is_test;
        }
    }

    /// Records the string argument of a call that imports.
    pub(super) fn import_argument(&mut self, span: Span) {
        let call = self.frames.len().checked_sub(2).and_then(|index| self.frames.get(index));
        let Some(call) = call.filter(|call| call.has(flags::IMPORT_CALL)) else { return };
        let module = span.of(self.text).trim_matches(['"', '\'', '`']);
        let relative = module.starts_with('.');
        self.out.imports.push(Import {
            span: call.span,
            module: module.to_owned(),
            wildcard: false,
            relative,
            is_test: self.in_test(),
        });
    }

    /// Keeps only the first declaration of each variable in its scope, and counts the fields of types.
    pub(super) fn finish_names(&mut self) {
        let mut keys = std::mem::take(&mut self.keys);
        keys.sort_unstable();
        let mut repeated = vec![false; self.out.names.len()];
        let mut previous = None;
        for key in keys {
            let same = previous == Some((key.scope, key.hash));
            previous = Some((key.scope, key.hash));
            let Some(name) = self.out.names.get(key.name as usize) else { continue };
            if !matches!(name.kind, NameKind::Variable | NameKind::Loop) {
                continue;
            }
            if same {
                if let Some(cell) = repeated.get_mut(key.name as usize) {
                    *cell = true;
                }
            } else if key.scope.0 == 2
                && name.kind == NameKind::Variable
                && let Some(owner) = self.out.types.get_mut(key.scope.1 as usize)
            {
                owner.fields = owner.fields.saturating_add(1);
            }
        }
        let mut repeated = repeated.into_iter();
        self.out.names.retain(|_| !repeated.next().unwrap_or(false));
    }

    /// Records a leaf among the bases of a type, or in the head of a handler.
    pub(super) fn type_word(&mut self, parent: &Frame, role: Role, span: Span) {
        if parent.has(flags::BASES) {
            self.base(span.of(self.text));
        }
        let in_head = parent.role == Role::CatchType || role == Role::Identifier;
        if in_head
            && self.in_handler_head()
            && self.language.failures.broad_exceptions.contains(&span.of(self.text))
        {
            self.broad_handler();
        }
    }
}
