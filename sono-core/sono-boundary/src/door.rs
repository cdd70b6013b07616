//! The door itself, and the bodies of the calls.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use serde_json::{Value, json as json_value};

use crate::schema;
use sono_score::assessment::{Assessment, canonical_json};
use sono_score::audit::{self, HostFacts, NotCovered, Verification};
#[cfg(feature = "cache")]
use sono_score::engine::cache::{Cache, CacheStats, CacheStore};
use sono_score::engine::{Control, Engine};
use sono_score::error::{Error, ErrorKind, Result};
use sono_score::json;
use sono_score::json::problems::Pointer;
use sono_score::review::Reviewer;
use sono_score::rubric::text_signal_definitions;
use sono_score::signals::{self, CustomDefinition, CustomScorer, CustomSignal};
use sono_score::submission::{Submission, source_texts};
use sono_syntax::text::PositionEncoding;

use super::answer::{About, Answer, BatchAnswer, ItemAnswer, RubricList, Setup, SignalList};
use super::call::{AssessCall, Call, ReportCall, SchemaName, VerifyCall, finish};
use super::metrics::Metrics;
#[cfg(feature = "cache")]
use super::options::CacheOptions;
use super::options::DoorOptions;
use super::report::ReportAnswer;
use super::{plausible, reader, rubrics};

/// The additions of a host to the engine of a door.
#[derive(Default)]
pub struct Extensions {
    /// Signals that the host measures; [`HostSignal`](super::HostSignal) is one that calls back with JSON.
    pub signals: Vec<Arc<dyn CustomSignal>>,
    /// Scorers of the host; [`HostScorer`](super::HostScorer) is one that calls back with JSON.
    pub scorers: Vec<Arc<dyn CustomScorer>>,
    /// Reviewers to ask for opinions when a call wants them; [`HostReviewer`](super::HostReviewer) is one that calls
    /// back with JSON.
    pub reviewers: Vec<Arc<dyn Reviewer>>,
    /// The store behind the cache. It needs [`DoorOptions::cache`].
    #[cfg(feature = "cache")]
    pub store: Option<Arc<dyn CacheStore>>,
}

impl fmt::Debug for Extensions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Extensions");
        out.field("signals", &self.signals)
            .field("scorers", &self.scorers)
            .field("reviewers", &self.reviewers)
            .finish_non_exhaustive()
    }
}

/// The companions of a call that cannot be JSON.
#[derive(Debug, Clone, Default)]
pub struct Hooks {
    /// Stops the call.
    pub control: Control,
}

/// A configured engine that answers calls. Clones share it.
#[derive(Debug, Clone)]
pub struct Door {
    engine: Arc<Engine>,
    encoding: PositionEncoding,
    /// Definitions of the host's signals, which rubrics may read.
    signals: Arc<[CustomDefinition]>,
    #[cfg(feature = "cache")]
    cache: Option<Arc<Cache>>,
}

impl Door {
    /// Opens a door.
    ///
    /// # Errors
    /// As [`EngineBuilder::build`](sono_score::engine::EngineBuilder::build); [`ErrorKind::UnknownRubric`] and
    /// [`ErrorKind::InvalidRubric`] for the rubric; [`ErrorKind::InvalidOptions`] for a cache where none is possible.
    pub fn open(options: &DoorOptions, extensions: Extensions) -> Result<Self> {
        let signals = extensions.signals.iter().map(|signal| signal.definition());
        let scorers = extensions.scorers.iter().map(|scorer| scorer.definition());
        let definitions: Vec<_> = signals.chain(scorers).collect();
        let mut builder = Engine::builder()
            .rubric(rubrics::load(options.rubric.as_ref(), &definitions)?)
            .limits(options.limits);
        if let Some(expects) = &options.expects {
            builder = builder.expects(expects.iter().copied());
        }
        for signal in extensions.signals {
            builder = builder.signal(signal);
        }
        for scorer in extensions.scorers {
            builder = builder.scorer(scorer);
        }
        for reviewer in extensions.reviewers {
            builder = builder.reviewer(reviewer);
        }
        #[cfg(feature = "cache")]
        let cache = cache(options.cache, extensions.store)?;
        #[cfg(feature = "cache")]
        if let Some(cache) = &cache {
            builder = builder.cache(Arc::clone(cache));
        }
        #[cfg(not(feature = "cache"))]
        if options.cache.is_some() {
            return Err(Error::new(ErrorKind::InvalidOptions, "this build has no cache; leave out `cache`"));
        }
        Ok(Self {
            engine: Arc::new(builder.build()?),
            encoding: options.position_encoding,
            signals: definitions.into(),
            #[cfg(feature = "cache")]
            cache,
        })
    }

