//! Tests of the room as a whole.

mod advice;
mod cautions;
mod classic;
mod errors;
mod expects;
mod extending;
mod guide;
mod mistakes;
mod properties;
mod schema;
mod scoring;
mod targets;

use super::*;
use crate::submission::{Content, Path, Source, SourceKind, SubmissionType};
use sono_syntax::finding::Finding;
use sono_syntax::text::{PositionEncoding, Span};

/// The signals that tests pretend to measure.
fn registry() -> SignalRegistry {
    SignalRegistry::standard()
        .with("complexity.cognitive.p90", "cognitive complexity", "Cognitive complexity, 90th percentile.")
        .with("naming.length.mean", "mean length of names", "Mean length of names.")
        .with("testing.tests", "number of tests", "Number of tests.")
        .with("documentation.coverage", "documented share", "Share of documented functions.")
        .with("prose.words", "words of explanation", "Words of the written answers.")
}

/// A measured rubric with the usual contents.
const SMALL: &str = r#"
format = 1
id = "small"
version = "1.0.0"
name = "Small"

[parameters]
penalty = 4
checks = true

[[rule]]
categories = ["code"]
when = { signal = "testing.tests", gt = 100 }
add = -1

[[path]]
id = "technical"
weight = 3

[[path.metric]]
id = "quality"
name = "Quality"
category = "code"
weight = 2

[[path.metric.part]]
signal = "complexity.cognitive.p90"
weight = 1
curve = [[5, 100], [15, 60], [25, 0]]
uncertainty = 8
strength = "Functions are easy to follow."
improve = "Split {worst.name} ({worst.place}): its complexity is {worst.value}."

[[path.metric.part]]
signal = "naming.length.mean"
weight = 1
curve = [[2, 0], [8, 100]]
improve = "Choose longer names; they have {value} characters now, {expected}."

[[path.metric.group]]
source = "violations"
points = { low = 1, medium = 2, high = "$penalty" }
max = 10
improve = "{worst.fix} ({worst.place})"

[[path.metric]]
id = "tests"
name = "Tests"
category = "code"
weight = 1

[[path.metric.part]]
signal = "testing.tests"
weight = 1
curve = [[0, 0], [10, 100]]
target = { at_least = 10 }
absent = 0
improve = "Test {worst.name} first."

[[path]]
id = "communication"

[[path.metric]]
id = "explanation"
name = "Explanation"
category = "answers"
weight = 1
submission_types = ["interview", "test"]

[[path.metric.part]]
signal = "prose.words"
weight = 1
curve = [[0, 0], [100, 100]]
absent = 0
improve = "Explain the work."
"#;

fn small() -> Rubric {
    parse(SMALL).unwrap()
}

fn parse(source: &str) -> Result<Rubric> {
    Rubric::parse(source, "small.toml", |_| Ok(None), &registry())
}

/// A submission with a single text of code.
struct Case {
    content: Content,
    submission_type: SubmissionType,
    expects: BTreeSet<Expectation>,
    paths: Vec<Path>,
    statements: u32,
    unparsed_share: f64,
    compared: bool,
    encoding: PositionEncoding,
}

impl Case {
    fn code(text: &str) -> Self {
        Self {
            content: Content { code: vec![text.to_owned()], ..Content::default() },
            submission_type: SubmissionType::Code,
            expects: BTreeSet::new(),
            paths: Vec::new(),
            statements: 1,
            unparsed_share: 0.0,
            compared: true,
            encoding: PositionEncoding::Utf8,
        }
    }

    fn evaluate(&self, rubric: &Rubric, set: &mut SignalSet) -> Evaluation {
        self.evaluate_with(rubric, set, &rubric.default_parameters())
    }

    fn evaluate_with(&self, rubric: &Rubric, set: &mut SignalSet, parameters: &Parameters) -> Evaluation {
        let sources = self.sources();
        rubric.evaluate(&self.subject(&sources), set, parameters)
    }

    /// The points that the key findings tell, were there room for all, and those that are lost.
    fn told_and_lost(&self, rubric: &Rubric, set: &mut SignalSet) -> (Vec<f64>, f64) {
        let (sources, parameters) = (self.sources(), rubric.default_parameters());
        let subject = self.subject(&sources);
        let reading = rubric.model.measure(&subject, set, &parameters);
        let scored = rubric.model.score(&subject, set, reading, &parameters);
        tell::told_and_lost(&rubric.model, &subject, &scored)
    }

    fn sources(&self) -> Vec<Source<'_>> {
        self.content.code.iter().map(|text| Source::new("code", SourceKind::Code, text)).collect()
    }

    fn subject<'s>(&'s self, sources: &'s [Source<'s>]) -> Subject<'s> {
        Subject {
            submission_type: self.submission_type,
            expects: &self.expects,
            paths: &self.paths,
            content: &self.content,
            sources,
            statements: self.statements,
            unparsed_share: self.unparsed_share,
            compared: self.compared,
            encoding: self.encoding,
            votes: Votes::default(),
        }
    }
}

/// Checks the invariants of every evaluation.
fn assert_adds_up(evaluation: &Evaluation) {
    let near = |left: f64, right: f64| assert!((left - right).abs() <= 1e-9, "{left} is not {right}");
    let mean = |values: &[(f64, f64)]| {
        let weights: f64 = values.iter().map(|(weight, _)| weight).sum();
        values.iter().map(|(weight, value)| weight * value).sum::<f64>() / weights
    };
    let mut paths = Vec::new();
    for path in &evaluation.path_scores {
        let mut metrics = Vec::new();
        for metric in &path.metrics {
            assert_eq!(metric.assessed, metric.score.is_some());
            assert_eq!(metric.assessed, metric.reason.is_none());
            let Some(score) = metric.score else {
                assert_eq!(metric.confidence, 0.0);
                continue;
            };
            assert!((0.0..=100.0).contains(&score), "{score}");
            assert!((0.0..=1.0).contains(&metric.confidence));
            near(metric.contributions.iter().map(|contribution| contribution.points).sum(), score);
            for contribution in &metric.contributions {
                assert!(contribution.evidence.iter().all(|index| *index < metric.evidence.len()));
            }
            assert!(metric.evidence.iter().all(|evidence| (0.0..=1.0).contains(&evidence.weight)));
            metrics.push((metric.weight, score));
        }
        assert_eq!(path.assessed, !metrics.is_empty());
        if let Some(score) = path.overall_score {
            near(mean(&metrics), score);
            paths.push((path.weight, score));
        }
    }
    assert_eq!(evaluation.overall_score.is_some(), !paths.is_empty());
    if let Some(score) = evaluation.overall_score {
        near(mean(&paths), score);
        if let Some(interval) = evaluation.score_interval {
            assert!(interval.low <= score && score <= interval.high);
        }
    }
    assert!(evaluation.recommendations.len() <= 8);
    assert!(evaluation.recommendations.iter().all(|advice| advice.points > 0.0));
    assert!(evaluation.key_findings.len() <= 6);
}
