//! The rubrics that come with the crate.

use std::sync::{Arc, OnceLock};

use super::{Rubric, SignalRegistry};
use crate::error::{Error, ErrorKind, Result};

/// Name of the rubric that is used when the host names none.
pub const DEFAULT_RUBRIC: &str = "growth";

/// Ids and sources, in the order in which they are listed.
const BUILTIN: &[(&str, &str)] = &[
    ("growth", include_str!("../../rubrics/growth.toml")),
    ("hiring", include_str!("../../rubrics/hiring.toml")),
    ("classic", include_str!("../../rubrics/classic.toml")),
];

/// Compiled once; they never change while the program runs.
static COMPILED: [OnceLock<Result<Arc<Rubric>>>; BUILTIN.len()] = [const { OnceLock::new() }; BUILTIN.len()];

/// Ids of the rubrics that come with the crate.
pub(super) fn names() -> impl Iterator<Item = &'static str> + Clone {
    BUILTIN.iter().map(|(name, _)| *name)
}

/// The source of a rubric that comes with the crate.
pub(super) fn source(name: &str) -> Option<&'static str> {
    BUILTIN.iter().find(|(known, _)| *known == name).map(|(_, source)| *source)
}

pub(super) fn unknown(name: &str) -> Error {
    let hint = super::problems::hint(name, names());
    Error::new(ErrorKind::UnknownRubric, format!("no built-in rubric is called {name:?}{hint}"))
}

pub(super) fn compiled(name: &str) -> Result<Arc<Rubric>> {
    let found = BUILTIN.iter().zip(&COMPILED).find(|((known, _), _)| *known == name);
    let Some(((name, source), cell)) = found else {
        return Err(unknown(name));
    };
    let compile = || {
        let rubric = Rubric::parse(source, &format!("{name}.toml"), |_| None, &SignalRegistry::standard());
        rubric.map(Arc::new)
    };
    cell.get_or_init(compile).clone()
}
