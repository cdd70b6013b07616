//! Whether the material parses, and stands where it can be read.

use sono_syntax::finding::Finding;
use sono_syntax::syntax::{Outline, ParseError};

use super::{Direction, Family, MAX_FINDINGS, Material, SignalDefinition, SignalSet};

pub(super) const DEFINITIONS: &[SignalDefinition] = &[
    SignalDefinition {
        id: "syntax.errors",
        family: Family::Syntax,
        name: "Parse errors",
        unit: "places",
        min: 0.0,
        max: None,
        definition: "Places where the code does not follow the grammar of its language, in all parsed sources.",
        source: "tree-sitter ERROR and MISSING nodes",
        direction: Direction::Lower,
    },
    SignalDefinition {
        id: "syntax.unparsed.share",
        family: Family::Syntax,
        name: "Share of unparsed code",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Bytes of tokens that belong to no parsed construct, divided by the bytes of all tokens outside comments.",
        source: "tree-sitter ERROR nodes",
        direction: Direction::Lower,
    },
    SignalDefinition {
        id: "syntax.hidden.share",
        family: Family::Syntax,
        name: "Code in strings",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Weight of the programs that stand in strings and are run, divided by the weight of all code outside tests. A function, and the code outside of functions, weighs two for each decision and one for each statement from the third on. Absent without such programs.",
        source: "weight as in Function::weight; eval-like features after Richards, Hammer, Burg & Vitek 2011, The eval that men do",
        direction: Direction::Lower,
    },
    SignalDefinition {
        id: "syntax.broken.share",
        family: Family::Syntax,
        name: "Share of broken code",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "How broken the parsed sources are, each weighted by the bytes of its tokens outside comments. A source without parse errors counts 0. One that has some does not run, and counts by its share of unparsed code: from 0.1 where that is 0 over 0.2 at 0.02, 0.35 at 0.1 and 0.75 at 0.5 up to 1, in straight lines between. What only the grammar lacks (docs/languages.md, Known gaps) is no error.",
        source: "tree-sitter ERROR and MISSING nodes",
        direction: Direction::Lower,
    },
];

/// How broken a source is, by its share of unparsed code, if it has a parse error at all.
const BROKEN: &[(f64, f64)] = &[(0.0, 0.1), (0.02, 0.2), (0.1, 0.35), (0.5, 0.75), (1.0, 1.0)];

fn broken(outline: &Outline) -> f64 {
    if outline.errors.is_empty() {
        return 0.0;
    }
    let unparsed = f64::from(outline.error_bytes) / f64::from(outline.token_bytes.max(1));
    let segment = BROKEN.windows(2).find_map(|pair| match pair {
        [(from, low), (to, high)] if unparsed <= *to => {
            Some(low + (high - low) * (unparsed - from) / (to - from))
        }
        _ => None,
    });
    segment.unwrap_or(1.0)
}

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    let mut findings = Vec::new();
    let (mut count, mut error_bytes, mut token_bytes, mut lost) = (0.0, 0.0, 0.0, 0.0);
    let mut worst = Vec::new();
    let mut any = false;
    hidden(material, set);
    for unit in material.units() {
        any = true;
        error_bytes += f64::from(unit.outline.error_bytes);
        token_bytes += f64::from(unit.outline.token_bytes);
        count += unit.outline.errors.len() as f64;
        // A source of nothing but an error still weighs something.
        let loss = broken(unit.outline) * f64::from(unit.outline.token_bytes.max(1));
        lost += loss;
        if let Some(error) = unit.outline.errors.first() {
            worst.push((loss, Finding::new(unit.index, error.span, message(error))));
        }
        for error in unit.outline.errors.iter().take(MAX_FINDINGS.saturating_sub(findings.len())) {
            findings.push(Finding::new(unit.index, error.span, message(error)));
        }
    }
    if any {
        set.put("syntax.errors", count, 1, findings);
        worst.sort_by(|(a, _), (b, _)| b.total_cmp(a));
        let worst = worst.into_iter().take(MAX_FINDINGS).map(|(_, finding)| finding).collect();
        set.put(
            "syntax.broken.share",
            if lost > 0.0 { (lost / token_bytes.max(1.0)).min(1.0) } else { 0.0 },
            1,
            worst,
        );
        set.put_value(
            "syntax.unparsed.share",
            if token_bytes > 0.0 { error_bytes / token_bytes } else { 0.0 },
        );
    }
}

fn hidden(material: &Material<'_>, set: &mut SignalSet) {
    let (mut hidden, mut all) = (0.0, 0.0);
    let mut findings = Vec::new();
    for unit in material.code_units() {
        let functions = unit.functions().chain([&unit.outline.module]);
        let weight: f64 = functions.map(|function| f64::from(function.weight())).sum();
        all += weight;
        if unit.source.hidden {
            hidden += weight;
            let line = unit.source.lines.line_span(1, &unit.source.text);
            findings.push(Finding::new(unit.index, line, "this program stands in a string".to_owned()));
        }
    }
    if !findings.is_empty() && all > 0.0 {
        let programs = findings.len();
        findings.truncate(MAX_FINDINGS);
        set.put("syntax.hidden.share", hidden / all, programs, findings);
    }
}

fn message(error: &ParseError) -> String {
    match error.missing {
        Some("identifier") => "this does not parse: a name is missing here".to_owned(),
        Some(token) => format!("this does not parse: `{token}` is missing here"),
        None => "this does not parse".to_owned(),
    }
}
