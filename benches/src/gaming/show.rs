//! The worst case of an edit: where it is, what it looks like, and which parts of the score moved.

use super::subject::Subject;
use super::table::figures;
use super::trial::{Engines, Trial};

/// Parts that move less than this are not printed.
const WORTH: f64 = 0.05;

/// Prints the worst case of a trial, with the edited files if `text` is set.
pub fn print(engines: &Engines, trial: &Trial, subjects: &[Subject], text: bool) {
    let Some(subject) = figures(trial).worst_subject.and_then(|worst| subjects.get(worst)) else {
        println!("{} applies to no submission", trial.edit.name);
        return;
    };
    let Some(edited) = (trial.edit.apply)(subject) else { return };
    let before = engines.ours(&subject.hand_in().submission());
    let after = engines.ours(&edited.clone().submission());
    let (Some(before), Some(after)) = (before, after) else { return };
    println!("{}: {}", trial.edit.name, trial.edit.what);
    println!("{} ({})", subject.origin, subject.kind.as_str());
    println!("{:>7.2} {:>7.2}  {:>+6.2}", before.overall, after.overall, after.overall - before.overall);
    let keys: std::collections::BTreeSet<_> = before.parts.keys().chain(after.parts.keys()).collect();
    for key in keys {
        let points = |parts: &std::collections::BTreeMap<String, f64>| parts.get(key).copied().unwrap_or(0.0);
        let (was, is) = (points(&before.parts), points(&after.parts));
        if (is - was).abs() >= WORTH {
            println!("{was:>7.2} {is:>7.2}  {:>+6.2}  {key}", is - was);
        }
    }
    if text {
        for file in &edited.files {
            println!("\n--- {}\n{}", file.path, file.text);
        }
        if let Some(explanation) = &edited.explanation {
            println!("\n--- explanation\n{explanation}");
        }
    }
}
