//! Rubrics: rules as data. A rubric is loaded, checked and compiled once; it then turns measured signals into scores
//! whose contributions add up.
//!
//! `docs/rubrics.md` describes the format; [`json_schema`] gives editors its schema.
//!
//! Each room uses only those before it: `format` reads and checks files, `model` is a compiled rubric, `compile` makes
//! one, `score` turns measured signals into plain items, `tell` describes those in words, `guide` describes the rubric
//! itself.
//!
//! ```
//! # use sono_score as sono_core;
//! use std::collections::BTreeSet;
//!
//! use sono_core::rubric::{Rubric, Subject, Votes};
//! use sono_core::signals::SignalSet;
//! use sono_core::submission::{Content, SubmissionType};
//! use sono_syntax::text::PositionEncoding;
//!
//! let rubric = Rubric::builtin("classic")?;
//! let content = Content { code: vec!["assert total([1, 2]) == 3".to_owned()], ..Content::default() };
//! let subject = Subject {
//!     submission_type: SubmissionType::Code,
//!     expects: &BTreeSet::new(),
//!     paths: &[],
//!     content: &content,
//!     sources: &[],
//!     statements: 1,
//!     unparsed_share: 0.0,
//!     compared: true,
//!     encoding: PositionEncoding::Utf8,
//!     votes: Votes::default(),
//! };
//! let evaluation = rubric.evaluate(&subject, &mut SignalSet::new(), &rubric.default_parameters());
//! let testing = &evaluation.path_scores[0].metrics[2];
//! assert_eq!((testing.name.as_str(), testing.score), ("Testing", Some(45.0)));
//! # Ok::<(), sono_core::Error>(())
//! ```

mod compile;
mod format;
mod guide;
mod model;
mod score;
mod tell;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

pub use format::builtin::DEFAULT_RUBRIC;
pub use format::{MAX_EXTERNAL_SHARE, MAX_SOURCE_BYTES, json_schema};
pub use guide::{
    Change, ChangeKind, ChangedSection, Entry, EntryKind, Fact, MetricGuide, RubricChanges, RubricName,
    SignalGuide,
};
pub use model::{ParameterDefinition, ParameterValue, Parameters, SignalRegistry, text_signal_definitions};
pub(crate) use score::Panel;
pub use score::{Subject, Vote, Votes};
pub use tell::{Criterion, Evaluation};

use self::format::builtin::{self, BUILTIN};
use self::format::{At, Node, Problems, Value};
use self::model::Model;
use crate::assessment::canonical_json;
use crate::error::Result;
use crate::patterns::SyntaxRules;
use crate::signals::SignalSet;
use crate::submission::{Expectation, Path, SubmissionType};

/// A compiled rubric.
#[derive(Debug)]
pub struct Rubric {
    model: Model,
    content: blake3::Hash,
    /// The id and definition of each custom signal that the rubric reads.
    custom: BTreeMap<String, String>,
}

impl Rubric {
    /// Parses, merges and compiles a rubric.
    ///
    /// `file_name` appears in problems. `resolve` gives the source of a parent that `extends` names and that is not
    /// built in; `None` if there is none, or the reason why it is not read, such as `it is not a regular file`. It is
    /// only asked for relative paths without `..`: `base.toml`, `shared/base`. A resolver that opens files has to look
    /// at links, kinds and sizes itself; one that looks names up in a map opens none. Signals defined neither by
    /// `registry` nor by the rubric itself are refused.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidRubric`](crate::ErrorKind::InvalidRubric) with every problem of the rubric and its
    /// parents.
    pub fn parse(
        source: &str,
        file_name: &str,
        resolve: impl Fn(&str) -> Result<Option<String>, String>,
        registry: &SignalRegistry,
    ) -> Result<Self> {
        let problems = Problems::default();
        let merged = format::load(source, file_name, &resolve, &problems);
        let compiled = merged.and_then(|table| Some((compile::compile(&table, registry, &problems)?, table)));
        if !problems.is_empty() {
            return Err(problems.into_error(file_name));
        }
        let Some((mut model, table)) = compiled else {
            problems.push(At { file: 0, line: 1 }, "", "could not be compiled");
            return Err(problems.into_error(file_name));
        };
        let content = Node { at: At::default(), value: Value::Table(table) }.to_json();
        let mut content = blake3::hash(canonical_json(&content)?.as_bytes());
        let custom = model.custom_signals(registry);
        if !custom.is_empty() {
            // If a custom signal's definition changes, the rubric counts as a different one.
            let definitions = blake3::hash(canonical_json(&custom)?.as_bytes());
            let both = [*content.as_bytes(), *definitions.as_bytes()];
            content = blake3::hash(both.as_flattened());
        }
        model.dialects.extend(custom.clone());
        Ok(Self { model, content, custom })
    }

    /// A built-in rubric. It is compiled once.
    ///
    /// # Errors
    /// [`ErrorKind::UnknownRubric`](crate::ErrorKind::UnknownRubric) if there is none with that name.
    pub fn builtin(name: &str) -> Result<Arc<Self>> {
        // Built-in rubrics never change while the program runs.
        static COMPILED: [OnceLock<Result<Arc<Rubric>>>; BUILTIN.len()] =
            [const { OnceLock::new() }; BUILTIN.len()];
        let found = BUILTIN.iter().zip(&COMPILED).find(|((known, _), _)| *known == name);
        let Some(((name, source), cell)) = found else { return Err(builtin::unknown(name)) };
        let compile = || {
            let registry = SignalRegistry::standard();
            Self::parse(source, &format!("{name}.toml"), |_| Ok(None), &registry).map(Arc::new)
        };
        cell.get_or_init(compile).clone()
    }

