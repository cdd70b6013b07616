//! The reach of the tests: which of them count, and what the assertions in them reach.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use sono_syntax::finding::Finding;
use sono_syntax::syntax::{Check, Fault, Routine, Strength, Use, UseKind};
use sono_syntax::text::{Span, TextMap, counted};

use super::code::Code;
use crate::signals::material::Unit;
use crate::signals::{MAX_FINDINGS, Material};

/// The length of code in messages, in characters.
const QUOTE: usize = 40;

/// The number of helpers of one name that are kept.
const NAMESAKES: usize = 4;

/// The tests of a submission that count, and the functions that they reach.
#[derive(Debug, Default)]
pub(super) struct Tried<'a> {
    /// Tests that count.
    pub(super) tests: usize,
    /// Their assertions that count.
    pub(super) assertions: usize,
    /// Names of functions, with the degree to which what they do is checked.
    pub(super) reached: TextMap<&'a str, f64>,
    /// Tests that do not count, and why.
    pub(super) findings: Vec<Finding>,
    /// The test with the most assertions that count, and their number.
    pub(super) most: Option<(usize, Finding)>,
}

/// A routine in its file.
#[derive(Clone, Copy)]
struct Place<'a> {
    unit: Unit<'a>,
    routine: &'a Routine,
}

/// Helpers and fixtures by name: those of all files with tests.
struct Helpers<'a> {
    places: Vec<Place<'a>>,
    named: TextMap<&'a str, Vec<usize>>,
    /// The same, with the index of their file.
    near: TextMap<(u32, &'a str), Vec<usize>>,
    /// Whether each asserts, itself or in what it calls.
    asserts: Vec<bool>,
    /// The parts of the code behind each, once asked for: many tests use the same few.
    inside: Vec<OnceCell<Found<'a>>>,
}

impl<'a> Helpers<'a> {
    fn of(material: &'a Material<'_>, code: &Code<'_>) -> Self {
        let mut helpers = Self {
            places: Vec::new(),
            named: TextMap::default(),
            near: TextMap::default(),
            asserts: Vec::new(),
            inside: Vec::new(),
        };
        let mut callers: TextMap<&str, Vec<usize>> = TextMap::default();
        for unit in material.units() {
            let routines = &unit.outline.checks.routines;
            let mut numbers = vec![None; routines.len()];
            for (routine, number) in routines.iter().zip(&mut numbers) {
                let name = unit.words(routine.name);
                if !routine.is_test && !name.is_empty() {
                    *number = Some(helpers.places.len());
                    let near = helpers.near.entry((unit.index, name)).or_default();
                    let named = helpers.named.entry(name).or_default();
                    for list in [near, named] {
                        if list.len() < NAMESAKES {
                            list.push(helpers.places.len());
                        }
                    }
                    helpers.places.push(Place { unit, routine });
                    helpers.asserts.push(false);
                }
            }
            for check in &unit.outline.checks.checks {
                let Some(number) = numbers.get(check.routine as usize).copied().flatten() else { continue };
                if let Some(helper) = check.helper {
                    callers.entry(unit.words(helper)).or_default().push(number);
                }
                let alone = match check.helper {
                    Some(helper) => check.by_name && !code.defines(unit.words(helper)),
                    None => true,
                };
                if let Some(asserts) = helpers.asserts.get_mut(number) {
                    *asserts |= alone && stands(check, code);
                }
            }
        }
        let is_open = |number: &usize| helpers.asserts.get(*number).is_some_and(|asserts| *asserts);
        let mut open: Vec<usize> = (0..helpers.places.len()).filter(is_open).collect();
        while let Some(number) = open.pop() {
            let name = helpers.places.get(number).map_or("", |place| place.unit.words(place.routine.name));
            // Helpers of one name have the same callers.
            for caller in callers.remove(name).into_iter().flatten() {
                if let Some(asserts) = helpers.asserts.get_mut(caller)
                    && !std::mem::replace(asserts, true)
                {
                    open.push(caller);
                }
            }
        }
        helpers.inside = vec![OnceCell::new(); helpers.places.len()];
        helpers
    }

