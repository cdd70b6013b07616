//! Whether a sentence of an answer counts: it speaks of the matter, and says something about it that was not said before.

use std::collections::HashSet;
use std::sync::LazyLock;

use sono_syntax::text::prose::{self, Connectives, Sense, Stem};
use sono_syntax::text::{Span, is_keyword};

use super::super::matter::{Matter, code_words, says};
use super::order::is_jumbled;

/// The minimum number of words in a sentence about the matter.
const WHOLE_SENTENCE: usize = 5;
/// The number of sentences in a row that may speak of a matter which the one before them named.
const CARRIED: u32 = 2;
/// The fewest parts of names, or terms of the task, that name the matter without a whole name.
const NAMING: usize = 2;
/// The fewest new things that a sentence says.
const NEW: usize = 2;
/// The most names for each other word: a list of names says nothing.
const NAMES_PER_WORD: usize = 3;
/// The number of different names, parts of names and terms of the task by which answers as a whole name their matter. Each
/// of their sentences may then speak in terms of programming alone.
const ANCHORS: usize = 3;
/// The number of words in answers that are long enough to hold so many names or parts that other code hardly has.
const LONG: usize = 60;
/// The most things that a sentence has to say which are no generalities.
const SPECIFIC: usize = 2;
/// The number of words that call for one such thing.
const WORDS_PER_SPECIFIC: usize = 8;
/// The fewest related words in a sentence: a name alone says nothing.
const RELATED: usize = 2;
/// The least share of related words, in percent, in a paragraph of which sentences count. Honest explanations have 43 and
/// more, recipes over which names and terms of the task were sprinkled 20 to 34.
const PARAGRAPH: usize = 36;
/// As [`PARAGRAPH`], in other languages than English.
const FOREIGN_PARAGRAPH: usize = 28;

/// Why a sentence does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Idle {
    /// It is copied from the task.
    Task,
    /// It is copied from the code.
    Code,
    /// It names nothing of the matter.
    Unrelated,
    /// It names something of the matter among much else.
    Elsewhere,
    /// It says what an earlier sentence says, of something else.
    Repeated,
    /// Too little of what it names is new.
    Known,
    /// It names the matter and says nothing about it.
    Empty,
    /// It is too short, or no sentence.
    Fragment,
}

impl Idle {
    /// The fault, as a clause.
    pub(super) fn message(self) -> &'static str {
        match self {
            Self::Task => "this sentence repeats the task",
            Self::Code => "this sentence repeats the code",
            Self::Unrelated => "this sentence names nothing of the code or the task",
            Self::Elsewhere => "this sentence is mostly about something else",
            Self::Repeated => "this sentence says what an earlier one says",
            Self::Known => "most of what this sentence names was named before",
            Self::Empty => "this sentence says nothing about what it names",
            Self::Fragment => "this is no whole sentence",
        }
    }
}

/// The names and terms in a sentence.
#[derive(Debug, Default)]
struct Named {
    /// Whole names of the code, and numbers in it.
    names: usize,
    /// Parts of such names.
    parts: usize,
    /// Terms of the task.
    task: usize,
    /// Terms of programming that are neither.
    field: usize,
    /// Words about something else, in thirds: a piece of a text without blanks is about a third of a word.
    other: usize,
    /// The keys of all of these, in the order in which they come.
    keys: Vec<Stem>,
    /// Words that are neither names nor grammar, whatever they are worth.
    words: usize,
    /// Words with a meaning of their own that are neither names nor generalities.
    specific: usize,
    /// A key of all words but names, equal for sentences that differ in names alone.
    frame: Option<Stem>,
}

