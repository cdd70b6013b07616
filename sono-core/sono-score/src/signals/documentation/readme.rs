//! The words of the README that are about the project.

use std::collections::HashSet;

use sono_syntax::finding::Finding;
use sono_syntax::text::{Span, file_name, is_stuffed_prose, prose};

use super::super::matter::{Matter, says};
use super::super::{Material, SignalSet};
use crate::submission::{Source, SourceKind, SubmissionType};

/// Of the words in a paragraph that say something, one in so many has to be about the project.
const ONE_IN: usize = 8;
/// Terms of the field that speak of a project without naming a part of it, as in "Run the tests with pytest".
const TERMS: usize = 2;

pub(super) fn measure(material: &Material<'_>, set: &mut SignalSet) {
    let depth = |source: &Source<'_>| source.name.matches('/').count();
    let nearest = material
        .sources()
        .filter(|(_, source)| source.kind == SourceKind::Document && introduces(source))
        .min_by_key(|(_, source)| (!is_readme(&source.name), depth(source)));
    // Nobody misses a README beside a single piece of code; one that is there may have been asked for.
    let is_usual = matches!(material.submission_type(), SubmissionType::Project | SubmissionType::Portfolio);
    if nearest.is_none() && !is_usual {
        return;
    }
    let words = nearest.map_or(0, |(_, source)| {
        let matter = material.code_matter();
        let about = |paragraph: &&str| !is_stuffed_prose(paragraph) && is_about(paragraph, &matter);
        let paragraphs = prose::paragraphs(&source.text).into_iter().map(|span| span.of(&source.text));
        paragraphs.filter(about).map(|text| prose::words(text).count()).fold(0, usize::saturating_add)
    });
    let findings: Vec<Finding> = nearest
        .map(|(index, source)| {
            let line = source.lines.line_span(1, &source.text);
            let span = Span { start: line.start, end: line.end };
            let message = format!("the README has {words} words about the project");
            Finding::new(index, span, message).valued(words as f64)
        })
        .into_iter()
        .collect();
    findings.iter().for_each(|readme| set.exemplify("documentation.readme", readme.clone()));
    set.put("documentation.readme", words as f64, 1, findings);
}

/// Whether a paragraph is about the project. Where there is no code to compare it with, each is.
fn is_about(paragraph: &str, matter: &Matter<'_>) -> bool {
    if !matter.has_code() {
        return true;
    }
    let mut seen = HashSet::new();
    let (mut all, mut named, mut terms) = (0_usize, 0_usize, 0_usize);
    for term in prose::terms(paragraph).filter(|term| says(term.sense)) {
        if seen.insert(term.stem) {
            all = all.saturating_add(1);
            let in_code = matter.in_code(term.stem);
            named = named.saturating_add(usize::from(in_code));
            terms = terms.saturating_add(usize::from(!in_code && term.sense == prose::Sense::Field));
        }
    }
    let related = named.saturating_add(terms);
    (named > 0 || terms >= TERMS) && related.saturating_mul(ONE_IN) >= all
}

/// Whether a document tells what the project is: a README, or the prose of a notebook.
fn introduces(source: &Source<'_>) -> bool {
    is_readme(&source.name) || !source.cells.is_empty()
}

fn is_readme(name: &str) -> bool {
    let file = file_name(name);
    file.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("readme"))
}
