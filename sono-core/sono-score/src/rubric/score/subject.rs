//! The input of an evaluation, apart from the signals.

use std::collections::BTreeSet;

use super::item::NotAssessed;
use super::panel::Votes;
use crate::assessment::Location;
use crate::submission::{Content, Expectation, Path, Source, SourceKind, SubmissionType};
use sono_syntax::finding::Finding;
use sono_syntax::text::{PositionEncoding, Span};

/// The input of an evaluation, apart from the signals.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The type of the submission.
    pub submission_type: SubmissionType,
    /// Expectations beyond the code. Metrics, parts and rules that depend on others take no part.
    pub expects: &'a BTreeSet<Expectation>,
    /// The requested paths; empty means all.
    pub paths: &'a [Path],
    /// The submitted material, for rubrics that read text.
    pub content: &'a Content,
    /// The sources that findings point into.
    pub sources: &'a [Source<'a>],
    /// The number of parsed statements outside comments, in all sources. If it is zero, no code is scored.
    pub statements: u32,
    /// The share of the code that does not parse, 0 to 1.
    pub unparsed_share: f64,
    /// Whether there is code or a task that written answers, if there are any, were compared with.
    pub compared: bool,
    /// The unit of columns and offsets in the result.
    pub encoding: PositionEncoding,
    /// Outside opinions; none by default.
    pub votes: Votes<'a>,
}

impl Subject<'_> {
    /// The expectation that a metric, part or rule depends on, if it was not stated.
    pub(in crate::rubric) fn missing(&self, expects: Option<Expectation>) -> Option<Expectation> {
        expects.filter(|expectation| !self.expects.contains(expectation))
    }

    /// Why no code is scored where there is no statement.
    pub(in crate::rubric) fn without_statements(&self) -> NotAssessed {
        let is_blank = |source: &Source<'_>| source.text.trim().is_empty();
        let mut code = self.sources.iter().filter(|source| source.kind == SourceKind::Code);
        if !self.sources.is_empty() && self.sources.iter().all(is_blank) {
            NotAssessed::Empty
        } else if code.all(is_blank) {
            NotAssessed::NoCode
        } else {
            NotAssessed::NoStatements
        }
    }

    /// The location of a span of a source.
    pub(in crate::rubric) fn location(&self, source: u32, span: Span) -> Option<Location> {
        Some(Location::of(self.sources.get(source as usize)?, span, self.encoding))
    }

    /// The location of a finding.
    pub(in crate::rubric) fn place(&self, finding: &Finding) -> Option<Location> {
        self.location(finding.source, finding.span)
    }
}
