//! Layout of the code on the page.

use sono_syntax::finding::Finding;
use sono_syntax::text::Span;

use super::statistics::share;
use super::{Direction, Family, MAX_FINDINGS, Material, SignalDefinition, SignalSet};

pub(super) const DEFINITIONS: &[SignalDefinition] = &[
    SignalDefinition {
        id: "layout.line_length.mean",
        family: Family::Layout,
        name: "Mean line length",
        unit: "characters",
        min: 1.0,
        max: None,
        definition: "Mean length in Unicode code points of lines of code outside tests, comments and imports, without the white space around them. Absent without such lines.",
        source: "Buse & Weimer 2010, Learning a metric for code readability, IEEE TSE 36(4)",
        direction: Direction::Lower,
    },
    SignalDefinition {
        id: "layout.long_lines.share",
        family: Family::Layout,
        name: "Long lines",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Lines as for the mean line length with more than 100 code points, indentation included, divided by all such lines.",
        source: "Buse & Weimer 2010; Google Java Style Guide 4.4 (100 columns)",
        direction: Direction::Lower,
    },
    SignalDefinition {
        id: "layout.indentation.share",
        family: Family::Layout,
        name: "Consistent indentation",
        unit: "ratio",
        min: 0.0,
        max: Some(1.0),
        definition: "Indented lines, as for the mean line length, whose indentation uses only the character (tab or space) that most of them use, divided by all indented lines. Absent below 5 indented lines.",
        source: "PEP 8; Miara et al. 1983, Program indentation and comprehensibility, CACM 26(11)",
        direction: Direction::Higher,
    },
];

/// The longest line, in code points, that can be read without scrolling.
const LONG: usize = 100;

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    let (mut lines, mut characters) = (0_usize, 0_usize);
    let (mut spaces, mut tabs, mut mixed) = (0_usize, 0_usize, 0_usize);
    let mut long = Vec::new();
    for unit in material.code_units() {
        let text: &str = &unit.source.text;
        let mut line_end = 0;
        for span in unit.lines {
            let start = span.start as usize;
            // There is at least one line break between two lines of code; the indentation follows the last one.
            let between = text.get(line_end..start).unwrap_or("");
            let indent = between.rsplit('\n').next().unwrap_or("");
            line_end = span.end as usize;
            let length = span.of(text).chars().count();
            let whole = length.saturating_add(indent.chars().count());
            lines = lines.saturating_add(1);
            characters = characters.saturating_add(length);
            if whole > LONG {
                long.push((unit.index, *span, whole));
            }
            match (indent.contains(' '), indent.contains('\t')) {
                (true, true) => mixed = mixed.saturating_add(1),
                (true, false) => spaces = spaces.saturating_add(1),
                (false, true) => tabs = tabs.saturating_add(1),
                (false, false) => {}
            }
        }
    }
    let Some(mean) = share(characters, lines) else { return };
    set.put("layout.line_length.mean", mean, lines.div_euclid(10), Vec::new());
    if let Some(value) = share(long.len(), lines) {
        set.put("layout.long_lines.share", value, lines.div_euclid(10), longest(long));
    }
    let indented = spaces.saturating_add(tabs).saturating_add(mixed);
    if let Some(value) = share(spaces.max(tabs), indented).filter(|_| indented >= 5) {
        set.put("layout.indentation.share", value, indented.div_euclid(10), Vec::new());
    }
}

fn longest(mut long: Vec<(u32, Span, usize)>) -> Vec<Finding> {
    long.sort_by_key(|(_, _, length)| std::cmp::Reverse(*length));
    long.into_iter()
        .take(MAX_FINDINGS)
        .map(|(source, span, length)| {
            Finding::new(source, span, format!("this line has {length} characters")).valued(length as f64)
        })
        .collect()
}
