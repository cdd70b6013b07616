//! Reading norms. All problems are found at once; norms that were read are consistent.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::cohort::{Cohort, PathCohort};
use super::distribution::{Distribution, LAST_BIN};
use super::{Basis, MAX_COHORTS, MAX_COUNT, MAX_VALUE, NORMS_SCHEMA_VERSION, Norms};
use sono_score::assessment::{AssessmentMode, ModelProvenance, RubricProvenance};
use sono_score::error::{Error, ErrorKind, Result};
use sono_score::json;
use sono_score::json::problems::{Pointer, Problems, quote};
use sono_score::json::read::{choice, items, object, refuse_rest, required, string, take};
use sono_score::submission::{Expectation, Path, SubmissionType};

const INVALID: &str = "the norms are not valid";
/// The most problems listed.
const MAX_PROBLEMS: usize = 100;

impl Norms {
    /// Reads norms from JSON text, which need not be canonical.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidJson`], with every problem, if the text is not JSON, has another version, or contains counts
    /// that do not add up.
    pub fn from_json(text: &str) -> Result<Self> {
        let mut problems = Problems::new(MAX_PROBLEMS);
        let value = json::parse(text, &mut problems)?;
        finish(read(value, &mut problems), problems)
    }

    /// Reads norms from the bytes of a JSON text.
    ///
    /// # Errors
    /// As [`Norms::from_json`].
    pub fn from_json_slice(bytes: &[u8]) -> Result<Self> {
        Self::from_json(json::utf8(bytes)?)
    }
}

impl TryFrom<Value> for Norms {
    type Error = Error;

    fn try_from(value: Value) -> Result<Self> {
        let mut problems = Problems::new(MAX_PROBLEMS);
        finish(read(value, &mut problems), problems)
    }
}

fn finish(norms: Option<Norms>, problems: Problems) -> Result<Norms> {
    problems.into_result(ErrorKind::InvalidJson, INVALID)?;
    norms.ok_or_else(|| Error::new(ErrorKind::Internal, "unreadable norms without a problem"))
}

fn read(value: Value, problems: &mut Problems) -> Option<Norms> {
    let at = &Pointer::Root("");
    let mut fields = object(value, at, "an object with the field \"cohorts\"", problems)?;
    let version = text(&mut fields, at, "schema_version", problems)?;
    if version != NORMS_SCHEMA_VERSION {
        // In another version, the other fields may have another meaning.
        let message = format!("expected version {NORMS_SCHEMA_VERSION:?}, got {version:?}");
        problems.push(&Pointer::Field(at, "schema_version"), message);
        return None;
    }
    let basis = take(&mut fields, at, "basis");
    let (has_basis, basis) =
        (basis.is_some(), basis.and_then(|(basis, at)| read_basis(basis, &at, problems)));
    let attribute = take(&mut fields, at, "attribute").and_then(|(name, at)| string(name, &at, problems));
    let mut norms = Norms { basis, attribute, ..Norms::default() };
    if let Some(cohorts) = required(&mut fields, at, "cohorts", problems) {
        let at = &Pointer::Field(at, "cohorts");
        read_cohorts(cohorts, at, &mut norms, problems);
        if has_basis == norms.cohorts.is_empty() {
            let message = "expected cohorts and a basis, or neither";
            problems.push(at, message);
        }
    }
    refuse_rest(&fields, at, &["schema_version", "basis", "attribute", "cohorts"], problems);
    Some(norms)
}

