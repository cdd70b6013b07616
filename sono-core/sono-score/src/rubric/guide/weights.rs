//! Weights that change among others. Weights are told as shares, so that one changed weight changes the shares of all
//! beside it: those follow from it and are not told.

use super::entry::{Entry, Section};

/// How far the factors of weights that change alike may differ.
const TOLERANCE: f64 = 1e-9;

/// The weight of something in both rubrics.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weights {
    /// The second in units of the first.
    factor: f64,
}

impl Weights {
    /// Whether they only follow what others do.
    pub(super) fn follow(self, usual: Option<f64>) -> bool {
        usual.is_some_and(|usual| alike(self.factor, usual))
    }
}

/// The weights of an entry, if both rubrics state one.
pub(super) fn weights(before: Option<&Entry>, after: Option<&Entry>) -> Option<Weights> {
    Some(Weights { factor: after?.weight? / before?.weight? })
}

/// By what sections are found that are weighed together: the metrics of a path, or the paths.
pub(super) fn siblings(section: &Section) -> &str {
    section.key.split_once('.').map_or("", |(path, _)| path)
}

/// The factor by which most weights change: that of those that stay where they are. Where as many change otherwise, it
/// is 1 if some do not change at all, and else there is none.
pub(super) fn usual(weights: &[Weights]) -> Option<f64> {
    let mut factors: Vec<f64> = weights.iter().map(|weights| weights.factor).collect();
    factors.sort_by(f64::total_cmp);
    let runs: Vec<&[f64]> = factors.chunk_by(|left, right| alike(*left, *right)).collect();
    let longest = runs.iter().map(|run| run.len()).max()?;
    let firsts = runs.iter().filter(|run| run.len() == longest).filter_map(|run| run.first().copied());
    let firsts: Vec<f64> = firsts.collect();
    match firsts.as_slice() {
        [only] => Some(*only),
        several => several.iter().copied().find(|factor| alike(*factor, 1.0)),
    }
}

fn alike(left: f64, right: f64) -> bool {
    (left - right).abs() <= TOLERANCE * left.max(right)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usual_of(factors: &[f64]) -> Option<f64> {
        usual(&factors.iter().map(|factor| Weights { factor: *factor }).collect::<Vec<_>>())
    }

    #[test]
    fn most_weights_say_what_stays() {
        assert_eq!(usual_of(&[2.0, 1.0, 1.0]), Some(1.0));
        assert_eq!(usual_of(&[2.0, 2.0, 1.0]), Some(2.0));
        assert_eq!(usual_of(&[2.0, 1.0]), Some(1.0));
        assert_eq!(usual_of(&[2.0, 3.0]), None);
        assert_eq!(usual_of(&[]), None);
        assert!(Weights { factor: 0.1 + 0.2 }.follow(Some(0.3)));
        assert!(!Weights { factor: 0.31 }.follow(Some(0.3)) && !Weights { factor: 1.0 }.follow(None));
    }
}
