//! Who says what was asked for, and what stands in the result.

use std::collections::BTreeSet;

use sono_score::assessment::Assessment;
use sono_score::audit::{Verification, verify};
use sono_score::engine::Engine;
use sono_score::rubric::Rubric;
use sono_score::submission::{Expectation, Submission, SubmissionType};

const CODE: &str = "def add(a, b):\n    if a is None:\n        raise ValueError(a)\n    return a + b\n";

fn code(kind: SubmissionType) -> Submission {
    Submission::builder().submission_type(kind).file("add.py", CODE).build().unwrap()
}

fn asking(expects: &[Expectation]) -> Engine {
    Engine::builder().expects(expects.iter().copied()).build().unwrap()
}

fn asked(assessment: &Assessment) -> BTreeSet<Expectation> {
    assessment.metadata.provenance.expects.clone().unwrap()
}

#[test]
fn the_nearest_says_what_was_asked_for() {
    use Expectation::{Answers, Documentation, Readme, Tests, Types};
    let (plain, nothing, tests) = (Engine::builder().build().unwrap(), asking(&[]), asking(&[Tests]));
    for (kind, default) in [
        (SubmissionType::Code, &[][..]),
        (SubmissionType::Project, &[Tests, Documentation, Readme]),
        (SubmissionType::Interview, &[Answers]),
        (SubmissionType::Portfolio, &[Documentation, Readme]),
        (SubmissionType::Test, &[Answers]),
        (SubmissionType::MobileInteractive, &[Answers]),
    ] {
        let silent = code(kind);
        assert_eq!(asked(&plain.assess(&silent).unwrap()), default.iter().copied().collect(), "{kind:?}");
        assert_eq!(asked(&tests.assess(&silent).unwrap()), [Tests].into());
        assert_eq!(asked(&nothing.assess(&silent).unwrap()), [].into());
        let types = Submission { expects: Some([Types].into()), ..silent };
        for engine in [&plain, &nothing, &tests] {
            assert_eq!(asked(&engine.assess(&types).unwrap()), [Types].into());
        }
    }
}

#[test]
fn what_a_submission_holds_never_says_it() {
    let engine = Engine::builder().build().unwrap();
    let bare = code(SubmissionType::Code);
    let mut full = bare.clone();
    full.content.files.extend(
        Submission::builder()
            .file("test_add.py", "from add import add\n\n\ndef test_add():\n    assert add(1, 2) == 3\n")
            .file("README.md", "Adds two numbers.")
            .build()
            .unwrap()
            .content
            .files,
    );
    let (bare, full) = (engine.assess(&bare).unwrap(), engine.assess(&full).unwrap());
    assert_eq!(asked(&bare), asked(&full));
    assert_eq!(bare.overall_score, full.overall_score);
}

#[test]
fn a_rubric_without_expectations_scores_alike() {
    let engine = Engine::builder().rubric(Rubric::builtin("classic").unwrap()).build().unwrap();
    let silent = code(SubmissionType::Code);
    let stated = Submission { expects: Some(Expectation::ALL.into()), ..silent.clone() };
    let (silent, stated) = (engine.assess(&silent).unwrap(), engine.assess(&stated).unwrap());
    assert_eq!(silent.metadata.provenance.expects, None);
    assert_eq!(asked(&stated), Expectation::ALL.into());
    assert_eq!(silent.path_scores, stated.path_scores);
}

#[test]
fn a_replay_asks_for_what_was_asked_for() {
    use Expectation::{Documentation, Tests};
    let submission = code(SubmissionType::Code);
    let assessment = asking(&[Tests, Documentation]).assess(&submission).unwrap();
    for (engine, is_witness) in
        [(Engine::builder().build().unwrap(), false), (asking(&[Tests, Documentation]), true)]
    {
        let verification = verify(&engine, &assessment, &submission).unwrap();
        let Verification::Equal { not_covered } = verification else { panic!("{verification:?}") };
        let listed = not_covered.iter().any(|part| part.pointer == "/metadata/provenance/expects");
        assert_eq!(listed, !is_witness, "who else says what was asked for?");
    }
    // What was asked for cannot be edited without the scores that follow from it.
    let mut edited = assessment.clone();
    edited.metadata.provenance.expects = Some([].into());
    let verification = verify(&asking(&[]), &edited, &submission).unwrap();
    assert!(matches!(verification, Verification::Differs { .. }), "{verification:?}");
    // A submission that says it itself is the better witness.
    let stated = Submission { expects: Some([Tests].into()), ..submission };
    let mut edited = asking(&[]).assess(&stated).unwrap();
    edited.metadata.provenance.expects = Some([].into());
    let verification = verify(&asking(&[]), &edited, &stated).unwrap();
    let Verification::Differs { differences } = verification else { panic!("{verification:?}") };
    assert_eq!(differences[0].pointer, "/metadata/provenance/expects/0");
}

#[test]
fn engines_that_ask_for_something_else_are_set_up_otherwise() {
    let hashes = [Engine::builder().build().unwrap(), asking(&[]), asking(&[Expectation::Tests])];
    let hashes: BTreeSet<String> = hashes.iter().map(Engine::setup_hash).collect();
    assert_eq!(hashes.len(), 3);
}
