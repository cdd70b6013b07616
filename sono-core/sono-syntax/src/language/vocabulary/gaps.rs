//! Constructs of a language that its grammar does not know.

/// A construct that is right but does not parse, as a pattern over tokens, and how to write it so that it does. What is
/// written in its place has the same length, so that every other token keeps its place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gap {
    /// Its name for people, such as "`export type *`".
    pub(crate) what: &'static str,
    /// The tokens, one after the other. Comments between them don't matter.
    pub(crate) steps: &'static [Step],
}

/// One token of a pattern, and what becomes of it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// One of these tokens, which stays.
    Keep(&'static [&'static str]),
    /// Any word, which stays.
    Word,
    /// A string, which stays.
    Text,
    /// The end of an expression or a type: a word, a string or a closing bracket. It stays.
    End,
    /// This token, which is blanked out.
    Blank(&'static str),
    /// A string, which is blanked out.
    BlankText,
    /// This token, which becomes a part of a name.
    Name(&'static str),
    /// A string, which becomes a part of a name.
    NameText,
    /// This token at the start of a line. It stays, and the statement before it is ended by a semicolon.
    Starts(&'static str),
    /// Type arguments with the brackets around them, which are blanked out.
    BlankTypes,
    /// A template, which stays.
    Template,
    /// The rest of a list between the bracket that opened last and the one that closes it, in which every `=` is
    /// blanked out with what follows it, up to the next comma.
    Defaults,
}
