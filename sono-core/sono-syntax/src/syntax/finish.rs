//! The end of a walk: results that depend on the whole text.

use crate::text::Span;

use super::outline::{Outline, Visibility};
use super::walk::{Scratch, Walk};

impl Walk<'_> {
    /// Completes the outline.
    pub(super) fn finish(mut self, scratch: &mut Scratch) -> Outline {
        self.finish_names();
        self.finish_extensions();
        self.finish_methods();
        self.finish_exports();
        self.finish_errors();
        let (increments, module) = std::mem::take(&mut self.cognitive).finish();
        let mut sums = Vec::with_capacity(increments.len().saturating_add(1));
        let mut sum = 0_u64;
        sums.push(sum);
        for increment in &increments {
            sum = sum.saturating_add(u64::from(increment.points));
            sums.push(sum);
        }
        let at = |index: u32| sums.get(index as usize).copied().unwrap_or(sum);
        let between =
            |(start, end): (u32, u32)| u32::try_from(at(end).saturating_sub(at(start))).unwrap_or(u32::MAX);
        for function in &mut self.out.functions {
            function.cognitive = between(function.increments);
        }
        let clip = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        let range = (clip(module), clip(increments.len()));
        let counts = self.counts;
        let all = Span::new(0, self.text.len());
        let module = &mut self.out.module;
        module.span = all;
        module.body = all;
        module.is_test = self.scopes.first().is_some_and(|scope| scope.is_test);
        module.cyclomatic = counts.cyclomatic;
        module.alternatives = counts.alternatives();
        module.cognitive = between(range);
        module.increments = range;
        module.nesting = counts.depth;
        module.statements = counts.statements;
        module.returns = counts.returns;
        module.raises = counts.raises;
        module.assertions = counts.assertions;
        module.calls = counts.calls;
        module.sloc = self.script.lines;
        self.out.acting = self.script.statements;
        self.out.first_acting = self.script.first;
        self.out.lines = self.lines.count(self.text);
        self.out.increments = increments;
        scratch.frames = self.frames;
        scratch.lines = self.lines;
        self.out
    }

    fn finish_exports(&mut self) {
        if !self.language.access.exports || !self.has_exports {
            return;
        }
        let mut exported: Vec<&str> = self.exported.iter().map(|span| span.of(self.text)).collect();
        exported.sort_unstable();
        let is_exported = |name: &str| exported.binary_search(&name).is_ok();
        for definition in &mut self.out.types {
            definition.is_exported |= is_exported(&definition.name);
            if !definition.is_exported {
                definition.visibility = Visibility::Private;
            }
        }
        for function in &mut self.out.functions {
            if function.parent.is_some() {
                continue;
            }
            let owner = function.owner.and_then(|owner| self.out.types.get(owner as usize));
            match owner {
                Some(owner) if owner.visibility == Visibility::Private => {
                    function.visibility = Visibility::Private;
                }
                Some(_) => {}
                None => {
                    function.is_exported |= is_exported(&function.name);
                    if !function.is_exported {
                        function.visibility = Visibility::Private;
                    }
                }
            }
        }
    }
}
