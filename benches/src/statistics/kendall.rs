//! How often two columns order a pair of rows in the same way.

/// The pairs of rows, by how two columns order them; counted in n log n (Knight 1966).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairCounts {
    /// All pairs.
    all: u64,
    /// Pairs that the first column ties.
    tied_first: u64,
    /// Pairs that the second column ties.
    tied_second: u64,
    /// Pairs that both tie.
    tied_both: u64,
    /// Pairs that they order differently.
    discordant: u64,
}

impl PairCounts {
    /// Counts the pairs of two columns of one length.
    pub fn new(first: &[f64], second: &[f64]) -> Self {
        // Adding zero makes -0 and 0 one value for the total order.
        let mut rows: Vec<(f64, f64)> = first.iter().zip(second).map(|(a, b)| (a + 0.0, b + 0.0)).collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let tied_first = tied(rows.len(), |index| rows[index].0 == rows[index - 1].0);
        let tied_both = tied(rows.len(), |index| rows[index] == rows[index - 1]);
        let mut values: Vec<f64> = rows.iter().map(|row| row.1).collect();
        let discordant = inversions(&mut values);
        let tied_second = tied(values.len(), |index| values[index] == values[index - 1]);
        let n = rows.len() as u64;
        Self { all: n * n.saturating_sub(1) / 2, tied_first, tied_second, tied_both, discordant }
    }

    fn concordant(self) -> u64 {
        self.all + self.tied_both - self.tied_first - self.tied_second - self.discordant
    }

    /// Kendall's tau-b (Kendall 1945): -1 to 1, corrected for ties; NaN when one column is constant.
    pub fn tau_b(self) -> f64 {
        let untied = (self.all - self.tied_first) as f64 * (self.all - self.tied_second) as f64;
        (self.concordant() as f64 - self.discordant as f64) / untied.sqrt()
    }

    /// The share of the pairs that the second column tells apart in which the first has the same order; a pair that the
    /// first ties is half right. 0.5 is chance; NaN when the second is constant.
    pub fn accuracy(self) -> f64 {
        let told_apart = (self.all - self.tied_second) as f64;
        let half = (self.tied_first - self.tied_both) as f64 / 2.0;
        (self.concordant() as f64 + half) / told_apart
    }
}

/// The pairs within runs of equal rows.
fn tied(rows: usize, equals_previous: impl Fn(usize) -> bool) -> u64 {
    let (mut pairs, mut run) = (0, 0);
    for index in 1..rows {
        run = if equals_previous(index) { run + 1 } else { 0 };
        pairs += run;
    }
    pairs
}

/// Sorts by merging, and counts the pairs that stood in the wrong order.
fn inversions(values: &mut Vec<f64>) -> u64 {
    let mut count = 0;
    let mut spare = Vec::with_capacity(values.len());
    let mut width = 1;
    while width < values.len() {
        spare.clear();
        for block in values.chunks(2 * width) {
            let (mut left, mut right) = block.split_at(width.min(block.len()));
            while let (Some(a), Some(b)) = (left.first(), right.first()) {
                if a <= b {
                    spare.push(*a);
                    left = &left[1..];
                } else {
                    count += left.len() as u64;
                    spare.push(*b);
                    right = &right[1..];
                }
            }
            spare.extend_from_slice(left);
            spare.extend_from_slice(right);
        }
        std::mem::swap(values, &mut spare);
        width *= 2;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    #[test]
    fn tau_matches_a_hand_calculation() {
        // Of six pairs, four agree, one disagrees, and one is tied in the first column.
        let counts = PairCounts::new(&[1.0, 2.0, 2.0, 3.0], &[1.0, 3.0, 2.0, 2.5]);
        assert!((counts.tau_b() - 3.0 / 30.0_f64.sqrt()).abs() < 1e-12);
        assert!((counts.accuracy() - 4.5 / 6.0).abs() < 1e-12);
    }

    #[test]
    fn counts_are_those_of_all_pairs() {
        let mut random = Random::new(7);
        for _ in 0..50 {
            let mut column = || -> Vec<f64> { (0..17).map(|_| random.below(6) as f64).collect() };
            let (a, b) = (column(), column());
            let (mut concordant, mut discordant) = (0, 0);
            for i in 0..a.len() {
                for j in 0..i {
                    let product = (a[i] - a[j]) * (b[i] - b[j]);
                    concordant += u64::from(product > 0.0);
                    discordant += u64::from(product < 0.0);
                }
            }
            let counts = PairCounts::new(&a, &b);
            assert_eq!((counts.concordant(), counts.discordant), (concordant, discordant));
        }
    }
}
