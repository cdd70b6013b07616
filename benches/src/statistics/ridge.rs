//! Linear regression with a penalty on its coefficients.

use super::{deviation, mean, spearman, standardised};

/// One set of rows: features and labels.
#[derive(Debug, Clone)]
pub struct Training<const N: usize> {
    /// The features of each row.
    pub features: Vec<[f64; N]>,
    /// The label of each row.
    pub labels: Vec<f64>,
}

/// Coefficients that rank the rows of another set: ridge regression (Hoerl & Kennard 1970) of labels, standardised per
/// set, on features, centred per set, in which each set weighs the same. The penalty is the one that ranks best with
/// each of these sets left out in turn. `None` without two sets.
pub fn ridge<const N: usize>(sets: &[&Training<N>]) -> Option<[f64; N]> {
    const PENALTIES: [f64; 5] = [0.01, 0.03, 0.1, 0.3, 1.0];
    if sets.len() < 2 {
        return None;
    }
    let gain = |penalty: f64| -> f64 {
        let of_left_out = (0..sets.len()).map(|out| {
            let rest = sets.iter().enumerate().filter(|(index, _)| *index != out).map(|(_, set)| *set);
            let coefficients = fit(&rest.collect::<Vec<_>>(), penalty);
            let scores: Vec<f64> = sets[out].features.iter().map(|row| dot(row, &coefficients)).collect();
            spearman(&scores, &sets[out].labels)
        });
        of_left_out.filter(|value| value.is_finite()).sum()
    };
    let best =
        PENALTIES.into_iter().map(|penalty| (gain(penalty), penalty)).max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(fit(sets, best.1))
}

/// The product of a row and coefficients.
fn dot<const N: usize>(row: &[f64; N], coefficients: &[f64; N]) -> f64 {
    row.iter().zip(coefficients).map(|(value, coefficient)| value * coefficient).sum()
}

fn fit<const N: usize>(sets: &[&Training<N>], penalty: f64) -> [f64; N] {
    let column =
        |set: &Training<N>, index: usize| -> Vec<f64> { set.features.iter().map(|row| row[index]).collect() };
    let scales: [f64; N] = std::array::from_fn(|index| {
        let spread: Vec<f64> = sets.iter().map(|set| deviation(&column(set, index)).powi(2)).collect();
        mean(&spread).sqrt()
    });
    let mut matrix = [[0.0; N]; N];
    let mut right = [0.0; N];
    for set in sets {
        let means: [f64; N] = std::array::from_fn(|index| mean(&column(set, index)));
        let weight = 1.0 / (set.labels.len() * sets.len()) as f64;
        for (row, label) in set.features.iter().zip(standardised(&set.labels)) {
            let scaled: [f64; N] = std::array::from_fn(|index| match scales[index] {
                scale if scale > 0.0 => (row[index] - means[index]) / scale,
                _ => 0.0,
            });
            for i in 0..N {
                right[i] += weight * scaled[i] * label;
                for j in 0..N {
                    matrix[i][j] += weight * scaled[i] * scaled[j];
                }
            }
        }
    }
    for (index, row) in matrix.iter_mut().enumerate() {
        row[index] += penalty;
    }
    let solved = solve(matrix, right);
    std::array::from_fn(|index| if scales[index] > 0.0 { solved[index] / scales[index] } else { 0.0 })
}

/// Solves a system with a positive definite matrix, by elimination.
fn solve<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for pivot in 0..N {
        for row in pivot + 1..N {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            let above = matrix[pivot];
            for (value, above) in matrix[row].iter_mut().zip(above).skip(pivot) {
                *value -= factor * above;
            }
            right[row] -= factor * right[pivot];
        }
    }
    for row in (0..N).rev() {
        let known: f64 = (row + 1..N).map(|column| matrix[row][column] * right[column]).sum();
        right[row] = (right[row] - known) / matrix[row][row];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_solved() {
        let solved = solve([[4.0, 1.0], [1.0, 3.0]], [1.0, 2.0]);
        assert!((solved[0] - 1.0 / 11.0).abs() < 1e-12 && (solved[1] - 7.0 / 11.0).abs() < 1e-12);
    }

    #[test]
    fn what_holds_in_all_sets_is_found() {
        let set = |shift: f64| Training {
            features: (0..30).map(|row| [f64::from(row) + shift, f64::from(row * row % 7)]).collect(),
            labels: (0..30).map(|row| 2.0 * f64::from(row) - shift).collect(),
        };
        let (one, other) = (set(0.0), set(50.0));
        let [first, second] = ridge(&[&one, &other]).unwrap();
        assert!(first > 0.0 && second.abs() < first);
        assert!(ridge(&[&one]).is_none());
    }
}
