//! From measured signals to points: what each line of a rubric did to a submission, as plain data.

mod certainty;
mod external;
mod facts;
mod item;
mod measure;
mod metric;
mod motives;
mod panel;
mod path;
mod scan;
mod scorer;
mod search_texts;
mod shown;
mod subject;
mod uncertainty;
mod violations;

pub use panel::{Vote, Votes};
pub use subject::Subject;

pub(super) use item::{
    Estimate, Heard, Item, ItemKind, Line, MetricScore, NotAssessed, Scored, ScoredMetric, ScoredPath, Shown,
    Worst,
};
pub(crate) use panel::Panel;
pub(super) use shown::MAX_SHOWN;

use self::certainty::Certainty;
use self::facts::Facts;
use self::measure::Reading;
use self::scorer::{Scorer, weighted};
use self::violations::Violations;
use super::model::{Model, Parameters};
use crate::signals::SignalSet;
use crate::submission::Path;
use sono_syntax::text::tidy;

impl Model {
    /// Scores a submission from its signals and from what [`measure`](Self::measure) read from its text.
    pub(super) fn score<'a>(
        &'a self,
        subject: &Subject<'a>,
        set: &'a SignalSet,
        reading: Reading<'a>,
        parameters: &'a Parameters,
    ) -> Scored<'a> {
        let Reading { texts, scans, own_violations } = reading;
        let violations = Violations::gather(self, subject, set, own_violations);
        let facts = Facts {
            values: self.signals.iter().map(|signal| set.get(&signal.id)).collect(),
            examples: self.signals.iter().map(|signal| set.examples(&signal.id)).collect(),
            scans,
            submission_type: subject.submission_type,
            parameters,
        };
        let certainty = Certainty::new(self, subject, &texts);
        let scorer =
            Scorer { model: self, subject, texts: &texts, facts: &facts, violations: &violations, certainty };
        scorer.score()
    }
}

impl<'a> Scorer<'_, 'a> {
    fn score(&self) -> Scored<'a> {
        let requested = |path: &Path| self.subject.paths.is_empty() || self.subject.paths.contains(path);
        let paths: Vec<ScoredPath<'a>> =
            Path::ALL.into_iter().filter(requested).map(|path| self.path(path)).collect();
        let assessed = || paths.iter().filter_map(|path| Some((path.weight(), path.estimate?)));
        let score = weighted(assessed().map(|(weight, estimate)| (weight, estimate.score)));
        let deviation = weighted(assessed().map(|(weight, estimate)| (weight, estimate.deviation)));
        let overall = score.map(|score| self.certainty.of(tidy(score), deviation.unwrap_or(0.0)));
        Scored { overall, pattern_checks: self.violations.report(self.penalty()), paths }
    }
}
