//! A realistic assessment, put together by hand the way an engine would: places come from the text, and the
//! numbers add up.

use std::collections::BTreeMap;

use sono_score::assessment::*;
use sono_score::submission::{Path, SubmissionType};
use sono_syntax::finding::Severity;
use sono_syntax::text::{LineIndex, PositionEncoding, tidy};

pub(crate) const FILE: &str = "billing/invoice.py";

pub(crate) const SOURCE: &str = "\
\"\"\"Invoices of the shop.\"\"\"


def total(invoice, rates, discounts):
    amount = 0
    for line in invoice.lines:
        if line.kind == \"goods\":
            for rate in rates:
                if rate.applies(line):
                    if rate.percent > 0:
                        amount += line.price * rate.percent / 100
                    else:
                        amount += line.price
        elif line.kind == \"service\":
\t    amount += line.price  # checked by \u{202e}nimda\u{202c}
    return amount - discounts


def load(path):
    try:
        return parse(open(path).read())
    except Exception:
        pass


MESSAGES = {\"unpaid\": \"This invoice has not been paid; please transfer the amount named above within fourteen days\", \"x\": d, \"paid\": \"Thank you\"}
";

pub(crate) fn sources() -> BTreeMap<String, String> {
    BTreeMap::from([(FILE.to_owned(), SOURCE.to_owned())])
}

/// The place of the first occurrence of a text.
pub(crate) fn place(needle: &str) -> Location {
    let start = SOURCE.find(needle).unwrap();
    let lines = LineIndex::new(SOURCE);
    let at = |offset: usize| lines.position(u32::try_from(offset).unwrap(), SOURCE, PositionEncoding::Utf8);
    Location { file: FILE.to_owned(), cell: None, start: at(start), end: at(start + needle.len()) }
}

fn part(signal: &str, value: f64, expected: &str, points: f64, max: f64, evidence: &[usize]) -> Contribution {
    Contribution {
        kind: ContributionKind::Part,
        signal: Some(signal.to_owned()),
        value: Some(value),
        unit: sono_score::signals::definition(signal).map(|definition| definition.unit.to_owned()),
        expected: Some(expected.to_owned()),
        target_met: None,
        points,
        max_points: Some(max),
        evidence: evidence.to_vec(),
    }
}

fn adjust(
    kind: ContributionKind,
    signal: &str,
    value: f64,
    expected: &str,
    points: f64,
    evidence: &[usize],
) -> Contribution {
    Contribution { kind, max_points: None, ..part(signal, value, expected, points, 0.0, evidence) }
}

fn seen(
    kind: EvidenceKind,
    description: &str,
    signal: &str,
    value: f64,
    expected: &str,
    points: Option<f64>,
    at: &str,
) -> Evidence {
    Evidence {
        kind,
        description: description.to_owned(),
        source: if kind == EvidenceKind::Violation { "py-broad-except" } else { "engine" }.to_owned(),
        weight: 0.25,
        signal: Some(signal.to_owned()),
        value: Some(value),
        expected: Some(expected.to_owned()),
        points,
        location: Some(place(at)),
        metadata: BTreeMap::new(),
    }
}

fn metric(
    id: &str,
    name: &str,
    weight: f64,
    explanation: &str,
    contributions: Vec<Contribution>,
    evidence: Vec<Evidence>,
) -> Metric {
    let score = tidy(contributions.iter().map(|contribution| contribution.points).sum());
    Metric {
        id: id.to_owned(),
        name: name.to_owned(),
        category: Category::Code,
        assessed: true,
        reason: None,
        score: Some(score),
        weight,
        confidence: 0.74,
        explanation: explanation.to_owned(),
        contributions,
        evidence,
    }
}

fn unassessed(id: &str, name: &str, weight: f64, reason: &str) -> Metric {
    Metric {
        assessed: false,
        category: Category::Answers,
        reason: Some(reason.to_owned()),
        score: None,
        confidence: 0.0,
        ..metric(id, name, weight, "", Vec::new(), Vec::new())
    }
}

fn path(path: Path, weight: f64, spread: f64, metrics: Vec<Metric>) -> PathScore {
    let assessed = || metrics.iter().filter(|metric| metric.assessed);
    let total: f64 = assessed().map(|metric| metric.weight).sum();
    let sum: f64 = assessed().filter_map(|metric| Some(metric.score? * metric.weight)).sum();
    let score = (total > 0.0).then(|| tidy(sum / total));
    PathScore {
        path,
        assessed: score.is_some(),
        overall_score: score,
        reason: None,
        weight,
        confidence: if score.is_some() { 0.74 } else { 0.0 },
        score_interval: score.map(|score| ScoreInterval {
            low: (score - spread).max(0.0),
            high: (score + spread).min(100.0),
            level: 0.8,
        }),
        metrics,
        motives: Vec::new(),
        strengths: Vec::new(),
        areas_for_improvement: Vec::new(),
    }
}

fn technical() -> PathScore {
    let complexity = metric(
        "code_quality",
        "Code quality",
        0.4,
        "One function nests deeply; the rest is easy to follow.",
        vec![
            part("complexity.cognitive.p90", 17.0, "at most 5", 21.42857142857143, 40.0, &[0]),
            part("complexity.nesting.max", 5.0, "at most 3", 12.0, 20.0, &[1]),
            part("structure.function_sloc.p90", 13.0, "at most 30", 25.0, 25.0, &[]),
            part("naming.short.ratio", 0.0, "0", 15.0, 15.0, &[]),
        ],
        vec![
            seen(
                EvidenceKind::Measurement,
                "`total` has a cognitive complexity of 17.",
                "complexity.cognitive",
                17.0,
                "at most 5",
                Some(-18.571428571428573),
                "total(invoice, rates, discounts)",
            ),
            seen(
                EvidenceKind::Measurement,
                "`total` nests 5 levels deep.",
                "complexity.nesting",
                5.0,
                "at most 3",
                Some(-8.0),
                "if rate.percent > 0:\n                        amount += line.price * rate.percent / 100\n                    else:\n                        amount += line.price\n        elif line.kind == \"service\":",
            ),
        ],
    );
    let errors = metric(
        "error_handling",
        "Error handling",
        0.3,
        "An error is swallowed; no input is checked.",
        vec![
            Contribution {
                signal: None,
                value: None,
                expected: None,
                ..adjust(ContributionKind::Base, "", 0.0, "", 20.0, &[])
            },
            part("errors.raises.per_function", 0.0, "at least 0.5", 0.0, 40.0, &[]),
            part("errors.handled.ratio", 0.5, "at least 0.9", 13.333333333333334, 40.0, &[]),
            adjust(ContributionKind::Rule, "errors.swallowed", 1.0, "0", -12.0, &[0]),
            adjust(ContributionKind::Group, "violations", 2.0, "0", -9.0, &[1, 2]),
        ],
        vec![
            seen(
                EvidenceKind::Measurement,
                "An error is caught and dropped.",
                "errors.swallowed",
                1.0,
                "0",
                Some(-12.0),
                "except Exception:\n        pass",
            ),
            seen(
                EvidenceKind::Violation,
                "`except Exception` catches more than this code can handle.",
                "violations",
                1.0,
                "0",
                Some(-6.0),
                "except Exception:",
            ),
            seen(
                EvidenceKind::Violation,
                "The file that `open` returns is never closed.",
                "violations",
                1.0,
                "0",
                Some(-3.0),
                "open(path)",
            ),
        ],
    );
    let testing = metric(
        "testing",
        "Testing",
        0.3,
        "There are no tests.",
        vec![
            part("tests.functions.ratio", 0.0, "at least 0.5", 0.0, 60.0, &[]),
            part("tests.assertions.per_test", 0.0, "at least 1", 0.0, 40.0, &[]),
        ],
        vec![],
    );
    let mut path = path(Path::Technical, 0.4, 6.2, vec![complexity, errors, testing]);
    path.strengths = vec!["Functions are short: nine of ten have at most 13 lines.".to_owned()];
    path.areas_for_improvement = vec![
        "Split `total`: its branches within loops are hard to hold in mind.".to_owned(),
        "Write tests for `total` and `load`; there are none.".to_owned(),
    ];
    path
}

fn design() -> PathScore {
    let structure = metric(
        "structure",
        "Structure",
        1.0,
        "Small functions with one purpose each.",
        vec![
            part("structure.parameters.p90", 3.0, "at most 4", 50.0, 50.0, &[]),
            part("structure.duplicates.ratio", 0.0, "0", 50.0, 50.0, &[]),
        ],
        vec![],
    );
    let mut path = path(Path::Design, 0.3, 9.0, vec![structure]);
    path.motives = vec![Motive {
        motive_type: "efficiency".to_owned(),
        path: Path::Design,
        strength: 0.65,
        indicators: vec!["few statements per function".to_owned(), "no duplicated bodies".to_owned()],
        places: vec![MotivePlace {
            indicator: 0,
            description: "`load` has 3 statements".to_owned(),
            location: place("load"),
        }],
    }];
    path
}

fn communication() -> PathScore {
    let documentation = metric(
        "documentation",
        "Documentation",
        0.5,
        "The module is described, its functions are not.",
        vec![
            part("documentation.public.ratio", 0.0, "at least 0.8", 0.0, 70.0, &[0]),
            part("documentation.module.ratio", 1.0, "at least 1", 30.0, 30.0, &[]),
        ],
        vec![seen(
            EvidenceKind::Measurement,
            "`load` is not documented.",
            "documentation.public",
            0.0,
            "1",
            None,
            "load(path)",
        )],
    );
    let answers =
        unassessed("answers", "Written answers", 0.5, "a submission of type `code` is not asked for answers");
    let mut path = path(Path::Communication, 0.15, 12.0, vec![documentation, answers]);
    path.areas_for_improvement = vec!["Say what `load` returns when the file is missing.".to_owned()];
    path
}

fn recommendation(text: &str, path: Path, metric: &str, points: f64, at: Option<&str>) -> Recommendation {
    Recommendation { text: text.to_owned(), path, metric: metric.to_owned(), points, location: at.map(place) }
}

/// The assessment of [`SOURCE`].
pub(crate) fn assessment() -> Assessment {
    let mut collaboration = path(Path::Collaboration, 0.15, 0.0, Vec::new());
    collaboration.reason =
        Some("no commits were handed in, and the rubric reads nothing else on this path".to_owned());
    let path_scores = vec![technical(), design(), collaboration, communication()];
    let weights: f64 = path_scores.iter().filter(|path| path.assessed).map(|path| path.weight).sum();
    let sum: f64 = path_scores.iter().filter_map(|path| Some(path.overall_score? * path.weight)).sum();
    let overall = tidy(sum / weights);
    Assessment {
        schema_version: SCHEMA_VERSION.to_owned(),
        assessment_id: None,
        candidate_id: Some("candidate-17".to_owned()),
        submission_type: SubmissionType::Code,
        attributes: BTreeMap::from([
            ("cohort".to_owned(), "2031-spring".into()),
            ("attempt".to_owned(), 2.into()),
        ]),
        timestamp: None,
        overall_score: Some(overall),
        confidence: 0.7,
        score_interval: Some(ScoreInterval { low: overall - 5.4, high: overall + 5.4, level: 0.8 }),
        micro_motives: path_scores.iter().flat_map(|path| path.motives.clone()).collect(),
        path_scores,
        dominant_path: Some(Path::Design),
        summary:
            "The invoice code is small and well divided, but one function carries too many branches, an \
                  error is dropped, and nothing is tested."
                .to_owned(),
        key_findings: vec![
            KeyFinding {
                text: "`load` drops every error it meets.".to_owned(),
                location: Some(place("except Exception:")),
            },
            KeyFinding { text: "There are no tests.".to_owned(), location: None },
        ],
        recommendations: vec![
            recommendation(
                "Write a test for `total` that covers goods and services.",
                Path::Technical,
                "testing",
                14.117647058823529,
                None,
            ),
            recommendation(
                "Let `load` fail with the name of the file instead of returning None.",
                Path::Technical,
                "error_handling",
                12.4,
                Some("except Exception:\n        pass"),
            ),
            recommendation(
                "Move the choice of a rate out of `total`.",
                Path::Technical,
                "code_quality",
                5.0,
                Some("total("),
            ),
            recommendation("Document `load`.", Path::Communication, "documentation", 1.0, Some("load(path)")),
        ],
        integrity: vec![IntegrityFlag {
            kind: IntegrityKind::BidirectionalText,
            severity: Severity::High,
            description: "A comment holds characters that change the order in which the line is shown."
                .to_owned(),
            location: Some(place("\u{202e}nimda\u{202c}")),
        }],
        set_aside: Vec::new(),
        tags: None,
        review: None,
        engine_version: "0.1.0".to_owned(),
        processing_time_ms: None,
        metadata: Metadata {
            assessment_mode: AssessmentMode::Measured,
            languages: vec!["python".to_owned()],
            pattern_checks: PatternChecks {
                enabled: true,
                violation_count: 2,
                penalty_points: 9.0,
                violations: vec![
                    violation(
                        "`except Exception` catches more than this code can handle.",
                        Severity::High,
                        "except Exception:",
                        Some("Name the errors that `load` can handle."),
                    ),
                    violation("This line is too long to read.", Severity::Low, "\"x\": d", None),
                ],
            },
            position_encoding: None,
            provenance: Provenance {
                engine_version: "0.1.0".to_owned(),
                rubric: RubricProvenance {
                    id: "growth".to_owned(),
                    version: "1.0.0".to_owned(),
                    hash: "5a1f0c3be2d94e7786b0d1c2f3a4958677e1d0c9b8a7f6e5d4c3b2a190817263".to_owned(),
                },
                expects: None,
                reviewers: Vec::new(),
                model: None,
                input_hash: "c0ffee11d94e7786b0d1c2f3a4958677e1d0c9b8a7f6e5d4c3b2a19081726354".to_owned(),
                grammars: vec![GrammarVersion {
                    language: "python".to_owned(),
                    version: "0.25.0".to_owned(),
                }],
                dialects: BTreeMap::from([(
                    "complexity.cognitive".to_owned(),
                    "SonarSource, Campbell 2018".to_owned(),
                )]),
            },
        },
    }
}

fn violation(description: &str, severity: Severity, at: &str, fix: Option<&str>) -> ViolationRecord {
    ViolationRecord {
        rule: "py-broad-except".to_owned(),
        severity,
        description: description.to_owned(),
        fix: fix.map(str::to_owned),
        location: place(at),
    }
}
