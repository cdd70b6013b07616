//! Signals that a host measures: declared like those of this crate, checked like nobody's.

use std::any::Any;
use std::collections::BTreeSet;
use std::fmt;
use std::panic::{AssertUnwindSafe, RefUnwindSafe, catch_unwind};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Direction, MAX_FINDINGS, Material, Measured, SignalSet};
use crate::error::{Error, ErrorKind, Problem, Result};
use crate::finding::Finding;
use crate::submission::Source;

/// Most characters of an id, of a name or unit, and of a definition, a source or a finding's message.
const MAX_ID: usize = 100;
const MAX_NAME: usize = 200;
const MAX_TEXT: usize = 1_000;

/// The definition of a signal that a host measures, so that its number can be checked by hand.
///
/// Who changes how a signal is measured changes its definition, with a version in `source` say: the definition is
/// part of the hash of every rubric that reads the signal, and all that provenance knows of the host's code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CustomDefinition {
    /// Dotted id of at most 100 of `a-z`, `0-9`, `_` and `.`, such as `acme.licence_headers`. The first part should
    /// name the host.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Unit, such as `points`, `lines`, `ratio`; may be empty.
    #[serde(default)]
    pub unit: String,
    /// Smallest possible value.
    #[serde(default)]
    pub min: f64,
    /// Largest possible value; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<f64>,
    /// What exactly is counted, over what, and when the value is absent.
    pub definition: String,
    /// The paper, standard or reasoning behind it, and the version of the code that measures it.
    #[serde(default)]
    pub source: String,
    /// Which way is better.
    #[serde(default)]
    pub direction: Direction,
}

impl CustomDefinition {
    /// A definition of values from 0, without unit and source.
    pub fn new(id: impl Into<String>, name: impl Into<String>, definition: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
            unit: String::new(),
            min: 0.0,
            max: None,
            definition: definition.into(),
            source: String::new(),
            direction: Direction::Neutral,
        }
    }

    /// The largest possible value.
    #[must_use]
    pub fn max(mut self, max: f64) -> Self {
        self.max = Some(max);
        self
    }

    /// BLAKE3 hash of every field, in hexadecimal.
    pub fn hash(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        let mut field = |bytes: &[u8]| {
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        for text in [&self.id, &self.name, &self.unit, &self.definition, &self.source] {
            field(text.as_bytes());
        }
        field(&self.min.to_le_bytes());
        field(&self.max.map_or_else(Vec::new, |max| max.to_le_bytes().to_vec()));
        field(format!("{:?}", self.direction).as_bytes());
        hasher.finalize().to_hex().to_string()
    }

    /// What provenance says of the signal.
    pub(crate) fn dialect(&self) -> String {
        format!("{} (measured by the host; definition {})", self.definition, self.hash())
    }

    fn check(&self, add: &mut dyn FnMut(String)) {
        let plain =
            |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'.');
        let dotted = self.id.contains('.') && self.id.split('.').all(|part| !part.is_empty());
        if !dotted || self.id.len() > MAX_ID || !self.id.bytes().all(plain) {
            add(format!("the id must be dotted, of at most {MAX_ID} of a-z, 0-9, _ and ."));
        }
        for (field, text, max, required) in [
            ("name", &self.name, MAX_NAME, true),
            ("unit", &self.unit, MAX_NAME, false),
            ("definition", &self.definition, MAX_TEXT, true),
            ("source", &self.source, MAX_TEXT, false),
        ] {
            if required && text.trim().is_empty() {
                add(format!("`{field}` is empty, expected words"));
            } else if text.chars().count() > max {
                add(format!("`{field}` has more than {max} characters"));
            }
        }
        let (min, max) = (self.min, self.max.unwrap_or(f64::MAX));
        if !min.is_finite() || !max.is_finite() || min > max {
            add(format!("got values from {min} to {max}, expected finite numbers in this order"));
        }
    }
}

/// A measurement of the host that rubrics can read.
///
/// It must be a function of the material alone: the same material gives the same value, on every machine and in
/// every thread. It is called once per assessment whose rubric reads it, on the caller's thread. What it gives is
/// checked; a panic, an error, a value out of its range and a place outside the material end the assessment with
/// [`ErrorKind::SignalFailed`], for without the signal the score would be another one.
///
/// `docs/extending.md` has a whole example.
pub trait CustomSignal: fmt::Debug + Send + Sync {
    /// What the signal is. It is read once, when the engine is built.
    fn definition(&self) -> CustomDefinition;

