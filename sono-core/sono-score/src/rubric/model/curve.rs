//! Piecewise linear curves from values to points.

use sono_syntax::text::format_value;

/// A curve: linear between its points, flat outside. Points have strictly increasing, finite x.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::rubric) struct Curve {
    points: Vec<(f64, f64)>,
}

impl Curve {
    /// A curve through points that passed the check.
    pub(in crate::rubric) fn new(points: Vec<(f64, f64)>) -> Option<Self> {
        let increasing =
            points.windows(2).all(|pair| matches!(pair, [(left, _), (right, _)] if left < right));
        (!points.is_empty() && increasing).then_some(Self { points })
    }

    /// Its points, by increasing value.
    pub(in crate::rubric) fn points(&self) -> &[(f64, f64)] {
        &self.points
    }

    /// The curve's points at a value.
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

    /// The most points the curve gives.
    pub(in crate::rubric) fn max(&self) -> f64 {
        self.points.iter().map(|(_, y)| *y).fold(f64::NEG_INFINITY, f64::max)
    }

    /// Whether a larger value gives more points anywhere.
    pub(in crate::rubric) fn rises(&self) -> bool {
        self.points.windows(2).any(|pair| matches!(pair, [(_, left), (_, right)] if left < right))
    }
}

/// A threshold with all the digits that the rubric states.
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
}
