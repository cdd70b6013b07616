//! Whether words are in an order in which somebody speaks.

use sono_syntax::text::prose;

/// Words after which a noun phrase goes on. "a" is left out, because code has variables of that name.
const OPENING: [&str; 12] =
    ["the", "an", "my", "our", "their", "its", "your", "of", "from", "with", "into", "by"];
/// The first of [`OPENING`], which no other determiner or pronoun follows.
const DETERMINERS: usize = 7;
/// Words that never follow a preposition or a determiner.
const MISPLACED: [&str; 17] = [
    "of", "from", "into", "and", "or", "but", "because", "is", "are", "was", "were", "be", "been", "has",
    "so", "then", "than",
];
/// Words that never follow a determiner.
const AFTER_NOUN: [&str; 18] = [
    "the", "a", "an", "it", "they", "we", "i", "this", "that", "these", "those", "which", "to", "with", "by",
    "can", "will", "not",
];
/// The fewest misplaced words that show anything.
const FEWEST: usize = 2;
/// One in as many words that open a noun phrase shows that words were shuffled. In speech it is less than one in fifty.
const ONE_IN: usize = 5;

/// Whether the words of an English text are shuffled: articles and prepositions have no noun after them, or
/// words of grammar come twice.
pub(super) fn is_jumbled(text: &str) -> bool {
    let (mut opening, mut misplaced) = (0_usize, 0_usize);
    let mut words = prose::words(text).peekable();
    while let Some(word) = words.next() {
        let next = words.peek().copied().unwrap_or_default();
        let is_next = |known: &str| next.eq_ignore_ascii_case(known);
        let at = OPENING.iter().position(|known| word.eq_ignore_ascii_case(known));
        let repeats = prose::is_stop_word(word) && is_next(word) && !word.eq_ignore_ascii_case("that");
        let wrong = at.is_some_and(|at| {
            MISPLACED.into_iter().any(is_next) || at < DETERMINERS && AFTER_NOUN.into_iter().any(is_next)
        });
        opening = opening.saturating_add(usize::from(at.is_some() || repeats));
        misplaced = misplaced.saturating_add(usize::from(wrong || repeats));
    }
    misplaced >= FEWEST && misplaced.saturating_mul(ONE_IN) >= opening
}

#[cfg(test)]
mod tests {
    use super::is_jumbled;

    const HONEST: &str = "The rows of the table are sorted by their key, so the merge reads each of them once. Most of the \
        time goes into the parser, which is why its result is kept. If a row comes from an older file, the date of \
        the file is used.";

    #[test]
    fn words_have_an_order() {
        assert!(!is_jumbled(HONEST));
        let mut words: Vec<&str> = HONEST.split_whitespace().collect();
        words.sort_unstable();
        assert!(is_jumbled(&words.join(" ")));
        words.reverse();
        assert!(is_jumbled(&words.join(" ")));
    }

    #[test]
    fn a_slip_is_no_shuffle() {
        assert!(!is_jumbled("It counts the the rows, and the sum of them is kept."));
        assert!(!is_jumbled(""));
    }
}
