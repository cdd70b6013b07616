//! Names that the author chose: whether they are meaningful, and whether they follow the language's conventions.

use std::collections::{BTreeMap, BTreeSet};

use sono_syntax::finding::Finding;
use sono_syntax::language::{Case, Naming};
use sono_syntax::syntax::{Name, NameKind};
use sono_syntax::text::Span;
use sono_syntax::text::prose::subwords;

use super::material::Unit;
use super::statistics::WeightedShare;
use super::{Direction, Family, MAX_FINDINGS, Material, SignalDefinition, SignalSet};

pub(super) const DEFINITIONS: &[SignalDefinition] = &[
    SignalDefinition {
        id: "naming.descriptive.share",
        family: Family::Naming,
        name: "Descriptive names",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Names of functions, parameters, variables and types outside test code that are neither of one or two characters (usual ones such as i, x, id and db, and those that the language is used to, excepted) nor a placeholder such as foo, tmp or data2 (for a function or a type also func, method or obj), nor a letter with a number above 3 (x12), nor words of four and more letters without a vowel (known ones such as http excepted), divided by all such names. Each function that decides something or has more than two statements counts by its weight (two for each decision, one for each statement from the third on), with the share of its own names; a function without weight counts with the one around it. All other names count together like one function with their number as weight, but at most a quarter of the weight of all functions. Not counted: loop variables, letters for what a closure without a name of at most two lines is given, and names given from elsewhere (by the language, such as `__eq__`, by what a method overrides or implements, by a foreign caller or a directive for it). Absent without names.",
        source: "Lawrie et al. 2006, What's in a name? A study of identifiers; Hofmeister, Siegmund & Holt 2017, Shorter identifier names take longer to comprehend",
        direction: Direction::Higher,
    },
    SignalDefinition {
        id: "naming.convention.share",
        family: Family::Naming,
        name: "Conventional names",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Names of functions, parameters, variables and types outside test code in the case that the language's community uses (docs/languages.md has it for each language), divided by all such names, counted and weighted as for descriptive names. Where variables are written in small letters, one outside functions (which `global` in one names, too) may be written as a type, for it may stand for one. Methods and attributes of a class in another case are not counted where their type extends one from outside the submission, which may prescribe them. Fine are names handed on (`Vector = linear.Vector`), of classes that a variable holds, put together from a verb and the name of what is visited (`visit_Constant`), and of types of C (`size_t`). Absent without names.",
        source: "PEP 8; Google Java Style Guide 5; Google TypeScript Style Guide 6; Effective Go; Butler et al. 2010, Exploring the influence of identifier names on code quality",
        direction: Direction::Higher,
    },
];

/// Short names that every reader understands.
const USUAL: &[&str] = &[
    "_", "i", "j", "k", "n", "m", "x", "y", "z", "e", "id", "db", "ok", "io", "ip", "os", "ui", "fs", "fn",
    "on", "to", "up", "by", "dx", "dy", "dt", "pi", "lo", "hi", "op", "tz", "ex", "el", "ms", "at", "is",
    "of", "it", "in", "or", "no", "eq", "ne", "lt", "le", "gt", "ge", "cb", "ch", "ev", "fd", "ns", "re",
    "ws",
];

/// Words that say what kind of thing a value is, where any value of that kind is meant: `func` in a decorator, `obj` in
/// what writes objects, `method` in what calls one. As the name of a function or a type, they are placeholders.
const KINDS: &[&str] = &["func", "function", "helper", "method", "obj", "var", "variable"];

/// Those that are the thing itself where they name a type: a `Function` in a library of them.
const THINGS: &[&str] = &["function", "method", "variable"];

/// Placeholders used instead of meaningful names.
const PLACEHOLDERS: &[&str] = &[
    "foo",
    "bar",
    "baz",
    "qux",
    "asdf",
    "qwerty",
    "tmp",
    "temp",
    "stuff",
    "thing",
    "things",
    "blah",
    "xxx",
    "yyy",
    "aaa",
    "bbb",
    "abc",
    "dostuff",
    "dothing",
    "doit",
    "myfunc",
    "myfunction",
    "myclass",
    "myvar",
    "flag",
    "dummy",
    "misc",
    "manager2",
    "data2",
];

