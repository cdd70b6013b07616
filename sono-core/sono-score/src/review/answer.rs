//! Reading a reviewer's answer. It comes from outside, so that nothing in it is trusted.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::request::subject;
use super::{ReviewLimits, quote};
use crate::assessment::{Category, MetricOpinion, Quote};
use crate::error::{Error, ErrorKind, Result};
use crate::json;
use crate::json::problems::{Pointer, Problems, describe, unknown};
use crate::json::read::{choice, items, object, refuse_rest, required, string};
use crate::rubric::Criterion;
use crate::submission::{Path, Source, SourceKind};
use sono_syntax::finding::Finding;
use sono_syntax::text::tidy;

/// The most problems listed for one answer.
const MAX_PROBLEMS: usize = 20;
/// The most pieces of evidence for one score.
const MAX_EVIDENCE: usize = 5;
/// The most characters of a rationale and of a quote.
const MAX_RATIONALE: usize = 1_000;
const MAX_QUOTE: usize = 1_000;

const INVALID: &str = "the answer is not valid";

/// The answer of a reviewer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewAnswer {
    /// One entry for each criterion that can be judged from the material.
    pub metrics: Vec<MetricOpinion>,
}

/// Reads answers and checks them against the material and the criteria.
#[derive(Debug, Clone, Copy)]
pub(super) struct AnswerReader<'f> {
    pub(super) sources: &'f [Source<'f>],
    pub(super) criteria: &'f [Criterion],
    pub(super) limits: &'f ReviewLimits,
}

/// An opinion with the places of its quotes.
pub(super) type Placed = (MetricOpinion, Vec<Finding>);

