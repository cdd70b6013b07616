//! The pieces of which a rubric in words consists.

use schemars::JsonSchema;
use serde::Serialize;

use crate::rubric::model::Model;

/// Puts a rubric into words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Guide<'m> {
    pub(super) model: &'m Model,
}

/// One thing that a rubric says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Fact {
    /// Its name: `expected`, `curve`, `advice`.
    pub name: String,
    /// The fact in words.
    pub text: String,
}

/// The definition of a signal, for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SignalGuide {
    /// Dotted id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Unit; empty if it has none.
    pub unit: String,
    /// The exact definition: what is counted, over what, and when the value is absent.
    pub definition: String,
}

/// The kind of an entry of a rubric.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EntryKind {
    /// The facts about a section as a whole.
    About,
    /// A share of a metric that a curve decides.
    Part,
    /// Points added or taken while a condition holds.
    Rule,
    /// Points taken for violations.
    Group,
    /// A sign of a motive.
    Motive,
    /// A parameter.
    Parameter,
    /// A signal that the rubric defines.
    Measure,
    /// A regular expression that finds violations.
    Pattern,
    /// Rules over the syntax tree.
    SyntaxRules,
    /// A caution for readers of results.
    Caution,
    /// Words for ranges of scores.
    Bands,
    /// Sentences of the result.
    Sentence,
}

impl EntryKind {
    /// The kind for people: "Part".
    pub const fn name(self) -> &'static str {
        match self {
            Self::About => "About",
            Self::Part => "Part",
            Self::Rule => "Rule",
            Self::Group => "Group",
            Self::Motive => "Motive",
            Self::Parameter => "Parameter",
            Self::Measure => "Measure",
            Self::Pattern => "Pattern",
            Self::SyntaxRules => "Syntax rules",
            Self::Caution => "Caution",
            Self::Bands => "Bands",
            Self::Sentence => "Sentence",
        }
    }
}

/// An entry of a rubric: a part, a rule, a parameter.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Entry {
    /// Its kind.
    pub kind: EntryKind,
    /// Its name for people.
    pub title: String,
    /// The signal that it reads, if it reads one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signal: Option<SignalGuide>,
    /// The facts that the rubric states about it.
    pub facts: Vec<Fact>,
    /// Its weight beside others of its kind, as the rubric states it.
    #[serde(skip)]
    #[schemars(skip)]
    pub(super) weight: Option<f64>,
    /// By what it is found in another rubric, among the entries of its kind.
    #[serde(skip)]
    #[schemars(skip)]
    pub(super) key: String,
}

impl Entry {
    pub(super) fn new(kind: EntryKind, key: impl Into<String>, title: impl Into<String>) -> Self {
        Self { kind, title: title.into(), signal: None, facts: Vec::new(), weight: None, key: key.into() }
    }

    /// Whether what is expected says the limits of the target already.
    pub(super) fn says_target(&self) -> bool {
        let text =
            |name: &str| self.facts.iter().find(|fact| fact.name == name).map(|fact| fact.text.as_str());
        let (Some(limits), Some(expected)) = (text("target"), text("expected")) else { return false };
        format!(" {expected} ").contains(&format!(" {limits} "))
    }

    /// Adds a fact; nothing if there is nothing to say.
    #[must_use]
    pub(super) fn fact(mut self, name: &str, text: impl Into<Option<String>>) -> Self {
        if let Some(text) = text.into() {
            self.facts.push(Fact { name: name.to_owned(), text });
        }
        self
    }
}

/// Entries that belong together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Section {
    /// By what it is found in another rubric.
    pub(super) key: String,
    pub(super) title: String,
    /// The entry about itself, then those that it consists of.
    pub(super) entries: Vec<Entry>,
}

impl Section {
    /// The entry about itself.
    pub(super) fn about(&self) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.kind == EntryKind::About)
    }
}
