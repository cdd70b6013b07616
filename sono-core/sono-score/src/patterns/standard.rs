//! The standard rules, which come with the library.

use std::sync::{Arc, OnceLock};

use super::SyntaxRules;
use super::files::{FILES, SEPARATOR, rules_of};

/// The standard rules for the languages of this build. They are parsed once.
pub fn standard() -> Arc<SyntaxRules> {
    static RULES: OnceLock<Arc<SyntaxRules>> = OnceLock::new();
    // A test parses them, so no rule is lost here.
    let read = || Arc::new(SyntaxRules::read("", &rules()).unwrap_or_default());
    Arc::clone(RULES.get_or_init(read))
}

/// Parses rules like [`SyntaxRules::from_yaml`], none if the text is empty, and adds the standard ones but those with an
/// id of `off`.
///
/// # Errors
/// As [`SyntaxRules::from_yaml`]. A rule with the id of a standard rule for its language is an error, unless that one is
/// off.
pub fn with_standard(rules: &str, off: &[&str]) -> Result<SyntaxRules, Vec<String>> {
    let standard = self::rules();
    let on = standard.split(SEPARATOR).filter(|rule| id(rule).is_none_or(|id| !off.contains(&id)));
    let on = on.collect::<Vec<_>>().join(SEPARATOR);
    if rules.trim().is_empty() && on.is_empty() {
        return Ok(SyntaxRules::default());
    }
    SyntaxRules::read(rules, &on)
}

fn rules() -> String {
    rules_of(FILES, |file| file.standard)
}

/// The id of a standard rule.
fn id(rule: &str) -> Option<&str> {
    rule.lines().find_map(|line| line.strip_prefix("id: "))
}
