//! Scorers of the host: read by rubrics like signals, after everything was measured, and in no order.

use std::sync::Arc;

use sono_score::audit::verify;
use sono_score::engine::{Engine, EngineBuilder};
use sono_score::rubric::Rubric;
use sono_score::signals::{
    CustomDefinition, CustomScorer, CustomSignal, Material, Measured, Scored, SignalSet,
};
use sono_score::submission::Submission;
use sono_score::{Error, ErrorKind, Result};
use sono_syntax::finding::Finding;
use sono_syntax::text::Span;

use crate::small_rubrics;

type Score = fn(&Material<'_>, &SignalSet) -> Result<Option<Scored>, String>;

/// A scorer made of a definition and a function.
#[derive(Debug, Clone)]
struct Scorer(CustomDefinition, Score);

impl CustomScorer for Scorer {
    fn definition(&self) -> CustomDefinition {
        self.0.clone()
    }

    fn score(&self, material: &Material<'_>, signals: &SignalSet) -> Result<Option<Scored>, String> {
        (self.1)(material, signals)
    }
}

/// How often the code says `FIXME`.
#[derive(Debug)]
struct Notes(CustomDefinition);

impl CustomSignal for Notes {
    fn definition(&self) -> CustomDefinition {
        self.0.clone()
    }

    fn measure(&self, material: &Material<'_>) -> Result<Option<Measured>, String> {
        let count = material.outlined().map(|(_, source, _)| source.text.matches("FIXME").count());
        Ok(Some(Measured { value: count.sum::<usize>() as f64, units: 1, findings: Vec::new() }))
    }
}

fn notes() -> CustomDefinition {
    CustomDefinition::new("acme.notes", "Notes", "Occurrences of `FIXME`.")
}

fn tidiness() -> CustomDefinition {
    CustomDefinition::scorer("acme.tidiness", "Tidiness", "80 points, 10 less per note.").reads("acme.notes")
}

fn tidy(_: &Material<'_>, signals: &SignalSet) -> Result<Option<Scored>, String> {
    let notes = signals.value("acme.notes").ok_or("no notes")?;
    let findings = vec![Finding::new(0, Span::new(0, 1), "It starts untidily")];
    Ok(Some(Scored { score: 80.0 - 10.0 * notes, units: 3, findings }))
}

/// A scorer that checks which signals it finds.
fn sees_what_it_named(_: &Material<'_>, signals: &SignalSet) -> Result<Option<Scored>, String> {
    let found: Vec<_> = signals.iter().map(|(id, _)| id).filter(|id| id.starts_with("acme.")).collect();
    assert_eq!(signals.value("size.functions"), Some(0.0));
    assert!(found.is_empty(), "found {found:?}");
    Ok(Some(Scored { score: 1.0, ..Scored::default() }))
}

fn rubric(definitions: &[CustomDefinition]) -> Arc<Rubric> {
    let part = "curve = [[0, 0], [100, 50]]\nuncertainty = 10\nimprove = \"Tidy up {worst.place}.\"";
    small_rubrics::compiled(&small_rubrics::reading("acme.tidiness", part), definitions)
}

fn builder(scorer: Scorer) -> EngineBuilder {
    let rubric = rubric(&[notes(), scorer.0.clone()]);
    Engine::builder().rubric(rubric).signal(Arc::new(Notes(notes()))).scorer(Arc::new(scorer))
}

fn engine(scorer: Scorer) -> Engine {
    builder(scorer).build().unwrap()
}

fn submission() -> Submission {
    Submission::code("x = 1  # FIXME\ny = 2  # FIXME\n")
}

fn told(error: &Error) -> Vec<String> {
    error.problems().iter().map(ToString::to_string).collect()
}

#[test]
fn a_scorer_is_weighed_by_the_rubric_with_evidence_uncertainty_and_provenance() {
    let engine = engine(Scorer(tidiness(), tidy));
    let assessment = engine.assess(&submission()).unwrap();
    let metric = &assessment.path_scores[0].metrics[0];
    // 60 points of the scorer, under a curve that halves them.
    assert_eq!((metric.score, metric.contributions[0].value), (Some(30.0), Some(60.0)));
    assert_eq!((metric.evidence[0].source.as_str(), metric.evidence.len()), ("host", 1));
    assert_eq!(assessment.recommendations[0].text, "Tidy up code:1.");
    assert!(assessment.score_interval.is_some());
    let dialects = &assessment.metadata.provenance.dialects;
    for definition in [tidiness(), notes()] {
        assert!(dialects[&definition.id].ends_with(&format!("definition {})", definition.hash())));
    }
    assert!(verify(&engine, &assessment, &submission()).unwrap().is_equal());

    let measured = engine.measure(&submission()).unwrap();
    let scored = measured.signals.get("acme.tidiness").unwrap();
    assert_eq!((scored.value, scored.units, scored.findings.len()), (60.0, 3, 1));
    assert_eq!(measured.sources[0].signals.value("acme.tidiness"), Some(60.0));
}

#[test]
fn a_signal_that_only_a_scorer_reads_is_part_of_the_rubric() {
    let rubric_of = |notes: &CustomDefinition| {
        let rubric = rubric(&[notes.clone(), tidiness()]);
        rubric.hash(&rubric.default_parameters())
    };
    let other = CustomDefinition { source: "version 2".to_owned(), ..notes() };
    assert_ne!(rubric_of(&notes()), rubric_of(&other));
    let rubric = rubric(&[notes(), tidiness()]);
    assert_eq!(
        rubric.custom_signals().map(|(id, _)| id).collect::<Vec<_>>(),
        ["acme.notes", "acme.tidiness"]
    );
}

#[test]
fn a_scorer_finds_neither_other_scorers_nor_signals_that_it_did_not_name() {
    let blind = |id: &str| Scorer(CustomDefinition::scorer(id, "Blind", "1."), sees_what_it_named);
    let measured = |first: &str, second: &str| {
        let engine = builder(Scorer(tidiness(), tidy));
        let engine = engine.scorer(Arc::new(blind(first))).scorer(Arc::new(blind(second))).build().unwrap();
        let set = engine.measure(&submission()).unwrap().signals;
        (engine.setup_hash(), set.iter().map(|(id, measured)| (id.to_owned(), measured.clone())).collect())
    };
    let (hash, values): (String, Vec<_>) = measured("acme.a", "acme.z");
    assert_eq!((hash, values.clone()), measured("acme.z", "acme.a"));
    let own: Vec<_> = values.iter().filter(|(id, _)| id.starts_with("acme.")).collect();
    assert_eq!(own.len(), 4, "{own:?}");
}

#[test]
fn the_setup_of_an_engine_knows_scorers_and_signals_apart() {
    let definition = CustomDefinition::scorer("acme.x", "X", "X.");
    let plain = Engine::builder().build().unwrap().setup_hash();
    let signal = Engine::builder().signal(Arc::new(Notes(definition.clone()))).build().unwrap().setup_hash();
    let scorer = |definition: CustomDefinition| {
        Engine::builder().scorer(Arc::new(Scorer(definition, |_, _| Ok(None)))).build().unwrap().setup_hash()
    };
    let hashes = [
        plain,
        signal,
        scorer(definition.clone()),
        scorer(CustomDefinition { source: "version 2".to_owned(), ..definition }),
    ];
    assert_eq!(std::collections::BTreeSet::from(hashes).len(), 4);
}

#[test]
fn what_cannot_be_is_an_error_and_no_score() {
    let cases: [(Score, &str); 5] = [
        (|_, _| panic!("a defect"), "it panicked: a defect"),
        (|_, _| Err("no reviewer".to_owned()), "no reviewer"),
        (|_, _| Ok(Some(Scored { score: f64::NAN, ..Scored::default() })), "got NaN"),
        (
            |_, _| Ok(Some(Scored { score: 100.5, ..Scored::default() })),
            "expected a number from 0 to 100, got 100.5",
        ),
        (
            |_, _| {
                let findings = vec![Finding::new(7, Span::new(0, 1), "x")];
                Ok(Some(Scored { score: 1.0, units: 1, findings }))
            },
            "in source 7, which does not exist",
        ),
    ];
    for (score, expected) in cases {
        let error = engine(Scorer(tidiness(), score)).assess(&submission()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::SignalFailed);
        let told = told(&error);
        assert!(told[0].starts_with("`acme.tidiness`: ") && told[0].contains(expected), "{told:?}");
    }
    let absent = engine(Scorer(tidiness(), |_, _| Ok(None))).assess(&submission()).unwrap();
    assert_eq!(absent.overall_score, None);
}

#[test]
fn definitions_are_checked_when_the_engine_is_built() {
    let scorer = |definition| Arc::new(Scorer(definition, tidy)) as Arc<dyn CustomScorer>;
    let reading = CustomDefinition { reads: vec!["acme.notes".to_owned()], ..notes() };
    let error = Engine::builder()
        .rubric(rubric(&[tidiness()]))
        .signal(Arc::new(Notes(notes())))
        .signal(Arc::new(Notes(CustomDefinition { id: "acme.reading".to_owned(), ..reading })))
        .scorer(scorer(tidiness()))
        .scorer(scorer(CustomDefinition { max: None, ..CustomDefinition::scorer("acme.a", "A", "a") }))
        .scorer(scorer(CustomDefinition::scorer("acme.notes", "B", "b")))
        .scorer(scorer(CustomDefinition::scorer("acme.c", "C", "c").reads("acme.a").reads("size.functions")))
        .build()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidSignal);
    insta::assert_snapshot!(error, @"
    the signals of the host cannot be used
      `acme.reading`: `reads` is for scorers; a signal is a function of the material alone
      `acme.a`: got scores from 0 to any number, expected from 0 to 100
      `acme.notes`: a signal of that id exists already
      `acme.tidiness`: it reads `acme.notes`, and the rubric was compiled without its definition
      `acme.c`: it reads `acme.a`, and the engine was not given a custom signal of that id
      `acme.c`: it reads `size.functions`, and the engine was not given a custom signal of that id
    ");
}