fn read_basis(value: Value, at: &Pointer<'_>, problems: &mut Problems) -> Option<Basis> {
    const FIELDS: [&str; 8] = [
        "assessment_schema",
        "engine_version",
        "rubric",
        "expects",
        "model",
        "assessment_mode",
        "submission_type",
        "paths",
    ];
    let mut fields = object(value, at, "an object", problems)?;
    let mut word = |name| text(&mut fields, at, name, problems);
    let (assessment_schema, engine_version) = (word("assessment_schema"), word("engine_version"));
    let rubric = required(&mut fields, at, "rubric", problems).and_then(|rubric| {
        let [id, version, hash] =
            texts(rubric, &Pointer::Field(at, "rubric"), ["id", "version", "hash"], problems)?;
        Some(RubricProvenance { id, version, hash })
    });
    let expects =
        take(&mut fields, at, "expects").map(|(expects, at)| Expectation::read_list(expects, &at, problems));
    let model = take(&mut fields, at, "model").and_then(|(model, at)| {
        let [id, hash, backend] = texts(model, &at, ["id", "hash", "backend"], problems)?;
        Some(ModelProvenance { id, hash, backend })
    });
    let mode = |name: &str| match name {
        "measured" => Some(AssessmentMode::Measured),
        "heuristic" => Some(AssessmentMode::Heuristic),
        _ => None,
    };
    let assessment_mode = required(&mut fields, at, "assessment_mode", problems).and_then(|value| {
        let at = Pointer::Field(at, "assessment_mode");
        choice(value, &at, "assessment mode", mode, &["measured", "heuristic"], problems)
    });
    let submission_type = required(&mut fields, at, "submission_type", problems).and_then(|value| {
        let at = Pointer::Field(at, "submission_type");
        let names = SubmissionType::ALL.map(SubmissionType::as_str);
        choice(value, &at, "submission type", SubmissionType::parse, &names, problems)
    });
    let paths = required(&mut fields, at, "paths", problems).map(|value| {
        let at = &Pointer::Field(at, "paths");
        let names = Path::ALL.map(Path::as_str);
        let list = items(value, at, "a list of paths", problems).into_iter().enumerate();
        list.filter_map(|(index, item)| {
            choice(item, &Pointer::Item(at, index), "path", Path::parse, &names, problems)
        })
        .collect()
    });
    refuse_rest(&fields, at, &FIELDS, problems);
    Some(Basis {
        assessment_schema: assessment_schema?,
        engine_version: engine_version?,
        rubric: rubric?,
        expects,
        model,
        assessment_mode: assessment_mode?,
        submission_type: submission_type?,
        paths: paths?,
    })
}

fn read_cohorts(value: Value, at: &Pointer<'_>, norms: &mut Norms, problems: &mut Problems) {
    const FIELDS: [&str; 4] = ["value", "count", "overall", "paths"];
    let list = items(value, at, "a list of cohorts", problems);
    if list.len() > MAX_COHORTS {
        problems.push(at, format!("expected at most {MAX_COHORTS} cohorts, got {}", list.len()));
        return;
    }
    for (index, item) in list.into_iter().enumerate() {
        let at = &Pointer::Item(at, index);
        let Some(mut fields) = object(item, at, "an object", problems) else { continue };
        let value = take(&mut fields, at, "value").and_then(|(value, at)| {
            let value = string(value, &at, problems)?;
            if norms.attribute.is_none() {
                problems.push(&at, "unexpected value, because the norms have no attribute");
            } else if value.chars().count() > MAX_VALUE {
                problems.push(
                    &at,
                    format!("expected at most {MAX_VALUE} characters, got {}", value.chars().count()),
                );
            }
            Some(value)
        });
        let count = natural(&mut fields, at, "count", 1, problems);
        let mut cohort = Cohort { count: count.unwrap_or(0), ..Cohort::default() };
        if let Some(overall) = required(&mut fields, at, "overall", problems) {
            let at = &Pointer::Field(at, "overall");
            cohort.overall = read_distribution(overall, at, problems);
            check_sum(&cohort.overall, at, count, problems);
        }
        if let Some(paths) = required(&mut fields, at, "paths", problems) {
            let asked = norms.basis.as_ref().map(|basis| &*basis.paths);
            cohort.paths = read_paths(paths, &Pointer::Field(at, "paths"), asked, count, problems);
        }
        refuse_rest(&fields, at, &FIELDS, problems);
        norms.all.merge(&cohort);
        if norms.cohorts.insert(value, cohort).is_some() {
            problems.push(at, "another cohort has the same value");
        }
    }
    if norms.all.count > MAX_COUNT {
        problems.push(at, format!("expected at most {MAX_COUNT} assessments in all cohorts, got more"));
    }
}

/// Reads the counts of each requested path (`asked`); without a basis, of the paths that are there.
fn read_paths(
    value: Value,
    at: &Pointer<'_>,
    asked: Option<&[Path]>,
    count: Option<u64>,
    problems: &mut Problems,
) -> BTreeMap<Path, PathCohort> {
    let mut paths = BTreeMap::new();
    let Some(mut fields) = object(value, at, "an object with a field for each path", problems) else {
        return paths;
    };
    let known = asked.unwrap_or(&Path::ALL);
    for path in known {
        if asked.is_none() && !fields.contains_key(path.as_str()) {
            continue;
        }
        let Some(value) = required(&mut fields, at, path.as_str(), problems) else { continue };
        let at = &Pointer::Field(at, path.as_str());
        paths.insert(*path, read_path(value, at, count, problems));
    }
    let names: Vec<&str> = known.iter().map(|path| path.as_str()).collect();
    refuse_rest(&fields, at, &names, problems);
    paths
}

