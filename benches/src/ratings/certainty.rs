//! How sure a score is of itself.

use sono_core::assessment::Assessment;

use super::{Stands, readability};

/// The half width at which confidence is 0; what is wider cannot be told.
const WIDEST: f64 = 50.0;

/// The certainty of a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Certainty {
    /// Half the width of its interval in points, before it is cut at 0 and 100.
    pub half_width: f64,
    /// Its confidence, 0 to 1.
    pub confidence: f64,
}

impl Stands {
    /// The certainty of the score that stands for labels; `None` where there is none, or the rubric has no intervals.
    pub fn certainty(self, assessment: &Assessment) -> Option<Certainty> {
        match self {
            Self::Overall => {
                let (score, interval) = (assessment.overall_score?, assessment.score_interval?);
                let half_width = (score - interval.low).max(interval.high - score);
                Some(Certainty { half_width, confidence: assessment.confidence })
            }
            // A metric shows confidence alone: that is (1 - half width / 50) times the share of the code that parses, which
            // its path tells.
            Self::Readability => {
                let (path, metric) = readability(assessment)?;
                let (score, interval) = (path.overall_score?, path.score_interval?);
                let of_path = (score - interval.low).max(interval.high - score);
                let parsed = match 1.0 - of_path / WIDEST {
                    sure if sure > 0.0 => path.confidence / sure,
                    _ => 1.0,
                };
                let sure = if parsed > 0.0 { (metric.confidence / parsed).clamp(0.0, 1.0) } else { 0.0 };
                metric.score?;
                Some(Certainty { half_width: WIDEST * (1.0 - sure), confidence: metric.confidence })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sono_core::engine::Engine;
    use sono_core::submission::Submission;

    #[test]
    fn the_half_width_of_a_metric_is_that_of_its_uncertainties() {
        let rubric = "format = 1\nid = \"one\"\nversion = \"1\"\nname = \"One\"\n[[path]]\nid = \"design\"\n\
            [[path.metric]]\nid = \"readability\"\nname = \"R\"\ncategory = \"code\"\nweight = 1\n\
            [[path.metric.part]]\nsignal = \"size.lines.code\"\nweight = 1\ncurve = [[0, 50], [9, 50]]\nuncertainty = 10\n";
        let registry = sono_core::rubric::SignalRegistry::standard();
        let rubric = sono_core::rubric::Rubric::parse(rubric, "one.toml", |_| Ok(None), &registry).unwrap();
        let engine = Engine::builder().rubric(std::sync::Arc::new(rubric)).build().unwrap();
        let assessment = engine.assess(&Submission::code("def f(a):\n    return a + 1\n")).unwrap();
        // One unit, whose whole deviation counts: 10 times the deviations of 80 %.
        for stands in Stands::ALL {
            let certainty = stands.certainty(&assessment).unwrap();
            assert!((certainty.half_width - 12.815_515_655).abs() < 1e-6, "{certainty:?}");
        }
    }
}
