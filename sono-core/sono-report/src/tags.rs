//! The part of a report that says what a submission uses.

use super::Detail;
use super::block::{Block, Item, List, Marker};
use super::build::section;
use super::printable::Printable;
use sono_score::assessment::{Tag, TagKind};

/// Names shown for one kind, unless the report is full.
const NAMES: usize = 8;

/// A section with one line per kind of tag; nothing if there are none, or if none were asked for.
pub(super) fn blocks(tags: Option<&[Tag]>, detail: Detail) -> Option<Block> {
    let tags = tags.unwrap_or_default();
    let items: Vec<Item> = TagKind::ALL.into_iter().filter_map(|kind| item(tags, kind, detail)).collect();
    (!items.is_empty()).then(|| section("Uses", vec![Block::List(List { marker: Marker::Bullet, items })]))
}

fn item(tags: &[Tag], kind: TagKind, detail: Detail) -> Option<Item> {
    let of_kind = || tags.iter().filter(|tag| tag.kind == kind);
    let all = of_kind().count();
    let shown = if detail == Detail::Full { all } else { all.min(NAMES) };
    let names: Vec<&str> = of_kind().take(shown).map(|tag| tag.name.as_str()).collect();
    let more = all.saturating_sub(shown);
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    (all > 0).then(|| Item {
        text: Printable::prose(&format!("{}: {}{more}", kind_name(kind), names.join(", "))),
        place: None,
        notes: Vec::new(),
    })
}

/// The name of a kind of tags, for people.
pub fn kind_name(kind: TagKind) -> &'static str {
    match kind {
        TagKind::Feature => "Language features",
        TagKind::Pattern => "Patterns",
        TagKind::Library => "Libraries",
        TagKind::Algorithm => "Algorithms",
        TagKind::Quality => "Quality",
        TagKind::Architecture => "Architecture",
        _ => "Other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tag(kind: TagKind, name: &str) -> Tag {
        let id = format!("{}.{name}", kind.as_str());
        Tag { id, kind, name: name.to_owned(), confidence: 1.0, places: Vec::new() }
    }

    fn lines(tags: &[Tag], detail: Detail) -> Vec<String> {
        let Some(Block::Section(section)) = blocks(Some(tags), detail) else { return Vec::new() };
        let [Block::List(list)] = section.blocks.as_slice() else { panic!("expected one list") };
        list.items.iter().map(|item| item.text.as_str().to_owned()).collect()
    }

    #[test]
    fn there_is_one_line_for_each_kind() {
        let tags = [
            tag(TagKind::Feature, "Generators"),
            tag(TagKind::Library, "numpy"),
            tag(TagKind::Library, "attrs"),
        ];
        assert_eq!(
            lines(&tags, Detail::Normal),
            ["Language features: Generators", "Libraries: numpy, attrs"]
        );
        assert!(blocks(None, Detail::Full).is_none());
        assert!(blocks(Some(&[]), Detail::Full).is_none());
    }

    #[test]
    fn a_long_line_is_cut_unless_the_report_is_full() {
        let tags: Vec<Tag> = (0..10).map(|index| tag(TagKind::Library, &format!("p{index}"))).collect();
        assert_eq!(lines(&tags, Detail::Normal), ["Libraries: p0, p1, p2, p3, p4, p5, p6, p7, and 2 more"]);
        assert!(lines(&tags, Detail::Full)[0].ends_with("p8, p9"));
    }
}
