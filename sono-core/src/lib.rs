//! sono-core scores what developers submit (code, projects, written answers) and explains every point with evidence.
//!
//! It is a library to embed: the host owns transport, storage and user interface; this crate owns scoring, evidence,
//! reports and norms over many assessments. It uses no network, environment or clock, and keeps no global state. The
//! same submission, rubric and languages give the same bytes on every platform.
//!
//! # A submission goes in, an assessment comes out
//!
//! An [`Engine`](engine::Engine) is configured once and shared between threads. A host turns the
//! work of its users into a [`Submission`](submission::Submission), from JSON or piece by piece; an error lists every
//! problem with its name and place.
//!
//! ```
//! # #[cfg(feature = "lang-python")] {
//! use sono_core::engine::Engine;
//! use sono_core::submission::Submission;
//!
//! # fn main() -> sono_core::Result<()> {
//! let engine = Engine::builder().build()?;
//! let submission = Submission::from_json(
//!     r#"{"candidate_id": "c-17", "content": {"code": "def double(x):\n    return 2 * x\n"}}"#,
//! )?;
//! let assessment = engine.assess(&submission)?;
//! assert!(assessment.overall_score.is_some());
//!
//! let error = Submission::from_json(r#"{"content": {"cod": "x = 1"}}"#).unwrap_err();
//! assert_eq!(error.problems()[0].pointer.as_deref(), Some("/content/cod"));
//! # Ok(())
//! # }
//! # main().unwrap();
//! # }
//! ```
//!
//! # The numbers add up
//!
//! An [`Assessment`](assessment::Assessment) is plain data. Paths consist of metrics, and the contributions of a metric
//! add up to its score; each names its signal, the measured value, the expected value, and its evidence with a place
//! in the submission.
//!
//! ```
//! # #[cfg(feature = "lang-python")] {
//! # use sono_core::engine::Engine;
//! # use sono_core::submission::Submission;
//! # fn main() -> sono_core::Result<()> {
//! # let engine = Engine::builder().build()?;
//! let assessment = engine.assess(&Submission::code("def f(a, b):\n    return a if a > b else b\n"))?;
//! for path in assessment.path_scores.iter().filter(|path| path.assessed) {
//!     for metric in path.metrics.iter().filter(|metric| metric.assessed) {
//!         let sum: f64 = metric.contributions.iter().map(|contribution| contribution.points).sum();
//!         assert!((sum - metric.score.unwrap_or_default()).abs() < 1e-6, "{}", metric.id);
//!     }
//! }
//! # Ok(())
//! # }
//! # main().unwrap();
//! # }
//! ```
//!
//! # A rubric is data
//!
//! A TOML file says what counts, and how much: [`Rubric::builtin`](rubric::Rubric::builtin) has `growth` (the
//! default), `hiring`, `coursework` and `classic`; [`Rubric::parse`](rubric::Rubric::parse) reads one of the host's
//! own, which may extend another. An invalid one is refused with line, key and what was expected.
//!
//! ```
//! use sono_core::rubric::{Rubric, SignalRegistry};
//!
//! let ours = "id = \"ours\"\nversion = 1\n";
//! let error = Rubric::parse(ours, "ours.toml", |_extends| Ok(None), &SignalRegistry::default()).unwrap_err();
//! assert!(error.problems().iter().any(|problem| problem.line == Some(2)), "{error}");
//! ```
//!
//! # Reports
//!
//! A [`Report`](report::Report) is one tree of blocks that every printer prints, for people; canonical JSON
//! ([`canonical_json`](assessment::canonical_json), RFC 8785) is for machines.
//!
//! ```
//! # #[cfg(feature = "lang-python")] {
//! # use sono_core::engine::Engine;
//! # use sono_core::submission::Submission;
//! use sono_core::assessment::canonical_json;
//! use sono_core::report::Report;
//!
//! # fn main() -> sono_core::Result<()> {
//! # let assessment = Engine::builder().build()?.assess(&Submission::code("def f(a):\n    return -a\n"))?;
//! let report = Report::new(&assessment, None);
//! assert!(report.to_markdown().starts_with("# Assessment"));
//! assert!(canonical_json(&assessment)?.contains(r#""overall_score":"#));
//! # Ok(())
//! # }
//! # main().unwrap();
//! # }
//! ```
//!
//! # Many
//!
//! [`Engine::batch`](engine::Engine::batch) streams any iterator of submissions over a thread pool in bounded memory; a
//! bad item never ends it, and a stopped batch resumes from its state. A [`Cache`](engine::cache::Cache) keeps results,
//! keyed by everything that they depend on.
//!
//! ```
//! # #[cfg(all(feature = "batch", feature = "cache", feature = "lang-python"))] {
//! # use sono_core::submission::Submission;
//! use std::sync::Arc;
//!
//! use sono_core::engine::Engine;
//! use sono_core::engine::cache::Cache;
//!
//! # fn main() -> sono_core::Result<()> {
//! let cache = Arc::new(Cache::builder().capacity_bytes(16 << 20).build());
//! let engine = Engine::builder().cache(Arc::clone(&cache)).build()?;
//! let submissions = ["x = 1\n", "y = 2\n", "x = 1\n"].map(|code| Ok(Submission::code(code)));
//! let state = engine.batch().run(submissions, |item, _state| {
//!     assert!(item.outcome.is_ok());
//!     Ok(())
//! })?;
//! assert_eq!((state.totals.completed, cache.stats().computed), (3, 2));
//! # Ok(())
//! # }
//! # main().unwrap();
//! # }
//! ```
//!
//! # Can it be trusted?
//!
//! Every assessment carries its provenance; [`verify`](audit::verify) replays it and says whether it still holds.
//! [`AuditLog`](audit::AuditLog) chains records by hash, and keeps people's decisions beside the scores that they
//! override.
//!
//! ```
//! # #[cfg(feature = "lang-python")] {
//! # use sono_core::engine::Engine;
//! # use sono_core::submission::Submission;
//! use sono_core::audit::{Verification, verify};
//!
//! # fn main() -> sono_core::Result<()> {
//! let engine = Engine::builder().build()?;
//! let submission = Submission::code("def f(a):\n    return -a\n");
//! let mut assessment = engine.assess(&submission)?;
//! assert!(verify(&engine, &assessment, &submission)?.is_equal());
//!
//! assessment.overall_score = Some(99.0);
//! assert!(matches!(verify(&engine, &assessment, &submission)?, Verification::Differs { .. }));
//! # Ok(())
//! # }
//! # main().unwrap();
//! # }
//! ```
//!
//! # Languages
//!
//! A [`Language`](language::Language) is a table; [`Parser`](syntax::Parser) turns a text into an
//! [`Outline`](syntax::Outline), which every signal shares and which hosts can read too.
//!
//! ```
//! # #[cfg(feature = "lang-python")] {
//! use sono_core::language;
//! use sono_core::syntax::{ParseBudget, Parser};
//!
//! let python = language::by_name("python").unwrap();
//! let outline = Parser::new().outline("def sign(x):\n    return -1 if x < 0 else 1\n", python, false, &ParseBudget::default());
//! assert_eq!((outline.functions[0].name.as_str(), outline.functions[0].cyclomatic), ("sign", 2));
//! # }
//! ```
//!
//! # Where to go on
//!
//! | to | see |
//! |---|---|
//! | measure values of your own, or turn them into points | [`signals`], `docs/extending.md` |
//! | add opinions of models or people | [`review`], `docs/review.md` |
//! | say where a score stands in a cohort | [`analytics`], `docs/norms.md` |
//! | list the libraries, patterns and algorithms of a submission | [`tags`], `docs/tags.md` |
//! | stop and resume batches, keep results | [`engine::cache`], `docs/batch.md`, `docs/caching.md` |
//! | call everything by JSON, as the bindings do | [`boundary`] |
//! | stop or limit work | [`engine::Control`], [`submission::Limits`], `docs/limits.md` |
//! | write JSON Schemas | [`schema`] |
//!
//! # The map
//!
//! This crate is a facade over the crates below, each of which knows only those above it:
//!
//! | crate | its subject |
//! |---|---|
//! | `sono-syntax` | grammars: [`text`], [`finding`], [`language`], [`syntax`] |
//! | `sono-score` | the way from a submission to an assessment: [`submission`], [`signals`], [`patterns`], [`tags`], [`integrity`], [`assessment`], [`rubric`], [`review`], [`engine`], [`audit`] |
//! | `sono-report` | the result for people: [`report`] |
//! | `sono-analytics` | many assessments: [`analytics`] |
//! | `sono-boundary` | the one door that the bindings use: [`boundary`], [`schema`] |
//! | `sono-cli` | the command line (feature `cli`) |
//!
//! # Features
//!
//! `batch` (threads), `cache` and `lang-all` are on by default. Each language is a feature of its own (`lang-python`, ...);
//! `cli` adds the program `sono-eval`, `tracing` spans and events for hosts that collect them. WebAssembly supports
//! languages, but neither threads nor cache.

#[doc(inline)]
pub use sono_analytics as analytics;
#[doc(inline)]
pub use sono_boundary as boundary;
#[doc(inline)]
pub use sono_boundary::schema;
#[cfg(feature = "cli")]
#[doc(inline)]
pub use sono_cli as cli;
#[doc(inline)]
pub use sono_report as report;
#[doc(inline)]
pub use sono_score::{
    Error, ErrorKind, Problem, Result, assessment, audit, engine, error, integrity, patterns, review, rubric,
    signals, submission, tags,
};
#[doc(inline)]
pub use sono_syntax::{finding, language, syntax, text};

/// The examples of the guides, so that they are compiled and run.
#[cfg(doctest)]
mod guides {
    #[doc = include_str!("../../docs/audit.md")]
    struct Audit;

    #[doc = include_str!("../../docs/batch.md")]
    struct Batch;

    #[doc = include_str!("../../docs/extending.md")]
    struct Extending;

    #[doc = include_str!("../../docs/norms.md")]
    struct Norms;

    #[doc = include_str!("../../docs/review.md")]
    struct Review;
}
