//! The share of the interface whose documentation says something.

use std::collections::HashMap;

use sono_syntax::finding::Finding;
use sono_syntax::syntax::{Function, TypeDefinition, Visibility};
use sono_syntax::text::prose::Stem;
use sono_syntax::text::{Span, file_name};

use super::super::material::{Unit, clipped};
use super::super::statistics::WeightedShare;
use super::super::{MAX_FINDINGS, Material, SignalSet};
use super::novelty::{Said, Seen, needed};

/// The greatest weight of a type, which its members reach.
const TYPE_WEIGHT: u32 = 4;
/// A source without an interface, in sentences.
const FILE: &str = "the file";
/// The number of definitions that may say the same new things: a pair, such as rows and columns, is honest.
const PAIR: u32 = 2;

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    let mut survey = Survey::default();
    for unit in material.code_units() {
        survey.interface(unit);
    }
    if survey.units == 0 {
        for unit in material.code_units().filter(|unit| unit.outline.statements > 0) {
            survey.script(unit);
        }
    }
    let Some(value) = survey.share.value() else { return };
    survey.poor.sort_by_key(|poor| std::cmp::Reverse(poor.missing));
    if let Some((_, finding)) = survey.rich {
        set.exemplify("documentation.coverage", finding);
    }
    let findings = survey.poor.into_iter().take(MAX_FINDINGS).map(|poor| poor.finding).collect();
    set.put("documentation.coverage", value, survey.units, findings);
}

/// A survey of the documentation of a submission.
#[derive(Default)]
struct Survey {
    share: WeightedShare,
    units: usize,
    poor: Vec<Poor>,
    /// The definition with the most new words in its documentation, and their number.
    rich: Option<(u32, Finding)>,
    /// The name that each text documents.
    texts: HashMap<Stem, String>,
    /// How many definitions have new words in common, of which name the last one was.
    news: HashMap<Stem, (u32, String)>,
}

/// A definition that lacks documentation.
struct Poor {
    /// The weight that it lacks.
    missing: u64,
    finding: Finding,
}

/// Something that needs documentation.
struct Asked<'u> {
    unit: Unit<'u>,
    name: &'u str,
    span: Span,
    shown: String,
    weight: u32,
}

impl Survey {
    fn interface(&mut self, unit: Unit<'_>) {
        let text: &str = &unit.source.text;
        let functions = unit.functions().filter(|function| is_asked(function));
        for (function, doc) in functions.map(|function| (function, documentation(unit, function))) {
            let signature =
                Span { start: function.span.start, end: function.body.start.max(function.span.start) };
            let owner = function.owner.and_then(|owner| unit.outline.types.get(owner as usize));
            // What starts the program speaks for all of it.
            let whole = if function.name == "main" { Span::new(0, text.len()) } else { function.span };
            let owner = owner.map_or("", |owner| clipped(&owner.name));
            let name = format!("{} {owner}", clipped(&function.name));
            let seen = Seen::new(unit, function.body, whole, &name, [signature]);
            let asked = Asked {
                unit,
                name: &function.name,
                span: function.name_span,
                shown: unit.function_name(function),
                weight: function.weight(),
            };
            self.weigh(&asked, doc.map(|doc| seen.beyond(doc, |words| seen.is_about(words))));
        }
        let is_public = |t: &&TypeDefinition| {
            t.visibility == Visibility::Public && t.takes_documentation && !t.name.is_empty()
        };
        for definition in unit.types().filter(is_public) {
            let head = definition.span.of(text).lines().next().unwrap_or_default();
            let start = definition.span.start.saturating_add(u32::try_from(head.len()).unwrap_or(u32::MAX));
            // Members have documentation of their own, so nothing in the body is a repetition.
            let seen = Seen::new(
                unit,
                Span { start, end: start },
                definition.span,
                &definition.name,
                [Span { start: definition.span.start, end: start }],
            );
            let asked = Asked {
                unit,
                name: &definition.name,
                span: definition.name_span,
                shown: unit.type_name(definition),
                weight: definition.methods.saturating_add(definition.fields).min(TYPE_WEIGHT),
            };
            let doc = definition.doc.and_then(|doc| comment(unit, doc));
            self.weigh(&asked, doc.map(|doc| seen.beyond(doc, |words| seen.is_about(words))));
        }
    }

