//! Structure: the size of functions and types, their interfaces, and duplicated code.

use std::borrow::Cow;
use std::collections::BTreeMap;

use sono_syntax::finding::Finding;
use sono_syntax::syntax::{Function, TypeDefinition};
use sono_syntax::text::{Fnv, Span, TextMap, counted, file_name};

use super::material::Unit;
use super::statistics::{WeightedShare, share, weighted_quantile};
use super::{Direction, Family, MAX_FINDINGS, Material, SignalDefinition, SignalSet};

pub(super) const DEFINITIONS: &[SignalDefinition] = &[
    SignalDefinition {
        id: "structure.function_length.p90",
        family: Family::Structure,
        name: "Function length, 90th percentile",
        unit: "lines",
        min: 0.0,
        max: None,
        definition: "90th percentile of lines of code per function outside test code, each function weighted by its lines. Code outside functions counts as one function when it branches, or when there is no other; its length is that of the statements that call, decide or have another effect (a statement without others inside is one line), so that imports, definitions and tables add nothing.",
        source: "SLOC after Park 1992; thresholds after Alves, Ypma & Visser 2010, Deriving metric thresholds from benchmark data",
        direction: Direction::Lower,
    },
    SignalDefinition {
        id: "structure.parameters.p90",
        family: Family::Structure,
        name: "Parameters, 90th percentile",
        unit: "parameters",
        min: 0.0,
        max: None,
        definition: "90th percentile of the number of parameters over functions with a name outside test code, each counted once, the receiver (`self`, `this`) not counted: the lowest number that nine tenths of these functions do not exceed. Absent without such functions.",
        source: "Alves, Ypma & Visser 2010 (unit interfacing)",
        direction: Direction::Lower,
    },
    SignalDefinition {
        id: "structure.methods.max",
        family: Family::Structure,
        name: "Methods of the largest type",
        unit: "methods",
        min: 0.0,
        max: None,
        definition: "Highest number of methods of one type outside test code, classes without a name included; 0 without types. A type whose methods do little, with fewer than three times as much weight as methods (weight: see structure.decomposition.share), counts with at most 20: a collection or a builder does one thing in many forms. Signatures of one overloaded method, and the getter and the setter of a property, are one method in Python, JavaScript and TypeScript.",
        source: "weighted methods per class with unit weights, Chidamber & Kemerer 1994",
        direction: Direction::Lower,
    },
    SignalDefinition {
        id: "structure.decomposition.share",
        family: Family::Structure,
        name: "Code in functions of moderate size",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "The part of the code outside tests that stands in named functions of at most 30 lines of code. Each function counts by its weight: two for each decision, and one for each statement from the third on; so does the code outside functions, of which only statements that call, decide or have another effect count. Closures without a name count with the function around them. Where nothing has weight, the functions count alike. Absent below 10 statements in functions and outside of them.",
        source: "unit size after Heitlager, Kuipers & Visser 2007, A practical model for measuring maintainability",
        direction: Direction::Higher,
    },
    SignalDefinition {
        id: "structure.duplication.share",
        family: Family::Structure,
        name: "Duplicated code",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Lines of code that belong to a block of 6 consecutive lines which occurs more than once, divided by all lines of code. Set aside are test code, imports, blank lines, lines that begin in a comment, and the white space at both ends of lines. A block lies in one file and has at least 60 bytes, and at least two of its lines call, decide or assign something: what only declares, or states conditions of types, cannot be written once. Blocks that overlap are no repetition of each other.",
        source: "Heitlager, Kuipers & Visser 2007 (duplication: blocks of 6 lines)",
        direction: Direction::Lower,
    },
    SignalDefinition {
        id: "structure.imports.wildcard",
        family: Family::Structure,
        name: "Wildcard imports",
        unit: "imports",
        min: 0.0,
        max: None,
        definition: "Imports outside test code that take every name of a module for their own use. Not counted are those that hand it on (`pub use`, `export *`, in an `__init__.py`, the fast half of a Python module, which begins with an underscore) and those of what is made for it: preludes, the variants of an enum, the module around a nested one and those next to it (`super::...::*`), instructions of a processor.",
        source: "PEP 8; Google Java Style Guide 3.3.1",
        direction: Direction::Lower,
    },
];

/// The number of lines in a block that counts as duplicated.
const BLOCK: usize = 6;
/// The lines of it that call, decide or assign something.
const ACTING: usize = 2;
/// The maximum length of a function of moderate size, in lines of code.
const MODERATE: u32 = 30;
/// The lines of a function, and the statements outside functions, from which on taking them apart is worth a word.
const LARGE: u32 = 50;
const LOOSE: u32 = 10;

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    if material.units().next().is_none() {
        return;
    }
    lengths(material, set);
    parameters(material, set);
    methods(material, set);
    decomposition(material, set);
    duplication(material, set);
    wildcards(material, set);
}

