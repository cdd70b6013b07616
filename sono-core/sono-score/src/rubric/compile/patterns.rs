//! Compiles patterns.

use super::compiler::Compiler;
use super::reader::Reader;
use std::sync::Arc;

use crate::patterns::{self, LinePattern, LinePatterns, SyntaxRules, WrittenRule};
use crate::rubric::format::hint;
use crate::rubric::model::PatternRule;
use crate::submission::SubmissionType;
use sono_syntax::finding::Severity;

impl Compiler<'_> {
    /// The patterns and the texts of their violations; no patterns if they are too large together.
    pub(super) fn patterns(&self, top: &Reader<'_>) -> (Option<LinePatterns>, Vec<PatternRule>) {
        let (mut patterns, mut rules) = (Vec::new(), Vec::new());
        for reader in top.tables("pattern") {
            for key in ["regex", "unless_followed_by"] {
                if let Some(Err(error)) = reader.text(key).map(|source| LinePattern::new(source, None)) {
                    self.problem(
                        &reader,
                        key,
                        format!("not a valid regular expression: {}", one_line(&error)),
                    );
                }
            }
            let Some(Ok(pattern)) = reader
                .text("regex")
                .map(|source| LinePattern::new(source, reader.text("unless_followed_by")))
            else {
                continue;
            };
            let severity = reader.text("severity");
            let severity = Severity::ALL.into_iter().find(|known| Some(known.as_str()) == severity);
            let (Some(id), Some(severity), Some(message)) =
                (reader.owned("id"), severity, reader.owned("message"))
            else {
                continue;
            };
            patterns.push(pattern);
            rules.push(PatternRule {
                id,
                severity,
                regex: reader.owned("regex").unwrap_or_default(),
                excuse: reader.owned("unless_followed_by"),
                message,
                fix: reader.owned("fix"),
                submission_types: reader
                    .submission_types("submission_types")
                    .unwrap_or(SubmissionType::ALL.to_vec()),
            });
        }
        match LinePatterns::new(patterns) {
            Ok(patterns) => (Some(patterns), rules),
            Err(error) => {
                self.problem(
                    top,
                    "pattern",
                    format!("the patterns together are too large: {}", one_line(&error)),
                );
                (None, rules)
            }
        }
    }

    /// The rules over the syntax tree, if the rubric has any, and those among them that it brings itself.
    pub(super) fn syntax_rules(&self, top: &Reader<'_>) -> (Option<Arc<SyntaxRules>>, Vec<WrittenRule>) {
        let Some(section) = top.inner("syntax_rules") else { return (None, Vec::new()) };
        let with_standard = section.bool("standard").unwrap_or(false);
        let off = section.texts("off").unwrap_or_default();
        self.refuse_unknown_standard(&section, with_standard, &off);
        let yaml = section.text("yaml");
        let own = match yaml.map(SyntaxRules::from_yaml) {
            None => SyntaxRules::default(),
            Some(Ok(rules)) => rules,
            Some(Err(problems)) => {
                for problem in problems {
                    self.problem(&section, "yaml", problem);
                }
                return (None, Vec::new());
            }
        };
        let written: Vec<WrittenRule> = own.written().collect();
        if !with_standard {
            return (yaml.map(|_| Arc::new(own)), written);
        }
        match yaml {
            None if off.is_empty() => (Some(patterns::standard()), written),
            _ => match patterns::with_standard(yaml.unwrap_or_default(), &off) {
                Ok(rules) => (Some(Arc::new(rules)), written),
                Err(problems) => {
                    for problem in problems {
                        self.problem(&section, "yaml", problem);
                    }
                    (None, Vec::new())
                }
            },
        }
    }

    /// Refuses to switch off what is not there.
    fn refuse_unknown_standard(&self, section: &Reader<'_>, with_standard: bool, off: &[&str]) {
        if !with_standard && !off.is_empty() {
            let message = "there is nothing to switch off; expected `standard = true` beside it";
            self.problem(section, "off", message);
            return;
        }
        let standard = patterns::standard();
        for id in off.iter().filter(|id| !standard.ids().any(|(_, known)| known == **id)) {
            let known: Vec<&str> = standard.ids().map(|(_, known)| known).collect();
            let hint = hint(id, known);
            self.problem(section, "off", format!("no standard rule is called {id:?}{hint}"));
        }
    }
}

/// A regex error without its multi-line drawing, because problems are one line long.
fn one_line(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or("").trim();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}
