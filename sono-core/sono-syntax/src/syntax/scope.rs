//! Functions and types as they open and close.

use crate::language::role::{Role, marks};
use crate::language::{Types, Unmarked};
use crate::text::Span;

use super::complexity::Enclosing;
use super::frame::{Frame, NONE, flags};
use super::outline::{Function, TypeDefinition, Visibility};
use super::tokens::TokenHash;
use super::walk::Walk;

/// What is counted for the function (or module) that the walk is in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) cyclomatic: u32,
    pub(super) depth: u32,
    pub(super) statements: u32,
    pub(super) returns: u32,
    pub(super) raises: u32,
    pub(super) assertions: u32,
    pub(super) calls: u32,
    /// Has structural increments of its own.
    pub(super) structural: bool,
    /// Calls itself.
    pub(super) recursive: bool,
    /// Functions, returns and other statements directly in the body.
    pub(super) body: (u32, u32, u32),
}

/// What names are declared in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScopeKind {
    Module,
    Function,
    Type,
}

/// A method that stands outside of its type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extension {
    function: u32,
    /// The name of the type.
    of: Span,
    /// It implements what is declared elsewhere.
    contract: bool,
}

/// An open function or type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope {
    pub(super) kind: ScopeKind,
    /// Index of the function or type.
    pub(super) index: u32,
    /// Nearest function, this one included.
    pub(super) function: u32,
    /// Nearest type, this one included.
    pub(super) owner: u32,
    pub(super) is_test: bool,
    /// Declared internal, or inside something that is.
    pub(super) is_private: bool,
    /// Name by which a call of it is a recursion.
    pub(super) name: Span,
    /// Name of the object that a method is called on, where each method gives its own.
    pub(super) receiver: Span,
    /// Name of the type that it is a method of, where methods stand outside of types.
    pub(super) extends: Span,
    /// Its methods implement what is declared elsewhere.
    pub(super) contract: bool,
    /// Marks and modifiers, as they become known.
    pub(super) marks: u32,
    /// What was counted around the function so far.
    around: Counts,
    /// Where its increments start.
    increments: usize,
    /// What is open by layout around the function.
    layout: Enclosing,
    /// The hash before its body, and after it.
    pub(super) hash: (TokenHash, TokenHash),
    /// Lines of code before it.
    pub(super) lines: u32,
}

impl Scope {
    pub(super) fn module(is_test: bool) -> Self {
        Self {
            kind: ScopeKind::Module,
            index: NONE,
            function: NONE,
            owner: NONE,
            is_test,
            is_private: false,
            name: Span::default(),
            receiver: Span::default(),
            extends: Span::default(),
            contract: false,
            marks: 0,
            around: Counts::default(),
            increments: 0,
            layout: Enclosing::default(),
            hash: Default::default(),
            lines: 0,
        }
    }
}

fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(NONE)
}

fn some(index: u32) -> Option<u32> {
    (index != NONE).then_some(index)
}

