//! JSON Schemas (2020-12) of what goes in and what comes out.

use serde_json::Value;

use crate::assessment::Assessment;

/// The schema of a submission.
pub fn submission() -> Value {
    crate::submission::json_schema()
}

/// The schema of an assessment.
pub fn assessment() -> Value {
    let mut schema = schemars::generate::SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator()
        .into_root_schema_for::<Assessment>();
    schema.insert("$id".to_owned(), Value::from("urn:sono-eval:schema:assessment:1"));
    schema.to_value()
}

/// The schema of a rubric file, for editors that complete TOML.
pub fn rubric() -> Value {
    crate::rubric::json_schema()
}
