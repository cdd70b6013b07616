//! The price of looking for a regular expression in a text.
//!
//! An expression is matched by an automaton that is worked out as it goes. Of most expressions it is small, and a byte of
//! the text takes a few nanoseconds. Of one such as `a.{500}b`, nearly every byte can lead to a state that was never seen
//! before; then each byte moves all the places of the expression that it may be at, which takes thousands of times as
//! long. So the automaton is worked out beforehand, within limits, to tell the ones from the others.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use regex_automata::hybrid::LazyStateID;
use regex_automata::hybrid::dfa::DFA;
use regex_automata::nfa::thompson::{Compiler, Config as NfaConfig, WhichCaptures};
use regex_automata::util::start::Config as Start;
use regex_automata::util::syntax;
use regex_automata::{Anchored, MatchKind};
use regex_syntax::hir::{Hir, HirKind, Look};

/// The number of bytes of text that are read in one step, where an automaton reads them.
const BYTES_PER_STEP: usize = 8;
/// The number of steps for a byte and a place of the expression, where there is no small automaton.
const STEPS_PER_PLACE: u64 = 4;
/// The number of steps to begin with a text.
const STEPS_PER_TEXT: u64 = 1;
/// The most bytes of an automaton that counts as small: less than the 2 MiB from which it would be forgotten.
const MAX_AUTOMATON: usize = 1 << 20;
/// The most work to work out one of them, for ASCII and for every text, and all those of a set of rules: transitions times
/// places that they move.
const MAX_WORK: u64 = 16_000_000;
const MAX_WORK_BEYOND_ASCII: u64 = 1_000_000;
const MAX_WORK_OF_ALL: u64 = 100_000_000;

/// The price of reading texts, in steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Price {
    /// The places of the expression.
    places: u64,
    /// Whether there is a small automaton for every text, for ASCII alone, or for none.
    automaton: Automaton,
    /// The most bytes that are read of a text.
    reach: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Automaton {
    Always,
    /// Beyond ASCII, classes such as `\w` are large, and word boundaries need to see whole characters.
    Ascii,
    Never,
}

impl Price {
    /// The price of comparing texts.
    pub(super) const LEAST: Self = Self { places: 1, automaton: Automaton::Always, reach: usize::MAX };

    /// The steps for a text.
    pub(super) fn steps(self, text: &str) -> u64 {
        let bytes = text.as_bytes().get(..self.reach).unwrap_or(text.as_bytes());
        let is_small = match self.automaton {
            Automaton::Always => true,
            Automaton::Ascii => bytes.is_ascii(),
            Automaton::Never => false,
        };
        let length = bytes.len() as u64;
        let steps = if is_small {
            length.div_euclid(BYTES_PER_STEP as u64)
        } else {
            // A short text is not at many places.
            length.saturating_mul(self.places.min(length)).saturating_mul(STEPS_PER_PLACE)
        };
        steps.saturating_add(STEPS_PER_TEXT)
    }

    /// The price of either.
    fn or(self, other: Self) -> Self {
        Self {
            places: self.places.max(other.places),
            automaton: self.automaton.max(other.automaton),
            reach: self.reach.max(other.reach),
        }
    }
}

/// Works out prices.
#[derive(Debug)]
pub(super) struct Pricing {
    left: u64,
}

impl Default for Pricing {
    fn default() -> Self {
        Self { left: MAX_WORK_OF_ALL }
    }
}

impl Pricing {
    /// The price of texts that any of these expressions may read. Of our own ones, a test knows that their automata are
    /// small.
    pub(super) fn of<'r>(&mut self, regexes: impl IntoIterator<Item = &'r str>, are_own: bool) -> Price {
        regexes.into_iter().map(|regex| self.one(regex, are_own)).reduce(Price::or).unwrap_or(Price::LEAST)
    }

    fn one(&mut self, regex: &str, is_own: bool) -> Price {
        // What does not compile is ast-grep's to report.
        let Ok(hir) = syntax::parse(regex) else { return Price::LEAST };
        let looks_at_words = hir.properties().look_set().contains_word_unicode();
        let automaton = match is_own {
            true if looks_at_words => Automaton::Ascii,
            true => Automaton::Always,
            false => self.automaton(&hir, false).max(self.automaton(&hir, true)),
        };
        // What begins at the start of a text has seen enough of it after its longest match.
        let is_at_start = hir.properties().look_set_prefix().contains(Look::Start);
        let longest = hir.properties().maximum_len().filter(|_| is_at_start);
        Price {
            places: places(&hir),
            automaton,
            reach: longest.map_or(usize::MAX, |most| most.saturating_add(4)),
        }
    }

    /// The automaton of an expression, forwards or backwards.
    fn automaton(&mut self, hir: &Hir, backwards: bool) -> Automaton {
        let thompson = NfaConfig::new().reverse(backwards).which_captures(WhichCaptures::None);
        let Ok(nfa) = Compiler::new().configure(thompson).build_from_hir(hir) else {
            return Automaton::Never;
        };
        let config = DFA::config()
            .match_kind(if backwards { MatchKind::All } else { MatchKind::LeftmostFirst })
            .unicode_word_boundary(true)
            .cache_capacity(MAX_AUTOMATON)
            .skip_cache_capacity_check(true)
            // Nothing may be forgotten.
            .minimum_cache_clear_count(Some(0));
        let Ok(dfa) = DFA::builder().configure(config).build_from_nfa(nfa) else { return Automaton::Never };
        let looks_at_words = hir.properties().look_set().contains_word_unicode();
        let mut is_small = |bytes: RangeInclusive<u8>, most: u64| {
            let most = self.left.min(most);
            let work = explore(&dfa, bytes, backwards, most);
            self.left = self.left.saturating_sub(work.unwrap_or(most));
            work.is_some()
        };
        if !is_small(0..=0x7f, MAX_WORK) {
            Automaton::Never
        } else if looks_at_words || !is_small(0..=u8::MAX, MAX_WORK_BEYOND_ASCII) {
            Automaton::Ascii
        } else {
            Automaton::Always
        }
    }
}