fn lengths(material: &Material<'_>, set: &mut SignalSet) {
    let judged: Vec<_> =
        material.code_units().flat_map(|unit| unit.judged().map(move |function| (unit, function))).collect();
    let mut weighted: Vec<_> = judged
        .iter()
        .map(|(_, function)| (f64::from(function.sloc), f64::from(function.sloc.max(1))))
        .collect();
    let Some(p90) = weighted_quantile(&mut weighted, 0.9) else { return };
    let units = judged.len();
    let mut longest = judged;
    longest.retain(|(_, function)| function.sloc > 0);
    longest.sort_by_key(|(_, function)| std::cmp::Reverse(function.sloc));
    let findings: Vec<Finding> = longest
        .into_iter()
        .take(MAX_FINDINGS)
        .map(|(unit, function)| {
            let name = unit.function_name(function);
            let message = format!("{name} has {} of code", counted(function.sloc as usize, "line"));
            Finding::new(unit.index, unit.show(function), message)
                .named(name)
                .valued(f64::from(function.sloc))
        })
        .collect();
    if let Some(longest) = findings.first() {
        set.exemplify("structure.function_length.p90", longest.clone());
    }
    set.put("structure.function_length.p90", p90, units, findings);
}

fn parameters(material: &Material<'_>, set: &mut SignalSet) {
    let mut functions: Vec<_> = material
        .code_units()
        .flat_map(|unit| unit.functions().map(move |function| (unit, function)))
        .filter(|(_, function)| !function.name.is_empty())
        .collect();
    let mut counts: Vec<_> =
        functions.iter().map(|(_, function)| (function.parameters.len() as f64, 1.0)).collect();
    let Some(p90) = weighted_quantile(&mut counts, 0.9) else { return };
    let units = functions.len();
    functions.retain(|(unit, function)| function.parameters.len() > 3 && !takes_series(*unit, function));
    functions.sort_by_key(|(_, function)| std::cmp::Reverse(function.parameters.len()));
    let findings = functions
        .into_iter()
        .take(MAX_FINDINGS)
        .map(|(unit, function)| {
            let name = unit.function_name(function);
            let count = function.parameters.len();
            Finding::new(unit.index, unit.show(function), format!("{name} takes {count} parameters"))
                .named(name)
                .valued(count as f64)
        })
        .collect();
    set.put("structure.parameters.p90", p90, units, findings);
}

/// Whether a function takes so many of one thing, as the corners `p0` to `p5`: there is nothing to group.
fn takes_series(unit: Unit<'_>, function: &Function) -> bool {
    let mut stems = function.parameters.iter().map(|parameter| {
        let name = parameter.name.of(&unit.source.text);
        (name.trim_end_matches(|c: char| c.is_ascii_digit()), name)
    });
    let Some((first, name)) = stems.next() else { return false };
    first.len() < name.len() && stems.all(|(stem, _)| stem == first)
}

fn methods(material: &Material<'_>, set: &mut SignalSet) {
    let types: Vec<_> = material
        .code_units()
        .flat_map(|unit| {
            let weights = weights(unit);
            unit.types().map(move |definition| {
                let name = definition.name_span;
                let weight = weights.get(&(name.start, name.end)).copied().unwrap_or(0);
                (unit, definition, weight)
            })
        })
        .collect();
    let counted_methods = |(_, definition, weight): &(Unit<'_>, &TypeDefinition, u32)| {
        if is_heavy(definition, *weight) { definition.methods } else { definition.methods.min(FEW) }
    };
    let largest = types.iter().map(|known| (counted_methods(known), known));
    // Of equals, the first.
    let largest = largest.rev().max_by_key(|(methods, _)| *methods);
    let max = largest.map_or(0, |(methods, _)| methods);
    let findings = largest
        .into_iter()
        .filter(|(methods, (_, definition, _))| *methods > 0 && *methods == definition.methods)
        .map(|(_, (unit, definition, _))| {
            let name = unit.type_name(definition);
            let message = format!("{name} has {}", counted(definition.methods as usize, "method"));
            Finding::new(unit.index, definition.name_span, message)
                .named(name)
                .valued(f64::from(definition.methods))
        })
        .collect();
    set.put("structure.methods.max", f64::from(max), types.len(), findings);
}

/// The most methods that count however little they do.
const FEW: u32 = 20;

