//! Piecewise linear curves from values to points.

use sono_syntax::text::format_value;

/// A curve: linear between its points, flat outside. Points have strictly increasing, finite x.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::rubric) struct Curve {
    points: Vec<(f64, f64)>,
}

impl Curve {
    /// A curve through points that the check has accepted.
    pub(in crate::rubric) fn new(points: Vec<(f64, f64)>) -> Option<Self> {
        let increasing =
            points.windows(2).all(|pair| matches!(pair, [(left, _), (right, _)] if left < right));
        (!points.is_empty() && increasing).then_some(Self { points })
    }

    /// The points at a value.
    pub(in crate::rubric) fn at(&self, value: f64) -> f64 {
        let after = self.points.partition_point(|(x, _)| *x <= value);
        let right = self.points.get(after).copied();
        let left = after.checked_sub(1).and_then(|index| self.points.get(index)).copied();
        match (left, right) {
            (Some((x0, y0)), Some((x1, y1))) => y0 + (y1 - y0) * ((value - x0) / (x1 - x0)),
            (Some((_, y)), None) | (None, Some((_, y))) => y,
            (None, None) => 0.0,
        }
    }

    /// The most points it gives.
    pub(in crate::rubric) fn max(&self) -> f64 {
        self.points.iter().map(|(_, y)| *y).fold(f64::NEG_INFINITY, f64::max)
    }

    /// Whether a larger value brings more points anywhere.
    pub(in crate::rubric) fn rises(&self) -> bool {
        self.points.windows(2).any(|pair| matches!(pair, [(_, left), (_, right)] if left < right))
    }

    /// In words, where it gives the most points: "at most 5 for full points".
    pub(in crate::rubric) fn expected(&self, unit: &str) -> String {
        let best = self.max();
        let is_best = |point: &(f64, f64)| point.1 >= best;
        let goal = if best >= 100.0 { "full points" } else { "the most points" };
        let first = self.points.iter().position(is_best).unwrap_or(0);
        let run: Vec<f64> =
            self.points.iter().skip(first).take_while(|point| is_best(point)).map(|(x, _)| *x).collect();
        let (Some(low), Some(high)) = (run.first(), run.last()) else { return "any value".to_owned() };
        let opens_left = first == 0;
        let opens_right = first.saturating_add(run.len()) == self.points.len();
        match (opens_left, opens_right) {
            (true, true) => "any value".to_owned(),
            (true, false) => format!("at most {} for {goal}", precise(*high, unit)),
            (false, true) => format!("at least {} for {goal}", precise(*low, unit)),
            (false, false) if run.len() == 1 => format!("about {} for {goal}", precise(*low, unit)),
            (false, false) => format!("{} to {} for {goal}", precise(*low, unit), precise(*high, unit)),
        }
    }
}

/// A threshold as the rubric states it, however small.
pub(in crate::rubric) fn precise(value: f64, unit: &str) -> String {
    if unit != "ratio" && value != 0.0 && value.abs() < 0.01 {
        value.to_string()
    } else {
        format_value(value, unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(points: &[(f64, f64)]) -> Curve {
        Curve::new(points.to_vec()).unwrap()
    }

    #[test]
    fn linear_between_flat_outside() {
        let curve = curve(&[(0.0, 100.0), (5.0, 90.0), (15.0, 70.0)]);
        assert_eq!(curve.at(-3.0), 100.0);
        assert_eq!(curve.at(0.0), 100.0);
        assert_eq!(curve.at(2.5), 95.0);
        assert_eq!(curve.at(5.0), 90.0);
        assert_eq!(curve.at(10.0), 80.0);
        assert_eq!(curve.at(1e300), 70.0);
    }

    #[test]
    fn curves_must_increase_in_x() {
        assert_eq!(Curve::new(vec![]), None);
        assert_eq!(Curve::new(vec![(1.0, 0.0), (1.0, 5.0)]), None);
    }

    #[test]
    fn expectations_read_well() {
        assert_eq!(
            curve(&[(0.0, 100.0), (5.0, 100.0), (9.0, 0.0)]).expected(""),
            "at most 5 for full points"
        );
        assert_eq!(curve(&[(0.0, 0.0), (0.8, 100.0)]).expected(""), "at least 0.8 for full points");
        assert_eq!(curve(&[(0.0, 0.0), (0.8, 100.0)]).expected("ratio"), "at least 80 % for full points");
        let middle = [(0.0, 0.0), (2.0, 90.0), (4.0, 90.0), (9.0, 0.0)];
        assert_eq!(curve(&middle).expected(""), "2 to 4 for the most points");
        assert_eq!(curve(&[(0.0, 0.0), (2.0, 100.0), (9.0, 0.0)]).expected(""), "about 2 for full points");
        assert_eq!(curve(&[(0.0, 60.0), (2.0, 60.0)]).expected(""), "any value");
        assert_eq!(curve(&[(0.001, 100.0), (1.0, 0.0)]).expected(""), "at most 0.001 for full points");
    }
}
