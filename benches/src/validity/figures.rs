//! The figures of one score on one set.

use rayon::prelude::*;

use super::Compared;
use crate::ratings::{Labelling, Measured, RatingSet};
use crate::statistics::{PairCounts, Sampling, bootstrap, partial_spearman, spearman};

/// The fewest rows that figures are computed on.
pub const MIN_ROWS: usize = 20;
/// The name under which figures of the scores that stand for labels are printed together.
pub const STANDING: &str = "what stands for it";
/// The number of samples behind an interval.
const ROUNDS: usize = 1_000;

/// How far a score agrees with people.
#[derive(Debug, Clone, Copy)]
pub struct Figures {
    /// The number of rows that have the score.
    pub rows: usize,
    /// Spearman's rank correlation, and its 95 % interval.
    pub spearman: (f64, (f64, f64)),
    /// Kendall's tau-b, and its 95 % interval.
    pub kendall: (f64, (f64, f64)),
    /// The share of pairs that it orders as people do.
    pub pairs: f64,
    /// Spearman's correlation with the line count held constant; NaN for the line count itself.
    pub given_lines: f64,
}

impl Figures {
    /// The figures of paired columns: the score, the label, the line count.
    fn new(rows: &[(f64, f64, f64)], groups: &[Option<&str>]) -> Self {
        let columns = |sample: &mut dyn Iterator<Item = usize>| -> (Vec<f64>, Vec<f64>) {
            sample.map(|row| (rows[row].0, rows[row].1)).unzip()
        };
        let (scores, labels) = columns(&mut (0..rows.len()));
        let lines: Vec<f64> = rows.iter().map(|row| row.2).collect();
        let pairs = PairCounts::new(&scores, &labels);
        let [rho, tau] = bootstrap(&Sampling::new(groups), ROUNDS, |sample| {
            let (scores, labels) = columns(&mut sample.iter().copied());
            [spearman(&scores, &labels), PairCounts::new(&scores, &labels).tau_b()]
        });
        Self {
            rows: rows.len(),
            spearman: (spearman(&scores, &labels), rho),
            kendall: (pairs.tau_b(), tau),
            pairs: pairs.accuracy(),
            given_lines: partial_spearman(&scores, &labels, &lines),
        }
    }
}

/// A set's answers to one question, and the figures of each score on it.
#[derive(Debug)]
pub struct Rated<'s> {
    /// The question.
    pub labelling: &'s Labelling,
    /// Whether it is the set's own question, which counts in means.
    pub counts: bool,
    /// The name of each score and its figures; `None` where too few rows have it.
    pub figures: Vec<(&'static str, Option<Figures>)>,
}

impl Rated<'_> {
    /// The figures of the score that stands for the label.
    pub fn standing(&self) -> Option<&Figures> {
        let stands = self.labelling.stands.as_str();
        self.figures.iter().find(|(name, _)| name.ends_with(stands))?.1.as_ref()
    }

    /// The figures of a score of that name.
    pub fn of(&self, name: &str) -> Option<&Figures> {
        if name == STANDING {
            return self.standing();
        }
        self.figures.iter().find(|(known, _)| *known == name)?.1.as_ref()
    }
}

/// The figures of all scores on the sets with these indices.
pub(super) fn rated<'s>(
    sets: &'s [RatingSet],
    measured: &[Vec<Measured>],
    compared: &[Compared],
    shown: &[usize],
) -> Vec<Rated<'s>> {
    let questions: Vec<(usize, usize)> = shown
        .iter()
        .flat_map(|set| (0..sets[*set].labellings.len()).map(|question| (*set, question)))
        .collect();
    let of = |&(set, question): &(usize, usize)| {
        let labelling = &sets[set].labellings[question];
        let asked: Vec<&Compared> =
            compared.iter().filter(|score| score.only.is_none_or(|only| only == labelling.stands)).collect();
        let figures = asked
            .par_iter()
            .map(|score| (score.name, figures(&sets[set], labelling, &measured[set], &score.values[set])))
            .collect();
        Rated { labelling, counts: question == 0, figures }
    };
    questions.par_iter().map(of).collect()
}

fn figures(
    set: &RatingSet,
    labelling: &Labelling,
    measured: &[Measured],
    values: &[Option<f64>],
) -> Option<Figures> {
    let lines = measured.iter().map(|row| row.surface.lines);
    let kept = values.iter().zip(&labelling.labels).zip(lines).zip(set.groups());
    let (rows, groups): (Vec<_>, Vec<_>) =
        kept.filter_map(|(((value, label), lines), group)| Some((((*value)?, *label, lines), group))).unzip();
    (rows.len() >= MIN_ROWS).then(|| Figures::new(&rows, &groups))
}
