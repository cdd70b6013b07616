//! Opens and closes functions and types.

use crate::language::role::{Role, marks};
use crate::language::{Types, Unmarked};
use crate::text::Span;

use super::complexity::Enclosing;
use super::frame::{Frame, NONE, flags};
use super::outline::{Function, TypeDefinition, Visibility};
use super::tokens::{TokenHash, hash_text};
use super::walk::Walk;

/// The counts of the function (or module) that the walk is in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) cyclomatic: u32,
    /// Switches over a value, and their cases other than the default.
    pub(super) switches: u32,
    pub(super) cases: u32,
    pub(super) depth: u32,
    pub(super) statements: u32,
    pub(super) returns: u32,
    pub(super) raises: u32,
    pub(super) assertions: u32,
    pub(super) calls: u32,
    /// Whether it has structural increments of its own.
    pub(super) structural: bool,
    /// Whether it calls itself.
    pub(super) recursive: bool,
    /// The numbers of functions, returns and other statements directly in the body.
    pub(super) body: (u32, u32, u32),
}

impl Counts {
    /// The cases of switches over a value that are beyond the first of each.
    pub(super) fn alternatives(&self) -> u32 {
        self.cases.saturating_sub(self.switches)
    }
}

/// The kinds of scopes that names are declared in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ScopeKind {
    Module,
    Function,
    Type,
}

/// A method outside its type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extension {
    function: u32,
    /// The name of the type.
    of: Span,
    /// Whether it implements a contract declared elsewhere.
    contract: bool,
}

/// The most functions and types that a function may stand in.
const DEEPEST: usize = 64;

