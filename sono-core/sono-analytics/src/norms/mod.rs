//! Norms: where a score stands among others.

mod basis;
mod cohort;
mod distribution;
mod interval;
mod read;
mod standing;
mod stored;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use sono_score::assessment::{Assessment, canonical_json};
use sono_score::error::{Error, ErrorKind, Problem, Result};

use cohort::Cohort;
use stored::StoredNorms;

pub use basis::Basis;
pub use interval::RankInterval;
pub use standing::{CohortStanding, MIN_COHORT, MetricStanding, PathStanding, Rank, Ranked, Standing};
pub use stored::NORMS_SCHEMA_VERSION;

/// Most assessments that norms count: the largest number that every reader of JSON takes (RFC 8259, 6).
const MAX_COUNT: u64 = (1 << 53) - 1;
/// Most values of an attribute. One that has more makes no cohorts.
const MAX_COHORTS: usize = 1_000;
/// Most characters of a value of an attribute.
const MAX_VALUE: usize = 200;

/// Counts of the scores of comparable assessments: overall, per path and per metric, for all and by one attribute.
///
/// Norms hold counts alone: no assessment, no id. Scores are counted to a tenth of a point, so that the counts, and
/// the [canonical JSON](Norms::to_json) of the norms, are the same in whatever order assessments are
/// [added](Norms::add) and norms [merged](Norms::merge). Only what has the same [`Basis`] is counted together; the
/// first assessment fixes it.
///
/// `docs/norms.md` has a whole example, and says how to read a rank.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Value", into = "StoredNorms")]
#[schemars(with = "StoredNorms", description = "Counts of the scores of comparable assessments.")]
pub struct Norms {
    basis: Option<Basis>,
    attribute: Option<String>,
    /// By value of the attribute; without a value, those that have none.
    cohorts: BTreeMap<Option<String>, Cohort>,
    /// All cohorts merged.
    all: Cohort,
}

impl Norms {
    /// Norms of nobody yet, without cohorts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Norms of nobody yet, that count all together and apart by the value of an attribute, such as `role`.
    pub fn by_attribute(attribute: impl Into<String>) -> Self {
        Self { attribute: Some(attribute.into()), ..Self::default() }
    }

    /// What the assessments have in common; absent before the first one.
    pub fn basis(&self) -> Option<&Basis> {
        self.basis.as_ref()
    }

    /// The attribute that makes cohorts.
    pub fn attribute(&self) -> Option<&str> {
        self.attribute.as_deref()
    }

    /// How many assessments were counted.
    pub fn count(&self) -> u64 {
        self.all.count
    }

    /// How many assessments were counted by value of the attribute; without a value, those that have none.
    pub fn cohorts(&self) -> impl Iterator<Item = (Option<&str>, u64)> {
        self.cohorts.iter().map(|(value, cohort)| (value.as_deref(), cohort.count))
    }

    /// Counts an assessment. On an error the norms stay as they are.
    ///
    /// # Errors
    /// [`ErrorKind::NotComparable`], with all problems at once, when the assessment has another basis, or scores,
    /// paths or an attribute that no engine gives; [`ErrorKind::LimitExceeded`] beyond 1,000 values of the attribute.
    pub fn add(&mut self, assessment: &Assessment) -> Result<()> {
        let value = self.admit(assessment)?;
        self.check_room(1, std::iter::once(&value))?;
        self.basis.get_or_insert_with(|| Basis::of(assessment));
        self.cohorts.entry(value).or_default().add(assessment);
        self.all.add(assessment);
        Ok(())
    }

    /// Counts what other norms count. On an error the norms stay as they are.
    ///
    /// # Errors
    /// [`ErrorKind::NotComparable`], with all problems at once, when the other norms have another basis or attribute;
    /// [`ErrorKind::LimitExceeded`] as [`Norms::add`].
    pub fn merge(&mut self, other: &Self) -> Result<()> {
        let mut problems = match (&self.basis, &other.basis) {
            (Some(own), Some(other)) => own.differences(other, false),
            _ => Vec::new(),
        };
        if self.attribute != other.attribute {
            let words = |norms: &Self| norms.attribute.clone().unwrap_or_else(|| "none".to_owned());
            let message = format!("got {}, expected {}", words(other), words(self));
            problems.push(Problem::at_pointer("/attribute", message));
        }
        if !problems.is_empty() {
            return Err(not_comparable("the norms do not count what these norms count", problems));
        }
        self.check_room(other.all.count, other.cohorts.keys())?;
        if self.basis.is_none() {
            self.basis.clone_from(&other.basis);
        }
        for (value, cohort) in &other.cohorts {
            self.cohorts.entry(value.clone()).or_default().merge(cohort);
        }
        self.all.merge(&other.all);
        Ok(())
    }