impl AnswerReader<'_> {
    /// Reads an answer.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidJson`] and [`ErrorKind::InvalidAnswer`] with every problem.
    pub(super) fn read(&self, text: &str) -> Result<Vec<Placed>> {
        let limit = self.limits.max_answer_bytes;
        if text.len() > limit {
            let message = format!("expected an answer of at most {limit} bytes, got {}", text.len());
            return Err(Error::new(ErrorKind::InvalidAnswer, message));
        }
        let mut problems = Problems::new(MAX_PROBLEMS);
        let value = json::parse_measures(text, &mut problems)?;
        let opinions = self.answer(value, &mut problems);
        problems.into_result(ErrorKind::InvalidAnswer, INVALID)?;
        Ok(opinions)
    }

    fn answer(&self, value: Value, problems: &mut Problems) -> Vec<Placed> {
        let root = &Pointer::Root("");
        let Some(mut fields) = object(value, root, "an object with the field \"metrics\"", problems) else {
            return Vec::new();
        };
        let mut opinions = Vec::new();
        let mut seen = BTreeSet::new();
        if let Some(metrics) = required(&mut fields, root, "metrics", problems) {
            let at = &Pointer::Field(root, "metrics");
            for (index, item) in items(metrics, at, "a list of opinions", problems).into_iter().enumerate() {
                let at = &Pointer::Item(at, index);
                let Some(placed) = self.opinion(item, at, problems) else { continue };
                if !seen.insert((placed.0.path, placed.0.metric.clone())) {
                    problems.push(at, "there is already an opinion on this metric");
                }
                opinions.push(placed);
            }
        }
        refuse_rest(&fields, root, &["metrics"], problems);
        opinions
    }

    fn opinion(&self, value: Value, at: &Pointer<'_>, problems: &mut Problems) -> Option<Placed> {
        const FIELDS: [&str; 5] = ["path", "metric", "score", "rationale", "evidence"];
        let mut fields =
            object(value, at, "an object with fields such as \"path\", \"metric\" and \"score\"", problems)?;
        let path = required(&mut fields, at, "path", problems).and_then(|path| {
            let names = Path::ALL.map(Path::as_str);
            choice(path, &Pointer::Field(at, "path"), "path", Path::parse, &names, problems)
        });
        let criterion = required(&mut fields, at, "metric", problems)
            .and_then(|metric| self.criterion(metric, path, &Pointer::Field(at, "metric"), problems));
        let score = required(&mut fields, at, "score", problems)
            .and_then(|score| read_score(&score, &Pointer::Field(at, "score"), problems));
        let rationale = required(&mut fields, at, "rationale", problems).and_then(|rationale| {
            let at = &Pointer::Field(at, "rationale");
            meaningful_text(rationale, at, MAX_RATIONALE, problems)
        });
        let mut evidence = Vec::new();
        let mut findings = Vec::new();
        if let Some(list) = required(&mut fields, at, "evidence", problems) {
            let at = &Pointer::Field(at, "evidence");
            if let Value::Array(items) = &list
                && !(1..=MAX_EVIDENCE).contains(&items.len())
            {
                problems.push(at, format!("expected 1 to {MAX_EVIDENCE} quotes, got {}", describe(&list)));
            }
            let quotes = items(list, at, "a list of quotes", problems);
            for (index, item) in quotes.into_iter().take(MAX_EVIDENCE).enumerate() {
                let message = rationale.as_deref().unwrap_or_default();
                let placed = self.quote(item, message, &Pointer::Item(at, index), problems);
                if let Some((quote, finding)) = placed {
                    evidence.push(quote);
                    findings.push(finding);
                }
            }
        }
        refuse_rest(&fields, at, &FIELDS, problems);
        let (path, criterion, score, rationale) = (path?, criterion?, score?, rationale?);
        // If every quote is wrong, their problems say enough.
        if !findings.is_empty() && !findings.iter().any(|finding| self.is_about(finding, criterion)) {
            let message =
                format!("expected at least one quote from {}, got none", subject(criterion.category));
            problems.push(&Pointer::Field(at, "evidence"), message);
        }
        let metric = criterion.metric.clone();
        Some((MetricOpinion { path, metric, score, rationale, evidence }, findings))
    }

    /// Whether a finding lies in the material that a metric reads: an answer that was never given cannot be praised
    /// with a quote from the code.
    fn is_about(&self, finding: &Finding, criterion: &Criterion) -> bool {
        let kind = self.sources.get(finding.source as usize).map(|source| source.kind);
        match criterion.category {
            Category::Code => kind == Some(SourceKind::Code),
            Category::Answers => kind == Some(SourceKind::Answer),
            Category::Text => true,
        }
    }

    /// Reads the criterion that an opinion is about.
    fn criterion(
        &self,
        value: Value,
        path: Option<Path>,
        at: &Pointer<'_>,
        problems: &mut Problems,
    ) -> Option<&Criterion> {
        let metric = string(value, at, problems)?;
        let path = path?;
        let of_path = || self.criteria.iter().filter(|criterion| criterion.path == path);
        let found = of_path().find(|criterion| criterion.metric == metric);
        if found.is_some() {
            return found;
        }
        let known: Vec<&str> = of_path().map(|criterion| criterion.metric.as_str()).collect();
        if known.is_empty() {
            problems.push(at, format!("the request has no metric of path \"{}\"", path.as_str()));
        } else {
            problems.push(at, unknown(&format!("metric of path \"{}\"", path.as_str()), &metric, &known));
        }
        None
    }

    fn quote(
        &self,
        value: Value,
        message: &str,
        at: &Pointer<'_>,
        problems: &mut Problems,
    ) -> Option<(Quote, Finding)> {
        const FIELDS: [&str; 4] = ["file", "first_line", "last_line", "quote"];
        let mut fields = object(
            value,
            at,
            "an object with the fields \"file\", \"first_line\", \"last_line\" and \"quote\"",
            problems,
        )?;
        let file = required(&mut fields, at, "file", problems)
            .and_then(|file| string(file, &Pointer::Field(at, "file"), problems));
        let mut number = |name| {
            let value = required(&mut fields, at, name, problems)?;
            read_line(&value, &Pointer::Field(at, name), problems)
        };
        let (first, last) = (number("first_line"), number("last_line"));
        let text = required(&mut fields, at, "quote", problems)
            .and_then(|text| meaningful_text(text, &Pointer::Field(at, "quote"), MAX_QUOTE, problems));
        refuse_rest(&fields, at, &FIELDS, problems);
        let (file, first_line, last_line, text) = (file?, first?, last?, text?);
        let quote = Quote { file, first_line, last_line, quote: text };
        match quote::find(self.sources, &quote) {
            Ok((source, span)) => Some((quote, Finding::new(source, span, message))),
            Err(quote::Unfound { field, message }) => {
                problems.push(&Pointer::Field(at, field), message);
                None
            }
        }
    }
}

fn read_score(value: &Value, at: &Pointer<'_>, problems: &mut Problems) -> Option<f64> {
    let score = value.as_f64().filter(|score| (0.0..=100.0).contains(score)).map(tidy);
    if score.is_none() {
        problems.wrong_type(at, "a number from 0 to 100", value);
    }
    score
}

fn read_line(value: &Value, at: &Pointer<'_>, problems: &mut Problems) -> Option<usize> {
    let line = value.as_u64().and_then(|line| usize::try_from(line).ok()).filter(|line| *line > 0);
    if line.is_none() {
        problems.wrong_type(at, "a line number of at least 1", value);
    }
    line
}

/// Reads a text that is not blank and not too long.
fn meaningful_text(value: Value, at: &Pointer<'_>, max: usize, problems: &mut Problems) -> Option<String> {
    let text = string(value, at, problems)?;
    let count = text.chars().count();
    if text.trim().is_empty() || count > max {
        problems.push(at, format!("expected 1 to {max} characters, not all blank, got {count}"));
        return None;
    }
    Some(text)
}