/// Words that are placeholders if a number follows.
const NUMBERED: &[&str] = &[
    "data", "value", "val", "res", "result", "list", "arr", "array", "str", "string", "num", "number",
    "item", "var", "test", "temp", "tmp", "obj", "map", "dict", "count", "flag", "func", "function",
    "method", "class", "process", "handle", "check", "step", "new", "a", "b", "c", "d", "p", "q", "s", "t",
];

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    let prescribing = Prescribing::of(material);
    let (mut descriptive, mut conventional) = (Tally::default(), Tally::default());
    for unit in material.code_units() {
        let text: &str = &unit.source.text;
        let naming = &unit.outline.language.naming;
        let weights = Weights::of(unit);
        descriptive.open(unit);
        conventional.open(unit);
        for name in unit.names().filter(|name| name.kind != NameKind::Loop && !name.prescribed) {
            let word = name.span.of(text);
            if is_linked(unit, name, word) {
                continue;
            }
            let place = weights.place(name);
            if !is_closest(unit, name, word) {
                descriptive.add(unit, name, place, word, !is_vague(word, name.kind, naming.short));
            }
            let fits = naming.fits(word, case(name.kind, naming))
                || may_be_type(unit, name, word)
                || is_alias(unit, name, word)
                || is_dispatched(name, word, naming)
                || is_foreign(name, word, naming)
                || is_class(unit, name, word, naming);
            if fits || !prescribing.may_name(unit, name) {
                conventional.add(unit, name, place, word, fits);
            }
        }
        descriptive.close(unit);
        conventional.close(unit);
    }
    descriptive.put(set, "naming.descriptive.share", |word| format!("the name `{word}` says little"));
    conventional.put(set, "naming.convention.share", |word| {
        format!("`{word}` is not in the case that the language uses for such names")
    });
}

/// Which function of a source a name counts with.
struct Weights {
    places: Vec<Option<u32>>,
}

impl Weights {
    fn of(unit: Unit<'_>) -> Self {
        let mut places: Vec<Option<u32>> = Vec::with_capacity(unit.outline.functions.len());
        // Parents come before their children.
        for (index, function) in (0_u32..).zip(&unit.outline.functions) {
            let around = function.parent.and_then(|parent| places.get(parent as usize).copied().flatten());
            places.push(if function.weight() > 0 { Some(index) } else { around });
        }
        Self { places }
    }

    fn place(&self, name: &Name) -> Option<u32> {
        name.function.and_then(|function| self.places.get(function as usize).copied().flatten())
    }
}

/// The names of one place: all, and those that are as they should be.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    all: u32,
    good: u32,
}

impl Counted {
    fn add(&mut self, good: bool) {
        self.all = self.all.saturating_add(1);
        self.good = self.good.saturating_add(u32::from(good));
    }
}

