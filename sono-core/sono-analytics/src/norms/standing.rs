//! The standing of scores in a cohort.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::cohort::Cohort;
use super::distribution::Distribution;
use super::interval::RankInterval;
use sono_score::assessment::Assessment;
use sono_score::submission::Path;
use sono_syntax::text::{format_tenths, tidy};

/// The fewest scores from which a rank is given.
///
/// With 30 scores or more, the 95 % interval of a rank is never wider than 34 points: a rank then distinguishes roughly
/// thirds of a cohort. With fewer, the rank would mean little, and would reveal much about the few.
pub const MIN_COHORT: u64 = 30;

/// The standing of an assessment: among all assessments counted, and in its own cohort.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// The standing among all.
    pub all: CohortStanding,
    /// The standing among assessments with the same value of the norms' attribute; absent if the norms have no
    /// attribute or the assessment has no value for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cohort: Option<CohortStanding>,
}

/// The standing of an assessment in one cohort.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CohortStanding {
    /// The attribute that makes the cohort; absent for the cohort of all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attribute: Option<String>,
    /// Its value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The number of assessments in the cohort, with or without a score at a level.
    pub count: u64,
    /// The overall score.
    pub overall: Rank,
    /// The paths, in the order of the assessment.
    pub paths: Vec<PathStanding>,
}

/// The standing of a path and its metrics.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PathStanding {
    /// The path.
    pub path: Path,
    /// Its score.
    pub rank: Rank,
    /// Its metrics, in the order of the assessment.
    pub metrics: Vec<MetricStanding>,
}

/// The standing of a metric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MetricStanding {
    /// Its id.
    pub metric: String,
    /// Its score.
    pub rank: Rank,
}

/// The rank of one score, or the reason why there is none.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Rank {
    /// It has a rank.
    Ranked(Ranked),
    /// There is no score to rank.
    NotAssessed {
        /// The reason, as the assessment gives it.
        reason: String,
    },
    /// Too few assessments have a score here.
    Refused {
        /// The number of assessments with a score here.
        count: u64,
        /// The number that a rank requires: [`MIN_COHORT`].
        minimum: u64,
    },
}

/// The rank of a score among others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Ranked {
    /// The score, 0 to 100.
    pub score: f64,
    /// The percentage of the cohort with a lower score, plus half of those with the same score to a tenth of a point, 0
    /// to 100 (Crocker & Algina 1986, chapter 19; Crawford, Garthwaite & Slick 2009).
    pub percentile_rank: f64,
    /// The uncertainty of the rank.
    pub interval: RankInterval,
    /// The number of assessments with a score here.
    pub count: u64,
    /// The first quartile of the scores, to a tenth of a point.
    pub lower_quartile: f64,
    /// The median of the scores.
    pub median: f64,
    /// The third quartile of the scores.
    pub upper_quartile: f64,
}

impl fmt::Display for Rank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ranked(ranked) => {
                let [rank, low, high] =
                    [ranked.percentile_rank, ranked.interval.low, ranked.interval.high].map(format_tenths);
                write!(f, "percentile rank {rank} of {} ({low} to {high})", ranked.count)
            }
            Self::NotAssessed { reason } => write!(f, "not assessed: {reason}"),
            Self::Refused { count, minimum } => {
                write!(f, "not ranked: expected at least {minimum} scores, got {count}")
            }
        }
    }
}

impl Rank {
    fn of(score: Option<f64>, reason: Option<&str>, among: Option<&Distribution>) -> Self {
        let Some(score) = score else {
            return Self::NotAssessed { reason: reason.unwrap_or("it has no score").to_owned() };
        };
        let count = among.map_or(0, Distribution::count);
        let refused = Self::Refused { count, minimum: MIN_COHORT };
        let Some(among) = among.filter(|_| count >= MIN_COHORT) else { return refused };
        let quartiles = (among.quantile(1, 4), among.quantile(2, 4), among.quantile(3, 4));
        let (Some(lower_quartile), Some(median), Some(upper_quartile)) = quartiles else { return refused };
        let (below, equal) = among.below_and_equal(score);
        let share = (below as f64 + equal as f64 / 2.0) / count as f64;
        let percentile_rank = tidy(100.0 * share);
        let RankInterval { low, high, level } = RankInterval::wilson(share, count as f64);
        // Rounding must not move the rank out of the interval.
        let (low, high) = (tidy(low).min(percentile_rank), tidy(high).max(percentile_rank));
        let interval = RankInterval { low, high, level };
        Self::Ranked(Ranked {
            score,
            percentile_rank,
            interval,
            count,
            lower_quartile,
            median,
            upper_quartile,
        })
    }
}

impl CohortStanding {
    pub(super) fn new(assessment: &Assessment, cohort: &Cohort) -> Self {
        let path = |score: &sono_score::assessment::PathScore| {
            let counts = cohort.paths.get(&score.path);
            let metric = |metric: &sono_score::assessment::Metric| {
                let counts = counts.and_then(|counts| counts.metrics.get(&metric.id));
                let rank = Rank::of(metric.score, metric.reason.as_deref(), counts);
                MetricStanding { metric: metric.id.clone(), rank }
            };
            PathStanding {
                path: score.path,
                rank: Rank::of(
                    score.overall_score,
                    score.reason.as_deref(),
                    counts.map(|counts| &counts.score),
                ),
                metrics: score.metrics.iter().map(metric).collect(),
            }
        };
        Self {
            attribute: None,
            value: None,
            count: cohort.count,
            overall: Rank::of(
                assessment.overall_score,
                Some("no path could be assessed"),
                Some(&cohort.overall),
            ),
            paths: assessment.path_scores.iter().map(path).collect(),
        }
    }
}
