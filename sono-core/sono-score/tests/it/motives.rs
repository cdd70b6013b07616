//! Motives: what shows them, where, and what does not.

use std::sync::Arc;

use sono_score::assessment::{Assessment, Motive};
use sono_score::engine::Engine;
use sono_score::rubric::Rubric;
use sono_score::submission::Submission;

/// An abstraction with two types behind it, one of which can be iterated, and a function that calls what it is given.
const INVENTIVE: &str = r#"
from abc import ABC, abstractmethod


class Source(ABC):
    @abstractmethod
    def rows(self):
        ...


class Table(Source):
    def __init__(self, lines):
        self.lines = lines

    def rows(self):
        return [line.split(",") for line in self.lines]

    def __iter__(self):
        return iter(self.rows())


class Log(Source):
    def __init__(self, entries):
        self.entries = entries

    def rows(self):
        return [[entry.time, entry.text] for entry in self.entries]


def transform(source, step):
    return [step(row) for row in source.rows()]
"#;

/// Similar work with the means that are nearest, and words that claim more.
const PLAIN: &str = r#"
# An innovative, creative, higher-order abstraction with generators, decorators and protocols.


def innovative_table_rows(lines):
    return [line.split(",") for line in lines]


def creative_log_rows(entries):
    return [[entry.time, entry.text] for entry in entries]


def higher_order_first_column(rows):
    return [row[0] for row in rows]


def abstract_generator_total(rows):
    return sum(len(row) for row in rows)
"#;

fn assess(rubric: &str, code: &str) -> Assessment {
    let rubric = Rubric::builtin(rubric).unwrap();
    let engine = Engine::builder().rubric(Arc::clone(&rubric)).build().unwrap();
    engine.assess(&Submission::code(code)).unwrap()
}

fn motive<'a>(assessment: &'a Assessment, id: &str) -> Option<&'a Motive> {
    assessment.micro_motives.iter().find(|motive| motive.motive_type == id)
}

#[test]
fn innovation_shows_in_structure_and_is_pointed_at() {
    let assessment = assess("growth", INVENTIVE);
    let innovation = motive(&assessment, "innovation").unwrap();
    assert_eq!(
        innovation.indicators,
        [
            "works with functions as values",
            "builds on abstractions of its own",
            "lets its types follow protocols of the language"
        ]
    );
    let places: Vec<_> = innovation
        .places
        .iter()
        .map(|place| (place.indicator, place.description.as_str(), place.location.start.line))
        .collect();
    assert_eq!(
        places,
        [
            (0, "`transform` calls `step`, which it is given", 30),
            (1, "2 types implement `Source`", 5),
            (2, "`Table` has `__iter__`", 11),
        ]
    );
}

#[test]
fn words_show_no_motive() {
    assert_eq!(motive(&assess("growth", PLAIN), "innovation"), None);
}

#[test]
fn more_of_the_same_shows_no_more() {
    let renamed = ["Source", "Table", "Log", "transform"]
        .iter()
        .fold(INVENTIVE.to_owned(), |code, name| code.replace(name, &format!("{name}2")));
    let strength = |code: &str| motive(&assess("growth", code), "innovation").unwrap().strength;
    assert_eq!(strength(INVENTIVE), strength(&format!("{INVENTIVE}{renamed}")));
    assert_eq!(motive(&assess("growth", &PLAIN.repeat(10)), "innovation"), None);
}

#[test]
fn six_motives_have_three_indicators_and_hiring_has_no_motives() {
    let source = Rubric::builtin_source("growth").unwrap();
    for id in ["exploration", "mastery", "collaboration", "innovation", "efficiency", "quality"] {
        let head = format!("[[path.motive]]\nid = \"{id}\"\n");
        let (_, rest) = source.split_once(&head).unwrap_or_else(|| panic!("growth has no motive {id}"));
        let ends = ["[[path]]", "[[path.motive]]", "[[path.metric]]"];
        let end = ends.iter().filter_map(|end| rest.find(end)).min().unwrap_or(rest.len());
        assert!(rest[..end].matches("[[path.motive.indicator]]").count() >= 3, "{id}");
    }
    assert!(assess("hiring", INVENTIVE).micro_motives.is_empty());
}

#[test]
fn praise_points_at_what_it_praises() {
    let code = r#"
import json


def load(path, default):
    """Reads the settings; a file that is not there gives the default, a broken one is an error."""
    if not path:
        raise ValueError("expected a path")
    try:
        with open(path) as file:
            return json.load(file)
    except FileNotFoundError:
        return default(path)


def test_load():
    assert load("a.json", str) == "a.json"
    assert load("b.json", len) == 6


def test_broken():
    assert load("c.json", str) == "c.json"


def test_other():
    assert load("e.json", len) > 1
"#;
    let assessment = assess("growth", code);
    let quality = motive(&assessment, "quality").unwrap();
    let of = |indicator: &str| -> Vec<(&str, usize)> {
        let index = quality.indicators.iter().position(|text| text == indicator);
        let places = quality.places.iter().filter(|place| Some(place.indicator) == index);
        places.map(|place| (place.description.as_str(), place.location.start.line)).collect()
    };
    assert_eq!(of("writes tests with assertions"), [("this test checks 2 things", 16)]);
    assert_eq!(of("handles failures precisely"), [("this handler names what it catches", 12)]);
}
