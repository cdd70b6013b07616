//! Compiles patterns.

use super::compiler::Compiler;
use super::reader::Reader;
use std::sync::Arc;

use crate::patterns::{self, LinePattern, LinePatterns, SyntaxRules};
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

    /// The rules over the syntax tree, if the rubric has any.
    pub(super) fn syntax_rules(&self, top: &Reader<'_>) -> Option<Arc<SyntaxRules>> {
        let section = top.inner("syntax_rules")?;
        let with_standard = section.bool("standard").unwrap_or(false);
        let Some(yaml) = section.text("yaml") else {
            return with_standard.then(patterns::standard);
        };
        let rules = if with_standard { patterns::with_standard(yaml) } else { SyntaxRules::from_yaml(yaml) };
        match rules {
            Ok(rules) => Some(Arc::new(rules)),
            Err(problems) => {
                for problem in problems {
                    self.problem(&section, "yaml", problem);
                }
                None
            }
        }
    }
}

/// A regex error without its multi-line drawing, because problems are one line long.
fn one_line(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or("").trim();
    last.strip_prefix("error: ").unwrap_or(last).to_owned()
}