    /// Opens a door with options in JSON; an empty text means no options.
    ///
    /// # Errors
    /// As [`DoorOptions::from_json`] and [`Door::open`].
    pub fn from_json(options: &str) -> Result<Self> {
        Self::open(&DoorOptions::from_json(options)?, Extensions::default())
    }

    /// The engine of the door.
    pub fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// The unit of positions for submissions that name none.
    pub fn position_encoding(&self) -> PositionEncoding {
        self.encoding
    }

    /// The counts of the cache so far; `None` without a cache.
    #[cfg(feature = "cache")]
    pub fn cache_stats(&self) -> Option<CacheStats> {
        self.cache.as_ref().map(|cache| cache.stats())
    }

    /// Assesses a submission in JSON text: the most frequent call, without an envelope. Pointers of problems point into
    /// the submission.
    ///
    /// # Errors
    /// As [`Submission::from_json`] and [`Engine::assess_with`].
    pub fn assess_json(&self, submission: &str, hooks: &Hooks) -> Result<Assessment> {
        let submission = Submission::from_json_in(submission, self.encoding)?;
        self.engine.assess_with(&submission, &hooks.control)
    }

    /// Answers a call.
    ///
    /// # Errors
    /// The error of the call or its submission; see each kind of [`ErrorKind`]. The errors of the items of a batch are
    /// in the items.
    pub fn call(&self, call: Call, hooks: &Hooks) -> Result<Answer> {
        Ok(match call {
            Call::About => Answer::About(About::this_build()),
            Call::Assess(call) => Answer::Assessment(Box::new(self.assess(call, hooks)?)),
            Call::Batch(call) => Answer::Batch(self.batch(call.submissions, hooks)?),
            Call::CheckAssessment { assessment } => Answer::Assessment(assessment),
            Call::CheckLog(call) => Answer::LogCheck(call.answer()?),
            Call::CheckRubric(source) => {
                Answer::RubricCheck(Box::new(rubrics::check(&source, &self.signals)?))
            }
            Call::Metrics(call) => {
                let measurement = self.engine.measure(&call.submission).map_err(in_call)?;
                Answer::Metrics(Metrics::from(&measurement))
            }
            Call::Norms(call) => Answer::Norms(Box::new(call.answer()?)),
            Call::Override(call) => Answer::Override(call.answer()?),
            Call::Progress(call) => Answer::Progress(Box::new(call.answer(&self.engine)?)),
            Call::Record(call) => Answer::Record(call.answer()?),
            Call::Report(call) => Answer::Report(self.report(*call, hooks)?),
            Call::ReviewRequest { submission } => {
                let request = self.engine.review_request(&submission).map_err(in_call)?;
                Answer::ReviewRequest(Box::new(request))
            }
            Call::Rubric { id } => Answer::Rubric(rubrics::text(&id)?),
            Call::Rubrics => Answer::Rubrics(RubricList { rubrics: rubrics::list()? }),
            Call::Schema { of } => Answer::Schema(match of {
                SchemaName::Submission => schema::submission(),
                SchemaName::Assessment => schema::assessment(),
                SchemaName::Rubric => schema::rubric(),
                SchemaName::Boundary => schema::boundary(),
            }),
            Call::Setup => Answer::Setup(Setup::of(&self.engine)),
            Call::Signals => {
                let all = signals::definitions().chain(text_signal_definitions());
                Answer::Signals(SignalList { signals: all.cloned().collect() })
            }
            Call::Standing(call) => Answer::Standing(Box::new(call.answer()?)),
            Call::Verify(call) => {
                let VerifyCall { assessment, submission, assessment_id, timestamp } = *call;
                let facts = HostFacts { assessment_id, timestamp };
                let verification = audit::verify_with(&self.engine, &assessment, &submission, &facts);
                let mut verification = verification.map_err(in_call)?;
                if let Verification::Equal { not_covered } = &mut verification {
                    not_covered.push(NotCovered::new(
                        "/metadata/position_encoding",
                        "the replay shows places in the same unit",
                    ));
                }
                Answer::Verification(verification)
            }
            #[cfg(feature = "test-hooks")]
            #[expect(clippy::panic, reason = "this is what the call is for")]
            Call::Panic => panic!("a panic that a test asked for"),
        })
    }

