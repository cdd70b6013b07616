//! Statistics of scores and ratings.

mod bootstrap;
mod isotonic;
mod kendall;
mod linking;
mod rank;
mod ridge;

pub use bootstrap::{Sampling, bootstrap};
pub use isotonic::{Isotonic, isotonic_out_of_fold};
pub use kendall::PairCounts;
pub use linking::linked;
pub use rank::{partial_spearman, spearman};
pub use ridge::{Training, ridge};

/// The mean; NaN for nothing.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The standard deviation of a whole population; NaN for nothing.
pub fn deviation(values: &[f64]) -> f64 {
    let mean = mean(values);
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt()
}

/// The value below which a share of the values lies, by linear interpolation; NaN for nothing.
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = share.clamp(0.0, 1.0) * last as f64;
    let (low, high) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    low + (high - low) * at.fract()
}

/// Values less their mean, divided by their standard deviation; all 0 where they do not differ.
pub fn standardised(values: &[f64]) -> Vec<f64> {
    let (mean, deviation) = (mean(values), deviation(values));
    let scale = if deviation > 0.0 { deviation } else { f64::INFINITY };
    values.iter().map(|value| (value - mean) / scale).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_values() {
        assert_eq!(quantile(&[3.0, 1.0, 2.0], 0.5), 2.0);
        assert_eq!(quantile(&[0.0, 10.0], 0.8), 8.0);
        assert!(quantile(&[], 0.5).is_nan());
    }

    #[test]
    fn what_does_not_differ_is_standardised_to_nothing() {
        assert_eq!(standardised(&[2.0, 2.0]), [0.0, 0.0]);
        assert_eq!(standardised(&[1.0, 3.0]), [-1.0, 1.0]);
    }
}
