//! Language detection.

mod code;
mod trial;
mod weigh;

use self::trial::trial;
use self::weigh::{Candidate, candidates};
use super::{Language, Types};
use crate::text::{any_file_name, file_name};

/// The required position of evidence on its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// At the start, after blanks only.
    Start,
    /// Anywhere.
    Anywhere,
}

/// The required end of the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Anything.
    Any,
    /// This character.
    Is(u8),
    /// Anything but this character.
    IsNot(u8),
}

/// A piece of text that is evidence for a language: its position, the text, the end of its line, and its score.
pub(crate) type Evidence = (Place, &'static str, End, u32);

/// The lead, in stray bytes per thousand, by which a rival must read a text better, and within which two readings are as
/// likely.
const LEAD: u32 = 50;
/// The highest share of stray bytes per thousand of code that may be in a language for which there is little evidence.
const SOUND: u32 = 100;
/// The lowest score that outweighs code that does not parse.
const STRONG: u32 = 3;

/// The language of a text.
#[derive(Debug, Clone, Copy)]
pub struct Detection {
    /// The language.
    pub language: &'static Language,
    /// The language that the text could as well be in, if its content decided and left doubt.
    ///
    /// There is doubt if another language has at least half as much evidence, and its grammar leaves at most 50 more bytes
    /// per thousand bytes of code unparsed. Of the dialects of one language (JavaScript, TypeScript, TSX), the plainest that
    /// reads everything is right; if none does, there is doubt between those whose evidence differs by one or two points.
    pub rival: Option<&'static Language>,
}

/// Detects the language of a text: from the hint, else the file name, else the `#!` line, else the content.
///
/// A hint or an extension that names a language unknown to this build ends the search: the text is in another language.
/// Content is judged by words and signs outside comments and strings, and by which grammar leaves the least text unparsed.
/// Comments and blank lines carry no weight, however many there are. Prose has no language.
///
/// ```
/// # use sono_syntax as sono_core;
/// # #[cfg(feature = "lang-all")] {
/// use sono_core::language::detect;
/// let id = |text| detect(None, None, text).map(|language| language.id);
/// assert_eq!(id("def half(x):\n    return x / 2\n"), Some("python"));
/// assert_eq!(id("const half = (x) => x / 2;\n"), Some("javascript"));
/// assert_eq!(id("const half = (x: number) => x / 2;\n"), Some("typescript"));
/// assert_eq!(id("If you know the sum, take half of it."), None);
/// # }
/// ```
pub fn detect(hint: Option<&str>, file_name: Option<&str>, text: &str) -> Option<&'static Language> {
    detect_with_rival(hint, file_name, text).map(|detection| detection.language)
}

/// As [`detect`], and says what else the text could be.
pub fn detect_with_rival(hint: Option<&str>, file_name: Option<&str>, text: &str) -> Option<Detection> {
    let certain = |language| Detection { language, rival: None };
    if let Some(hint) = hint.map(str::trim).filter(|hint| !hint.is_empty()) {
        return super::by_name(hint).map(certain);
    }
    match file_name.and_then(by_file_name) {
        Some(known) => known.map(certain),
        None => match by_interpreter(text) {
            Some(known) => known.map(certain),
            // A file may be anything. Settings and tables look much like code, but seldom are it throughout.
            None => by_content(text).filter(|found| file_name.is_none() || trial(found.language, text) == 0),
        },
    }
}

/// The most bytes of a text that may be nothing but assignments.
const MAX_ASSIGNMENTS: usize = 4096;

/// The language of a text that is known to be code and is nothing but assignments, such as `x=1`. Little speaks for any
/// language in it: it is Python, or JavaScript where statements end with `;`, if the grammar reads all of it.
///
/// Settings look alike (`PORT=8080`), so that no file is judged in this way.
pub fn detect_assignments(text: &str) -> Option<Detection> {
    let text = text.trim();
    if text.is_empty() || text.len() > MAX_ASSIGNMENTS {
        return None;
    }
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '[' | ']');
    let is_assignment = |line: &str| {
        line.split_once('=').is_some_and(|(target, value)| {
            let target = target.trim_end_matches(['+', '-', '*', '/', '%', '&', '|', '^']).trim_end();
            let value = value.trim();
            let is_plain =
                target.chars().all(is_name) && target.starts_with(|c: char| c.is_alphabetic() || c == '_');
            is_plain && !value.is_empty() && !value.starts_with(['=', '>'])
        })
    };
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    if !lines.all(is_assignment) {
        return None;
    }
    let ends = text.lines().filter(|line| line.trim_end().ends_with(';')).count();
    let named = |name: &str| super::by_name(name).filter(|language| trial(language, text) == 0);
    let (python, javascript) = (named("python"), named("javascript"));
    let (language, rival) = if ends > 0 { (javascript, None) } else { (python.or(javascript), javascript) };
    let language = language?;
    Some(Detection { language, rival: rival.filter(|rival| *rival != language) })
}

