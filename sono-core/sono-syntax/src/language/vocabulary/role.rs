//! The meaning of node kinds: the vocabulary of each language's table.

/// The role of a named node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Role {
    /// Nothing that the outline needs.
    #[default]
    Other,
    /// The file.
    Root,
    /// An error node. Never in a table: the parser creates these.
    Error,
    /// A comment.
    Comment,
    /// A leaf for the outline; its children are not visited.
    Opaque,
    /// A named node that is punctuation, such as Python's bare `*` between parameters.
    Punctuation,
    /// A word that can be a name.
    Identifier,
    /// A string literal with parts.
    Str,
    /// A string literal that the outline treats as one token.
    Text,

    /// A definition of a function or method with a name.
    Function,
    /// A definition of a constructor.
    Constructor,
    /// An anonymous function, which may take the name of the variable it is assigned to.
    Closure,
    /// A method of an interface: a name without a body.
    Signature,
    /// The list of parameters.
    Parameters,
    /// Parameters that share one type, which follows them.
    ParameterGroup,
    /// A class, enum or record.
    Class,
    /// A class that cannot be instantiated.
    AbstractClass,
    /// An interface or annotation type.
    Interface,
    /// A type with a new name.
    TypeAlias,
    /// A type whose name comes before its definition: a class if its `type` is a `StructType`, an interface if it is an
    /// `InterfaceType`, else a type alias.
    TypeSpec,
    /// The fields of a type, if a `TypeSpec` names it.
    StructType,
    /// The methods of an interface, if a `TypeSpec` names it.
    InterfaceType,
    /// Methods of a type that is defined elsewhere, as in `impl`.
    Extension,
    /// A named part of a module.
    Namespace,
    /// The types that a type extends.
    Heritage,
    /// The members of a class. Where no class has it as its body, it is that of a type without a name.
    TypeBody,

    /// Statements between delimiters or at one level of indentation.
    Block,
    /// Statements inside the node that has the delimiters.
    Statements,
    /// Definitions of one kind after one keyword: documentation before it belongs to the first of them.
    Group,
    /// A definition with decorators before it.
    Decorated,
    /// A decorator or annotation.
    Decorator,
    /// Modifiers and annotations of a definition.
    Modifiers,
    /// A modifier that is a node of its own; its text determines its meaning.
    Modifier,
    /// An import.
    Import,
    /// An export.
    Export,
    /// One name in an export list.
    ExportSpecifier,

    /// `if`.
    If,
    /// `elif`, as a separate clause.
    Elif,
    /// `else`, as a separate clause.
    Else,
    /// `for` and `while`.
    Loop,
    /// The part between a loop's keyword and its body, if it is a separate node.
    LoopHead,
    /// `do` ... `while`.
    DoLoop,
    /// `switch` and `match`.
    Switch,
    /// One case with its label.
    Case,
    /// The default case, if it is a separate node.
    Default,
    /// The pattern of a case.
    CasePattern,
    /// `catch` and `except`.
    Catch,
    /// The types that a handler catches.
    CatchType,
    /// A conditional expression.
    Ternary,
    /// `for` and `if` inside a comprehension, and the guard of a case.
    Clause,
    /// `break`, `continue` and `goto`. The keyword is followed by a label.
    Jump,
    /// The same if a value can follow the keyword, so that only a `Label` is a label.
    ValueJump,
    /// The label of a statement, or the target of a jump.
    Label,

    /// A statement without another role.
    Statement,
    /// A statement that consists of one expression.
    ExpressionStatement,
    /// A statement that does nothing: `pass`, an empty statement.
    Nothing,
    /// `return`.
    Return,
    /// `raise` and `throw`.
    Raise,
    /// `assert`.
    Assert,
    /// A statement that declares variables.
    Declaration,
    /// The declaration of a field.
    Field,
    /// A name with a value: one declarator, one pair of an object literal.
    Declarator,

    /// An assignment that is a statement.
    AssignmentStatement,
    /// The left or right side of an assignment, as a separate list.
    List,
    /// An assignment expression.
    Assignment,
    /// Another expression with an effect: `await`, `yield`, `i++`.
    Effect,
    /// A short-circuit expression.
    Boolean,
    /// An expression with two operands, which is a short-circuit expression if its operator says so.
    Binary,
    /// Parentheses around an expression.
    Parenthesized,
    /// An expression with its type: `x as T`.
    Ascription,
    /// A call.
    Call,
    /// Tokens between brackets that the grammar does not read, as those of a macro. A name right before parentheses
    /// in them is called.
    Tokens,
    /// A function with types for its type parameters, if that is a node of its own: `f::<T>`.
    Generic,
    /// The arguments of a call.
    Arguments,
    /// The creation of an object.
    New,
    /// Access to a member of an object.
    Member,
    /// An object literal.
    Object,
    /// An element of a collection, by its index or key.
    Element,
}

