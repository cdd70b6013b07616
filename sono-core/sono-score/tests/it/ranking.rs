//! The examples stand in the order in which a senior reviewer would put them.

use serde::Deserialize;
use sono_score::engine::Engine;
use sono_score::submission::Expectation;

/// The expectations of the reviewer for any code.
const REVIEWED: [Expectation; 3] = [Expectation::Tests, Expectation::Documentation, Expectation::Types];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ranking {
    group: Vec<Group>,
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    name: String,
    submissions: Vec<String>,
}

#[derive(Deserialize)]
struct Pair {
    better: String,
    worse: String,
    because: String,
}

#[test]
fn the_examples_rank_as_a_senior_reviewer_would_rank_them() {
    let text = std::fs::read_to_string(crate::common::examples().join("../ranking.toml")).unwrap();
    let ranking: Ranking = toml::from_str(&text).unwrap();
    let engine = Engine::builder().build().unwrap();
    let score = |name: &str| {
        let mut submission = crate::common::load(&crate::common::examples().join(name));
        // A reviewer asks for more than a rubric can by default: it counts, too, that code comes without tests.
        let default = engine.rubric().expects(submission.submission_type).unwrap();
        submission.expects = Some(default | &REVIEWED.into());
        engine.assess(&submission).unwrap().overall_score
    };

    let mut above: Option<(String, f64)> = None;
    for group in &ranking.group {
        let scores: Vec<_> = group.submissions.iter().map(|name| (name.clone(), score(name))).collect();
        if group.name == "not_assessable" {
            assert!(scores.iter().all(|(_, score)| score.is_none()), "{scores:?}");
            continue;
        }
        let scores: Vec<_> = scores.into_iter().map(|(name, score)| (name, score.unwrap())).collect();
        let best = scores.iter().max_by(|a, b| a.1.total_cmp(&b.1)).unwrap();
        if let Some(above) = &above {
            assert!(best.1 < above.1, "{best:?} is {} and scores above {above:?}", group.name);
        }
        above = scores.into_iter().min_by(|a, b| a.1.total_cmp(&b.1));
    }
    for pair in &ranking.pair {
        assert!(score(&pair.better) > score(&pair.worse), "{} ({})", pair.better, pair.because);
    }

    let ranked: usize = ranking.group.iter().map(|group| group.submissions.len()).sum();
    assert_eq!(ranked, crate::common::all().len(), "every example has a rank");
}
