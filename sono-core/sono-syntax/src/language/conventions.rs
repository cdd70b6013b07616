//! Describes a language's conventions in sentences, for the documentation page that lists them.

use super::{Case, Language, Types};

impl Language {
    /// The conventions used by measurements: headings with their descriptions. Every sentence is generated from the
    /// data that the measurements use.
    pub fn conventions(&self) -> Vec<(&'static str, String)> {
        let mut out = vec![
            ("Files", self.files()),
            ("Names", self.names()),
            ("Types", self.stated_types().to_owned()),
            ("Documentation", self.documentation()),
            ("Tests", self.test_files()),
            ("Failures", self.failures.forms.to_owned()),
        ];
        let gaps = self.known_gaps();
        if !gaps.is_empty() {
            out.push(("Known gaps", gaps));
        }
        out
    }

    fn known_gaps(&self) -> String {
        let mut around: Vec<&str> =
            self.gaps.iter().flat_map(|part| part.iter()).map(|gap| gap.what).collect();
        around.dedup();
        let mut out = String::new();
        if !around.is_empty() {
            out = format!("The grammar lacks {}. These are read around.", around.join(", "));
        }
        if !self.unread.is_empty() {
            let space = if out.is_empty() { "" } else { " " };
            out.push_str(&format!("{space}{}", self.unread));
        }
        out
    }

    fn files(&self) -> String {
        let endings: Vec<String> = self.extensions.iter().map(|extension| format!(".{extension}")).collect();
        let endings = endings.iter().map(String::as_str);
        let files = listed(endings.chain(self.file_names.iter().copied()));
        match self.aliases {
            [] => format!("{files}."),
            aliases => format!("{files}. Hosts may also say {}.", listed(aliases.iter().copied())),
        }
    }

    fn names(&self) -> String {
        let naming = &self.naming;
        let mut out = format!(
            "Types in {}, functions in {}, variables and parameters in {}.",
            case(naming.types),
            case(naming.functions),
            case(naming.values)
        );
        if naming.upper_constants {
            out.push_str(" All in upper case, with underscores, is a constant.");
        }
        if !naming.short.is_empty() {
            out.push_str(&format!(" These short names are usual: {}.", listed(naming.short.iter().copied())));
        }
        out
    }

    fn stated_types(&self) -> &'static str {
        match self.types {
            Types::Absent => "There are none to state.",
            Types::Optional => "The author may state them.",
            Types::Required => "No function with a name goes without.",
        }
    }

    fn documentation(&self) -> String {
        let docs = &self.doc_comments;
        let mut forms = Vec::new();
        if !docs.before.is_empty() {
            let opened = listed(docs.before.iter().copied());
            forms.push(format!("a comment before the definition that opens with {opened}"));
        }
        if !docs.inside.is_empty() {
            let opened = listed(docs.inside.iter().copied());
            forms.push(format!("a comment inside that opens with {opened}"));
        }
        if docs.above {
            forms.push("comments that end on the line above a definition outside functions".to_owned());
        }
        if docs.docstrings.is_some() {
            forms.push("a string that opens the body".to_owned());
        }
        let all = forms.join("; ");
        let mut letters = all.chars();
        letters
            .next()
            .map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
    }

    fn test_files(&self) -> String {
        let paths = &self.tests.paths;
        let mut out = Vec::new();
        let mut say = |what: &str, names: &[&str]| {
            if !names.is_empty() {
                out.push(format!("{what} {}", listed(names.iter().copied())));
            }
        };
        say("named", paths.files);
        say("that begin with", paths.prefixes);
        say("that end with", paths.suffixes);
        say("in folders named", paths.folders);
        format!("Files, without their extension, {}.", out.join("; "))
    }
}

fn case(case: Case) -> &'static str {
    match case {
        Case::Snake => "snake_case",
        Case::Camel => "camelCase",
        Case::Capital => "CapWords",
    }
}

/// Formats words as code, separated by commas.
fn listed<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let words: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

#[cfg(all(test, feature = "lang-all"))]
mod tests {
    use crate::language;

    #[test]
    fn every_language_says_what_it_goes_by() {
        for language in language::all() {
            for (heading, text) in language.conventions() {
                assert!(text.ends_with('.') && !text.contains("  "), "{} {heading}: {text}", language.id);
            }
        }
        let go = language::by_name("go").unwrap().conventions();
        assert_eq!(go[0].1, "`.go`. Hosts may also say `golang`.");
        assert_eq!(go[4].1, "Files, without their extension, that end with `_test`.");
    }
}
