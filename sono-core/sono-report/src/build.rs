//! From an assessment to the blocks of a report.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::block::{
    Bar, Block, Callout, Column, Fact, Headline, Item, List, Marker, Paragraph, Passage, Section, Tone,
};
use super::frame::Frame;
use super::printable::Printable;
use super::sources::SourceLookup;
use super::{Detail, Report, metric, set_aside, tags, words};
use sono_score::assessment::{
    Assessment, AssessmentMode, IntegrityFlag, IntegrityKind, Location, Motive, PathScore, Recommendation,
    ViolationRecord,
};
use sono_syntax::finding::Severity;
use sono_syntax::text::{LineIndex, PositionEncoding, format_number, join_names};

/// Key findings in a brief report.
const BRIEF_ITEMS: usize = 3;
/// Recommendations at the start of a report, where they are in sight without scrolling; the others stand at its end.
const FIRST_STEPS: usize = 3;
/// Said where there is a score and no advice.
const NO_STEP: &str = "No next step stands out: nothing here fell so far short of what is expected that it would be worth your time.";
/// Recommendations in a normal report; nobody reads a longer list.
const NORMAL_RECOMMENDATIONS: usize = 10;
/// Characters of a hash that a reader compares.
const SHORT_HASH: usize = 12;

/// The state that the parts of a report share while it is built.
pub(super) struct Builder<'a> {
    pub(super) assessment: &'a Assessment,
    pub(super) detail: Detail,
    sources: Option<&'a dyn SourceLookup>,
    /// Texts and their lines, looked up once per file.
    texts: BTreeMap<Cow<'a, str>, Option<(&'a str, LineIndex)>>,
    /// Places whose code was shown: file, start and end.
    framed: BTreeSet<(Cow<'a, str>, usize, usize)>,
    /// Places already shown: file, start, end and message.
    shown: BTreeSet<(Cow<'a, str>, usize, usize, &'a str)>,
    /// Lines of accounts that were told in full.
    pub(super) told: metric::Told<'a>,
    /// Whether it was said how costs are counted.
    pub(super) explained: bool,
}

pub(super) fn build(assessment: &Assessment, sources: Option<&dyn SourceLookup>, detail: Detail) -> Report {
    let mut builder = Builder {
        assessment,
        detail,
        sources,
        texts: BTreeMap::new(),
        framed: BTreeSet::new(),
        shown: BTreeSet::new(),
        told: metric::Told::new(),
        explained: false,
    };
    let blocks = builder.blocks();
    let name = sources.and_then(SourceLookup::subject);
    Report { title: title(assessment, name.as_deref()), subtitle: subtitle(assessment, name), blocks }
}

fn title(assessment: &Assessment, name: Option<&str>) -> Printable {
    match assessment.candidate_id.as_deref().or(name) {
        Some(name) => Printable::exact(&format!("Assessment of {name}")),
        None => Printable::exact("Assessment"),
    }
}

/// How the submission was read; and its name, if the title is that of the candidate.
fn subtitle(assessment: &Assessment, name: Option<String>) -> Vec<Printable> {
    let mut parts: Vec<String> = name.filter(|_| assessment.candidate_id.is_some()).into_iter().collect();
    parts.push(format!("{} submission", words::type_name(assessment.submission_type)));
    if !assessment.metadata.languages.is_empty() {
        parts.push(assessment.metadata.languages.join(", "));
    }
    let rubric = &assessment.metadata.provenance.rubric;
    parts.push(format!("rubric {} {}", rubric.id, rubric.version));
    parts.iter().map(|part| Printable::prose(part)).collect()
}

/// A text of the assessment, or its replacement when the text is empty.
pub(super) fn prose_or(text: &str, otherwise: &str) -> Printable {
    let prose = Printable::prose(text);
    if prose.is_empty() { Printable::prose(otherwise) } else { prose }
}

pub(super) fn text_column(title: &'static str) -> Column {
    Column { title, numeric: false }
}