    /// The parts of the code behind a helper. Helpers that it calls in turn are not followed.
    fn inside(&self, number: usize, code: &Code<'_>) -> Option<&Found<'a>> {
        let (place, inside) = (self.places.get(number)?, self.inside.get(number)?);
        Some(inside.get_or_init(|| {
            let mut found = Found::default();
            found.add(place.unit, place.unit.outline.checks.uses_in(place.routine), code, None);
            found
        }))
    }

    /// Some helpers of a name, those of the same file if there are any.
    fn get(&self, name: &'a str, unit: u32) -> impl Iterator<Item = usize> + use<'_, 'a> {
        let near = self.near.get(&(unit, name)).or_else(|| self.named.get(name));
        near.map(Vec::as_slice).unwrap_or_default().iter().copied()
    }
}

/// Whether an assertion can fail.
fn stands(check: &Check, code: &Code<'_>) -> bool {
    check.fault.is_none() && (check.strength != Strength::Identity || code.is_absent || code.has_equality)
}

/// The outcome of one test.
#[derive(Default)]
struct Outcome<'a> {
    assertions: usize,
    /// Names, with the degree to which what they do is checked.
    reached: TextMap<&'a str, f64>,
    /// Whether it reaches what decides something.
    decides: bool,
    /// The first assertion that cannot fail.
    fault: Option<(Span, Fault)>,
    /// An assertion that asks nothing about the code.
    apart: Option<Span>,
}

impl<'a> Outcome<'a> {
    /// Adds the names that were found, and the helpers, whose names are to be added.
    fn reach(&mut self, found: &Found<'a>, part: f64, through: &mut BTreeMap<usize, f64>) {
        for name in &found.names {
            raise(&mut self.reached, name, part);
        }
        for number in &found.helpers {
            let known = through.entry(*number).or_insert(0.0);
            *known = known.max(part);
        }
    }
}

/// Sets the degree to which a name is checked, if it is the highest.
fn raise<'a>(reached: &mut TextMap<&'a str, f64>, name: &'a str, part: f64) {
    let known = reached.entry(name).or_insert(0.0);
    *known = known.max(part);
}

impl<'a> Tried<'a> {
    pub(super) fn of(material: &'a Material<'_>, code: &Code<'_>) -> Self {
        let helpers = Helpers::of(material, code);
        let mut tried = Self::default();
        let mut seen = BTreeSet::new();
        for unit in material.units() {
            let checks = &unit.outline.checks;
            let mut by_routine: Vec<Vec<&Check>> = vec![Vec::new(); checks.routines.len()];
            for check in &checks.checks {
                if let Some(list) = by_routine.get_mut(check.routine as usize) {
                    list.push(check);
                }
            }
            for (routine, own) in
                checks.routines.iter().zip(by_routine).filter(|(routine, _)| routine.is_test)
            {
                let test = Place { unit, routine };
                let outcome = test.outcome(&own, code, &helpers);
                let decides = outcome.decides || code.is_absent || !code.decides;
                let counts = !routine.is_skipped && outcome.assertions > 0;
                if counts {
                    for (name, part) in &outcome.reached {
                        raise(&mut tried.reached, name, *part);
                    }
                }
                let is_new = counts && decides && seen.insert(routine.hash);
                if is_new {
                    tried.tests = tried.tests.saturating_add(1);
                    tried.assertions = tried.assertions.saturating_add(outcome.assertions);
                    if outcome.assertions > tried.most.as_ref().map_or(0, |(most, _)| *most) {
                        tried.most = Some((outcome.assertions, test.shown(outcome.assertions)));
                    }
                } else if tried.findings.len() < MAX_FINDINGS {
                    let (span, message) = test.reason(&outcome, counts, decides);
                    tried.findings.push(Finding::new(unit.index, span, message));
                }
            }
        }
        tried
    }
}

