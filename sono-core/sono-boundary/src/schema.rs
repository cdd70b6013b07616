//! The JSON Schemas (2020-12) of all input and output, by name.

use serde_json::Value;

pub use sono_analytics::schema::{norms, standing};
use sono_score::schema::of;
pub use sono_score::schema::{assessment, review_answer, review_request, rubric, submission};
#[cfg(all(feature = "batch", not(target_family = "wasm")))]
pub use sono_score::schema::{batch_state, progress};

/// A function that makes a schema.
pub type Make = fn() -> Value;

/// All schemas by name, sorted: those in the folder `docs/schema`, which `sono-eval schema` also prints.
#[cfg(all(feature = "batch", not(target_family = "wasm")))]
pub const ALL: [(&str, Make); 11] = [
    ("assessment", assessment),
    ("batch-options", batch_options),
    ("batch-state", batch_state),
    ("boundary", boundary),
    ("norms", norms),
    ("progress", progress),
    ("review-answer", review_answer),
    ("review-request", review_request),
    ("rubric", rubric),
    ("standing", standing),
    ("submission", submission),
];

/// The schema of the options of a batch.
#[cfg(all(feature = "batch", not(target_family = "wasm")))]
pub fn batch_options() -> Value {
    of::<crate::BatchOptions>("urn:sono-eval:schema:batch-options:1")
}

/// The schema of the door that bindings use: options, calls, answers, errors, and the input of a host's signals.
pub fn boundary() -> Value {
    /// The values that go through the door.
    #[derive(schemars::JsonSchema)]
    #[expect(dead_code, reason = "only its schema is used")]
    struct Boundary {
        options: crate::DoorOptions,
        call: crate::Call,
        answer: crate::Answer,
        error: sono_score::Error,
        custom_definition: sono_score::signals::CustomDefinition,
        material: crate::MaterialView<'static>,
        measured: crate::MeasuredView,
    }
    of::<Boundary>("urn:sono-eval:schema:boundary:1")
}
