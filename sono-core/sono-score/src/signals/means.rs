//! Means that are not the nearest at hand: functions that work with functions, abstractions of its own that several types
//! implement, and types that take part in protocols of the language. All are shares, so that more code shows no more of
//! them, and all come from what the code does: no name that an author is free to choose makes a difference.

use std::collections::{BTreeMap, BTreeSet};

use sono_syntax::finding::Finding;
use sono_syntax::syntax::{Function, NameKind, TypeDefinition};

use super::material::Unit;
use super::statistics::share;
use super::{Direction, Family, MAX_FINDINGS, Material, SignalDefinition, SignalSet};

pub(super) const DEFINITIONS: &[SignalDefinition] = &[
    SignalDefinition {
        id: "structure.higher_order.share",
        family: Family::Structure,
        name: "Functions that call what they are given",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Functions with a name outside test code that call one of their parameters, also from a function inside them, divided by all such functions. In Java the call is that of the method of a functional interface (accept, apply, call, compare, run, test). Absent without functions.",
        source: "Hughes 1989, Why functional programming matters (functions as glue)",
        direction: Direction::Neutral,
    },
    SignalDefinition {
        id: "structure.abstractions.share",
        family: Family::Structure,
        name: "Types behind abstractions of its own",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Types outside test code that implement an abstract type of the submission which has two or more such types, divided by all types with members that are not abstract. A type implements what it names as its base; in Go and Rust, also what has methods of which it has all. Absent without such types.",
        source: "Martin 2000, Design principles and design patterns (stable abstractions)",
        direction: Direction::Neutral,
    },
    SignalDefinition {
        id: "structure.protocols.share",
        family: Family::Structure,
        name: "Types with a protocol of the language",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Types outside test code with a method by which the language iterates, indexes, compares, calculates, calls or closes (such as __iter__, __matmul__ and __enter__ in Python, compareTo in Java, Next and Drop in Rust, Less and MarshalJSON in Go, [Symbol.iterator] in JavaScript), divided by all types with members that are not abstract. Texts, hashes and equality are everyday matters and do not count. Absent without such types.",
        source: "Lott 2014, Mastering object-oriented Python (special methods); Bloch 2018, Effective Java, items 9 and 14",
        direction: Direction::Neutral,
    },
];

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    higher_order(material, set);
    let types: Vec<Known<'_>> = material.code_units().flat_map(known).collect();
    abstractions(&types, set);
    protocol(&types, set);
}

fn higher_order(material: &Material<'_>, set: &mut SignalSet) {
    let mut found = Found::default();
    for unit in material.code_units() {
        let calls = called_parameters(unit);
        let functions = unit.outline.functions.iter().enumerate();
        for (index, function) in functions.filter(|(_, f)| !f.name.is_empty() && unit.counts(f.is_test)) {
            found.all = found.all.saturating_add(1);
            if let Some(parameter) = calls.get(&index) {
                let name = unit.function_name(function);
                let message = format!("{name} calls `{parameter}`, which it is given");
                found.add(Finding::new(unit.index, unit.show(function), message).named(name));
            }
        }
    }
    found.put("structure.higher_order.share", set);
}

/// The functions that call one of their parameters, by index, with its name.
fn called_parameters(unit: Unit<'_>) -> BTreeMap<usize, &str> {
    /// Closures deeper than this are not looked through.
    const DEPTH: usize = 4;
    let text: &str = &unit.source.text;
    let functions = &unit.outline.functions;
    let (mut found, mut open, mut next) = (BTreeMap::new(), Vec::new(), 0_usize);
    for call in &unit.outline.calls {
        while let Some(function) = functions.get(next).filter(|function| function.span.start <= call.start) {
            while open
                .last()
                .and_then(|index| functions.get(*index))
                .is_some_and(|f: &Function| f.span.end <= function.span.start)
            {
                open.pop();
            }
            open.push(next);
            next = next.saturating_add(1);
        }
        while open.last().and_then(|index| functions.get(*index)).is_some_and(|f| f.span.end <= call.start) {
            open.pop();
        }
        let Some(callee) = callee(unit, text, *call) else { continue };
        for index in open.iter().rev().take(DEPTH) {
            let Some(function) = functions.get(*index) else { continue };
            let given = function.parameters.iter().find(|parameter| parameter.name.of(text) == callee);
            if let Some(parameter) = given.filter(|_| function.body.contains(*call)) {
                found.entry(*index).or_insert_with(|| parameter.name.of(text));
                break;
            }
        }
    }
    found
}

/// The name of what is called, if it may be that of a parameter.
fn callee<'t>(unit: Unit<'_>, text: &'t str, call: sono_syntax::text::Span) -> Option<&'t str> {
    let name = call.of(text);
    let before = text.get(..call.start as usize)?.trim_end();
    let Some(object) = before.strip_suffix('.') else { return Some(name) };
    if !unit.outline.language.contracts.functional.contains(&name) {
        return None;
    }
    let start = object.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at.saturating_add(1));
    let before = object.get(..start)?;
    // The field of an object is no parameter.
    if before.ends_with('.') { None } else { object.get(start..).filter(|object| !object.is_empty()) }
}