pub(super) fn number_column(title: &'static str) -> Column {
    Column { title, numeric: true }
}

fn tone_of(severity: Severity) -> Tone {
    match severity {
        Severity::High | Severity::Medium => Tone::Alert,
        Severity::Low => Tone::Fair,
    }
}

impl<'a> Builder<'a> {
    fn blocks(&mut self) -> Vec<Block> {
        let assessment = self.assessment;
        let mut blocks = vec![self.headline()];
        if assessment.metadata.assessment_mode == AssessmentMode::Heuristic {
            blocks.push(Block::Callout(Callout {
                tone: Tone::Fair,
                title: Printable::exact("heuristic rubric"),
                text: Printable::exact(
                    "This rubric looks for words and patterns. Its scores can be talked up; they say little about \
                     the work itself.",
                ),
                frame: None,
            }));
        }
        let mut explained = false;
        blocks.extend(assessment.integrity.iter().map(|flag| self.integrity(flag, &mut explained)));
        let summary = Printable::prose(&self.summary());
        if !summary.is_empty() {
            blocks.push(Block::Paragraph(Paragraph { tone: Tone::Neutral, text: summary }));
        }
        let reason = self.only_reason();
        // Most summaries say it already.
        if let Some(reason) = reason.filter(|reason| !assessment.summary.contains(reason.trim())) {
            let text = Printable::prose(&not_assessed(Some(reason)));
            blocks.push(Block::Paragraph(Paragraph { tone: Tone::Neutral, text }));
        }
        self.first_steps(&mut blocks);
        let mut paths = Vec::new();
        if reason.is_none() && !assessment.path_scores.is_empty() {
            paths.push(self.bars());
        }
        if let Some(expects) = &assessment.metadata.provenance.expects {
            let text = Printable::exact(&words::asked_for(expects));
            paths.push(Block::Paragraph(Paragraph { tone: Tone::Muted, text }));
        }
        match reason {
            None if !paths.is_empty() => blocks.push(section("Paths", paths)),
            _ => blocks.extend(paths),
        }
        self.key_findings(&mut blocks);
        if self.detail > Detail::Brief {
            blocks.extend(tags::blocks(assessment.tags.as_deref(), self.detail));
        }
        blocks.extend(set_aside::blocks(&assessment.set_aside, self.detail));
        if self.detail > Detail::Brief {
            for path in &assessment.path_scores {
                // The chart already says why a path is not assessed.
                if path.assessed || self.detail == Detail::Full {
                    let block = self.path(path);
                    blocks.push(block);
                }
            }
        }
        self.further_steps(&mut blocks);
        if self.detail == Detail::Full {
            self.pattern_checks(&mut blocks);
        }
        blocks.push(section("Provenance", vec![Block::Facts(self.facts())]));
        blocks
    }

    /// The summary without the sentence that repeats the first recommendation, which follows in full.
    fn summary(&self) -> String {
        let summary = self.assessment.summary.as_str();
        let first = self.assessment.recommendations.first().map(|first| first.text.as_str());
        let found = first.filter(|text| !text.is_empty()).and_then(|text| Some((summary.find(text)?, text)));
        let Some((at, text)) = found else { return summary.to_owned() };
        let (before, after) = (summary.get(..at), summary.get(at.saturating_add(text.len())..));
        let before = before.unwrap_or("").rsplit_once(". ").map_or("", |(before, _)| before);
        let stop = if before.is_empty() { "" } else { ". " };
        format!("{before}{stop}{}", after.unwrap_or("").trim_start())
    }

