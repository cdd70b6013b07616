//! Agreement with people: see `docs/validity.md`.

mod compared;
mod figures;
mod markdown;
mod options;
mod text;

pub use compared::{Compared, compared};
pub use figures::{Figures, MIN_ROWS, Rated, STANDING};
pub use options::Options;

use crate::ratings::{Measured, RatingSet};

/// Prints what the options ask for.
///
/// # Errors
/// If no set has the name asked for.
pub fn print(options: &Options, sets: &[RatingSet], measured: &[Vec<Measured>]) -> Result<(), String> {
    let shown: Vec<usize> = (0..sets.len())
        .filter(|set| options.set.as_ref().is_none_or(|name| sets[*set].name().contains(name.as_str())))
        .collect();
    if shown.is_empty() {
        let names: Vec<&str> = sets.iter().map(RatingSet::name).collect();
        return Err(format!("no such set; expected a part of one of {}", names.join(", ")));
    }
    if options.signals || options.metrics {
        text::print_matrix(options, sets, measured, &shown);
        return Ok(());
    }
    let compared = compared(sets, measured);
    let rated = figures::rated(sets, measured, &compared, &shown);
    if options.markdown {
        markdown::print(&rated);
    } else {
        text::print(&rated);
    }
    Ok(())
}