    /// Answers a call in JSON text with canonical JSON.
    ///
    /// # Errors
    /// As [`Call::from_json`] and [`Door::call`].
    pub fn call_json_str(&self, call: &str, hooks: &Hooks) -> Result<String> {
        self.call(Call::from_json(call, self.encoding)?, hooks)?.to_json()
    }

    /// Answers a call `report` in JSON text with the report as it is: a report that is not text stays bytes.
    ///
    /// # Errors
    /// As [`Door::call_json_str`]; and [`ErrorKind::InvalidCall`] for any other call.
    pub fn report_json(&self, call: &str, hooks: &Hooks) -> Result<ReportAnswer> {
        match Call::from_json(call, self.encoding)? {
            Call::Report(call) => self.report(*call, hooks),
            _ => Err(Error::new(ErrorKind::InvalidCall, "expected the call \"report\", got another")),
        }
    }

    fn assess(&self, call: AssessCall, hooks: &Hooks) -> Result<Assessment> {
        let assessed = if !call.opinions.is_empty() {
            self.engine.assess_with_opinions(&call.submission, &call.opinions)
        } else if call.review {
            self.engine.assess_reviewed(&call.submission, &hooks.control)
        } else {
            self.engine.assess_with(&call.submission, &hooks.control)
        };
        let mut assessment = assessed.map_err(in_call)?;
        assessment.assessment_id = call.assessment_id;
        assessment.timestamp = call.timestamp;
        Ok(assessment)
    }

    fn batch(&self, submissions: Vec<Value>, hooks: &Hooks) -> Result<BatchAnswer> {
        let mut items = Vec::with_capacity(submissions.len());
        for (index, value) in (0_u64..).zip(submissions) {
            hooks.control.check()?;
            let read = Submission::from_value_in(value, "", self.encoding);
            let outcome = read.and_then(|submission| self.engine.assess_with(&submission, &hooks.control));
            items.push(ItemAnswer { index, id: None, outcome: outcome.into() });
        }
        hooks.control.check()?;
        Ok(BatchAnswer { items })
    }

    fn report(&self, call: ReportCall, hooks: &Hooks) -> Result<ReportAnswer> {
        let assessment = match (call.assessment, &call.submission) {
            (Some(assessment), _) => assessment,
            (None, Some(submission)) => {
                self.engine.assess_with(submission, &hooks.control).map_err(in_call)?
            }
            (None, None) => {
                let message = "a report needs an assessment or a submission";
                return Err(Error::new(ErrorKind::InvalidCall, message));
            }
        };
        let sources = call.submission.as_ref().map(source_texts);
        let sources = sources.as_ref().map(|sources| sources as _);
        let report = call.format.print(&assessment, sources, &call.options)?;
        Ok(ReportAnswer { format: call.format, report })
    }
}

