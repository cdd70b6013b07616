//! The standard rules, which come with the library.

use std::sync::{Arc, OnceLock};

use sono_syntax::language;

use super::SyntaxRules;

/// The rules, in YAML, of each group of languages. Rules written for the first language of a group apply to the others.
const STANDARD: &[(&[&str], &str)] = &[
    (&["go"], include_str!("../../rubrics/patterns/go.yml")),
    (&["java"], include_str!("../../rubrics/patterns/java.yml")),
    (&["javascript"], include_str!("../../rubrics/patterns/javascript.yml")),
    (&["python"], include_str!("../../rubrics/patterns/python.yml")),
    (&["rust"], include_str!("../../rubrics/patterns/rust.yml")),
    (&["typescript", "tsx"], include_str!("../../rubrics/patterns/typescript.yml")),
];

/// The standard rules for the languages of this build. They are parsed once.
pub fn standard() -> Arc<SyntaxRules> {
    static RULES: OnceLock<Arc<SyntaxRules>> = OnceLock::new();
    // A test parses them, so no rule is lost here.
    let read = || Arc::new(SyntaxRules::read("", &rules_of(STANDARD)).unwrap_or_default());
    Arc::clone(RULES.get_or_init(read))
}

/// Parses rules like [`SyntaxRules::from_yaml`], none if the text is empty, and adds the standard ones but those with an
/// id of `off`.
///
/// # Errors
/// As [`SyntaxRules::from_yaml`]. A rule with the id of a standard rule for its language is an error, unless that one is
/// off.
pub fn with_standard(rules: &str, off: &[&str]) -> Result<SyntaxRules, Vec<String>> {
    let standard = rules_of(STANDARD);
    let on = standard.split(SEPARATOR).filter(|rule| id(rule).is_none_or(|id| !off.contains(&id)));
    let on = on.collect::<Vec<_>>().join(SEPARATOR);
    if rules.trim().is_empty() && on.is_empty() {
        return Ok(SyntaxRules::default());
    }
    SyntaxRules::read(rules, &on)
}

/// The id of a standard rule.
fn id(rule: &str) -> Option<&str> {
    rule.lines().find_map(|line| line.strip_prefix("id: "))
}

const SEPARATOR: &str = "\n---\n";

/// Of the rules of groups of languages, those for the languages of this build, as one text. Rules written for the first
/// language of a group apply to the others.
pub(crate) fn rules_of(groups: &[(&[&str], &str)]) -> String {
    let mut documents = Vec::new();
    for (languages, yaml) in groups {
        let written = languages.first().map_or_else(String::new, |first| format!("language: {first}\n"));
        for name in languages.iter().filter(|name| language::by_name(name).is_some()) {
            documents.push(yaml.replace(&written, &format!("language: {name}\n")));
        }
    }
    documents.join(SEPARATOR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_own_regular_expressions_are_as_cheap_as_they_are_taken_for() {
        for group in STANDARD {
            let own = rules_of(std::slice::from_ref(group));
            let worked_out = SyntaxRules::from_yaml(&own).unwrap();
            let slow: Vec<String> =
                worked_out.prices().into_iter().filter(|price| price.contains("Never")).collect();
            assert_eq!(slow, [""; 0]);
        }
    }
}