/// The names of a submission, function by function.
#[derive(Default)]
struct Tally<'a> {
    share: WeightedShare,
    /// The weight of the functions so far.
    weight: u32,
    /// The names in each function of the open source.
    functions: Vec<Counted>,
    /// All other names.
    loose: Counted,
    all: usize,
    failing: Vec<(u32, Name, &'a str)>,
    /// Those that no reader stumbles over.
    near: Vec<(u32, Name, &'a str)>,
}

impl<'a> Tally<'a> {
    fn open(&mut self, unit: Unit<'_>) {
        self.functions.clear();
        self.functions.resize(unit.outline.functions.len(), Counted::default());
    }

    fn add(&mut self, unit: Unit<'a>, name: &Name, place: Option<u32>, word: &'a str, good: bool) {
        self.all = self.all.saturating_add(1);
        let function = place.and_then(|place| self.functions.get_mut(place as usize));
        function.unwrap_or(&mut self.loose).add(good);
        if !good {
            let failing = if is_near(unit, name, word) { &mut self.near } else { &mut self.failing };
            failing.push((unit.index, *name, word));
        }
    }

    fn close(&mut self, unit: Unit<'_>) {
        for (function, counted) in unit.outline.functions.iter().zip(&self.functions) {
            if counted.all > 0 {
                self.weight = self.weight.saturating_add(function.weight());
                self.share.add(function.weight(), f64::from(counted.good) / f64::from(counted.all));
            }
        }
    }

    /// Stores the share, with the failing names of the widest scope as findings.
    fn put(mut self, set: &mut SignalSet, id: &'static str, message: impl Fn(&str) -> String) {
        let Counted { all, good } = self.loose;
        if all > 0 {
            let weight = if self.weight == 0 { all } else { all.min(self.weight / 4) };
            self.share.add(weight, f64::from(good) / f64::from(all));
        }
        let Some(value) = self.share.value() else { return };
        let mut told = BTreeSet::new();
        let mut order = self.failing;
        // Where many names say little, a reader stumbles everywhere.
        if value < MANY {
            order.append(&mut self.near);
        }
        order.sort_by_key(|(_, name, _)| match name.kind {
            NameKind::Type => 0,
            NameKind::Function => 1,
            NameKind::Parameter => 2,
            NameKind::Variable | NameKind::Loop => 3,
        });
        order.retain(|(_, _, word)| told.insert(*word));
        let findings = order
            .into_iter()
            .take(MAX_FINDINGS)
            .map(|(source, name, word)| {
                Finding::new(source, name.span, message(word)).named(format!("`{word}`"))
            })
            .collect();
        set.put(id, value, self.all, findings);
    }
}

/// The types of the submission that extend one from outside it, directly or through others.
struct Prescribing<'a> {
    types: BTreeSet<&'a str>,
}

impl<'a> Prescribing<'a> {
    fn of(material: &'a Material<'_>) -> Self {
        let types = || {
            material
                .units()
                .flat_map(|unit| unit.outline.types.iter().map(move |definition| (unit, definition)))
        };
        let known: BTreeSet<&str> = types().map(|(_, definition)| definition.name.as_str()).collect();
        let mut derived: BTreeMap<&str, Vec<&'a str>> = BTreeMap::new();
        let mut open = Vec::new();
        for (unit, definition) in types().filter(|(_, definition)| !definition.heritage.is_empty()) {
            for base in definition.bases(&unit.source.text) {
                if known.contains(base) {
                    derived.entry(base).or_default().push(&definition.name);
                } else if !unit.outline.language.is_plain_base(base) {
                    open.push(definition.name.as_str());
                }
            }
        }
        let mut found = BTreeSet::new();
        while let Some(name) = open.pop() {
            if found.insert(name) {
                open.extend(derived.get(name).into_iter().flatten().copied());
            }
        }
        Self { types: found }
    }

    /// Whether a name may be that of a method, or of an attribute of the class, which a type from outside prescribes.
    fn may_name(&self, unit: Unit<'_>, name: &Name) -> bool {
        let function = name.function.and_then(|function| unit.outline.functions.get(function as usize));
        let types = &unit.outline.types;
        let owner = match name.kind {
            NameKind::Function => function.and_then(|function| types.get(function.owner? as usize)),
            NameKind::Variable if function.is_none() => {
                let next = types.partition_point(|definition| definition.span.start <= name.span.start);
                let last = next.checked_sub(1).and_then(|index| types.get(index));
                last.filter(|definition| name.span.end <= definition.span.end)
            }
            _ => None,
        };
        owner.is_some_and(|owner| self.types.contains(owner.name.as_str()))
    }
}

/// The conventional case for names of a kind.
fn case(kind: NameKind, naming: &Naming) -> Case {
    match kind {
        NameKind::Type => naming.types,
        NameKind::Function => naming.functions,
        NameKind::Parameter | NameKind::Variable | NameKind::Loop => naming.values,
    }
}

