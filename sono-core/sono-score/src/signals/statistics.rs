//! Order statistics, computed without interpolation, so that every result is one of the measured values.

/// The smallest value at which the cumulative weight reaches the share `q` of the total; `None` if the total is zero.
/// Nearest-rank definition (Hyndman & Fan 1996, type 1), with weights.
pub(super) fn weighted_quantile(values: &mut [(f64, f64)], q: f64) -> Option<f64> {
    let total: f64 = values.iter().map(|(_, weight)| weight).sum();
    if total <= 0.0 {
        return None;
    }
    values.sort_by(|a, b| a.0.total_cmp(&b.0));
    let target = total * q;
    let mut reached = 0.0;
    for (value, weight) in values.iter() {
        reached += weight;
        // The tolerance prevents a rank that is exact in decimal from slipping by one in binary.
        if reached >= target - 1e-9 {
            return Some(*value);
        }
    }
    values.last().map(|(value, _)| *value)
}

/// The share `part / whole`; `None` if the whole is zero.
pub(super) fn share(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_follow_the_weights() {
        let mut even: Vec<_> = (1..=10).map(|value| (f64::from(value), 1.0)).collect();
        assert_eq!(weighted_quantile(&mut even, 0.9), Some(9.0));
        let mut heavy = vec![(1.0, 10.0), (30.0, 90.0), (2.0, 5.0)];
        assert_eq!(weighted_quantile(&mut heavy, 0.9), Some(30.0));
        assert_eq!(weighted_quantile(&mut [], 0.5), None);
        assert_eq!(weighted_quantile(&mut [(4.0, 0.0)], 0.5), None);
    }
}
