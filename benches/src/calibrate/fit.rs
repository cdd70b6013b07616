//! Weights and curves that agree better with people.
//!
//! With steps for curves, a score is a sum of steps with factors that are not negative, so weights and curves are fitted
//! together by one regression without local optima: labels, standardised per set, on the steps that values have reached,
//! centred per set; each set weighs the same. A penalty on the distance from the author's factors keeps what ratings do not
//! speak about where it is. Scores are then computed exactly, with skipped parts, clamping and rounded numbers.

use super::document::{Change, Document};
use super::inputs::{Inputs, Model, Reading};
use super::knots::Steps;
use crate::ratings::Certainty;
use crate::statistics::{deviation, mean, spearman, standardised};

/// The penalties that are tried, the strongest first.
const PENALTIES: [f64; 7] = [100.0, 10.0, 3.0, 1.0, 0.3, 0.1, 0.03];
/// The penalty where there are too few sets to choose one.
const CAUTIOUS: f64 = 1.0;
/// By how much a weaker penalty must agree better to be chosen.
const BETTER: f64 = 0.005;
/// The least share of people's variation that the author's score is taken to explain.
const LEAST_TRUST: f64 = 0.3;
/// A variance that is none.
const STILL: f64 = 1e-12;
const SWEEPS: usize = 2_000;

/// A set whose labels a score stands for.
#[derive(Debug)]
pub(super) struct Rated<'s> {
    pub(super) name: &'s str,
    pub(super) inputs: Vec<Inputs>,
    pub(super) labels: Vec<f64>,
    pub(super) certainty: Vec<Certainty>,
}

impl<'s> Rated<'s> {
    pub(super) fn new(name: &'s str) -> Self {
        Self { name, inputs: Vec::new(), labels: Vec::new(), certainty: Vec::new() }
    }

    pub(super) fn push(&mut self, inputs: Inputs, label: f64, certainty: Certainty) {
        self.inputs.push(inputs);
        self.labels.push(label);
        self.certainty.push(certainty);
    }

    /// The score of each row by a model.
    pub(super) fn scores(&self, model: &Model) -> Vec<f64> {
        self.inputs.iter().map(|inputs| inputs.score(model)).collect()
    }

    /// How far a model agrees with people; 0 where it tells nothing apart.
    pub(super) fn agreement(&self, model: &Model) -> f64 {
        agreement(&self.scores(model), &self.labels)
    }
}

/// Spearman's correlation; 0 where one side is constant.
pub(super) fn agreement(scores: &[f64], labels: &[f64]) -> f64 {
    let rho = spearman(scores, labels);
    if rho.is_finite() { rho } else { 0.0 }
}

/// A fitted model, and how it agrees with ratings.
#[derive(Debug)]
pub(super) struct Fitted {
    /// Fitted on all sets.
    pub(super) model: Model,
    /// The penalty of that.
    pub(super) penalty: f64,
    /// The scores of each set by what was fitted on the others.
    pub(super) left_out: Vec<Vec<f64>>,
    /// The agreement of each set: as the author wrote it, and fitted on the others.
    pub(super) agreement: Vec<(f64, f64)>,
}

impl Fitted {
    /// Fits the parts of the free metrics; `None` with fewer than two sets, for nothing could be left out.
    pub(super) fn new(
        document: &Document,
        prior: &Model,
        free: &[usize],
        rated: &[Rated<'_>],
    ) -> Option<Self> {
        if rated.len() < 2 {
            return None;
        }
        let basis = Basis::new(document, prior, free, rated);
        let all: Vec<usize> = (0..rated.len()).collect();
        let left_out: Vec<Vec<f64>> = all
            .iter()
            .map(|out| {
                let others: Vec<usize> = all.iter().copied().filter(|set| set != out).collect();
                rated[*out].scores(&basis.fit(&others, basis.penalty(&others)))
            })
            .collect();
        let agreement = rated
            .iter()
            .zip(&left_out)
            .map(|(set, scores)| (set.agreement(prior), agreement(scores, &set.labels)));
        let (agreement, penalty) = (agreement.collect(), basis.penalty(&all));
        Some(Self { model: basis.fit(&all, penalty), penalty, left_out, agreement })
    }

    /// Whether sets gain enough by what was fitted on the others to change a rubric for it.
    pub(super) fn is_worth_it(&self) -> bool {
        const WORTH: f64 = 0.01;
        self.gain() >= WORTH
    }

    /// The mean gain of sets by what was fitted on the others.
    pub(super) fn gain(&self) -> f64 {
        mean(&self.agreement.iter().map(|(was, is)| is - was).collect::<Vec<_>>())
    }

    /// The changes to the author's weights and curves.
    pub(super) fn changes(&self, document: &Document, free: &[usize]) -> Vec<Change> {
        let mut changes = Vec::new();
        for (metric, part) in free.iter().flat_map(|metric| document.parts_of(*metric)) {
            let (was, is) = (&document.metrics[metric].parts[part], &self.model.metrics[metric][part]);
            if (was.weight - is.weight).abs() >= 0.005 {
                changes.push(Change::Weight { metric, part, value: is.weight });
            }
            if was.curve != is.curve {
                changes.push(Change::Curve { metric, part, points: is.curve.clone() });
            }
        }
        changes
    }
}

/// The steps of all free parts, and what the rows have reached of them.
struct Basis<'b> {
    document: &'b Document,
    prior: &'b Model,
    rated: &'b [Rated<'b>],
    parts: Vec<FreePart>,
    moments: Vec<Moments>,
}