/// An error about a submission, with pointers into the call that holds it.
fn in_call(error: Error) -> Error {
    match error.kind() {
        ErrorKind::InvalidSubmission | ErrorKind::LimitExceeded | ErrorKind::InvalidParameter => {
            error.inside(reader::SUBMISSION)
        }
        _ => error,
    }
}

/// Answers one call that contains the options of its door, in `options`.
///
/// # Errors
/// As [`DoorOptions::from_json`], [`Door::open`] and [`Door::call_json_str`].
pub fn request_json_str(request: &str, hooks: &Hooks) -> Result<String> {
    let mut problems = reader::problems();
    let mut value = json::parse(request, &mut problems)?;
    let options = value.as_object_mut().and_then(|fields| fields.remove("options"));
    let options = options.filter(|options| !options.is_null()).map_or_else(DoorOptions::default, |options| {
        let root = Pointer::Root("");
        let at = Pointer::Field(&root, "options");
        DoorOptions::read(options, at, PositionEncoding::default(), &mut problems)
    });
    let call = finish(Call::read(value, options.position_encoding, &mut problems), problems)?;
    Door::open(&options, Extensions::default())?.call(call, hooks)?.to_json()
}

/// Reads an assessment that was stored as JSON text, and writes it as canonical JSON: the call `check_assessment`
/// without an envelope, so that pointers of problems point into the assessment.
///
/// # Errors
/// [`ErrorKind::InvalidJson`]; [`ErrorKind::InvalidCall`], with every problem, for a value that is not an assessment.
pub fn check_assessment_json(assessment: &str) -> Result<String> {
    let mut problems = reader::problems();
    let value = json::parse(assessment, &mut problems)?;
    let assessment: Option<Assessment> = reader::read_at(value, &Pointer::Root(""), &mut problems);
    if let Some(assessment) = &assessment {
        plausible::check(assessment, &Pointer::Root(""), &mut problems);
    }
    problems.into_result(ErrorKind::InvalidCall, "the assessment is not valid")?;
    // An assessment that could not be read has left a problem.
    let assessment = assessment.ok_or_else(|| Error::new(ErrorKind::Internal, "no reason was noted"))?;
    canonical_json(&assessment)
}

/// An error as canonical JSON: an object with the one field `error`, which no answer has.
pub fn error_json(error: &Error) -> String {
    canonical_json(&json_value!({ "error": error })).unwrap_or_else(|_| {
        // Errors hold words and line numbers, which always fit JSON.
        r#"{"error":{"kind":"internal","message":"an error that cannot be written"}}"#.to_owned()
    })
}

/// Runs a piece of a binding, and turns a panic into an error of kind [`ErrorKind::Internal`]. Where panics abort, as
/// in WebAssembly, nothing can catch them.
///
/// # Errors
/// The error of `work`, and its panic.
pub fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    // Nothing uses what `work` leaves behind: doors and engines keep no half-made state.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        let words = sono_score::error::describe_panic(&*payload);
        Err(Error::new(ErrorKind::Internal, format!("a defect in this library, please report it: {words}")))
    })
}

#[cfg(feature = "cache")]
fn cache(options: Option<CacheOptions>, store: Option<Arc<dyn CacheStore>>) -> Result<Option<Arc<Cache>>> {
    use std::time::Duration;

    let Some(options) = options else {
        return match store {
            None => Ok(None),
            Some(_) => {
                let message = "a store stands behind a cache: give `cache` as well";
                Err(Error::new(ErrorKind::InvalidOptions, message))
            }
        };
    };
    let mut builder = Cache::builder();
    if let Some(bytes) = options.capacity_bytes {
        builder = builder.capacity_bytes(bytes);
    }
    if let Some(time) = options.time_to_live_ms {
        builder = builder.time_to_live(Duration::from_millis(time));
    }
    if let Some(time) = options.time_to_idle_ms {
        builder = builder.time_to_idle(Duration::from_millis(time));
    }
    if let Some(store) = store {
        builder = builder.store(store);
    }
    Ok(Some(Arc::new(builder.build())))
}
