//! Checks that what is compared with a share lies between 0 and 1.

use std::ops::RangeInclusive;

use super::compiler::Compiler;
use super::reader::Reader;
use crate::rubric::model::Curve;
use crate::signals::Family;
use sono_syntax::text::tidy;

/// The values of a share.
const SHARE: RangeInclusive<f64> = 0.0..=1.0;

impl Compiler<'_> {
    /// Refuses a curve over a share that goes on below 0 or above 1: it was most likely meant in percent.
    pub(super) fn refuse_beyond_shares(&self, reader: &Reader<'_>, signal: usize, curve: &Curve) {
        let limits = reader.inner("target");
        let limits = limits.iter().flat_map(|target| {
            ["at_least", "at_most"]
                .into_iter()
                .filter_map(|key| Some((target.clone(), key, target.number(key)?)))
        });
        for (target, key, limit) in limits {
            self.refuse_beyond_share(&target, key, signal, limit);
        }
        let far = |(x, _): &&(f64, f64)| !SHARE.contains(x);
        if let Some((x, _)) = curve.points().iter().rev().find(far) {
            self.refuse_beyond_share(reader, "curve", signal, *x);
        }
    }

    /// Refuses a number that no value of the signal is near.
    pub(super) fn refuse_beyond_share(&self, reader: &Reader<'_>, key: &str, signal: usize, number: f64) {
        let Some(info) = self.signals.get(signal) else { return };
        // What a rubric or a host defines may be a ratio above 1.
        let is_share = info.unit == "ratio" && !matches!(info.family, Family::Custom | Family::Measure);
        if !is_share || SHARE.contains(&number) {
            return;
        }
        let percent = (1.0..=100.0).contains(&number);
        let instead =
            if percent { format!(": {} for {number} %", tidy(number / 100.0)) } else { String::new() };
        let message =
            format!("came {number}; `{}` is a share, expected numbers from 0 to 1{instead}", info.id);
        self.problem(reader, key, message);
    }
}
