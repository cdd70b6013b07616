//! One metric of a report: the sources of its points, the losses, and the places that show them.

use super::Detail;
use super::block::{Block, Paragraph, Passage, Section, Table, Tone};
use super::build::{Builder, not_assessed, number_column, prose_or, text_column};
use super::printable::Printable;
use super::words;
use sono_score::assessment::{Contribution, Evidence, EvidenceKind, Metric, PathScore};

/// Places shown for one metric of a normal report.
const NORMAL_PASSAGES: usize = 2;
/// Readers take losses below this many points for rounding.
const NOTICEABLE: f64 = 0.05;

/// The metrics of a path with their scores and shares; with `all`, also those that are not assessed.
pub(super) fn overview(path: &PathScore, all: bool) -> Table {
    let columns =
        vec![text_column("Metric"), number_column("Score"), number_column("Share"), text_column("In words")];
    let total: f64 = path.metrics.iter().filter(|metric| metric.assessed).map(|metric| metric.weight).sum();
    let rows = path.metrics.iter().filter(|metric| all || metric.assessed).map(|metric| {
        let name = prose_or(&metric.name, &metric.id);
        let (score, share, text) = match metric.score {
            Some(score) if metric.assessed => {
                let share = if total > 0.0 { words::percent(metric.weight / total) } else { "-".to_owned() };
                (words::one_decimal(score), share, metric.explanation.clone())
            }
            _ => ("-".to_owned(), "-".to_owned(), not_assessed(metric.reason.as_deref())),
        };
        vec![name, Printable::exact(&score), Printable::exact(&share), Printable::prose(&text)]
    });
    Table { columns, rows: rows.collect(), total: None }
}

/// The metrics of a path that are not assessed, reason by reason.
pub(super) fn unassessed(path: &PathScore) -> Vec<Printable> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for metric in path.metrics.iter().filter(|metric| !metric.assessed) {
        let reason = metric.reason.as_deref().unwrap_or_default();
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, names)) => names.push(&metric.name),
            None => reasons.push((reason, vec![&metric.name])),
        }
    }
    let line = |(reason, names): (&str, Vec<&str>)| format!("Not assessed: {}. {reason}", names.join(", "));
    reasons.into_iter().map(|reason| Printable::prose(&line(reason))).collect()
}

/// The points that a contribution lost: those that a part could have added and did not, or those that were taken.
fn loss(contribution: &Contribution) -> f64 {
    match contribution.max_points {
        Some(most) => most - contribution.points,
        None => -contribution.points,
    }
}

/// The points that a contribution lost by falling short. Points left beyond a target that is met do not count.
fn shortfall(contribution: &Contribution) -> f64 {
    if contribution.target_met == Some(true) { 0.0 } else { loss(contribution) }
}

impl<'a> Builder<'a> {
    /// The section of a metric. A normal report leaves out metrics that are not assessed or lost nothing, because the
    /// overview covers them.
    pub(super) fn metric(&mut self, metric: &'a Metric) -> Option<Block> {
        let score = metric.score.filter(|_| metric.assessed)?;
        let full = self.detail == Detail::Full;
        if !full && !metric.contributions.iter().any(|contribution| loss(contribution) >= NOTICEABLE) {
            return None;
        }
        let mut blocks = Vec::new();
        if full {
            let text = Printable::exact(&words::confidence(metric.confidence));
            blocks.push(Block::Paragraph(Paragraph { tone: Tone::Muted, text }));
        }
        blocks.push(Block::Table(ledger(&metric.contributions, score, full)));
        blocks.extend(self.passages(metric));
        let title = prose_or(&metric.name, &metric.id);
        Some(Block::Section(Section { title, score: Some(score), notes: Vec::new(), blocks }))
    }

