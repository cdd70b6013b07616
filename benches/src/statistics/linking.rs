//! Putting one scale onto another.

/// The score that stands at the same place among the scores as each label among the labels: equipercentile linking (Kolen &
/// Brennan 2014, Test Equating, Scaling, and Linking). Equal labels get the mean of their places. Unlike a regression, it
/// does not draw what agrees badly towards the middle.
pub fn linked(scores: &[f64], labels: &[f64]) -> Vec<f64> {
    let mut sorted = scores.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut order: Vec<usize> = (0..labels.len()).collect();
    order.sort_by(|a, b| labels[*a].total_cmp(&labels[*b]));
    let mut out = vec![0.0; labels.len()];
    let mut start = 0;
    for equal in order.chunk_by(|a, b| labels[*a] == labels[*b]) {
        let places = &sorted[start..start + equal.len()];
        for row in equal {
            out[*row] = places.iter().sum::<f64>() / places.len() as f64;
        }
        start += equal.len();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_places_are_linked() {
        assert_eq!(linked(&[30.0, 10.0, 20.0, 40.0], &[1.0, 2.0, 3.0, 3.0]), [10.0, 20.0, 35.0, 35.0]);
        assert!(linked(&[], &[]).is_empty());
    }
}
