//! The rubrics that come with the crate.

use super::problems::hint;
use crate::error::{Error, ErrorKind};

/// Name of the rubric that is used when the host names none.
pub const DEFAULT_RUBRIC: &str = "growth";

/// Ids and sources, in the order in which they are listed.
pub(in crate::rubric) const BUILTIN: &[(&str, &str)] = &[
    ("growth", include_str!("../../../rubrics/growth.toml")),
    ("hiring", include_str!("../../../rubrics/hiring.toml")),
    ("classic", include_str!("../../../rubrics/classic.toml")),
];

/// Ids of the rubrics that come with the crate.
pub(in crate::rubric) fn names() -> impl Iterator<Item = &'static str> + Clone {
    BUILTIN.iter().map(|(name, _)| *name)
}

/// The source of a rubric that comes with the crate.
pub(in crate::rubric) fn source(name: &str) -> Option<&'static str> {
    BUILTIN.iter().find(|(known, _)| *known == name).map(|(_, source)| *source)
}

/// The error about a name that no rubric has.
pub(in crate::rubric) fn unknown(name: &str) -> Error {
    let hint = hint(name, names());
    Error::new(ErrorKind::UnknownRubric, format!("no built-in rubric is called {name:?}{hint}"))
}