    /// Measures the signal: `None` when the material has nothing to measure it on, which is not zero.
    /// Of the findings, the first five are kept.
    ///
    /// # Errors
    /// In words, what prevents a measurement; the assessment then fails.
    fn measure(&self, material: &Material<'_>) -> Result<Option<Measured>, String>;
}

/// The signals that an engine was given.
#[derive(Debug, Default)]
pub(crate) struct CustomSignals(Vec<(CustomDefinition, Arc<dyn CustomSignal>)>);

/// Whatever state a signal leaves behind when it panics is its own; the assessment has failed by then.
impl RefUnwindSafe for CustomSignals {}

impl CustomSignals {
    /// Checks definitions, against one another and against what `reads` expects: ids with the definitions that the
    /// rubric was compiled with. `is_taken` knows the ids of other signals.
    pub(crate) fn new<'r>(
        signals: Vec<Arc<dyn CustomSignal>>,
        is_taken: impl Fn(&str) -> bool,
        reads: impl Iterator<Item = (&'r str, &'r str)>,
    ) -> Result<Self> {
        let mut problems = Vec::new();
        let mut ids = BTreeSet::new();
        let mut checked: Vec<(CustomDefinition, Arc<dyn CustomSignal>)> = Vec::new();
        for signal in signals {
            let definition = signal.definition();
            let id = definition.id.clone();
            definition.check(&mut |message| problems.push(problem(&id, message)));
            if is_taken(&id) || !ids.insert(id.clone()) {
                problems.push(problem(&id, "a signal of that id exists already".to_owned()));
            }
            checked.push((definition, signal));
        }
        for (id, expected) in reads {
            match checked.iter().find(|(definition, _)| definition.id == id) {
                None => problems.push(problem(
                    id,
                    "the rubric reads it, and the engine was not given a signal of that id".to_owned(),
                )),
                Some((definition, _)) if definition.dialect() != expected => problems
                    .push(problem(id, "the rubric was compiled with another definition of it".to_owned())),
                Some(_) => {}
            }
        }
        if problems.is_empty() {
            return Ok(Self(checked));
        }
        let message = "the signals of the host cannot be used";
        Err(Error::with_problems(ErrorKind::InvalidSignal, message, problems))
    }

    /// Hashes of the definitions, in the order in which the signals were given.
    #[cfg(feature = "cache")]
    pub(crate) fn hashes(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(definition, _)| definition.hash())
    }

    /// Measures those that `is_read` names.
    pub(crate) fn measure(
        &self,
        material: &Material<'_>,
        set: &mut SignalSet,
        is_read: impl Fn(&str) -> bool,
    ) -> Result<()> {
        let mut problems = Vec::new();
        for (definition, signal) in self.0.iter().filter(|(definition, _)| is_read(&definition.id)) {
            // The signal is not called again for this material, and the error ends the assessment.
            let measured = catch_unwind(AssertUnwindSafe(|| signal.measure(material)))
                .unwrap_or_else(|payload| Err(panic_words(&*payload)))
                .and_then(|measured| {
                    measured.map(|measured| checked(definition, measured, material)).transpose()
                });
            match measured {
                Ok(Some(Measured { value, units, findings })) => {
                    set.put(definition.id.clone(), value, units as usize, findings);
                }
                Ok(None) => {}
                Err(message) => problems.push(problem(&definition.id, message)),
            }
        }
        if problems.is_empty() {
            return Ok(());
        }
        let message = "a signal of the host failed, and without it the score would be another one";
        Err(Error::with_problems(ErrorKind::SignalFailed, message, problems))
    }
}

fn problem(id: &str, message: String) -> Problem {
    Problem { pointer: None, file: None, line: None, key: Some(id.to_owned()), message }
}

/// What a panic says, as far as it says something.
pub(crate) fn panic_words(payload: &(dyn Any + Send)) -> String {
    let literal = payload.downcast_ref::<&str>().copied();
    match literal.or_else(|| payload.downcast_ref::<String>().map(String::as_str)) {
        Some(words) => format!("it panicked: {words}"),
        None => "it panicked".to_owned(),
    }
}

/// A measured value as it may go into a score, or what is wrong with it.
fn checked(
    definition: &CustomDefinition,
    mut measured: Measured,
    material: &Material<'_>,
) -> Result<Measured, String> {
    let (value, min, max) = (measured.value, definition.min, definition.max.unwrap_or(f64::MAX));
    if !(min..=max).contains(&value) {
        let range = match definition.max {
            Some(max) => format!("from {min} to {max}"),
            None => format!("from {min}"),
        };
        return Err(format!("it gave {value}, expected a number {range}"));
    }
    measured.findings.truncate(MAX_FINDINGS);
    for finding in &measured.findings {
        let source = material.outlined().find(|(index, ..)| *index == finding.source);
        check_finding(finding, source.map(|(_, source, _)| source))?;
    }
    Ok(measured)
}

fn check_finding(finding: &Finding, source: Option<&Source<'_>>) -> Result<(), String> {
    let Some(source) = source else {
        return Err(format!("it found something in source {}, which does not exist", finding.source));
    };
    let (start, end) = (finding.span.start as usize, finding.span.end as usize);
    if source.text.get(start..end).is_none() {
        return Err(format!(
            "it found something at bytes {start} to {end} of {}, which are no text",
            source.name
        ));
    }
    let message = finding.message.chars().count();
    if finding.message.trim().is_empty() || message > MAX_TEXT {
        return Err(format!("the message of a finding has {message} characters, expected 1 to {MAX_TEXT}"));
    }
    if finding.name.as_ref().is_some_and(|name| name.chars().count() > MAX_NAME) {
        return Err(format!("the name of a finding has more than {MAX_NAME} characters"));
    }
    match finding.value {
        Some(value) if !value.is_finite() => Err(format!("a finding has the value {value}")),
        _ => Ok(()),
    }
}
