//! Opinions that a host passes with an assessment.

use serde_json::Value;

use sono_score::review::{MAX_REVIEWERS, Reply, ReviewerDefinition};

use super::reader::Fields;

/// Reads the opinions of a call: the reviewer, and either `answer` (JSON text, or the object itself) or `error`, which
/// says in words why there is none.
pub(super) fn read(fields: &mut Fields<'_>) -> Vec<Reply> {
    let Some(values) = fields.optional_list("opinions") else { return Vec::new() };
    // More opinions than this are refused by number alone, so the rest need not be well-formed.
    let values = values.into_iter().take(MAX_REVIEWERS.saturating_add(1)).enumerate();
    values.filter_map(|(index, value)| fields.item("opinions", index, value, one).flatten()).collect()
}

fn one(mut fields: Fields<'_>) -> Option<Reply> {
    let reviewer: Option<ReviewerDefinition> = fields.required("reviewer");
    let answer = fields.raw("answer").map(|answer| match answer {
        Value::String(text) => text,
        other => other.to_string(),
    });
    let error = fields.text("error");
    if fields.has("answer") == fields.has("error") {
        fields.note_here("exactly one of \"answer\" and \"error\" is needed");
    }
    fields.finish();
    let text = answer.map(Ok).or(error.map(Err))?;
    Some(Reply { reviewer: reviewer?, text })
}