/// Whether a variable outside functions may stand for a type, as in `Row = namedtuple(...)` or `T_co = TypeVar(...)`.
fn may_be_type(unit: Unit<'_>, name: &Name, word: &str) -> bool {
    let naming = &unit.outline.language.naming;
    let core = naming.held_type_ends.iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    name.kind == NameKind::Variable
        && naming.held_types
        && naming.fits(core, naming.types)
        && (name.function.is_none() || is_said_outer(unit, name, word))
}

/// The text before a name in which its function says that it is one outside it, in bytes.
const SAID: u32 = 800;

/// Whether a function says close before a name that it is one outside it: `global Pool`.
fn is_said_outer(unit: Unit<'_>, name: &Name, word: &str) -> bool {
    let Some(outer) = unit.outline.language.naming.outer else { return false };
    let text: &str = &unit.source.text;
    let start = text.floor_char_boundary(name.span.start.saturating_sub(SAID) as usize);
    let before = text.get(start..name.span.end as usize).unwrap_or("");
    let mut said = before.lines().filter_map(|line| line.trim_start().strip_prefix(outer));
    said.any(|names| names.starts_with(' ') && names.split([' ', ',', ';']).any(|name| name == word))
}

/// Whether a directive above a function gives it the name by which other code knows it.
fn is_linked(unit: Unit<'_>, name: &Name, word: &str) -> bool {
    let linked_by = unit.outline.language.naming.linked_by;
    if linked_by.is_empty() || name.kind != NameKind::Function {
        return false;
    }
    let function = name.function.and_then(|function| unit.outline.functions.get(function as usize));
    let doc = function.and_then(|function| unit.outline.comments.get(function.doc? as usize));
    let Some(doc) = doc else { return false };
    let doc = doc.span.of(&unit.source.text);
    let mut lines =
        doc.get(doc.ceil_char_boundary(doc.len().saturating_sub(LONGEST_DOC))..).unwrap_or("").lines();
    lines.any(|line| {
        let rest = linked_by.iter().find_map(|directive| line.trim_start().strip_prefix(directive));
        rest.is_some_and(|rest| rest.split_whitespace().next() == Some(word))
    })
}

/// Whether a name only hands on that of what it stands for, as in `Vector = sympy.vector.Vector`.
fn is_alias(unit: Unit<'_>, name: &Name, word: &str) -> bool {
    const LONGEST: usize = 400;
    if name.kind != NameKind::Variable {
        return false;
    }
    let text: &str = &unit.source.text;
    let line = unit.source.lines.line_span(unit.source.lines.line(name.span.start), text);
    let rest = Span { start: name.span.end, end: line.end.max(name.span.end) }.of(text);
    let rest = rest.get(..rest.floor_char_boundary(LONGEST)).unwrap_or(rest).trim();
    let value = rest.strip_prefix('=').map(|value| value.trim().trim_end_matches(';'));
    value.is_some_and(|value| {
        let is_path = value.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
        is_path && value.strip_suffix(word).is_some_and(|path| path.ends_with('.'))
    })
}

/// Whether a name is that of a type or a constant of another language: `size_t`, `_C_int`, `_SYS_setgroups`.
fn is_foreign(name: &Name, word: &str, naming: &Naming) -> bool {
    let is_type =
        name.kind == NameKind::Type && naming.foreign_type_ends.iter().any(|end| word.ends_with(end));
    is_type || naming.foreign_starts.iter().any(|start| word.starts_with(start))
}

/// The text behind the declaration of a name in which it is looked for as a type, in bytes other than white space.
const SCOPE: usize = 800;

