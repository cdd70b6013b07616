//! Rank correlation after Spearman, with a control variable.

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

/// Spearman's correlation of `a` and `b` with `control` held constant (first-order partial correlation of ranks); NaN
/// when one of them says all about another.
pub fn partial_spearman(a: &[f64], b: &[f64], control: &[f64]) -> f64 {
    let (a, b, control) = (ranks(a), ranks(b), ranks(control));
    let (ab, ac, bc) = (pearson(&a, &b), pearson(&a, &control), pearson(&b, &control));
    let left = (1.0 - ac * ac) * (1.0 - bc * bc);
    if left < 1e-9 { f64::NAN } else { (ab - ac * bc) / left.sqrt() }
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
        assert!(partial_spearman(&control, &b, &control).is_nan());
    }
}
