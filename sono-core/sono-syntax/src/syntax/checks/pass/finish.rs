//! The end of the pass: what each assertion depends on.

use std::collections::BTreeSet;

use crate::syntax::checks::graph::NONE;
use crate::syntax::checks::{Check, Checks, Strength, Use};

use super::Pass;

impl<'a> Pass<'a> {
    pub(super) fn finish(mut self) -> Checks {
        let text = self.view.text;
        let mut checks = Checks::default();
        // A routine hides a field of its name.
        for (name, atom) in std::mem::take(&mut self.fields) {
            self.graph.name(name, atom);
        }
        for open in self.routines.iter().filter(|open| !open.routine.name.is_empty()) {
            self.graph.name(open.routine.name.of(text), open.atom);
        }
        let routines: BTreeSet<&str> = self
            .routines
            .iter()
            .filter(|open| !open.routine.is_test && !open.routine.name.is_empty())
            .map(|open| open.routine.name.of(text))
            .collect();
        let position = |uses: &Vec<Use>| u32::try_from(uses.len()).unwrap_or(NONE);
        let mut asserts = vec![false; self.routines.len()];
        for draft in self.drafts.iter().filter(|draft| !draft.unwraps) {
            if let Some(asserts) = asserts.get_mut(draft.check.routine as usize) {
                *asserts = true;
            }
        }
        for draft in &self.drafts {
            let needless =
                draft.unwraps && asserts.get(draft.check.routine as usize).is_some_and(|asserts| *asserts);
            if draft.check.routine == NONE || needless {
                continue;
            }
            let start = position(&checks.uses);
            self.graph.collect(draft.atom, &mut checks.uses);
            checks.checks.push(Check { uses: (start, position(&checks.uses)), ..draft.check });
        }
        for (name, atom, routine, is_statement) in std::mem::take(&mut self.helpers) {
            if !is_statement && !routines.contains(name.of(text)) {
                continue;
            }
            let start = position(&checks.uses);
            self.graph.collect(atom, &mut checks.uses);
            checks.checks.push(Check {
                span: name,
                routine,
                fault: None,
                count: 1,
                strength: Strength::Value,
                helper: Some(name),
                by_name: false,
                uses: (start, position(&checks.uses)),
            });
        }
        for open in self.routines {
            let mut routine = open.routine;
            let start = position(&checks.uses);
            if !routine.is_test {
                self.graph.collect(open.atom, &mut checks.uses);
            }
            let end = position(&checks.uses);
            routine.uses = (start, end);
            for effect in open.effects {
                self.graph.collect(effect, &mut checks.uses);
            }
            routine.effects = (end, position(&checks.uses));
            checks.routines.push(routine);
        }
        checks
    }
}
