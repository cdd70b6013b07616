//! The engine: one configured object that turns submissions into assessments.

mod assess;
#[cfg(all(feature = "batch", not(target_family = "wasm")))]
mod batch;
#[cfg(feature = "cache")]
pub mod cache;
mod control;
mod measure;
mod progress;
mod review;
mod setup;
mod terms;
mod weakest;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Result;
use crate::review::{ReviewLimits, Reviewer, Reviewers};
use crate::rubric::{Rubric, SignalRegistry};
use crate::signals::{CustomScorer, CustomSignal, CustomSignals};
use crate::submission::{Expectation, Limits};
use sono_syntax::syntax::{ParseBudget, Parser};

use setup::Setup;

#[cfg(all(feature = "batch", not(target_family = "wasm")))]
pub use batch::{Batch, BatchInput, BatchItem, Order, Throttle};
pub use control::{CancelToken, Control};
pub use measure::{MeasuredSource, Measurement};
pub use progress::{
    BatchState, CatchUp, EventKind, Happened, ItemDigest, ItemRun, ItemStatus, ItemStatuses, Phase,
    ProgressEvent, ProgressLog, Snapshot, Totals,
};

/// Version of this engine, carried by every assessment.
pub const ENGINE_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Scores submissions with one rubric. Cheap to share between threads; its only state is spare parsers and, if it was
/// given one, a cache.
///
/// ```
/// # use sono_score as sono_core;
/// use sono_core::engine::Engine;
/// use sono_core::submission::Submission;
///
/// # fn main() -> sono_core::Result<()> {
/// let engine = Engine::builder().build()?;
/// let assessment = engine.assess(&Submission::code("def double(x):\n    return 2 * x\n"))?;
/// assert!(assessment.overall_score.is_some());
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Engine {
    rubric: Arc<Rubric>,
    /// Expectations of submissions that do not state them.
    expects: Option<BTreeSet<Expectation>>,
    limits: Limits,
    budget: ParseBudget,
    custom: CustomSignals,
    /// Not part of a cache key: `assess` never asks them, and their opinions are never cached.
    reviewers: Reviewers,
    review_limits: ReviewLimits,
    /// Parsers to reuse: building one costs more than parsing a short file.
    spare: Mutex<Vec<Parser>>,
    #[cfg(feature = "cache")]
    cache: Option<Arc<cache::Cache>>,
    setup: Setup,
}

/// Configures an [`Engine`].
#[derive(Debug, Default)]
pub struct EngineBuilder {
    rubric: Option<Arc<Rubric>>,
    expects: Option<BTreeSet<Expectation>>,
    limits: Limits,
    budget: ParseBudget,
    signals: Vec<Arc<dyn CustomSignal>>,
    reviewers: Vec<Arc<dyn Reviewer>>,
    review_limits: ReviewLimits,
    scorers: Vec<Arc<dyn CustomScorer>>,
    #[cfg(feature = "cache")]
    cache: Option<Arc<cache::Cache>>,
}

impl EngineBuilder {
    /// The rubric to score with; `growth` if never called.
    #[must_use]
    pub fn rubric(mut self, rubric: Arc<Rubric>) -> Self {
        self.rubric = Some(rubric);
        self
    }

    /// Expectations beyond the code, for submissions that do not state them, whatever their type. Without items, these
    /// are none; if never called, the rubric decides by the type of the submission.
    #[must_use]
    pub fn expects(mut self, expectations: impl IntoIterator<Item = Expectation>) -> Self {
        self.expects = Some(expectations.into_iter().collect());
        self
    }

    /// The limits on submissions.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// The budget for parsing one source.
    #[must_use]
    pub fn parse_budget(mut self, budget: ParseBudget) -> Self {
        self.budget = budget;
        self
    }

    /// A custom signal that the rubric may read. The rubric must be parsed with a [`SignalRegistry`] that has its
    /// definition ([`SignalRegistry::with_custom`]).
    #[must_use]
    pub fn signal(mut self, signal: Arc<dyn CustomSignal>) -> Self {
        self.signals.push(signal);
        self
    }

    /// A reviewer for [`Engine::assess_reviewed`] to ask. Reviewers are asked in the order in which they were added.
    #[must_use]
    pub fn reviewer(mut self, reviewer: Arc<dyn Reviewer>) -> Self {
        self.reviewers.push(reviewer);
        self
    }

    /// The limits on the material that reviewers are shown, and on their answers.
    #[must_use]
    pub fn review_limits(mut self, limits: ReviewLimits) -> Self {
        self.review_limits = limits;
        self
    }

    /// A custom scorer that the rubric may read, on the same terms as a [`signal`](Self::signal).
    #[must_use]
    pub fn scorer(mut self, scorer: Arc<dyn CustomScorer>) -> Self {
        self.scorers.push(scorer);
        self
    }

    /// Builds the engine.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidSignal`](crate::ErrorKind::InvalidSignal), with all problems at once, if a custom signal or
    /// scorer has an invalid definition or the id of another one, or if the rubric or a scorer reads one that is
    /// missing or differs from the definition that the rubric knows;
    /// [`ErrorKind::InvalidReviewer`](crate::ErrorKind::InvalidReviewer) likewise for reviewers.
    /// [`ErrorKind::InvalidRubric`](crate::ErrorKind::InvalidRubric) if the default rubric is unusable, which tests
    /// rule out for released builds.
    pub fn build(self) -> Result<Engine> {
        let rubric = match self.rubric {
            Some(rubric) => rubric,
            None => Rubric::builtin("growth")?,
        };
        let standard = SignalRegistry::standard();
        let is_taken = |id: &str| standard.contains(id);
        let custom = CustomSignals::new(self.signals, self.scorers, is_taken, rubric.custom_signals())?;
        Ok(Engine {
            rubric,
            setup: Setup::new(&self.budget, &custom, self.expects.as_ref()),
            expects: self.expects,
            custom,
            reviewers: Reviewers::new(self.reviewers)?,
            review_limits: self.review_limits,
            limits: self.limits,
            budget: self.budget,
            spare: Mutex::default(),
            #[cfg(feature = "cache")]
            cache: self.cache,
        })
    }
}

impl Engine {
    /// Starts the configuration of an engine.
    pub fn builder() -> EngineBuilder {
        EngineBuilder::default()
    }

    /// The rubric with which this engine scores.
    pub fn rubric(&self) -> &Rubric {
        &self.rubric
    }

    /// BLAKE3 hash, in hexadecimal, of everything in this engine that its results depend on, except the rubric: the
    /// versions of engine, grammars and JSON form, the parse budget, the definitions of custom signals and scorers, what
    /// submissions are asked for that do not say it.
    pub fn setup_hash(&self) -> String {
        self.setup.hash().to_hex().to_string()
    }

    /// Lends a parser to a task.
    fn with_parser<T>(&self, work: impl FnOnce(&mut Parser) -> T) -> T {
        let spare = || self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        let mut parser = spare().pop().unwrap_or_default();
        let result = work(&mut parser);
        spare().push(parser);
        result
    }
}