/// An open function or type.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scope {
    pub(super) kind: ScopeKind,
    /// The index of the function or type.
    pub(super) index: u32,
    /// The nearest function, possibly this one.
    pub(super) function: u32,
    /// The nearest type, possibly this one.
    pub(super) owner: u32,
    pub(super) is_test: bool,
    /// Whether it is declared internal, or is inside a definition that is.
    pub(super) is_private: bool,
    /// The name by which it calls itself.
    pub(super) name: Span,
    /// Another name by which it calls itself, if it is held by a variable and has a name of its own.
    pub(super) alias: Span,
    /// Whether it is a method.
    pub(super) is_method: bool,
    /// Whether its first parameter was the object on which it is called.
    pub(super) past_receiver: bool,
    /// Whether its types are stated elsewhere: by the variable that holds it, or by the signatures before it.
    pub(super) typed: bool,
    /// The name of the object on which a method is called, if each method chooses its own.
    pub(super) receiver: Span,
    /// The name of the type that it is a method of, if methods are outside types.
    pub(super) extends: Span,
    /// Whether its methods implement a contract declared elsewhere.
    pub(super) contract: bool,
    /// Marks and modifiers found so far.
    pub(super) marks: u32,
    /// The counts so far of the enclosing function.
    around: Counts,
    /// The index of its first increment.
    increments: usize,
    /// The keywords open by layout around the function.
    layout: Enclosing,
    /// The hashes before and after its body.
    pub(super) hash: (TokenHash, TokenHash),
    /// The number of lines of code before it.
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
            alias: Span::default(),
            is_method: false,
            past_receiver: false,
            typed: false,
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
    /// The current scope.
    pub(super) fn scope(&self) -> Scope {
        self.scopes.last().copied().unwrap_or(Scope::module(false))
    }

    /// Whether a function here would stand within more functions and types than anybody writes. It is code of those around
    /// it: what looks at all that a function holds would look at the innermost of a text as often as it is nested.
    pub(super) fn is_too_deep(&self) -> bool {
        self.scopes.len() > DEEPEST
    }

    /// The index of the nearest function.
    pub(super) fn function(&self) -> u32 {
        self.scopes.last().map_or(NONE, |scope| scope.function)
    }

    /// The keywords open by layout around the current function.
    pub(super) fn scope_layout(&self) -> Enclosing {
        self.scopes.last().map_or_else(Enclosing::default, |scope| scope.layout)
    }

    /// Whether the walk is in test code.
    pub(super) fn in_test(&self) -> bool {
        self.scopes.last().is_some_and(|scope| scope.is_test)
    }

    /// Takes the documentation before a node: its own, or that of the nodes wrapped around it.
    pub(super) fn take_doc(&mut self, frame: &Frame) -> Option<u32> {
        let mut doc = frame.doc;
        for outer in self.frames.iter_mut().rev().take(6) {
            if doc != NONE || !Frame::passes_documentation(outer.role) {
                break;
            }
            doc = std::mem::replace(&mut outer.doc, NONE);
        }
        some(doc)
    }

    /// Takes the marks that wrappers give to a definition: decorators, exports, the test call whose callback it is.
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

    /// Opens a function and stores its index in the frame.
    pub(super) fn open_function(&mut self, frame: &mut Frame) {
        let doc = self.take_doc(frame);
        let mut given = self.inherited_marks();
        let around = self.scope();
        frame.index = index(self.out.functions.len());
        let is_method = around.kind == ScopeKind::Type && !self.in_object();
        if is_method && around.contract {
            given |= marks::OVERRIDE;
        }
        let typed =
            self.frames.last().is_some_and(|holder| holder.role == Role::Object && holder.has(flags::TYPED));
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
            alias: if frame.role == Role::Closure { around.alias } else { Span::default() },
            is_method: is_method || (frame.role == Role::Closure && around.is_method),
            past_receiver: given & marks::STATIC != 0,
            typed,
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

    /// Whether the innermost node is a member of an object literal, which is no type.
    fn in_object(&self) -> bool {
        let mut around = self.frames.iter().rev();
        match around.next().map(|frame| frame.role) {
            Some(Role::Object) => true,
            Some(Role::Declarator) => around.next().is_some_and(|frame| frame.role == Role::Object),
            _ => false,
        }
    }

    /// Names the open function. Returns whether it goes on with the member before it.
    pub(super) fn name_function(&mut self, span: Span) -> bool {
        let name = span.of(self.text).trim_matches(['"', '\'']);
        let after = self.text.get(span.end as usize..).unwrap_or("");
        let is_test = (self.language.tests.is_function)(name, after);
        let Some(scope) = self.scopes.last_mut() else { return false };
        scope.is_test |= is_test;
        scope.name = span;
        if let Some(function) = self.out.functions.get_mut(scope.index as usize) {
            function.name = name.to_owned();
            function.name_span = span;
        }
        self.go_on(span)
    }

    /// Records that the open function takes the value of a property.
    pub(super) fn setter(&mut self) {
        let of_function = self.frames.last().is_some_and(|parent| parent.role == Role::Function);
        if of_function
            && let Some(scope) = self.scopes.last()
            && let Some(function) = self.out.functions.get_mut(scope.index as usize)
        {
            // It cannot have a result.
            function.typed_return = true;
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
        let is_offered = self.language.access.unmarked != Unmarked::Private
            || self.scopes.last().is_some_and(|outer| outer.marks & marks::PUBLIC != 0);
        let in_interface = is_offered && owner_type.is_some_and(|owner| owner.is_interface);
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
        let function_is_outermost = function.parent.is_none();
        function.is_exported = scope.marks & marks::EXPORTED != 0;
        function.is_test = scope.is_test;
        function.is_override = scope.marks & marks::OVERRIDE != 0;
        function.is_abstract = scope.marks & marks::ABSTRACT != 0;
        function.cyclomatic = counts.cyclomatic;
        function.alternatives = counts.alternatives();
        function.nesting = counts.depth;
        function.statements = counts.statements;
        function.returns = counts.returns;
        function.raises = counts.raises;
        function.assertions = counts.assertions;
        function.calls = counts.calls;
        function.sloc = lines;
        function.increments = (index(scope.increments), index(end));
        function.body_hash = scope.hash.1.since(scope.hash.0);
        if scope.typed || self.language.types == Types::Required {
            function.typed_return = true;
            function.parameters.iter_mut().for_each(|parameter| parameter.typed = true);
        }
        let is_method = scope.is_method && (frame.role != Role::Closure || owner.is_some());
        // One that grammar knows may stand in a piece of code without its type.
        function.is_constructor = frame.role == Role::Constructor
            || is_method && self.language.dialect.constructors.contains(&function.name.as_str());
        let accessor = counts.statements <= 1
            && counts.cyclomatic == 1
            && (counts.calls == 0 || scope.marks & marks::ACCESSOR != 0);
        function.is_trivial |= scope.marks & marks::OVERRIDE != 0
            || self.language.dialect.constructors.contains(&function.name.as_str())
            || (is_method && (accessor || (self.language.dialect.inherits_contract)(function.name.as_str())));
        let (name, name_span, doc) = (hash_text(&function.name), function.name_span, function.doc);
        let is_unnamed = function.name.is_empty();
        if let Some(owner) = function.owner
            && (frame.role != Role::Closure || !is_unnamed)
        {
            self.methods.push((owner, if is_unnamed { u64::from(frame.index) } else { name }));
        }
        if is_method && self.language.dialect.redefines {
            self.end_member(name_span, doc);
        }
        if function_is_outermost {
            self.script.inside_functions = self.script.inside_functions.saturating_add(lines);
        }
        if !scope.extends.is_empty() {
            let contract = scope.contract;
            self.extensions.push(Extension { function: frame.index, of: scope.extends, contract });
        }
    }

    /// Opens a node with methods of a type that is defined elsewhere.
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

    /// Opens a named part of a module.
    pub(super) fn open_namespace(&mut self) {
        let given = self.inherited_marks();
        let around = self.scope();
        let is_test = around.is_test || given & marks::TEST != 0;
        self.scopes.push(Scope { kind: ScopeKind::Module, index: NONE, is_test, ..around });
        // What is inside stands for itself.
        self.loose = None;
    }

    /// Records a word of a method's receiver, or of the type that an extension extends.
    pub(super) fn receiver_word(&mut self, role: Role, span: Span) {
        let Some(scope) = self.scopes.last_mut() else { return };
        if role == Role::Identifier {
            scope.receiver = span;
        } else if scope.extends.is_empty() {
            scope.extends = span;
            scope.is_method = true;
        }
    }

    /// Assigns methods outside types to the types with their name.
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
            self.methods.push((owner, u64::from(extension.function)));
            function.owner = Some(owner);
            if extension.contract || definition.visibility == Visibility::Private {
                function.visibility = definition.visibility;
            }
        }
    }

    /// Counts the methods of types.
    pub(super) fn finish_methods(&mut self) {
        let mut methods = std::mem::take(&mut self.methods);
        if self.language.dialect.redefines {
            methods.sort_unstable();
            methods.dedup();
        }
        for (owner, _) in methods {
            if let Some(owner) = self.out.types.get_mut(owner as usize) {
                owner.methods = owner.methods.saturating_add(1);
            }
        }
    }

    /// Opens a type and stores its index in the frame.
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
            heritage: Span::default(),
            takes_documentation: frame.role != Role::TypeAlias
                || self.language.doc_comments.above
                || !self.language.doc_comments.before.is_empty(),
        });
        self.scopes.push(Scope {
            kind: ScopeKind::Type,
            index: frame.index,
            function: around.function,
            owner: frame.index,
            is_test: around.is_test || given & marks::TEST != 0,
            is_private: around.is_private
                || around.kind == ScopeKind::Function
                || frame.role == Role::TypeBody,
            name: Span::default(),
            marks: given,
            extends: Span::default(),
            // A class without a name is made for what it extends.
            contract: frame.role == Role::TypeBody,
            ..around
        });
    }

    /// Records the types that the open type extends.
    pub(super) fn inherit(&mut self, span: Span) {
        let Some(scope) = self.scopes.last().filter(|scope| scope.kind == ScopeKind::Type) else { return };
        if let Some(definition) = self.out.types.get_mut(scope.index as usize) {
            let start = if definition.heritage.is_empty() { span.start } else { definition.heritage.start };
            definition.heritage = Span { start, end: span.end };
        }
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

    /// Records a word among the bases of the open type.
    pub(super) fn base(&mut self, name: &str) {
        let is_test = (self.language.tests.is_type)(name);
        let is_abstract = self.language.dialect.abstract_bases.contains(&name);
        let Some(scope) = self.scopes.last_mut().filter(|scope| scope.kind == ScopeKind::Type) else {
            return;
        };
        if is_test && !scope.is_test {
            scope.is_test = true;
            // The type's own name comes before its bases.
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
        let is_unnamed = definition.name.is_empty() && scope.marks & marks::EXPORTED == 0;
        if scope.is_private || scope.marks & marks::PRIVATE != 0 || private_by_default || is_unnamed {
            definition.visibility = Visibility::Private;
        }
        definition.is_abstract |= scope.marks & marks::ABSTRACT != 0;
        definition.is_exported = scope.marks & marks::EXPORTED != 0;
        definition.is_test = scope.is_test;
    }
}