struct FreePart {
    metric: usize,
    part: usize,
    /// The column of its first step.
    first: usize,
    steps: Steps,
}

/// Sums over the rows of a set, divided by their number; everything is centred.
struct Moments {
    /// Products of columns.
    columns: Vec<Vec<f64>>,
    /// Products of columns and labels.
    labels: Vec<f64>,
    /// Products of columns and the points that are not fitted.
    fixed: Vec<f64>,
    /// Covariance of the author's score and labels, and variance of that score.
    score: (f64, f64),
}

impl<'b> Basis<'b> {
    fn new(document: &'b Document, prior: &'b Model, free: &[usize], rated: &'b [Rated<'b>]) -> Self {
        let mut parts = Vec::new();
        let mut columns = 0;
        for (metric, part) in free.iter().flat_map(|metric| document.parts_of(*metric)) {
            let steps = Steps::new(&document.metrics[metric].parts[part], &values(rated, metric, part));
            columns += steps.len();
            parts.push(FreePart { metric, part, first: columns - steps.len(), steps });
        }
        let mut basis = Self { document, prior, rated, parts, moments: Vec::new() };
        basis.moments = rated.iter().map(|set| basis.moments_of(set, columns)).collect();
        basis
    }

    fn moments_of(&self, set: &Rated<'_>, width: usize) -> Moments {
        // By column and row; what is not there becomes the mean of the others.
        let mut columns: Vec<Vec<Option<f64>>> = vec![vec![None; set.inputs.len()]; width];
        let mut fixed = Vec::with_capacity(set.inputs.len());
        for (row, inputs) in set.inputs.iter().enumerate() {
            let is_free = |metric: usize| self.parts.iter().any(|part| part.metric == metric);
            let rest = inputs.metrics.iter().map(|metric| {
                let points = if is_free(metric.metric) {
                    metric.offset
                } else {
                    metric.score(&self.prior.metrics[metric.metric])
                };
                metric.share * points
            });
            fixed.push(rest.sum());
            for part in &self.parts {
                let Some(metric) = inputs.metrics.iter().find(|metric| metric.metric == part.metric) else {
                    continue;
                };
                let curve = &self.document.metrics[part.metric].parts[part.part].curve;
                let reached = match metric.readings[part.part] {
                    Reading::Skipped => continue,
                    Reading::Absent(points) => part.steps.reached_points(points),
                    Reading::Value(value) => part.steps.reached(value, curve),
                };
                for (step, reached) in reached.into_iter().enumerate() {
                    columns[part.first + step][row] = Some(metric.share * reached);
                }
            }
        }
        let columns: Vec<Vec<f64>> = columns.into_iter().map(|column| centred_present(&column)).collect();
        let fixed = centred(&fixed);
        let labels = standardised(&set.labels);
        let score = centred(&set.scores(self.prior));
        Moments {
            labels: columns.iter().map(|column| product(column, &labels)).collect(),
            fixed: columns.iter().map(|column| product(column, &fixed)).collect(),
            columns: columns
                .iter()
                .map(|one| columns.iter().map(|other| product(one, other)).collect())
                .collect(),
            score: (product(&score, &labels), product(&score, &score)),
        }
    }

    /// The penalty that agrees best with each of these sets left out in turn, or a stronger one that is as good.
    fn penalty(&self, sets: &[usize]) -> f64 {
        if sets.len() < 2 {
            return CAUTIOUS;
        }
        let mut best = (f64::NEG_INFINITY, CAUTIOUS);
        for penalty in PENALTIES {
            let of = |out: &usize| {
                let others: Vec<usize> = sets.iter().copied().filter(|set| set != out).collect();
                self.rated[*out].agreement(&self.fit(&others, penalty))
            };
            let found = mean(&sets.iter().map(of).collect::<Vec<_>>());
            if found > best.0 + BETTER {
                best = (found, penalty);
            }
        }
        best.1
    }

    /// The model that fits these sets.
    fn fit(&self, sets: &[usize], penalty: f64) -> Model {
        let moments: Vec<&Moments> = sets.iter().map(|set| &self.moments[*set]).collect();
        let average =
            |value: &dyn Fn(&Moments) -> f64| mean(&moments.iter().map(|of| value(of)).collect::<Vec<_>>());
        // Labels have a deviation of 1; this is what a point of the score stands for.
        let (with_labels, variance) = (average(&|of| of.score.0), average(&|of| of.score.1).max(1e-9));
        let scale = (with_labels / variance).max(LEAST_TRUST / variance.sqrt());

        let width = moments.first().map_or(0, |of| of.labels.len());
        let columns: Vec<Vec<f64>> =
            (0..width).map(|i| (0..width).map(|j| average(&|of| of.columns[i][j])).collect()).collect();
        let right: Vec<f64> = (0..width).map(|i| average(&|of| of.labels[i] - scale * of.fixed[i])).collect();
        let prior = self.factors(scale);
        let factors = nonnegative(&columns, &right, &prior, penalty);
        let varies: Vec<bool> = columns.iter().enumerate().map(|(index, row)| row[index] > STILL).collect();
        self.model(&factors, &varies)
    }

    /// The factors of the author's weights and curves.
    fn factors(&self, scale: f64) -> Vec<f64> {
        let of = |part: &FreePart| -> Vec<f64> {
            let shapes = &self.prior.metrics[part.metric];
            let whole: f64 = shapes.iter().map(|shape| shape.weight).sum();
            let height = scale * shapes[part.part].weight / whole * part.steps.height();
            part.steps.rises().into_iter().map(|rise| height * rise).collect()
        };
        self.parts.iter().flat_map(of).collect()
    }

    /// The weights and curves of factors. Parts in which rows do not differ keep theirs; the others share the rest anew.
    fn model(&self, factors: &[f64], varies: &[bool]) -> Model {
        let mut model = self.prior.clone();
        let columns = |part: &FreePart| part.first..part.first + part.steps.len();
        let sum = |part: &FreePart| factors[columns(part)].iter().sum::<f64>();
        let speaking: Vec<&FreePart> =
            self.parts.iter().filter(|part| varies[columns(part)].contains(&true)).collect();
        for part in &speaking {
            let metric = || speaking.iter().filter(|other| other.metric == part.metric);
            let whole: f64 = metric().map(|other| sum(other) / other.steps.height()).sum();
            if whole <= 0.0 {
                continue;
            }
            let shapes = &self.prior.metrics[part.metric];
            let weights: f64 = metric().map(|other| shapes[other.part].weight).sum();
            let shape = &mut model.metrics[part.metric][part.part];
            shape.weight = (weights * sum(part) / part.steps.height() / whole * 100.0).round() / 100.0;
            if sum(part) > 0.0 {
                let rises: Vec<f64> =
                    factors[columns(part)].iter().map(|factor| factor / sum(part)).collect();
                shape.curve = part.steps.curve(&self.document.metrics[part.metric].parts[part.part], &rises);
            }
        }
        model
    }
}