fn read_path(value: Value, at: &Pointer<'_>, count: Option<u64>, problems: &mut Problems) -> PathCohort {
    let mut counts = PathCohort::default();
    let Some(mut fields) = object(value, at, "an object", problems) else { return counts };
    if let Some(score) = required(&mut fields, at, "score", problems) {
        let at = &Pointer::Field(at, "score");
        counts.score = read_distribution(score, at, problems);
        check_sum(&counts.score, at, count, problems);
    }
    if let Some(metrics) = required(&mut fields, at, "metrics", problems) {
        let at = &Pointer::Field(at, "metrics");
        let metrics = object(metrics, at, "an object with a field for each metric", problems);
        for (metric, value) in metrics.into_iter().flatten() {
            let at = &Pointer::Field(at, &metric);
            let counted = read_distribution(value, at, problems);
            // An assessment without a metric is not counted there.
            check_sum(&counted, at, count.filter(|count| *count < counted.total()), problems);
            counts.metrics.insert(metric, counted);
        }
    }
    refuse_rest(&fields, at, &["score", "metrics"], problems);
    counts
}

fn read_distribution(value: Value, at: &Pointer<'_>, problems: &mut Problems) -> Distribution {
    let mut distribution = Distribution::default();
    let Some(mut fields) = object(value, at, "an object", problems) else { return distribution };
    distribution.not_assessed = natural(&mut fields, at, "not_assessed", 0, problems).unwrap_or(0);
    if let Some(bins) = required(&mut fields, at, "tenths", problems) {
        let at = &Pointer::Field(at, "tenths");
        for (index, item) in items(bins, at, "a list of pairs", problems).into_iter().enumerate() {
            let at = &Pointer::Item(at, index);
            let Some((bin, count)) = pair(&item) else {
                let got = quote(&item.to_string());
                let expected = format!("a pair of tenths (0 to {LAST_BIN}) and a count (at least 1)");
                problems.push(at, format!("expected {expected}, got {got}"));
                continue;
            };
            if distribution.tenths.last_key_value().is_some_and(|(last, _)| *last >= bin) {
                problems
                    .push(at, format!("expected ascending pairs, got {bin} tenths after as many or more"));
            }
            distribution.tenths.insert(bin, count);
        }
    }
    refuse_rest(&fields, at, &["not_assessed", "tenths"], problems);
    distribution
}

/// Checks that the counts add up to the count of their cohort.
fn check_sum(counts: &Distribution, at: &Pointer<'_>, expected: Option<u64>, problems: &mut Problems) {
    let total = counts.total();
    if let Some(expected) = expected.filter(|expected| *expected != total) {
        problems.push(at, format!("expected counts that add up to {expected}, got {total}"));
    }
}

fn pair(item: &Value) -> Option<(u16, u64)> {
    let [bin, count] = item.as_array()?.as_slice() else { return None };
    let bin = u16::try_from(bin.as_u64()?).ok().filter(|bin| *bin <= LAST_BIN)?;
    Some((bin, count.as_u64().filter(|count| (1..=MAX_COUNT).contains(count))?))
}

fn text(
    fields: &mut Map<String, Value>,
    at: &Pointer<'_>,
    name: &str,
    problems: &mut Problems,
) -> Option<String> {
    required(fields, at, name, problems).and_then(|value| string(value, &Pointer::Field(at, name), problems))
}

/// An object of strings.
fn texts<const N: usize>(
    value: Value,
    at: &Pointer<'_>,
    names: [&str; N],
    problems: &mut Problems,
) -> Option<[String; N]> {
    let mut fields = object(value, at, "an object", problems)?;
    let read = names.map(|name| text(&mut fields, at, name, problems));
    refuse_rest(&fields, at, &names, problems);
    let read: Vec<String> = read.into_iter().flatten().collect();
    read.try_into().ok()
}

fn natural(
    fields: &mut Map<String, Value>,
    at: &Pointer<'_>,
    name: &str,
    least: u64,
    problems: &mut Problems,
) -> Option<u64> {
    let value = required(fields, at, name, problems)?;
    let number = value.as_u64().filter(|number| (least..=MAX_COUNT).contains(number));
    if number.is_none() {
        let expected = format!("a whole number from {least} to {MAX_COUNT}");
        problems.wrong_type(&Pointer::Field(at, name), &expected, &value);
    }
    number
}
