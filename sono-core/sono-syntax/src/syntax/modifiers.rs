//! Decorators, annotations and modifiers before a definition.

use crate::language::role::{Role, Token, marks};

use super::frame::Frame;
use super::scope::ScopeKind;
use super::walk::Walk;

impl Walk<'_> {
    pub(super) fn close_decorator(&mut self, frame: &Frame) {
        self.decorators = self.decorators.saturating_sub(1);
        let text = frame.span.of(self.text).trim_start_matches(['@', '#', '[']).trim_start();
        let end = text.find(|c: char| c == '(' || c.is_whitespace()).unwrap_or(text.len());
        let (name, arguments) = text.split_at_checked(end).unwrap_or((text, ""));
        let given = (self.language.dialect.decorator)(name.trim_end_matches(']'), arguments);
        // Modifiers of a parameter or a variable start no definition.
        let around = self.frames.len().checked_sub(2).and_then(|index| self.frames.get(index));
        let defines = around.is_some_and(|around| is_definition(around.role));
        let Some(parent) = self.frames.last_mut() else { return };
        parent.flags |= given;
        match parent.role {
            Role::Decorated => {}
            Role::Modifiers => self.pending_start |= defines,
            Role::Class | Role::AbstractClass | Role::Function | Role::Constructor => {
                self.pending_start = true;
                if let Some(scope) = self.scopes.last_mut() {
                    scope.marks |= given;
                }
            }
            _ => self.pending_marks |= given,
        }
    }

    pub(super) fn modifier(&mut self, token: Token) {
        let mark = match token {
            Token::Private => marks::PRIVATE,
            Token::Public => marks::PUBLIC,
            Token::Override => marks::OVERRIDE,
            _ => marks::ABSTRACT,
        };
        let Some(parent) = self.frames.last_mut() else { return };
        let holder = match parent.role {
            Role::Modifiers => {
                parent.flags |= mark;
                return;
            }
            Role::Modifier => self.frames.len().checked_sub(2).and_then(|index| self.frames.get(index)),
            _ => self.frames.last(),
        };
        let defines = holder.is_some_and(|holder| is_definition(holder.role));
        if let Some(scope) = self.scopes.last_mut().filter(|_| defines) {
            scope.marks |= mark;
            scope.is_private |= mark == marks::PRIVATE;
        }
    }

    /// Starts the definition that follows its decorators.
    pub(super) fn start_definition(&mut self, start: u32) {
        self.pending_start = false;
        let lines = self.lines_before(start);
        let Some(scope) = self.scopes.last_mut() else { return };
        match scope.kind {
            ScopeKind::Function => {
                scope.lines = lines;
                if let Some(function) = self.out.functions.get_mut(scope.index as usize) {
                    function.span.start = start;
                }
            }
            ScopeKind::Type => {
                if let Some(definition) = self.out.types.get_mut(scope.index as usize) {
                    definition.span.start = start;
                }
            }
            ScopeKind::Module => {}
        }
    }
}

/// Whether a node of this role opens the scope of a function or a type.
fn is_definition(role: Role) -> bool {
    matches!(
        role,
        Role::Function
            | Role::Constructor
            | Role::AbstractClass
            | Role::Class
            | Role::Interface
            | Role::TypeAlias
    )
}