/// Whether the methods of a type do so much that it has more than one responsibility. What has many that only hand on,
/// as a collection, a builder or a boxed number has, does one thing in many forms.
fn is_heavy(definition: &TypeDefinition, weight: u32) -> bool {
    /// A decision and three statements.
    const WEIGHT: u32 = 3;
    weight >= definition.methods.saturating_mul(WEIGHT)
}

/// The weight of all methods of each type, by the place of its name.
fn weights(unit: Unit<'_>) -> BTreeMap<(u32, u32), u32> {
    let mut weights = BTreeMap::new();
    for function in &unit.outline.functions {
        let owner = function.owner.and_then(|owner| unit.outline.types.get(owner as usize));
        if let Some(name) = owner.map(|owner| owner.name_span) {
            let weight: &mut u32 = weights.entry((name.start, name.end)).or_default();
            *weight = weight.saturating_add(function.weight());
        }
    }
    weights
}

fn decomposition(material: &Material<'_>, set: &mut SignalSet) {
    let (mut statements, mut functions) = (0_usize, 0_usize);
    let mut share = WeightedShare::default();
    let mut large = Vec::new();
    for unit in material.code_units() {
        let acting = unit.outline.acting;
        if acting > 0 {
            statements = statements.saturating_add(acting as usize);
            let module = Function { statements: acting, ..unit.outline.module.clone() };
            share.add(module.weight(), 0.0);
            let name = "the code outside functions".to_owned();
            let message = format!("{} outside functions", counted(acting as usize, "statement"));
            if acting > LOOSE {
                large.push((
                    module.weight(),
                    Finding::new(unit.index, unit.loose_line(), message).named(name),
                ));
            }
        }
        // A closure counts with the named function around it; parents come before their children.
        let mut fits = vec![false; unit.outline.functions.len()];
        for (index, function) in unit.outline.functions.iter().enumerate() {
            let own = !function.name.is_empty() && function.sloc <= MODERATE;
            let inherited = function.name.is_empty()
                && function.parent.is_some_and(|parent| fits.get(parent as usize).copied().unwrap_or(false));
            if let Some(slot) = fits.get_mut(index) {
                *slot = own || inherited;
            }
            if !unit.counts(function.is_test) {
                continue;
            }
            functions = functions.saturating_add(1);
            statements = statements.saturating_add(function.statements as usize);
            share.add(function.weight(), f64::from(u8::from(own || inherited)));
            if !function.name.is_empty() && function.sloc > LARGE {
                let name = unit.function_name(function);
                let message = format!("{name} has {} of code", counted(function.sloc as usize, "line"));
                large.push((
                    function.weight(),
                    Finding::new(unit.index, unit.show(function), message).named(name),
                ));
            }
        }
    }
    if let Some(value) = share.value().filter(|_| statements >= 10) {
        large.retain(|(weight, _)| *weight > 0);
        large.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        let findings = large.into_iter().take(MAX_FINDINGS).map(|(_, finding)| finding).collect();
        set.put("structure.decomposition.share", value, functions, findings);
    }
}

fn wildcards(material: &Material<'_>, set: &mut SignalSet) {
    let mut count = 0.0;
    let mut findings = Vec::new();
    for unit in material.code_units() {
        let modules = &unit.outline.language.modules;
        // What a package takes there it hands on.
        if Some(file_name(&unit.source.name)) == modules.package_file {
            continue;
        }
        let imports = unit.outline.imports.iter().filter(|import| unit.counts(import.is_test));
        for import in imports.filter(|import| import.wildcard) {
            // The modules around it are its own.
            let above = modules.around.and_then(|around| import.module.strip_prefix(around));
            let is_below = |rest: &str| modules.path_sign.is_some_and(|sign| rest.starts_with(sign));
            if above.is_some_and(|rest| rest.is_empty() || is_below(rest)) {
                continue;
            }
            count += 1.0;
            if findings.len() < MAX_FINDINGS {
                let message = format!("this takes every name of `{}`", import.module);
                findings.push(Finding::new(unit.index, import.span, message).named(import.module.clone()));
            }
        }
    }
    set.put("structure.imports.wildcard", count, 1, findings);
}

/// A line in the search for duplicates.
struct Line<'a> {
    unit: usize,
    /// The text without comments, which make no copy another block.
    text: Cow<'a, str>,
    span: Span,
    /// The hash of the text.
    key: u64,
    duplicated: bool,
}

