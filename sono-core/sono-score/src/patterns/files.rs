//! The files of rules that come with the library: a language brings one of each kind.

use sono_syntax::language;

/// Rules, in YAML, for the same languages. Those written for the first one apply to the others.
#[derive(Clone, Copy)]
pub(crate) struct RuleFiles {
    /// The languages.
    pub(crate) languages: &'static [&'static str],
    /// The standard rules about quality, or nothing.
    pub(crate) standard: &'static str,
    /// The rules by which tags are recognised, or nothing.
    pub(crate) tags: &'static str,
}

/// All files.
pub(crate) const FILES: &[RuleFiles] = &[
    RuleFiles {
        languages: &["go"],
        standard: include_str!("../../rubrics/patterns/go.yml"),
        tags: include_str!("../../tags/go.yml"),
    },
    RuleFiles {
        languages: &["java"],
        standard: include_str!("../../rubrics/patterns/java.yml"),
        tags: include_str!("../../tags/java.yml"),
    },
    RuleFiles {
        languages: &["javascript"],
        standard: include_str!("../../rubrics/patterns/javascript.yml"),
        tags: include_str!("../../tags/javascript.yml"),
    },
    RuleFiles {
        languages: &["javascript", "typescript", "tsx"],
        standard: "",
        tags: include_str!("../../tags/ecmascript.yml"),
    },
    RuleFiles { languages: &["javascript", "tsx"], standard: "", tags: include_str!("../../tags/jsx.yml") },
    RuleFiles {
        languages: &["python"],
        standard: include_str!("../../rubrics/patterns/python.yml"),
        tags: include_str!("../../tags/python.yml"),
    },
    RuleFiles {
        languages: &["rust"],
        standard: include_str!("../../rubrics/patterns/rust.yml"),
        tags: include_str!("../../tags/rust.yml"),
    },
    RuleFiles {
        languages: &["typescript", "tsx"],
        standard: include_str!("../../rubrics/patterns/typescript.yml"),
        tags: include_str!("../../tags/typescript.yml"),
    },
];

/// The separator between two rules.
pub(super) const SEPARATOR: &str = "\n---\n";

/// The rules of one kind for the languages of this build, as one text.
pub(crate) fn rules_of(files: &[RuleFiles], kind: fn(&RuleFiles) -> &'static str) -> String {
    let mut documents = Vec::new();
    for file in files.iter().filter(|file| !kind(file).is_empty()) {
        let written = file.languages.first().map_or_else(String::new, |first| format!("language: {first}\n"));
        for name in file.languages.iter().filter(|name| language::by_name(name).is_some()) {
            documents.push(kind(file).replace(&written, &format!("language: {name}\n")));
        }
    }
    documents.join(SEPARATOR)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patterns::SyntaxRules;

    const KINDS: [fn(&RuleFiles) -> &'static str; 2] = [|file| file.standard, |file| file.tags];

    #[test]
    fn every_language_has_rules_of_each_kind() {
        for language in language::all() {
            for kind in KINDS {
                let mut files = FILES.iter().filter(|file| file.languages.contains(&language.id));
                assert!(
                    files.any(|file| !kind(file).is_empty()),
                    "{0} needs a file in FILES, with rubrics/patterns/{0}.yml and tags/{0}.yml",
                    language.id
                );
            }
        }
    }

    #[test]
    fn our_own_regular_expressions_are_as_cheap_as_they_are_taken_for() {
        for (file, kind) in FILES.iter().flat_map(|file| KINDS.map(|kind| (file, kind))) {
            let own = rules_of(std::slice::from_ref(file), kind);
            if own.is_empty() {
                continue;
            }
            let worked_out = SyntaxRules::from_yaml(&own).unwrap();
            let slow: Vec<String> =
                worked_out.prices().into_iter().filter(|price| price.contains("Never")).collect();
            assert_eq!(slow, [""; 0]);
        }
    }
}
