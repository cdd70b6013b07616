//! What an engine is made of, the rubric aside.

use crate::assessment::SCHEMA_VERSION;
use crate::signals::CustomSignals;
use sono_syntax::language;
use sono_syntax::syntax::ParseBudget;

use super::ENGINE_VERSION;

/// Everything in an engine, the rubric aside, that its results depend on. Whatever an engine can be given that
/// changes a result has to go in here.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setup(blake3::Hash);

impl Setup {
    pub(super) fn new(budget: &ParseBudget, custom: &CustomSignals) -> Self {
        let mut input = Input::new("sono-eval engine setup 2");
        input.text(SCHEMA_VERSION);
        input.text(ENGINE_VERSION);
        // A build that lacks a language gives other results, and a store may serve builds of several kinds.
        for language in language::all() {
            input.text(language.id);
            input.text(language.grammar.version);
        }
        for limit in [budget.parser_callbacks, budget.nodes] {
            input.text(&limit.map(|limit| limit.to_string()).unwrap_or_default());
        }
        for hashes in custom.hashes() {
            input.text(&hashes.len().to_string());
            hashes.iter().for_each(|hash| input.text(hash));
        }
        Self(input.finish())
    }

    pub(super) fn hash(&self) -> &blake3::Hash {
        &self.0
    }
}

/// What a hash is taken of.
pub(super) struct Input(blake3::Hasher);

impl Input {
    pub(super) fn new(form: &str) -> Self {
        let mut input = Self(blake3::Hasher::new());
        input.text(form);
        input
    }

    /// A text after its length, so that no two lists of texts share their bytes.
    pub(super) fn text(&mut self, text: &str) {
        self.0.update(&(text.len() as u64).to_le_bytes());
        self.0.update(text.as_bytes());
    }

    /// A hash, whose length is known.
    #[cfg(feature = "cache")]
    pub(super) fn hash(&mut self, hash: &blake3::Hash) {
        self.0.update(hash.as_bytes());
    }

    pub(super) fn finish(&self) -> blake3::Hash {
        self.0.finalize()
    }
}
