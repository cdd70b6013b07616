//! JSON Schemas (2020-12) of inputs and results.

use schemars::JsonSchema;
use serde_json::Value;

/// The schema of a type as it is serialised, with the given id.
pub fn of<T: JsonSchema>(id: &str) -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    schema.insert("$id".to_owned(), Value::from(id));
    schema.to_value()
}

/// The schema of a submission.
pub fn submission() -> Value {
    crate::submission::json_schema()
}

/// The schema of a rubric file, for editors that complete TOML.
pub fn rubric() -> Value {
    crate::rubric::json_schema()
}

/// The schema of an assessment.
pub fn assessment() -> Value {
    of::<crate::assessment::Assessment>("urn:sono-eval:schema:assessment:1")
}

/// The schema of a request to reviewers.
pub fn review_request() -> Value {
    of::<crate::review::ReviewRequest>("urn:sono-eval:schema:review-request:1")
}

/// The schema of a reviewer's answer. The one in a [request](crate::review::ReviewRequest::schema) also names the
/// metrics that were asked about.
pub fn review_answer() -> Value {
    of::<crate::review::ReviewAnswer>("urn:sono-eval:schema:review-answer:1")
}

/// The schema of the messages to someone who watches a batch: a [`ProgressEvent`](crate::engine::ProgressEvent) or a
/// [`Snapshot`](crate::engine::Snapshot).
#[cfg(all(feature = "batch", not(target_family = "wasm")))]
pub fn progress() -> Value {
    /// A message to someone who watches a batch.
    #[derive(schemars::JsonSchema)]
    #[schemars(untagged)]
    #[expect(dead_code, reason = "only its schema is used")]
    enum Progress {
        Event(crate::engine::ProgressEvent),
        Snapshot(crate::engine::Snapshot),
    }
    of::<Progress>("urn:sono-eval:schema:progress:1")
}

/// The schema of the stored state of a batch.
#[cfg(all(feature = "batch", not(target_family = "wasm")))]
pub fn batch_state() -> Value {
    of::<crate::engine::BatchState>("urn:sono-eval:schema:batch-state:1")
}
