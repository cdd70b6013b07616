//! Words that connect thoughts: reasons, conditions, contrasts, examples.

use super::words::words;

/// How often a text uses connectives of each sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Connectives {
    /// Cause and result: because, therefore, so that.
    pub reason: usize,
    /// Condition and case: if, unless, when, otherwise.
    pub condition: usize,
    /// Contrast and alternative: although, instead of, rather than.
    pub contrast: usize,
    /// Examples: for example, such as.
    pub example: usize,
    /// The number of different connectives.
    pub different: usize,
}

impl Connectives {
    /// All connectives together.
    pub fn total(&self) -> usize {
        self.reason.saturating_add(self.condition).saturating_add(self.contrast).saturating_add(self.example)
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Sense {
    Reason,
    Condition,
    Contrast,
    Example,
}

/// Longest connective in words, and longest word of one in bytes.
const LONGEST: (usize, usize) = (4, 12);

/// Connectives in alphabetical order. Words whose temporal or additive sense prevails (and, as, since, so,
/// then, while) are left out.
///
/// Source: explicit connectives of the senses contingency, comparison and expansion in the Penn Discourse
/// Treebank 2.0 (Prasad et al. 2008), and common alternative lexicalisations.
const CONNECTIVES: &[(&[&str], Sense)] = &[
    (&["although"], Sense::Contrast),
    (&["as", "a", "consequence"], Sense::Reason),
    (&["as", "a", "result"], Sense::Reason),
    (&["as", "long", "as"], Sense::Condition),
    (&["as", "opposed", "to"], Sense::Contrast),
    (&["assuming"], Sense::Condition),
    (&["because"], Sense::Reason),
    (&["by", "contrast"], Sense::Contrast),
    (&["consequently"], Sense::Reason),
    (&["despite"], Sense::Contrast),
    (&["due", "to"], Sense::Reason),
    (&["even", "if"], Sense::Condition),
    (&["even", "though"], Sense::Contrast),
    (&["for", "example"], Sense::Example),
    (&["for", "instance"], Sense::Example),
    (&["for", "this", "reason"], Sense::Reason),
    (&["given", "that"], Sense::Reason),
    (&["hence"], Sense::Reason),
    (&["however"], Sense::Contrast),
    (&["if"], Sense::Condition),
    (&["in", "case"], Sense::Condition),
    (&["in", "contrast"], Sense::Contrast),
    (&["in", "order", "to"], Sense::Reason),
    (&["in", "spite", "of"], Sense::Contrast),
    (&["instead"], Sense::Contrast),
    (&["instead", "of"], Sense::Contrast),
    (&["nevertheless"], Sense::Contrast),
    (&["on", "the", "other", "hand"], Sense::Contrast),
    (&["otherwise"], Sense::Condition),
    (&["provided", "that"], Sense::Condition),
    (&["rather", "than"], Sense::Contrast),
    (&["so", "that"], Sense::Reason),
    (&["such", "as"], Sense::Example),
    (&["that", "is", "why"], Sense::Reason),
    (&["thereby"], Sense::Reason),
    (&["therefore"], Sense::Reason),
    (&["though"], Sense::Contrast),
    (&["thus"], Sense::Reason),
    (&["trade", "off"], Sense::Contrast),
    (&["unless"], Sense::Condition),
    (&["until"], Sense::Condition),
    (&["when"], Sense::Condition),
    (&["whenever"], Sense::Condition),
    (&["whereas"], Sense::Contrast),
    (&["which", "is", "why"], Sense::Reason),
    (&["which", "means"], Sense::Reason),
];

/// Counts connectives. At each place the longest one counts, and they do not overlap.
pub fn connectives(text: &str) -> Connectives {
    let mut counts = Connectives::default();
    let mut seen = [false; CONNECTIVES.len()];
    let mut ahead: Vec<String> = Vec::with_capacity(LONGEST.0);
    let mut words =
        words(text).map(|word| if word.len() > LONGEST.1 { String::new() } else { word.to_lowercase() });
    loop {
        while ahead.len() < LONGEST.0
            && let Some(word) = words.next()
        {
            ahead.push(word);
        }
        let Some(first) = ahead.first() else { break };
        let start = CONNECTIVES
            .partition_point(|(known, _)| known.first().is_some_and(|known| *known < first.as_str()));
        let found = CONNECTIVES
            .iter()
            .enumerate()
            .skip(start)
            .take_while(|(_, (known, _))| known.first().is_some_and(|known| known == first))
            .filter(|(_, (known, _))| {
                ahead.len() >= known.len() && known.iter().zip(&ahead).all(|(a, b)| a == b)
            })
            .max_by_key(|(_, (known, _))| known.len());
        let used = match found {
            Some((index, (known, sense))) => {
                let count = match sense {
                    Sense::Reason => &mut counts.reason,
                    Sense::Condition => &mut counts.condition,
                    Sense::Contrast => &mut counts.contrast,
                    Sense::Example => &mut counts.example,
                };
                *count = count.saturating_add(1);
                if let Some(seen) = seen.get_mut(index) {
                    *seen = true;
                }
                known.len()
            }
            None => 1,
        };
        ahead.drain(..used.min(ahead.len()));
    }
    counts.different = seen.into_iter().filter(|seen| *seen).count();
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        assert!(CONNECTIVES.is_sorted_by_key(|(words, _)| *words));
        assert_eq!(CONNECTIVES.iter().map(|(words, _)| words.len()).max(), Some(LONGEST.0));
        assert_eq!(
            CONNECTIVES.iter().flat_map(|(words, _)| *words).map(|word| word.len()).max(),
            Some(LONGEST.1)
        );
    }

    #[test]
    fn connectives_are_counted_by_sense() {
        let text = "I used a heap instead of a list because, so\nthat, and SO THAT. If it fails, retry; \
                    on the other hand, on the other side. Ifs and whens don't count.";
        let counts = connectives(text);
        assert_eq!(counts, Connectives { reason: 3, condition: 1, contrast: 2, example: 0, different: 5 });
        assert_eq!(counts.total(), 6);
        assert_eq!(connectives(""), Connectives::default());
        assert_eq!(connectives("on the other hand").contrast, 1);
        assert_eq!(connectives("on the other").total(), 0);
    }
}
