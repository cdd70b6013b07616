//! Two rubrics compared by what they mean.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::entry::{Entry, EntryKind, Fact, Section};
use super::weights::{Weights, siblings, usual, weights};
use crate::rubric::model::Model;

/// The changes in meaning from one rubric to another. How a rubric is written, and how it is spread over parents, makes
/// no difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RubricChanges {
    /// The first rubric.
    pub before: RubricName,
    /// The second rubric.
    pub after: RubricName,
    /// The sections that differ, in the order of the second rubric; empty if both mean the same.
    pub sections: Vec<ChangedSection>,
}

/// A rubric by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RubricName {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
}

/// A part of a rubric in which something differs: its head, a path, a metric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ChangedSection {
    /// Its name for people.
    pub title: String,
    /// Its changes.
    pub changes: Vec<Change>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Change {
    /// The kind of change.
    pub kind: ChangeKind,
    /// The entry that it is about; empty where it is the section itself.
    pub entry: String,
    /// The name of the fact, such as `expected`; empty where the whole entry was added or removed.
    pub about: String,
    /// The first rubric in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The second rubric in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// The kind of a change from one rubric to the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// Only the second rubric has it.
    Added,
    /// Only the first rubric has it.
    Removed,
    /// Both have it, and say something else.
    Changed,
}

impl RubricChanges {
    /// Whether the rubrics mean the same.
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty()
    }
}

impl Change {
    /// The difference as a sentence: "Names: expected at least 90 % instead of at least 80 %".
    pub fn describe(&self) -> String {
        let (before, after) = (self.before.as_deref(), self.after.as_deref());
        let told = match (self.about.as_str(), before, after) {
            ("", before, after) => {
                let word = if self.kind == ChangeKind::Removed { "removed" } else { "new" };
                let said = after.or(before).filter(|said| !said.is_empty());
                said.map_or_else(|| word.to_owned(), |said| format!("{word}; {said}"))
            }
            (about, Some(before), Some(after)) => format!("{about}: {after}; it was: {before}"),
            (about, None, Some(after)) => format!("{about}, which is new: {after}"),
            (about, Some(before), None) => format!("{about}, which is gone: {before}"),
            (about, None, None) => about.to_owned(),
        };
        if self.entry.is_empty() { told } else { format!("{}: {told}", self.entry) }
    }
}

impl Model {
    /// The changes in meaning from this rubric to another.
    pub(in crate::rubric) fn changes(&self, other: &Self) -> RubricChanges {
        let (before, after) = (self.sections(), other.sections());
        let old = |section: &Section| before.iter().find(|known| known.key == section.key);
        let is_gone = |section: &&Section| !after.iter().any(|known| known.key == section.key);
        let kept = after.iter().filter_map(|section| Some((old(section)?, section)));
        let mut steady = BTreeMap::<&str, Vec<Weights>>::new();
        for (old, section) in kept {
            steady.entry(siblings(section)).or_default().extend(weights(old.about(), section.about()));
        }
        let mut sections: Vec<ChangedSection> = after
            .iter()
            .map(|section| ChangedSection {
                title: section.title.clone(),
                changes: match old(section) {
                    Some(old) => {
                        compare(old, section, steady.get(siblings(section)).and_then(|all| usual(all)))
                    }
                    None => vec![whole(section, ChangeKind::Added)],
                },
            })
            .collect();
        sections.extend(before.iter().filter(is_gone).map(|section| ChangedSection {
            title: section.title.clone(),
            changes: vec![whole(section, ChangeKind::Removed)],
        }));
        sections.retain(|section| !section.changes.is_empty());
        RubricChanges { before: self.rubric_name(), after: other.rubric_name(), sections }
    }

    fn rubric_name(&self) -> RubricName {
        RubricName { id: self.id.clone(), version: self.version.clone() }
    }
}

/// A section that only one of the rubrics has.
fn whole(section: &Section, kind: ChangeKind) -> Change {
    let about = section.about();
    let parts = section.entries.iter().filter(|entry| entry.kind != EntryKind::About);
    let parts: Vec<String> = parts.map(name).collect();
    let mut told = about.map(facts).unwrap_or_default();
    if !parts.is_empty() {
        told.push(format!("with {}", parts.join("; ")));
    }
    one_sided(kind, String::new(), told.join("; "))
}

/// The changes between two sections. `among_others` is the factor by which the weights of most sections beside them
/// changed.
fn compare(before: &Section, after: &Section, among_others: Option<f64>) -> Vec<Change> {
    let same = |left: &Entry, right: &Entry| left.kind == right.kind && left.key == right.key;
    let (before, after) = (&before.entries, &after.entries);
    let old = |entry: &Entry| before.iter().find(|known| same(known, entry));
    let parts = after.iter().filter(|entry| entry.kind == EntryKind::Part);
    let parts: Vec<Weights> = parts.filter_map(|part| weights(old(part), Some(part))).collect();
    let among_parts = usual(&parts);
    let mut changes = Vec::new();
    for entry in after {
        let usual = if entry.kind == EntryKind::Part { among_parts } else { among_others };
        match old(entry) {
            Some(old) => compare_facts(old, entry, usual, &mut changes),
            None => changes.push(one_sided(ChangeKind::Added, name(entry), facts(entry).join("; "))),
        }
    }
    let gone = before.iter().filter(|entry| !after.iter().any(|known| same(known, entry)));
    changes.extend(gone.map(|entry| one_sided(ChangeKind::Removed, name(entry), facts(entry).join("; "))));
    changes
}

fn compare_facts(before: &Entry, after: &Entry, usual: Option<f64>, changes: &mut Vec<Change>) {
    let text = |entry: &Entry, name: &str| {
        entry.facts.iter().find(|fact| fact.name == name).map(|fact| fact.text.clone())
    };
    let needless = |about: &str| match about {
        "target" => before.says_target() && after.says_target(),
        "weight" => weights(Some(before), Some(after)).is_some_and(|weights| weights.follow(usual)),
        _ => false,
    };
    let gone = before.facts.iter().filter(|fact| text(after, &fact.name).is_none());
    for Fact { name: about, .. } in after.facts.iter().chain(gone) {
        let (old, new) = (text(before, about), text(after, about));
        if old != new && !needless(about) {
            changes.push(Change {
                kind: ChangeKind::Changed,
                entry: name(after),
                about: about.clone(),
                before: old,
                after: new,
            });
        }
    }
}

fn one_sided(kind: ChangeKind, entry: String, said: String) -> Change {
    let said = Some(said).filter(|said| !said.is_empty());
    let (before, after) = if kind == ChangeKind::Removed { (said, None) } else { (None, said) };
    Change { kind, entry, about: String::new(), before, after }
}

/// The entry by kind and title; empty for what a section says about itself.
fn name(entry: &Entry) -> String {
    match entry.kind {
        EntryKind::About => String::new(),
        EntryKind::Group | EntryKind::SyntaxRules | EntryKind::Bands => entry.title.clone(),
        kind => format!("{} \u{201c}{}\u{201d}", kind.name(), entry.title),
    }
}

/// The facts without the words of advice and praise: those are for authors.
fn facts(entry: &Entry) -> Vec<String> {
    let told = entry.facts.iter().filter(|fact| match fact.name.as_str() {
        "advice" | "praise" | "uncertainty" => false,
        "target" => !entry.says_target(),
        _ => true,
    });
    told.map(|fact| format!("{}: {}", fact.name, fact.text)).collect()
}
