//! Kinds of manipulation and concealment.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The kind of manipulation or concealment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum IntegrityKind {
    /// Keywords piled up to please a scorer.
    KeywordStuffing,
    /// Characters that readers cannot see.
    HiddenCharacters,
    /// Characters that change the order in which text is shown (CVE-2021-42574).
    BidirectionalText,
    /// Text that addresses a model that reads the submission.
    ReaderInstructions,
    /// Repeated material that adds nothing.
    Padding,
    /// Code that was handed in and did not enter the score.
    CodeSetAside,
    /// Code in places where it would not be measured.
    HiddenCode,
}

impl IntegrityKind {
    /// All kinds.
    pub const ALL: [Self; 7] = [
        Self::KeywordStuffing,
        Self::HiddenCharacters,
        Self::BidirectionalText,
        Self::ReaderInstructions,
        Self::Padding,
        Self::CodeSetAside,
        Self::HiddenCode,
    ];

    /// The name used in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::KeywordStuffing => "keyword_stuffing",
            Self::HiddenCharacters => "hidden_characters",
            Self::BidirectionalText => "bidirectional_text",
            Self::ReaderInstructions => "reader_instructions",
            Self::Padding => "padding",
            Self::CodeSetAside => "code_set_aside",
            Self::HiddenCode => "hidden_code",
        }
    }

    /// The name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::KeywordStuffing => "keyword stuffing",
            Self::HiddenCharacters => "hidden characters",
            Self::BidirectionalText => "bidirectional text",
            Self::ReaderInstructions => "instructions to a reader model",
            Self::Padding => "padding",
            Self::CodeSetAside => "code set aside",
            Self::HiddenCode => "hidden code",
        }
    }
}
