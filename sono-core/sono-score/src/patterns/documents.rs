//! The YAML documents of rules, each read by itself, so that a fault in one does not hide those of the others.

use ast_grep_config::{SerializableRuleConfig, from_multiple};
use serde_json::Value;

use super::grammar::RuleGrammar;
use super::problems::Problems;
use super::said::of_yaml;
use super::shape;

/// A rule as it is written.
pub(super) type Written = SerializableRuleConfig<RuleGrammar>;

/// The content of a document.
pub(super) enum Read {
    /// A text that cannot be read. The message says where.
    Unreadable(String),
    Rule {
        /// The `id`, if it has one.
        id: Option<String>,
        /// The faults of its form.
        wrong: Vec<String>,
        /// The rule, if its form allows to read it.
        rule: Option<Box<Written>>,
    },
}

/// Reads the documents of a text.
pub(super) fn read(yaml: &str) -> Vec<Read> {
    let mut out = Vec::new();
    for (text, line) in split(yaml) {
        let values = match from_multiple::<Value>(text) {
            Ok(values) => values,
            Err(error) => {
                out.push(Read::Unreadable(of_yaml(&error, line)));
                continue;
            }
        };
        if values.is_empty() && text.lines().any(has_content) {
            out.push(Read::Rule {
                id: None,
                wrong: vec!["expected a rule, got nothing".to_owned()],
                rule: None,
            });
        }
        let forms: Vec<_> = values.iter().map(form).collect();
        match trusted(text) {
            Ok(rules) => out.extend(forms.into_iter().zip(rules).map(|((id, wrong), rule)| Read::Rule {
                id,
                wrong,
                rule: Some(Box::new(rule)),
            })),
            // What is wrong with the form says more.
            Err(_) if forms.iter().any(|(_, wrong)| !wrong.is_empty()) => {
                let wrong = forms.into_iter().filter(|(_, wrong)| !wrong.is_empty());
                out.extend(wrong.map(|(id, wrong)| Read::Rule { id, wrong, rule: None }));
            }
            Err(error) => out.push(Read::Unreadable(of_yaml(&error, line))),
        }
    }
    out
}

/// The id of a document, and what is wrong with its form.
fn form(value: &Value) -> (Option<String>, Vec<String>) {
    let mut problems = Problems::default();
    shape::check(value, &mut problems);
    let id = value.get("id").and_then(Value::as_str).map(str::to_owned);
    (id, problems.into_found())
}

/// Reads documents of ours, of which a test knows that they are rules.
pub(super) fn read_own(yaml: &str) -> Vec<Read> {
    let own = |rule: Written| Read::Rule {
        id: Some(rule.id.clone()),
        wrong: Vec::new(),
        rule: Some(Box::new(rule)),
    };
    match trusted(yaml) {
        Ok(rules) => rules.into_iter().map(own).collect(),
        Err(error) => vec![Read::Unreadable(of_yaml(&error, 0))],
    }
}

fn trusted(yaml: &str) -> Result<Vec<SerializableRuleConfig<RuleGrammar>>, impl std::error::Error + use<>> {
    from_multiple(yaml)
}

/// Whether a line has more than what stands between documents.
fn has_content(line: &str) -> bool {
    let line = line.strip_prefix("---").unwrap_or(line).trim();
    !line.is_empty() && !line.starts_with(['#', '%']) && line != "..."
}

/// The documents of a text, each with the number of lines before it. A line that begins with `---` begins one wherever it
/// stands: YAML has no other use for it.
fn split(yaml: &str) -> Vec<(&str, usize)> {
    let mut starts = vec![(0, 0)];
    let (mut offset, mut has_begun) = (0_usize, false);
    for (number, line) in yaml.split_inclusive('\n').enumerate() {
        let plain = line.strip_prefix('\u{feff}').unwrap_or(line);
        let begins = plain
            .strip_prefix("---")
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n']));
        if begins && has_begun {
            starts.push((offset, number));
        }
        has_begun |= begins || has_content(plain);
        offset = offset.saturating_add(line.len());
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([yaml.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|((start, line), end)| (yaml.get(*start..end).unwrap_or_default(), *line))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_begin_at_three_dashes() {
        assert_eq!(split(""), [("", 0)]);
        assert_eq!(split("a: 1\n---\nb: 2\n"), [("a: 1\n", 0), ("---\nb: 2\n", 1)]);
        assert_eq!(
            split("# first\n%YAML 1.2\n---\na: '---'\n---- \n--- # second\r\nb: |\n  ---\n---"),
            [
                ("# first\n%YAML 1.2\n---\na: '---'\n---- \n", 0),
                ("--- # second\r\nb: |\n  ---\n", 5),
                ("---", 8)
            ]
        );
    }
}
