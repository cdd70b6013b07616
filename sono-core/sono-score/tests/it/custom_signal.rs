//! Signals of the host: scored like others, and never the cause of a wrong score.

use std::sync::Arc;

use sono_score::assessment::{Assessment, EvidenceKind};
use sono_score::audit::{Verification, verify};
use sono_score::engine::Engine;
use sono_score::rubric::{Rubric, SignalRegistry};
use sono_score::signals::{CustomDefinition, CustomSignal, Material, Measured};
use sono_score::submission::Submission;
use sono_score::{ErrorKind, Result};
use sono_syntax::finding::Finding;
use sono_syntax::text::Span;

use crate::small_rubrics;

fn rubric_text() -> String {
    small_rubrics::reading(
        "acme.open_notes",
        "curve = [[0, 100], [4, 0]]\nimprove = \"Settle what stands at {worst.place}.\"",
    )
}

type Measure = fn(&Material<'_>) -> Result<Option<Measured>, String>;

/// A signal made of a definition and a function.
#[derive(Debug, Clone)]
struct Signal(CustomDefinition, Measure);

impl CustomSignal for Signal {
    fn definition(&self) -> CustomDefinition {
        self.0.clone()
    }

    fn measure(&self, material: &Material<'_>) -> Result<Option<Measured>, String> {
        (self.1)(material)
    }
}

fn definition() -> CustomDefinition {
    CustomDefinition::new("acme.open_notes", "Open notes", "Occurrences of `FIXME`.").max(100.0)
}

/// Where the code says `FIXME`.
fn open_notes(material: &Material<'_>) -> Result<Option<Measured>, String> {
    let mut findings = Vec::new();
    for (index, source, outline) in material.outlined() {
        assert!(outline.is_some_and(|outline| outline.statements > 0));
        for (at, note) in source.text.match_indices("FIXME") {
            let span = Span::new(at, at + note.len());
            findings.push(Finding::new(index, span, "A note that is still open").named("note").valued(1.0));
        }
    }
    Ok(Some(Measured { value: findings.len() as f64, units: 1, findings }))
}

fn rubric(definition: &CustomDefinition) -> Arc<Rubric> {
    small_rubrics::compiled(&rubric_text(), std::slice::from_ref(definition))
}

fn engine(signal: Signal) -> Engine {
    Engine::builder().rubric(rubric(&signal.0)).signal(Arc::new(signal)).build().unwrap()
}

fn submission() -> Submission {
    Submission::code("x = 1  # FIXME\ny = 2  # FIXME\n")
}

fn assess(signal: Signal) -> Result<Assessment> {
    engine(signal).assess(&submission())
}

#[test]
fn a_signal_of_the_host_scores_with_evidence_and_provenance() {
    let assessment = assess(Signal(definition(), open_notes)).unwrap();
    let metric = &assessment.path_scores[0].metrics[0];
    assert_eq!((metric.score, metric.contributions[0].value), (Some(50.0), Some(2.0)));
    let evidence = &metric.evidence[1];
    assert_eq!((evidence.kind, evidence.source.as_str()), (EvidenceKind::Measurement, "host"));
    let place = evidence.location.as_ref().unwrap();
    assert_eq!((place.file.as_str(), place.start.line, place.start.column), ("code", 2, 10));
    assert_eq!(assessment.recommendations[0].text, "Settle what stands at code:1.");
    let dialects = &assessment.metadata.provenance.dialects;
    let expected =
        format!("Occurrences of `FIXME`. (measured by the host; definition {})", definition().hash());
    assert_eq!(dialects["acme.open_notes"], expected);

    let verification = verify(&engine(Signal(definition(), open_notes)), &assessment, &submission()).unwrap();
    assert!(verification.is_equal(), "{verification:?}");
    let measured = engine(Signal(definition(), open_notes)).measure(&submission()).unwrap();
    assert_eq!(measured.signals.value("acme.open_notes"), Some(2.0));
    assert_eq!(measured.sources[0].signals.value("acme.open_notes"), Some(2.0));
}

#[test]
fn another_definition_is_another_rubric() {
    let other = CustomDefinition { source: "version 2".to_owned(), ..definition() };
    let hash = |definition: &CustomDefinition| {
        let rubric = rubric(definition);
        rubric.hash(&rubric.default_parameters())
    };
    assert_ne!(definition().hash(), other.hash());
    assert_ne!(hash(&definition()), hash(&other));
    let assessment = assess(Signal(definition(), open_notes)).unwrap();
    let verification = verify(&engine(Signal(other, open_notes)), &assessment, &submission()).unwrap();
    assert!(matches!(verification, Verification::NotReplayable { .. }), "{verification:?}");
    // A rubric that reads none is the same rubric, whatever the registry knows.
    let source = Rubric::builtin_source("growth").unwrap();
    let registry = SignalRegistry::standard().with_custom(&definition());
    let growth = Rubric::parse(source, "growth.toml", |_| Ok(None), &registry).unwrap();
    let builtin = Rubric::builtin("growth").unwrap();
    assert_eq!(growth.hash(&growth.default_parameters()), builtin.hash(&builtin.default_parameters()));
}

#[test]
fn every_field_of_a_definition_counts() {
    let base = definition();
    let text = |change: fn(&mut CustomDefinition)| {
        let mut definition = base.clone();
        change(&mut definition);
        definition.hash()
    };
    let hashes = [
        base.hash(),
        text(|d| d.id.push('s')),
        text(|d| d.name.push('s')),
        text(|d| d.unit.push('s')),
        text(|d| d.definition.push('s')),
        text(|d| d.source.push('s')),
        text(|d| d.min = -1.0),
        text(|d| d.max = None),
        text(|d| d.max = Some(101.0)),
        text(|d| d.direction = sono_score::signals::Direction::Lower),
        text(|d| d.reads = vec!["acme.a".to_owned(), "acme.b".to_owned()]),
        text(|d| d.reads = vec!["acme.aacme.b".to_owned()]),
    ];
    assert_eq!(std::collections::BTreeSet::from(hashes).len(), 12);
}

#[test]
fn what_cannot_be_is_an_error_and_no_score() {
    fn finding(span: Span, source: u32, message: &str) -> Result<Option<Measured>, String> {
        Ok(Some(Measured { value: 1.0, units: 1, findings: vec![Finding::new(source, span, message)] }))
    }
    let cases: [(Measure, &str); 11] = [
        (|_| panic!("a defect"), "it panicked: a defect"),
        (|_| Err("no licence server".to_owned()), "no licence server"),
        (
            |_| Ok(Some(Measured { value: f64::NAN, ..Measured::default() })),
            "expected a number from 0 to 100, got NaN",
        ),
        (|_| Ok(Some(Measured { value: f64::INFINITY, ..Measured::default() })), "got inf"),
        (|_| Ok(Some(Measured { value: -0.5, ..Measured::default() })), "got -0.5"),
        (|_| Ok(Some(Measured { value: 100.5, ..Measured::default() })), "got 100.5"),
        (|_| finding(Span::new(0, 1), 7, "x"), "in source 7, which does not exist"),
        (|_| finding(Span::new(0, 1_000), 0, "x"), "at bytes 0 to 1000 of code, which are no text"),
        (|_| finding(Span { start: 5, end: 2 }, 0, "x"), "which are no text"),
        (|_| finding(Span::new(0, 1), 0, " "), "of 1 to 1000 characters, got 0"),
        (
            |_| {
                let finding = Finding::new(0, Span::new(0, 1), "x").valued(f64::NAN);
                Ok(Some(Measured { value: 1.0, units: 1, findings: vec![finding] }))
            },
            "expected a finite value of a finding, got NaN",
        ),
    ];
    for (measure, expected) in cases {
        let error = assess(Signal(definition(), measure)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::SignalFailed);
        let told = error.problems()[0].to_string();
        assert!(told.starts_with("`acme.open_notes`: ") && told.contains(expected), "{told}");
    }
}

#[test]
fn an_absent_value_is_absent_and_findings_are_capped() {
    let absent = assess(Signal(definition(), |_| Ok(None))).unwrap();
    assert_eq!(absent.overall_score, None);
    let many: Measure = |_| {
        let findings = vec![Finding::new(0, Span::new(0, 1), "x"); 50];
        Ok(Some(Measured { value: 4.0, units: 0, findings }))
    };
    let measured = engine(Signal(definition(), many)).measure(&submission()).unwrap();
    let measured = measured.signals.get("acme.open_notes").unwrap();
    assert_eq!((measured.units, measured.findings.len()), (1, 5));
}

#[test]
fn a_signal_that_the_rubric_does_not_read_is_not_asked() {
    let failing = Signal(definition(), |_| Err("asked".to_owned()));
    let engine = Engine::builder().signal(Arc::new(failing)).build().unwrap();
    let plain = Engine::builder().build().unwrap();
    assert_eq!(engine.assess(&submission()).unwrap(), plain.assess(&submission()).unwrap());
    assert_eq!(engine.measure(&submission()).unwrap_err().kind(), ErrorKind::SignalFailed);
}

#[test]
fn definitions_are_checked_when_the_engine_is_built() {
    let signal = |definition| Arc::new(Signal(definition, open_notes)) as Arc<dyn CustomSignal>;
    let bad = CustomDefinition {
        min: 2.0,
        max: Some(1.0),
        name: " ".to_owned(),
        source: "x".repeat(1_001),
        ..CustomDefinition::new("Open Notes", "", "x")
    };
    let error = Engine::builder()
        .rubric(rubric(&definition()))
        .signal(signal(bad))
        .signal(signal(CustomDefinition::new("size.functions", "Functions", "Mine.")))
        .signal(signal(CustomDefinition::new("acme.a", "A", "a")))
        .signal(signal(CustomDefinition::new("acme.a", "A", "a")))
        .build()
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidSignal);
    insta::assert_snapshot!(error, @"
    the signals of the host cannot be used
      `Open Notes`: expected a dotted id such as `acme.clarity`, of at most 100 of a-z, 0-9, _ and .
      `Open Notes`: expected words as `name`, got none
      `Open Notes`: expected at most 1000 characters as `source`, got 1001
      `Open Notes`: expected a finite range of values, the least first, got 2 to 1
      `size.functions`: a signal of that id exists already
      `acme.a`: a signal of that id exists already
      `acme.open_notes`: the rubric reads it, and the engine was not given a signal of that id
    ");

    let other = CustomDefinition { unit: "notes".to_owned(), ..definition() };
    let error = Engine::builder().rubric(rubric(&definition())).signal(signal(other)).build().unwrap_err();
    assert!(error.to_string().contains("compiled with another definition"), "{error}");
}

#[test]
fn a_divisor_is_read_as_well() {
    let source = rubric_text().replace(
        "[[path]]",
        "[[measure]]\nid = \"kw.x\"\ncount = [\"x\"]\nper = \"acme.open_notes\"\n[[path]]",
    );
    let source = source.replace("signal = \"acme.open_notes\"", "signal = \"kw.x\"");
    let source = source.replace("format = 1", "format = 1\nheuristic = true");
    let rubric = small_rubrics::compiled(&source, &[definition()]);
    assert_eq!(rubric.custom_signals().map(|(id, _)| id).collect::<Vec<_>>(), ["acme.open_notes"]);
    assert!(Engine::builder().rubric(rubric.clone()).build().is_err());
    let signal = Arc::new(Signal(definition(), open_notes));
    let assessment =
        Engine::builder().rubric(rubric).signal(signal).build().unwrap().assess(&submission()).unwrap();
    assert_eq!(assessment.path_scores[0].metrics[0].contributions[0].value, Some(0.5));
}
