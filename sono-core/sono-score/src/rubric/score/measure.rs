//! Measures the signals that a rubric reads from text itself: plain text signals, its own measures, its own patterns.

use super::scan::Scan;
use super::search_texts::SearchTexts;
use super::subject::Subject;
use crate::assessment::Location;
use crate::rubric::model::{Measure, MeasureSource, Model, Parameters, SearchText, TextSignal};
use crate::signals::SignalSet;
use sono_syntax::finding::Finding;

/// The results of reading the text.
#[derive(Debug)]
pub(in crate::rubric) struct Reading<'a> {
    pub(super) texts: SearchTexts<'a>,
    /// By searched text.
    pub(super) scans: [Scan; SearchText::ALL.len()],
    /// The locations of the violations found by the rubric's own patterns, which are the last violations of the set;
    /// `None` if the rubric does not use violations.
    pub(super) own_violations: Option<Vec<Location>>,
}

impl Model {
    /// Measures the signals that the rubric reads from text itself, and adds them to the set.
    pub(in crate::rubric) fn measure<'a>(
        &self,
        subject: &Subject<'a>,
        set: &mut SignalSet,
        parameters: &Parameters,
    ) -> Reading<'a> {
        let texts = SearchTexts::new(subject.content, subject.sources);
        for signal in &self.text_signals {
            signal.measure(&texts, set);
        }
        let scans = SearchText::ALL.map(|text| {
            let keywords = self.keywords.get(text.index()).filter(|keywords| !keywords.is_empty());
            keywords.map(|keywords| keywords.scan(texts.get(text))).unwrap_or_default()
        });
        for measure in &self.measures {
            self.count(measure, &texts, &scans, set);
        }
        let looks = self.pattern_checks.is_on(parameters);
        let own_violations = looks.then(|| self.find_violations(subject, &texts, set));
        Reading { texts, scans, own_violations }
    }

    /// Computes one measure from the counts of the scan.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    fn count(
        &self,
        measure: &Measure,
        texts: &SearchTexts<'_>,
        scans: &[Scan; SearchText::ALL.len()],
        set: &mut SignalSet,
    ) {
        let index = measure.text.index();
        let (Some(scan), Some(keywords)) = (scans.get(index), self.keywords.get(index)) else { return };
        let (count, first) = match &measure.source {
            MeasureSource::Count(needles) => {
                let hits = needles.iter().filter_map(|needle| scan.needle(*needle));
                (hits.map(|hits| hits.count).sum::<u64>(), scan.first_of(needles))
            }
            MeasureSource::Lines(filter) => match scan.filter(*filter) {
                Some(hits) => (hits.count, hits.first.clone()),
                None => return,
            },
        };
        let divisor = match &measure.per {
            None => 1.0,
            Some(per) => match set.value(per).filter(|divisor| *divisor != 0.0) {
                Some(divisor) => divisor,
                None => return,
            },
        };
        let spans: Vec<_> = first.iter().map(|(_, span)| *span).collect();
        let places = texts.places(measure.text, &spans);
        let findings = first.iter().zip(places).filter_map(|((needle, _), (source, span))| {
            let message = match keywords.needle(*needle) {
                "" => "a line that counts".to_owned(),
                needle => format!("{needle:?} occurs here"),
            };
            Some(Finding::new(source?, span, message))
        });
        let units = if measure.per.is_some() { units(divisor) } else { 1 };
        set.put(measure.id.clone(), count as f64 / divisor, units, findings.collect());
    }
}

/// A divisor as a number of units; saturating.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range of u32")]
fn units(divisor: f64) -> usize {
    divisor.clamp(1.0, f64::from(u32::MAX)) as usize
}

impl TextSignal {
    /// Measures this signal.
    #[expect(clippy::cast_precision_loss, reason = "texts are far shorter than 2^53")]
    fn measure(self, texts: &SearchTexts<'_>, set: &mut SignalSet) {
        let value = match self {
            Self::CodePoints => texts.code_points() as f64,
            Self::Lines => texts.line_count() as f64,
            Self::NonblankLines => texts.nonblank_lines() as f64,
            Self::MeanLineLength => {
                let lines = texts.line_count();
                let breaks = lines.saturating_sub(1);
                texts.code_points().saturating_sub(breaks) as f64 / lines as f64
            }
            Self::AnswerCodePoints => texts.answers().chars().count() as f64,
        };
        set.put_value(self.id(), value);
    }
}
