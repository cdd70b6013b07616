//! Norms as a whole: what they count, what they refuse, what a rank says.

mod malformed;
mod properties;

use std::sync::LazyLock;

use serde_json::json;

use super::*;
use sono_score::engine::Engine;
use sono_score::rubric::Rubric;
use sono_score::submission::{Expectation, Submission};

/// An assessment as an engine gives it, to make others from.
static MADE: LazyLock<Assessment> = LazyLock::new(|| {
    let engine = Engine::builder().build().unwrap();
    engine.assess(&Submission::code("def double(x):\n    return 2 * x\n")).unwrap()
});

/// An assessment with this score on every level, or none.
fn scored(score: Option<f64>) -> Assessment {
    let mut assessment = MADE.clone();
    assessment.overall_score = score;
    for path in &mut assessment.path_scores {
        path.overall_score = score;
        path.metrics.iter_mut().for_each(|metric| metric.score = score);
    }
    assessment
}

fn of_role(score: f64, role: &str) -> Assessment {
    let mut assessment = scored(Some(score));
    assessment.attributes.insert("role".to_owned(), role.into());
    assessment
}

fn norms(scores: impl IntoIterator<Item = f64>) -> Norms {
    let mut norms = Norms::new();
    scores.into_iter().for_each(|score| norms.add(&scored(Some(score))).unwrap());
    norms
}

fn overall(norms: &Norms, score: f64) -> Rank {
    norms.standing(&scored(Some(score))).unwrap().all.overall
}

fn ranked(norms: &Norms, score: f64) -> Ranked {
    match overall(norms, score) {
        Rank::Ranked(ranked) => ranked,
        other => panic!("{other}"),
    }
}

#[test]
fn a_rank_counts_those_below_and_half_of_the_ties() {
    // 10 below, 20 ties, 10 above.
    let norms = norms((0..40).map(|index| match index {
        0..10 => 20.0,
        10..30 => 50.0,
        _ => 80.0,
    }));
    let at = ranked(&norms, 50.04);
    assert_eq!((at.percentile_rank, at.count, at.score), (50.0, 40, 50.04));
    assert_eq!((at.lower_quartile, at.median, at.upper_quartile), (20.0, 50.0, 50.0));
    let ranks = [0.0, 20.0, 49.9, 50.1, 80.0, 100.0].map(|score| ranked(&norms, score).percentile_rank);
    assert_eq!(ranks, [0.0, 12.5, 25.0, 75.0, 87.5, 100.0]);
    assert_eq!(overall(&norms, 50.0).to_string(), "percentile rank 50.0 of 40 (35.2 to 64.8)");
}

#[test]
fn every_level_has_a_rank() {
    let norms = norms((0..30).map(f64::from));
    let standing = norms.standing(&scored(Some(14.0))).unwrap();
    assert_eq!(standing.all.paths.len(), MADE.path_scores.len());
    for (path, given) in standing.all.paths.iter().zip(&MADE.path_scores) {
        assert_eq!((path.path, &path.rank), (given.path, &standing.all.overall));
        let metrics: Vec<_> = path.metrics.iter().map(|metric| &metric.metric).collect();
        assert_eq!(metrics, given.metrics.iter().map(|metric| &metric.id).collect::<Vec<_>>());
        assert!(path.metrics.iter().all(|metric| metric.rank == standing.all.overall));
    }
    assert!(standing.cohort.is_none());
}

#[test]
fn a_metric_that_an_assessment_lacks_is_not_counted_there() {
    let mut norms = norms((0..30).map(f64::from));
    let mut without = scored(Some(1.0));
    let removed = without.path_scores[0].metrics.remove(0).id;
    norms.add(&without).unwrap();
    assert_eq!(Norms::from_json(&norms.to_json().unwrap()).unwrap(), norms);
    let technical = &norms.standing(&scored(Some(1.0))).unwrap().all.paths[0];
    let count = |rank: &Rank| if let Rank::Ranked(ranked) = rank { ranked.count } else { 0 };
    let metric = technical.metrics.iter().find(|metric| metric.metric == removed).unwrap();
    assert_eq!((count(&technical.rank), count(&metric.rank)), (31, 30));
}