/// Works out the states of an automaton that texts of these bytes lead to. Returns the work it was; `None` if it was too
/// much.
fn explore(dfa: &DFA, bytes: RangeInclusive<u8>, backwards: bool, most: u64) -> Option<u64> {
    let mut cache = dfa.create_cache();
    let mut open: Vec<LazyStateID> = Vec::new();
    let mut known = BTreeSet::new();
    let mut work = 0_u64;
    for anchored in [Anchored::No, Anchored::Yes] {
        // Backwards, it begins where a match ends.
        if backwards && anchored == Anchored::No {
            continue;
        }
        for before in [None, Some(b'a'), Some(b' '), Some(b'\n'), Some(b'\r')] {
            let start = Start::new().anchored(anchored).look_behind(before);
            open.push(dfa.start_state(&mut cache, &start).ok()?);
        }
    }
    let bytes: Vec<u8> = dfa.byte_classes().representatives(bytes).filter_map(|unit| unit.as_u8()).collect();
    let transitions = dfa.byte_classes().alphabet_len().next_power_of_two().saturating_mul(4);
    let all = dfa.get_nfa().states().len() as u64;
    while let Some(state) = open.pop() {
        if state.is_dead() || state.is_quit() || !known.insert(state) {
            continue;
        }
        // The places that an average state stands for, by the bytes that it takes beside its transitions.
        let of_state = cache.memory_usage().div_euclid(known.len().max(1));
        let places = (of_state.saturating_sub(transitions) as u64).clamp(1, all.max(1));
        work = work.saturating_add(places.saturating_mul(bytes.len() as u64));
        if work > most {
            return None;
        }
        for byte in &bytes {
            open.push(dfa.next_state(&mut cache, state, *byte).ok()?);
        }
        open.push(dfa.next_eoi_state(&mut cache, state).ok()?);
    }
    Some(work)
}

/// The places of an expression, repetitions written out: of each character of it, one. `regex` bounds its depth.
fn places(hir: &Hir) -> u64 {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) | HirKind::Class(_) => 1,
        HirKind::Literal(literal) => literal.0.len() as u64,
        HirKind::Repetition(repetition) => {
            let times = repetition.max.unwrap_or(repetition.min.saturating_add(1)).max(1);
            places(&repetition.sub).saturating_mul(times.into())
        }
        HirKind::Capture(capture) => places(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => {
            parts.iter().map(places).fold(1, u64::saturating_add)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn price(regex: &str) -> Price {
        Pricing::default().of([regex], false)
    }

    #[test]
    fn most_expressions_have_a_small_automaton() {
        for (regex, automaton, places) in [
            ("^(fmt\\.(Print|Println|Printf)|print|println)$", Automaton::Always, 40),
            ("(?i)todo|fixme", Automaton::Always, 12),
            ("a.*b.*c", Automaton::Always, 6),
            ("[A-Za-z_][A-Za-z0-9_]*\\s*=\\s*\"[^\"]{8,}\"", Automaton::Ascii, 17),
            ("\\w+x$", Automaton::Ascii, 5),
            ("\\bif\\b", Automaton::Ascii, 5),
            (".{100,}", Automaton::Ascii, 101),
            ("[ab]*a[ab]{20}c", Automaton::Never, 24),
            ("c[ab]{100}a[ab]*$", Automaton::Never, 105),
            ("(?s)a.{500}$", Automaton::Never, 503),
        ] {
            let price = price(regex);
            assert_eq!((price.automaton, price.places), (automaton, places), "{regex}");
        }
    }

    #[test]
    fn a_text_is_paid_for_by_its_length_and_by_what_the_expression_takes_for_it() {
        let long = "ab".repeat(50_000);
        assert_eq!(price("(?i)todo|fixme").steps(&long), 100_000 / 8 + 1);
        assert_eq!(price("^(main|usage)$").steps(&long), 2);
        assert_eq!(price("[ab]*a[ab]{20}c").steps(&long), 100_000 * 24 * 4 + 1);
        assert_eq!(price("[ab]*a[ab]{500}c").steps("abab"), 4 * 4 * 4 + 1);
        assert_eq!(price("\\w+x$").steps("abab"), 1);
        assert_eq!(price("\\w+x$").steps("äbab"), 5 * 5 * 4 + 1);
    }

    /// A rule can name a thousand expressions, and loading it must not take long either.
    #[test]
    fn prices_are_worked_out_within_bounds() {
        let mut pricing = Pricing::default();
        for index in 0..1_000 {
            let regex = format!("[ab]*a[ab]{{{}}}c", 500 + index);
            assert_eq!(pricing.of([regex.as_str()], false).automaton, Automaton::Never);
        }
        // What nobody has worked out may be slow.
        assert_eq!((pricing.left, pricing.of(["a"], false).automaton), (0, Automaton::Never));
    }
}
