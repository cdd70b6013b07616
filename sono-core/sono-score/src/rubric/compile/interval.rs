//! Compiles the width of score intervals.

use super::compiler::Compiler;
use super::metrics::curve;
use super::reader::Reader;
use crate::assessment::Category;
use crate::rubric::model::{Factor, Interval, SAMPLING};

/// The default probability that the score interval is meant to cover.
const LEVEL: f64 = 0.8;

impl Compiler<'_> {
    /// The width of score intervals, stated or by default.
    pub(super) fn interval(&mut self, top: &Reader<'_>) -> Interval {
        let Some(reader) = top.inner("interval") else { return Interval::new(LEVEL, SAMPLING, Vec::new()) };
        let factors = reader.tables("factor").iter().filter_map(|factor| self.factor(factor)).collect();
        let level = reader.number("level").unwrap_or(LEVEL);
        Interval::new(level, reader.number("sampling").unwrap_or(SAMPLING), factors)
    }

    fn factor(&mut self, reader: &Reader<'_>) -> Option<Factor> {
        let curve = curve(reader)?;
        if curve.rises() {
            self.problem(
                reader,
                "curve",
                "the factor rises, and would make more material less certain; expected one that never rises",
            );
        }
        let stated = reader.texts("categories");
        let categories = stated.map(|names| names.into_iter().filter_map(Category::parse).collect());
        let signal = match reader.get("signal") {
            Some(_) => Some(self.signal(reader, "signal")?),
            None => None,
        };
        Some(Factor { categories: categories.unwrap_or(Category::ALL.to_vec()), signal, curve })
    }
}
