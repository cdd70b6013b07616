//! The definition of a custom signal or scorer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hash::FieldHasher;
use crate::signals::Direction;

/// The maximum number of characters: of an id, of a name or unit, and of a definition, a source or a finding's message.
const MAX_ID: usize = 100;
pub(super) const MAX_NAME: usize = 200;
pub(super) const MAX_TEXT: usize = 1_000;
/// The most points of a scorer.
const MAX_SCORE: f64 = 100.0;

/// The definition of a signal or scorer of a host, so that its number can be checked by hand.
///
/// Who changes how a value comes about changes its definition, with a version in `source` say: the definition is
/// part of the hash of every rubric that reads the signal, and all that provenance knows of the host's code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomDefinition {
    /// Dotted id of at most 100 of `a-z`, `0-9`, `_` and `.`, such as `acme.licence_headers`. The first part should
    /// name the host.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Unit, such as `points`, `lines`, `ratio`; may be empty.
    #[serde(default)]
    pub unit: String,
    /// Smallest possible value.
    #[serde(default)]
    pub min: f64,
    /// Largest possible value; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// The exact definition: what is counted, over what, and when the value is absent.
    pub definition: String,
    /// The paper, standard or reasoning behind it, and the version of the code that measures it.
    #[serde(default)]
    pub source: String,
    /// Which way is better.
    #[serde(default)]
    pub direction: Direction,
    /// Of a scorer, the ids of the custom signals that it reads. It finds no others in what it is given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reads: Vec<String>,
}

impl CustomDefinition {
    /// A definition of a signal with values from 0, without a unit and a source.
    pub fn new(id: impl Into<String>, name: impl Into<String>, definition: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            unit: String::new(),
            min: 0.0,
            max: None,
            definition: definition.into(),
            source: String::new(),
            direction: Direction::Neutral,
            reads: Vec::new(),
        }
    }

    /// The definition of a scorer: points from 0 to 100; more are better.
    pub fn scorer(id: impl Into<String>, name: impl Into<String>, definition: impl Into<String>) -> Self {
        let direction = Direction::Higher;
        Self { unit: "points".to_owned(), direction, ..Self::new(id, name, definition).max(MAX_SCORE) }
    }

    /// Sets the largest possible value.
    #[must_use]
    pub fn max(mut self, max: f64) -> Self {
        self.max = Some(max);
        self
    }

    /// Adds a custom signal that a scorer reads.
    #[must_use]
    pub fn reads(mut self, id: impl Into<String>) -> Self {
        self.reads.push(id.into());
        self
    }

    /// The BLAKE3 hash of all fields, in hexadecimal.
    pub fn hash(&self) -> String {
        let mut hasher = FieldHasher::default();
        for text in [&self.id, &self.name, &self.unit, &self.definition, &self.source] {
            hasher.text(text);
        }
        hasher.bytes(&self.min.to_le_bytes());
        hasher.bytes(&self.max.map_or_else(Vec::new, |max| max.to_le_bytes().to_vec()));
        hasher.text(&format!("{:?}", self.direction));
        self.reads.iter().for_each(|id| hasher.text(id));
        hasher.hex()
    }

    /// The description of the signal in provenance.
    pub(crate) fn dialect(&self) -> String {
        format!("{} (measured by the host; definition {})", self.definition, self.hash())
    }

    /// Reports the errors of any definition.
    pub(super) fn check(&self, add: &mut dyn FnMut(String)) {
        let plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'.');
        let dotted = self.id.contains('.') && self.id.split('.').all(|part| !part.is_empty());
        if !dotted || self.id.len() > MAX_ID || !self.id.bytes().all(plain) {
            add(format!(
                "expected a dotted id such as `acme.clarity`, of at most {MAX_ID} of a-z, 0-9, _ and ."
            ));
        }
        for (field, text, max, required) in [
            ("name", &self.name, MAX_NAME, true),
            ("unit", &self.unit, MAX_NAME, false),
            ("definition", &self.definition, MAX_TEXT, true),
            ("source", &self.source, MAX_TEXT, false),
        ] {
            if required && text.trim().is_empty() {
                add(format!("expected words as `{field}`, got none"));
            } else {
                let length = text.chars().count();
                if length > max {
                    add(format!("expected at most {max} characters as `{field}`, got {length}"));
                }
            }
        }
        let (min, max) = (self.min, self.max.unwrap_or(f64::MAX));
        if !min.is_finite() || !max.is_finite() || min > max {
            add(format!("expected a finite range of values, the least first, got {min} to {max}"));
        }
    }

    /// Reports the further errors of a scorer's definition.
    pub(super) fn check_scorer(&self, add: &mut dyn FnMut(String)) {
        if self.min != 0.0 || self.max != Some(MAX_SCORE) {
            let max = self.max.map_or("any number".to_owned(), |max| max.to_string());
            add(format!("got scores from {} to {max}, expected from 0 to {MAX_SCORE}", self.min));
        }
    }
}