    /// The reason why nothing is assessed, if it is the same for all paths.
    fn only_reason(&self) -> Option<&'a str> {
        let mut paths = self.assessment.path_scores.iter();
        let reason = paths.next()?.reason.as_deref()?;
        let is_same = |path: &PathScore| !path.assessed && path.reason.as_deref() == Some(reason);
        self.assessment.path_scores.iter().all(is_same).then_some(reason)
    }

    fn headline(&self) -> Block {
        let assessment = self.assessment;
        let mut notes = Vec::new();
        // Where all paths share one reason, the summary says it.
        if assessment.overall_score.is_none() && self.only_reason().is_none() {
            notes.push(Printable::exact("no path could be assessed"));
        }
        if let Some(interval) = assessment.score_interval {
            notes.push(Printable::exact(&words::interval(interval)));
        }
        if assessment.overall_score.is_some() {
            notes.push(Printable::exact(&words::confidence(assessment.confidence)));
        }
        Block::Headline(Headline { score: assessment.overall_score, notes })
    }

    /// A flag; the first that accuses says how it is meant.
    fn integrity(&mut self, flag: &'a IntegrityFlag, explained: &mut bool) -> Block {
        // Most projects come with packages or with build output; that these were set aside accuses nobody.
        let is_fact = flag.kind == IntegrityKind::CodeSetAside && flag.severity == Severity::Low;
        let (word, tone) =
            if is_fact { ("note", Tone::Neutral) } else { ("integrity", tone_of(flag.severity)) };
        let title = format!("{word}: {}, {} severity", flag.kind.name(), flag.severity.as_str());
        let mut text = flag.description.trim().to_owned();
        if text.is_empty() {
            text.push_str("A sign of manipulation or concealment.");
        }
        if !is_fact && !std::mem::replace(explained, true) {
            text.push_str(" Integrity flags ask a person to look; they are not a verdict.");
        }
        Block::Callout(Callout {
            tone,
            title: Printable::exact(&title),
            text: Printable::prose(&text),
            frame: flag.location.as_ref().map(|location| self.frame(location)),
        })
    }

    fn bars(&self) -> Block {
        let paths = &self.assessment.path_scores;
        let total: f64 = paths.iter().filter(|path| path.assessed).map(|path| path.weight).sum();
        let weights =
            paths.iter().filter(|path| path.assessed && total > 0.0).map(|path| path.weight / total);
        let mut weights = words::percents(&weights.collect::<Vec<_>>()).into_iter();
        let bars = paths.iter().map(|path| {
            let mut notes = Vec::new();
            if path.assessed {
                notes.extend(weights.next().map(|weight| format!("weight {weight}")));
                notes.extend(path.score_interval.map(|interval| {
                    format!("{} to {}", words::one_decimal(interval.low), words::one_decimal(interval.high))
                }));
            } else {
                notes.push(not_assessed(path.reason.as_deref()));
            }
            Bar {
                label: Printable::exact(words::path_name(path.path)),
                score: path.overall_score,
                notes: notes.iter().map(|note| Printable::prose(note)).collect(),
            }
        });
        Block::Bars(bars.collect())
    }

    fn key_findings(&self, blocks: &mut Vec<Block>) {
        let limit = if self.detail == Detail::Brief { BRIEF_ITEMS } else { usize::MAX };
        let findings = self.assessment.key_findings.iter().take(limit);
        let items: Vec<Item> = findings
            .map(|finding| Item {
                text: prose_or(&finding.text, "A finding without words."),
                place: finding.location.as_ref().map(|location| Frame::bare(location).place),
                notes: Vec::new(),
            })
            .collect();
        if !items.is_empty() {
            blocks.push(section("Key findings", vec![Block::List(List { marker: Marker::Bullet, items })]));
        }
    }

    fn path(&mut self, path: &'a PathScore) -> Block {
        let title = Printable::exact(words::path_name(path.path));
        if !path.assessed {
            let text = Printable::prose(&not_assessed(path.reason.as_deref()));
            let mut blocks = vec![Block::Paragraph(Paragraph { tone: Tone::Muted, text })];
            if !path.metrics.is_empty() {
                blocks.push(Block::Table(metric::overview(path, true)));
            }
            return Block::Section(Section { title, score: None, notes: Vec::new(), blocks });
        }
        let mut notes = Vec::new();
        notes.extend(path.score_interval.map(|interval| Printable::exact(&words::interval(interval))));
        notes.push(Printable::exact(&words::confidence(path.confidence)));
        let mut blocks = Vec::new();
        if !path.metrics.is_empty() {
            let full = self.detail == Detail::Full;
            blocks.push(Block::Table(metric::overview(path, full)));
            let unassessed = if full { None } else { metric::unassessed(path) };
            blocks.extend(unassessed.map(|text| Block::Paragraph(Paragraph { tone: Tone::Muted, text })));
        }
        for (marker, texts) in [(Marker::Plus, &path.strengths), (Marker::Minus, &path.areas_for_improvement)]
        {
            // The recommendations say some of these sentences with the points at stake; and where one of them speaks of
            // a place, no second piece of advice on it is needed.
            let recommended = |text: &String| {
                self.assessment.recommendations.iter().any(|item| {
                    let place = item.location.as_ref().map(Location::place);
                    item.text == *text || place.is_some_and(|place| speaks_of(text, &place))
                })
            };
            let texts = texts.iter().filter(|text| self.detail == Detail::Full || !recommended(text));
            let items: Vec<Item> = texts.filter_map(|text| plain_item(text)).collect();
            if !items.is_empty() {
                blocks.push(Block::List(List { marker, items }));
            }
        }
        for metric in &path.metrics {
            blocks.extend(self.metric(metric));
        }
        let motives: Vec<Item> = path.motives.iter().map(motive).collect();
        if !motives.is_empty() {
            let text = Printable::exact("Motives that this path suggests, inferred from the work alone:");
            blocks.push(Block::Paragraph(Paragraph { tone: Tone::Muted, text }));
            blocks.push(Block::List(List { marker: Marker::Bullet, items: motives }));
        }
        Block::Section(Section { title, score: path.overall_score, notes, blocks })
    }

    fn first_steps(&self, blocks: &mut Vec<Block>) {
        let all = &self.assessment.recommendations;
        let items: Vec<Item> = all.iter().take(FIRST_STEPS).map(|item| self.recommendation(item)).collect();
        if !items.is_empty() {
            let mut content = vec![Block::List(List { marker: Marker::Number(1), items })];
            if self.detail == Detail::Brief {
                content.extend(left_out(all.len().saturating_sub(FIRST_STEPS)));
            }
            blocks.push(section("Next steps", content));
        } else if self.assessment.overall_score.is_some() {
            let text = Printable::exact(NO_STEP);
            let paragraph = Block::Paragraph(Paragraph { tone: Tone::Neutral, text });
            blocks.push(section("Next steps", vec![paragraph]));
        }
    }

    /// The other recommendations.
    fn further_steps(&self, blocks: &mut Vec<Block>) {
        let rest = self.assessment.recommendations.get(FIRST_STEPS..).unwrap_or_default();
        let limit = match self.detail {
            Detail::Brief => return,
            Detail::Normal => NORMAL_RECOMMENDATIONS.saturating_sub(FIRST_STEPS),
            Detail::Full => usize::MAX,
        };
        let items: Vec<Item> = rest.iter().take(limit).map(|item| self.recommendation(item)).collect();
        if !items.is_empty() {
            let marker = Marker::Number(FIRST_STEPS.saturating_add(1));
            let mut content = vec![Block::List(List { marker, items })];
            content.extend(left_out(rest.len().saturating_sub(limit)));
            blocks.push(section("Further steps", content));
        }
    }

    fn recommendation(&self, recommendation: &Recommendation) -> Item {
        let paths = &self.assessment.path_scores;
        let path = paths.iter().find(|score| score.path == recommendation.path);
        let metric =
            path.and_then(|path| path.metrics.iter().find(|metric| metric.id == recommendation.metric));
        let metric = metric.map_or(recommendation.metric.as_str(), |metric| metric.name.as_str());
        let mut notes = Vec::new();
        if recommendation.points > 0.0 {
            notes.push(Printable::exact(&format!("up to {} overall", words::points(recommendation.points))));
        }
        let scope = format!("{}: {metric}", words::path_name(recommendation.path));
        notes.push(Printable::prose(&scope));
        Item {
            text: prose_or(&recommendation.text, "A recommendation without words."),
            place: recommendation
                .location
                .as_ref()
                .filter(|location| !recommendation.text.contains(&location.place()))
                .map(|location| Frame::bare(location).place),
            notes,
        }
    }

    fn pattern_checks(&mut self, blocks: &mut Vec<Block>) {
        let checks = &self.assessment.metadata.pattern_checks;
        if !checks.enabled {
            return;
        }
        let text = match checks.violation_count {
            0 => "No rule is broken.".to_owned(),
            number => format!(
                "{}, {} taken in all.",
                words::count(number, "violation"),
                words::points(checks.penalty_points.abs())
            ),
        };
        let text = Printable::exact(&text);
        let mut content = vec![Block::Paragraph(Paragraph { tone: Tone::Neutral, text })];
        for violation in &checks.violations {
            let block = self.violation(violation);
            content.push(block);
        }
        blocks.push(section("Pattern checks", content));
    }

    fn violation(&mut self, violation: &'a ViolationRecord) -> Block {
        let mut notes = vec![Printable::exact(&format!(
            "rule {}, {} severity",
            violation.rule,
            violation.severity.as_str()
        ))];
        notes.extend(violation.fix.as_deref().map(|fix| Printable::prose(&format!("help: {fix}"))));
        Block::Passage(Passage {
            tone: tone_of(violation.severity),
            message: prose_or(&violation.description, "A rule is broken."),
            frame: Some(self.frame(&violation.location)),
            notes,
        })
    }

    fn facts(&self) -> Vec<Fact> {
        let assessment = self.assessment;
        let provenance = &assessment.metadata.provenance;
        let full = self.detail == Detail::Full;
        let hash = |hash: &str| match hash.char_indices().nth(SHORT_HASH) {
            Some((end, _)) if !full => hash.get(..end).unwrap_or("").to_owned(),
            _ => hash.to_owned(),
        };
        let rubric = &provenance.rubric;
        let mut facts = vec![
            fact("rubric", &format!("{} {} (blake3 {})", rubric.id, rubric.version, hash(&rubric.hash))),
            fact("engine", &format!("sono-eval {}", assessment.engine_version)),
            fact("input", &format!("blake3 {}", hash(&provenance.input_hash))),
        ];
        if let Some(model) = &provenance.model {
            let value = format!("{} (blake3 {}) on {}", model.id, hash(&model.hash), model.backend);
            facts.push(fact("model", &value));
        }
        let optional = |name, value: &Option<String>| value.as_ref().map(|value| fact(name, value));
        facts.extend(optional("assessment", &assessment.assessment_id));
        facts.extend(optional("time", &assessment.timestamp));
        facts.extend(
            assessment.processing_time_ms.map(|time| fact("took", &format!("{} ms", format_number(time)))),
        );
        facts.extend(
            assessment
                .metadata
                .position_encoding
                .filter(|encoding| *encoding != PositionEncoding::Utf8)
                .map(|encoding| fact("columns in", &format!("{} units", encoding.as_str()))),
        );
        if full {
            let grammars = provenance.grammars.iter();
            facts.extend(
                grammars.map(|grammar| fact("grammar", &format!("{} {}", grammar.language, grammar.version))),
            );
            facts.extend(provenance.dialects.iter().map(|(signal, dialect)| fact(signal, dialect)));
            facts.extend(assessment.attributes.iter().map(|(name, value)| {
                // A string is shown as it is, any other value as JSON.
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                fact(&format!("attribute {name}"), &value)
            }));
        }
        facts
    }

    /// The frame of a place, with its code where the source is available. Unless the report is full, the same code is
    /// shown once and only named after that.
    pub(super) fn frame(&mut self, location: &'a Location) -> Frame {
        let name = location.text_name();
        let fresh = self.framed.insert((name.clone(), location.start.offset, location.end.offset));
        if !fresh && self.detail < Detail::Full {
            return Frame::bare(location);
        }
        let sources = self.sources;
        let text = self.texts.entry(name).or_insert_with_key(|name| {
            let text = sources?.text(name)?;
            Some((text, LineIndex::new(text)))
        });
        let encoding = self.assessment.metadata.position_encoding.unwrap_or_default();
        match text {
            Some((text, lines)) => Frame::new(location, text, lines, encoding),
            None => Frame::bare(location),
        }
    }

    /// Notes that a place is shown; false when it was already shown with the same words.
    pub(super) fn show_once(&mut self, location: &'a Location, message: &'a str) -> bool {
        self.shown.insert((location.text_name(), location.start.offset, location.end.offset, message))
    }
}

