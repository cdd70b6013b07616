//! The words by which assertions say what they ask.

/// The names of assertions, by what they ask. A name is given in lower case, without separators and without the `assert`
/// that it begins with: `assert_is_none` is `isnone`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Assertions {
    /// Marks of other forms of `assert`, which its name begins with.
    pub(crate) forms: &'static [&'static str],
    /// Names that ask whether a condition holds, or does not.
    pub(crate) conditions: &'static [&'static str],
    /// Names that ask something else about one value.
    pub(crate) unary: &'static [&'static str],
    /// Names that ask only whether there is a value, or of what type it is.
    pub(crate) presence: &'static [&'static str],
    /// Names that compare two values.
    pub(crate) binary: &'static [&'static str],
    /// Names of comparisons of two values as objects, and as values.
    pub(crate) identity: &'static [&'static str],
    pub(crate) equality: &'static [&'static str],
    /// The ends of chains that ask whether a condition holds, or does not.
    pub(crate) claims: &'static [&'static str],
    /// The ends of chains that ask whether there is nothing: to deny them asks only whether there is a value.
    pub(crate) absence: &'static [&'static str],
    /// Matchers that hold the value which another one must be equal to: `is(3)`.
    pub(crate) matchers: &'static [&'static str],
    /// Arguments that stand before what is asserted, if there are others: the object of the runner.
    pub(crate) runners: &'static [&'static str],
}

impl Assertions {
    /// The names of JUnit, TestNG, Hamcrest, AssertJ, unittest, pytest, Chai, Jest, AVA, node:test, testify, Gomega and the
    /// macros of Rust. They have most of them in common, and helpers in one language are called after those of another, so
    /// that no name means one thing here and something else there: all languages share them.
    pub(crate) const SHARED: Self = Self {
        forms: &["debug_", "prop_"],
        conditions: &["", "true", "istrue", "ok", "truthy", "false", "isfalse", "notok", "falsy"],
        unary: &[
            "isnone",
            "none",
            "null",
            "isnull",
            "isnil",
            "nil",
            "error",
            "noerror",
            "empty",
            "isempty",
            "notempty",
            "isnotempty",
            "zero",
            "notzero",
            "isok",
            "that",
            "fail",
            "fails",
            "pass",
            "iserror",
            "strict",
            "success",
            "failure",
        ],
        presence: &[
            "isnotnone",
            "notnull",
            "isnotnull",
            "notnil",
            "isdefined",
            "defined",
            "exists",
            "isinstance",
            "isinstanceof",
            "instanceof",
            "istype",
            "tobedefined",
            "tobeinstanceof",
            "isnotundefined",
            "notundefined",
            "exist",
            "tobetruthy",
            "bedefined",
            "implements",
            "notnone",
        ],
        binary: &[
            "equal",
            "equals",
            "eq",
            "ne",
            "same",
            "is",
            "isnot",
            "deepequal",
            "strictequal",
            "deepstrictequal",
            "almostequal",
            "almostequals",
            "in",
            "notin",
            "contains",
            "notcontains",
            "greater",
            "less",
            "greaterequal",
            "lessequal",
            "greaterorequal",
            "lessorequal",
            "notequal",
            "notequals",
            "notsame",
            "countequal",
            "listequal",
            "dictequal",
            "setequal",
            "tupleequal",
            "sequenceequal",
            "multilineequal",
            "regex",
            "notregex",
            "match",
            "matches",
            "arrayequals",
            "iterableequals",
            "linesmatch",
            "notdeepequal",
            "notstrictequal",
            "exactly",
            "equalvalues",
            "elementsmatch",
            "len",
            "samemembers",
            "deep",
            "not",
            "like",
            "jsoneq",
            "indelta",
            "lengthof",
            "strictsame",
            "arrayequal",
            "allclose",
            "approxequal",
        ],
        identity: &["be", "same", "sameas"],
        equality: &[
            "equal",
            "equals",
            "equalto",
            "eq",
            "eql",
            "strictequal",
            "deepequal",
            "deepstrictequal",
            "deepeq",
        ],
        claims: &[
            "tobetrue",
            "istrue",
            "true",
            "tobetruthy",
            "tobefalse",
            "isfalse",
            "tobefalsy",
            "false",
            "ok",
        ],
        absence: &["tobenull", "tobeundefined", "isnull", "null", "undefined"],
        matchers: &["is", "equalTo", "Equal", "sameInstance", "eq"],
        runners: &["t", "b"],
    };

    /// The name of an assertion without the marks of its form.
    pub(crate) fn formless<'n>(&self, name: &'n str) -> &'n str {
        self.forms.iter().fold(name, |name, form| name.trim_start_matches(form))
    }

    /// The question of an assertion: its name without `assert`, separators and capitals.
    pub(crate) fn question(&self, name: &str) -> String {
        let name = self.formless(name);
        let name = name.strip_prefix("assert").or_else(|| name.strip_prefix("Assert")).unwrap_or(name);
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    }

    /// Whether one of the lists has a question.
    pub(crate) fn knows(&self, question: &str) -> bool {
        [self.conditions, self.unary, self.presence, self.binary].iter().any(|list| list.contains(&question))
    }

    /// Whether what is asked is denied.
    pub(crate) fn denies(question: &str) -> bool {
        ["not", "isnot", "doesnot"].iter().any(|start| question.starts_with(start))
            || matches!(question, "ne" | "never")
    }

    /// Whether a question denies that two values are equal, and if so, whether as objects.
    pub(crate) fn denial(&self, question: &str) -> Option<bool> {
        let what = question.strip_prefix("isnot").or_else(|| question.strip_prefix("not"));
        match what.unwrap_or(question) {
            word if what.is_some() && self.identity.contains(&word) => Some(true),
            "" if question == "isnot" => Some(true),
            word if what.is_some() && self.equality.contains(&word) => Some(false),
            "ne" => Some(false),
            _ => None,
        }
    }
}
