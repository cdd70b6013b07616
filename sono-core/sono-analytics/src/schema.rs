//! JSON Schemas (2020-12) of norms and standings.

use serde_json::Value;
use sono_score::schema::of;

/// The schema of stored norms.
pub fn norms() -> Value {
    of::<crate::Norms>("urn:sono-eval:schema:norms:1")
}

/// The schema of the standing of an assessment in norms.
pub fn standing() -> Value {
    of::<crate::Standing>("urn:sono-eval:schema:standing:1")
}