#[test]
fn all_equal_is_the_middle() {
    let at = ranked(&norms([70.0; 30]), 70.0);
    assert_eq!(
        (at.percentile_rank, at.lower_quartile, at.median, at.upper_quartile),
        (50.0, 70.0, 70.0, 70.0)
    );
}

#[test]
fn fewer_than_the_minimum_are_refused() {
    assert!(matches!(overall(&norms((0..30).map(f64::from)), 5.0), Rank::Ranked(_)));
    let few = norms((0..29).map(f64::from));
    assert_eq!(overall(&few, 5.0), Rank::Refused { count: 29, minimum: 30 });
    assert_eq!(overall(&few, 5.0).to_string(), "not ranked: expected at least 30 scores, got 29");
    assert_eq!(overall(&Norms::new(), 5.0), Rank::Refused { count: 0, minimum: MIN_COHORT });
    // What was not assessed does not count towards the minimum.
    let mut norms = few;
    norms.add(&scored(None)).unwrap();
    assert_eq!((norms.count(), overall(&norms, 5.0)), (30, Rank::Refused { count: 29, minimum: 30 }));
}

#[test]
fn what_is_not_assessed_says_why() {
    let norms = norms((0..30).map(f64::from));
    let mut assessment = scored(None);
    assessment.path_scores[0].reason = Some("nothing to read".to_owned());
    let standing = norms.standing(&assessment).unwrap().all;
    assert_eq!(standing.overall.to_string(), "not assessed: no path could be assessed");
    assert_eq!(standing.paths[0].rank, Rank::NotAssessed { reason: "nothing to read".to_owned() });
}

#[test]
fn cohorts_are_counted_apart_and_together() {
    let mut norms = Norms::by_attribute("role");
    for index in 0..30 {
        norms.add(&of_role(f64::from(index), "backend")).unwrap();
        norms.add(&of_role(f64::from(index + 30), "frontend")).unwrap();
    }
    norms.add(&scored(Some(0.0))).unwrap();
    let cohorts: Vec<_> = norms.cohorts().collect();
    assert_eq!(cohorts, [(None, 1), (Some("backend"), 30), (Some("frontend"), 30)]);

    let standing = norms.standing(&of_role(30.0, "frontend")).unwrap();
    let cohort = standing.cohort.unwrap();
    assert_eq!(
        (cohort.attribute.as_deref(), cohort.value.as_deref(), cohort.count),
        (Some("role"), Some("frontend"), 30)
    );
    let rank = |rank: &Rank| if let Rank::Ranked(ranked) = rank { ranked.percentile_rank } else { f64::NAN };
    assert!((rank(&standing.all.overall) - 100.0 * 31.5 / 61.0).abs() < 1e-8);
    assert!((rank(&cohort.overall) - 100.0 * 0.5 / 30.0).abs() < 1e-8);
    let unknown = norms.standing(&of_role(30.0, "operations")).unwrap().cohort.unwrap();
    assert_eq!((unknown.count, unknown.overall), (0, Rank::Refused { count: 0, minimum: 30 }));
    assert!(norms.standing(&scored(Some(1.0))).unwrap().cohort.is_none());
}

#[test]
fn attributes_are_plain_values() {
    let mut norms = Norms::by_attribute("a/b");
    for value in [json!(5), json!(5.0), json!("5"), json!(true), json!(null)] {
        let mut assessment = scored(Some(1.0));
        assessment.attributes.insert("a/b".to_owned(), value);
        norms.add(&assessment).unwrap();
    }
    assert_eq!(norms.cohorts().collect::<Vec<_>>(), [(None, 1), (Some("5"), 3), (Some("true"), 1)]);
    for value in [json!([1]), json!("x".repeat(201))] {
        let mut assessment = scored(Some(1.0));
        assessment.attributes.insert("a/b".to_owned(), value);
        let error = norms.add(&assessment).unwrap_err();
        assert_eq!(error.problems()[0].pointer.as_deref(), Some("/attributes/a~1b"));
    }
}

