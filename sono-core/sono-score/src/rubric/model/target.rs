//! Targets: the values that a curve is meant to reward.

use super::curve::{Curve, precise};

/// The expected values of a part, or of a rule with a curve. Where the target is met there is nothing to improve,
/// however many points are left.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::rubric) struct Target {
    at_least: Option<f64>,
    at_most: Option<f64>,
}

impl Target {
    /// The points of 100 that a part's curve must give where the target is met.
    pub(in crate::rubric) const GOOD: f64 = 85.0;

    /// A stated target from `at_least` to `at_most`; `None` leaves an end open.
    pub(in crate::rubric) const fn new(at_least: Option<f64>, at_most: Option<f64>) -> Self {
        Self { at_least, at_most }
    }

    /// The implied target of a curve: the values around its first maximum at which it gives at least `goal`, with each
    /// end moved inwards to a number that displays exactly.
    pub(in crate::rubric) fn of(curve: &Curve, goal: f64, unit: &str) -> Self {
        let points = curve.points();
        let best = curve.max();
        let goal = goal.min(best);
        let first = points.iter().position(|(_, y)| *y >= best).unwrap_or(0);
        let (before, after) = points.split_at_checked(first).unwrap_or((&[], points));
        let at_least = end(before.iter().rev(), after.first(), curve, goal, |x| round_up(x, unit));
        let at_most = end(after.iter(), after.first(), curve, goal, |x| -round_up(-x, unit));
        Self { at_least, at_most }
    }

    /// Whether a value meets the target. A value that displays the same as a limit meets it.
    pub(in crate::rubric) fn is_met(self, value: f64, unit: &str) -> bool {
        let printed = |limit: f64| precise(value, unit) == precise(limit, unit);
        self.at_least.is_none_or(|limit| value >= limit || printed(limit))
            && self.at_most.is_none_or(|limit| value <= limit || printed(limit))
    }

    /// The points that a curve gives once the target is just met: at the limit next to a value or, where there is none to
    /// measure, at the first one.
    pub(in crate::rubric) fn goal(self, curve: &Curve, value: Option<f64>) -> f64 {
        let nearest = match value {
            Some(value) => {
                let low = self.at_least.filter(|limit| value < *limit);
                low.or(self.at_most.filter(|limit| value > *limit))
            }
            None => self.at_least.or(self.at_most),
        };
        nearest.or(value).map_or(curve.max(), |value| curve.at(value))
    }

    /// The value within the target at which the curve gives the fewest points, and those points.
    pub(in crate::rubric) fn least(self, curve: &Curve) -> (f64, f64) {
        let inside = |x: f64| {
            self.at_least.is_none_or(|limit| x >= limit) && self.at_most.is_none_or(|limit| x <= limit)
        };
        let knots = curve.points().iter().map(|(x, _)| *x).filter(|x| inside(*x));
        let ends = [self.at_least, self.at_most].into_iter().flatten();
        let values = ends.chain(knots).map(|x| (x, curve.at(x)));
        values.min_by(|left, right| left.1.total_cmp(&right.1)).unwrap_or((0.0, f64::INFINITY))
    }

    /// The values between which the curve changes, if a limit lies beyond them: on both sides of it the curve gives the
    /// same.
    pub(in crate::rubric) fn beyond(self, curve: &Curve) -> Option<(f64, f64)> {
        let [(first, _), .., (last, _)] = curve.points() else { return None };
        let limits = [self.at_least, self.at_most];
        limits.into_iter().flatten().any(|limit| limit < *first || limit > *last).then_some((*first, *last))
    }