impl<'a> Place<'a> {
    fn outcome(self, checks: &[&'a Check], code: &Code<'_>, helpers: &Helpers<'a>) -> Outcome<'a> {
        let mut outcome = Outcome::default();
        let around = OnceCell::new();
        let effects = || {
            let mut found = Found::default();
            let effects = self.unit.outline.checks.effects_of(self.routine);
            found.add(self.unit, effects, code, Some(helpers));
            found
        };
        // Many assertions use the same helpers, whose names are added once, in the end.
        let mut through: BTreeMap<usize, f64> = BTreeMap::new();
        let mut part_around = 0.0_f64;
        for check in checks {
            let helper = check.helper.map(|name| self.unit.words(name));
            let known: Vec<usize> =
                helper.map_or_else(Vec::new, |name| helpers.get(name, self.unit.index).collect());
            if let Some(name) = helper {
                let asserts =
                    known.iter().any(|number| helpers.asserts.get(*number).is_some_and(|asserts| *asserts));
                let alone = known.is_empty() && check.by_name && !code.defines(name);
                if !asserts && !alone {
                    continue;
                }
            }
            if !stands(check, code) {
                let fault = check.fault.unwrap_or(Fault::Itself(check.span));
                outcome.fault = outcome.fault.or(Some((check.span, fault)));
                continue;
            }
            let part = if check.strength == Strength::Presence { 0.5 } else { 1.0 };
            let mut found = Found::default();
            found.add(self.unit, self.unit.outline.checks.uses_of(check), code, Some(helpers));
            for number in known {
                found.use_helper(number, code, helpers);
            }
            let looks_around = found.looks_around;
            if looks_around {
                found.join(around.get_or_init(effects));
            }
            if !found.reaches && !code.is_absent {
                outcome.apart = outcome.apart.or(Some(check.span));
                continue;
            }
            outcome.assertions = outcome.assertions.saturating_add(check.count as usize);
            outcome.decides |= found.decides;
            if looks_around {
                part_around = part_around.max(part);
            }
            outcome.reach(&found, part, &mut through);
        }
        if let Some(around) = around.get().filter(|_| part_around > 0.0) {
            outcome.reach(around, part_around, &mut through);
        }
        for (number, part) in through {
            for name in helpers.inside(number, code).into_iter().flat_map(|found| &found.names) {
                raise(&mut outcome.reached, name, part);
            }
        }
        outcome
    }

    /// Where it is shown: at its name, or in its first line.
    fn place(self) -> Span {
        let whole = self.routine.span;
        if !self.routine.name.is_empty() {
            return self.routine.name;
        }
        let line = self.unit.source.lines.line_span(self.unit.line(whole), &self.unit.source.text);
        Span { end: whole.end.min(line.end.max(whole.start)), ..whole }
    }

    /// The test, with its number of assertions.
    fn shown(self, assertions: usize) -> Finding {
        let number = counted(assertions, "thing");
        Finding::new(self.unit.index, self.place(), format!("this test checks {number}"))
    }

    /// Why a test does not count, and where that shows.
    fn reason(self, outcome: &Outcome<'_>, counts: bool, decides: bool) -> (Span, String) {
        let place = self.place();
        if self.routine.is_skipped {
            return (place, "this test is skipped".to_owned());
        }
        if counts {
            let message = if decides {
                "this test is a copy of another"
            } else {
                "this test reaches only code that decides nothing"
            };
            return (place, message.to_owned());
        }
        if let Some((span, fault)) = outcome.fault {
            let message = match fault {
                Fault::Itself(span) => {
                    let words = self.unit.words(span);
                    let end = words.char_indices().nth(QUOTE).map_or(words.len(), |(end, _)| end);
                    let more = if end < words.len() { "…" } else { "" };
                    let words = words.get(..end).unwrap_or("").replace('\n', " ");
                    return (span, format!("this test compares `{words}{more}` with itself"));
                }
                Fault::Constant => "this assertion is about constants",
                Fault::Always => "this assertion can't fail",
                Fault::AllButOne => "this assertion holds for any result but one",
                Fault::Silent => "this call asserts nothing",
                Fault::Swallowed => "a handler swallows what this assertion raises",
                Fault::Unreachable => "this assertion is never reached",
            };
            return (span, message.to_owned());
        }
        match outcome.apart {
            Some(span) => (span, "this assertion depends on no call into the code".to_owned()),
            None => (place, "this test asserts nothing".to_owned()),
        }
    }
}

/// The parts of the code that an assertion depends on.
#[derive(Clone, Default)]
struct Found<'a> {
    reaches: bool,
    decides: bool,
    /// Whether it looks at something that calls without a result may have changed.
    looks_around: bool,
    names: Vec<&'a str>,
    /// The helpers whose names count as well.
    helpers: Vec<usize>,
}

impl<'a> Found<'a> {
    fn join(&mut self, other: &Self) {
        self.reaches |= other.reaches;
        self.decides |= other.decides;
        self.looks_around |= other.looks_around;
    }

    fn use_helper(&mut self, number: usize, code: &Code<'_>, helpers: &Helpers<'a>) {
        if let Some(inside) = helpers.inside(number, code) {
            self.join(inside);
            self.helpers.push(number);
        }
    }

    /// Adds what is used, and what the helpers in it use, if these are given.
    fn add(&mut self, unit: Unit<'a>, uses: &[Use], code: &Code<'_>, helpers: Option<&Helpers<'a>>) {
        let language = unit.outline.language;
        for used in uses {
            let name = unit.words(used.span);
            if let Some(decides) = code.reached(name, used, language) {
                self.reaches = true;
                self.decides |= decides;
                self.names.push(name);
            }
            let may_help = matches!(used.kind, UseKind::Given | UseKind::Called) && !code.defines(name);
            self.looks_around =
                self.looks_around || used.kind == UseKind::Given || may_help && !language.is_pure(name);
            if let Some(helpers) = helpers.filter(|_| may_help) {
                for number in helpers.get(name, unit.index) {
                    self.use_helper(number, code, helpers);
                }
            }
        }
    }
}