fn duplication(material: &Material<'_>, set: &mut SignalSet) {
    let units: Vec<_> = material.code_units().collect();
    let mut lines = Vec::new();
    for (index, unit) in units.iter().enumerate() {
        lines.extend(unit.lines.iter().map(|span| {
            let text = bare(*unit, *span);
            Line { unit: index, key: Fnv::of(&text), text, span: *span, duplicated: false }
        }));
    }
    let mut first_seen: TextMap<u64, usize> = TextMap::default();
    let mut findings = Vec::new();
    let mut covered = 0;
    for start in 0..lines.len().saturating_sub(BLOCK.saturating_sub(1)) {
        let end = start.saturating_add(BLOCK);
        let Some(block) = lines.get(start..end) else { break };
        let one_source = block.first().map(|line| line.unit) == block.last().map(|line| line.unit);
        // Closing brackets and the like are the same everywhere; a block of them means nothing.
        if !one_source || block.iter().map(|line| line.text.len()).sum::<usize>() < 60 {
            continue;
        }
        let key = block.iter().fold(Fnv::default(), |key, line| key.with_number(line.key)).0;
        let earlier = *first_seen.entry(key).or_insert(start);
        // Overlapping repeats (a list of equal lines) count from the second disjoint block on.
        if earlier.saturating_add(BLOCK) > start || !same(&lines, earlier, start) {
            continue;
        }
        // What only declares, or states the same conditions of types, cannot be written once.
        if block.iter().filter(|line| acts(&line.text)).count() < ACTING {
            continue;
        }
        if start >= covered
            && findings.len() < MAX_FINDINGS
            && let first =
                block.iter().position(|line| line.text.contains(char::is_alphanumeric)).unwrap_or(0)
            && let (Some(here), Some(there)) =
                (lines.get(start.saturating_add(first)), lines.get(earlier.saturating_add(first)))
        {
            findings.push(duplicate(&units, here, there));
        }
        covered = covered.max(end);
        for range in [earlier..earlier.saturating_add(BLOCK), start..end] {
            for line in lines.get_mut(range).unwrap_or_default() {
                line.duplicated = true;
            }
        }
    }
    let duplicated = lines.iter().filter(|line| line.duplicated).count();
    if let Some(value) = share(duplicated, lines.len()) {
        set.put("structure.duplication.share", value, lines.len().div_euclid(10).max(1), findings);
    }
}

/// Whether a line calls, decides or assigns something, rather than to state for what or for whom something is there.
fn acts(line: &str) -> bool {
    const STATES: &[&str] = &["#[", "@", "all(", "any(", "not(", "where ", "readonly ", "(", "<", "[", "{"];
    // A head says the same wherever a contract prescribes it.
    const HEADS: &[&str] = &[
        "async ",
        "def ",
        "export ",
        "fn ",
        "func ",
        "function ",
        "impl",
        "private ",
        "protected ",
        "pub",
        "public ",
    ];
    let is_head = HEADS.iter().any(|head| line.starts_with(head))
        && line.ends_with(['{', '(', ':', ',', ';'])
        && !line.contains(" = ");
    // What decides may do so without parentheses, as may what gives a result.
    const DECIDES: &[&str] = &["case ", "elif ", "for ", "if ", "match ", "return ", "switch ", "while "];
    let has_effect = line.contains('(')
        || [" = ", " := ", "+= ", "-= "].iter().any(|sign| line.contains(sign))
        || DECIDES.iter().any(|decides| line.starts_with(decides));
    has_effect && !is_head && !STATES.iter().any(|states| line.starts_with(states))
}

/// A line without the comments in it.
fn bare<'a>(unit: Unit<'a>, line: Span) -> Cow<'a, str> {
    let (text, comments) = (&unit.source.text, &unit.outline.comments);
    let first = comments.partition_point(|comment| comment.span.end <= line.start);
    let inside = comments.iter().skip(first).take_while(|comment| comment.span.start < line.end);
    let (mut bare, mut end) = (String::new(), line.start);
    for comment in inside {
        bare.push_str(Span { start: end, end: comment.span.start.max(end) }.of(text).trim());
        end = comment.span.end.max(end);
    }
    if end == line.start {
        return Cow::Borrowed(line.of(text));
    }
    bare.push_str(Span { start: end.min(line.end), end: line.end }.of(text).trim());
    Cow::Owned(bare)
}

fn duplicate(units: &[Unit<'_>], here: &Line<'_>, there: &Line<'_>) -> Finding {
    let place = units.get(there.unit).map_or_else(String::new, |unit| {
        format!("{}:{}", unit.source.name, unit.source.lines.line(there.span.start))
    });
    let index = units.get(here.unit).map_or(0, |unit| unit.index);
    Finding::new(index, here.span, format!("this block repeats the one at {place}")).named(place)
}

fn same(lines: &[Line<'_>], a: usize, b: usize) -> bool {
    let block = |start: usize| lines.get(start..start.saturating_add(BLOCK)).unwrap_or_default();
    block(a).iter().map(|line| &line.text).eq(block(b).iter().map(|line| &line.text))
}
