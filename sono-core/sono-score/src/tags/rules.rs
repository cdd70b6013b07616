//! The rules by which tags are recognised in a syntax tree: data, in the YAML of ast-grep.

use std::sync::OnceLock;

use crate::patterns::{SyntaxRules, rules_of};

/// The rules of each group of languages. Rules written for the first language of a group apply to the others.
const RULES: &[(&[&str], &str)] = &[
    (&["go"], include_str!("../../tags/go.yml")),
    (&["java"], include_str!("../../tags/java.yml")),
    (&["javascript"], include_str!("../../tags/javascript.yml")),
    (&["javascript", "typescript", "tsx"], include_str!("../../tags/ecmascript.yml")),
    (&["javascript", "tsx"], include_str!("../../tags/jsx.yml")),
    (&["python"], include_str!("../../tags/python.yml")),
    (&["rust"], include_str!("../../tags/rust.yml")),
    (&["typescript", "tsx"], include_str!("../../tags/typescript.yml")),
];

/// The rules for the languages of this build. They are parsed once.
pub(crate) fn rules() -> &'static SyntaxRules {
    static PARSED: OnceLock<SyntaxRules> = OnceLock::new();
    // A test parses them, so no rule is lost here.
    PARSED.get_or_init(|| SyntaxRules::read("", &rules_of(RULES)).unwrap_or_default())
}

/// How each tag is recognised, for people: languages, the id of the tag, and what is looked for. What holds for several
/// languages is listed once.
pub fn recognised() -> impl Iterator<Item = (&'static [&'static str], &'static str, &'static str)> {
    RULES.iter().flat_map(|(languages, yaml)| {
        let mut id = "";
        yaml.lines().filter_map(move |line| {
            if let Some(text) = line.strip_prefix("id: ") {
                id = text;
            }
            let said = line.strip_prefix("message: ")?;
            Some((*languages, id, said.trim_matches('\'')))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::definition;

    #[test]
    fn the_rules_are_rules() {
        if let Err(problems) = SyntaxRules::from_yaml(&rules_of(RULES)) {
            panic!("{}", problems.join("\n"));
        }
        for (languages, _) in RULES {
            let own = RULES.iter().filter(|(of, _)| of == languages).copied().collect::<Vec<_>>();
            let own = rules_of(&own);
            let worked_out = SyntaxRules::from_yaml(&own).unwrap();
            let slow: Vec<String> =
                worked_out.prices().into_iter().filter(|price| price.contains("Never")).collect();
            assert_eq!(slow, [""; 0]);
        }
    }

    #[test]
    fn every_rule_is_for_a_tag() {
        for (language, id) in rules().ids() {
            assert!(definition(id).is_some(), "{language}: {id}");
        }
    }
}
