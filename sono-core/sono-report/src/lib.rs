//! Reports for people: one tree of blocks, and a printer for each medium.
//!
//! [`Report::new`] decides the content; the printers decide its appearance. All text of the submission and the
//! rubric becomes [`Printable`] on its way into the tree, so that no report can move a cursor, reorder a line or
//! hide characters.
//!
//! ```
//! use sono_report::{Format, ReportOptions};
//! use std::io::Write as _;
//!
//! # fn show(assessment: &sono_score::assessment::Assessment) -> sono_score::Result<()> {
//! let report = Format::default().print(assessment, None, &ReportOptions::default())?;
//! std::io::stdout().write_all(report.as_bytes())?;
//! # Ok(())
//! # }
//! ```
#![deny(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::arithmetic_side_effects
)]
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::arithmetic_side_effects
    )
)]

mod block;
mod build;
mod format;
mod frame;
mod losses;
mod metric;
mod printable;
mod printers;
mod set_aside;
mod sources;
mod subject;
mod tags;
mod words;

pub use block::{
    Bar, Block, Callout, Column, Fact, Headline, Item, List, Marker, Paragraph, Passage, Section, Table, Tone,
};
pub use format::{Format, Printed, ReportOptions};
pub use frame::{Frame, FrameRow};
pub use printable::Printable;
pub use printers::to_json;
pub use sources::SourceLookup;
pub use tags::kind_name as tag_kind_name;

use schemars::JsonSchema;
use sono_score::assessment::Assessment;

/// How much a report says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, JsonSchema)]
#[schemars(rename = "ReportDetail", rename_all = "snake_case")]
pub enum Detail {
    /// The score, the paths and the three most rewarding recommendations.
    Brief,
    /// Also each metric, the points it lost and the most telling places.
    #[default]
    Normal,
    /// Everything the assessment holds.
    Full,
}

impl Detail {
    /// All of them, from the least to the most.
    pub const ALL: [Self; 3] = [Self::Brief, Self::Normal, Self::Full];

    /// The name for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Brief => "brief",
            Self::Normal => "normal",
            Self::Full => "full",
        }
    }

    /// The level of a name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|detail| detail.as_str() == name)
    }

    /// The content of a report of this level, in a sentence for people.
    pub const fn description(self) -> &'static str {
        match self {
            Self::Brief => "The score, the paths and the three most rewarding recommendations.",
            Self::Normal => "Also each metric, the points it lost and the most telling places.",
            Self::Full => "Everything the assessment holds.",
        }
    }
}

/// A report on one assessment, as a tree of blocks.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    title: Printable,
    subtitle: Vec<Printable>,
    blocks: Vec<Block>,
}

impl Report {
    /// A report of normal detail. With `sources`, the report shows the code of each place.
    pub fn new(assessment: &Assessment, sources: Option<&dyn SourceLookup>) -> Self {
        Self::with_detail(assessment, sources, Detail::default())
    }

    /// A report of the wanted detail.
    pub fn with_detail(assessment: &Assessment, sources: Option<&dyn SourceLookup>, detail: Detail) -> Self {
        build::build(assessment, sources, detail)
    }

    /// A report of blocks that a host puts together, such as a table of many assessments.
    pub fn from_blocks(title: Printable, subtitle: Vec<Printable>, blocks: Vec<Block>) -> Self {
        Self { title, subtitle, blocks }
    }

    /// The subject of the report.
    pub fn title(&self) -> &Printable {
        &self.title
    }

    /// The kind of submission, and how it was read.
    pub fn subtitle(&self) -> &[Printable] {
        &self.subtitle
    }

    /// The blocks in reading order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }
}
