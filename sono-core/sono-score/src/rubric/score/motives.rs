//! The motives that a submission shows.

use super::scorer::Scorer;
use crate::assessment::{Motive, MotivePlace};
use crate::rubric::model::{Condition, Indicator, MotiveModel, MotiveStrength, PathModel};
use sono_syntax::finding::Finding;
use sono_syntax::text::tidy;

/// The most places that show an indicator.
const MAX_PLACES: usize = 2;

impl Scorer<'_, '_> {
    /// The motives of a path with at least one indicator that holds.
    pub(super) fn motives(&self, model: &PathModel) -> Vec<Motive> {
        let motive = |motive: &MotiveModel| {
            let held: Vec<_> =
                motive.indicators.iter().filter(|indicator| indicator.when.holds(self.facts)).collect();
            if held.is_empty() {
                return None;
            }
            let strength = match motive.strength {
                MotiveStrength::Flat(strength) => strength,
                MotiveStrength::Start(start) => {
                    start + held.iter().map(|indicator| indicator.add).sum::<f64>()
                }
            };
            let places = held.iter().enumerate().flat_map(|(index, indicator)| self.shown(index, indicator));
            Some(Motive {
                motive_type: motive.id.clone(),
                path: model.path,
                strength: tidy(strength.clamp(0.0, motive.max)),
                indicators: held.iter().map(|indicator| indicator.text.clone()).collect(),
                places: places.collect(),
            })
        };
        model.motives.iter().filter_map(motive).collect()
    }

    /// Places that show an indicator: one for each signal that it compares, then the next ones.
    fn shown(&self, index: usize, indicator: &Indicator) -> Vec<MotivePlace> {
        let of = |condition: &Condition| match condition {
            Condition::Signal { signal, .. } => self.facts.examples.get(*signal).copied(),
            _ => None,
        };
        let examples: Vec<&[Finding]> = indicator.when.leaves().into_iter().filter_map(of).collect();
        let mut places: Vec<MotivePlace> = Vec::new();
        for number in 0..MAX_PLACES {
            for example in examples.iter().filter_map(|examples| examples.get(number)) {
                let Some(location) = self.subject.place(example) else { continue };
                let is_known = places.iter().any(|place| place.location == location);
                if !is_known && places.len() < MAX_PLACES {
                    places.push(MotivePlace {
                        indicator: index,
                        description: example.message.clone(),
                        location,
                    });
                }
            }
        }
        places
    }
}
