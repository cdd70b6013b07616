//! The rules that come with the library.

use std::sync::{Arc, OnceLock};

use sono_syntax::language;

use super::SyntaxRules;

/// The rules of each language, in YAML.
pub const STANDARD_RULES: &[(&str, &str)] = &[("python", include_str!("../../rubrics/patterns/python.yml"))];

/// The rules that come with the library, for the languages of this build. They are read once.
pub fn standard() -> Arc<SyntaxRules> {
    static RULES: OnceLock<Arc<SyntaxRules>> = OnceLock::new();
    // A test reads them, so that no rule is lost here.
    let read = || Arc::new(SyntaxRules::from_yaml(&yaml()).unwrap_or_default());
    Arc::clone(RULES.get_or_init(read))
}

/// Rules as [`SyntaxRules::from_yaml`] reads them, and those that come with the library beside them.
///
/// # Errors
/// As [`SyntaxRules::from_yaml`]; a rule that has the id of a standard rule of its language is wrong.
pub fn with_standard(rules: &str) -> Result<SyntaxRules, Vec<String>> {
    // In this order the lines that messages name are those of the caller.
    SyntaxRules::from_yaml(&format!("{rules}{SEPARATOR}{}", yaml()))
}

const SEPARATOR: &str = "\n---\n";

fn yaml() -> String {
    let known = STANDARD_RULES.iter().filter(|(language, _)| language::by_name(language).is_some());
    known.map(|(_, yaml)| *yaml).collect::<Vec<_>>().join(SEPARATOR)
}
