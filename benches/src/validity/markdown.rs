//! Tables for `docs/validity.md`.

use super::text::{by_score, mean_of, number};
use super::{Figures, Rated};

/// Prints how the scores compare, and the figures of those that stand for the labels.
pub(super) fn print(rated: &[Rated<'_>]) {
    let counted: Vec<&Rated<'_>> = rated.iter().filter(|rated| rated.counts).collect();
    println!(
        "Spearman's rank correlation with people, and in parentheses with the line count held constant:\n"
    );
    let heads: Vec<&str> = counted.iter().map(|rated| rated.labelling.name.as_str()).collect();
    println!("| score | {} | mean |", heads.join(" | "));
    println!("|---|{}--:|", "--:|".repeat(heads.len()));
    let cell = |rho: f64, partial: f64| {
        if partial.is_finite() { format!("{rho:.2} ({partial:.2})") } else { number(rho) }
    };
    for (name, all) in by_score(rated) {
        let of = |rated: &&Rated<'_>| {
            rated.of(name).map_or_else(String::new, |f| cell(f.spearman.0, f.given_lines))
        };
        let cells: Vec<String> = counted.iter().map(of).collect();
        let mean = cell(mean_of(&all, |f| f.spearman.0), mean_of(&all, |f| f.given_lines));
        println!("| {name} | {} | {mean} |", cells.join(" | "));
    }

    println!("\nThe scores that stand for the labels:\n");
    println!("| set | score | rows | Spearman [95 %] | Kendall [95 %] | pairs |");
    println!("|---|---|--:|---|---|--:|");
    let interval = |(value, (low, high)): (f64, (f64, f64))| format!("{value:.2} [{low:.2}, {high:.2}]");
    for rated in rated {
        let Some(Figures { rows, spearman, kendall, pairs, .. }) = rated.standing() else { continue };
        let (name, stands) = (&rated.labelling.name, rated.labelling.stands.as_str());
        let (rho, tau) = (interval(*spearman), interval(*kendall));
        println!("| {name} | {stands} | {rows} | {rho} | {tau} | {:.0} % |", pairs * 100.0);
    }
}
