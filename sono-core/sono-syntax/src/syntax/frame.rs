//! The open nodes on the path from the root to the current node of the walk.

use crate::language::role::{Bind, Role, Slot};
use crate::text::Span;

/// No index.
pub(super) const NONE: u32 = u32::MAX;

/// The roles of a frame for its children, as bits above [`marks`](crate::language::role::marks).
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
    /// The bases of a type.
    pub(in crate::syntax) const BASES: u32 = 1 << 15;
    /// Arguments of a call whose callbacks are tests.
    pub(in crate::syntax) const TEST_CALL: u32 = 1 << 16;
    /// A call that may be recursive; the number of arguments decides.
    pub(in crate::syntax) const RECURSION: u32 = 1 << 17;
    /// An assignment to the module's exports.
    pub(in crate::syntax) const EXPORTING: u32 = 1 << 18;
    /// Contains a definition, for decorators and exports.
    pub(in crate::syntax) const HAS_DEFINITION: u32 = 1 << 19;
    /// A call that imports a module.
    pub(in crate::syntax) const IMPORT_CALL: u32 = 1 << 20;
    /// The head of a loop: variables declared there are loop variables.
    pub(in crate::syntax) const LOOP_HEAD: u32 = 1 << 21;
    /// The object of a method, with its type; or the type that an extension extends.
    pub(in crate::syntax) const RECEIVER: u32 = 1 << 22;
    /// Tests for an error; its body is the handling.
    pub(in crate::syntax) const CHECK: u32 = 1 << 23;
    /// An expression statement whose expression has already been counted as a statement.
    pub(in crate::syntax) const STATED: u32 = 1 << 24;
    /// States the type of the value that it holds.
    pub(in crate::syntax) const TYPED: u32 = 1 << 25;
    /// A node that opened the scope of a type although its role alone does not.
    pub(in crate::syntax) const OPENED_TYPE: u32 = 1 << 26;
    /// A `switch` that looks at no value, so that each case has a condition of its own.
    pub(in crate::syntax) const CONDITIONS: u32 = 1 << 27;
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
    /// The nesting of the node, as counted by cognitive complexity.
    pub(super) nesting: u32,
    /// The depth of control flow at the node.
    pub(super) depth: u32,
    pub(super) span: Span,
    /// The number of named children so far, comments excluded.
    pub(super) children: u32,
    /// The name that it declares, or the last name of a member access.
    pub(super) name: Span,
    /// The index of that name in the outline.
    pub(super) name_index: u32,
    /// The object of a call or member access.
    pub(super) object: Span,
    /// The index of the documentation before it.
    pub(super) doc: u32,
    /// The index of its function, type or handler.
    pub(super) index: u32,
}

impl Frame {
    pub(super) fn has(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }

    /// Whether what stands in this field is what the node calls.
    pub(super) fn calls(&self, slot: Slot) -> bool {
        match self.role {
            Role::Call => matches!(slot, Slot::Callee | Slot::Name),
            Role::Generic => slot == Slot::Callee && self.slot == Slot::Callee,
            _ => false,
        }
    }

    /// Whether documentation before the node belongs to the definition inside it.
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
