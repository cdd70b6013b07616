//! Evaluates a compiled rubric: fills in what the rubric measures itself, then scores.

use std::collections::BTreeMap;

use super::condition::Facts;
use super::material::{Material, View, locate};
use super::model::{Measure, MeasureSource, Model, MotiveStrength, PathModel};
use super::narrative::Narrative;
use super::panel::Votes;
use super::parameters::Parameters;
use super::score::{ScoredPath, Scorer};
use super::uncertainty::{confidence, heuristic_confidence, interval};
use super::violations::Violations;
use crate::assessment::{KeyFinding, Motive, PathScore, PatternChecks, Recommendation, ScoreInterval};
use crate::signals::SignalSet;
use crate::submission::{Content, Path, Source, SubmissionType};
use sono_syntax::finding::Finding;
use sono_syntax::text::{PositionEncoding, tidy};

/// What is evaluated, apart from the signals.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The type of the submission.
    pub submission_type: SubmissionType,
    /// The requested paths; empty means all.
    pub paths: &'a [Path],
    /// The submitted material, for rubrics that read text.
    pub content: &'a Content,
    /// The sources that findings point into.
    pub sources: &'a [Source<'a>],
    /// Parsed statements outside comments, in all sources. Zero means that no code can be scored.
    pub statements: u32,
    /// Share of the code that does not parse, 0 to 1.
    pub unparsed_share: f64,
    /// The unit of columns and offsets in the result.
    pub encoding: PositionEncoding,
    /// Opinions from outside; none by default.
    pub votes: Votes<'a>,
}

/// The scored part of an assessment; the fields are those of [`Assessment`](crate::assessment::Assessment).
#[derive(Debug, Clone, PartialEq)]
pub struct Evaluation {
    /// One entry per requested path, in path order.
    pub path_scores: Vec<PathScore>,
    /// All motives that were reported.
    pub micro_motives: Vec<Motive>,
    /// The assessed path with the highest score, ties by path order.
    pub dominant_path: Option<Path>,
    /// Weighted mean of the assessed paths.
    pub overall_score: Option<f64>,
    /// 0 to 1.
    pub confidence: f64,
    /// Where the score would lie; none for heuristic rubrics and without a score.
    pub score_interval: Option<ScoreInterval>,
    /// The result in a few sentences.
    pub summary: String,
    /// What stands out.
    pub key_findings: Vec<KeyFinding>,
    /// What to do next.
    pub recommendations: Vec<Recommendation>,
    /// Violations found by the rubric's checks.
    pub pattern_checks: PatternChecks,
    /// The definition of each signal that was read, by id.
    pub dialects: BTreeMap<String, String>,
}

/// How sure a heuristic rubric is, or how the measured one widens.
#[derive(Debug, Clone, Copy)]
pub(super) enum Certainty {
    Heuristic(f64),
    Measured { deviations: f64, level: f64, unparsed_share: f64 },
}

impl Certainty {
    /// Confidence and interval of a score.
    pub(super) fn of(self, score: f64, deviation: f64) -> (f64, Option<ScoreInterval>) {
        match self {
            Self::Heuristic(confidence) => (confidence, None),
            Self::Measured { deviations, level, unparsed_share } => {
                let half_width = deviations * deviation;
                (confidence(half_width, unparsed_share), Some(interval(score, half_width, level)))
            }
        }
    }
}

impl Model {
    pub(super) fn evaluate(
        &self,
        subject: &Subject<'_>,
        set: &mut SignalSet,
        parameters: &Parameters,
    ) -> Evaluation {
        let material = Material::new(subject.content, subject.sources);
        for signal in &self.text_signals {
            signal.measure(&material, set);
        }
        let scans = View::ALL.map(|view| {
            let keywords = self.keywords.get(view.index()).filter(|keywords| !keywords.is_empty());
            keywords.map(|keywords| keywords.scan(material.view(view))).unwrap_or_default()
        });
        for measure in &self.measures {
            self.measure(measure, &material, &scans, set);
        }
        let checks_on = self.pattern_checks.is_on(parameters);
        let own = if checks_on { self.find_violations(subject, &material, set) } else { Vec::new() };
        let violations = Violations::gather(self, subject, set, own, checks_on);
        let facts = Facts {
            values: self.signals.iter().map(|signal| set.get(&signal.id)).collect(),
            scans,
            submission_type: subject.submission_type,
            parameters,
        };
        let scorer = Scorer {
            model: self,
            subject,
            material: &material,
            facts: &facts,
            violations: &violations,
            certainty: self.certainty(subject, &material),
        };
        self.assemble(&scorer, &violations)
    }

