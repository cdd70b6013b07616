//! Attaching a cache to an engine.

use std::sync::Arc;

use crate::engine::terms::Terms;
use crate::engine::{Engine, EngineBuilder};
use crate::error::Result;
use crate::submission::{Submission, input_hash};

use super::{Cache, CacheKey};

impl EngineBuilder {
    /// The cache in which results are looked up first, and kept afterwards; none if never called. Engines with
    /// different rubrics may share one.
    #[must_use]
    pub fn cache(mut self, cache: Arc<Cache>) -> Self {
        self.cache = Some(cache);
        self
    }
}

impl Engine {
    /// The cache, if there is one.
    pub fn cache(&self) -> Option<&Arc<Cache>> {
        self.cache.as_ref()
    }

    /// The key of this engine's result for a submission.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidParameter`](crate::ErrorKind::InvalidParameter) for parameters that the rubric does not
    /// have.
    pub fn cache_key(&self, submission: &Submission) -> Result<CacheKey> {
        Ok(self.key_with(submission, &self.terms(submission, self.expects.as_ref())?))
    }

    pub(in crate::engine) fn key_with(&self, submission: &Submission, terms: &Terms) -> CacheKey {
        // What was asked for needs no place of its own: it follows from the input, the setup and the rubric.
        let rubric = self.rubric.hash(&terms.parameters);
        CacheKey::new(&self.setup, &input_hash(submission), &rubric, submission.options.position_encoding)
    }
}
