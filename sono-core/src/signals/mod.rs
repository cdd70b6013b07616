//! Measured values: the sink that families of measurements fill, and what each value means.

mod definition;
mod set;

pub use definition::{Direction, Family, SignalDefinition};
pub use set::{Measured, Severity, SignalSet, Violation};