/// The text from `start` on that has so many bytes beside white space: how code is laid out makes no difference.
fn behind(text: &str, start: usize, bytes: usize) -> &str {
    /// White space beyond this many times as much is no layout.
    const SPACE: usize = 4;
    let longest = start.saturating_add(bytes.saturating_mul(SPACE));
    let rest = text.get(start..text.floor_char_boundary(longest)).unwrap_or("");
    let solid = rest.char_indices().filter(|(_, c)| !c.is_whitespace()).nth(bytes);
    solid.map_or(rest, |(end, _)| rest.get(..end).unwrap_or(rest))
}

/// Whether a variable holds a class, for it is called or compared with as one.
fn is_class(unit: Unit<'_>, name: &Name, word: &str, naming: &Naming) -> bool {
    let is_value = matches!(name.kind, NameKind::Parameter | NameKind::Variable);
    if !is_value || !naming.held_types || !naming.fits(word, naming.types) {
        return false;
    }
    let text: &str = &unit.source.text;
    let start = name.span.end as usize;
    let near = behind(text, start, SCOPE);
    near.match_indices(word).any(|(at, _)| {
        let after = near.get(at.saturating_add(word.len())..).unwrap_or("");
        let before = near.get(..at).unwrap_or("");
        let is_tested = after.starts_with(')') && before.ends_with([' ', ',']);
        after.starts_with('(') && !before.ends_with(|c: char| c.is_alphanumeric() || c == '_') || is_tested
    })
}

/// Whether a function is called by a name that is put together from a verb and the name of what is at hand, as in
/// `visit_Constant` and `do_GET`.
fn is_dispatched(name: &Name, word: &str, naming: &Naming) -> bool {
    let (verb, thing) = word.trim_start_matches('_').split_once('_').unwrap_or_default();
    name.kind == NameKind::Function
        && naming.dispatch.contains(&verb)
        && (naming.fits(thing, naming.types) || thing.bytes().all(|byte| byte.is_ascii_uppercase()))
}

/// The names before and after a name that are compared with it.
const SIBLINGS: usize = 12;
/// The longest line that is searched for what a name is short for.
const LONGEST_LINE: usize = 300;

/// Whether a name is short, and so is the way to where it is used: it is no good name, but no reader stumbles over it.
fn is_near(unit: Unit<'_>, name: &Name, word: &str) -> bool {
    const LINES: u32 = 25;
    /// Abbreviations of four letters are known to whoever works with the matter: `cvss`, `gtlt`.
    const KNOWN_LETTERS: usize = 4;
    if is_consonants(word) && (word.len() <= KNOWN_LETTERS || is_contracted(unit, name, word)) {
        return true;
    }
    if is_documented(unit, name, word) {
        return true;
    }
    let is_value = matches!(name.kind, NameKind::Parameter | NameKind::Variable);
    // Mathematics has a capital letter for a graph, a matrix or a set.
    if is_value && word.len() == 1 && word.starts_with(|c: char| c.is_ascii_uppercase()) {
        return true;
    }
    if name.kind == NameKind::Function {
        return names_member(unit, name, word);
    }
    if !is_value || word.chars().count() > 2 {
        return is_value && (is_one_of_several(unit, name, word) || is_initial(unit, name, word));
    }
    let function = name.function.and_then(|function| unit.outline.functions.get(function as usize));
    let is_constant = function.is_none() && word.bytes().all(|byte| byte.is_ascii_uppercase());
    function.is_some_and(|function| function.sloc <= LINES)
        || is_constant
        || is_one_of_several(unit, name, word)
        || is_one_of_a_kind(unit, name, word)
        || is_calculated(unit, name, word)
        || is_initial(unit, name, word)
}

/// Whether names differ only in their number, as `row1` and `row2`: what they hold is told apart in no other way.
fn is_one_of_several(unit: Unit<'_>, name: &Name, word: &str) -> bool {
    let text: &str = &unit.source.text;
    let stem = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let is_other = |other: &Name| {
        let rest = other.span.of(text).strip_prefix(stem);
        other.function == name.function
            && rest.is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
            && other.span.of(text) != word
    };
    // Names of one function stand close to each other.
    stem.len() < word.len() && siblings(unit, name).iter().any(is_other)
}

