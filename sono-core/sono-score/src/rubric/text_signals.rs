//! Plain properties of the submitted text, which a rubric may read like any other signal.

use super::material::Material;
use crate::signals::{Direction, Family, SignalDefinition, SignalSet};

/// A plain text signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TextSignal {
    CodePoints,
    Lines,
    NonblankLines,
    MeanLineLength,
    AnswerCodePoints,
}

const fn definition(
    id: &'static str,
    name: &'static str,
    unit: &'static str,
    definition: &'static str,
) -> SignalDefinition {
    SignalDefinition {
        id,
        family: Family::Text,
        name,
        unit,
        min: 0.0,
        max: None,
        definition,
        source: "counted directly",
        direction: Direction::Neutral,
    }
}

static DEFINITIONS: [SignalDefinition; 5] = [
    definition(
        "answers.code_points",
        "Length of the written answers",
        "code points",
        "Unicode code points of explanation, reasoning, approach, thinking and answers, each text counted with \
         one following space. Never absent.",
    ),
    definition(
        "text.code_points",
        "Length of the text",
        "code points",
        "Unicode code points of the submitted text: code, text, content, solution and submission, then the \
         files, joined by line breaks. Never absent.",
    ),
    definition(
        "text.line_length.mean",
        "Mean line length",
        "code points",
        "Code points of the submitted text without line breaks, divided by its lines (text.lines). A carriage \
         return counts. Never absent.",
    ),
    definition(
        "text.lines",
        "Lines of text",
        "lines",
        "Line breaks in the submitted text plus one: a final line break opens one more, empty line. Never absent.",
    ),
    definition(
        "text.nonblank_lines",
        "Lines that are not blank",
        "lines",
        "Lines of the submitted text with a character other than white space. Never absent.",
    ),
];

/// The plain text signals that this room measures whenever a rubric reads them.
pub fn text_signal_definitions() -> &'static [SignalDefinition] {
    &DEFINITIONS
}

impl TextSignal {
    pub(super) fn parse(id: &str) -> Option<Self> {
        Some(match id {
            "answers.code_points" => Self::AnswerCodePoints,
            "text.code_points" => Self::CodePoints,
            "text.line_length.mean" => Self::MeanLineLength,
            "text.lines" => Self::Lines,
            "text.nonblank_lines" => Self::NonblankLines,
            _ => return None,
        })
    }

    const fn id(self) -> &'static str {
        match self {
            Self::CodePoints => "text.code_points",
            Self::Lines => "text.lines",
            Self::NonblankLines => "text.nonblank_lines",
            Self::MeanLineLength => "text.line_length.mean",
            Self::AnswerCodePoints => "answers.code_points",
        }
    }

    /// Measures this signal.
    #[expect(clippy::cast_precision_loss, reason = "texts are far shorter than 2^53")]
    pub(super) fn measure(self, material: &Material<'_>, set: &mut SignalSet) {
        let value = match self {
            Self::CodePoints => material.code_points() as f64,
            Self::Lines => material.line_count() as f64,
            Self::NonblankLines => material.nonblank_lines() as f64,
            Self::MeanLineLength => {
                let lines = material.line_count();
                let breaks = lines.saturating_sub(1);
                material.code_points().saturating_sub(breaks) as f64 / lines as f64
            }
            Self::AnswerCodePoints => material.answers().chars().count() as f64,
        };
        set.put_value(self.id(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_definition_can_be_measured() {
        for definition in text_signal_definitions() {
            assert_eq!(TextSignal::parse(definition.id).unwrap().id(), definition.id);
        }
    }
}
