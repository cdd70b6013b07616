//! Tries to raise scores without better work, on real code that is installed: see `docs/validity.md`.
//!
//! `gaming [--edit NAME [--show] [--text]] [--claim NAME] [--code N] [--projects N] [--interviews N] [--causes]
//! [--no-classic] [--summary] [--json]`
//!
//! Fails if an edit does what its claim forbids, or if there are too few submissions. `--edit` takes a part of the
//! name; `--show` prints what moved in the worst case, `--text` also the edited files.

use std::process::ExitCode;

use sono_benches::gaming::corpus::{Wanted, subjects};
use sono_benches::gaming::trial::{Engines, run};
use sono_benches::gaming::{Edit, Subject, edits, show, table};
use sono_core::submission::SubmissionType;

struct Options {
    edit: Option<String>,
    claim: Option<String>,
    wanted: Wanted,
    show: bool,
    text: bool,
    causes: bool,
    json: bool,
    classic: bool,
    summary: bool,
}

fn options() -> Result<Options, String> {
    let wanted = Wanted { code: 24, projects: 8, interviews: 10 };
    let mut options = Options {
        edit: None,
        claim: None,
        wanted,
        show: false,
        text: false,
        causes: false,
        json: false,
        classic: true,
        summary: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        let number = |value: String| value.parse().map_err(|_| format!("expected a number, got {value}"));
        match argument.as_str() {
            "--edit" => options.edit = Some(value()?),
            "--claim" => options.claim = Some(value()?),
            "--code" => options.wanted.code = number(value()?)?,
            "--projects" => options.wanted.projects = number(value()?)?,
            "--interviews" => options.wanted.interviews = number(value()?)?,
            "--show" => options.show = true,
            "--text" => options.text = true,
            "--causes" => options.causes = true,
            "--no-classic" => options.classic = false,
            "--summary" => options.summary = true,
            "--json" => options.json = true,
            _ => return Err(format!("unknown option {argument}")),
        }
    }
    Ok(options)
}

fn main() -> ExitCode {
    let options = match options() {
        Ok(options) => options,
        Err(problem) => {
            eprintln!("gaming: {problem}");
            return ExitCode::FAILURE;
        }
    };
    let engines = Engines::new(options.classic).expect("the rubrics that come with the library are valid");
    let all: Vec<&'static Edit> = edits::all().collect();
    let chosen: Vec<&'static Edit> = all
        .iter()
        .copied()
        .filter(|edit| options.edit.as_ref().is_none_or(|name| edit.name.contains(name.as_str())))
        .filter(|edit| options.claim.as_ref().is_none_or(|claim| edit.claim.as_str() == claim))
        .collect();
    let subjects = subjects(options.wanted);
    let trials = run(&engines, &subjects, &chosen);

    if options.json {
        println!("{:#}", table::json(&trials, subjects.len()));
    } else {
        count(&subjects);
        if options.summary {
            table::print_summary(&trials);
        } else {
            table::print(&trials, options.causes);
        }
    }
    if options.show || options.text {
        for trial in &trials {
            println!();
            show::print(&engines, trial, &subjects, options.text);
        }
    }

    let failed: Vec<&str> =
        trials.iter().filter(|trial| !table::figures(trial).holds).map(|trial| trial.edit.name).collect();
    for name in &failed {
        eprintln!("gaming: the claim about '{name}' does not hold");
    }
    let complete = subjects.len() >= table::SUBMISSIONS && all.len() >= table::EDITS;
    if !complete {
        let (few, edits) = (subjects.len(), all.len());
        eprintln!(
            "gaming: {few} submissions and {edits} edits; expected {} and {}",
            table::SUBMISSIONS,
            table::EDITS
        );
    }
    if failed.is_empty() && complete { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Says what the figures rest on.
fn count(subjects: &[Subject]) {
    println!("{:<12} {:>6} {:>9} {:>11}", "", "code", "projects", "interviews");
    for dialect in &sono_benches::gaming::dialect::DIALECTS {
        let of = |kind| {
            subjects
                .iter()
                .filter(|subject| std::ptr::eq(subject.dialect, dialect) && subject.kind == kind)
                .count()
        };
        let (code, projects) = (of(SubmissionType::Code), of(SubmissionType::Project));
        let few = if code == 0 { "  (nothing installed: run scripts/gaming.sh)" } else { "" };
        println!("{:<12} {code:>6} {projects:>9} {:>11}{few}", dialect.id, of(SubmissionType::Interview));
    }
}
