//! The rules that come with the library.

use std::sync::{Arc, OnceLock};

use sono_syntax::language;

use super::SyntaxRules;

/// The rules of each language, in YAML. What is written for the first language of a row holds for the others.
const STANDARD: &[(&[&str], &str)] = &[
    (&["go"], include_str!("../../rubrics/patterns/go.yml")),
    (&["java"], include_str!("../../rubrics/patterns/java.yml")),
    (&["javascript"], include_str!("../../rubrics/patterns/javascript.yml")),
    (&["python"], include_str!("../../rubrics/patterns/python.yml")),
    (&["rust"], include_str!("../../rubrics/patterns/rust.yml")),
    (&["typescript", "tsx"], include_str!("../../rubrics/patterns/typescript.yml")),
];

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

/// The rules of the languages of this build.
fn yaml() -> String {
    let mut documents = Vec::new();
    for (languages, yaml) in STANDARD {
        let written = languages.first().map_or_else(String::new, |first| format!("language: {first}\n"));
        for name in languages.iter().filter(|name| language::by_name(name).is_some()) {
            documents.push(yaml.replace(&written, &format!("language: {name}\n")));
        }
    }
    documents.join(SEPARATOR)
}
