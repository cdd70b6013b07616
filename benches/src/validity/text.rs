//! Figures for people at a terminal.

use rayon::prelude::*;
use sono_core::signals::definitions;

use super::{Figures, Options, Rated, STANDING};
use crate::ratings::{Measured, RatingSet};
use crate::statistics::{mean, partial_spearman, spearman};

/// Each score with its figures on the sets that count: first, set by set, the one that stands for the label.
pub(super) fn by_score<'f>(rated: &'f [Rated<'_>]) -> Vec<(&'static str, Vec<&'f Figures>)> {
    let counted: Vec<&Rated<'_>> = rated.iter().filter(|rated| rated.counts).collect();
    let mut scores =
        vec![(STANDING, counted.iter().filter_map(|rated| rated.standing()).collect::<Vec<_>>())];
    for (name, figures) in counted.iter().flat_map(|rated| &rated.figures) {
        match scores.iter_mut().find(|(known, _)| known == name) {
            Some((_, all)) => all.extend(figures),
            None => scores.push((name, figures.iter().collect())),
        }
    }
    scores
}

/// The mean of the figures that can be computed.
pub(super) fn mean_of(figures: &[&Figures], value: impl Fn(&Figures) -> f64) -> f64 {
    let values: Vec<f64> =
        figures.iter().map(|figures| value(figures)).filter(|value| value.is_finite()).collect();
    mean(&values)
}

/// Prints one line for each set and score, and the means.
pub(super) fn print(rated: &[Rated<'_>]) {
    for rated in rated {
        println!(
            "\n{} ({} rows; {} stands for the label)\n  {:<22} {:<20} {:<20} {:>5} {:>11} {:>5}",
            rated.labelling.name,
            rated.labelling.labels.len(),
            rated.labelling.stands.as_str(),
            "",
            "Spearman [95 %]",
            "Kendall [95 %]",
            "pairs",
            "given lines",
            "rows"
        );
        for (name, figures) in &rated.figures {
            let Some(f) = figures else {
                println!("  {name:<22} absent on most rows");
                continue;
            };
            let interval =
                |(value, (low, high)): (f64, (f64, f64))| format!("{value:>5.2} [{low:>5.2}, {high:>5.2}]");
            println!(
                "  {name:<22} {:<20} {:<20} {:>5.2} {:>11} {:>5}",
                interval(f.spearman),
                interval(f.kendall),
                f.pairs,
                number(f.given_lines),
                f.rows
            );
        }
    }
    println!(
        "\nmeans over sets\n  {:<22} {:>8} {:>8} {:>6} {:>11} {:>5}",
        "", "Spearman", "Kendall", "pairs", "given lines", "sets"
    );
    for (name, figures) in by_score(rated) {
        println!(
            "  {name:<22} {:>8.3} {:>8.3} {:>6.3} {:>11} {:>5}",
            mean_of(&figures, |f| f.spearman.0),
            mean_of(&figures, |f| f.kendall.0),
            mean_of(&figures, |f| f.pairs),
            number(mean_of(&figures, |f| f.given_lines)),
            figures.len()
        );
    }
}

/// A figure with two decimals; a hyphen where there is none.
pub(super) fn number(value: f64) -> String {
    if value.is_finite() { format!("{value:.2}") } else { "-".to_owned() }
}

/// A name, and its value for each row of each set.
type Line = (String, Vec<Vec<Option<f64>>>);

/// Prints one line for each signal, path or metric: its Spearman on each set, and with the line count held constant.
pub(super) fn print_matrix(
    options: &Options,
    sets: &[RatingSet],
    measured: &[Vec<Measured>],
    shown: &[usize],
) {
    let mut lines: Vec<Line> = Vec::new();
    let each = |value: &dyn Fn(&Measured) -> Option<f64>| -> Vec<Vec<Option<f64>>> {
        measured.iter().map(|rows| rows.iter().map(value).collect()).collect()
    };
    if options.metrics {
        lines.extend(metrics(measured));
    }
    if options.signals {
        lines.extend(
            definitions().map(|signal| (signal.id.to_owned(), each(&|row| row.signals.value(signal.id)))),
        );
    }
    let questions: Vec<(usize, usize)> = shown
        .iter()
        .flat_map(|set| (0..sets[*set].labellings.len()).map(|question| (*set, question)))
        .collect();
    println!(
        "Spearman, and in parentheses with the line count held constant; a hyphen where fewer than 20 rows differ\n"
    );
    for (column, (set, question)) in questions.iter().enumerate() {
        println!("  {} = {}", column + 1, sets[*set].labellings[*question].name);
    }
    let heads: String = (1..=questions.len()).map(|column| format!(" {column:>13}")).collect();
    println!("\n{:<40}{heads} {:>14}", "", "mean of sets");
    let rows: Vec<String> = lines
        .par_iter()
        .map(|(name, values)| {
            let mut counted = Vec::new();
            let mut line = format!("{name:<40}");
            for (set, question) in &questions {
                let figures =
                    agreement(&sets[*set].labellings[*question].labels, &measured[*set], &values[*set]);
                line.push_str(&cell(figures));
                counted.extend(figures.filter(|_| *question == 0));
            }
            let (rho, partial): (Vec<f64>, Vec<f64>) = counted.into_iter().unzip();
            line + " " + &cell((!rho.is_empty()).then(|| (mean(&rho), mean(&partial))))
        })
        .collect();
    println!("{}", rows.join("\n"));
}

fn cell(figures: Option<(f64, f64)>) -> String {
    figures.map_or_else(
        || format!(" {:>13}", "-"),
        |(rho, partial)| format!(" {:>5} ({:>5})", number(rho), number(partial)),
    )
}

fn agreement(labels: &[f64], measured: &[Measured], values: &[Option<f64>]) -> Option<(f64, f64)> {
    let rows = values.iter().zip(labels).zip(measured);
    let rows: Vec<(f64, f64, f64)> =
        rows.filter_map(|((value, label), row)| Some(((*value)?, *label, row.surface.lines))).collect();
    let column = |value: fn(&(f64, f64, f64)) -> f64| -> Vec<f64> { rows.iter().map(value).collect() };
    let (values, labels, lines) = (column(|row| row.0), column(|row| row.1), column(|row| row.2));
    let rho = spearman(&values, &labels);
    (rows.len() >= super::MIN_ROWS && rho.is_finite())
        .then(|| (rho, partial_spearman(&values, &labels, &lines)))
}

/// Every path and its metrics.
fn metrics(measured: &[Vec<Measured>]) -> Vec<Line> {
    let mut names: Vec<(String, Option<String>)> = Vec::new();
    let Some(first) = measured.iter().flatten().next() else { return Vec::new() };
    for path in &first.assessment.path_scores {
        names.push((path.path.as_str().to_owned(), None));
        names.extend(
            path.metrics.iter().map(|metric| (path.path.as_str().to_owned(), Some(metric.id.clone()))),
        );
    }
    let score = |row: &Measured, path: &str, metric: Option<&String>| {
        let path = row.assessment.path_scores.iter().find(|found| found.path.as_str() == path)?;
        match metric {
            None => path.overall_score,
            Some(id) => path.metrics.iter().find(|metric| metric.id == *id)?.score,
        }
    };
    let of = |(path, metric): (String, Option<String>)| {
        let values = measured
            .iter()
            .map(|rows| rows.iter().map(|row| score(row, &path, metric.as_ref())).collect())
            .collect();
        let name = metric.map_or_else(|| path.clone(), |metric| format!("  {path}.{metric}"));
        (name, values)
    };
    names.into_iter().map(of).collect()
}