    /// Two points outside the target, the nearer one first, of which the one that is farther away gives more.
    pub(in crate::rubric) fn turn(self, curve: &Curve) -> Option<[(f64, f64); 2]> {
        let at = |limit: f64| (limit, curve.at(limit));
        let points = curve.points().iter().copied();
        let below = self.at_least.map(|limit| {
            let before = points.clone().rev().filter(|(x, _)| *x < limit);
            std::iter::once(at(limit)).chain(before).collect::<Vec<_>>()
        });
        let above = self.at_most.map(|limit| {
            let after = points.clone().filter(|(x, _)| *x > limit);
            std::iter::once(at(limit)).chain(after).collect::<Vec<_>>()
        });
        let turn = |outwards: &Vec<(f64, f64)>| {
            outwards.windows(2).find_map(|pair| match pair {
                [near, far] if far.1 > near.1 => Some([*near, *far]),
                _ => None,
            })
        };
        below.iter().chain(&above).find_map(turn)
    }

    /// The description that follows "expected": `at most 15`, `at least 80 %`, `12 to 20`.
    pub(in crate::rubric) fn describe(self, unit: &str) -> String {
        let print = |limit| precise(limit, unit);
        match (self.at_least, self.at_most) {
            (Some(low), Some(high)) if low.total_cmp(&high).is_eq() => print(low),
            (Some(low), Some(high)) => format!("{} to {}", print(low), print(high)),
            (Some(low), None) => format!("at least {}", print(low)),
            (None, Some(high)) => format!("at most {}", print(high)),
            (None, None) => "any value".to_owned(),
        }
    }
}

/// The value where a curve falls below a goal, walking outwards from its maximum; `None` if it never does. `inwards`
/// rounds towards the maximum.
fn end<'p>(
    outwards: impl Iterator<Item = &'p (f64, f64)>,
    maximum: Option<&(f64, f64)>,
    curve: &Curve,
    goal: f64,
    inwards: impl Fn(f64) -> f64,
) -> Option<f64> {
    let mut inside = *maximum?;
    for outside in outwards {
        if outside.1 < goal {
            let share = (inside.1 - goal) / (inside.1 - outside.1);
            let crossing = inwards(inside.0 + (outside.0 - inside.0) * share);
            let between = (crossing - inside.0) * (outside.0 - crossing) > 0.0;
            // If rounding leaves the segment between two points, use the inner one: the rubric names it.
            return Some(if between && curve.at(crossing) >= goal { crossing } else { inside.0 });
        }
        inside = *outside;
    }
    None
}

