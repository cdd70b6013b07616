//! Where a fitted curve may bend.

use super::document::Part;
use super::inputs::at;

/// The shares of the rows at whose values a curve may bend.
const SHARES: [f64; 5] = [0.1, 0.25, 0.5, 0.75, 0.9];
/// The least distance between two such values, as a share of the range.
const APART: f64 = 0.05;

/// A part's curve, cut into steps, each of which may become steeper or flatter.
#[derive(Debug)]
pub(super) struct Steps {
    /// The values between which the steps lie, in the order in which points rise. Empty for a curve that keeps its form:
    /// one that rises and falls, and one of whose signal there is no value.
    pub(super) knots: Vec<f64>,
    /// The points of the author's curve at each.
    points: Vec<f64>,
    /// The lowest and the highest points of the author's curve.
    range: (f64, f64),
}

impl Steps {
    /// The steps of a part's curve; `values` are those of all rows, each with a weight.
    pub(super) fn new(part: &Part, values: &[(f64, f64)]) -> Self {
        let ys = || part.curve.iter().map(|(_, y)| *y);
        let range = (ys().fold(f64::INFINITY, f64::min), ys().fold(f64::NEG_INFINITY, f64::max));
        let rises = part.curve.windows(2).all(|pair| pair[0].1 <= pair[1].1);
        let falls = part.curve.windows(2).all(|pair| pair[0].1 >= pair[1].1);
        let mut knots = if rises != falls && !values.is_empty() { knots(part, values) } else { Vec::new() };
        if falls {
            knots.reverse();
        }
        let points = knots.iter().map(|x| at(&part.curve, *x)).collect();
        Self { knots, points, range }
    }

    /// The number of steps.
    pub(super) fn len(&self) -> usize {
        self.knots.len().saturating_sub(1).max(1)
    }

    /// The points from the lowest to the highest.
    pub(super) fn height(&self) -> f64 {
        self.range.1 - self.range.0
    }

    /// How much of each step the author's curve rises, as a share of the whole.
    pub(super) fn rises(&self) -> Vec<f64> {
        if self.knots.is_empty() {
            return vec![1.0];
        }
        self.points.windows(2).map(|pair| (pair[1] - pair[0]) / self.height().max(1e-9)).collect()
    }

    /// How far a value has come on each step, 0 to 1.
    pub(super) fn reached(&self, value: f64, curve: &[(f64, f64)]) -> Vec<f64> {
        if self.knots.is_empty() {
            return self.reached_points(at(curve, value));
        }
        self.knots.windows(2).map(|pair| ((value - pair[0]) / (pair[1] - pair[0])).clamp(0.0, 1.0)).collect()
    }

    /// The same for points that are given without a value.
    pub(super) fn reached_points(&self, points: f64) -> Vec<f64> {
        if self.knots.is_empty() {
            return vec![((points - self.range.0) / self.height().max(1e-9)).clamp(0.0, 1.0)];
        }
        let share = |pair: &[f64]| match pair[1] - pair[0] {
            rise if rise > 0.0 => ((points - pair[0]) / rise).clamp(0.0, 1.0),
            _ => f64::from(u8::from(points > pair[0])),
        };
        self.points.windows(2).map(share).collect()
    }

    /// The curve whose steps rise as given, as shares of the whole; the author's, where it keeps its form or hardly moves.
    /// Where the target is met it stays at the points that a rubric must give there.
    pub(super) fn curve(&self, part: &Part, rises: &[f64]) -> Vec<(f64, f64)> {
        const MET: f64 = 85.0;
        const STILL: f64 = 0.03;
        let moves = rises.iter().zip(self.rises()).any(|(now, was)| (now - was).abs() > STILL);
        if self.knots.is_empty() || !moves {
            return part.curve.clone();
        }
        let (least, most) = part.target;
        let is_met = |x: f64| {
            (least.is_some() || most.is_some())
                && least.is_none_or(|least| x >= least)
                && most.is_none_or(|most| x <= most)
        };
        let mut height = 0.0;
        let mut curve = Vec::new();
        for (index, x) in self.knots.iter().enumerate() {
            if index > 0 {
                height += rises[index - 1];
            }
            let points = (self.range.0 + self.height() * height).round();
            curve.push((*x, if is_met(*x) { points.max(MET) } else { points }));
        }
        curve.sort_by(|a, b| a.0.total_cmp(&b.0));
        // What lies on a straight line between its neighbours says nothing.
        let mut index = 1;
        while index + 1 < curve.len() {
            let line = [curve[index - 1], curve[index + 1]];
            let (x, y) = curve[index];
            if (at(&line, x) - y).abs() < 0.5 && Some(x) != least && Some(x) != most {
                curve.remove(index);
            } else {
                index += 1;
            }
        }
        curve
    }
}