    /// The places of a metric: all of them in a full report, else the most telling of what fell short.
    fn passages(&mut self, metric: &'a Metric) -> Vec<Block> {
        let full = self.detail == Detail::Full;
        let mut order: Vec<&Contribution> = metric.contributions.iter().collect();
        order.sort_by(|left, right| shortfall(right).total_cmp(&shortfall(left)));
        let mut used = vec![false; metric.evidence.len()];
        let mut passages = Vec::new();
        for contribution in order {
            if !full && shortfall(contribution) < NOTICEABLE {
                break;
            }
            let mut first = true;
            for index in &contribution.evidence {
                let (Some(evidence), Some(used)) = (metric.evidence.get(*index), used.get_mut(*index)) else {
                    continue;
                };
                if std::mem::replace(used, true) {
                    continue;
                }
                if !full && (!first || passages.len() >= NORMAL_PASSAGES) {
                    continue;
                }
                let fresh = evidence
                    .location
                    .as_ref()
                    .is_none_or(|location| self.show_once(location, &evidence.description));
                if full || fresh {
                    first = false;
                    passages.push(self.passage(evidence, Some(contribution)));
                }
            }
        }
        if full {
            // Evidence that no contribution names, such as the places behind a strength.
            let rest = metric.evidence.iter().zip(used).filter(|(_, used)| !used);
            passages.extend(rest.map(|(evidence, _)| self.passage(evidence, None)).collect::<Vec<_>>());
        }
        passages
    }

    fn passage(&mut self, evidence: &'a Evidence, contribution: Option<&Contribution>) -> Block {
        let lost = contribution.is_some_and(|contribution| shortfall(contribution) >= NOTICEABLE);
        let tone = match evidence.kind {
            EvidenceKind::Syntax => Tone::Alert,
            EvidenceKind::Violation => Tone::Poor,
            _ if lost => Tone::Fair,
            _ => Tone::Neutral,
        };
        Block::Passage(Passage {
            tone,
            message: prose_or(&evidence.description, "Evidence without words."),
            frame: evidence.location.as_ref().map(|location| self.frame(location)),
            notes: self.passage_notes(evidence, contribution),
        })
    }

    fn passage_notes(&self, evidence: &Evidence, contribution: Option<&Contribution>) -> Vec<Printable> {
        let mut facts = Vec::new();
        if evidence.kind == EvidenceKind::Violation {
            facts.push(format!("rule {}", evidence.source));
        } else if evidence.kind == EvidenceKind::External {
            let gave = evidence.value.map(|value| format!(" gave {}", words::one_decimal(value)));
            facts.push(format!("reviewer {}{}", evidence.source, gave.unwrap_or_default()));
        } else {
            let signal = evidence.signal.as_ref().or(contribution.and_then(|found| found.signal.as_ref()));
            // The value of the whole; the sentence above gives the value at this place.
            let value = contribution.and_then(|found| found.value).or(evidence.value);
            let unit = contribution.and_then(|found| found.unit.as_deref());
            facts.extend(signal.map(|signal| match value {
                Some(value) => format!("{signal} is {}", words::value(value, unit)),
                None => signal.clone(),
            }));
            facts.extend(evidence.expected.as_ref().map(|expected| format!("expected {expected}")));
        }
        match evidence.points {
            Some(points) if points <= -NOTICEABLE => facts.push(format!("costs {}", words::points(-points))),
            Some(points) if points >= NOTICEABLE => facts.push(format!("brings {}", words::points(points))),
            Some(_) => {}
            // Several places may share the loss; nobody knows how much of it each one caused.
            None => {
                facts.extend(contribution.map(shortfall).filter(|lost| *lost >= NOTICEABLE).map(|lost| {
                    let points = words::points(lost);
                    match evidence.kind {
                        EvidenceKind::Violation => format!("violations cost at most {points} together"),
                        _ => format!("{points} lost in all"),
                    }
                }))
            }
        }
        let mut notes = vec![facts.join(", ")];
        if evidence.kind == EvidenceKind::Violation {
            let checks = &self.assessment.metadata.pattern_checks;
            let violation = checks.violations.iter().find(|violation| {
                violation.rule == evidence.source && Some(&violation.location) == evidence.location.as_ref()
            });
            notes.extend(
                violation.and_then(|violation| violation.fix.as_ref()).map(|fix| format!("help: {fix}")),
            );
        }
        notes.iter().map(|note| Printable::prose(note)).filter(|note| !note.is_empty()).collect()
    }
}

