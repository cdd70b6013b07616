//! The code outside functions: which of it acts, and which only imports or declares.
//!
//! A file may import in a `try`, hold a table of a hundred lines, or list fields. None of that is a function of a
//! hundred lines. What acts is counted: statements that call, decide or have another effect.

use crate::language::role::Role;
use crate::text::Span;

use super::frame::{Frame, NONE};
use super::walk::Walk;

/// A statement outside functions that is open. The numbers are those before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Loose {
    /// The number of frames around it.
    frames: usize,
    lines: u32,
    inside_functions: u32,
    calls: u32,
    cyclomatic: u32,
    depth: u32,
    statements: u32,
    imports: usize,
    increments: usize,
    /// The calls so far inside it that only import, or register a test.
    registrations: u32,
    /// Whether it has an effect besides calls and assignments.
    acts: bool,
}

/// The code outside functions that acts.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Script {
    pub(super) lines: u32,
    pub(super) statements: u32,
    /// The first of these statements.
    pub(super) first: Option<Span>,
    /// The lines of the functions that ended so far, without those inside others.
    pub(super) inside_functions: u32,
}

impl Walk<'_> {
    /// Opens a statement outside functions that is in no other.
    pub(super) fn open_loose(&mut self, frame: &Frame) {
        let is_statement = matches!(
            frame.role,
            Role::If
                | Role::Loop
                | Role::DoLoop
                | Role::Switch
                | Role::Jump
                | Role::ValueJump
                | Role::Statement
                | Role::ExpressionStatement
                | Role::Return
                | Role::Raise
                | Role::Assert
                | Role::Declaration
                | Role::AssignmentStatement
                | Role::Field
        );
        if !is_statement || self.loose.is_some() || self.function() != NONE {
            return;
        }
        let lines = self.lines_before(frame.span.start);
        self.loose = Some(Loose {
            frames: self.frames.len(),
            lines,
            inside_functions: self.script.inside_functions,
            calls: self.counts.calls,
            cyclomatic: self.counts.cyclomatic,
            depth: self.counts.depth,
            statements: self.counts.statements,
            imports: self.out.imports.len(),
            increments: self.cognitive.loose(),
            registrations: 0,
            acts: false,
        });
    }

    /// Records an effect other than a call or an assignment.
    pub(super) fn loose_effect(&mut self) {
        if self.function() == NONE
            && let Some(loose) = &mut self.loose
        {
            loose.acts = true;
        }
    }

    /// Records that a call only imports, or registers a test.
    pub(super) fn loose_registration(&mut self) {
        if self.function() == NONE
            && let Some(loose) = &mut self.loose
        {
            loose.registrations = loose.registrations.saturating_add(1);
        }
    }

    /// Closes a node, which may be the open statement outside functions.
    pub(super) fn close_loose(&mut self, frame: &Frame) {
        let Some(loose) = self.loose.filter(|loose| loose.frames == self.frames.len()) else { return };
        self.loose = None;
        let calls = self.counts.calls.saturating_sub(loose.calls).saturating_sub(loose.registrations);
        let decides = self.counts.cyclomatic > loose.cyclomatic || self.cognitive.loose() > loose.increments;
        let imports = self.out.imports.len().saturating_sub(loose.imports);
        let statements = self.counts.statements.saturating_sub(loose.statements);
        let compound = statements > 1
            && matches!(
                frame.role,
                Role::If
                    | Role::Loop
                    | Role::DoLoop
                    | Role::Switch
                    | Role::Statement
                    | Role::ExpressionStatement
            );
        let declares = matches!(
            frame.role,
            Role::Declaration
                | Role::AssignmentStatement
                | Role::Field
                | Role::ExpressionStatement
                | Role::Statement
        );
        // An import that may fail decides, but only what is imported.
        let acts = loose.acts || calls > 0 || if imports > 0 { false } else { decides || !declares };
        if !acts {
            // Where something does not parse, an import may hide what stands around it.
            if self.trouble.is_some() {
                return;
            }
            self.counts.cyclomatic = loose.cyclomatic;
            self.counts.depth = loose.depth;
            self.cognitive.take_back(loose.increments);
            return;
        }
        let lines = if compound {
            let inside = self.script.inside_functions.saturating_sub(loose.inside_functions);
            self.lines.code.saturating_sub(loose.lines).saturating_sub(inside).max(1)
        } else {
            1
        };
        let acting = if compound {
            let imports = u32::try_from(imports).unwrap_or(u32::MAX);
            statements.saturating_sub(imports).max(1)
        } else {
            1
        };
        self.script.first = self.script.first.or(Some(frame.span));
        self.script.lines = self.script.lines.saturating_add(lines);
        self.script.statements = self.script.statements.saturating_add(acting);
    }
}