impl Named {
    fn read(sentence: &str, matter: &Matter<'_>, vague: bool) -> Self {
        let mut named = Self::default();
        let mut seen = HashSet::new();
        let mut frame = Vec::new();
        for code_word in code_words(sentence) {
            let word = code_word.word;
            let named_here = if vague { matter.is_own_name(code_word) } else { matter.is_name(code_word) };
            let is_name = named_here || matter.has_number(word);
            let is_bound = word == "O" && code_word.after == Some('(');
            if is_name || is_bound {
                let key = Stem::of(word);
                if seen.insert(key) {
                    let kind = if is_name { &mut named.names } else { &mut named.field };
                    *kind = kind.saturating_add(1);
                    named.keys.push(key);
                }
                continue;
            }
            frame.push(Stem::of(word));
            for term in prose::terms(word) {
                named.words = named.words.saturating_add(usize::from(!matter.in_code(term.stem)));
                if !says(term.sense) || !seen.insert(term.stem) {
                    continue;
                }
                named.specific =
                    named.specific.saturating_add(usize::from(!GENERALITY_STEMS.contains(&term.stem)));
                let chance = vague && term.sense == Sense::Field;
                let kind = if !chance && matter.in_code(term.stem) {
                    &mut named.parts
                } else if matter.in_task(term.stem) {
                    &mut named.task
                } else if term.sense == Sense::Field {
                    &mut named.field
                } else if is_keyword(term.word) {
                    // What scorers look for says nothing here, unless it is a term of the field.
                    continue;
                } else {
                    let weight = if term.word.is_ascii() || is_spaced(term.word) { 3 } else { 1 };
                    named.other = named.other.saturating_add(weight);
                    named.keys.push(term.stem);
                    continue;
                };
                *kind = kind.saturating_add(1);
                named.keys.push(term.stem);
            }
        }
        named.frame = (named.names > 0).then(|| Stem::joined(frame));
        named
    }

    fn matter(&self) -> usize {
        self.names.saturating_add(self.parts).saturating_add(self.task)
    }

    fn related(&self) -> usize {
        self.matter().saturating_add(self.field)
    }

    /// Whether at least this share, in percent, of what it names is related.
    fn is_about(&self, percent: usize) -> bool {
        is_share(self.related(), self.other, percent)
    }
}

/// Whether a number of related words is at least this share, in percent, of them and others, which are given in thirds.
fn is_share(related: usize, other: usize, percent: usize) -> bool {
    let related = related.saturating_mul(3);
    related.saturating_mul(100) >= related.saturating_add(other).saturating_mul(percent)
}

/// Whether a word is of a script that parts words by blanks.
fn is_spaced(word: &str) -> bool {
    !word.chars().any(|letter| letter >= '\u{0e00}' && !('\u{1e00}'..='\u{2bff}').contains(&letter))
        || word.chars().any(|letter| ('\u{ac00}'..='\u{d7a3}').contains(&letter))
}

/// Weighs the sentences of the answers, in their order.
#[derive(Debug)]
pub(super) struct Scale<'m> {
    matter: &'m Matter<'m>,
    /// The keys of counted sentences: names and words in them.
    said: HashSet<Stem>,
    /// The frames of those sentences, which hold no names.
    frames: HashSet<Stem>,
    /// Whether the words of the answer are in no order of speech.
    jumbled: bool,
    /// Whether the answers as a whole say too little of this code to be about it: terms of programming, which are names in
    /// it by chance, name nothing then.
    vague: bool,
    /// The number of sentences since the matter was named last.
    since: u32,
    /// Whether the answers as a whole name the code.
    anchored: bool,
    /// Whether there is only a task, and one that is not about programming: its answers can't be told by terms of the
    /// field, and have to name the task's terms as a whole.
    open: bool,
    /// Whether the answer does that.
    covered: bool,
}

/// A sentence that may count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sentence<'t> {
    /// Where it stands in its source.
    pub(super) span: Span,
    pub(super) text: &'t str,
    pub(super) words: usize,
    pub(super) connectives: Connectives,
}

impl<'t> Sentence<'t> {
    pub(super) fn new(span: Span, text: &'t str) -> Self {
        Self { span, text, words: prose::words(text).count(), connectives: prose::connectives(text) }
    }
}

