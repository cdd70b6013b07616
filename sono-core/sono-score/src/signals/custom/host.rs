//! The custom signals and scorers of a host: checked when an engine is built, called when it measures.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::RefUnwindSafe;
use std::sync::Arc;

use super::guard::guarded;
use super::{CustomDefinition, CustomScorer, CustomSignal};
use crate::error::{Error, ErrorKind, Problem, Result};
use crate::signals::{Material, Measured, SignalSet};

/// Code of the host, with the definition it returned when the engine was built.
type Declared<T> = (CustomDefinition, Arc<T>);

/// The custom signals and scorers of an engine.
#[derive(Debug, Default)]
pub(crate) struct CustomSignals {
    signals: Vec<Declared<dyn CustomSignal>>,
    scorers: Vec<Declared<dyn CustomScorer>>,
}

/// A signal that panics may leave its own state inconsistent, but the assessment has failed by then.
impl RefUnwindSafe for CustomSignals {}

impl CustomSignals {
    /// Checks definitions, against one another and against `reads`: the ids and definitions that the rubric was
    /// compiled with. `is_taken` tells whether another signal has an id.
    pub(crate) fn new<'r>(
        signals: Vec<Arc<dyn CustomSignal>>,
        scorers: Vec<Arc<dyn CustomScorer>>,
        is_taken: impl Fn(&str) -> bool,
        reads: impl Iterator<Item = (&'r str, &'r str)>,
    ) -> Result<Self> {
        let signals = signals.into_iter().map(|signal| (signal.definition(), signal));
        let scorers = scorers.into_iter().map(|scorer| (scorer.definition(), scorer));
        let declared = Self { signals: signals.collect(), scorers: scorers.collect() };
        let problems = declared.problems(is_taken, &reads.collect());
        if problems.is_empty() {
            return Ok(declared);
        }
        let message = "the signals of the host cannot be used";
        Err(Error::with_problems(ErrorKind::InvalidSignal, message, problems))
    }

    fn problems(&self, is_taken: impl Fn(&str) -> bool, expected: &BTreeMap<&str, &str>) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mut ids = BTreeSet::new();
        let signals = self.signals.iter().map(|(definition, _)| (definition, false));
        let scorers = self.scorers.iter().map(|(definition, _)| (definition, true));
        for (definition, scores) in signals.chain(scorers) {
            let id = &definition.id;
            let mut add = |message| problems.push(problem(id, message));
            definition.check(&mut add);
            if scores {
                definition.check_scorer(&mut add);
            } else if !definition.reads.is_empty() {
                add("`reads` is for scorers; a signal is a function of the material alone".to_owned());
            }
            if is_taken(id) || !ids.insert(id.as_str()) {
                add("a signal of that id exists already".to_owned());
            }
        }
        for (id, expected) in expected {
            match self.definitions().find(|definition| definition.id == *id) {
                None => problems.push(problem(
                    id,
                    "the rubric reads it, and the engine was not given a signal of that id".to_owned(),
                )),
                Some(definition) if definition.dialect() != *expected => problems
                    .push(problem(id, "the rubric was compiled with another definition of it".to_owned())),
                Some(_) => {}
            }
        }
        for (definition, _) in &self.scorers {
            for read in &definition.reads {
                let mut add = |message| problems.push(problem(&definition.id, message));
                if !self.signals.iter().any(|(signal, _)| signal.id == *read) {
                    add(format!(
                        "it reads `{read}`, and the engine was not given a custom signal of that id"
                    ));
                } else if expected.contains_key(definition.id.as_str())
                    && !expected.contains_key(read.as_str())
                {
                    add(format!("it reads `{read}`, and the rubric was compiled without its definition"));
                }
            }
        }
        problems
    }

    fn definitions(&self) -> impl Iterator<Item = &CustomDefinition> {
        let scorers = self.scorers.iter().map(|(definition, _)| definition);
        self.signals.iter().map(|(definition, _)| definition).chain(scorers)
    }

    /// The hashes of the definitions of signals and of scorers, each sorted, because their order does not affect
    /// results.
    pub(crate) fn hashes(&self) -> [Vec<String>; 2] {
        fn sorted<T: ?Sized>(declared: &[Declared<T>]) -> Vec<String> {
            let mut hashes: Vec<_> = declared.iter().map(|(definition, _)| definition.hash()).collect();
            hashes.sort_unstable();
            hashes
        }
        [sorted(&self.signals), sorted(&self.scorers)]
    }

    /// Measures those for which `is_read` returns true, after all other measurements: first the signals, then the
    /// scorers.
    ///
    /// A scorer sees in `set` the values that were there before and the custom signals that its definition names.
    /// Neither other scorers nor other signals that the rubric reads can change its score.
    pub(crate) fn measure(
        &self,
        material: &Material<'_>,
        set: &mut SignalSet,
        is_read: impl Fn(&str) -> bool,
    ) -> Result<()> {
        let mut measured = Results::default();
        for (definition, signal) in self.signals.iter().filter(|(definition, _)| is_read(&definition.id)) {
            measured.take(definition, guarded(definition, material, || signal.measure(material)));
        }
        let signals = measured.all()?;

        let mut scored = Results::default();
        for (definition, scorer) in self.scorers.iter().filter(|(definition, _)| is_read(&definition.id)) {
            for (id, read) in definition.reads.iter().filter_map(|id| signals.get_key_value(id)) {
                set.put_measured((*id).clone(), (*read).clone());
            }
            let score = || Ok(scorer.score(material, set)?.map(Measured::from));
            scored.take(definition, guarded(definition, material, score));
            definition.reads.iter().for_each(|id| set.remove(id));
        }
        for (id, measured) in signals.into_iter().chain(scored.all()?) {
            set.put_measured(id, measured);
        }
        Ok(())
    }
}

impl CustomSignals {
    /// Copies what was measured to another set of the same submission.
    pub(crate) fn copy(&self, from: &SignalSet, to: &mut SignalSet) {
        for id in self.definitions().map(|definition| &definition.id) {
            if let Some(measured) = from.get(id) {
                to.put_measured(id.clone(), measured.clone());
            }
        }
    }
}

/// The measured values by id, and the failures.
#[derive(Default)]
struct Results {
    measured: BTreeMap<String, Measured>,
    problems: Vec<Problem>,
}

impl Results {
    fn take(&mut self, definition: &CustomDefinition, result: Result<Option<Measured>, String>) {
        match result {
            Ok(measured) => self.measured.extend(measured.map(|measured| (definition.id.clone(), measured))),
            Err(message) => self.problems.push(problem(&definition.id, message)),
        }
    }

    fn all(self) -> Result<BTreeMap<String, Measured>> {
        if self.problems.is_empty() {
            return Ok(self.measured);
        }
        let message = "a signal of the host failed, and without it the score would be another one";
        Err(Error::with_problems(ErrorKind::SignalFailed, message, self.problems))
    }
}

fn problem(id: &str, message: String) -> Problem {
    Problem { pointer: None, file: None, line: None, key: Some(id.to_owned()), message }
}
