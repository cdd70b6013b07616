//! Norms: the position of a score among others.

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

/// The most assessments that norms count: the largest integer that every JSON reader handles (RFC 8259, section 6).
const MAX_COUNT: u64 = (1 << 53) - 1;
/// The most values of an attribute, and so the most cohorts.
const MAX_COHORTS: usize = 1_000;
/// The most characters of a value of an attribute.
const MAX_VALUE: usize = 200;

/// Counts of the scores of comparable assessments: overall, per path and per metric, for all and by one attribute.
///
/// Norms hold only counts: no assessments and no ids. Scores are counted to a tenth of a point, so that the counts, and
/// the [canonical JSON](Norms::to_json) of the norms, are the same in whatever order assessments are
/// [added](Norms::add) and norms [merged](Norms::merge). Only assessments with the same [`Basis`] are counted together;
/// the first one sets it.
///
/// See `docs/norms.md` for a complete example, and for how to read a rank.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Value", into = "StoredNorms")]
#[schemars(with = "StoredNorms", description = "Counts of the scores of comparable assessments.")]
pub struct Norms {
    basis: Option<Basis>,
    attribute: Option<String>,
    /// By value of the attribute; `None` holds the assessments that have none.
    cohorts: BTreeMap<Option<String>, Cohort>,
    /// All cohorts merged.
    all: Cohort,
}

impl Norms {
    /// Empty norms without cohorts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Empty norms that count all assessments together, and also apart by the value of an attribute, such as `role`.
    pub fn by_attribute(attribute: impl Into<String>) -> Self {
        Self { attribute: Some(attribute.into()), ..Self::default() }
    }

    /// The facts in which the assessments agree; `None` before the first one.
    pub fn basis(&self) -> Option<&Basis> {
        self.basis.as_ref()
    }

    /// The attribute that makes cohorts.
    pub fn attribute(&self) -> Option<&str> {
        self.attribute.as_deref()
    }

    /// The number of assessments counted.
    pub fn count(&self) -> u64 {
        self.all.count
    }

    /// The number of assessments counted for each value of the attribute; `None` stands for assessments that have none.
    pub fn cohorts(&self) -> impl Iterator<Item = (Option<&str>, u64)> {
        self.cohorts.iter().map(|(value, cohort)| (value.as_deref(), cohort.count))
    }

    /// Counts an assessment. After an error the norms are unchanged.
    ///
    /// # Errors
    /// [`ErrorKind::NotComparable`], with all problems at once, if the assessment has another basis, or scores, paths
    /// or an attribute that no engine gives; [`ErrorKind::LimitExceeded`] beyond 1,000 values of the attribute.
    pub fn add(&mut self, assessment: &Assessment) -> Result<()> {
        let value = self.admit(assessment)?;
        self.check_room(1, std::iter::once(&value))?;
        self.basis.get_or_insert_with(|| Basis::of(assessment));
        self.cohorts.entry(value).or_default().add(assessment);
        self.all.add(assessment);
        Ok(())
    }

    /// Adds the counts of other norms. After an error the norms are unchanged.
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
            let describe = |norms: &Self| norms.attribute.clone().unwrap_or_else(|| "none".to_owned());
            let message = format!("expected {}, got {}", describe(self), describe(other));
            problems.push(Problem::at_pointer("/attribute", message));
        }
        if !problems.is_empty() {
            return Err(not_comparable("the norms are not comparable", problems));
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

    /// The standing of an assessment, whether or not it was counted. A level with fewer than [`MIN_COHORT`] scores is
    /// not an error, but its rank is [refused](Rank::Refused).
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

    /// The norms as canonical JSON (RFC 8785). Equal counts give equal bytes.
    ///
    /// # Errors
    /// As [`canonical_json`].
    pub fn to_json(&self) -> Result<String> {
        canonical_json(self)
    }

    /// Checks that an assessment is comparable, and returns its value of the attribute.
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
        Err(not_comparable("the assessment is not comparable with the norms", problems))
    }

    fn check_room<'a>(&self, more: u64, values: impl Iterator<Item = &'a Option<String>>) -> Result<()> {
        let exceeded = |message: String| Err(Error::new(ErrorKind::LimitExceeded, message));
        if self.all.count.saturating_add(more) > MAX_COUNT {
            return exceeded(format!("expected at most {MAX_COUNT} assessments, got more"));
        }
        let new = values.filter(|value| !self.cohorts.contains_key(*value)).count();
        if self.cohorts.len().saturating_add(new) > MAX_COHORTS {
            let name = self.attribute.as_deref().unwrap_or_default();
            return exceeded(format!("expected at most {MAX_COHORTS} values of attribute {name}, got more"));
        }
        Ok(())
    }
}

fn not_comparable(message: &str, problems: Vec<Problem>) -> Error {
    Error::with_problems(ErrorKind::NotComparable, message, problems)
}

/// Reports scores and paths that no engine gives.
fn score_problems(assessment: &Assessment, problems: &mut Vec<Problem>) {
    let mut check = |pointer: String, score: Option<f64>| {
        if let Some(score) = score.filter(|score| !(0.0..=100.0).contains(score)) {
            problems
                .push(Problem::at_pointer(pointer, format!("expected a score from 0 to 100, got {score}")));
        }
    };
    check("/overall_score".to_owned(), assessment.overall_score);
    let mut twice = Vec::new();
    let mut paths = BTreeSet::new();
    for (index, path) in assessment.path_scores.iter().enumerate() {
        let at = format!("/path_scores/{index}");
        check(format!("{at}/overall_score"), path.overall_score);
        if !paths.insert(path.path) {
            twice.push(Problem::at_pointer(
                format!("{at}/path"),
                format!("duplicate path {}", path.path.as_str()),
            ));
        }
        let mut metrics = BTreeSet::new();
        for (index, metric) in path.metrics.iter().enumerate() {
            check(format!("{at}/metrics/{index}/score"), metric.score);
            if !metrics.insert(&metric.id) {
                let message = format!("duplicate metric {}", metric.id);
                twice.push(Problem::at_pointer(format!("{at}/metrics/{index}/id"), message));
            }
        }
    }
    problems.append(&mut twice);
}

/// The value of an attribute as the name of a cohort. `null` means that the value is unknown.
fn value_of(value: &Value) -> Result<Option<String>, String> {
    match value {
        Value::Null => Ok(None),
        Value::String(text) if text.chars().count() > MAX_VALUE => {
            Err(format!("expected at most {MAX_VALUE} characters, got {}", text.chars().count()))
        }
        Value::String(text) => Ok(Some(text.clone())),
        // Canonical JSON, because 5 and 5.0 are the same number.
        Value::Bool(_) | Value::Number(_) => {
            canonical_json(value).map(Some).map_err(|error| error.to_string())
        }
        Value::Array(_) | Value::Object(_) => {
            Err("expected a string, a number, true, false or null, got a list or an object".to_owned())
        }
    }
}
