//! The key of a cached result.

use std::fmt;
use std::str::FromStr;

use crate::engine::setup::Setup;
use crate::error::{Error, ErrorKind, Result};
use crate::hash::FieldHasher;
use sono_syntax::text::PositionEncoding;

/// Names the format of the hashed bytes. A changed format needs a new name.
const FORM: &str = "sono-eval assessment key 1";
/// The prefix of the written form, so that a store can hold other things as well.
const PREFIX: &str = "assessment:";

/// The key of a result: the BLAKE3 hash of everything that it depends on.
///
/// That is: the [input hash](crate::submission::input_hash), the rubric's hash with the effective parameters, the
/// position encoding, and [everything else](crate::engine::Engine::setup_hash) in the engine that results depend on.
/// Candidate and attributes are left out: two candidates who hand in the same work share one result.
///
/// It is written as `assessment:` and 64 hexadecimal digits, which is also the key in a
/// [`CacheStore`](super::CacheStore).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CacheKey(blake3::Hash);

impl CacheKey {
    pub(super) fn new(
        setup: &Setup,
        input_hash: &str,
        rubric_hash: &str,
        encoding: PositionEncoding,
    ) -> Self {
        let mut input = FieldHasher::default();
        input.text(FORM);
        input.bare(setup.hash().as_bytes());
        input.text(input_hash);
        input.text(rubric_hash);
        input.text(match encoding {
            PositionEncoding::Utf8 => "utf-8",
            PositionEncoding::Utf16 => "utf-16",
            PositionEncoding::CodePoint => "code-point",
        });
        Self(input.finish())
    }
}

impl fmt::Display for CacheKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREFIX}{}", self.0.to_hex())
    }
}

impl FromStr for CacheKey {
    type Err = Error;

    /// Reads the form that [`Display`](fmt::Display) writes.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidParameter`] for anything else.
    fn from_str(text: &str) -> Result<Self> {
        let hash = text.strip_prefix(PREFIX).and_then(|hex| blake3::Hash::from_hex(hex).ok());
        hash.map(Self).ok_or_else(|| {
            let message = format!("expected `{PREFIX}` and 64 hexadecimal digits, got `{text}`");
            Error::new(ErrorKind::InvalidParameter, message)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::signals::CustomSignals;
    use crate::submission::Expectation;
    use sono_syntax::syntax::ParseBudget;

    fn setup(budget: &ParseBudget) -> Setup {
        Setup::new(budget, &CustomSignals::default(), None)
    }

    #[test]
    fn everything_a_result_depends_on_changes_the_key() {
        let default = setup(&ParseBudget::default());
        let nodes = setup(&ParseBudget { nodes: Some(9), ..ParseBudget::default() });
        let steps = setup(&ParseBudget { steps: Some(9), ..ParseBudget::default() });
        let memory = setup(&ParseBudget { memory: Some(9), ..ParseBudget::default() });
        let [nothing, tests] = [[].into(), [Expectation::Tests].into()]
            .map(|expects| Setup::new(&ParseBudget::default(), &CustomSignals::default(), Some(&expects)));
        let keys = [
            CacheKey::new(&nothing, "a", "b", PositionEncoding::Utf8),
            CacheKey::new(&tests, "a", "b", PositionEncoding::Utf8),
            CacheKey::new(&default, "a", "b", PositionEncoding::Utf8),
            CacheKey::new(&nodes, "a", "b", PositionEncoding::Utf8),
            CacheKey::new(&steps, "a", "b", PositionEncoding::Utf8),
            CacheKey::new(&memory, "a", "b", PositionEncoding::Utf8),
            CacheKey::new(&default, "ab", "", PositionEncoding::Utf8),
            CacheKey::new(&default, "", "ab", PositionEncoding::Utf8),
            CacheKey::new(&default, "a", "b", PositionEncoding::Utf16),
            CacheKey::new(&default, "a", "b", PositionEncoding::CodePoint),
        ];
        assert_eq!(HashSet::from(keys).len(), keys.len());
    }

    #[test]
    fn keys_are_read_back() {
        let key = CacheKey::new(&setup(&ParseBudget::default()), "a", "b", PositionEncoding::Utf8);
        assert_eq!(key.to_string().parse(), Ok(key));
        for wrong in ["", "assessment:", "assessment:00", "assessment:zz"] {
            assert_eq!(wrong.parse::<CacheKey>().unwrap_err().kind(), ErrorKind::InvalidParameter);
        }
        assert!(key.to_string().replace("assessment", "model").parse::<CacheKey>().is_err());
    }
}