    /// The ids of the built-in rubrics.
    pub fn builtin_names() -> impl Iterator<Item = &'static str> {
        builtin::names()
    }

    /// The TOML source of a built-in rubric, to read or to start a new one from.
    ///
    /// # Errors
    /// As [`Rubric::builtin`].
    pub fn builtin_source(name: &str) -> Result<&'static str> {
        builtin::source(name).ok_or_else(|| builtin::unknown(name))
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.model.id
    }

    /// The version.
    pub fn version(&self) -> &str {
        &self.model.version
    }

    /// The display name.
    pub fn name(&self) -> &str {
        &self.model.name
    }

    /// The purpose of the rubric; may be empty.
    pub fn description(&self) -> &str {
        &self.model.description
    }

    /// Whether scores come from keywords. Such a rubric is exempt from the promises that keywords do not score code and
    /// that deleting material does not pay, and its scores have no interval.
    pub fn is_heuristic(&self) -> bool {
        self.model.heuristic
    }

    /// The parameters and their defaults, ordered by name.
    pub fn parameters(&self) -> &[ParameterDefinition] {
        &self.model.parameters
    }

    /// The ids of the signals that its scores read, in the order in which the rubric names them.
    pub fn signals(&self) -> impl Iterator<Item = &str> {
        self.model.signals.iter().map(|signal| signal.id.as_ref())
    }

    /// The custom signals and scorers that it reads, and the custom signals that those scorers read: their ids, and the
    /// definitions that it was compiled with. They are part of its [`hash`](Self::hash).
    pub fn custom_signals(&self) -> impl Iterator<Item = (&str, &str)> {
        self.custom.iter().map(|(id, definition)| (id.as_str(), definition.as_str()))
    }

    /// The expectations of a submission type beyond the code, where nobody else states them; `None` if the rubric knows
    /// no expectations, so that they make no difference.
    pub fn expects(&self, submission_type: SubmissionType) -> Option<&BTreeSet<Expectation>> {
        self.model.expects.as_ref()?.get(&submission_type)
    }

    /// The expectations of its metrics: the metrics of some paths (all, if none is named) that apply to a type of
    /// submission, as far as they are asked for, in report order.
    pub fn criteria(
        &self,
        submission_type: SubmissionType,
        expects: &BTreeSet<Expectation>,
        paths: &[Path],
    ) -> Vec<Criterion> {
        self.model.criteria(submission_type, expects, paths)
    }

    /// Explains the metrics that a name stands for, the id of a metric or `path.metric`, in plain words: what they measure,
    /// how much each part weighs, what it expects and what its curve gives, what rules cost, and when they are assessed.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidOptions`](crate::ErrorKind::InvalidOptions) if there is no metric of that name.
    pub fn explain(&self, metric: &str) -> Result<Vec<MetricGuide>> {
        self.model.explain(metric)
    }

    /// The changes in meaning from this rubric to another, in plain words. Parents are resolved, and how a rubric is
    /// written makes no difference.
    pub fn changes(&self, other: &Self) -> RubricChanges {
        self.model.changes(&other.model)
    }

    /// The share of each measured metric that outside opinions decide, if there are any: 0 to [`MAX_EXTERNAL_SHARE`].
    pub fn external_share(&self) -> f64 {
        self.model.weighing.share
    }

    /// Its rules over the syntax tree, if it has any.
    pub fn syntax_rules(&self) -> Option<&SyntaxRules> {
        self.model.syntax_rules.as_deref()
    }

    /// Whether it reads violations other than those of its own patterns. If it does, the language's rules should run.
    pub fn wants_violations(&self) -> bool {
        self.model.wants_violations()
    }

    /// The default parameters.
    pub fn default_parameters(&self) -> Parameters {
        Parameters::defaults(&self.model.parameters)
    }

    /// The default parameters with some of them replaced.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidParameter`](crate::ErrorKind::InvalidParameter) with every unknown name and every
    /// value of a wrong type; pointers are relative to `overrides`.
    pub fn with_parameters(&self, overrides: &BTreeMap<String, serde_json::Value>) -> Result<Parameters> {
        Parameters::resolve(&self.model.parameters, overrides)
    }

    /// The BLAKE3 hash, in hexadecimal, of the merged content and the effective parameters. Comments, formatting and
    /// the division of the content among parents do not matter.
    pub fn hash(&self, parameters: &Parameters) -> String {
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.content.as_bytes());
        hasher.update(parameters.canonical(&self.model.parameters).to_string().as_bytes());
        hasher.finalize().to_hex().to_string()
    }

    /// Scores a submission.
    ///
    /// `signals` holds the measurements so far. Evaluation adds the signals read from the text itself: plain text
    /// signals, the rubric's own measures, and the violations of its own patterns (so evaluate a set only once).
    /// `parameters` must come from this rubric.
    pub fn evaluate(
        &self,
        subject: &Subject<'_>,
        signals: &mut SignalSet,
        parameters: &Parameters,
    ) -> Evaluation {
        let reading = self.model.measure(subject, signals, parameters);
        let scored = self.model.score(subject, signals, reading, parameters);
        tell::tell(&self.model, subject, &scored)
    }
}

#[cfg(test)]
mod tests;
