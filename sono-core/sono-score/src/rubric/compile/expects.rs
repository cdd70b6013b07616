//! Compiles what is asked for beyond the code: the defaults, and what depends on them.

use std::collections::{BTreeMap, BTreeSet};

use super::compiler::Compiler;
use super::reader::Reader;
use crate::submission::{Expectation, SubmissionType};

/// The default expectations of each type of submission, if the rubric has a table `expects`.
pub(super) fn defaults(top: &Reader<'_>) -> Option<BTreeMap<SubmissionType, BTreeSet<Expectation>>> {
    let table = top.inner("expects")?;
    let of = |kind: SubmissionType| {
        let words = table.texts(kind.as_str()).unwrap_or_default();
        (kind, words.into_iter().filter_map(Expectation::parse).collect())
    };
    Some(SubmissionType::ALL.into_iter().map(of).collect())
}

impl Compiler<'_> {
    /// The expectation that a metric, part or rule depends on.
    pub(super) fn expects(&self, reader: &Reader<'_>) -> Option<Expectation> {
        let expectation = Expectation::parse(reader.text("expects")?)?;
        if !self.expects {
            self.problem(
                reader,
                "expects",
                "nothing says what is asked for by default; expected a table `expects` at the top, such as \
                 expects.project = [\"tests\"]",
            );
        }
        Some(expectation)
    }
}
