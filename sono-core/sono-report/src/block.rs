//! The blocks of a report: the content, without its appearance.

use super::frame::Frame;
use super::printable::Printable;

/// The meaning of a piece of a report for the author; printers turn it into colour or words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Plain information.
    #[default]
    Neutral,
    /// Good: a high score, a strength.
    Good,
    /// Fair: a middling score, something to improve.
    Fair,
    /// Poor: a low score, a loss.
    Poor,
    /// Worth a person's attention.
    Alert,
    /// Aside: less important than its surroundings.
    Muted,
}

impl Tone {
    /// The tone of a score from 0 to 100. The bands only colour a report; the rubric and the host judge the score.
    pub fn of_score(score: Option<f64>) -> Self {
        match score {
            None => Self::Muted,
            Some(score) if score >= 75.0 => Self::Good,
            Some(score) if score >= 50.0 => Self::Fair,
            Some(_) => Self::Poor,
        }
    }
}

/// One block of a report.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Block {
    /// The overall score.
    Headline(Headline),
    /// A titled part with blocks of its own. Sections nest two deep: a path, and in it a metric.
    Section(Section),
    /// A paragraph.
    Paragraph(Paragraph),
    /// A list.
    List(List),
    /// A bar chart of scores from 0 to 100.
    Bars(Vec<Bar>),
    /// A table.
    Table(Table),
    /// A place of the submission, and the remarks about it.
    Passage(Passage),
    /// A notice that must not be overlooked.
    Callout(Callout),
    /// Names and values, such as the provenance at the end.
    Facts(Vec<Fact>),
}

/// The overall score.
#[derive(Debug, Clone, PartialEq)]
pub struct Headline {
    /// 0 to 100; absent when nothing could be assessed.
    pub score: Option<f64>,
    /// Interval and confidence in words, or the reason why there is no score.
    pub notes: Vec<Printable>,
}

/// A titled part.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// The title.
    pub title: Printable,
    /// The score of the path or metric, if it is assessed.
    pub score: Option<f64>,
    /// Facts that belong to the title: interval, confidence, weight.
    pub notes: Vec<Printable>,
    /// The blocks inside.
    pub blocks: Vec<Block>,
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// The meaning of the text.
    pub tone: Tone,
    /// The text.
    pub text: Printable,
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The mark of the items.
    pub marker: Marker,
    /// The items.
    pub items: Vec<Item>,
}

/// The mark before each item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marker {
    /// Numbered from this number on.
    Number(usize),
    /// A strength.
    Plus,
    /// A weakness.
    Minus,
    /// Neither.
    Bullet,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The text.
    pub text: Printable,
    /// `file:line:column`.
    pub place: Option<Printable>,
    /// Further facts, such as the points at stake.
    pub notes: Vec<Printable>,
}

/// A bar of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// The thing that is scored.
    pub label: Printable,
    /// 0 to 100; absent when the thing is not assessed.
    pub score: Option<f64>,
    /// Weight and interval, or the reason why the thing is not assessed.
    pub notes: Vec<Printable>,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows; each has one cell per column.
    pub rows: Vec<Vec<Printable>>,
    /// A row that sums the others up.
    pub total: Option<Vec<Printable>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub title: &'static str,
    /// Whether the column holds numbers, which are set flush right.
    pub numeric: bool,
}

/// A place of the submission, and the remarks about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// The meaning of the finding.
    pub tone: Tone,
    /// The finding.
    pub message: Printable,
    /// The place, with its code where the source is available; absent when the finding is about the whole submission.
    pub frame: Option<Frame>,
    /// The value, the expectation, the points, the advice.
    pub notes: Vec<Printable>,
}

/// A notice that must not be overlooked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callout {
    /// The meaning of the notice.
    pub tone: Tone,
    /// A few words.
    pub title: Printable,
    /// The notice itself.
    pub text: Printable,
    /// The place, if there is one.
    pub frame: Option<Frame>,
}

/// A name and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The name.
    pub name: Printable,
    /// The value.
    pub value: Printable,
}
