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

/// A share in which each member has a weight. Members without weight count only if none has any, and then equally, so
/// that what is trivial cannot outweigh what is not, and is still judged where there is nothing else.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct WeightedShare {
    part: f64,
    whole: f64,
    light_part: usize,
    light: usize,
}

impl WeightedShare {
    /// Adds a member, which fulfils what is asked to the degree `part`, from 0 to 1.
    pub(super) fn add(&mut self, weight: u32, part: f64) {
        let weight = f64::from(weight);
        self.part += weight * part;
        self.whole += weight;
        if weight == 0.0 {
            self.light = self.light.saturating_add(1);
            self.light_part = self.light_part.saturating_add(usize::from(part >= 0.5));
        }
    }

    /// The share; `None` without members.
    pub(super) fn value(&self) -> Option<f64> {
        if self.whole > 0.0 { Some(self.part / self.whole) } else { share(self.light_part, self.light) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trivial_members_count_only_among_themselves() {
        let mut share = WeightedShare::default();
        assert_eq!(share.value(), None);
        share.add(0, 1.0);
        share.add(0, 0.0);
        assert_eq!(share.value(), Some(0.5));
        share.add(3, 1.0);
        share.add(1, 0.0);
        assert_eq!(share.value(), Some(0.75));
    }

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
