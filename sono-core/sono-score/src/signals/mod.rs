//! Measured values: the set that families of measurements fill, and the definition of each value.
//!
//! Each family is one file with its definitions and one `measure` function. Families read the sources and their
//! outlines; none reads another family, so their order does not matter.
//!
//! Measurements of code ignore test code (except in the testing family), so that deleting tests changes only the
//! testing signals. Only a submission that consists of nothing but tests is measured on its tests.

mod commented_code;
mod complexity;
mod custom;
mod definition;
mod documentation;
mod errors;
mod implementation;
mod layout;
mod material;
mod matter;
mod means;
mod naming;
mod parts;
mod prose;
mod reading;
mod set;
mod size;
mod statistics;
mod structure;
mod syntax;
mod testing;

pub(crate) use custom::CustomSignals;
pub use custom::{CustomDefinition, CustomScorer, CustomSignal, Scored};
pub use definition::{Direction, Family, SignalDefinition};
pub use material::Material;
pub(crate) use parts::{Islands, Part, islands, parts, used_tests};
pub use set::{Measured, SignalSet, Violation};

/// The maximum number of places that a signal keeps. Reports show fewer; hosts that list all use the outline.
pub(crate) const MAX_FINDINGS: usize = 5;

/// The definitions of all signals that this build measures, grouped by family, in a fixed order.
pub fn definitions() -> impl Iterator<Item = &'static SignalDefinition> {
    [
        size::DEFINITIONS,
        syntax::DEFINITIONS,
        complexity::DEFINITIONS,
        structure::DEFINITIONS,
        means::DEFINITIONS,
        naming::DEFINITIONS,
        documentation::DEFINITIONS,
        errors::DEFINITIONS,
        implementation::DEFINITIONS,
        testing::DEFINITIONS,
        layout::DEFINITIONS,
        reading::DEFINITIONS,
        prose::DEFINITIONS,
    ]
    .into_iter()
    .flatten()
}

/// The definition of a signal.
pub fn definition(id: &str) -> Option<&'static SignalDefinition> {
    definitions().find(|definition| definition.id == id)
}

/// Measures all families on the material.
pub fn measure(material: &Material<'_>, set: &mut SignalSet) {
    size::measure(material, set);
    syntax::measure(material, set);
    complexity::measure(material, set);
    structure::measure(material, set);
    means::measure(material, set);
    naming::measure(material, set);
    documentation::measure(material, set);
    errors::measure(material, set);
    implementation::measure(material, set);
    testing::measure(material, set);
    layout::measure(material, set);
    reading::measure(material, set);
    prose::measure(material, set);
}
