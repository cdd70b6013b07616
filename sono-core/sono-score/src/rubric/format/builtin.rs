//! The rubrics built into the crate.

use super::problems::hint;
use crate::error::{Error, ErrorKind};

/// The rubric used if the host names none.
pub const DEFAULT_RUBRIC: &str = "growth";

/// Ids and sources, in the order in which they are listed.
pub(in crate::rubric) const BUILTIN: &[(&str, &str)] = &[
    ("growth", include_str!("../../../rubrics/growth.toml")),
    ("hiring", include_str!("../../../rubrics/hiring.toml")),
    ("coursework", include_str!("../../../rubrics/coursework.toml")),
    ("classic", include_str!("../../../rubrics/classic.toml")),
];

/// The ids of the built-in rubrics.
pub(in crate::rubric) fn names() -> impl Iterator<Item = &'static str> + Clone {
    BUILTIN.iter().map(|(name, _)| *name)
}

/// The source of a built-in rubric.
pub(in crate::rubric) fn source(name: &str) -> Option<&'static str> {
    BUILTIN.iter().find(|(known, _)| *known == name).map(|(_, source)| *source)
}

/// The error for an unknown rubric name.
pub(in crate::rubric) fn unknown(name: &str) -> Error {
    let hint = hint(name, names());
    Error::new(ErrorKind::UnknownRubric, format!("no built-in rubric is called {name:?}{hint}"))
}
