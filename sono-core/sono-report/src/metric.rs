//! One metric of a report: the sources of its points, the losses, and the places that show them.

use super::Detail;
use super::block::{Block, Paragraph, Passage, Section, Table, Tone};
use super::build::{Builder, not_assessed, number_column, prose_or, text_column};
use super::losses::{NOTICEABLE, is_clear, is_in_account, loss, shortfall};
use super::printable::Printable;
use super::words;
use std::collections::BTreeSet;

use sono_score::assessment::{Contribution, ContributionKind, Evidence, EvidenceKind, Metric, PathScore};

/// Places shown for one metric of a normal report.
const NORMAL_PASSAGES: usize = 2;

/// Why a text may say that 34 points are lost where the account shows 0 of 40.
const COSTS: &str =
    "What something costs is counted from the value that is expected; points beyond it are a bonus.";

/// The metrics of a path with their scores and shares; with `all`, also those that are not assessed.
pub(super) fn overview(path: &PathScore, all: bool) -> Table {
    let columns =
        vec![text_column("Metric"), number_column("Score"), number_column("Share"), text_column("In words")];
    let weights = || path.metrics.iter().filter(|metric| metric.assessed).map(|metric| metric.weight);
    let total: f64 = weights().sum();
    let shares: Vec<f64> = weights().map(|weight| if total > 0.0 { weight / total } else { 0.0 }).collect();
    let mut shares = words::percents(&shares).into_iter();
    let rows = path.metrics.iter().filter(|metric| all || metric.assessed).map(|metric| {
        let name = prose_or(&metric.name, &metric.id);
        let share = if metric.assessed { shares.next() } else { None };
        let share = share.filter(|_| total > 0.0).unwrap_or_else(|| "-".to_owned());
        let (score, share, text) = match metric.score {
            Some(score) if metric.assessed => (words::one_decimal(score), share, metric.explanation.clone()),
            _ => ("-".to_owned(), "-".to_owned(), not_assessed(metric.reason.as_deref())),
        };
        vec![name, Printable::exact(&score), Printable::exact(&share), Printable::prose(&text)]
    });
    Table { columns, rows: rows.collect(), total: None }
}

