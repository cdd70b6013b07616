//! Properties of all norms.

use proptest::prelude::*;

use super::*;

/// Scores with their cohorts; some are missing, many are equal.
fn given() -> impl Strategy<Value = Vec<(Option<f64>, u8)>> {
    let score = prop_oneof![
        4 => (0_u32..=100).prop_map(|score| Some(f64::from(score))),
        4 => (0.0..=100.0_f64).prop_map(Some),
        1 => Just(None),
    ];
    prop::collection::vec((score, 0_u8..3), 0..60)
}

fn count<'a>(given: impl IntoIterator<Item = &'a (Option<f64>, u8)>) -> Norms {
    let mut norms = Norms::by_attribute("role");
    for (score, role) in given {
        let mut assessment = scored(*score);
        if *role > 0 {
            assessment.attributes.insert("role".to_owned(), (*role).into());
        }
        norms.add(&assessment).unwrap();
    }
    norms
}

fn merged(a: &Norms, b: &Norms) -> Norms {
    let mut merged = a.clone();
    merged.merge(b).unwrap();
    merged
}

fn ranks(standing: &Standing) -> Vec<&Rank> {
    let cohorts = [Some(&standing.all), standing.cohort.as_ref()];
    cohorts
        .into_iter()
        .flatten()
        .flat_map(|cohort| {
            let paths = cohort.paths.iter().flat_map(|path| {
                std::iter::once(&path.rank).chain(path.metrics.iter().map(|metric| &metric.rank))
            });
            std::iter::once(&cohort.overall).chain(paths)
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_split_merged_in_any_order_is_the_whole(
        given in given(),
        parts in prop::collection::vec(0_usize..3, 60),
    ) {
        let whole = count(&given).to_json().unwrap();
        let part = |wanted: usize| {
            count(given.iter().zip(&parts).filter(|(_, part)| **part == wanted).map(|(given, _)| given))
        };
        let [a, b, c] = [0, 1, 2].map(part);
        for merged in [
            merged(&merged(&a, &b), &c),
            merged(&a, &merged(&b, &c)),
            merged(&merged(&c, &a), &b),
            merged(&merged(&b, &Norms::by_attribute("role")), &merged(&c, &a)),
        ] {
            prop_assert_eq!(merged.to_json().unwrap(), &*whole);
        }
        prop_assert_eq!(count(given.iter().rev()).to_json().unwrap(), whole);
    }

    #[test]
    fn what_is_written_is_read_back_and_follows_the_schema(given in given()) {
        let norms = count(&given);
        let json = norms.to_json().unwrap();
        prop_assert_eq!(&Norms::from_json(&json).unwrap(), &norms);
        let value: Value = serde_json::from_str(&json).unwrap();
        prop_assert!(jsonschema::is_valid(&crate::schema::norms(), &value));
        prop_assert_eq!(serde_json::from_value::<Norms>(value).unwrap(), norms);
    }

    #[test]
    fn ranks_rise_with_the_score_and_lie_in_their_interval(
        given in given(),
        mut scores in prop::collection::vec(0.0..=100.0_f64, 2..6),
        role in 0_u8..4,
    ) {
        let norms = count(&given);
        scores.sort_by(f64::total_cmp);
        let mut last: Option<Vec<f64>> = None;
        for score in scores {
            let mut assessment = scored(Some(score));
            assessment.attributes.insert("role".to_owned(), role.into());
            let standing = norms.standing(&assessment).unwrap();
            let value = serde_json::to_value(&standing).unwrap();
            prop_assert!(jsonschema::is_valid(&crate::schema::standing(), &value));
            let mut found = Vec::new();
            for rank in ranks(&standing) {
                match rank {
                    Rank::Ranked(ranked) => {
                        let Ranked { percentile_rank: rank, interval, count, .. } = ranked;
                        prop_assert!(*count >= MIN_COHORT && (0.0..=100.0).contains(rank));
                        prop_assert!(0.0 <= interval.low && interval.low <= *rank);
                        prop_assert!(*rank <= interval.high && interval.high <= 100.0);
                        prop_assert!(interval.high - interval.low < 34.0);
                        let quartiles = [ranked.lower_quartile, ranked.median, ranked.upper_quartile];
                        prop_assert!(quartiles.is_sorted());
                        found.push(*rank);
                    }
                    Rank::Refused { count, minimum } => prop_assert!(count < minimum),
                    Rank::NotAssessed { .. } => prop_assert!(false, "there is a score"),
                }
            }
            if let Some(last) = last.replace(found.clone()) {
                prop_assert!(last.iter().zip(&found).all(|(lower, higher)| lower <= higher));
            }
        }
    }

    #[test]
    fn an_edit_anywhere_never_panics(given in given(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut json = count(&given).to_json().unwrap().into_bytes();
        let at = at.index(json.len());
        json[at] = byte;
        if let Ok(norms) = Norms::from_json_slice(&json) {
            prop_assert_eq!(Norms::from_json(&norms.to_json().unwrap()).unwrap(), norms);
        }
    }
}
