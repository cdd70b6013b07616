//! Plain properties of the submitted text, which a rubric can read like any other signal.

use crate::signals::{Direction, Family, SignalDefinition};

/// A plain text signal, in the order of the definitions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::rubric) enum TextSignal {
    AnswerCodePoints,
    CodePoints,
    MeanLineLength,
    Lines,
    NonblankLines,
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

/// The plain text signals, which are measured if a rubric reads them.
pub fn text_signal_definitions() -> &'static [SignalDefinition] {
    &DEFINITIONS
}

impl TextSignal {
    const ALL: [Self; DEFINITIONS.len()] =
        [Self::AnswerCodePoints, Self::CodePoints, Self::MeanLineLength, Self::Lines, Self::NonblankLines];

    /// The signal with that id.
    pub(in crate::rubric) fn parse(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|signal| signal.id() == id)
    }

    pub(in crate::rubric) fn id(self) -> &'static str {
        DEFINITIONS.get(self as usize).map_or("", |definition| definition.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_and_definitions_are_in_the_same_order() {
        assert!(TextSignal::ALL.iter().enumerate().all(|(index, signal)| *signal as usize == index));
        assert!(DEFINITIONS.is_sorted_by_key(|definition| definition.id));
        let lines = DEFINITIONS.get(TextSignal::Lines as usize).unwrap();
        assert_eq!(lines.id, "text.lines");
    }
}
