//! Words that connect thoughts: reasons, conditions, contrasts, examples.

use std::collections::VecDeque;
use std::sync::LazyLock;

use super::senses::is_english;
use super::table::Table;
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

    fn add(&mut self, sense: Sense, more: usize) {
        let count = match sense {
            Sense::Reason => &mut self.reason,
            Sense::Condition => &mut self.condition,
            Sense::Contrast => &mut self.contrast,
            Sense::Example => &mut self.example,
        };
        *count = count.saturating_add(more);
    }
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Sense {
    Reason,
    Condition,
    Contrast,
    Example,
}

/// The words of the longest connective.
const LONGEST: usize = 4;

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

/// The first words of the connectives, with the index of the first that begins so.
static FIRST_WORDS: LazyLock<Table<usize>> = LazyLock::new(|| {
    let firsts = CONNECTIVES.iter().enumerate();
    Table::new(firsts.filter_map(|(index, (words, _))| Some((*words.first()?, index))))
});

/// Connectives of other languages that are one word there, or stand out in text without blanks.
const ELSEWHERE: &[(&str, Sense)] = &[
    (
        "weil denn damit sodass deshalb deswegen daher dadurch nämlich parce puisque donc afin porque pues portanto pois \
         perché quindi потому поэтому чтобы 때문에 그래서 因为 因為 因此 所以 为了 為了 ので ため なぜなら เพราะ",
        Sense::Reason,
    ),
    (
        "wenn falls sonst ansonsten sofern sinon lorsque quand cuando salvo caso senão altrimenti если иначе когда 만약 \
         如果 否则 否則 もし 場合 ถ้า",
        Sense::Condition,
    ),
    (
        "obwohl statt anstatt jedoch allerdings malgré cependant plutôt pourtant aunque embargo embora porém invece хотя \
         однако вместо 하지만 대신 但是 虽然 雖然 而不是 しかし 代わりに แต่",
        Sense::Contrast,
    ),
];

/// Counts connectives. At each place the longest one counts, and they do not overlap. In a text that is not English, the
/// most common ones of other languages count.
pub fn connectives(text: &str) -> Connectives {
    let mut counts = english(text);
    if counts.total() == 0 && !is_english(text) {
        let own: Vec<String> = words(text).map(str::to_lowercase).collect();
        for (list, sense) in ELSEWHERE {
            for known in list.split_whitespace() {
                let blanks = known.chars().all(|letter| letter < '\u{0e00}');
                let found = if blanks { own.iter().any(|word| word == known) } else { text.contains(known) };
                counts.different = counts.different.saturating_add(usize::from(found));
                counts.add(*sense, usize::from(found));
            }
        }
    }
    counts
}

fn english(text: &str) -> Connectives {
    let mut counts = Connectives::default();
    let mut seen = [false; CONNECTIVES.len()];
    let mut words = words(text);
    let mut ahead: VecDeque<&str> = VecDeque::with_capacity(LONGEST);
    loop {
        while ahead.len() < LONGEST
            && let Some(word) = words.next()
        {
            ahead.push_back(word);
        }
        let Some(first) = ahead.front() else { break };
        let mut used = 1;
        if let Some((index, known, sense)) = longest_at(first, &ahead) {
            counts.add(sense, 1);
            if let Some(seen) = seen.get_mut(index) {
                *seen = true;
            }
            used = known.len();
        }
        ahead.drain(..used.min(ahead.len()));
    }
    counts.different = seen.into_iter().filter(|seen| *seen).count();
    counts
}

/// The longest connective that these words begin with, and its index.
fn longest_at(first: &str, words: &VecDeque<&str>) -> Option<(usize, &'static [&'static str], Sense)> {
    let start = FIRST_WORDS.get(first)?;
    let begins = |known: &str| known.eq_ignore_ascii_case(first);
    CONNECTIVES
        .iter()
        .enumerate()
        .skip(start)
        .take_while(|(_, (known, _))| known.first().is_some_and(|known| begins(known)))
        .filter(|(_, (known, _))| {
            words.len() >= known.len() && known.iter().zip(words).all(|(a, b)| a.eq_ignore_ascii_case(b))
        })
        .max_by_key(|(_, (known, _))| known.len())
        .map(|(index, (known, sense))| (index, *known, *sense))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        assert!(CONNECTIVES.is_sorted_by_key(|(words, _)| *words));
        assert_eq!(CONNECTIVES.iter().map(|(words, _)| words.len()).max(), Some(LONGEST));
        assert!(CONNECTIVES.iter().all(|(words, _)| FIRST_WORDS.get(words[0]).is_some()));
    }

    #[test]
    fn connectives_are_counted_by_sense() {
        let text = "I used a heap instead of a list because, so\nthat, and SO THAT. If it fails, retry; \
                    on the other hand, on the other side. Ifs and whens don't count.";
        let counts = connectives(text);
        assert_eq!(counts, Connectives { reason: 3, condition: 1, contrast: 2, example: 0, different: 5 });
        assert_eq!(counts.total(), 6);
        assert_eq!(connectives(""), Connectives::default());
        assert_eq!(connectives("Ich sortiere zuerst, weil die Suche dann schnell ist.").reason, 1);
        assert_eq!(connectives("因为列表为空，所以返回零。").reason, 2);
        assert_eq!(connectives("It falls back to the default.").total(), 0);
        assert_eq!(connectives("on the other hand").contrast, 1);
        assert_eq!(connectives("on the other").total(), 0);
    }
}
