//! Open nodes on the way from the root to where the walk stands.

use crate::language::role::{Bind, Role, Slot};
use crate::text::Span;

/// No index.
pub(super) const NONE: u32 = u32::MAX;

/// What a frame is to its children, as bits above [`marks`](crate::language::role::marks).
pub(super) mod flags {
    /// The body of a function.
    pub(in crate::syntax) const FUNCTION_BODY: u32 = 1 << 8;
    /// The body of a type.
    pub(in crate::syntax) const TYPE_BODY: u32 = 1 << 9;
    /// The body of an exception handler.
    pub(in crate::syntax) const HANDLER_BODY: u32 = 1 << 10;
    /// An `if` that continues an `else`.
    pub(in crate::syntax) const ELSE_IF: u32 = 1 << 11;
    /// Part of a sequence of short-circuit operators.
    pub(in crate::syntax) const LOGICAL: u32 = 1 << 12;
    /// The root of such a sequence.
    pub(in crate::syntax) const SEQUENCE: u32 = 1 << 13;
    /// Parameters of a function that the outline keeps, or of a lambda.
    pub(in crate::syntax) const PARAMETERS: u32 = 1 << 14;
    /// What a type extends.
    pub(in crate::syntax) const BASES: u32 = 1 << 15;
    /// Arguments of a call whose callbacks are tests.
    pub(in crate::syntax) const TEST_CALL: u32 = 1 << 16;
    /// A call that may be a recursion; decided by the number of arguments.
    pub(in crate::syntax) const RECURSION: u32 = 1 << 17;
    /// Assigns what the module exports.
    pub(in crate::syntax) const EXPORTING: u32 = 1 << 18;
    /// Holds a definition, for decorators and exports.
    pub(in crate::syntax) const HAS_DEFINITION: u32 = 1 << 19;
    /// A call that imports a module.
    pub(in crate::syntax) const IMPORT_CALL: u32 = 1 << 20;
    /// The head of a loop: what is declared there counts or runs through.
    pub(in crate::syntax) const LOOP_HEAD: u32 = 1 << 21;
    /// The object of a method, with its type; or the type that an extension is about.
    pub(in crate::syntax) const RECEIVER: u32 = 1 << 22;
    /// Tests for an error; what is done about it is its body.
    pub(in crate::syntax) const CHECK: u32 = 1 << 23;
    /// An expression statement whose expression is a statement already.
    pub(in crate::syntax) const STATED: u32 = 1 << 24;
}

/// An open node.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) kind: u16,
    pub(super) role: Role,
    pub(super) slot: Slot,
    pub(super) bind: Bind,
    pub(super) flags: u32,
    /// Whether the fields of its children matter.
    pub(super) fields: bool,
    /// Nesting of the node, as cognitive complexity counts it.
    pub(super) nesting: u32,
    /// Depth of control flow at the node.
    pub(super) depth: u32,
    pub(super) span: Span,
    /// Named children so far, comments excluded.
    pub(super) children: u32,
    /// The name of what it declares, or the last name of a member access.
    pub(super) name: Span,
    /// Index of that name in the outline.
    pub(super) name_index: u32,
    /// The object of a call or member access.
    pub(super) object: Span,
    /// Index of documentation that stands before it.
    pub(super) doc: u32,
    /// Index of the function, type or handler it is.
    pub(super) index: u32,
}

impl Frame {
    pub(super) fn has(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }

    /// Whether documentation before the node is about what it holds.
    pub(super) fn passes_documentation(role: Role) -> bool {
        matches!(
            role,
            Role::Export
                | Role::Group
                | Role::Decorated
                | Role::Declaration
                | Role::Field
                | Role::Declarator
                | Role::ExpressionStatement
                | Role::Assignment
        )
    }
}