/// The language according to a file name: `None` if it gives no indication, `Some(None)` if it indicates an unknown
/// language.
fn by_file_name(path: &str) -> Option<Option<&'static Language>> {
    let name = any_file_name(path);
    if let Some(language) = super::all().iter().find(|language| language.file_names.contains(&name)) {
        return Some(Some(language));
    }
    let (stem, extension) = name.rsplit_once('.')?;
    if stem.is_empty() || extension.is_empty() || extension.eq_ignore_ascii_case("txt") {
        return None;
    }
    let known = |language: &&&'static Language| {
        language.extensions.iter().any(|known| known.eq_ignore_ascii_case(extension))
    };
    Some(super::all().iter().find(known).copied())
}

/// The language according to a `#!` line, in the same way.
fn by_interpreter(text: &str) -> Option<Option<&'static Language>> {
    // `#![...]` is an attribute.
    let line = text.strip_prefix("#!").filter(|rest| !rest.starts_with('['))?.lines().next()?;
    let mut words = line.split_whitespace().map(file_name);
    let mut program = words.next()?;
    if program == "env" {
        program = words.find(|word| !word.starts_with('-') && !word.contains('='))?;
    }
    let plain = program.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let known = |language: &&&'static Language| {
        language.interpreters.contains(&program) || language.interpreters.contains(&plain)
    };
    Some(super::all().iter().find(known).copied())
}

/// A language, the evidence for it, and the share of the code that its grammar cannot place.
#[derive(Clone, Copy)]
struct Reading {
    language: &'static Language,
    score: u32,
    errors: u32,
}

fn by_content(text: &str) -> Option<Detection> {
    let mut families = families(candidates(text));
    if families.is_empty() && text.matches("\"\"\"").count() % 2 == 1 {
        // Where one of these quotes is lost, what follows seems to be text, and each text code.
        families = self::families(candidates(&text.replace("\"\"\"", "   ")));
    }
    let top = families.first()?.score;
    let mut readings: Vec<(Reading, Option<Reading>)> = Vec::new();
    for family in families {
        let sound = readings.first().is_some_and(|(first, _)| first.errors == 0);
        // What reads everything is questioned only by what has about as much evidence.
        if !sound || is_about(family.score, top) {
            readings.extend(best_dialect(family.dialects, text));
        }
    }
    let better = |best: (Reading, _), other: (Reading, _)| if other.0.beats(best.0) { other } else { best };
    let (best, dialect) = readings.iter().copied().reduce(better)?;
    if best.score < STRONG && best.errors > SOUND {
        return None;
    }
    let is_rival = |other: &&Reading| {
        other.language != best.language
            && is_about(other.score, best.score)
            && other.errors <= best.errors.saturating_add(LEAD)
    };
    let rival = dialect.or_else(|| readings.iter().map(|(other, _)| other).find(is_rival).copied());
    Some(Detection { language: best.language, rival: rival.map(|rival| rival.language) })
}

/// Whether there is at least half as much evidence.
const fn is_about(score: u32, best: u32) -> bool {
    score.saturating_mul(2) >= best
}

/// The dialects of one language, the plainest first, and the highest of their scores.
struct Family {
    score: u32,
    dialects: Vec<Candidate>,
}

/// The candidates by language, those with the most evidence first.
fn families(candidates: Vec<Candidate>) -> Vec<Family> {
    let mut families: Vec<Family> = Vec::new();
    for candidate in candidates {
        let own = |family: &&mut Family| {
            family.dialects.first().is_some_and(|other| other.language.is_dialect_of(candidate.language))
        };
        match families.iter_mut().find(own) {
            Some(family) => {
                family.score = family.score.max(candidate.score);
                family.dialects.push(candidate);
            }
            None => families.push(Family { score: candidate.score, dialects: vec![candidate] }),
        }
    }
    for family in &mut families {
        family.dialects.sort_by_key(|dialect| {
            (dialect.language.types != Types::Absent, dialect.language.evidence.len())
        });
    }
    families.sort_by_key(|family| std::cmp::Reverse(family.score));
    families
}

/// The points of evidence by which one dialect is ahead of another if there is no doubt.
const AHEAD: u32 = 2;

/// The plainest dialect that reads everything, else that which reads most; and another one that it could be.
fn best_dialect(dialects: Vec<Candidate>, text: &str) -> Option<(Reading, Option<Reading>)> {
    let mut readings: Vec<Reading> = Vec::new();
    for Candidate { language, score } in dialects {
        let reading = Reading { language, score, errors: trial(language, text) };
        if reading.errors == 0 {
            return Some((reading, None));
        }
        readings.push(reading);
    }
    let better = |best: Reading, other: Reading| {
        let says_more = other.errors == best.errors && other.score >= best.score.saturating_add(AHEAD);
        if other.errors < best.errors || says_more { other } else { best }
    };
    let best = readings.iter().copied().reduce(better)?;
    let is_rival = |other: &&Reading| {
        other.score != best.score
            && other.score.abs_diff(best.score) <= AHEAD
            && other.errors <= best.errors.saturating_add(LEAD)
    };
    Some((best, readings.iter().find(is_rival).copied()))
}

impl Reading {
    /// Whether this reading is better than that of a language with more evidence.
    fn beats(self, other: Self) -> bool {
        let lead = if self.score > other.score.saturating_mul(2) / 3 {
            LEAD
        } else if self.errors <= LEAD / 5 {
            LEAD.saturating_mul(4)
        } else {
            return false;
        };
        self.errors.saturating_add(lead) < other.errors
    }
}

#[cfg(all(test, feature = "lang-all"))]
mod tests;
