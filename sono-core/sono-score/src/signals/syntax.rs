//! Whether the material parses, and stands where it can be read.

use sono_syntax::finding::Finding;

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
];

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    let mut findings = Vec::new();
    let (mut count, mut error_bytes, mut token_bytes) = (0.0, 0.0, 0.0);
    let mut any = false;
    hidden(material, set);
    for unit in material.units() {
        any = true;
        error_bytes += f64::from(unit.outline.error_bytes);
        token_bytes += f64::from(unit.outline.token_bytes);
        count += unit.outline.errors.len() as f64;
        for error in unit.outline.errors.iter().take(MAX_FINDINGS.saturating_sub(findings.len())) {
            let message = match error.missing {
                Some(token) => format!("this does not parse: `{token}` is missing here"),
                None => "this does not parse".to_owned(),
            };
            findings.push(Finding::new(unit.index, error.span, message));
        }
    }
    if any {
        set.put("syntax.errors", count, 1, findings);
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
