//! Figures of each edit, the verdict on them, and how they are printed.

use std::collections::BTreeMap;

use super::edits::Claim;
use super::trial::Trial;

/// The least number of submissions that a verdict may rest on.
pub const SUBMISSIONS: usize = 100;
/// The least number of edits.
pub const EDITS: usize = 80;
/// The most that an edit without merit may gain on average, and at worst.
const GAIN: (f64, f64) = (1.0, 5.0);
/// The share of the cases in which an edit that does harm must cost something.
const LOWERED: f64 = 0.95;
/// The points that code without bodies must lose on average.
const EMPTIED: f64 = 10.0;
/// The points by which a score may move if nothing has changed.
const STILL: f64 = 0.5;
/// The least loss that counts, in points: a score is told to a tenth.
const LEAST: f64 = 0.05;

/// The figures of one edit.
#[derive(Debug)]
pub struct Figures {
    /// The number of submissions that it applies to.
    pub n: usize,
    /// The mean gain.
    pub mean: f64,
    /// The median gain.
    pub median: f64,
    /// The worst gain, as the claim has it: the highest, or the one furthest from 0.
    pub worst: f64,
    /// The share of submissions that lose.
    pub lowered: f64,
    /// The share that loses as much as code without bodies must on average.
    pub much: f64,
    /// The share in which a sign of manipulation is reported.
    pub flagged: f64,
    /// The mean gain in the keyword rubric.
    pub classic: f64,
    /// The worst gain in the keyword rubric.
    pub classic_worst: f64,
    /// Whether the claim holds.
    pub holds: bool,
    /// The index of the worst submission.
    pub worst_subject: Option<usize>,
}

/// The figures of a trial.
pub fn figures(trial: &Trial) -> Figures {
    let gains: Vec<f64> = trial.outcomes.iter().map(|outcome| outcome.gain).collect();
    let classic: Vec<f64> = trial.outcomes.iter().map(|outcome| outcome.classic).collect();
    let share = |holds: &dyn Fn(f64) -> bool| {
        gains.iter().filter(|gain| holds(**gain)).count() as f64 / gains.len().max(1) as f64
    };
    let badness = |gain: f64| if trial.edit.claim == Claim::Unchanged { gain.abs() } else { gain };
    let worst = trial.outcomes.iter().max_by(|a, b| badness(a.gain).total_cmp(&badness(b.gain)));
    let worst_gain = worst.map_or(0.0, |outcome| outcome.gain);
    let (mean, lowered) = (mean(&gains), share(&|gain| gain <= -LEAST));
    let holds = match trial.edit.claim {
        Claim::NotRaise => mean <= GAIN.0 && worst_gain <= GAIN.1,
        Claim::Lower => lowered >= LOWERED,
        Claim::Empty => lowered >= LOWERED && mean <= -EMPTIED,
        Claim::Unchanged => worst_gain.abs() <= STILL,
    };
    Figures {
        n: gains.len(),
        mean,
        median: median(gains.clone()),
        worst: worst_gain,
        lowered,
        much: share(&|gain| gain <= -EMPTIED),
        flagged: trial.outcomes.iter().filter(|outcome| outcome.flagged).count() as f64
            / gains.len().max(1) as f64,
        classic: self::mean(&classic),
        classic_worst: classic.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        holds: holds && !gains.is_empty(),
        worst_subject: worst.map(|outcome| outcome.subject),
    }
}

/// The sources of gain or loss over all submissions, the largest first.
pub fn causes(trial: &Trial) -> Vec<(String, f64)> {
    let mut sums = BTreeMap::<&str, f64>::new();
    for (key, gain) in trial.outcomes.iter().flat_map(|outcome| &outcome.parts) {
        *sums.entry(key).or_default() += gain / trial.outcomes.len() as f64;
    }
    let mut causes: Vec<_> = sums.into_iter().map(|(key, sum)| (key.to_owned(), sum)).collect();
    causes.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    causes
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => 0.0,
        n if n % 2 == 1 => values[middle],
        _ => f64::midpoint(values[middle - 1], values[middle]),
    }
}

/// The trials of each claim, with what the claim asks for.
pub fn groups(trials: &[Trial]) -> Vec<(Claim, Vec<&Trial>)> {
    let of = |claim| (claim, trials.iter().filter(|trial| trial.edit.claim == claim).collect());
    Claim::ALL.map(of).into_iter().filter(|(_, trials): &(_, Vec<_>)| !trials.is_empty()).collect()
}

