//! Monotone regression.

use crate::random::Random;

/// A function that never falls, fitted by pooling adjacent violators (Ayer et al. 1955): linear between the means of its
/// blocks, flat outside.
#[derive(Debug, Clone)]
pub struct Isotonic {
    /// The mean x and mean y of each block, in order.
    blocks: Vec<(f64, f64)>,
}

impl Isotonic {
    /// The best such function by least squares.
    pub fn fit(points: &[(f64, f64)]) -> Self {
        let mut points = points.to_vec();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        // Sums of x and y, and the number of points.
        let mut blocks: Vec<(f64, f64, f64)> = Vec::new();
        for (x, y) in points {
            match blocks.last_mut() {
                // Equal values of x get one value of y.
                Some((sum, total, n)) if *sum / *n == x => {
                    *sum += x;
                    *total += y;
                    *n += 1.0;
                }
                _ => blocks.push((x, y, 1.0)),
            }
            while let [.., before, last] = blocks.as_mut_slice() {
                if before.1 / before.2 < last.1 / last.2 {
                    break;
                }
                *before = (before.0 + last.0, before.1 + last.1, before.2 + last.2);
                blocks.pop();
            }
        }
        Self { blocks: blocks.into_iter().map(|(x, y, n)| (x / n, y / n)).collect() }
    }

    /// The value at x; NaN if it was fitted to nothing.
    pub fn at(&self, x: f64) -> f64 {
        let after = self.blocks.partition_point(|block| block.0 <= x);
        match (after.checked_sub(1).map(|index| self.blocks[index]), self.blocks.get(after)) {
            (Some((x0, y0)), Some((x1, y1))) => y0 + (y1 - y0) * ((x - x0) / (x1 - x0)),
            (Some((_, y)), None) | (None, Some(&(_, y))) => y,
            (None, None) => f64::NAN,
        }
    }
}

/// The value of each point by a function that was fitted without it: in ten folds, drawn with a fixed seed.
pub fn isotonic_out_of_fold(points: &[(f64, f64)]) -> Vec<f64> {
    const FOLDS: usize = 10;
    let mut order: Vec<usize> = (0..points.len()).collect();
    let mut random = Random::new(1);
    for last in (1..order.len()).rev() {
        order.swap(last, random.below(last + 1));
    }
    let mut fold = vec![0; points.len()];
    for (place, row) in order.into_iter().enumerate() {
        fold[row] = place % FOLDS;
    }
    let fits: Vec<Isotonic> = (0..FOLDS)
        .map(|out| {
            let rest: Vec<(f64, f64)> =
                points.iter().zip(&fold).filter(|(_, fold)| **fold != out).map(|(point, _)| *point).collect();
            Isotonic::fit(&rest)
        })
        .collect();
    points.iter().zip(fold).map(|((x, _), fold)| fits[fold].at(*x)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn violators_are_pooled() {
        let fit = Isotonic::fit(&[(1.0, 1.0), (2.0, 3.0), (3.0, 2.0), (4.0, 5.0)]);
        assert_eq!(fit.blocks, [(1.0, 1.0), (2.5, 2.5), (4.0, 5.0)]);
        assert_eq!((fit.at(0.0), fit.at(1.75), fit.at(9.0)), (1.0, 1.75, 5.0));
    }

    #[test]
    fn what_falls_becomes_its_mean() {
        let fit = Isotonic::fit(&[(1.0, 4.0), (2.0, 2.0), (2.0, 0.0)]);
        assert_eq!((fit.at(1.0), fit.at(2.0)), (2.0, 2.0));
    }

    #[test]
    fn no_point_decides_its_own_value() {
        let mut points: Vec<(f64, f64)> = (0..50).map(|x| (f64::from(x), f64::from(x))).collect();
        points[20].1 = 1000.0;
        assert!(isotonic_out_of_fold(&points)[20] < 30.0);
    }
}