/// The values that a part reads in all sets, each with a weight, so that sets weigh the same.
fn values(rated: &[Rated<'_>], metric: usize, part: usize) -> Vec<(f64, f64)> {
    let of_set = |set: &Rated<'_>| -> Vec<(f64, f64)> {
        let weight = 1.0 / set.inputs.len() as f64;
        let metrics =
            set.inputs.iter().flat_map(|inputs| &inputs.metrics).filter(|found| found.metric == metric);
        metrics
            .filter_map(|metric| match metric.readings[part] {
                Reading::Value(value) => Some((value, weight)),
                Reading::Absent(_) | Reading::Skipped => None,
            })
            .collect()
    };
    rated.iter().flat_map(of_set).collect()
}

fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / a.len() as f64
}

fn centred(values: &[f64]) -> Vec<f64> {
    let mean = mean(values);
    values.iter().map(|value| value - mean).collect()
}

/// The same, where what is not there does not count and is 0 afterwards.
fn centred_present(values: &[Option<f64>]) -> Vec<f64> {
    let present: Vec<f64> = values.iter().copied().flatten().collect();
    // Rounding must not make a column of equal values differ.
    let mean = if deviation(&present) < 1e-9 { f64::NAN } else { mean(&present) };
    values
        .iter()
        .map(|value| value.map(|value| value - mean).filter(|value| value.is_finite()).unwrap_or(0.0))
        .collect()
}

