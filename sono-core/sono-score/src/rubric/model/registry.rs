//! The signals that a rubric may read.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::text_signal::text_signal_definitions;
use crate::signals::{CustomDefinition, Family, SignalDefinition};

/// The properties of a signal that a rubric needs.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::rubric) struct SignalInfo {
    pub(in crate::rubric) id: Cow<'static, str>,
    pub(in crate::rubric) name: Cow<'static, str>,
    pub(in crate::rubric) unit: Cow<'static, str>,
    pub(in crate::rubric) definition: Cow<'static, str>,
    pub(in crate::rubric) family: Family,
    /// The custom signals that a scorer reads.
    pub(in crate::rubric) reads: Vec<String>,
}

/// The known signals. A rubric that reads any other is refused.
///
/// It always contains the plain text signals ([`text_signal_definitions`]).
#[derive(Debug, Clone)]
pub struct SignalRegistry {
    signals: BTreeMap<Cow<'static, str>, SignalInfo>,
}

impl SignalRegistry {
    /// A registry of the plain text signals and these.
    pub fn new<'a>(definitions: impl IntoIterator<Item = &'a SignalDefinition>) -> Self {
        let mut signals = BTreeMap::new();
        for definition in text_signal_definitions().iter().chain(definitions) {
            let info = SignalInfo {
                id: definition.id.into(),
                name: definition.name.into(),
                unit: definition.unit.into(),
                definition: definition.definition.into(),
                family: definition.family,
                reads: Vec::new(),
            };
            signals.insert(Cow::Borrowed(definition.id), info);
        }
        Self { signals }
    }

    /// All signals that this crate measures: the plain text signals and the families of measurements.
    pub fn standard() -> Self {
        Self::new(crate::signals::definitions())
    }

    /// Adds a [`CustomSignal`](crate::signals::CustomSignal) or [`CustomScorer`](crate::signals::CustomScorer) that an
    /// engine is given. The signals that a scorer reads must be added too.
    #[must_use]
    pub fn with_custom(mut self, definition: &CustomDefinition) -> Self {
        let id: Cow<'static, str> = definition.id.clone().into();
        let info = SignalInfo {
            id: id.clone(),
            name: definition.name.clone().into(),
            unit: definition.unit.clone().into(),
            definition: definition.dialect().into(),
            family: Family::Custom,
            reads: definition.reads.clone(),
        };
        self.signals.insert(id, info);
        self
    }

    /// Adds a signal that the host puts into the [`SignalSet`](crate::signals::SignalSet) itself, before
    /// [`Rubric::evaluate`](crate::rubric::Rubric::evaluate). `name` and `definition` appear in explanations and
    /// provenance.
    #[must_use]
    pub fn with(
        mut self,
        id: impl Into<String>,
        name: impl Into<String>,
        definition: impl Into<String>,
    ) -> Self {
        let id: Cow<'static, str> = id.into().into();
        let info = SignalInfo {
            id: id.clone(),
            name: name.into().into(),
            unit: Cow::Borrowed(""),
            definition: definition.into().into(),
            family: Family::Custom,
            reads: Vec::new(),
        };
        self.signals.insert(id, info);
        self
    }

    /// Whether a signal with that id exists.
    pub fn contains(&self, id: &str) -> bool {
        self.signals.contains_key(id)
    }

    /// All ids in order.
    pub fn ids(&self) -> impl Iterator<Item = &str> + Clone {
        self.signals.keys().map(AsRef::as_ref)
    }

    pub(in crate::rubric) fn get(&self, id: &str) -> Option<&SignalInfo> {
        self.signals.get(id)
    }
}

impl Default for SignalRegistry {
    fn default() -> Self {
        Self::standard()
    }
}