/// The next larger number that displays exactly.
fn round_up(value: f64, unit: &str) -> f64 {
    let steps = if unit == "ratio" { 1000.0 } else { 100.0 };
    (value * steps).ceil() / steps
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve(points: &[(f64, f64)]) -> Curve {
        Curve::new(points.to_vec()).unwrap()
    }

    fn implied(points: &[(f64, f64)], unit: &str) -> String {
        Target::of(&curve(points), Target::GOOD, unit).describe(unit)
    }

    #[test]
    fn a_curve_implies_where_it_gives_enough() {
        assert_eq!(implied(&[(0.0, 100.0), (5.0, 100.0), (9.0, 0.0)], ""), "at most 5.6");
        assert_eq!(implied(&[(0.0, 0.0), (0.8, 100.0)], "ratio"), "at least 68 %");
        assert_eq!(implied(&[(0.0, 0.0), (3.0, 90.0)], ""), "at least 2.84", "2.8333 is rounded up");
        assert_eq!(implied(&[(0.0, 0.0), (2.0, 90.0), (4.0, 90.0), (9.0, 0.0)], ""), "1.89 to 4.27");
        assert_eq!(implied(&[(0.0, 90.0), (4.0, 100.0), (9.0, 86.0)], ""), "any value");
        assert_eq!(implied(&[(0.001, 100.0), (0.002, 0.0)], ""), "at most 0.001", "finer than is printed");
    }

    #[test]
    fn a_curve_that_never_gives_enough_implies_its_best() {
        assert_eq!(implied(&[(0.0, 60.0), (2.0, 60.0)], ""), "any value");
        assert_eq!(implied(&[(0.0, 60.0), (2.0, 70.0), (4.0, 10.0)], ""), "2");
        let taking = curve(&[(0.0, 0.0), (4.0, -20.0)]);
        assert_eq!(Target::of(&taking, taking.max(), "").describe(""), "at most 0");
    }

    #[test]
    fn a_target_is_met_up_to_its_limits_as_they_are_printed() {
        let most = Target::new(None, Some(15.0));
        assert!(most.is_met(15.0, "points") && most.is_met(15.004, "points"));
        assert!(!most.is_met(15.006, "points"));
        let least = Target::new(Some(0.8), None);
        assert!(least.is_met(0.7996, "ratio") && !least.is_met(0.7994, "ratio"));
        let tiny = Target::new(None, Some(0.001));
        assert!(tiny.is_met(0.001, "") && !tiny.is_met(0.002, ""));
        assert!(Target::new(None, None).is_met(-3.0, ""));
    }

    #[test]
    fn limits_lie_where_the_curve_changes() {
        let curve = curve(&[(0.0, 0.0), (10.0, 100.0)]);
        assert_eq!(Target::new(Some(10.0), None).beyond(&curve), None);
        assert_eq!(Target::new(Some(10.1), None).beyond(&curve), Some((0.0, 10.0)));
        assert_eq!(Target::new(Some(9.0), Some(20.0)).beyond(&curve), Some((0.0, 10.0)));
        assert_eq!(Target::new(None, Some(-1.0)).beyond(&curve), Some((0.0, 10.0)));
    }

    #[test]
    fn a_curve_falls_on_the_way_from_its_target() {
        let hill = curve(&[(0.0, 20.0), (5.0, 10.0), (10.0, 90.0), (20.0, 90.0), (30.0, 0.0), (40.0, 5.0)]);
        assert_eq!(Target::new(Some(10.0), None).turn(&hill), Some([(5.0, 10.0), (0.0, 20.0)]));
        assert_eq!(Target::new(None, Some(20.0)).turn(&hill), Some([(30.0, 0.0), (40.0, 5.0)]));
        assert_eq!(Target::new(Some(5.0), Some(30.0)).turn(&hill), Some([(5.0, 10.0), (0.0, 20.0)]));
        let fine = curve(&[(0.0, 0.0), (10.0, 90.0), (20.0, 95.0), (30.0, 0.0)]);
        assert_eq!(Target::new(Some(9.0), Some(25.0)).turn(&fine), None);
        assert_eq!(Target::new(None, Some(15.0)).turn(&fine), Some([(15.0, 92.5), (20.0, 95.0)]));
    }

    #[test]
    fn the_goal_is_the_limit_next_to_a_value() {
        let hill = curve(&[(0.0, 20.0), (10.0, 90.0), (15.0, 100.0), (20.0, 90.0), (30.0, 0.0)]);
        let target = Target::new(Some(10.0), Some(20.0));
        for (value, goal) in [(Some(4.0), 90.0), (Some(25.0), 90.0), (Some(15.0), 100.0), (None, 90.0)] {
            assert_eq!(target.goal(&hill, value), goal, "{value:?}");
        }
        assert_eq!(Target::new(None, Some(25.0)).goal(&hill, Some(31.0)), 45.0);
        assert_eq!(Target::new(None, None).goal(&hill, None), 100.0, "nothing is stated, so the best");
    }

    #[test]
    fn the_least_is_looked_for_everywhere_within() {
        let curve = curve(&[(0.0, 20.0), (5.0, 100.0), (15.0, 65.0)]);
        assert_eq!(Target::new(None, Some(15.0)).least(&curve), (0.0, 20.0));
        assert_eq!(Target::new(Some(5.0), Some(15.0)).least(&curve), (15.0, 65.0));
        assert_eq!(Target::new(Some(5.0), Some(10.0)).least(&curve), (10.0, 82.5));
        assert_eq!(Target::new(Some(20.0), None).least(&curve), (20.0, 65.0));
    }
}