/// A type with its methods.
struct Known<'a> {
    unit: Unit<'a>,
    definition: &'a TypeDefinition,
    methods: Vec<&'a Function>,
}

impl<'a> Known<'a> {
    /// Whether it is no abstraction, and has members; an alias has none.
    fn is_concrete(&self) -> bool {
        let is_empty = self.methods.is_empty() && self.definition.fields == 0;
        !self.definition.is_abstract && !is_empty
    }

    /// The methods that an abstraction leaves to others.
    fn asked(&self) -> Vec<&'a str> {
        let text: &'a str = self.unit.source.text.as_ref();
        let names = &self.unit.outline.names;
        let first = names.partition_point(|name| name.span.start < self.definition.span.start);
        let inside = names.iter().skip(first).take_while(|name| self.definition.span.contains(name.span));
        let methods = inside.filter(|name| name.kind == NameKind::Function).map(|name| name.span.of(text));
        let with_body = self.methods.iter().filter(|method| !method.body.is_empty());
        let with_body: BTreeSet<&str> = with_body.map(|method| method.name.as_str()).collect();
        methods.filter(|name| !with_body.contains(name)).collect()
    }

    fn finding(&self, message: String) -> Finding {
        Finding::new(self.unit.index, self.definition.name_span, message)
            .named(format!("`{}`", self.definition.name))
    }
}

/// The types of a source that have a name, with their methods.
fn known(unit: Unit<'_>) -> Vec<Known<'_>> {
    let mut methods: BTreeMap<u32, Vec<&Function>> = BTreeMap::new();
    for function in unit.functions() {
        if let Some(owner) = function.owner {
            methods.entry(owner).or_default().push(function);
        }
    }
    let types = (0_u32..).zip(&unit.outline.types);
    let own = types.filter(|(_, definition)| unit.counts(definition.is_test) && !definition.name.is_empty());
    own.map(|(index, definition)| Known {
        unit,
        definition,
        methods: methods.remove(&index).unwrap_or_default(),
    })
    .collect()
}

fn abstractions(types: &[Known<'_>], set: &mut SignalSet) {
    let mut abstracts: BTreeMap<&str, &Known<'_>> = BTreeMap::new();
    // Where implementing is not stated, an abstraction is looked up by the first method that it asks for.
    let mut asked: BTreeMap<&str, Vec<(&str, Vec<&str>)>> = BTreeMap::new();
    for known in types.iter().filter(|known| known.definition.is_abstract) {
        let name = known.definition.name.as_str();
        abstracts.entry(name).or_insert(known);
        let methods = known.asked();
        if let Some(first) = methods.first() {
            asked.entry(first).or_default().push((name, methods));
        }
    }
    let mut implementers: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let concrete = || types.iter().enumerate().filter(|(_, known)| known.is_concrete());
    for (index, known) in concrete() {
        for base in known.definition.bases(&known.unit.source.text) {
            if abstracts.contains_key(base) {
                implementers.entry(base).or_default().insert(index);
            }
        }
        if !known.unit.outline.language.contracts.is_structural {
            continue;
        }
        let own: BTreeSet<&str> = known.methods.iter().map(|method| method.name.as_str()).collect();
        for (name, methods) in own.iter().filter_map(|method| asked.get(method)).flatten() {
            if methods.iter().all(|method| own.contains(method)) {
                implementers.entry(name).or_default().insert(index);
            }
        }
    }
    let mut found = Found { all: concrete().count(), ..Found::default() };
    let mut behind: BTreeSet<usize> = BTreeSet::new();
    for (name, those) in implementers.iter().filter(|(_, those)| those.len() > 1) {
        behind.extend(those.iter().copied());
        if let Some(known) = abstracts.get(name) {
            found.findings.push(known.finding(format!("{} types implement `{name}`", those.len())));
        }
    }
    found.count = behind.len();
    found.put("structure.abstractions.share", set);
}

fn protocol(types: &[Known<'_>], set: &mut SignalSet) {
    let mut found = Found::default();
    for known in types.iter().filter(|known| known.is_concrete()) {
        found.all = found.all.saturating_add(1);
        let contracts = &known.unit.outline.language.contracts;
        let takes_part = |method: &&&Function| {
            contracts.protocols.contains(&method.name.as_str())
                && (method.is_override || !contracts.is_stated)
        };
        if let Some(method) = known.methods.iter().find(takes_part) {
            let message = format!("`{}` has `{}`", known.definition.name, method.name);
            found.add(known.finding(message));
        }
    }
    found.put("structure.protocols.share", set);
}

/// A count out of all, with the findings that show it.
#[derive(Default)]
struct Found {
    all: usize,
    count: usize,
    findings: Vec<Finding>,
}

impl Found {
    fn add(&mut self, finding: Finding) {
        self.count = self.count.saturating_add(1);
        self.findings.push(finding);
    }

    /// Puts the share, with the places that show it.
    fn put(mut self, id: &'static str, set: &mut SignalSet) {
        let Some(value) = share(self.count, self.all) else { return };
        self.findings.truncate(MAX_FINDINGS);
        self.findings.iter().for_each(|place| set.exemplify(id, place.clone()));
        set.put(id, value, self.all, self.findings);
    }
}
