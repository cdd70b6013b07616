//! The frame of a piece of code that begins or ends in the middle of something.

/// The text that is written around a piece of code so that it parses. `z` is a name in every language.
///
/// The brackets and indents of the piece tell how many blocks it begins or ends inside; this says how each is opened,
/// and what a piece may consist of that its language has only inside something.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frames {
    /// Whether blocks are told by their indentation.
    pub(crate) indented: bool,
    /// Opens a block of statements, among statements.
    pub(crate) block: &'static str,
    /// The text that must stand around statements, where the grammar reads some of them otherwise outside.
    pub(crate) statement: Option<(&'static str, &'static str)>,
    /// Opens one among the members of a type or an object.
    pub(crate) method: &'static str,
    /// Opens one inside parentheses.
    pub(crate) closure: &'static str,
    /// Opens members inside parentheses.
    pub(crate) anonymous: &'static str,
    /// The texts that open lists of members, and what these are.
    pub(crate) members: &'static [(&'static str, &'static str)],
    /// Words that stand among members only.
    pub(crate) modifiers: &'static [&'static str],
    /// The words before which a block ends, and what opens that block.
    pub(crate) before: &'static [(&'static str, &'static str)],
    /// The words that continue a definition, and the text that they continue.
    pub(crate) continued: &'static [(&'static str, &'static str)],
    /// Opens the parameters of a member.
    pub(crate) parameters: &'static str,
    /// Opens the condition of a block.
    pub(crate) condition: &'static str,
    /// Words that stand in the block of a statement only.
    pub(crate) labels: &'static [FrameLabel],
    /// The words that begin statements, and what must follow their blocks.
    pub(crate) after: &'static [(&'static str, &'static str)],
    /// The text that may follow an annotation.
    pub(crate) annotated: &'static str,
    /// First words of statements.
    pub(crate) statements: &'static [&'static str],
    /// First words of definitions that are no methods.
    pub(crate) definitions: &'static [&'static str],
    /// Words of definitions that hold others.
    pub(crate) containers: &'static [&'static str],
}

/// A word that stands in the block of a statement only, such as `case`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FrameLabel {
    pub(crate) word: &'static str,
    /// The sign that must follow, if it has another meaning without.
    pub(crate) next: &'static str,
    /// The text that opens the block.
    pub(crate) opener: &'static str,
    /// The text that may precede statements in it.
    pub(crate) first: &'static str,
}

impl Frames {
    /// Blocks in braces, and nothing else. The words are those of all languages with braces: one that is no keyword in a
    /// language begins nothing there.
    pub(crate) const BRACES: Self = Self {
        indented: false,
        block: "{",
        statement: None,
        method: "{",
        closure: "{",
        anonymous: "{",
        members: &[],
        modifiers: &[],
        before: &[("else", "if z {")],
        continued: &[],
        parameters: "z(",
        condition: "z(",
        labels: &[],
        after: &[],
        annotated: "",
        statements: &[
            "if",
            "else",
            "for",
            "while",
            "do",
            "switch",
            "case",
            "try",
            "catch",
            "finally",
            "with",
            "match",
            "loop",
            "select",
            "return",
            "throw",
            "yield",
            "await",
            "new",
            "synchronized",
            "let",
            "const",
            "var",
            "go",
            "defer",
        ],
        definitions: &[
            "function",
            "func",
            "fn",
            "class",
            "interface",
            "enum",
            "struct",
            "impl",
            "trait",
            "mod",
            "unsafe",
            "default",
            "export",
            "import",
            "package",
        ],
        containers: &["class", "interface", "enum", "record", "impl", "trait", "mod", "namespace"],
    };

    /// Blocks that are told by their indentation.
    pub(crate) const INDENTS: Self = Self {
        indented: true,
        block: "if z:",
        before: &[("except", "try:"), ("finally", "try:")],
        annotated: "def z(): pass",
        ..Self::BRACES
    };
}
