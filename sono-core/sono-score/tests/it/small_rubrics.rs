//! Rubrics that say no more than a test needs.

use std::sync::Arc;

use sono_score::rubric::{Rubric, SignalRegistry};
use sono_score::signals::CustomDefinition;

/// A rubric of one metric, which reads one signal. `part` is the rest of how it does.
pub(crate) fn reading(signal: &str, part: &str) -> String {
    format!(
        r#"
format = 1
id = "acme"
version = "1"
name = "Acme"

[[path]]
id = "technical"

[[path.metric]]
id = "only"
name = "Only metric"
category = "code"
weight = 1

[[path.metric.part]]
signal = "{signal}"
weight = 1
{part}
"#
    )
}

/// Compiles a rubric that knows some custom signals.
pub(crate) fn compiled(source: &str, definitions: &[CustomDefinition]) -> Arc<Rubric> {
    let registry = definitions.iter().fold(SignalRegistry::standard(), SignalRegistry::with_custom);
    Arc::new(Rubric::parse(source, "acme.toml", |_| Ok(None), &registry).unwrap())
}
