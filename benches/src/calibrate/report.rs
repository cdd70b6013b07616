//! The findings of a calibration, for people at a terminal.

use super::document::{Document, show_curve};
use super::fit::{Fitted, Rated};
use super::inputs::Model;
use super::intervals::{Checked, LEVEL, PARTS};
use crate::ratings::Stands;
use crate::statistics::mean;

/// Prints the agreement of each set left out, and what would change.
pub(super) fn fit(
    document: &Document,
    prior: &Model,
    stands: Stands,
    rated: &[Rated<'_>],
    free: &[usize],
    fitted: &Option<Fitted>,
) {
    let rows: usize = rated.iter().map(|set| set.labels.len()).sum();
    println!("\n{}: {} sets, {rows} rows\n", stands.as_str(), rated.len());
    let Some(fitted) = fitted else {
        println!("  one set alone: nothing can be left out, so nothing is fitted");
        return;
    };
    println!("  {:<44} {:>6} {:>7} {:>6}", "Spearman of the set left out", "now", "fitted", "gain");
    for (set, (was, is)) in rated.iter().zip(&fitted.agreement) {
        println!("  {:<44} {was:>6.2} {is:>7.2} {:>+6.2}", set.name, is - was);
    }
    let of = |value: fn(&(f64, f64)) -> f64| mean(&fitted.agreement.iter().map(value).collect::<Vec<_>>());
    println!(
        "  {:<44} {:>6.3} {:>7.3} {:>+6.3}",
        "mean",
        of(|pair| pair.0),
        of(|pair| pair.1),
        fitted.gain()
    );
    if !fitted.is_worth_it() {
        println!("\n  too little gain on sets left out: weights and curves stay as they are");
        return;
    }
    let score = |model: &Model| mean(&rated.iter().map(|set| mean(&set.scores(model))).collect::<Vec<_>>());
    println!(
        "\n  fitted on all sets (penalty {}), mean score {:.1} -> {:.1}",
        fitted.penalty,
        score(prior),
        score(&fitted.model)
    );
    for metric in free {
        let known = &document.metrics[*metric];
        let mut is_named = false;
        for (part, shape) in known.parts.iter().zip(&fitted.model.metrics[*metric]) {
            let weight = (part.weight - shape.weight).abs() >= 0.005;
            if !weight && part.curve == shape.curve {
                continue;
            }
            if !std::mem::replace(&mut is_named, true) {
                println!("\n  {}.{}", known.path, known.id);
            }
            let removed = if shape.weight < 0.005 { "  (says nothing here: could be removed)" } else { "" };
            println!("    {:<36} weight {:.2} -> {:.2}{removed}", part.signal, part.weight, shape.weight);
            if part.curve != shape.curve {
                println!("      {} -> {}", show_curve(&part.curve), show_curve(&shape.curve));
            }
        }
    }
}

/// Prints how far intervals hold, set by set and for all rows together.
pub(super) fn intervals(title: &str, names: &[&str], checked: &[Checked], edges: &[f64; PARTS - 1]) {
    let title = format!("intervals, {title}");
    println!(
        "\n  {title:<44} {:>5} {:>8} {:>6} {:>6} {:>15}  mean error by fifths of confidence (from {})",
        "rows",
        "+- mean",
        "hold",
        "linked",
        "others' factor",
        edges.map(|edge| format!("{edge:.2}")).join(", ")
    );
    for (name, set) in names.iter().zip(checked) {
        line(name, set);
    }
    line("all", &Checked::total(checked));
}

fn line(name: &str, set: &Checked) {
    let adjusted = set
        .adjusted
        .map_or_else(String::new, |(factor, covered)| format!("x {factor:.2}: {:>3.0} %", covered * 100.0));
    let part = |(error, rows): &(f64, usize)| match rows {
        0 => "-".to_owned(),
        rows => format!("{error:.1} ({rows})"),
    };
    println!(
        "  {name:<44} {:>5} {:>8.1} {:>4.0} % {:>4.0} % {adjusted:>15}  {}",
        set.rows,
        set.half_width,
        set.held * 100.0,
        set.linked * 100.0,
        set.errors.iter().map(part).collect::<Vec<_>>().join(" / ")
    );
}

/// Prints the factor for uncertainties.
pub(super) fn factor(factor: f64) {
    println!(
        "\n  uncertainties times {factor:.2} would link {:.0} % of the rows within their intervals",
        LEVEL * 100.0
    );
}
