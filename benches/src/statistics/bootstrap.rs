//! Intervals of statistics, by drawing rows again.

use std::collections::BTreeMap;

use super::quantile;
use crate::random::Random;

/// The least number of groups that can be drawn in place of rows.
const GROUPS: usize = 10;

/// The units that are drawn: rows, or groups of rows that belong together.
#[derive(Debug)]
pub struct Sampling {
    units: Vec<Vec<usize>>,
}

impl Sampling {
    /// For rows with the name of the group that they belong to, if any. Groups are drawn as wholes where there are at
    /// least ten; rows otherwise.
    pub fn new(groups: &[Option<&str>]) -> Self {
        let mut members = BTreeMap::<&str, Vec<usize>>::new();
        let mut units: Vec<Vec<usize>> = Vec::new();
        for (row, group) in groups.iter().enumerate() {
            match group {
                Some(group) => members.entry(group).or_default().push(row),
                None => units.push(vec![row]),
            }
        }
        if members.len() >= GROUPS {
            units.extend(members.into_values());
        } else {
            units = (0..groups.len()).map(|row| vec![row]).collect();
        }
        Self { units }
    }

    fn draw(&self, random: &mut Random, into: &mut Vec<usize>) {
        into.clear();
        for _ in 0..self.units.len() {
            into.extend(&self.units[random.below(self.units.len())]);
        }
    }
}

/// The 95 % percentile bootstrap intervals (Efron 1979) of statistics that are computed together; seeded and repeatable.
pub fn bootstrap<const N: usize>(
    sampling: &Sampling,
    rounds: usize,
    statistics: impl Fn(&[usize]) -> [f64; N],
) -> [(f64, f64); N] {
    let mut random = Random::new(0x9e37_79b9_7f4a_7c15);
    let mut sample = Vec::new();
    let mut drawn: [Vec<f64>; N] = std::array::from_fn(|_| Vec::with_capacity(rounds));
    for _ in 0..rounds {
        sampling.draw(&mut random, &mut sample);
        for (values, value) in drawn.iter_mut().zip(statistics(&sample)) {
            if value.is_finite() {
                values.push(value);
            }
        }
    }
    drawn.map(|values| (quantile(&values, 0.025), quantile(&values, 0.975)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_holds_the_mean_and_repeats() {
        let values: Vec<f64> = (0..100).map(f64::from).collect();
        let sampling = Sampling::new(&vec![None; 100]);
        let mean = |sample: &[usize]| [sample.iter().map(|row| values[*row]).sum::<f64>() / 100.0];
        let [(low, high)] = bootstrap(&sampling, 200, mean);
        assert!(low < 49.5 && 49.5 < high && high - low < 16.0, "{low} {high}");
        assert_eq!(bootstrap(&sampling, 200, mean), [(low, high)]);
    }

    #[test]
    fn many_groups_are_drawn_as_wholes_and_few_are_not() {
        let names: Vec<String> = (0..40).map(|row| (row / 2).to_string()).collect();
        let groups: Vec<Option<&str>> = names.iter().map(|name| Some(name.as_str())).collect();
        assert!(Sampling::new(&groups).units.iter().all(|unit| unit.len() == 2));
        assert_eq!(Sampling::new(&groups[..6]).units.len(), 6);
    }
}