/// The metrics of a path that are not assessed, reason by reason, in a sentence.
pub(super) fn unassessed(path: &PathScore) -> Option<Printable> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for metric in path.metrics.iter().filter(|metric| !metric.assessed) {
        let reason = metric.reason.as_deref().unwrap_or_default();
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, names)) => names.push(&metric.name),
            None => reasons.push((reason, vec![&metric.name])),
        }
    }
    let told = |(reason, names): (&str, Vec<&str>)| {
        let names = names.join(", ");
        match reason.trim().trim_end_matches('.') {
            "" => names,
            reason => format!("{names} ({})", words::in_sentence(reason)),
        }
    };
    let told: Vec<String> = reasons.into_iter().map(told).collect();
    (!told.is_empty()).then(|| Printable::prose(&format!("Not assessed: {}.", told.join("; "))))
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
        let account = Account::new(&metric.contributions, score);
        let known = if full { None } else { Some(&mut self.told) };
        blocks.push(Block::Table(ledger(&account, known)));
        let is_partly = |line: &Line<'_>| line.most.is_some() && shortfall(line.from) >= NOTICEABLE;
        if account.lines.iter().any(is_partly) && !std::mem::replace(&mut self.explained, true) {
            let text = Printable::exact(COSTS);
            blocks.push(Block::Paragraph(Paragraph { tone: Tone::Muted, text }));
        }
        blocks.extend(self.passages(metric, &account));
        let title = prose_or(&metric.name, &metric.id);
        Some(Block::Section(Section { title, score: Some(score), notes: Vec::new(), blocks }))
    }

    /// The places of a metric: all of them in a full report, else the most telling of what clearly fell short.
    fn passages(&mut self, metric: &'a Metric, account: &Account<'_>) -> Vec<Block> {
        let full = self.detail == Detail::Full;
        let mut order: Vec<&Line<'_>> = account.lines.iter().collect();
        order.sort_by(|left, right| shortfall(right.from).total_cmp(&shortfall(left.from)));
        let mut used = vec![false; metric.evidence.len()];
        let mut passages = Vec::new();
        for line in order {
            if !full && !is_clear(line.from) {
                continue;
            }
            let mut first = true;
            for index in &line.from.evidence {
                let (Some(evidence), Some(used)) = (metric.evidence.get(*index), used.get_mut(*index)) else {
                    continue;
                };
                if std::mem::replace(used, true) {
                    continue;
                }
                if !full && (!first || passages.len() >= NORMAL_PASSAGES || is_in_account(evidence)) {
                    continue;
                }
                let fresh = evidence
                    .location
                    .as_ref()
                    .is_none_or(|location| self.show_once(location, &evidence.description));
                // Another place would not be the one of which the value tells.
                first = false;
                if full || fresh {
                    passages.push(self.passage(evidence, Some(line)));
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

    fn passage(&mut self, evidence: &'a Evidence, line: Option<&Line<'_>>) -> Block {
        let lost = line.is_some_and(|line| shortfall(line.from) >= NOTICEABLE);
        let tone = match evidence.kind {
            EvidenceKind::Syntax => Tone::Alert,
            EvidenceKind::Violation => Tone::Poor,
            _ if lost => Tone::Fair,
            _ => Tone::Neutral,
        };
        Block::Passage(Passage {
            tone,
            message: prose_or(&words::sentence(&evidence.description), "Evidence without words."),
            frame: evidence.location.as_ref().map(|location| self.frame(location)),
            notes: self.passage_notes(evidence, line),
        })
    }

    fn passage_notes(&self, evidence: &Evidence, line: Option<&Line<'_>>) -> Vec<Printable> {
        let contribution = line.map(|line| line.from);
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
            let full = self.detail == Detail::Full;
            facts.extend(signal.map(|signal| match value.map(|value| words::value(value, unit)) {
                Some(value) if full => format!("{signal} is {value}"),
                Some(value) => format!("{}: {value}", words::signal_name(signal)),
                None if full => signal.clone(),
                None => words::signal_name(signal).to_owned(),
            }));
            facts.extend(evidence.expected.as_ref().map(|expected| format!("expected {expected}")));
        }
        match evidence.points {
            Some(points) if points <= -NOTICEABLE => facts.push(format!("costs {}", words::points(-points))),
            Some(points) if points >= NOTICEABLE => facts.push(format!("brings {}", words::points(points))),
            Some(_) => {}
            // Several places may share the loss; nobody knows how much of it each one caused.
            None => facts.extend(line.filter(|line| shortfall(line.from) >= NOTICEABLE).map(|line| {
                let taken = words::points(shortfall(line.from));
                match (evidence.kind, line.most) {
                    (EvidenceKind::Violation, _) => format!("violations cost at most {taken} together"),
                    (_, Some(most)) => {
                        format!("{} of {} points", words::tenths(line.points), words::tenths(most))
                    }
                    (_, None) => format!("costs {taken} in all"),
                }
            })),
        }
        let mut notes = vec![facts.join("; ")];
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

/// A line of an account, in tenths of a point.
struct Line<'c> {
    from: &'c Contribution,
    points: i64,
    /// The most that the points can be, where there is such a limit.
    most: Option<i64>,
}

/// Contributions with points that add up to the score, tenth by tenth, and none of which exceeds its limit.
struct Account<'c> {
    lines: Vec<Line<'c>>,
    score: f64,
}

impl<'c> Account<'c> {
    fn new(contributions: &'c [Contribution], score: f64) -> Self {
        let limits: Vec<f64> = contributions.iter().filter_map(|line| line.max_points).collect();
        let mut limits = words::apportion(&limits, limits.iter().sum()).into_iter();
        let limit = |line: &Contribution| line.max_points.and_then(|_| limits.next());
        let most: Vec<Option<i64>> = contributions.iter().map(limit).collect();
        let points: Vec<f64> = contributions.iter().map(|line| line.points).collect();
        let points = words::apportion_within(&points, &most, score);
        let lines = contributions.iter().zip(points).zip(most);
        Self { lines: lines.map(|((from, points), most)| Line { from, points, most }).collect(), score }
    }
}

/// The signal and the expectation of a line that was told in full.
pub(super) type Told<'a> = BTreeSet<(&'a str, &'a str)>;

/// An account as a table. Unless it is in full, one line sums up those that lost nothing, signals go by their names, and
/// rules that several metrics share are told in full once: those in `told` are only named.
fn ledger<'a>(account: &Account<'a>, mut told: Option<&mut Told<'a>>) -> Table {
    let full = told.is_none();
    let unscathed = |line: &&Line<'_>| line.most == Some(line.points);
    let merge = !full && account.lines.iter().filter(unscathed).count() > 1;
    let mut rows: Vec<Vec<Printable>> = Vec::new();
    let shown: Vec<&Line<'a>> = account.lines.iter().filter(|line| !(merge && unscathed(line))).collect();
    let values: Vec<_> =
        shown.iter().map(|line| line.from.value.map(|value| (value, line.from.unit.as_deref()))).collect();
    for (line, value) in shown.iter().zip(words::values(&values)) {
        let from = line.from;
        let name = match from.signal.as_deref() {
            Some(id) if full => id,
            Some(id) => words::signal_name(id),
            None => words::contribution_name(from.kind),
        };
        let mut expected = from.expected.as_deref().unwrap_or_default();
        if let Some(told) = told.as_deref_mut()
            && let (ContributionKind::Rule, Some(signal)) = (from.kind, from.signal.as_deref())
            && !told.insert((signal, expected))
        {
            expected = "as above";
        }
        rows.push(vec![
            Printable::exact(&words::tenths(line.points)),
            Printable::exact(&line.most.map(words::tenths).unwrap_or_default()),
            Printable::exact(name),
            Printable::exact(&value),
            Printable::prose(expected),
        ]);
    }
    if merge {
        let together = || account.lines.iter().filter(unscathed);
        let points = words::tenths(together().fold(0, |sum, line| sum.saturating_add(line.points)));
        rows.push(vec![
            Printable::exact(&points),
            Printable::exact(&points),
            Printable::exact(&format!("{} more without loss", together().count())),
            Printable::default(),
            Printable::default(),
        ]);
    }
    let columns = vec![
        number_column("Points"),
        number_column("of"),
        text_column(if full { "Signal" } else { "Measured" }),
        number_column("Value"),
        text_column("Expected"),
    ];
    let mut total = vec![Printable::exact(&words::one_decimal(account.score)), Printable::exact("100.0")];
    total.resize(columns.len(), Printable::default());
    Table { columns, rows, total: Some(total) }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let account = Account::new(&contributions, 82.345);
        let table = ledger(&account, Some(&mut Told::new()));
        assert_eq!(points(&table), ["12.3", "70.0"]);
        assert_eq!(table.total.unwrap()[0].as_str(), "82.3");
        assert_eq!(points(&ledger(&account, None)), ["40.0", "12.3", "30.0"]);
    }

    #[test]
    fn what_metrics_share_is_told_once() {
        let rule = Contribution {
            kind: ContributionKind::Rule,
            signal: Some("syntax.broken.share".to_owned()),
            expected: Some("code that parses".to_owned()),
            max_points: None,
            ..part(-10.0, 0.0)
        };
        let lines = [rule.clone()];
        let (account, mut told) = (Account::new(&lines, -10.0), Told::new());
        let cells =
            |table: Table| table.rows[0][2..].iter().map(|cell| cell.as_str().to_owned()).collect::<Vec<_>>();
        assert_eq!(
            cells(ledger(&account, Some(&mut told))),
            ["Share of broken code", "1", "code that parses"]
        );
        assert_eq!(cells(ledger(&account, Some(&mut told))), ["Share of broken code", "1", "as above"]);
        assert_eq!(cells(ledger(&account, None)), ["syntax.broken.share", "1", "code that parses"]);
    }

    #[test]
    fn values_are_printed_in_the_unit_that_came_with_them() {
        let share = Contribution { value: Some(0.25), unit: Some("ratio".to_owned()), ..part(10.0, 40.0) };
        assert_eq!(
            ledger(&Account::new(&[share], 10.0), None).rows[0][3].as_str(),
            "25 %",
            "whoever measured it"
        );
    }

    /// A function of 31 lines where 30 are expected is in the account, and no place for a reviewer to mark.
    #[test]
    fn places_are_shown_where_a_part_clearly_falls_short() {
        let missed = |points: f64| Contribution { target_met: Some(false), ..part(points, 40.0) };
        assert!(!is_clear(&missed(28.0)) && is_clear(&missed(27.9)));
        assert!(!is_clear(&Contribution { target_met: Some(true), ..part(20.0, 40.0) }));
        let taken = |points: f64| Contribution { max_points: None, ..part(points, 0.0) };
        assert!(is_clear(&taken(-3.0)) && !is_clear(&taken(5.0)));
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
