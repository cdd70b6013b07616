//! The code under test: what it defines, and what of it decides something.

use std::collections::BTreeSet;

use sono_syntax::language::Language;
use sono_syntax::syntax::{NameKind, Use, UseKind};
use sono_syntax::text::{TextMap, TextSet};

use crate::signals::Material;

/// Statements outside functions that are no code to test: a guard, a call of the runner.
const LOOSE: u32 = 3;

/// The definitions of a submission outside its tests.
#[derive(Debug, Default)]
pub(super) struct Code<'a> {
    /// Functions and types, and whether they decide something, themselves or in what they call.
    defined: TextMap<&'a str, bool>,
    methods: TextSet<&'a str>,
    variables: TextSet<&'a str>,
    /// Whether there is nothing but tests.
    pub(super) is_absent: bool,
    /// Whether some function decides something.
    pub(super) decides: bool,
    /// Whether some type defines when its values are equal.
    pub(super) has_equality: bool,
}

impl<'a> Code<'a> {
    pub(super) fn of(material: &'a Material<'_>) -> Self {
        let mut code = Self::default();
        let mut callers: TextMap<&str, Vec<&str>> = TextMap::default();
        let mut open = Vec::new();
        let mut loose = 0_u32;
        let mut only_tests = false;
        for unit in material.code_units() {
            only_tests |= unit.counts(true);
            let routines: BTreeSet<&str> = unit
                .outline
                .checks
                .routines
                .iter()
                .map(|routine| routine.name.of(&unit.source.text))
                .collect();
            if !unit.source.is_test {
                loose = loose.saturating_add(unit.outline.module.statements);
            }
            let own = unit.outline.functions.iter().filter(|function| {
                !unit.source.is_test && !function.is_test && !routines.contains(function.name.as_str())
            });
            for function in own {
                let owner = function.owner.and_then(|owner| unit.outline.types.get(owner as usize));
                let name = match owner {
                    Some(owner) if function.is_constructor => owner.name.as_str(),
                    _ => function.name.as_str(),
                };
                code.defined.entry(name).or_insert(false);
                code.has_equality |= matches!(name, "__eq__" | "equals" | "eq" | "Equal" | "compareTo");
                if owner.is_some() {
                    code.methods.insert(name);
                }
                if function.weight() > 0 {
                    code.decides = true;
                    open.push(name);
                }
                for called in unit.calls(function.span) {
                    callers.entry(called).or_default().push(name);
                }
            }
            let types =
                unit.outline.types.iter().filter(|definition| !unit.source.is_test && !definition.is_test);
            for definition in types {
                code.defined.entry(definition.name.as_str()).or_insert(false);
            }
            let is_variable = |kind| kind == NameKind::Variable;
            let names = unit.outline.names.iter().filter(|name| !name.is_test && is_variable(name.kind));
            if !unit.source.is_test {
                code.variables.extend(names.map(|name| name.span.of(&unit.source.text)));
            }
        }
        while let Some(name) = open.pop() {
            if let Some(decides) = code.defined.get_mut(name)
                && !std::mem::replace(decides, true)
            {
                open.extend(callers.get(name).into_iter().flatten());
            }
        }
        code.is_absent = code.defined.is_empty() && (only_tests || loose <= LOOSE);
        code
    }

    /// Whether a name is that of a function or type.
    pub(super) fn defines(&self, name: &str) -> bool {
        self.defined.contains_key(name)
    }

    /// Whether a use reaches the code, and if so, whether it reaches what decides something.
    pub(super) fn reached(&self, name: &str, by: &Use, language: &Language) -> Option<bool> {
        let outside = || language.reaches_from_outside(name).then_some(true);
        let defined = self.defined.get(name).copied();
        match by.kind {
            UseKind::Called => defined.or_else(outside),
            UseKind::Passed => {
                defined.or_else(|| self.variables.contains(name).then_some(true)).or_else(outside)
            }
            UseKind::Member => defined.filter(|_| self.methods.contains(name)),
            UseKind::Imported => Some(defined.unwrap_or(true)),
            UseKind::Given | UseKind::Mentioned => outside(),
        }
    }
}
