//! Semantic tags: what a submission uses, each with places and a confidence.
//!
//! Tags come from syntax alone: node kinds and structures that [rules](../../tags) name for each language, imports, and
//! what the outline says of functions. No word in a comment or a string makes a tag. They never score: a tag says that a
//! generator is there, not that it is a good one. Since a false tag misleads and a missing one does not, a rule that
//! cannot tell its friends from its false friends is left out.

mod definition;
mod imports;
mod outline;
mod rules;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::assessment::{Location, Tag, TagKind};
use crate::patterns::SyntaxMatches;
use crate::submission::Source;
use sono_syntax::syntax::Outline;
use sono_syntax::text::{PositionEncoding, Span};

pub use definition::{DEFINITIONS, TagDefinition, definition};
pub use rules::recognised;
pub(crate) use rules::rules;

/// The most places of a tag.
pub(crate) const MAX_PLACES: usize = 5;

/// The most places in one text at which a rule for a tag is tried with success.
pub(crate) const MAX_MATCHES_OF_RULE: usize = 20;

/// The tags that are about test code.
const OF_TESTS: &[&str] = &[
    "quality.benchmarks",
    "quality.fixtures",
    "quality.mocks",
    "quality.parametrized_tests",
    "quality.property_tests",
    "quality.snapshot_tests",
];

/// A tag with the places found so far.
struct Found {
    kind: TagKind,
    name: String,
    confidence: f64,
    places: Vec<(usize, Span)>,
}

/// The tags of a submission.
#[derive(Default)]
struct Tags {
    found: BTreeMap<String, Found>,
}

impl Tags {
    /// Notes a place of a tag that has a definition.
    fn add(&mut self, id: &str, source: usize, span: Span) {
        if let Some(known) = definition(id) {
            self.note(id, known.kind, known.name, known.confidence, source, span);
        }
    }

    /// Notes a place of a library.
    fn library(&mut self, name: &str, source: usize, span: Span) {
        let id = format!("{}.{name}", TagKind::Library.as_str());
        self.note(&id, TagKind::Library, name, definition::NAMED, source, span);
    }

    fn note(&mut self, id: &str, kind: TagKind, name: &str, confidence: f64, source: usize, span: Span) {
        let found = self.found.entry(id.to_owned()).or_insert_with(|| Found {
            kind,
            name: name.to_owned(),
            confidence,
            places: Vec::new(),
        });
        if found.places.len() < MAX_PLACES {
            found.places.push((source, span));
        }
    }
}

/// The tags of a submission, from the outlines of its sources and from what the rules for tags found in each: by kind,
/// the most certain first, then by id.
pub(crate) fn tags(
    sources: &[Source<'_>],
    outlines: &[Option<Outline>],
    matches: &[SyntaxMatches],
    encoding: PositionEncoding,
) -> Vec<Tag> {
    let mut tags = Tags::default();
    let own = imports::Own::of(sources, outlines);
    for (index, ((source, outline), matches)) in sources.iter().zip(outlines).zip(matches).enumerate() {
        let Some(outline) = outline else { continue };
        marked(&mut tags, index, source, outline, matches);
        imports::add(&mut tags, index, outline, &own);
    }
    outline::add(&mut tags, sources, outlines);
    let mut all: Vec<Tag> = tags
        .found
        .into_iter()
        .map(|(id, found)| Tag {
            id,
            kind: found.kind,
            name: found.name,
            confidence: found.confidence,
            places: found
                .places
                .iter()
                .filter_map(|(index, span)| {
                    let source = sources.get(*index)?;
                    Some(Location::of(source, first_line(*span, &source.text), encoding))
                })
                .collect(),
        })
        .collect();
    all.sort_by(|a, b| {
        (a.kind.cmp(&b.kind)).then(b.confidence.total_cmp(&a.confidence)).then(a.id.cmp(&b.id))
    });
    all
}

/// Notes what the rules found in one source. In test code, only what speaks of tests counts: what a test does to try the
/// work out is no part of it.
fn marked(tags: &mut Tags, index: usize, source: &Source<'_>, outline: &Outline, matches: &SyntaxMatches) {
    let tests = outline.tests();
    for found in &matches.found {
        let in_test = source.is_test || tests.contain(found.span);
        if !in_test || OF_TESTS.contains(&found.rule.as_str()) {
            tags.add(&found.rule, index, found.span);
        }
    }
}

/// The part of a span in its first line.
fn first_line(span: Span, text: &str) -> Span {
    let shown = span.of(text);
    let end = shown.find(['\n', '\r']).unwrap_or(shown.len());
    Span::new(span.start as usize, (span.start as usize).saturating_add(end))
}
