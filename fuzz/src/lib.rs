//! The check that all fuzz targets share: an assessment adds up, whatever the input.

use std::sync::LazyLock;

use arbitrary::Unstructured;
use sono_core::assessment::{Assessment, Metric, canonical_json};
use sono_core::engine::Engine;
use sono_core::rubric::Rubric;
use sono_core::submission::{Submission, SubmissionType, SubmittedFile};

/// An engine per built-in rubric.
pub static ENGINES: LazyLock<Vec<Engine>> = LazyLock::new(|| {
    let engine = |name| Engine::builder().rubric(Rubric::builtin(name).unwrap()).build().unwrap();
    Rubric::builtin_names().map(engine).collect()
});

/// Python code for which every signal has a value.
pub const SAMPLE: &str = include_str!("../../examples/submissions/log_report.py");

/// Assesses a submission with every built-in rubric, with the first one twice, and checks the results.
pub fn assess(submission: &Submission) {
    let assess = |engine: &Engine| {
        let assessment = engine.assess(submission).unwrap();
        check(&assessment);
        canonical_json(&assessment).unwrap()
    };
    let first: Vec<String> = ENGINES.iter().map(assess).collect();
    // All rubrics use the same measurements, so that one rubric is enough to check that they are repeatable.
    assert_eq!(first.first(), ENGINES.first().map(assess).as_ref());
}

/// Assesses a text as a file of that name.
pub fn assess_file(name: &str, text: &str) {
    let mut submission = Submission { submission_type: SubmissionType::Project, ..Submission::default() };
    submission.content.files =
        vec![SubmittedFile { path: name.to_owned(), text: text.to_owned(), language: None }];
    assess(&submission);
}

/// Contributions add up to metrics, metrics to paths, paths to the whole, and everything is in its range.
pub fn check(assessment: &Assessment) {
    for path in &assessment.path_scores {
        path.metrics.iter().for_each(check_metric);
        let metrics = path.metrics.iter().filter_map(|metric| Some((metric.weight, metric.score?)));
        check_mean(path.overall_score, metrics);
        assert_eq!(path.assessed, path.overall_score.is_some());
        assert_eq!(path.assessed, path.reason.is_none());
        in_unit(path.confidence);
    }
    let paths = assessment.path_scores.iter().filter_map(|path| Some((path.weight, path.overall_score?)));
    check_mean(assessment.overall_score, paths);
    in_unit(assessment.confidence);
    if let (Some(score), Some(interval)) = (assessment.overall_score, assessment.score_interval) {
        assert!(0.0 <= interval.low && interval.low <= score, "{score}: {interval:?}");
        assert!(score <= interval.high && interval.high <= 100.0, "{score}: {interval:?}");
    }
    let json = canonical_json(assessment).unwrap();
    let back: Assessment = serde_json::from_str(&json).unwrap();
    assert_eq!(canonical_json(&back).unwrap(), json);
}

fn check_metric(metric: &Metric) {
    let sum: f64 = metric.contributions.iter().map(|contribution| contribution.points).sum();
    match metric.score {
        Some(score) => {
            assert!(metric.assessed && (0.0..=100.0).contains(&score), "{}: {score}", metric.id);
            assert!((score - sum).abs() < 1e-6, "{}: {score} is not {sum}", metric.id);
        }
        None => assert!(!metric.assessed && metric.reason.is_some(), "{}", metric.id),
    }
    for contribution in &metric.contributions {
        assert!(contribution.evidence.iter().all(|index| *index < metric.evidence.len()), "{}", metric.id);
    }
    in_unit(metric.confidence);
}

fn check_mean(score: Option<f64>, values: impl Iterator<Item = (f64, f64)>) {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (weight, value) in values {
        sum += weight * value;
        weights += weight;
    }
    match score {
        Some(score) => assert!((score - sum / weights).abs() < 1e-6, "{score} is not {}", sum / weights),
        None => assert!(weights == 0.0, "no score, but parts with scores"),
    }
}

fn in_unit(value: f64) {
    assert!((0.0..=1.0).contains(&value), "{value}");
}

/// Changes, removes or adds one byte of a text. `None` if the text is unchanged.
pub fn edit(text: &mut Vec<u8>, input: &mut Unstructured<'_>) -> arbitrary::Result<Option<()>> {
    let before = text.clone();
    let at = input.choose_index(text.len())?;
    match input.int_in_range(0..=2)? {
        0 => drop(text.remove(at)),
        1 => text.insert(at, input.arbitrary()?),
        _ => text[at] = input.arbitrary()?,
    }
    Ok((*text != before).then_some(()))
}