impl<'m> Scale<'m> {
    /// A scale for all answers of a submission.
    pub(super) fn new<'t>(matter: &'m Matter<'m>, answers: impl IntoIterator<Item = &'t str>) -> Self {
        let (mut anchors, mut own) = (HashSet::new(), HashSet::new());
        let mut words = 0_usize;
        for word in answers.into_iter().filter(|_| matter.has_code()).flat_map(code_words) {
            words = words.saturating_add(1);
            let whole = Stem::of(word.word);
            let (is_name, is_own) = (matter.is_name(word), matter.is_own_name(word));
            anchors.extend(is_name.then_some(whole));
            own.extend(is_own.then_some(whole));
            for term in prose::terms(word.word).filter(|_| !is_own) {
                let in_task = matter.in_task(term.stem);
                let in_code = matter.in_code(term.stem);
                anchors.extend((!is_name && (in_task || in_code)).then_some(term.stem));
                own.extend((in_task || in_code && term.sense == Sense::Plain).then_some(term.stem));
            }
        }
        let vague = matter.has_code() && words >= LONG && own.is_empty();
        let anchored = !vague && anchors.len() >= ANCHORS;
        let open = !matter.has_code() && !matter.is_technical();
        Self {
            matter,
            said: HashSet::new(),
            frames: HashSet::new(),
            jumbled: false,
            vague,
            since: u32::MAX,
            anchored,
            open,
            covered: false,
        }
    }

    /// Begins an answer.
    pub(super) fn begin(&mut self, answer: &str) {
        self.covered = self.open && self.matter.covers_task(answer);
        self.jumbled = prose::is_english(answer) && is_jumbled(answer);
    }

    /// Why each sentence of a paragraph does not count, if it does not.
    pub(super) fn weigh(&mut self, paragraph: &[Sentence<'_>]) -> Vec<Result<(), Idle>> {
        // A paragraph names its matter itself.
        self.since = u32::MAX;
        let named: Vec<Named> =
            paragraph.iter().map(|sentence| Named::read(sentence.text, self.matter, self.vague)).collect();
        // Names that are sprinkled over a text about something else make some of its sentences look related.
        let sums = named.iter().fold((0_usize, 0_usize), |(related, other), named| {
            (related.saturating_add(named.related()), other.saturating_add(named.other))
        });
        // Fewer terms of other languages are known.
        let english = paragraph.iter().any(|sentence| prose::is_english(sentence.text));
        let about =
            self.open || is_share(sums.0, sums.1, if english { PARAGRAPH } else { FOREIGN_PARAGRAPH });
        let weighed = paragraph.iter().zip(named);
        weighed.map(|(sentence, named)| self.weigh_one(*sentence, named, about)).collect()
    }

    fn weigh_one(&mut self, sentence: Sentence<'_>, named: Named, about: bool) -> Result<(), Idle> {
        let text = sentence.text;
        if self.matter.is_code(text) {
            return Err(Idle::Code);
        }
        if self.matter.is_task(text) {
            return Err(Idle::Task);
        }
        let english = prose::is_english(text);
        if let Err(idle) = self.relation(&named, english) {
            self.since = self.since.saturating_add(1);
            return Err(idle);
        }
        if !about {
            return Err(Idle::Elsewhere);
        }
        let is_list = named.words.saturating_mul(NAMES_PER_WORD) < named.names.saturating_add(named.parts);
        if sentence.words < WHOLE_SENTENCE
            || is_list
            || self.jumbled
            || !(if english { is_sentence(text) } else { is_spoken(text) })
        {
            return Err(Idle::Fragment);
        }
        let new = named.keys.iter().filter(|key| !self.said.contains(key)).count();
        let outside = named.keys.iter().filter(|key| !self.matter.in_task(**key)).count();
        let quantity = text.contains(|c: char| c.is_ascii_digit()) || text.contains("O(");
        let tells = quantity || sentence.connectives.total() > 0 || decides(text);
        let related = if self.open { 0 } else { RELATED.saturating_sub(usize::from(quantity)) };
        if named.keys.len() < if tells { 2 } else { 3 } || outside == 0 || named.related() < related {
            return Err(Idle::Empty);
        }
        // How two names stand to each other is as good as a word of their own.
        let specific = named.specific.saturating_add(named.names.saturating_sub(1));
        let needed = sentence.words.div_ceil(WORDS_PER_SPECIFIC).min(SPECIFIC);
        if english && !self.open && specific.saturating_add(usize::from(quantity)) < needed {
            return Err(Idle::Empty);
        }
        let framed = named.frame.is_some_and(|frame| self.frames.contains(&frame));
        if framed {
            return Err(Idle::Repeated);
        }
        if new < NEW || new.saturating_mul(3) < named.keys.len() {
            return Err(Idle::Known);
        }
        self.frames.extend(named.frame);
        self.said.extend(named.keys);
        Ok(())
    }

    /// Whether a sentence names the matter, or goes on about it.
    fn relation(&mut self, named: &Named, english: bool) -> Result<(), Idle> {
        if self.open {
            return if self.covered { Ok(()) } else { Err(Idle::Unrelated) };
        }
        let has_code = self.matter.has_code();
        let names = if has_code {
            named.names > 0 || named.matter() >= NAMING
        } else {
            named.matter() > 0 || named.field >= NAMING
        };
        let goes_on = (self.since < CARRIED || self.anchored) && named.related() >= NAMING;
        if !names && !goes_on {
            return Err(Idle::Unrelated);
        }
        if !named.is_about(if english || !has_code { 34 } else { 25 }) {
            return Err(Idle::Elsewhere);
        }
        self.since = if names { 0 } else { self.since.saturating_add(1) };
        Ok(())
    }
}

