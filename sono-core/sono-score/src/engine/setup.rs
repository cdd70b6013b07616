//! The parts of an engine that results depend on, except the rubric.

use std::collections::BTreeSet;

use crate::assessment::SCHEMA_VERSION;
use crate::hash::FieldHasher;
use crate::signals::CustomSignals;
use crate::submission::Expectation;
use sono_syntax::language;
use sono_syntax::syntax::ParseBudget;

use super::ENGINE_VERSION;

/// A hash of everything in an engine, except the rubric, that its results depend on. A new option of the engine that
/// can change a result must be added here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setup(blake3::Hash);

impl Setup {
    pub(super) fn new(
        budget: &ParseBudget,
        custom: &CustomSignals,
        expects: Option<&BTreeSet<Expectation>>,
    ) -> Self {
        let mut input = FieldHasher::default();
        input.text("sono-eval engine setup 2");
        input.text(SCHEMA_VERSION);
        input.text(ENGINE_VERSION);
        // A build without a language gives different results, and builds of several kinds may share a store.
        for language in language::all() {
            input.text(language.id);
            input.text(language.grammar.version);
        }
        for limit in [budget.steps, budget.memory, budget.nodes] {
            input.text(&limit.map(|limit| limit.to_string()).unwrap_or_default());
        }
        for hashes in custom.hashes() {
            input.text(&hashes.len().to_string());
            hashes.iter().for_each(|hash| input.text(hash));
        }
        // An engine that leaves it to the rubric what to ask for hashes to what it did before it could say so.
        if let Some(expects) = expects {
            input.text("expects");
            input.count(expects.len());
            expects.iter().for_each(|expectation| input.text(expectation.as_str()));
        }
        Self(input.finish())
    }

    pub(super) fn hash(&self) -> &blake3::Hash {
        &self.0
    }
}
