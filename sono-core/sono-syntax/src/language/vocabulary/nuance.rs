//! Nuances: properties that nodes of one role do not all share.

/// A property of a node beside its role, which only some questions ask for.
///
/// A role decides how a node is walked; a nuance changes nothing there. Unlike a role, it can be given to any kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Nuance {
    /// Nothing that the role does not say.
    #[default]
    None,

    /// An expression that holds values without a change, or a part of one: a list, `&x`.
    Holder,
    /// Values side by side that count as one: `a, b`.
    Tuple,
    /// A key with its value, in an expression whose parts have no names of their own.
    Pair,
    /// The same where the key is told by its place, as the first of two.
    KeyedElement,
    /// An argument with the name of its parameter.
    Keyword,
    /// A place in a text where a value is put.
    Hole,
    /// A cast that fails if the value is of another type.
    Cast,
    /// The same, behind the value, which gives a second result that says whether it failed if that is wanted.
    TypeAssertion,
    /// A cast that cannot fail.
    Conversion,
    /// An operator with one operand.
    Unary,
    /// An operator between two operands, if that has no role because it is never a decision.
    Arithmetic,
    /// A comparison, if that has no role.
    Comparison,

    /// A pattern that takes a value apart, or takes the rest of many.
    Pattern,
    /// The name of a type.
    TypeName,
    /// The name of a member, for which any word will do.
    MemberName,
    /// The declaration of a field or of a constant: what it names is no variable.
    Constant,
    /// The definition of a macro.
    Macro,

    /// A statement that does something beside giving a value.
    Acting,
    /// A statement that leaves a loop or a turn of it, if it has no role of its own because it never has a label.
    Jump,
    /// A statement behind its label.
    Labeled,
    /// A case whose expression is the value of the whole.
    CaseValue,
    /// `yield`.
    Yield,
    /// `await`.
    Await,
    /// A part of a document inside the code, as of JSX.
    Markup,
}

impl Nuance {
    /// The nuance of a kind of node, where its language does not say otherwise.
    pub(crate) fn of_node(name: &str) -> Self {
        if name.contains("pattern") { Self::Pattern } else { Self::None }
    }

    /// Whether an expression holds values without a change.
    pub(crate) fn holds_values(self) -> bool {
        matches!(
            self,
            Self::Holder
                | Self::Tuple
                | Self::Pair
                | Self::KeyedElement
                | Self::Keyword
                | Self::Hole
                | Self::Cast
                | Self::Conversion
        )
    }
}
