//! Checks the results of a host's code before they enter a score.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::CustomDefinition;
use super::definition::{MAX_NAME, MAX_TEXT};
use crate::error::describe_panic;
use crate::signals::{MAX_FINDINGS, Material, Measured};
use crate::submission::Source;
use sono_syntax::finding::Finding;

/// Calls the host's code. Returns a result that may enter a score, or a description of the failure.
pub(super) fn guarded(
    definition: &CustomDefinition,
    material: &Material<'_>,
    call: impl FnOnce() -> Result<Option<Measured>, String>,
) -> Result<Option<Measured>, String> {
    // It is not called again for this material, because the error ends the assessment.
    catch_unwind(AssertUnwindSafe(call))
        .unwrap_or_else(|payload| Err(describe_panic(&*payload)))?
        .map(|measured| checked(definition, measured, material))
        .transpose()
}

/// Checks a measured value; the error describes what is wrong with it.
fn checked(
    definition: &CustomDefinition,
    mut measured: Measured,
    material: &Material<'_>,
) -> Result<Measured, String> {
    let (value, min, max) = (measured.value, definition.min, definition.max.unwrap_or(f64::MAX));
    if !(min..=max).contains(&value) {
        let range = match definition.max {
            Some(max) => format!("from {min} to {max}"),
            None => format!("from {min}"),
        };
        return Err(format!("expected a number {range}, got {value}"));
    }
    measured.findings.truncate(MAX_FINDINGS);
    for finding in &measured.findings {
        let source = material.outlined().find(|(index, ..)| *index == finding.source);
        check_finding(finding, source.map(|(_, source, _)| source))?;
    }
    Ok(measured)
}

fn check_finding(finding: &Finding, source: Option<&Source<'_>>) -> Result<(), String> {
    let Some(source) = source else {
        return Err(format!("it found something in source {}, which does not exist", finding.source));
    };
    let (start, end) = (finding.span.start as usize, finding.span.end as usize);
    if source.text.get(start..end).is_none() {
        return Err(format!(
            "it found something at bytes {start} to {end} of {}, which are no text",
            source.name
        ));
    }
    let message = if finding.message.trim().is_empty() { 0 } else { finding.message.chars().count() };
    if message == 0 || message > MAX_TEXT {
        return Err(format!("expected a finding's message of 1 to {MAX_TEXT} characters, got {message}"));
    }
    let name = finding.name.as_ref().map_or(0, |name| name.chars().count());
    if name > MAX_NAME {
        return Err(format!("expected a finding's name of at most {MAX_NAME} characters, got {name}"));
    }
    match finding.value {
        Some(value) if !value.is_finite() => {
            Err(format!("expected a finite value of a finding, got {value}"))
        }
        _ => Ok(()),
    }
}