/// Whether a text names a place, such as `a.py:15`, and not one that begins like it.
fn speaks_of(text: &str, place: &str) -> bool {
    let goes_on = |at: usize| {
        let after = text.get(at.saturating_add(place.len())..).unwrap_or("");
        after.starts_with(|c: char| c.is_ascii_digit())
    };
    text.match_indices(place).any(|(at, _)| !goes_on(at))
}

/// Says how many recommendations are not shown.
fn left_out(number: usize) -> Option<Block> {
    let text = Printable::exact(&format!("{} left out here.", words::count(number, "recommendation")));
    (number > 0).then_some(Block::Paragraph(Paragraph { tone: Tone::Muted, text }))
}

pub(super) fn section(title: &str, blocks: Vec<Block>) -> Block {
    Block::Section(Section { title: Printable::exact(title), score: None, notes: Vec::new(), blocks })
}

fn plain_item(text: &str) -> Option<Item> {
    let text = Printable::prose(text);
    (!text.is_empty()).then(|| Item { text, place: None, notes: Vec::new() })
}

fn motive(motive: &Motive) -> Item {
    let mut known = BTreeSet::new();
    Item {
        text: Printable::prose(&format!(
            "{}, strength {}",
            motive.motive_type,
            format_number(motive.strength)
        )),
        place: None,
        notes: (0..)
            .zip(&motive.indicators)
            .map(|(index, text)| Printable::prose(&shown(text, motive, index, &mut known)))
            .filter(|text| !text.is_empty())
            .collect(),
    }
}