/// The contributions as an account whose lines add up to the score. Unless `full`, one line sums up those that lost
/// nothing.
fn ledger(contributions: &[Contribution], score: f64, full: bool) -> Table {
    let unscathed =
        |contribution: &&Contribution| contribution.max_points.is_some() && loss(contribution) < NOTICEABLE;
    let together: Vec<&Contribution> = contributions.iter().filter(unscathed).collect();
    let merge = !full && together.len() > 1;
    let shown: Vec<&Contribution> =
        contributions.iter().filter(|contribution| !(merge && unscathed(contribution))).collect();

    let mut points: Vec<f64> = shown.iter().map(|contribution| contribution.points).collect();
    if merge {
        points.push(together.iter().map(|contribution| contribution.points).sum());
    }
    let mut points = words::apportion(&points, score).into_iter().map(words::tenths);

    let mut rows: Vec<Vec<Printable>> = Vec::new();
    for contribution in shown {
        let points = points.next().unwrap_or_default();
        let most = contribution.max_points.map(words::one_decimal).unwrap_or_default();
        let name = contribution.signal.as_deref().unwrap_or(words::contribution_name(contribution.kind));
        let unit = contribution.unit.as_deref();
        let value = contribution.value.map(|value| words::value(value, unit)).unwrap_or_default();
        let expected = contribution.expected.as_deref().unwrap_or_default();
        rows.push(vec![
            Printable::exact(&points),
            Printable::exact(&most),
            Printable::exact(name),
            Printable::exact(&value),
            Printable::prose(expected),
        ]);
    }
    if merge {
        let most: f64 = together.iter().filter_map(|contribution| contribution.max_points).sum();
        rows.push(vec![
            Printable::exact(&points.next().unwrap_or_default()),
            Printable::exact(&words::one_decimal(most)),
            Printable::exact(&format!("{} more without loss", together.len())),
            Printable::default(),
            Printable::default(),
        ]);
    }
    let columns = vec![
        number_column("Points"),
        number_column("of"),
        text_column("Signal"),
        number_column("Value"),
        text_column("Expected"),
    ];
    let mut total = vec![Printable::exact(&words::one_decimal(score)), Printable::exact("100.0")];
    total.resize(columns.len(), Printable::default());
    Table { columns, rows, total: Some(total) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sono_score::assessment::ContributionKind;

    fn part(points: f64, most: f64) -> Contribution {
        Contribution {
            kind: ContributionKind::Part,
            signal: Some("some.signal".into()),
            value: Some(1.0),
            unit: None,
            expected: None,
            target_met: None,
            points,
            max_points: Some(most),
            evidence: Vec::new(),
        }
    }

    fn points(table: &Table) -> Vec<&str> {
        table.rows.iter().map(|row| row[0].as_str()).collect()
    }

    #[test]
    fn lines_without_loss_are_drawn_together() {
        let contributions = [part(40.0, 40.0), part(12.345, 30.0), part(30.0, 30.0)];
        let table = ledger(&contributions, 82.345, false);
        assert_eq!(points(&table), ["12.3", "70.0"]);
        assert_eq!(table.total.unwrap()[0].as_str(), "82.3");
        assert_eq!(points(&ledger(&contributions, 82.345, true)), ["40.0", "12.3", "30.0"]);
    }

    #[test]
    fn values_are_printed_in_the_unit_that_came_with_them() {
        let share = Contribution { value: Some(0.25), unit: Some("ratio".to_owned()), ..part(10.0, 40.0) };
        assert_eq!(ledger(&[share], 10.0, false).rows[0][3].as_str(), "25 %", "whoever measured it");
    }

    #[test]
    fn losses_are_what_was_missed_or_taken() {
        assert_eq!(loss(&part(12.0, 30.0)), 18.0);
        assert_eq!(loss(&Contribution { max_points: None, ..part(-8.0, 0.0) }), 8.0);
        let met = Contribution { target_met: Some(true), ..part(34.0, 40.0) };
        assert_eq!((loss(&met), shortfall(&met)), (6.0, 0.0));
        assert_eq!(shortfall(&Contribution { target_met: Some(false), ..met }), 6.0);
        assert_eq!(loss(&Contribution { max_points: None, ..part(70.0, 0.0) }), -70.0);
    }
}
