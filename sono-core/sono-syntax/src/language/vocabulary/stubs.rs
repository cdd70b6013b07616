//! Stubs: declarations of types that stand beside code, or for code in another language.

/// The stubs of a language. `Stubs::NONE` says that it has none.
#[derive(Clone, Copy)]
pub(crate) struct Stubs {
    /// Endings of their files, in lower case.
    pub(crate) endings: &'static [&'static str],
    /// Whether a line, without blanks around it, runs something.
    pub(crate) runs: fn(&str) -> bool,
}

impl Stubs {
    /// No stubs.
    pub(crate) const NONE: Self = Self { endings: &[], runs: |_| false };
}

/// Whether a line runs something in a language whose blocks begin with a colon.
pub(crate) fn runs_before_colon(line: &str) -> bool {
    let opens = ["for ", "while ", "with ", "try:", "match "];
    line.starts_with("return ")
        || line.starts_with("raise ")
        || line.starts_with("yield ")
        || line.contains("lambda ")
        || (line.ends_with(':') && opens.iter().any(|word| line.starts_with(word)))
}