impl Walk<'_> {
    /// The scope the walk is in.
    pub(super) fn scope(&self) -> Scope {
        self.scopes.last().copied().unwrap_or(Scope::module(false))
    }

    /// Index of the nearest function.
    pub(super) fn function(&self) -> u32 {
        self.scopes.last().map_or(NONE, |scope| scope.function)
    }

    /// What is open by layout around the function the walk is in.
    pub(super) fn scope_layout(&self) -> Enclosing {
        self.scopes.last().map_or_else(Enclosing::default, |scope| scope.layout)
    }

    /// Whether the walk is in test code.
    pub(super) fn in_test(&self) -> bool {
        self.scopes.last().is_some_and(|scope| scope.is_test)
    }

    /// Documentation that stands before a node: its own, or that of what it is wrapped in.
    fn take_doc(&mut self, frame: &Frame) -> Option<u32> {
        let mut doc = frame.doc;
        for outer in self.frames.iter_mut().rev().take(6) {
            if doc != NONE || !Frame::passes_documentation(outer.role) {
                break;
            }
            doc = std::mem::replace(&mut outer.doc, NONE);
        }
        some(doc)
    }

    /// Marks that wrappers give to a definition: decorators, exports, the test call it is a callback of.
    fn inherited_marks(&mut self) -> u32 {
        let mut given = std::mem::take(&mut self.pending_marks);
        for outer in self.frames.iter_mut().rev().take(6) {
            match outer.role {
                Role::Decorated => given |= outer.flags & marks::ALL,
                Role::Export => given |= marks::EXPORTED,
                Role::Arguments if outer.has(flags::TEST_CALL) => {
                    given |= marks::TEST;
                    break;
                }
                Role::Declaration | Role::Declarator | Role::Assignment | Role::Field => {}
                Role::Object if outer.has(flags::EXPORTING) => {}
                _ => break,
            }
            if outer.has(flags::EXPORTING) {
                given |= marks::EXPORTED;
            }
        }
        given
    }

    /// Opens a function; the frame gets its index.
    pub(super) fn open_function(&mut self, frame: &mut Frame) {
        let doc = self.take_doc(frame);
        let mut given = self.inherited_marks();
        let around = self.scope();
        frame.index = index(self.out.functions.len());
        let is_method = around.kind == ScopeKind::Type;
        if is_method && around.contract {
            given |= marks::OVERRIDE;
        }
        if is_method && let Some(owner) = self.out.types.get_mut(around.index as usize) {
            owner.methods = owner.methods.saturating_add(1);
        }
        let start = Span { start: frame.span.start, end: frame.span.start };
        self.out.functions.push(Function {
            span: frame.span,
            name_span: start,
            body: Span { start: frame.span.end, end: frame.span.end },
            owner: if is_method { some(around.index) } else { None },
            parent: some(around.function),
            doc,
            is_trivial: frame.role == Role::Constructor,
            ..Function::default()
        });
        let lines = self.lines_before(frame.span.start);
        self.scopes.push(Scope {
            kind: ScopeKind::Function,
            index: frame.index,
            function: frame.index,
            owner: around.owner,
            is_test: around.is_test || given & marks::TEST != 0,
            is_private: around.is_private || (around.kind == ScopeKind::Function),
            name: if frame.role == Role::Closure { around.name } else { Span::default() },
            receiver: Span::default(),
            extends: if is_method { around.extends } else { Span::default() },
            contract: is_method && around.contract,
            marks: given,
            around: self.counts,
            increments: self.cognitive.mark(),
            layout: self.cognitive.enclosing(),
            hash: (self.hash, self.hash),
            lines,
        });
        self.counts = Counts { cyclomatic: 1, ..Counts::default() };
        self.depth = 0;
    }

    /// Names the open function.
    pub(super) fn name_function(&mut self, span: Span) {
        let name = span.of(self.text).trim_matches(['"', '\'']);
        let after = self.text.get(span.end as usize..).unwrap_or("");
        let is_test = (self.language.tests.is_function)(name, after);
        let Some(scope) = self.scopes.last_mut() else { return };
        scope.is_test |= is_test;
        scope.name = span;
        if let Some(function) = self.out.functions.get_mut(scope.index as usize) {
            function.name = name.to_owned();
            function.name_span = span;
        }
    }

    /// Closes a function.
    pub(super) fn close_function(&mut self, frame: &Frame) {
        let Some(scope) = self.scopes.pop() else { return };
        let counts = std::mem::replace(&mut self.counts, scope.around);
        let lines = self.lines.code.saturating_sub(scope.lines);
        let nested = scope.increments < self.cognitive.mark();
        let mut end = self.cognitive.mark();
        if self.language.dialect.declarative_outer && !counts.structural && self.function() == NONE && nested
        {
            end = self.cognitive.part(scope.increments, scope.index);
        } else if self.language.dialect.wrapper_functions && nested && counts.body == (1, 1, 0) {
            self.cognitive.relieve(scope.increments);
        }
        let owner = self.scopes.last().filter(|outer| outer.kind == ScopeKind::Type).map(|outer| outer.index);
        let owner_type = owner.and_then(|owner| self.out.types.get(owner as usize));
        let in_interface = owner_type.is_some_and(|owner| owner.is_interface);
        let Some(function) = self.out.functions.get_mut(frame.index as usize) else { return };
        let private = (self.language.access.is_private)(&function.name)
            || scope.is_private
            || scope.marks & marks::PRIVATE != 0
            || (scope.marks & marks::PUBLIC == 0
                && !in_interface
                && match self.language.access.unmarked {
                    Unmarked::Public => false,
                    Unmarked::PrivateMembers => owner.is_some(),
                    Unmarked::Private => true,
                });
        if private {
            function.visibility = Visibility::Private;
        }
        function.is_exported = scope.marks & marks::EXPORTED != 0;
        function.is_test = scope.is_test;
        function.cyclomatic = counts.cyclomatic;
        function.nesting = counts.depth;
        function.statements = counts.statements;
        function.returns = counts.returns;
        function.raises = counts.raises;
        function.assertions = counts.assertions;
        function.calls = counts.calls;
        function.sloc = lines;
        function.increments = (index(scope.increments), index(end));
        function.body_hash = scope.hash.1.since(scope.hash.0);
        if frame.role == Role::Function && self.language.types == Types::Required {
            function.typed_return = true;
            function.parameters.iter_mut().for_each(|parameter| parameter.typed = true);
        }
        let is_method = function.owner.is_some() || !scope.extends.is_empty();
        function.is_constructor = is_method
            && (frame.role == Role::Constructor
                || self.language.dialect.constructors.contains(&function.name.as_str()));
        let accessor = counts.statements <= 1
            && counts.cyclomatic == 1
            && (counts.calls == 0 || scope.marks & marks::ACCESSOR != 0);
        function.is_trivial |= scope.marks & marks::OVERRIDE != 0
            || self.language.dialect.constructors.contains(&function.name.as_str())
            || (is_method && (accessor || (self.language.dialect.inherits_contract)(function.name.as_str())));
        if !scope.extends.is_empty() {
            let contract = scope.contract;
            self.extensions.push(Extension { function: frame.index, of: scope.extends, contract });
        }
    }

    /// Opens what holds methods of a type that is defined elsewhere.
    pub(super) fn open_extension(&mut self) {
        let around = self.scope();
        self.scopes.push(Scope {
            kind: ScopeKind::Type,
            index: NONE,
            owner: NONE,
            extends: Span::default(),
            contract: false,
            ..around
        });
    }

    /// Opens a part of a module.
    pub(super) fn open_namespace(&mut self) {
        let given = self.inherited_marks();
        let around = self.scope();
        let is_test = around.is_test || given & marks::TEST != 0;
        self.scopes.push(Scope { kind: ScopeKind::Module, index: NONE, is_test, ..around });
    }

    /// A word of the receiver of a method, or of the type that an extension is about.
    pub(super) fn receiver_word(&mut self, role: Role, span: Span) {
        let Some(scope) = self.scopes.last_mut() else { return };
        if role == Role::Identifier {
            scope.receiver = span;
        } else if scope.extends.is_empty() {
            scope.extends = span;
        }
    }

    /// Gives methods that stand outside of types to the types of that name.
    pub(super) fn finish_extensions(&mut self) {
        let mut types: Vec<(&str, u32)> =
            (0..).zip(&self.out.types).map(|(index, definition)| (definition.name.as_str(), index)).collect();
        types.sort_unstable();
        let owner = |name: &str| {
            let at = types.partition_point(|(known, _)| *known < name);
            types.get(at).filter(|(known, _)| *known == name).map(|(_, index)| *index)
        };
        let extensions = std::mem::take(&mut self.extensions);
        let owners: Vec<Option<u32>> =
            extensions.iter().map(|extension| owner(extension.of.of(self.text))).collect();
        for (extension, owner) in extensions.iter().zip(owners) {
            let (Some(owner), Some(function)) =
                (owner, self.out.functions.get_mut(extension.function as usize))
            else {
                continue;
            };
            let Some(definition) = self.out.types.get_mut(owner as usize) else { continue };
            definition.methods = definition.methods.saturating_add(1);
            function.owner = Some(owner);
            if extension.contract || definition.visibility == Visibility::Private {
                function.visibility = definition.visibility;
            }
        }
    }

    /// Opens a type; the frame gets its index.
    pub(super) fn open_type(&mut self, frame: &mut Frame) {
        let doc = self.take_doc(frame);
        let given = self.inherited_marks();
        let around = self.scope();
        frame.index = index(self.out.types.len());
        let is_interface = frame.role == Role::Interface;
        self.out.types.push(TypeDefinition {
            name: String::new(),
            span: frame.span,
            name_span: Span { start: frame.span.start, end: frame.span.start },
            doc,
            visibility: Visibility::Public,
            methods: 0,
            fields: 0,
            is_abstract: is_interface || frame.role == Role::AbstractClass,
            is_test: false,
            is_interface,
            is_exported: false,
        });
        self.scopes.push(Scope {
            kind: ScopeKind::Type,
            index: frame.index,
            function: around.function,
            owner: frame.index,
            is_test: around.is_test || given & marks::TEST != 0,
            is_private: around.is_private || around.kind == ScopeKind::Function,
            name: Span::default(),
            marks: given,
            ..around
        });
    }

    /// Names the open type.
    pub(super) fn name_type(&mut self, span: Span) {
        let name = span.of(self.text);
        let is_test = (self.language.tests.is_type)(name);
        let is_private = (self.language.access.is_private)(name);
        let Some(scope) = self.scopes.last_mut() else { return };
        scope.is_test |= is_test;
        scope.is_private |= is_private;
        if let Some(definition) = self.out.types.get_mut(scope.index as usize) {
            definition.name = name.to_owned();
            definition.name_span = span;
        }
    }

    /// A word among what the open type extends.
    pub(super) fn base(&mut self, name: &str) {
        let is_test = (self.language.tests.is_type)(name);
        let is_abstract = self.language.dialect.abstract_bases.contains(&name);
        let Some(scope) = self.scopes.last_mut().filter(|scope| scope.kind == ScopeKind::Type) else {
            return;
        };
        if is_test && !scope.is_test {
            scope.is_test = true;
            // The type's own name came before its bases.
            if let Some(name) = self.out.names.last_mut() {
                name.is_test = true;
            }
        }
        if is_abstract && let Some(definition) = self.out.types.get_mut(scope.index as usize) {
            definition.is_abstract = true;
        }
    }

    /// Closes a type.
    pub(super) fn close_type(&mut self, frame: &Frame) {
        let Some(scope) = self.scopes.pop() else { return };
        let around = self.scope();
        let private_by_default = self.language.access.unmarked != Unmarked::Public
            && scope.marks & marks::PUBLIC == 0
            && !self.out.types.get(around.index as usize).is_some_and(|outer| outer.is_interface);
        let Some(definition) = self.out.types.get_mut(frame.index as usize) else { return };
        if scope.is_private || scope.marks & marks::PRIVATE != 0 || private_by_default {
            definition.visibility = Visibility::Private;
        }
        definition.is_abstract |= scope.marks & marks::ABSTRACT != 0;
        definition.is_exported = scope.marks & marks::EXPORTED != 0;
        definition.is_test = scope.is_test;
    }
}
