//! The definition of a signal: its id, unit, range, definition and source.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The family a signal belongs to; each is one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Family {
    /// Amount of material.
    Size,
    /// Cyclomatic and cognitive complexity, nesting.
    Complexity,
    /// Names the author chose.
    Naming,
    /// Documentation in the code.
    Documentation,
    /// Error handling.
    Errors,
    /// The work that functions do, and code without effect.
    Implementation,
    /// Tests.
    Testing,
    /// Structure: functions, types, imports, duplication.
    Structure,
    /// Layout of the text.
    Layout,
    /// Properties that readers of the code react to, step by step.
    Reading,
    /// Written language.
    Prose,
    /// Whether the material parses.
    Syntax,
    /// Plain properties of the submitted text, for rubrics that read text.
    Text,
    /// Defined by a rubric.
    Measure,
    /// Measured by the host.
    Custom,
}

/// Which way a signal is better, as a rule of thumb; curves decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Lower values are better.
    Lower,
    /// Higher values are better.
    Higher,
    /// Neither; there is a good range or no preference.
    #[default]
    Neutral,
}

/// The definition of a signal, so that its number can be checked by hand.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct SignalDefinition {
    /// Dotted id, such as `complexity.cognitive.p90`.
    pub id: &'static str,
    /// The family.
    pub family: Family,
    /// Name for people, such as "Cognitive complexity, 90th percentile".
    pub name: &'static str,
    /// Unit, such as `points`, `lines`, `ratio`.
    pub unit: &'static str,
    /// Smallest possible value.
    pub min: f64,
    /// Largest possible value; absent when there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// The exact definition: what is counted, over what, and when the value is absent.
    pub definition: &'static str,
    /// The paper, standard or reasoning behind it.
    pub source: &'static str,
    /// Which way is better.
    pub direction: Direction,
}
