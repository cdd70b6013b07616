//! What node kinds mean to the walk: the vocabulary in which each language writes its table.

/// What a named node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Role {
    /// Nothing the outline asks about.
    #[default]
    Other,
    /// The file.
    Root,
    /// A node that fits nowhere. Never in a table: the parser makes these.
    Error,
    /// A comment.
    Comment,
    /// A leaf as far as the outline is concerned; what is below it is not visited.
    Opaque,
    /// A named node that is punctuation, such as Python's bare `*` between parameters.
    Punctuation,
    /// A word that can name something.
    Identifier,
    /// A string literal made of parts.
    Str,
    /// A string literal that is one token to the outline.
    Text,

    /// A definition of a function or method with a name of its own.
    Function,
    /// A definition of a constructor.
    Constructor,
    /// A function without a name of its own; what it is assigned to may name it.
    Closure,
    /// A method of an interface: a name and no body.
    Signature,
    /// The list of parameters.
    Parameters,
    /// Parameters that share one type, which stands behind them.
    ParameterGroup,
    /// A class, enum or record.
    Class,
    /// A class that cannot be instantiated.
    AbstractClass,
    /// An interface or annotation type.
    Interface,
    /// A type with a new name.
    TypeAlias,
    /// A type whose name stands before what it is: a class if its `type` is a `StructType`, an interface if it is
    /// an `InterfaceType`, else a type with a new name.
    TypeSpec,
    /// The fields of a type, if a `TypeSpec` names it.
    StructType,
    /// The methods of an interface, if a `TypeSpec` names it.
    InterfaceType,
    /// Methods of a type that is defined elsewhere, as in `impl`.
    Extension,
    /// A part of a module with a name of its own.
    Namespace,
    /// What a type extends.
    Heritage,

    /// Statements between delimiters or at one indentation.
    Block,
    /// Statements, inside the node that has the delimiters.
    Statements,
    /// Definitions of one kind after one keyword: documentation before it is about the first of them.
    Group,
    /// A definition with decorators before it.
    Decorated,
    /// A decorator or annotation.
    Decorator,
    /// Modifiers and annotations of a definition.
    Modifiers,
    /// A modifier that is a node of its own; its text decides.
    Modifier,
    /// An import.
    Import,
    /// An export.
    Export,
    /// One name of an export list.
    ExportSpecifier,

    /// `if`.
    If,
    /// `elif`, as a clause of its own.
    Elif,
    /// `else`, as a clause of its own.
    Else,
    /// `for` and `while`.
    Loop,
    /// What stands between the keyword of a loop and its body, if that is a node of its own.
    LoopHead,
    /// `do` ... `while`.
    DoLoop,
    /// `switch` and `match`.
    Switch,
    /// One case with its label.
    Case,
    /// The case of all that no other case takes, if that is a node of its own.
    Default,
    /// The pattern of a case.
    CasePattern,
    /// `catch` and `except`.
    Catch,
    /// The types a handler catches.
    CatchType,
    /// The conditional expression.
    Ternary,
    /// `for` and `if` inside a comprehension, and the guard of a case.
    Clause,
    /// `break`, `continue` and `goto`. What follows the keyword is a label.
    Jump,
    /// The same, where a value can follow the keyword and only a `Label` is a label.
    ValueJump,
    /// The label of a statement, or that a jump goes to.
    Label,

    /// A statement that has no other role.
    Statement,
    /// A statement that is one expression.
    ExpressionStatement,
    /// A statement that states nothing: `pass`, an empty statement.
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
    /// What is assigned, or assigned to, in a list of its own.
    List,
    /// An assignment expression.
    Assignment,
    /// Another expression with an effect: `await`, `yield`, `i++`.
    Effect,
    /// A short-circuit expression.
    Boolean,
    /// An expression with two operands, whose operator says whether it is a short-circuit expression.
    Binary,
    /// Parentheses around an expression.
    Parenthesized,
    /// A call.
    Call,
    /// Tokens between brackets that the grammar does not read, as those of a macro. A name right before parentheses
    /// in them is called.
    Tokens,
    /// A function with types for its type parameters, if that is a node of its own: `f::<T>`.
    Generic,
    /// The arguments of a call.
    Arguments,
    /// Creation of an object.
    New,
    /// Access to a member.
    Member,
    /// An object literal.
    Object,
}

/// What an anonymous token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Token {
    /// Nothing the outline asks about.
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
    /// `case`, or the arrow of a case without keyword.
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
    /// `(`, `[` or `{`, by number.
    Open(u8),
    /// `)`, `]` or `}`, by number.
    Close(u8),
}

/// The fields of nodes that the walk asks about. Grammars name some of them differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Slot {
    /// No field, or one that nothing asks about.
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
    /// `trait`: what the methods of an extension implement.
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
    /// How many there are.
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

    /// The fields a grammar may have, and what they are to the walk.
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

/// What a child names, by the kind of its parent and its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Bind {
    /// It names nothing new.
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
    /// A field, if it is a member of the object a method is called on; else nothing new.
    Field,
    /// A counter of a loop or comprehension, or a caught exception.
    Loop,
}

/// One rule of a language's bindings: parent kind, field of the child, what it names.
pub(crate) type Binding = (&'static str, Slot, Bind);

/// Properties of definitions, as bits: from modifiers, decorators, exports.
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
    /// Declared part of the offer.
    pub(crate) const PUBLIC: u32 = 1 << 5;
    /// Exported by the module.
    pub(crate) const EXPORTED: u32 = 1 << 6;
    /// All of these.
    pub(crate) const ALL: u32 = (1 << 7) - 1;
}
