//! The rules that come with the library.

use std::sync::{Arc, OnceLock};

use sono_syntax::language;

use super::SyntaxRules;

/// The rules of each language, in YAML.
pub const STANDARD_RULES: &[(&str, &str)] = &[("python", include_str!("../../rubrics/patterns/python.yml"))];

/// The rules that come with the library, for the languages of this build.
pub fn standard() -> Arc<SyntaxRules> {
    static RULES: OnceLock<Arc<SyntaxRules>> = OnceLock::new();
    let read = || {
        let known = STANDARD_RULES.iter().filter(|(language, _)| language::by_name(language).is_some());
        let yaml: Vec<_> = known.map(|(_, yaml)| *yaml).collect();
        // A test reads them, so that no rule is lost here.
        Arc::new(SyntaxRules::from_yaml(&yaml.join("\n---\n")).unwrap_or_default())
    };
    Arc::clone(RULES.get_or_init(read))
}