/// An indicator, with what shows it and where. Places of which the same is said are named together, and none twice.
fn shown<'m>(
    indicator: &str,
    motive: &'m Motive,
    index: usize,
    known: &mut BTreeSet<(String, &'m str)>,
) -> String {
    let mut told: Vec<(&str, Vec<String>)> = Vec::new();
    for place in motive.places.iter().filter(|place| place.indicator == index) {
        let (location, description) = (place.location.place(), place.description.as_str());
        if !known.insert((location.clone(), description)) {
            continue;
        }
        match told.iter_mut().find(|(known, _)| *known == description) {
            Some((_, places)) => places.push(location),
            None => told.push((description, vec![location])),
        }
    }
    let told: Vec<String> = told
        .into_iter()
        .map(|(description, places)| format!("{}, {description}", join_names(&places, "and")))
        .collect();
    if told.is_empty() { indicator.to_owned() } else { format!("{indicator} ({})", told.join("; ")) }
}

fn fact(name: &str, value: &str) -> Fact {
    Fact { name: Printable::prose(name), value: Printable::prose(value) }
}

/// Why something is not assessed, in words.
pub(super) fn not_assessed(reason: Option<&str>) -> String {
    match reason.map(str::trim).filter(|reason| !reason.is_empty()) {
        Some(reason) => format!("not assessed: {}", words::in_sentence(reason)),
        None => "not assessed".to_owned(),
    }
}
