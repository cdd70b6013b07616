//! Rubrics as hosts name, list and check them.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use sono_score::error::{ErrorKind, Problem, Result};
use sono_score::hash::FieldHasher;
use sono_score::json::problems::describe;
use sono_score::rubric::{ParameterDefinition, Rubric, SignalRegistry};
use sono_score::signals::CustomDefinition;

use super::options::RubricChoice;
use super::reader::Fields;

/// The number of compiled rubrics that are kept: a host uses a handful.
const KEPT: usize = 16;

/// A rubric as TOML.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RubricSource {
    /// The text.
    pub source: String,
    /// The name that problems carry; `rubric.toml` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Rubrics that it extends, besides the built-in ones: texts by the name that `extends` has. Nothing else is read, and
    /// no file is opened.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parents: BTreeMap<String, String>,
}

/// A rubric in brief.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RubricInfo {
    /// Id.
    pub id: String,
    /// Version.
    pub version: String,
    /// Name for people.
    pub name: String,
    /// Its purpose; may be empty.
    pub description: String,
    /// Whether scores come from keywords.
    pub heuristic: bool,
    /// BLAKE3 hash of the content with its default parameters.
    pub hash: String,
    /// The parameters and their defaults, in order of name.
    pub parameters: Vec<ParameterDefinition>,
    /// Ids of the signals that its scores read.
    pub signals: Vec<String>,
}

/// A built-in rubric with its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RubricText {
    /// Id.
    pub id: String,
    /// The TOML, to read or to start one's own from.
    pub source: String,
}

/// Whether a rubric can be used.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct RubricCheck {
    /// Whether it can.
    pub valid: bool,
    /// The rubric in brief, if it can be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rubric: Option<RubricInfo>,
    /// Everything that is wrong with it, in the order of the text.
    pub problems: Vec<Problem>,
}

impl RubricSource {
    /// Reads the object at a field of another.
    pub(super) fn read(value: Value, name: &'static str, fields: &mut Fields<'_>) -> Option<Self> {
        if !value.is_object() {
            let message = format!(
                "expected the id of a built-in rubric or an object with \"source\", got {}",
                describe(&value)
            );
            fields.note(name, message);
            return None;
        }
        let mut inner = fields.inside(name, value)?;
        let read = Self::read_fields(&mut inner);
        inner.finish();
        Some(read)
    }

    /// Reads its fields.
    pub(super) fn read_fields(fields: &mut Fields<'_>) -> Self {
        Self {
            source: fields.required_text("source").unwrap_or_default(),
            file: fields.text("file"),
            parents: fields.optional("parents").unwrap_or_default(),
        }
    }

    fn compile(&self, registry: &SignalRegistry) -> Result<Rubric> {
        let file = self.file.as_deref().unwrap_or("rubric.toml");
        Rubric::parse(&self.source, file, |name| Ok(self.parents.get(name).cloned()), registry)
    }

    /// A hash that two sources share only if they compile to the same rubric, or to the same problems.
    fn hash(&self, signals: &[CustomDefinition]) -> blake3::Hash {
        let mut hasher = FieldHasher::default();
        hasher.text(&self.source);
        hasher.text(self.file.as_deref().unwrap_or_default());
        hasher.count(self.parents.len());
        for (name, text) in &self.parents {
            hasher.text(name);
            hasher.text(text);
        }
        signals.iter().for_each(|signal| hasher.text(&signal.hash()));
        hasher.finish()
    }
}

impl RubricInfo {
    /// The description of a rubric.
    pub fn of(rubric: &Rubric) -> Self {
        Self {
            id: rubric.id().to_owned(),
            version: rubric.version().to_owned(),
            name: rubric.name().to_owned(),
            description: rubric.description().to_owned(),
            heuristic: rubric.is_heuristic(),
            hash: rubric.hash(&rubric.default_parameters()),
            parameters: rubric.parameters().to_vec(),
            signals: rubric.signals().map(str::to_owned).collect(),
        }
    }
}

/// The chosen rubric, compiled at most once for each text and set of signals.
pub(super) fn load(choice: Option<&RubricChoice>, signals: &[CustomDefinition]) -> Result<Arc<Rubric>> {
    let source = match choice {
        None => return Rubric::builtin(sono_score::rubric::DEFAULT_RUBRIC),
        Some(RubricChoice::Builtin(id)) => return Rubric::builtin(id),
        Some(RubricChoice::Text(source)) => source,
    };
    /// The same text compiles to the same rubric, so this is not state.
    static COMPILED: Mutex<VecDeque<(blake3::Hash, Arc<Rubric>)>> = Mutex::new(VecDeque::new());
    let compiled = || COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let hash = source.hash(signals);
    if let Some((_, rubric)) = compiled().iter().find(|(known, _)| *known == hash) {
        return Ok(Arc::clone(rubric));
    }
    let registry = signals.iter().fold(SignalRegistry::standard(), SignalRegistry::with_custom);
    let rubric = Arc::new(source.compile(&registry)?);
    let mut compiled = compiled();
    if compiled.len() >= KEPT {
        compiled.pop_front();
    }
    compiled.push_back((hash, Arc::clone(&rubric)));
    Ok(rubric)
}

/// Checks a rubric. Its problems are findings.
pub(super) fn check(source: &RubricSource, signals: &[CustomDefinition]) -> Result<RubricCheck> {
    match load(Some(&RubricChoice::Text(source.clone())), signals) {
        Ok(rubric) => {
            Ok(RubricCheck { valid: true, rubric: Some(RubricInfo::of(&rubric)), problems: Vec::new() })
        }
        Err(error) if error.kind() == ErrorKind::InvalidRubric => {
            Ok(RubricCheck { valid: false, rubric: None, problems: error.problems().to_vec() })
        }
        Err(error) => Err(error),
    }
}

/// The built-in rubrics.
pub(super) fn list() -> Result<Vec<RubricInfo>> {
    Rubric::builtin_names().map(|id| Ok(RubricInfo::of(&*Rubric::builtin(id)?))).collect()
}

/// The text of a built-in rubric.
pub(super) fn text(id: &str) -> Result<RubricText> {
    Ok(RubricText { id: id.to_owned(), source: Rubric::builtin_source(id)?.to_owned() })
}
