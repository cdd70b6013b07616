//! The ids of languages in the code. What is particular to a language stands in its own file, so that the next language
//! brings the same facts with it; code that names languages would be found by nobody who adds one.

use super::modules::{Modules, Sources};

/// The folder of the languages.
pub(super) const LANGUAGES: &str = "sono-core/sono-syntax/src/language";

/// Files that may name any language, and why.
const FREE: &[(&str, &str)] = &[
    ("sono-core/sono-score/src/patterns/files.rs", "the registration of the rules of each language"),
    ("sono-core/sono-score/src/submission/kind.rs", "endings of languages that the build may lack"),
    ("sono-core/sono-syntax/src/intake/scripts.rs", "the languages of `<script>`, a fact of HTML"),
];

/// Files in which a word that is also the id of a language means something else.
const OTHERWISE: &[(&str, &str, &str)] = &[
    ("sono-core/sono-cli/src/gather/markers.rs", "python", "the folder of an environment"),
    ("sono-core/sono-score/src/signals/commented_code.rs", "go", "the keyword"),
    ("sono-core/sono-score/src/signals/reading/places.rs", "go", "the keyword"),
    ("sono-core/sono-syntax/src/intake/magics.rs", "javascript", "the magic of IPython"),
    ("sono-core/sono-syntax/src/intake/magics.rs", "python", "the magic of IPython"),
    ("sono-core/sono-syntax/src/intake/packages.rs", "python", "the folder of an environment"),
    ("sono-core/sono-syntax/src/syntax/fragment/braces.rs", "go", "the keyword"),
    ("sono-core/sono-syntax/src/syntax/work/pass.rs", "go", "the keyword"),
];

/// The ids of the languages, from their files.
pub(super) fn ids(languages: &Sources) -> Vec<String> {
    let lines = languages.values().flat_map(|text| text.lines());
    let ids = lines.filter_map(|line| line.trim().strip_prefix("id: \"")?.strip_suffix("\","));
    ids.filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

/// The places where a crate names a language outside of tests.
pub(super) fn problems(folder: &str, modules: &Modules, ids: &[String]) -> Vec<String> {
    let mut problems = Vec::new();
    for (name, line, text) in modules.strings() {
        let file = format!("{folder}/src/{name}");
        let is_free = file.starts_with(LANGUAGES) || FREE.iter().any(|(free, _)| *free == file);
        let is_other = OTHERWISE.iter().any(|(other, word, _)| *other == file && *word == text);
        if !is_free && !is_other && ids.iter().any(|id| *id == text) {
            problems.push(format!(
                "{file}:{line}: names the language {text}: what is particular to a language stands in {LANGUAGES}/"
            ));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(text: &str) -> Sources {
        Sources::from([("a.rs".to_owned(), text.to_owned())])
    }

    #[test]
    fn ids_are_read_from_the_files_of_languages() {
        let text = "static GO: Language = Language {\n    id: \"go\",\n    name: \"Go\",\n    ..rest\n};\n";
        assert_eq!(ids(&sources(text)), ["go"]);
        assert!(ids(&sources("fn f() {}\n")).is_empty());
    }

    #[test]
    fn code_that_names_a_language_is_found() {
        let ids = ["go".to_owned(), "python".to_owned()];
        let lines = |text: &str| {
            let modules = Modules::read(&sources(text)).unwrap();
            let found = problems("sono-x", &modules, &ids);
            found
                .iter()
                .map(|problem| problem.split(':').nth(1).unwrap().to_owned())
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(lines("fn f(l: &L) -> bool {\n    l.id == \"python\"\n}\n"), "2");
        assert_eq!(
            lines("const APART: &[&str] = &[\"go\"];\nfn f() { matches!(id, \"go\" | \"x\"); }\n"),
            "1 2"
        );
        assert_eq!(
            lines("/// \"go\"\n#[cfg(feature = \"go\")]\n#[cfg(test)]\nfn f() { by_name(\"go\"); }\n"),
            ""
        );
        let own = Modules::read(&sources("const ID: &str = \"go\";\n")).unwrap();
        assert!(problems("sono-core/sono-syntax/src/language", &own, &ids).is_empty());
    }
}