/// Verbs of decision, which say something with fewer words beside them.
const DECISIONS: &str = "
choose chose chosen decide decided prefer preferred avoid avoids pick picked use uses used keep keeps kept return returns check
checks raise raises throw throws skip skips ignore ignores reject rejects store stores need needs whether first only
";

/// Words with which a sentence states something.
const VERBS: &str = "
is are was were be been has have had do does did can could will would must may might should cannot i we it this that which they
isn't aren't doesn't don't can't won't wouldn't
add append ask assign avoid become begin break build cache call change check choose compare contain convert copy cost count create
cut decide delete divide drop end expect fail fall find fit follow get give go grow handle happen hold ignore insert iterate join
keep know leave let load log look loop make map mean merge move need parse pass pick prefer print push put raise read reject
remove replace return reuse run save scan search see send set show skip sort split start stay stop store stream sum swap take
tell test think throw treat try turn update use validate visit wait walk want work wrap write
";

/// Words of explanations that are true of any program. Nothing is said about one by them alone.
const GENERALITIES: &str = "
accordingly achieve achieved account adequate advantage advantages aim aims algorithm algorithms application applications appropriate
aspect aspects attention balance balanced balances benefit benefits best careful challenge challenges chosen clarity class
classes code codebase common complexity component components concern concerns conclusion correct correctness covered data deliver
design desired detail details developer developers difference drawback drawbacks edge edges efficiency efficient effort error
errors evaluate fail fails focus forms fulfil fulfilled function functions future general goal handle handled implementation
implement input inputs intended issue issues key language logic logical maintain maintainability maintenance making manage manner
matter method methods module modules modularity need needs object objects objective offs organise organised organize organized
outcome output outputs outweigh outweighs overall performance possible practice practices priority program programs programming
project projects purpose quality readability readable reader readers reliable requirement requirements responsibility
responsibilities robust scalability scenario scenarios separate separation settle settled settling simplicity situation situations
software solve solves solved solving specific specification strike strikes structure structures suitable system systems task tasks
technique techniques technology thought today trade tradeoff tradeoffs trades understand understandable understanding unit units
various view world
";

static GENERALITY_STEMS: LazyLock<HashSet<Stem>> = LazyLock::new(|| stems(GENERALITIES));

static DECISION_STEMS: LazyLock<HashSet<Stem>> = LazyLock::new(|| stems(DECISIONS));
static VERB_STEMS: LazyLock<HashSet<Stem>> = LazyLock::new(|| stems(VERBS));

fn stems(list: &str) -> HashSet<Stem> {
    list.split_whitespace().map(Stem::of).collect()
}

/// Whether a sentence has a verb of decision.
fn decides(sentence: &str) -> bool {
    prose::words(sentence).any(|word| DECISION_STEMS.contains(&Stem::of(word)))
}

/// Whether a text in another language is more than a list of names: it has a word of grammar that is known, or letters
/// that names in code hardly have.
fn is_spoken(text: &str) -> bool {
    !text.is_ascii() || prose::words(text).any(prose::is_grammar)
}

/// Whether an English text has what a sentence has: a verb, and grammar enough for one.
fn is_sentence(text: &str) -> bool {
    let (mut words, mut grammar, mut verb) = (0_usize, 0_usize, false);
    for word in prose::words(text) {
        words = words.saturating_add(1);
        grammar = grammar.saturating_add(usize::from(prose::is_stop_word(word)));
        verb = verb || VERB_STEMS.contains(&Stem::of(word));
    }
    verb && grammar.saturating_mul(7) >= words
}