/// Whether a function of one line is called after the member that it gives: `func (r *Regs) PC() uint64 { return r.Pc }`.
fn names_member(unit: Unit<'_>, name: &Name, word: &str) -> bool {
    let text: &str = &unit.source.text;
    let line = unit.source.lines.line_span(unit.source.lines.line(name.span.start), text);
    let rest = Span { start: name.span.end, end: line.end.max(name.span.end) }.of(text);
    let mut words = rest.split(|c: char| !c.is_alphanumeric());
    line.len() <= LONGEST_LINE && words.any(|other| other.eq_ignore_ascii_case(word))
}

/// The names declared close to a name.
fn siblings<'u>(unit: Unit<'u>, name: &Name) -> &'u [Name] {
    let names = &unit.outline.names;
    let at = names.partition_point(|other| other.span.start < name.span.start);
    names.get(at.saturating_sub(SIBLINGS)..at.saturating_add(SIBLINGS).min(names.len())).unwrap_or_default()
}

/// Whether short names that belong together are declared on one line, as `r, g, b` and `nr, er`: what they have in
/// common says what they are.
fn is_one_of_a_kind(unit: Unit<'_>, name: &Name, word: &str) -> bool {
    const SINGLE: usize = 2;
    let text: &str = &unit.source.text;
    let line = unit.source.lines.line(name.span.start);
    let others = siblings(unit, name).iter().filter(|other| other.span != name.span);
    let others = others.filter(|other| unit.source.lines.line(other.span.start) == line);
    let others = others.map(|other| other.span.of(text)).filter(|other| other.len() <= 2);
    if word.len() == 1 {
        return others.count() >= SINGLE;
    }
    let first = word.chars().next();
    let last = word.chars().next_back();
    others.into_iter().any(|other| other.chars().next() == first || other.chars().next_back() == last)
}

/// The text behind the declaration of a name in which its use is looked for, in bytes other than white space.
const USE: usize = 300;

/// Whether a name is soon calculated with: what stands in a formula has a letter there.
fn is_calculated(unit: Unit<'_>, name: &Name, word: &str) -> bool {
    let text: &str = &unit.source.text;
    let start = name.span.end as usize;
    let near = behind(text, start, USE);
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    // What it is given may be a formula itself: `ix = (bits >> 32) & mask`.
    let value = near.lines().next().unwrap_or("").trim_start();
    let is_formula = |value: &str| {
        [" + ", " - ", " * ", " / ", " % ", " >> ", " << "].iter().any(|sign| value.contains(sign))
    };
    if value.strip_prefix('=').or(value.strip_prefix(":=")).is_some_and(is_formula) {
        return true;
    }
    near.match_indices(word).any(|(at, _)| {
        let before = near.get(..at).unwrap_or("");
        let after = near.get(at.saturating_add(word.len())..).unwrap_or("");
        let stands_alone = !before.ends_with(is_word) && !after.starts_with(is_word);
        let (before, after) = (before.trim_end_matches(' '), after.trim_start_matches(' '));
        let is_operand = |next: &str| {
            let sums_up = ["->", "++", "--"].iter().any(|sign| next.starts_with(sign));
            let assigns = next.get(1..).is_some_and(|rest| rest.starts_with('='));
            next.starts_with(['*', '/', '%', '^', '+', '-']) && !sums_up && !assigns
                || next.starts_with("<<")
                || next.starts_with(">>")
        };
        let operand = before.trim_end_matches(['*', '/', '%', '^', '+', '-']);
        let is_value = |c: char| c.is_alphanumeric() || matches!(c, '_' | ')' | ']');
        let follows = operand.len() < before.len() && operand.trim_end().ends_with(is_value);
        stands_alone && (is_operand(after) || follows)
    })
}

/// The longest documentation in which a name is looked for, in bytes.
const LONGEST_DOC: usize = 4000;

