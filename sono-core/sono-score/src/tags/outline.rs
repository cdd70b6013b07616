//! Tags of what the outline says about functions: tests, types, documentation.

use super::Tags;
use crate::submission::Source;
use sono_syntax::syntax::{Function, Outline, Visibility};
use sono_syntax::text::Span;

/// The fewest functions of which a habit can be told.
const FEW: usize = 5;

/// The share of functions, in percent, from which on something is a habit.
const HABIT: usize = 90;

/// Adds the tags of all sources together.
pub(super) fn add(tags: &mut Tags, sources: &[Source<'_>], outlines: &[Option<Outline>]) {
    let (mut typed, mut documented) = (Habit::default(), Habit::default());
    for (index, (source, outline)) in sources.iter().zip(outlines).enumerate() {
        let Some(outline) = outline else { continue };
        for function in &outline.functions {
            if function.is_test {
                if function.assertions > 0 {
                    tags.add("quality.tests", index, function.name_span);
                }
                continue;
            }
            if source.is_test || function.name.is_empty() {
                continue;
            }
            let says_nothing = function.parameters.is_empty() && function.is_constructor;
            if outline.language.is_typed_by_choice() && !says_nothing {
                typed.count(is_typed(function), index, function.name_span);
            }
            let is_open = function.visibility == Visibility::Public && function.parent.is_none();
            if is_open && !function.is_trivial && !function.is_override {
                documented.count(function.doc.is_some(), index, function.name_span);
            }
        }
    }
    typed.tell("quality.typed", tags);
    documented.tell("quality.documented", tags);
}

/// Whether a signature states all its types; that of a constructor needs no result.
fn is_typed(function: &Function) -> bool {
    (function.typed_return || function.is_constructor)
        && function.parameters.iter().all(|parameter| parameter.typed)
}

/// How many functions do something, of how many.
#[derive(Default)]
struct Habit {
    all: usize,
    places: Vec<(usize, Span)>,
}

impl Habit {
    fn count(&mut self, does: bool, source: usize, span: Span) {
        self.all = self.all.saturating_add(1);
        if does {
            self.places.push((source, span));
        }
    }

    fn tell(&self, id: &str, tags: &mut Tags) {
        let share = self.places.len().saturating_mul(100);
        if self.all >= FEW && share >= self.all.saturating_mul(HABIT) {
            for (source, span) in &self.places {
                tags.add(id, *source, *span);
            }
        }
    }
}