/// The meaning of an anonymous token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Token {
    /// Nothing that the outline needs.
    #[default]
    Other,
    /// `if`.
    If,
    /// `elif`.
    Elif,
    /// `else`.
    Else,
    /// `for`.
    For,
    /// `while`.
    While,
    /// `do`.
    Do,
    /// `switch`, `match`, `select`.
    Switch,
    /// `case`, or the arrow of a case without a keyword.
    Case,
    /// `catch`, `except`.
    Catch,
    /// `?` of a conditional expression.
    Question,
    /// `&&`, `and`.
    And,
    /// `||`, `or`.
    Or,
    /// `??`.
    Coalesce,
    /// `&&=`, `||=`, `??=`.
    LogicalAssign,
    /// `delete`, an operator with an effect.
    Delete,
    /// `_`.
    Underscore,
    /// `private`, `protected`.
    Private,
    /// `public`.
    Public,
    /// `abstract`.
    Abstract,
    /// `override`.
    Override,
    /// The mark of a method that takes the value of a property, and gives none.
    Setter,
    /// `(`, `[` or `{`, by index.
    Open(u8),
    /// `)`, `]` or `}`, by index.
    Close(u8),
}

/// The fields of nodes that the walk uses. Grammars have different names for some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Slot {
    /// No field, or one that the walk does not use.
    #[default]
    None,
    /// `body`.
    Body,
    /// `consequence`.
    Consequence,
    /// `alternative`.
    Alternative,
    /// `name`.
    Name,
    /// `left`.
    Left,
    /// `right`.
    Right,
    /// `value`.
    Value,
    /// `key`.
    Key,
    /// `function`, `macro`.
    Callee,
    /// `object`, `operand`, `path`; the `value` of a member access.
    Object,
    /// `attribute`, `property`, `field`.
    Property,
    /// `type`.
    Type,
    /// `return_type`, `result`.
    ReturnType,
    /// `receiver`: the object of a method, with its type.
    Receiver,
    /// `trait`: the contract that the methods of an extension implement.
    Contract,
    /// `parameter`, `parameters`.
    Parameters,
    /// `pattern`.
    Pattern,
    /// `superclasses`.
    Bases,
    /// `declaration`.
    Declaration,
    /// `declarator`.
    Declarator,
    /// `init`, `initializer`.
    Init,
}

impl Slot {
    /// The number of fields.
    pub(crate) const COUNT: usize = {
        let mut last = Self::None as usize;
        let mut names = Self::NAMES;
        while let [(_, slot), rest @ ..] = names {
            if *slot as usize > last {
                last = *slot as usize;
            }
            names = rest;
        }
        last.saturating_add(1)
    };

    /// The names that grammars use for fields, and their meaning.
    pub(crate) const NAMES: &'static [(&'static str, Self)] = &[
        ("body", Self::Body),
        ("consequence", Self::Consequence),
        ("alternative", Self::Alternative),
        ("name", Self::Name),
        ("left", Self::Left),
        ("right", Self::Right),
        ("value", Self::Value),
        ("key", Self::Key),
        ("function", Self::Callee),
        ("macro", Self::Callee),
        ("object", Self::Object),
        ("operand", Self::Object),
        ("path", Self::Object),
        ("attribute", Self::Property),
        ("property", Self::Property),
        ("field", Self::Property),
        ("type", Self::Type),
        ("return_type", Self::ReturnType),
        ("result", Self::ReturnType),
        ("receiver", Self::Receiver),
        ("trait", Self::Contract),
        ("parameter", Self::Parameters),
        ("parameters", Self::Parameters),
        ("pattern", Self::Pattern),
        ("superclasses", Self::Bases),
        ("declaration", Self::Declaration),
        ("declarator", Self::Declarator),
        ("init", Self::Init),
        ("initializer", Self::Init),
    ];
}

/// The kind of name that a child is, by the kind of its parent and its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Bind {
    /// Not a new name.
    #[default]
    None,
    /// The same as its parent: parts of a pattern.
    Inherit,
    /// A function.
    Function,
    /// A type.
    Type,
    /// A parameter.
    Parameter,
    /// A variable or field.
    Variable,
    /// A field, if it is a member of the object on which a method is called; otherwise not a new name.
    Field,
    /// A counter of a loop or comprehension, or a caught exception.
    Loop,
}

/// One binding rule of a language: the kind of the parent, the field of the child, and the kind of name.
pub(crate) type Binding = (&'static str, Slot, Bind);

/// Properties of definitions, as bits, taken from modifiers, decorators and exports.
pub(crate) mod marks {
    /// Test code.
    pub(crate) const TEST: u32 = 1;
    /// Inherits its contract.
    pub(crate) const OVERRIDE: u32 = 1 << 1;
    /// Reads or writes an attribute.
    pub(crate) const ACCESSOR: u32 = 1 << 2;
    /// Cannot be instantiated, or has no body.
    pub(crate) const ABSTRACT: u32 = 1 << 3;
    /// Declared internal.
    pub(crate) const PRIVATE: u32 = 1 << 4;
    /// Declared public.
    pub(crate) const PUBLIC: u32 = 1 << 5;
    /// Exported by the module.
    pub(crate) const EXPORTED: u32 = 1 << 6;
    /// A signature of a function that is defined elsewhere.
    pub(crate) const OVERLOAD: u32 = 1 << 7;
    /// Has a name that the author did not choose.
    pub(crate) const PRESCRIBED: u32 = 1 << 28;
    /// Is called on no object.
    pub(crate) const STATIC: u32 = 1 << 29;
    /// All of these.
    pub(crate) const ALL: u32 = ((1 << 8) - 1) | PRESCRIBED | STATIC;
}
