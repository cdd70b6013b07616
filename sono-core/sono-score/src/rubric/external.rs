//! What opinions from outside do to a metric that was measured.

use super::evidence::{MAX_EVIDENCE, share_of};
use super::item::score_words;
use super::panel::{Panel, Vote};
use super::score::{Draft, Scorer};
use crate::assessment::{Contribution, ContributionKind, Evidence, EvidenceKind};
use crate::submission::Path;
use sono_syntax::text::tidy;

/// A metric after opinions from outside were heard.
pub(super) struct Heard {
    pub(super) score: f64,
    /// What a point of the measured score is worth in it.
    pub(super) worth: f64,
}

impl<'a> Scorer<'a> {
    /// Lets the votes on a metric move its measured score: by their share of the way to their median. They never
    /// make a score surer, and say nothing where nothing was measured.
    pub(super) fn hear(&self, path: Path, metric: &str, measured: f64, draft: &mut Draft<'a>) -> Heard {
        let unmoved = Heard { score: measured, worth: 1.0 };
        let opinions = self.subject.votes;
        let weighing = self.model.weighing;
        let votes: Vec<&Vote> =
            opinions.votes.iter().filter(|vote| vote.path == path && vote.metric == metric).collect();
        let Some(panel) = Panel::of(votes.iter().map(|vote| vote.score)) else { return unmoved };
        if weighing.share <= 0.0 || !draft.is_measured() {
            return unmoved;
        }
        let pull = weighing.share * (panel.median - measured);
        let held = pull > 0.0 && !opinions.may_raise;
        let points = if held { 0.0 } else { tidy(pull) };
        draft.deviation += weighing.share * panel.deviation(weighing.uncertainty);
        let places = MAX_EVIDENCE.checked_div(votes.len()).unwrap_or(1).max(1);
        let shown: Vec<_> = votes
            .iter()
            .flat_map(|vote| vote.findings.iter().take(places).map(|finding| (*vote, finding)))
            .collect();
        let weight = share_of(weighing.share * 100.0, shown.len());
        let evidence = shown.into_iter().map(|(vote, finding)| {
            draft.show(Evidence {
                kind: EvidenceKind::External,
                description: finding.message.clone(),
                source: vote.reviewer.clone(),
                weight,
                signal: None,
                value: Some(tidy(vote.score)),
                expected: None,
                points: None,
                location: self.location(finding),
                metadata: Default::default(),
            })
        });
        let evidence = evidence.collect();
        draft.contributions.push(Contribution {
            kind: ContributionKind::External,
            signal: None,
            value: Some(panel.median),
            expected: Some(words(&panel, measured, weighing.share, held)),
            points,
            max_points: None,
            evidence,
        });
        Heard {
            score: tidy(measured + points).clamp(0.0, 100.0),
            worth: if held { 1.0 } else { 1.0 - weighing.share },
        }
    }
}

/// What was measured, and what the panel's median stands for.
fn words(panel: &Panel, measured: f64, share: f64, held: bool) -> String {
    let gave = match panel.reviewers {
        1 => "1 reviewer".to_owned(),
        count => format!(
            "{count} reviewers between {} and {}",
            score_words(panel.lowest),
            score_words(panel.highest)
        ),
    };
    let weighs = if held {
        "may take points and bring none, for the submission addresses its readers".to_owned()
    } else {
        format!("weighing {} %", score_words(share * 100.0))
    };
    format!("{} as measured; {gave}, {weighs}", score_words(measured))
}
