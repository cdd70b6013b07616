//! Compiles the signals that a rubric defines from text.

use super::compiler::Compiler;
use super::reader::Reader;
use crate::rubric::format::View;
use crate::rubric::model::{Keywords, LineFilter, Measure, MeasureSource, SearchText, SignalInfo};
use crate::signals::Family;

/// A checked measure, before it is known whether anything reads it.
#[derive(Debug)]
pub(super) struct Draft<'n> {
    id: &'n str,
    text: SearchText,
    count: Option<Vec<&'n str>>,
    lines: Option<Reader<'n>>,
    per: Option<&'n str>,
}

impl Compiler<'_> {
    /// Checks every measure and registers its signal.
    pub(super) fn measures<'n>(&mut self, top: &Reader<'n>) -> Vec<Draft<'n>> {
        let mut drafts = Vec::new();
        for reader in top.tables("measure") {
            let Some(id) = reader.text("id") else { continue };
            if self.registry.contains(id) {
                self.problem(&reader, "id", format!("{id:?} is the id of a signal that exists already"));
            }
            let per = reader.text("per");
            if let Some(per) =
                per.filter(|per| !self.registry.contains(per) && !self.defined.contains_key(*per))
            {
                if top.tables("measure").iter().any(|other| other.text("id") == Some(per)) {
                    self.problem(&reader, "per", format!("measure {per:?} must be defined above"));
                } else {
                    self.unknown_signal(&reader, "per", per);
                }
            }
            let (count, lines) = (reader.texts("count"), reader.inner("lines"));
            let default = if lines.is_some() { View::Line } else { View::Text };
            let view = reader.text("in").and_then(View::parse).unwrap_or(default);
            if lines.is_none() && view.is_by_line() {
                self.problem(&reader, "in", "`count` reads text, lower or answers; `lines` reads lines");
            }
            if let Some(filter) = &lines {
                self.check_lines(filter);
            }
            let info = SignalInfo {
                id: id.to_owned().into(),
                name: reader.text("name").unwrap_or(id).to_owned().into(),
                unit: reader.text("unit").unwrap_or("").to_owned().into(),
                definition: reader.owned("definition").unwrap_or_else(|| definition(&reader, view)).into(),
                family: Family::Measure,
                reads: Vec::new(),
            };
            self.defined.insert(id.to_owned(), info);
            drafts.push(Draft { id, text: SearchText::of(view), count, lines, per });
        }
        drafts
    }

    fn check_lines(&self, filter: &Reader<'_>) {
        if filter.table.is_empty() {
            self.problems.push(filter.at, filter.key.as_str(), "expected contains, nonblank or not_prefix");
        }
        let needles = filter.texts("contains").unwrap_or_default();
        if needles.iter().any(|needle| needle.contains('\n')) {
            self.problem(filter, "contains", "a line holds no line break, so this string never occurs");
        }
    }

    /// Keeps the measures that something reads, directly or as a divisor.
    pub(super) fn read_measures(&mut self, drafts: Vec<Draft<'_>>) -> Vec<Measure> {
        let mut read: Vec<String> = self.by_id.keys().cloned().collect();
        let mut kept = Vec::new();
        // A divisor is defined above the measure that needs it, so one pass from the end finds them all.
        for draft in drafts.into_iter().rev() {
            if !read.iter().any(|id| id == draft.id) {
                continue;
            }
            read.extend(draft.per.map(str::to_owned));
            let Some(keywords) = self.keywords.get_mut(draft.text.index()) else { continue };
            let intern = |keywords: &mut Keywords, needles: Vec<&str>| -> Vec<usize> {
                needles.into_iter().map(|needle| keywords.intern(needle)).collect()
            };
            let source = match (draft.count, draft.lines) {
                (Some(needles), _) => MeasureSource::Count(intern(keywords, needles)),
                (None, Some(lines)) => {
                    let contains = intern(keywords, lines.texts("contains").unwrap_or_default());
                    MeasureSource::Lines(
                        keywords.add_filter(LineFilter {
                            contains,
                            nonblank: lines.bool("nonblank").unwrap_or(false),
                            not_prefix: lines
                                .texts("not_prefix")
                                .unwrap_or_default()
                                .into_iter()
                                .map(str::to_owned)
                                .collect(),
                        }),
                    )
                }
                (None, None) => continue,
            };
            kept.push(Measure {
                id: draft.id.to_owned(),
                text: draft.text,
                source,
                per: draft.per.map(str::to_owned),
            });
        }
        kept.reverse();
        kept
    }
}

/// A description of the measure, for provenance.
fn definition(reader: &Reader<'_>, view: View) -> String {
    let quoted =
        |words: Vec<&str>| words.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(", ");
    let mut out = match (reader.texts("count"), reader.inner("lines")) {
        (Some(words), _) => format!("Occurrences of {} in {}", quoted(words), view.as_str()),
        (None, Some(lines)) => {
            let mut conditions = Vec::new();
            if let Some(words) = lines.texts("contains") {
                conditions.push(format!("contain one of {}", quoted(words)));
            }
            if lines.bool("nonblank") == Some(true) {
                conditions.push("are not blank".to_owned());
            }
            if let Some(words) = lines.texts("not_prefix") {
                conditions.push(format!("do not start with {}", quoted(words)));
            }
            format!("Lines ({}) that {}", view.as_str(), conditions.join(" and "))
        }
        (None, None) => String::new(),
    };
    if let Some(per) = reader.text("per") {
        out.push_str(&format!(", divided by {per}"));
    }
    out
}
