//! Norms of many assessments, and the standing of one among them, as calls.

use schemars::JsonSchema;

use sono_analytics::{Norms, Standing};
use sono_score::assessment::Assessment;
use sono_score::error::Result;

use super::reader::Fields;

/// Count assessments.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
pub struct NormsCall {
    /// The assessments. They must be comparable: of one rubric and engine.
    pub assessments: Vec<Assessment>,
    /// Norms to go on from. With these, the attribute is theirs.
    pub norms: Option<Norms>,
    /// The attribute whose values make cohorts, such as `role`.
    pub by: Option<String>,
}

/// Ask where an assessment stands.
#[derive(Debug, Clone, PartialEq, JsonSchema)]
pub struct StandingCall {
    /// The norms.
    pub norms: Norms,
    /// The assessment.
    pub assessment: Assessment,
}

impl NormsCall {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let (assessments, norms, by) = (fields.required("assessments"), norms(fields), fields.text("by"));
        if by.is_some() && fields.has("norms") {
            fields.note("by", "the norms to go on from have their attribute already");
        }
        Some(Self { assessments: assessments?, norms, by })
    }

    pub(super) fn answer(self) -> Result<Norms> {
        let mut norms = self.norms.unwrap_or_else(|| self.by.map_or_else(Norms::new, Norms::by_attribute));
        for (index, assessment) in self.assessments.iter().enumerate() {
            norms.add(assessment).map_err(|error| error.inside(&format!("/assessments/{index}")))?;
        }
        Ok(norms)
    }
}

impl StandingCall {
    pub(super) fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let norms = norms(fields);
        if !fields.has("norms") {
            fields.note_here("the field \"norms\" is missing");
        }
        let assessment = fields.required("assessment");
        Some(Self { norms: norms?, assessment: assessment? })
    }

    pub(super) fn answer(&self) -> Result<Standing> {
        self.norms.standing(&self.assessment).map_err(|error| error.inside("/assessment"))
    }
}

fn norms(fields: &mut Fields<'_>) -> Option<Norms> {
    let value = fields.raw("norms")?;
    Norms::try_from(value).map_err(|error| fields.refused("norms", &error)).ok()
}
