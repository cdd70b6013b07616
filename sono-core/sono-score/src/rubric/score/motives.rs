//! The motives that a submission shows.

use super::scorer::Scorer;
use crate::assessment::Motive;
use crate::rubric::model::{MotiveModel, MotiveStrength, PathModel};
use sono_syntax::text::tidy;

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
            Some(Motive {
                motive_type: motive.id.clone(),
                path: model.path,
                strength: tidy(strength.clamp(0.0, motive.max)),
                indicators: held.iter().map(|indicator| indicator.text.clone()).collect(),
            })
        };
        model.motives.iter().filter_map(motive).collect()
    }
}