/// The values at which the author's curve bends, the limits of the target, and quantiles of the values between them,
/// increasing.
fn knots(part: &Part, values: &[(f64, f64)]) -> Vec<f64> {
    let limits = [part.target.0, part.target.1].into_iter().flatten();
    let mut knots: Vec<f64> = part.curve.iter().map(|point| point.0).chain(limits).collect();
    knots.sort_by(f64::total_cmp);
    knots.dedup();
    let span = knots.last().zip(knots.first()).map_or(0.0, |(last, first)| last - first);
    for x in SHARES.iter().filter_map(|share| weighted_quantile(values, *share)).map(|x| rounded(x, span)) {
        if knots.iter().all(|known| (known - x).abs() >= APART * span) {
            knots.push(x);
        }
    }
    knots.sort_by(f64::total_cmp);
    knots
}

/// As many digits as tell a hundredth of the range, or less, apart.
fn rounded(x: f64, span: f64) -> f64 {
    let unit = 10.0_f64.powf(span.max(1e-6).log10().floor() - 2.0);
    // Divided by the whole inverse, so that no digits are left behind.
    if unit < 1.0 { (x / unit).round() / (1.0 / unit).round() } else { (x / unit).round() * unit }
}

/// The value below which a share of the weight lies.
fn weighted_quantile(values: &[(f64, f64)], share: f64) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let whole: f64 = sorted.iter().map(|(_, weight)| weight).sum();
    let mut sum = 0.0;
    sorted.iter().find_map(|(value, weight)| {
        sum += weight;
        (sum >= share * whole).then_some(*value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibrate::document::Document;

    fn steps(part: &str, values: &[f64]) -> (Steps, Document) {
        let head = "[[path]]\nid = \"design\"\n[[path.metric]]\nid = \"m\"\ncategory = \"code\"\n[[path.metric.part]]\n";
        let document = Document::parse(&format!("{head}signal = \"a\"\nweight = 1\n{part}\n")).unwrap();
        let values: Vec<(f64, f64)> = values.iter().map(|value| (*value, 1.0)).collect();
        (Steps::new(&document.metrics[0].parts[0], &values), document)
    }

    #[test]
    fn a_falling_curve_rises_from_its_far_end() {
        let (steps, document) =
            steps("curve = [[0, 100], [60, 0]]\ntarget = { at_most = 6 }", &[1.0, 12.0, 12.0, 30.0, 90.0]);
        assert_eq!(steps.knots, [90.0, 60.0, 30.0, 12.0, 6.0, 0.0]);
        let part = &document.metrics[0].parts[0];
        let rises = steps.rises();
        assert!((rises.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        let curve = steps.curve(part, &rises);
        assert!((at(&curve, 30.0) - 50.0).abs() < 1.0);
        // What a step does not give is missing for all smaller values, but not where the target is met.
        let flat = vec![0.0; steps.len()];
        assert_eq!((at(&steps.curve(part, &flat), 60.0), at(&steps.curve(part, &flat), 6.0)), (0.0, 85.0));
        assert_eq!(steps.reached(0.0, &part.curve), vec![1.0; steps.len()]);
        assert_eq!(steps.reached(99.0, &part.curve), vec![0.0; steps.len()]);
    }

    #[test]
    fn a_curve_that_rises_and_falls_keeps_its_form() {
        let (steps, document) = steps("curve = [[2, 20], [12, 100], [40, 20]]", &[1.0, 5.0, 9.0]);
        let part = &document.metrics[0].parts[0];
        assert_eq!((steps.len(), steps.curve(part, &[1.0])), (1, part.curve.clone()));
        assert_eq!(steps.reached(7.0, &part.curve), [0.5]);
        assert_eq!(steps.reached_points(60.0), [0.5]);
    }
}