/// The demand of a claim, in words.
pub fn demand(claim: Claim) -> String {
    match claim {
        Claim::NotRaise => {
            format!("must not raise: at most {:.1} on average and {:.1} at worst", GAIN.0, GAIN.1)
        }
        Claim::Lower => format!("must lower: in at least {:.0} % of the cases", LOWERED * 100.0),
        Claim::Empty => format!(
            "no work left: lower in at least {:.0} %, by at least {EMPTIED:.0} points on average",
            LOWERED * 100.0
        ),
        Claim::Unchanged => format!("must not change: by at most {STILL:.1}"),
    }
}

/// Prints all trials by claim; with `causes`, the sources of what moved.
pub fn print(trials: &[Trial], with_causes: bool) {
    for (claim, trials) in groups(trials) {
        println!("\n{}", demand(claim));
        println!(
            "  {:<44} {:>4} {:>7} {:>7} {:>7} {:>8} {:>8} {:>9} {:>8}",
            "", "n", "mean", "median", "worst", "lowered", "flagged", "classic", "worst"
        );
        let mut held = 0;
        for trial in &trials {
            let f = figures(trial);
            held += usize::from(f.holds);
            println!(
                "{} {:<44} {:>4} {:>7.2} {:>7.2} {:>7.2} {:>6.0} % {:>6.0} % {:>9.2} {:>8.2}",
                if f.holds { ' ' } else { '!' },
                trial.edit.name,
                f.n,
                f.mean,
                f.median,
                f.worst,
                f.lowered * 100.0,
                f.flagged * 100.0,
                f.classic,
                f.classic_worst
            );
            if claim == Claim::Empty {
                println!("    loses {EMPTIED:.0} points or more: {:.0} %", f.much * 100.0);
            }
            if with_causes {
                for (key, gain) in causes(trial).into_iter().take(4).filter(|(_, gain)| gain.abs() >= 0.1) {
                    println!("        {gain:>+6.2}  {key}");
                }
            }
        }
        println!("  {held} of {} hold", trials.len());
    }
}

/// Prints a table in Markdown: each kind of trick in one row, with the edits whose claims do not hold.
pub fn print_summary(trials: &[Trial]) {
    for (claim, trials) in groups(trials) {
        println!("\n{}\n", demand(claim));
        println!("| kind | edits | hold | cases | mean | median | worst | flagged | classic, mean | worst |");
        println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        let mut kinds: Vec<(&str, Vec<Figures>)> = Vec::new();
        for trial in trials {
            let kind = trial.edit.name.split(':').next().unwrap_or_default();
            match kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, all)) => all.push(figures(trial)),
                None => kinds.push((kind, vec![figures(trial)])),
            }
        }
        for (kind, all) in kinds {
            let cases: usize = all.iter().map(|f| f.n).sum();
            let weighed = |value: &dyn Fn(&Figures) -> f64| {
                all.iter().map(|f| value(f) * f.n as f64).sum::<f64>() / cases.max(1) as f64
            };
            let badness = |worst: f64| if claim == Claim::Unchanged { worst.abs() } else { worst };
            let worst = all.iter().map(|f| f.worst).max_by(|a, b| badness(*a).total_cmp(&badness(*b)));
            println!(
                "| {kind} | {} | {} | {cases} | {:.1} | {:.1} | {:.1} | {:.0} % | {:.1} | {:.1} |",
                all.len(),
                all.iter().filter(|f| f.holds).count(),
                weighed(&|f| f.mean),
                weighed(&|f| f.median),
                worst.unwrap_or(0.0),
                weighed(&|f| f.flagged) * 100.0,
                weighed(&|f| f.classic),
                all.iter().map(|f| f.classic_worst).fold(f64::NEG_INFINITY, f64::max),
            );
        }
    }
}

/// All figures as JSON.
pub fn json(trials: &[Trial], submissions: usize) -> serde_json::Value {
    let edits: Vec<_> = trials
        .iter()
        .map(|trial| {
            let f = figures(trial);
            serde_json::json!({
                "edit": trial.edit.name, "what": trial.edit.what, "claim": trial.edit.claim.as_str(),
                "n": f.n, "mean": f.mean, "median": f.median, "worst": f.worst, "lowered": f.lowered,
                "flagged": f.flagged, "classic_mean": f.classic, "classic_worst": f.classic_worst,
                "holds": f.holds,
                "causes": causes(trial).into_iter().take(5).collect::<Vec<_>>(),
            })
        })
        .collect();
    serde_json::json!({ "submissions": submissions, "edits": edits })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_lies_between_the_middle_two() {
        assert!((median(vec![4.0, 1.0, 3.0, 2.0]) - 2.5).abs() < 1e-12);
        assert!((median(vec![9.0, 1.0, 3.0]) - 3.0).abs() < 1e-12);
    }
}