/// The factors, none negative, that minimise squared errors and the penalised distance from the prior ones, by coordinate
/// descent. A column without variation keeps its prior factor.
fn nonnegative(columns: &[Vec<f64>], right: &[f64], prior: &[f64], penalty: f64) -> Vec<f64> {
    let mut factors = prior.to_vec();
    for _ in 0..SWEEPS {
        let mut moved = 0.0_f64;
        for (index, row) in columns.iter().enumerate() {
            let own = row[index];
            if own <= STILL {
                continue;
            }
            let others: f64 = row.iter().zip(&factors).map(|(value, factor)| value * factor).sum::<f64>();
            let gradient = right[index] - (others - own * factors[index]);
            let new = ((gradient + penalty * own * prior[index]) / (own * (1.0 + penalty))).max(0.0);
            moved = moved.max((new - factors[index]).abs() * own.sqrt());
            factors[index] = new;
        }
        if moved < 1e-7 {
            break;
        }
    }
    factors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibrate::inputs::MetricInputs;
    use crate::random::Random;

    const RUBRIC: &str = "[[path]]\nid = \"design\"\n[[path.metric]]\nid = \"m\"\ncategory = \"code\"\n\
        [[path.metric.part]]\nsignal = \"a\"\nweight = 0.5\ncurve = [[0, 100], [100, 0]]\n\
        [[path.metric.part]]\nsignal = \"b\"\nweight = 0.5\ncurve = [[0, 0], [100, 100]]\n";

    /// Sets in which people look at `a` alone, and see no difference from 50 on.
    fn sets(number: usize) -> Vec<Rated<'static>> {
        let mut random = Random::new(3);
        let mut set = || {
            let mut rated = Rated::new("set");
            for _ in 0..80 {
                let (a, b) = (random.below(101) as f64, random.below(101) as f64);
                let readings = vec![Reading::Value(a), Reading::Value(b)];
                let metrics = vec![MetricInputs { metric: 0, share: 1.0, offset: 0.0, readings }];
                let certainty = Certainty { half_width: 10.0, confidence: 0.8 };
                rated.push(Inputs { metrics }, -a.min(50.0), certainty);
            }
            rated
        };
        (0..number).map(|_| set()).collect()
    }

    #[test]
    fn what_people_look_at_is_found_and_the_rest_loses_weight() {
        let document = Document::parse(RUBRIC).unwrap();
        let prior = Model::of(&document);
        let fitted = Fitted::new(&document, &prior, &[0], &sets(3)).unwrap();
        assert!(fitted.gain() > 0.2, "{:?}", fitted.agreement);
        let [a, b] = fitted.model.metrics[0].as_slice() else { panic!("two parts") };
        assert!(a.weight > 0.9 && b.weight < 0.1, "{a:?} {b:?}");
        let at = |value| super::super::inputs::at(&a.curve, value);
        assert!(at(0.0) - at(50.0) > 80.0 && at(50.0) - at(100.0) < 20.0, "{:?}", a.curve);
        assert!(!fitted.changes(&document, &[0]).is_empty());
    }

    #[test]
    fn what_ratings_do_not_speak_about_stays() {
        let rubric = format!(
            "{RUBRIC}[[path.metric.part]]\nsignal = \"c\"\nweight = 0.25\nabsent = 10\ncurve = [[0, 0], [7, 60], [9, 100]]\n"
        );
        let document = Document::parse(&rubric).unwrap();
        let mut rated = sets(3);
        for metric in rated.iter_mut().flat_map(|set| &mut set.inputs).flat_map(|inputs| &mut inputs.metrics)
        {
            metric.readings.push(Reading::Absent(10.0));
        }
        let prior = Model::of(&document);
        let fitted = Fitted::new(&document, &prior, &[0], &rated).unwrap();
        assert_eq!(fitted.model.metrics[0][2], prior.metrics[0][2]);
        assert!(fitted.model.metrics[0][0].weight > 0.9);
    }

    #[test]
    fn one_set_is_not_enough() {
        let document = Document::parse(RUBRIC).unwrap();
        assert!(Fitted::new(&document, &Model::of(&document), &[0], &sets(1)).is_none());
    }

    #[test]
    fn a_strong_penalty_keeps_the_prior_and_none_is_negative() {
        let columns = vec![vec![1.0, 0.0], vec![0.0, 1.0]];
        assert_eq!(nonnegative(&columns, &[3.0, -2.0], &[1.0, 1.0], 0.0), [3.0, 0.0]);
        let kept = nonnegative(&columns, &[3.0, -2.0], &[1.0, 1.0], 1e9);
        assert!(kept.iter().all(|factor| (factor - 1.0).abs() < 1e-6));
    }
}