    fn certainty(&self, subject: &Subject<'_>, material: &Material<'_>) -> Certainty {
        if self.heuristic {
            #[expect(clippy::cast_precision_loss, reason = "texts are far shorter than 2^53")]
            return Certainty::Heuristic(heuristic_confidence(material.nonblank_lines() as f64));
        }
        Certainty::Measured {
            deviations: self.deviations,
            level: self.level,
            unparsed_share: subject.unparsed_share.clamp(0.0, 1.0),
        }
    }

    fn assemble<'a>(&'a self, scorer: &Scorer<'a>, violations: &Violations<'_>) -> Evaluation {
        let subject = scorer.subject;
        let requested = |path: &Path| subject.paths.is_empty() || subject.paths.contains(path);
        let mut scored: Vec<ScoredPath<'_>> = Path::ALL
            .into_iter()
            .filter(requested)
            .map(|path| scorer.path(path, self.paths.iter().find(|model| model.path == path)))
            .collect();
        if self.motives.is_on(scorer.facts.parameters) {
            for path in scored.iter_mut().filter(|path| path.score.assessed) {
                path.score.motives = path.model.map_or_else(Vec::new, |model| motives(model, scorer.facts));
            }
        }
        let overall =
            weighted(scored.iter().filter_map(|path| Some((path.score.weight, path.score.overall_score?))));
        let deviation = weighted(
            scored.iter().filter(|path| path.score.assessed).map(|path| (path.score.weight, path.deviation)),
        );
        let overall_score = overall.map(tidy);
        let (confidence, score_interval) = match overall_score {
            Some(score) => scorer.certainty.of(score, deviation.unwrap_or(0.0)),
            None => (0.0, None),
        };
        let narrative = Narrative { scorer, paths: &scored, overall: overall_score, score_interval };
        let (summary, key_findings, recommendations) = narrative.tell();
        let path_scores: Vec<PathScore> = scored.into_iter().map(|path| path.score).collect();
        Evaluation {
            micro_motives: path_scores.iter().flat_map(|path| path.motives.clone()).collect(),
            dominant_path: dominant(&path_scores),
            overall_score,
            confidence,
            score_interval,
            summary,
            key_findings,
            recommendations,
            pattern_checks: violations.report(scorer.penalty()),
            dialects: self.dialects.clone(),
            path_scores,
        }
    }

    /// Computes one measure from what the scan counted.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    fn measure(
        &self,
        measure: &Measure,
        material: &Material<'_>,
        scans: &[super::keywords::Scan; 3],
        set: &mut SignalSet,
    ) {
        let (Some(scan), Some(keywords)) =
            (scans.get(measure.view.index()), self.keywords.get(measure.view.index()))
        else {
            return;
        };
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
        let places = material.places(measure.view, &spans);
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

/// A divisor as a number of units; saturates.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to the range of u32")]
fn units(divisor: f64) -> usize {
    divisor.clamp(1.0, f64::from(u32::MAX)) as usize
}

/// A weighted mean; nothing of nothing.
pub(super) fn weighted(values: impl Iterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (weight, value) in values {
        sum += weight * value;
        weights += weight;
    }
    (weights > 0.0).then(|| sum / weights)
}

fn dominant(paths: &[PathScore]) -> Option<Path> {
    let mut best: Option<(Path, f64)> = None;
    for path in paths {
        if let Some(score) = path.overall_score.filter(|score| best.is_none_or(|(_, top)| *score > top)) {
            best = Some((path.path, score));
        }
    }
    best.map(|(path, _)| path)
}

fn motives(model: &PathModel, facts: &Facts<'_>) -> Vec<Motive> {
    let motive = |motive: &super::model::MotiveModel| {
        let held: Vec<_> = motive.indicators.iter().filter(|indicator| indicator.when.holds(facts)).collect();
        if held.is_empty() {
            return None;
        }
        let strength = match motive.strength {
            MotiveStrength::Flat(strength) => strength,
            MotiveStrength::Start(start) => start + held.iter().map(|indicator| indicator.add).sum::<f64>(),
        };
        Some(Motive {
            motive_type: motive.id.clone(),
            path: model.path,
            strength: tidy(strength.clamp(0.0, motive.max)),
            indicators: held.iter().map(|indicator| indicator.text.clone()).collect(),
        })
    };
    model.motives.iter().filter_map(motive).collect()
}

/// A place in words: `file:line`.
pub(super) fn place_words(location: &crate::assessment::Location) -> String {
    format!("{}:{}", location.file, location.start.line)
}

impl Scorer<'_> {
    /// The location of a finding.
    pub(super) fn location(&self, finding: &Finding) -> Option<crate::assessment::Location> {
        locate(self.subject.sources, finding.source, finding.span, self.subject.encoding)
    }
}
