//! The amount of material. Size tells how much there is to judge; no curve in the built-in rubrics rewards it.

use super::{Direction, Family, Material, SignalDefinition, SignalSet};

pub(super) const DEFINITIONS: &[SignalDefinition] = &[
    SignalDefinition {
        id: "size.lines.code",
        family: Family::Size,
        name: "Lines of code",
        unit: "lines",
        min: 0.0,
        max: None,
        definition: "Lines that hold a token outside comments and docstrings, in all parsed sources, tests included.",
        source: "SLOC after Park 1992 (CMU/SEI-92-TR-20), physical lines",
        direction: Direction::Neutral,
    },
    SignalDefinition {
        id: "size.lines.comment",
        family: Family::Size,
        name: "Lines of comments",
        unit: "lines",
        min: 0.0,
        max: None,
        definition: "Lines that hold comments or docstrings and no other token, in all parsed sources.",
        source: "Park 1992 (CMU/SEI-92-TR-20)",
        direction: Direction::Neutral,
    },
    SignalDefinition {
        id: "size.statements",
        family: Family::Size,
        name: "Statements",
        unit: "statements",
        min: 0.0,
        max: None,
        definition: "Parsed statements and declarations, in all parsed sources, tests included. A compound statement counts as one, plus those inside it. Code without effect does not count: strings alone, `pass`, `;`, and expressions that only name, compare or compute.",
        source: "logical lines after Park 1992 (CMU/SEI-92-TR-20)",
        direction: Direction::Neutral,
    },
    SignalDefinition {
        id: "size.functions",
        family: Family::Size,
        name: "Functions",
        unit: "functions",
        min: 0.0,
        max: None,
        definition: "Functions and methods with a body, and closures that have a block as their body or take the name of a variable, outside test code.",
        source: "count",
        direction: Direction::Neutral,
    },
    SignalDefinition {
        id: "size.types",
        family: Family::Size,
        name: "Types",
        unit: "types",
        min: 0.0,
        max: None,
        definition: "Classes, interfaces, enums, records and type aliases with a name, outside test code.",
        source: "count",
        direction: Direction::Neutral,
    },
];

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    let mut any = false;
    let (mut code, mut comment, mut statements, mut functions, mut types) = (0.0, 0.0, 0.0, 0, 0);
    for unit in material.units() {
        any = true;
        code += f64::from(unit.outline.lines.code);
        comment += f64::from(unit.outline.lines.comment);
        statements += f64::from(unit.outline.statements);
    }
    for unit in material.code_units() {
        functions = unit.functions().count().saturating_add(functions);
        types = unit.types().filter(|definition| !definition.name.is_empty()).count().saturating_add(types);
    }
    if any {
        set.put_value("size.lines.code", code);
        set.put_value("size.lines.comment", comment);
        set.put_value("size.statements", statements);
        set.put_value("size.functions", functions as f64);
        set.put_value("size.types", types as f64);
    }
}