    /// Where an assessment stands, whether it was counted or not. Fewer than [`MIN_COHORT`] scores at a level are no
    /// error, but [refused](Rank::Refused) there.
    ///
    /// # Errors
    /// [`ErrorKind::NotComparable`] as [`Norms::add`].
    pub fn standing(&self, assessment: &Assessment) -> Result<Standing> {
        let value = self.admit(assessment)?;
        let none = Cohort::default();
        let cohort = value.map(|value| {
            let key = Some(value);
            let counts = self.cohorts.get(&key).unwrap_or(&none);
            let standing = CohortStanding::new(assessment, counts);
            CohortStanding { attribute: self.attribute.clone(), value: key, ..standing }
        });
        Ok(Standing { all: CohortStanding::new(assessment, &self.all), cohort })
    }

    /// Canonical JSON (RFC 8785), the same for the same counts.
    ///
    /// # Errors
    /// As [`canonical_json`].
    pub fn to_json(&self) -> Result<String> {
        canonical_json(self)
    }

    /// Checks that an assessment is comparable, and gives its value of the attribute.
    fn admit(&self, assessment: &Assessment) -> Result<Option<String>> {
        let basis = Basis::of(assessment);
        let mut problems = self.basis.as_ref().map_or_else(Vec::new, |own| own.differences(&basis, true));
        score_problems(assessment, &mut problems);
        let value = self.attribute.as_ref().and_then(|name| Some((name, assessment.attributes.get(name)?)));
        let value = match value.map(|(name, value)| (name, value_of(value))) {
            Some((name, Err(message))) => {
                let step = name.replace('~', "~0").replace('/', "~1");
                problems.push(Problem::at_pointer(format!("/attributes/{step}"), message));
                None
            }
            Some((_, Ok(value))) => value,
            None => None,
        };
        if problems.is_empty() {
            return Ok(value);
        }
        Err(not_comparable("the assessment cannot be compared with what these norms count", problems))
    }

    fn check_room<'a>(&self, more: u64, values: impl Iterator<Item = &'a Option<String>>) -> Result<()> {
        let exceeded = |message: String| Err(Error::new(ErrorKind::LimitExceeded, message));
        if self.all.count.saturating_add(more) > MAX_COUNT {
            return exceeded(format!("norms count at most {MAX_COUNT} assessments"));
        }
        let new = values.filter(|value| !self.cohorts.contains_key(*value)).count();
        if self.cohorts.len().saturating_add(new) > MAX_COHORTS {
            let name = self.attribute.as_deref().unwrap_or_default();
            return exceeded(format!("attribute {name} has more than {MAX_COHORTS} values"));
        }
        Ok(())
    }
}

fn not_comparable(message: &str, problems: Vec<Problem>) -> Error {
    Error::with_problems(ErrorKind::NotComparable, message, problems)
}

/// What no engine gives.
fn score_problems(assessment: &Assessment, problems: &mut Vec<Problem>) {
    let mut check = |pointer: String, score: Option<f64>| {
        if let Some(score) = score.filter(|score| !(0.0..=100.0).contains(score)) {
            problems
                .push(Problem::at_pointer(pointer, format!("got {score}, expected a score from 0 to 100")));
        }
    };
    check("/overall_score".to_owned(), assessment.overall_score);
    let mut twice = Vec::new();
    let mut paths = BTreeSet::new();
    for (index, path) in assessment.path_scores.iter().enumerate() {
        let at = format!("/path_scores/{index}");
        check(format!("{at}/overall_score"), path.overall_score);
        if !paths.insert(path.path) {
            twice
                .push(Problem::at_pointer(format!("{at}/path"), format!("got {} twice", path.path.as_str())));
        }
        let mut metrics = BTreeSet::new();
        for (index, metric) in path.metrics.iter().enumerate() {
            check(format!("{at}/metrics/{index}/score"), metric.score);
            if !metrics.insert(&metric.id) {
                let message = format!("got {} twice", metric.id);
                twice.push(Problem::at_pointer(format!("{at}/metrics/{index}/id"), message));
            }
        }
    }
    problems.append(&mut twice);
}

/// The value of an attribute as cohorts are named. `null` says that it is not known.
fn value_of(value: &Value) -> Result<Option<String>, String> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.chars().count() > MAX_VALUE => {
            Err(format!("has more than {MAX_VALUE} characters"))
        }
        Value::String(text) => Ok(Some(text.clone())),
        // 5 and 5.0 are one number.
        Value::Bool(_) | Value::Number(_) => {
            canonical_json(value).map(Some).map_err(|error| error.to_string())
        }
        Value::Array(_) | Value::Object(_) => {
            Err("got a list or an object, expected a string, a number, true, false or null".to_owned())
        }
    }
}
