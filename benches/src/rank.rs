//! Rank correlation after Spearman, with bootstrap intervals and a control variable.

/// Ranks with ties averaged.
fn ranks(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| values[*a].total_cmp(&values[*b]));
    let mut out = vec![0.0; values.len()];
    let mut start = 0;
    while start < order.len() {
        let mut end = start;
        while end + 1 < order.len() && values[order[end + 1]] == values[order[start]] {
            end += 1;
        }
        let rank = (start + end) as f64 / 2.0 + 1.0;
        for index in &order[start..=end] {
            out[*index] = rank;
        }
        start = end + 1;
    }
    out
}

fn pearson(a: &[f64], b: &[f64]) -> f64 {
    let n = a.len() as f64;
    let (mean_a, mean_b) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
    let (mut cov, mut var_a, mut var_b) = (0.0, 0.0, 0.0);
    for (x, y) in a.iter().zip(b) {
        cov += (x - mean_a) * (y - mean_b);
        var_a += (x - mean_a).powi(2);
        var_b += (y - mean_b).powi(2);
    }
    cov / (var_a * var_b).sqrt()
}

/// Spearman's rank correlation; NaN when one side is constant.
pub fn spearman(a: &[f64], b: &[f64]) -> f64 {
    pearson(&ranks(a), &ranks(b))
}

/// Spearman's correlation of `a` and `b` with `control` held constant (first-order partial correlation of ranks).
pub fn partial_spearman(a: &[f64], b: &[f64], control: &[f64]) -> f64 {
    let (ab, ac, bc) = (spearman(a, b), spearman(a, control), spearman(b, control));
    (ab - ac * bc) / ((1.0 - ac * ac) * (1.0 - bc * bc)).sqrt()
}

/// A 95 % percentile bootstrap interval of a statistic of paired rows; the resampling is seeded and repeatable.
pub fn bootstrap(rows: usize, rounds: usize, statistic: impl Fn(&[usize]) -> f64) -> (f64, f64) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |bound: usize| {
        // SplitMix64 (Steele, Lea & Flood 2014).
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    };
    let mut values: Vec<f64> = (0..rounds)
        .map(|_| {
            let sample: Vec<usize> = (0..rows).map(|_| next(rows)).collect();
            statistic(&sample)
        })
        .filter(|value| value.is_finite())
        .collect();
    values.sort_by(f64::total_cmp);
    let at =
        |share: f64| values.get(((values.len() as f64 - 1.0) * share) as usize).copied().unwrap_or(f64::NAN);
    (at(0.025), at(0.975))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spearman_with_ties_matches_a_hand_calculation() {
        assert!((spearman(&[1.0, 2.0, 3.0, 4.0], &[10.0, 20.0, 30.0, 40.0]) - 1.0).abs() < 1e-12);
        assert!((spearman(&[1.0, 2.0, 2.0, 4.0], &[4.0, 3.0, 2.0, 1.0]) + 0.948_683_298).abs() < 1e-8);
    }

    #[test]
    fn a_perfect_proxy_leaves_nothing() {
        let control = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let a = [1.0, 2.0, 3.0, 4.0, 6.0, 5.0];
        let b = [2.0, 1.0, 3.0, 4.0, 5.0, 6.0];
        assert!(partial_spearman(&a, &b, &control) < spearman(&a, &b));
    }
}
