//! Compiles templates, sentences and bands.

use super::compiler::Compiler;
use super::reader::Reader;
use crate::rubric::format::{ITEM_SLOTS, Node, SENTENCES, Sentence, Slot, Template};
use crate::rubric::model::{Band, Caution};

/// The cautions for readers of each result.
pub(super) fn cautions(top: &Reader<'_>) -> Vec<Caution> {
    let caution = |reader: &Reader<'_>| {
        let confidence_below = reader.number("confidence_below");
        Some(Caution { id: reader.owned("id")?, text: reader.owned("text")?, confidence_below })
    };
    top.tables("caution").iter().filter_map(caution).collect()
}

impl Compiler<'_> {
    /// A template or its alternatives.
    pub(super) fn templates(&self, reader: &Reader<'_>, key: &str, slots: &[Slot]) -> Vec<Template> {
        let Some(node) = reader.get(key) else { return Vec::new() };
        let single = std::slice::from_ref(node);
        let parse = |node: &Node| match Template::parse(node.text()?, slots) {
            Ok(template) => Some(template),
            Err(message) => {
                self.problems.push(node.at, reader.key(key), message);
                None
            }
        };
        node.list().unwrap_or(single).iter().filter_map(parse).collect()
    }

    pub(super) fn item_templates(&self, reader: &Reader<'_>, key: &str) -> Vec<Template> {
        self.templates(reader, key, ITEM_SLOTS)
    }

    pub(super) fn sentences(&self, top: &Reader<'_>) -> Vec<Vec<Template>> {
        let section = top.inner("templates");
        let one = |sentence: &Sentence| {
            let mut alternatives = section
                .as_ref()
                .map_or_else(Vec::new, |section| self.templates(section, sentence.key, sentence.slots));
            alternatives.extend(
                sentence.defaults.iter().filter_map(|text| Template::parse(text, sentence.slots).ok()),
            );
            alternatives
        };
        SENTENCES.iter().map(one).collect()
    }

    pub(super) fn bands(&self, top: &Reader<'_>) -> Vec<Band> {
        let readers = top.tables("band");
        if readers.is_empty() {
            let band = |min, label: &str| Band { min, label: label.to_owned(), text: None };
            return vec![band(85.0, "excellent"), band(70.0, "good"), band(50.0, "fair"), band(0.0, "weak")];
        }
        let mut bands: Vec<Band> = Vec::new();
        for reader in &readers {
            let (Some(min), Some(label)) = (reader.number("min"), reader.owned("label")) else { continue };
            if bands.iter().any(|band| band.min.total_cmp(&min).is_eq()) {
                self.problem(reader, "min", format!("{min} already starts another band"));
            }
            bands.push(Band { min, label, text: reader.owned("text") });
        }
        bands.sort_by(|left, right| right.min.total_cmp(&left.min));
        if let Some(lowest) = bands.last().filter(|band| band.min > 0.0) {
            let message = format!("no band covers scores below {}; expected one with min = 0", lowest.min);
            self.problem(top, "band", message);
        }
        bands
    }
}