#[test]
fn an_attribute_of_too_many_values_makes_no_cohorts() {
    let mut norms = Norms::by_attribute("role");
    for index in 0..MAX_COHORTS {
        norms.add(&of_role(1.0, &index.to_string())).unwrap();
    }
    let before = norms.clone();
    let error = norms.add(&of_role(1.0, "one more")).unwrap_err();
    assert_eq!((error.kind(), &norms), (ErrorKind::LimitExceeded, &before));
    norms.add(&of_role(1.0, "0")).unwrap();
}

#[test]
fn only_what_is_comparable_is_mixed() {
    let mut counted = norms([1.0]);
    let before = counted.clone();
    let mut other = scored(Some(1.0));
    other.schema_version = "0.9".to_owned();
    other.metadata.provenance.engine_version = "0.0.1".to_owned();
    other.metadata.provenance.rubric.hash = "00".to_owned();
    other.metadata.provenance.expects = Some([Expectation::Tests].into());
    other.path_scores.pop();
    let error = counted.add(&other).unwrap_err();
    assert_eq!((error.kind(), &counted), (ErrorKind::NotComparable, &before));
    let pointers: Vec<_> = error.problems().iter().filter_map(|problem| problem.pointer.as_deref()).collect();
    assert_eq!(
        pointers,
        [
            "/schema_version",
            "/metadata/provenance/engine_version",
            "/metadata/provenance/rubric/hash",
            "/metadata/provenance/expects",
            "/path_scores"
        ]
    );
    assert_eq!(counted.standing(&other).unwrap_err().kind(), ErrorKind::NotComparable);

    let mut others = Norms::by_attribute("role");
    others.add(&other).unwrap();
    let error = counted.merge(&others).unwrap_err();
    assert_eq!((error.kind(), &counted), (ErrorKind::NotComparable, &before));
    let told: Vec<_> = error.problems().iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|told| told == "/attribute: expected none, got role"), "{told:?}");
    assert!(
        told.iter()
            .any(|told| told.starts_with("/basis/rubric/hash: expected ") && told.ends_with(", got 00")),
        "{told:?}"
    );
}

#[test]
fn heuristic_and_measured_scores_do_not_mix() {
    let classic = Engine::builder().rubric(Rubric::builtin("classic").unwrap()).build().unwrap();
    let assessment = classic.assess(&Submission::code("x = 1\n")).unwrap();
    let error = norms([1.0]).add(&assessment).unwrap_err();
    let told: Vec<_> = error.problems().iter().map(ToString::to_string).collect();
    assert!(
        told.contains(&"/metadata/assessment_mode: expected measured, got heuristic".to_owned()),
        "{told:?}"
    );
}

#[test]
fn what_no_engine_gives_is_refused() {
    let mut odd = scored(Some(101.0));
    odd.path_scores[0].overall_score = Some(f64::NAN);
    odd.path_scores[0].metrics.truncate(1);
    let metric = odd.path_scores[0].metrics[0].clone();
    odd.path_scores[0].metrics = vec![metric.clone(), metric];
    odd.path_scores.truncate(1);
    odd.path_scores.push(odd.path_scores[0].clone());
    odd.path_scores[1].metrics.clear();
    let error = Norms::new().add(&odd).unwrap_err();
    insta::assert_snapshot!(error, @"
    the assessment is not comparable with the norms
      /overall_score: expected a score from 0 to 100, got 101
      /path_scores/0/overall_score: expected a score from 0 to 100, got NaN
      /path_scores/0/metrics/0/score: expected a score from 0 to 100, got 101
      /path_scores/0/metrics/1/score: expected a score from 0 to 100, got 101
      /path_scores/1/overall_score: expected a score from 0 to 100, got NaN
      /path_scores/0/metrics/1/id: duplicate metric structure
      /path_scores/1/path: duplicate path technical
    ");
}
