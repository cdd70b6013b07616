//! Semantic tags: what a submission uses.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Location;

/// Something that the submission uses, recognised in its syntax. A tag says nothing of quality, and no score reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// Stable id: the kind and a name, such as `feature.generator` or `library.numpy`.
    pub id: String,
    /// The kind of thing.
    pub kind: TagKind,
    /// Name for people.
    pub name: String,
    /// How often such a finding is right, 0 to 1: 1 where the syntax is the thing itself, less where a structure usually
    /// means it.
    pub confidence: f64,
    /// The first places, at most five; each ends with its first line.
    pub places: Vec<Location>,
}

/// The kind of thing that a tag names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TagKind {
    /// A feature of the language.
    Feature,
    /// A design pattern.
    Pattern,
    /// A package of others, by its imports.
    Library,
    /// An algorithm, or a structure of data.
    Algorithm,
    /// Care for quality, such as tests.
    Quality,
    /// A part that programs are made of, such as a command line.
    Architecture,
}

impl TagKind {
    /// All kinds, in the order in which tags are listed.
    pub const ALL: [Self; 6] =
        [Self::Feature, Self::Pattern, Self::Library, Self::Algorithm, Self::Quality, Self::Architecture];

    /// The name used in JSON and in ids.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Feature => "feature",
            Self::Pattern => "pattern",
            Self::Library => "library",
            Self::Algorithm => "algorithm",
            Self::Quality => "quality",
            Self::Architecture => "architecture",
        }
    }
}
