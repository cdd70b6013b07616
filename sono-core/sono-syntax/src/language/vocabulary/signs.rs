//! The meaning of the tokens of a language to a reader.

use super::role::Role;

/// The meaning of a token to a reader, or how the tokens of a node are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Sign {
    /// A sign without a word: `;`, `{`, `+`.
    #[default]
    Punctuation,
    /// A keyword, or another word that is no name.
    Word,
    /// A sign that gives a variable another value.
    Assignment,
    /// A comma.
    Comma,
    /// The sign before the name of a member.
    Member,
    /// A name.
    Name,
    /// A number or a text.
    Literal,
    /// A text with parts. It is one token unless there is code in it.
    Parts,
    /// A node in which each child that starts a line starts something of its own, as statements do.
    Lines,
    /// A node or token that is no code to read: an import, a decorator.
    Aside,
}

/// The tokens that mean the same in most languages, without words and brackets.
const TOKENS: &[(&str, Sign)] = &[
    (",", Sign::Comma),
    (".", Sign::Member),
    ("?.", Sign::Member),
    ("=", Sign::Assignment),
    (":=", Sign::Assignment),
    ("+=", Sign::Assignment),
    ("-=", Sign::Assignment),
    ("*=", Sign::Assignment),
    ("/=", Sign::Assignment),
    ("//=", Sign::Assignment),
    ("%=", Sign::Assignment),
    ("**=", Sign::Assignment),
    ("@=", Sign::Assignment),
    ("&=", Sign::Assignment),
    ("|=", Sign::Assignment),
    ("^=", Sign::Assignment),
    ("&^=", Sign::Assignment),
    ("<<=", Sign::Assignment),
    (">>=", Sign::Assignment),
    (">>>=", Sign::Assignment),
    ("&&=", Sign::Assignment),
    ("||=", Sign::Assignment),
    ("??=", Sign::Assignment),
    ("++", Sign::Assignment),
    ("--", Sign::Assignment),
];

/// Endings of the kinds of literals.
const LITERALS: &[&str] = &[
    "integer_literal",
    "float_literal",
    "point_literal",
    "int_literal",
    "imaginary_literal",
    "rune_literal",
    "character_literal",
];

impl Sign {
    /// The sign of a named node, where its language does not say otherwise.
    pub(crate) fn of_node(name: &str, role: Role) -> Self {
        match role {
            Role::Comment | Role::Import | Role::Decorator => Self::Aside,
            Role::Identifier => Self::Name,
            Role::Str | Role::Text | Role::Opaque => Self::Parts,
            _ if matches!(name, "number" | "integer" | "float" | "string_fragment")
                || LITERALS.iter().any(|ending| name.ends_with(ending)) =>
            {
                Self::Literal
            }
            _ if name.ends_with("identifier") || name.ends_with("identifier_pattern") => Self::Name,
            _ => Self::Word,
        }
    }

    /// The sign of a token without a name in the grammar, where its language does not say otherwise.
    pub(crate) fn of_token(name: &str) -> Self {
        let found = TOKENS.iter().find(|(token, _)| *token == name).map(|(_, sign)| *sign);
        found.unwrap_or(if name.starts_with(char::is_alphabetic) { Self::Word } else { Self::Punctuation })
    }
}
