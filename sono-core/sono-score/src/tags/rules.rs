//! The rules by which tags are recognised in a syntax tree: data, in the YAML of ast-grep.

use std::sync::OnceLock;

use crate::patterns::{FILES, SyntaxRules, rules_of};

/// The rules for the languages of this build. They are parsed once.
pub(crate) fn rules() -> &'static SyntaxRules {
    static PARSED: OnceLock<SyntaxRules> = OnceLock::new();
    // A test parses them, so no rule is lost here.
    PARSED.get_or_init(|| SyntaxRules::read("", &rules_of(FILES, |file| file.tags)).unwrap_or_default())
}

/// How each tag is recognised, for people: languages, the id of the tag, and what is looked for. What holds for several
/// languages is listed once.
pub fn recognised() -> impl Iterator<Item = (&'static [&'static str], &'static str, &'static str)> {
    FILES.iter().flat_map(|file| {
        let mut id = "";
        file.tags.lines().filter_map(move |line| {
            if let Some(text) = line.strip_prefix("id: ") {
                id = text;
            }
            let said = line.strip_prefix("message: ")?;
            Some((file.languages, id, said.trim_matches('\'')))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tags::definition;

    #[test]
    fn the_rules_are_rules() {
        if let Err(problems) = SyntaxRules::from_yaml(&rules_of(FILES, |file| file.tags)) {
            panic!("{}", problems.join("\n"));
        }
    }

    #[test]
    fn every_rule_is_for_a_tag() {
        for (language, id) in rules().ids() {
            assert!(definition(id).is_some(), "{language}: {id}");
        }
    }
}