/// Whether the documentation of a function says what a short name is: `@param q the quaternion`, `w: the width`.
fn is_documented(unit: Unit<'_>, name: &Name, word: &str) -> bool {
    let function = name.function.and_then(|function| unit.outline.functions.get(function as usize));
    let doc = function.and_then(|function| function.doc);
    let doc = doc.and_then(|doc| unit.outline.comments.get(doc as usize));
    let Some(doc) = doc.filter(|_| name.kind == NameKind::Parameter) else { return false };
    let text = doc.span.of(&unit.source.text);
    let text = text.get(..text.floor_char_boundary(LONGEST_DOC)).unwrap_or("");
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).unwrap_or("");
        let after = text.get(at.saturating_add(word.len())..).unwrap_or("");
        let marked = before.ends_with(['`', '*', '<'])
            || before.trim_end().ends_with('}')
            || before.trim_end().ends_with("@param");
        let explained = after.starts_with(['`', '*', ':', '>'])
            || [" :", " -", " is ", " are "].iter().any(|sign| after.starts_with(sign));
        !before.ends_with(is_word) && !after.starts_with(is_word) && (marked || explained)
    })
}

/// Whether a word on the line where a name is declared has its letters in their order, as in `lstmt *LabeledStmt`.
fn is_contracted(unit: Unit<'_>, name: &Name, word: &str) -> bool {
    let text: &str = &unit.source.text;
    let line = unit.source.lines.line_span(unit.source.lines.line(name.span.start), text);
    let mut words = line.of(text).split(|c: char| !c.is_alphanumeric());
    line.len() <= LONGEST_LINE
        && words.any(|long| {
            let mut letters = long.chars().map(|c| c.to_ascii_lowercase());
            let mut short = word.chars().map(|c| c.to_ascii_lowercase());
            let begins = long.chars().next().map(|c| c.to_ascii_lowercase()) == short.clone().next();
            long.len() > word.len() && begins && short.all(|c| letters.any(|letter| letter == c))
        })
}

/// Whether a word on the line where a name is declared begins with it, as in `func (p *pattern)` and `String s`, or two
/// words do: the line says what it is short for.
fn is_initial(unit: Unit<'_>, name: &Name, word: &str) -> bool {
    let text: &str = &unit.source.text;
    let line = unit.source.lines.line_span(unit.source.lines.line(name.span.start), text);
    let words = || subwords(line.of(text)).map(str::to_lowercase);
    let short = word.to_lowercase();
    let initials = || words().filter_map(|word| word.chars().next()).collect::<String>();
    line.len() <= LONGEST_LINE
        && (words().any(|long| long.len() > 2 && long != short && long.starts_with(&short))
            || is_abbreviation(line.of(text), &short)
            || (short.chars().count() == 2 && initials().contains(&short)))
}

/// Whether a line has a word with the letter and the number of a name, as in `f32 := float32(value)`.
fn is_abbreviation(line: &str, short: &str) -> bool {
    let stem = short.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = short.get(stem.len()..).unwrap_or("");
    let mut words = line.split(|c: char| !c.is_alphanumeric());
    !number.is_empty()
        && words.any(|word| word.len() > short.len() && word.starts_with(stem) && word.ends_with(number))
}

/// The share of good names below which all others are shown.
const MANY: f64 = 0.6;

/// Whether a name is a letter for what a closure of a line or two is given, as in `(a, b) => a - b`: whoever reads it sees
/// all of its use.
fn is_closest(unit: Unit<'_>, name: &Name, word: &str) -> bool {
    const LINES: u32 = 2;
    let function = name.function.and_then(|function| unit.outline.functions.get(function as usize));
    let is_near = function.is_some_and(|function| function.name.is_empty() && function.sloc <= LINES);
    is_near && name.kind == NameKind::Parameter && word.chars().count() == 1
}

