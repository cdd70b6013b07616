//! Values, and the types and calls around them.

/// How values are written that say something by themselves, and what types and calls say of values.
///
/// [`Values::SHARED`] holds what is written so in one language or another, for what one of them says means nothing else in
/// the others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Values {
    /// Values that a function gives which has no other to give.
    pub(crate) zeros: &'static [&'static str],
    /// Values at the edge of what may be given, which it makes sense to look for.
    pub(crate) edges: &'static [&'static str],
    /// Operators with the values that change nothing on their right, and whether they change nothing on the left either.
    pub(crate) neutral: &'static [(&'static str, &'static [&'static str], bool)],
    /// Calls and members that give the number of elements.
    pub(crate) sizes: &'static [&'static str],
    /// Calls that give an amount, which is never below zero.
    pub(crate) amounts: &'static [&'static str],
    /// Questions without arguments of which one holds if the other does not.
    pub(crate) opposites: &'static [(&'static str, &'static str)],
    /// Types whose division by zero gives a value that says so.
    pub(crate) floats: &'static [&'static str],
    /// Types whose first element is there, or whose `[0]` is no first element.
    pub(crate) records: &'static [&'static str],
    /// Calls that give a number another type.
    pub(crate) conversions: &'static [&'static str],
    /// How the names of calls end that ask whether a number is one.
    pub(crate) number_checks: &'static [&'static str],
    /// Calls that make a text of what they are given, or only look at it.
    pub(crate) texts: &'static [&'static str],
    /// Words in a type that say that there may be no value.
    pub(crate) maybe: &'static [&'static str],
}

impl Values {
    /// The words of all languages.
    pub(crate) const SHARED: Self = Self {
        zeros: &[
            "0",
            "0.0",
            "-1",
            "0L",
            "0.0f",
            "0f",
            "0d",
            "\"\"",
            "''",
            "``",
            "[]",
            "{}",
            "()",
            "false",
            "False",
            "Ok(())",
            "Ok(0)",
            "Ok(false)",
            "(0, 0)",
            "b\"\"",
        ],
        edges: &["0", "1", "2", "0.0", "1.0", "0L", "1L", "-1", "true", "false", "True", "False"],
        neutral: &[
            ("+", &["0", "0.0", "\"\"", "''", "[]", "()"], true),
            ("-", &["0", "0.0"], false),
            ("*", &["1", "1.0"], true),
            ("/", &["1", "1.0"], false),
            ("//", &["1"], false),
            ("**", &["1"], false),
            ("|", &["0"], true),
            ("^", &["0"], true),
            ("<<", &["0"], false),
            (">>", &["0"], false),
            (">>>", &["0"], false),
            ("or", &["None", "False", "0", "\"\"", "''", "[]"], false),
            ("||", &["null", "undefined", "false", "0", "\"\"", "''"], false),
            ("??", &["null", "undefined"], false),
            ("and", &["True"], true),
            ("&&", &["true"], true),
        ],
        sizes: &["len", "length", "size", "count", "Len", "Size"],
        amounts: &["len", "abs", "size", "length", "count", "Len"],
        opposites: &[("is_none", "is_some"), ("is_err", "is_ok"), ("isEmpty", "isPresent")],
        floats: &[
            "float64", "float32", "f64", "f32", "double", "Double", "float", "Float", "Fraction", "Decimal",
        ],
        records: &["map", "Map", "dict", "Dict", "Record", "tuple", "Tuple", "NonEmpty", "Mapping", "Match"],
        conversions: &["float", "int", "float64", "float32", "int64", "Number"],
        number_checks: &["isNaN", "isFinite", "isInteger"],
        texts: &[
            "String",
            "bool",
            "dir",
            "format",
            "getattr",
            "hasattr",
            "isinstance",
            "len",
            "print",
            "println",
            "repr",
            "str",
            "toString",
            "type",
            "valueOf",
        ],
        maybe: &["Optional", "Maybe", "None", "null", "undefined", "Nullable"],
    };
}
