//! The reach of the tests: which of them count, and what the assertions in them reach.

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
    pub(super) reached: BTreeMap<&'a str, f64>,
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
}

impl<'a> Helpers<'a> {
    fn of(material: &'a Material<'_>, code: &Code<'_>) -> Self {
        let mut helpers = Self {
            places: Vec::new(),
            named: TextMap::default(),
            near: TextMap::default(),
            asserts: Vec::new(),
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
            for caller in callers.get(name).into_iter().flatten() {
                if let Some(asserts) = helpers.asserts.get_mut(*caller)
                    && !std::mem::replace(asserts, true)
                {
                    open.push(*caller);
                }
            }
        }
        helpers
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
    reached: Vec<(&'a str, f64)>,
    /// Whether it reaches what decides something.
    decides: bool,
    /// The first assertion that cannot fail.
    fault: Option<(Span, Fault)>,
    /// An assertion that asks nothing about the code.
    apart: Option<Span>,
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
                        let known = tried.reached.entry(name).or_insert(0.0);
                        *known = known.max(*part);
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
            found.add(self.unit, self.unit.outline.checks.uses_of(check), code, helpers, true);
            for number in known {
                if let Some(place) = helpers.places.get(number) {
                    found.add_inside(*place, code, helpers);
                }
            }
            if found.looks_around {
                found.add(self.unit, self.unit.outline.checks.effects_of(self.routine), code, helpers, true);
            }
            if !found.reaches && !code.is_absent {
                outcome.apart = outcome.apart.or(Some(check.span));
                continue;
            }
            outcome.assertions = outcome.assertions.saturating_add(check.count as usize);
            outcome.decides |= found.decides;
            outcome.reached.extend(found.names.into_iter().map(|name| (name, part)));
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
#[derive(Default)]
struct Found<'a> {
    reaches: bool,
    decides: bool,
    /// Whether it looks at something that calls without a result may have changed.
    looks_around: bool,
    names: Vec<&'a str>,
}

impl<'a> Found<'a> {
    /// Adds what a helper uses. Helpers that it calls in turn are not followed.
    fn add_inside(&mut self, place: Place<'a>, code: &Code<'_>, helpers: &Helpers<'a>) {
        self.add(place.unit, place.unit.outline.checks.uses_in(place.routine), code, helpers, false);
    }

    fn add(&mut self, unit: Unit<'a>, uses: &[Use], code: &Code<'_>, helpers: &Helpers<'a>, follow: bool) {
        for used in uses {
            let name = unit.words(used.span);
            let language = unit.outline.language;
            if let Some(decides) = code.reached(name, used, language) {
                self.reaches = true;
                self.decides |= decides;
                self.names.push(name);
            }
            let is_free = used.kind == UseKind::Called && !code.defines(name) && !language.is_pure(name);
            self.looks_around |= used.kind == UseKind::Given || is_free;
            if follow && matches!(used.kind, UseKind::Given | UseKind::Called) && !code.defines(name) {
                for number in helpers.get(name, unit.index) {
                    if let Some(place) = helpers.places.get(number) {
                        self.add_inside(*place, code, helpers);
                    }
                }
            }
        }
    }
}