fn is_vague(word: &str, kind: NameKind, usual: &[&str]) -> bool {
    let core = word.trim_matches(|c: char| c == '_' || c == '$' || c == '#');
    let stem = core.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbered = stem.len() < core.len();
    let plain: String = stem.chars().filter(|c| *c != '_').flat_map(char::to_lowercase).collect();
    let names_kind = match kind {
        NameKind::Type => !THINGS.contains(&plain.as_str()),
        NameKind::Function => true,
        NameKind::Parameter | NameKind::Variable | NameKind::Loop => false,
    };
    let is_kind = names_kind && KINDS.contains(&plain.as_str());
    if is_kind || PLACEHOLDERS.contains(&plain.as_str()) || (numbered && NUMBERED.contains(&plain.as_str())) {
        return true;
    }
    if kind != NameKind::Type && (is_series(stem, core) || is_consonants(core)) {
        return true;
    }
    // By convention, a type parameter is a single letter.
    let short = core.chars().count() <= 2 && kind != NameKind::Type;
    short && !core.is_empty() && !is_usual(&plain, usual)
}

/// Whether a short name is one that every reader understands, or that the language is used to.
pub(super) fn is_usual(plain: &str, usual: &[&str]) -> bool {
    USUAL.contains(&plain) || usual.contains(&plain)
}

/// The last of a few that belong together: `x1`, `x2`, `x3`.
const FEW: u32 = 3;

/// Whether a name is one of a series: a letter with a number that no few things have.
fn is_series(stem: &str, core: &str) -> bool {
    let number = core.get(stem.len()..).and_then(|digits| digits.parse::<u32>().ok());
    stem.chars().count() == 1 && number.is_some_and(|number| number > FEW)
}

/// Words without a vowel that are known as they are.
const KNOWN: &[&str] = &[
    "ctrl", "dhcp", "grpc", "html", "http", "https", "mqtt", "mtls", "smtp", "sqrt", "tmpl", "xhtml", "xmpp",
    "xslt",
];
/// The fewest letters of a word that has vowels.
const PRONOUNCED: usize = 4;

/// Whether a name is a word, or several, that lost the vowels: `rdlns`. Abbreviations of three letters are usual.
fn is_consonants(core: &str) -> bool {
    let is_vowel = |c: char| matches!(c.to_ascii_lowercase(), 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    if !core.is_ascii() || core.contains(|c: char| is_vowel(c) || c.is_ascii_digit()) {
        return false;
    }
    subwords(core)
        .any(|part| part.len() >= PRONOUNCED && !KNOWN.iter().any(|known| part.eq_ignore_ascii_case(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_of_letters_says_nothing() {
        for (word, vague) in [("x4", true), ("x12", true), ("_a40", true), ("x3", false), ("row12", false)] {
            assert_eq!(is_vague(word, NameKind::Variable, &[]), vague, "{word}");
        }
    }

    #[test]
    fn words_without_vowels_say_nothing() {
        for (word, vague) in [
            ("rdllLns", true),
            ("ttlprc", true),
            ("prcss_rw", true),
            ("http_ctx", false),
            ("srcPtr", false),
            ("sync", false),
            ("HTTPS", false),
            ("größe", false),
            ("md5sm", false),
        ] {
            assert_eq!(is_vague(word, NameKind::Variable, &[]), vague, "{word}");
        }
    }

    #[test]
    fn placeholders_and_short_names_are_vague() {
        for word in ["q", "foo", "data2", "tmp1", "_tmp", "do_stuff", "a1"] {
            assert!(is_vague(word, NameKind::Variable, &[]), "{word}");
        }
        for word in ["i", "id", "data", "total", "_", "x2", "sha256", "größe", "utf8", "T", "obj", "func"] {
            let kind = if word == "T" { NameKind::Type } else { NameKind::Variable };
            assert!(!is_vague(word, kind, &[]), "{word}");
        }
        for word in ["obj", "func", "helper"] {
            assert!(
                is_vague(word, NameKind::Function, &[]) && !is_vague(word, NameKind::Parameter, &[]),
                "{word}"
            );
        }
    }
}