    /// A source without an interface is documented at its top.
    fn script(&mut self, unit: Unit<'_>) {
        let module = &unit.outline.module;
        let file = file_name(&unit.source.name);
        let top = top(unit);
        let seen = Seen::new(unit, Span::default(), Span::new(0, unit.source.text.len()), file, []);
        let asked = Asked {
            unit,
            name: &unit.source.name,
            span: unit.lines.first().copied().unwrap_or_default(),
            shown: FILE.to_owned(),
            weight: module.weight(),
        };
        let said = (!top.is_empty()).then(|| seen.beyond_all(&top, |words| seen.is_about(words)));
        self.weigh(&asked, said);
    }

    fn weigh(&mut self, asked: &Asked<'_>, said: Option<Said>) {
        self.units = self.units.saturating_add(1);
        let needed = needed(asked.weight);
        let shown = &asked.shown;
        let (new, complaint) = match said {
            None if shown == FILE => (0, "no comment at the top says what the file is for".to_owned()),
            None => (0, format!("{shown} has no documentation")),
            Some(said) if said.new == 0 => {
                let known = if shown == FILE { "name" } else { "signature" };
                (
                    0,
                    format!(
                        "the documentation of {shown} says nothing about it that its {known} does not say"
                    ),
                )
            }
            Some(said) => match self.copied(asked, &said) {
                Some(other) => {
                    (0, format!("the documentation of {shown} says what that of `{}` says", clipped(&other)))
                }
                None => (said.new, format!("the documentation of {shown} says little for what it does")),
            },
        };
        let part = (f64::from(new) / f64::from(needed)).min(1.0);
        self.share.add(asked.weight, part);
        if new < needed {
            let missing =
                u64::from(needed.saturating_sub(new)).saturating_mul(u64::from(asked.weight).max(1));
            let finding = Finding::new(asked.unit.index, asked.span, complaint).named(shown.clone());
            self.poor.push(Poor { missing, finding });
        } else if new > self.rich.as_ref().map_or(0, |(most, _)| *most) {
            let message = format!("the documentation of {shown} says what its code does not tell");
            self.rich = Some((new, Finding::new(asked.unit.index, asked.span, message)));
        }
    }

    /// The name of what the same text documents already. Functions of one name, such as overloads, may share a text.
    fn copied(&mut self, asked: &Asked<'_>, said: &Said) -> Option<String> {
        let name = asked.name;
        if let Some(text) = said.text {
            let first = self.texts.entry(text).or_insert_with(|| name.to_owned());
            if first != name {
                return Some(first.clone());
            }
        }
        let (count, last) = self.news.entry(said.news?).or_insert_with(|| (0, String::new()));
        if last != name {
            if *count >= PAIR {
                return Some(last.clone());
            }
            *count = count.saturating_add(1);
            name.clone_into(last);
        }
        None
    }
}

fn is_asked(function: &Function) -> bool {
    function.visibility == Visibility::Public
        && !function.name.is_empty()
        && !function.is_trivial
        && function.parent.is_none()
}

/// The documentation of a function: its own, or that of an overload, which stands before it and has no body.
fn documentation(unit: Unit<'_>, function: &Function) -> Option<Span> {
    /// More signatures of one function are not looked through.
    const OVERLOADS: usize = 16;
    let own = function.doc.and_then(|doc| comment(unit, doc));
    own.or_else(|| {
        let functions = &unit.outline.functions;
        let here = functions.partition_point(|other| other.span.start < function.span.start);
        let before = functions.get(..here)?.iter().rev().take(OVERLOADS);
        let mut overloads = before.take_while(|other| {
            other.name == function.name && other.owner == function.owner && other.body.is_empty()
        });
        overloads.find_map(|other| other.doc).and_then(|doc| comment(unit, doc))
    })
}

fn comment(unit: Unit<'_>, index: u32) -> Option<Span> {
    unit.outline.comments.get(index as usize).map(|comment| comment.span)
}

/// The comments before the code of a source; a `#!` line is none.
fn top(unit: Unit<'_>) -> String {
    let first_code = unit.lines.first().map_or(u32::MAX, |span| span.start);
    let mut text = String::new();
    for comment in unit.outline.comments.iter().take_while(|comment| comment.span.start < first_code) {
        let comment = comment.span.of(&unit.source.text);
        if !comment.starts_with("#!") {
            text.push_str(comment);
            text.push('\n');
        }
    }
    text
}
