//! Attaching a cache to an engine.

use std::sync::Arc;

use crate::engine::{Engine, EngineBuilder};
use crate::error::Result;
use crate::rubric::Parameters;
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
        let parameters = self.parameters(submission)?;
        Ok(self.key_with(submission, &parameters))
    }

    pub(in crate::engine) fn key_with(&self, submission: &Submission, parameters: &Parameters) -> CacheKey {
        let rubric = self.rubric.hash(parameters);
        CacheKey::new(&self.setup, &input_hash(submission), &rubric, submission.options.position_encoding)
    }
}
