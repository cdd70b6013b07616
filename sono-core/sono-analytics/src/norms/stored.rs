//! The JSON form of norms.

use schemars::JsonSchema;
use serde::Serialize;

use super::cohort::Cohort;
use super::{Basis, Norms};

/// Version of the norms' JSON form.
pub const NORMS_SCHEMA_VERSION: &str = "1.0";

/// Counts of the scores of comparable assessments.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Norms", deny_unknown_fields)]
pub(super) struct StoredNorms {
    /// Version of this JSON form.
    schema_version: String,
    /// The facts in which the assessments agree; absent before the first one.
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<Basis>,
    /// The attribute that makes cohorts.
    #[serde(skip_serializing_if = "Option::is_none")]
    attribute: Option<String>,
    /// The cohorts, sorted by value; the one without a value comes first.
    cohorts: Vec<NamedCohort>,
}

/// A cohort and the value of the attribute that makes it.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "Cohort", deny_unknown_fields)]
pub(super) struct NamedCohort {
    /// The value; absent for assessments that have none.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(flatten)]
    cohort: Cohort,
}

impl From<Norms> for StoredNorms {
    fn from(norms: Norms) -> Self {
        let Norms { basis, attribute, cohorts, all: _ } = norms;
        let cohorts = cohorts.into_iter().map(|(value, cohort)| NamedCohort { value, cohort });
        Self { schema_version: NORMS_SCHEMA_VERSION.to_owned(), basis, attribute, cohorts: cohorts.collect() }
    }
}
