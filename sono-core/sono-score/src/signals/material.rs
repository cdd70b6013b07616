//! The input of the families: sources with their outlines, and the selection of functions that are the author's code.

use std::sync::OnceLock;

use super::documentation::novelty;
use super::parts::Part;
use crate::submission::{Source, SubmissionType};
use sono_syntax::syntax::{Comment, CommentKind, Deed, Function, Name, Outline, TypeDefinition};
use sono_syntax::text::Span;
use sono_syntax::text::prose::{Stem, TermAt, Terms};

use super::matter::Matter;

/// The sources of a submission with their outlines, index by index.
#[derive(Debug)]
pub struct Material<'a> {
    sources: &'a [Source<'a>],
    outlines: Vec<Option<&'a Outline>>,
    submission_type: SubmissionType,
    task: Option<&'a str>,
    tests_only: bool,
    /// For each source, its lines of code outside tests, comments and imports, without surrounding white space.
    lines: Vec<Vec<Span>>,
    /// For each source, its words, once they were asked for.
    words: Vec<OnceLock<Words>>,
}

/// The words of a source.
#[derive(Debug)]
struct Words {
    terms: Terms,
    /// The different stems of its code, in order.
    code: Vec<Stem>,
}

/// One parsed source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit<'a> {
    pub(super) index: u32,
    pub(super) source: &'a Source<'a>,
    pub(super) outline: &'a Outline,
    /// Lines of code outside tests, comments and imports, without surrounding white space.
    pub(super) lines: &'a [Span],
    words: &'a OnceLock<Words>,
    tests_only: bool,
}

impl<'a> Material<'a> {
    /// Pairs sources with outlines. A source without an outline is prose, data, or code in a language that this build
    /// does not support.
    pub fn new(
        sources: &'a [Source<'a>],
        outlines: &'a [Option<Outline>],
        submission_type: SubmissionType,
    ) -> Self {
        Self::of(sources, outlines.iter().map(Option::as_ref).collect(), submission_type)
    }

    /// The material without the code that is no part of it. Documents and answers stay.
    pub(crate) fn part(&self, part: &Part) -> Self {
        let outlines = self.outlines.iter().enumerate();
        let outlines = outlines.map(|(index, outline)| outline.filter(|_| part.has(index))).collect();
        Self::of(self.sources, outlines, self.submission_type).with_task(self.task)
    }

    /// The material with other outlines of its sources.
    pub(crate) fn with_outlines<'o>(&self, outlines: &'o [Option<Outline>]) -> Material<'o>
    where
        'a: 'o,
    {
        Material::of(self.sources, outlines.iter().map(Option::as_ref).collect(), self.submission_type)
            .with_task(self.task)
    }

    fn of(
        sources: &'a [Source<'a>],
        outlines: Vec<Option<&'a Outline>>,
        submission_type: SubmissionType,
    ) -> Self {
        let tests_only = !sources.iter().zip(&outlines).any(|(source, outline)| {
            outline.is_some_and(|outline| {
                // The definition of a function is a statement of what is around it.
                let in_tests: u32 = outline
                    .functions
                    .iter()
                    .filter(|function| function.is_test)
                    .map(|function| function.statements.saturating_add(u32::from(function.parent.is_none())))
                    .fold(0, u32::saturating_add);
                let types = outline.types.iter().filter(|definition| definition.is_test).count();
                let in_tests = in_tests.saturating_add(u32::try_from(types).unwrap_or(u32::MAX));
                !source.is_test && outline.statements > in_tests
            })
        });
        let lines = sources
            .iter()
            .zip(&outlines)
            .map(|(source, outline)| match outline {
                Some(outline) if tests_only || !source.is_test => code_lines(source, outline, tests_only),
                _ => Vec::new(),
            })
            .collect();
        let words = sources.iter().map(|_| OnceLock::new()).collect();
        Self { sources, outlines, submission_type, task: None, tests_only, lines, words }
    }

    /// Adds the task that the submission is an answer to.
    #[must_use]
    pub fn with_task(self, task: Option<&'a str>) -> Self {
        Self { task, ..self }
    }

    /// The subject matter of documents that come with the code.
    pub(super) fn code_matter(&self) -> Matter<'a> {
        Matter::of_code(self.sources, &self.outlines, &self.lines)
    }

    /// The subject matter of answers.
    pub(super) fn matter(&self) -> Matter<'a> {
        Matter::of_all(self.sources, &self.outlines, &self.lines, self.task)
    }

    /// The type of the submission.
    pub fn submission_type(&self) -> SubmissionType {
        self.submission_type
    }

    /// All sources with their indices.
    pub(super) fn sources(&self) -> impl Iterator<Item = (u32, &'a Source<'a>)> {
        (0_u32..).zip(self.sources)
    }

    /// All sources with their indices (which findings use) and, if they are parsed, their outlines.
    pub fn outlined(&self) -> impl Iterator<Item = (u32, &'a Source<'a>, Option<&'a Outline>)> {
        (0_u32..)
            .zip(self.sources.iter().zip(&self.outlines))
            .map(|(index, (source, outline))| (index, source, *outline))
    }

    /// The parsed sources.
    pub(super) fn units(&self) -> impl Iterator<Item = Unit<'_>> {
        let tests_only = self.tests_only;
        let parsed = self.sources.iter().zip(&self.outlines).zip(self.lines.iter().zip(&self.words));
        (0_u32..).zip(parsed).filter_map(move |(index, ((source, outline), (lines, words)))| {
            outline.map(|outline| Unit { index, source, outline, lines, words, tests_only })
        })
    }

    /// The parsed sources with the author's code: all but test files.
    pub(super) fn code_units(&self) -> impl Iterator<Item = Unit<'_>> {
        self.units().filter(|unit| unit.tests_only || !unit.source.is_test)
    }
}

/// The longest name that is read and told in full, in bytes. A type may have one of many kilobytes, and thousands of
/// methods that are told with it.
const LONGEST_NAME: usize = 200;

/// A name, without what is too long of it.
pub(super) fn clipped(name: &str) -> &str {
    name.get(..name.floor_char_boundary(LONGEST_NAME)).unwrap_or(name)
}

impl<'a> Unit<'a> {
    /// The functions of the author's code: all but tests.
    pub(super) fn functions(self) -> impl Iterator<Item = &'a Function> {
        self.outline.functions.iter().filter(move |function| self.tests_only || !function.is_test)
    }

    /// The functions of the author's code, each with what was found out about its work.
    pub(super) fn deeds(self) -> impl Iterator<Item = (&'a Function, &'a Deed)> {
        let all = self.outline.functions.iter().zip(&self.outline.work.functions);
        all.filter(move |(function, _)| self.tests_only || !function.is_test)
    }

    /// The types of the author's code.
    pub(super) fn types(self) -> impl Iterator<Item = &'a TypeDefinition> {
        self.outline.types.iter().filter(move |definition| self.tests_only || !definition.is_test)
    }

    /// The names of the author's code.
    pub(super) fn names(self) -> impl Iterator<Item = &'a Name> {
        self.outline.names.iter().filter(move |name| self.tests_only || !name.is_test)
    }

    fn known_words(self) -> &'a Words {
        self.words.get_or_init(|| {
            let terms = Terms::of(&self.source.text);
            let code = novelty::code_stems(&terms, self.lines);
            Words { terms, code }
        })
    }

    /// The words of the file that are more than grammar.
    pub(super) fn all_terms(self) -> &'a Terms {
        &self.known_words().terms
    }

    /// The words in a span that are more than grammar.
    pub(super) fn terms(self, span: Span) -> &'a [TermAt] {
        self.all_terms().within(span)
    }

    /// Whether a stem is one of the file's code.
    pub(super) fn code_has(self, stem: Stem) -> bool {
        self.known_words().code.binary_search(&stem).is_ok()
    }

    /// The places of some of its comments; adjoining line comments are one.
    pub(super) fn joined(self, comments: impl Iterator<Item = &'a Comment>) -> Vec<Span> {
        let text: &str = &self.source.text;
        let mut found: Vec<(Span, CommentKind)> = Vec::new();
        for comment in comments {
            if let Some((last, kind)) = found.last_mut()
                && (*kind, comment.kind) == (CommentKind::Line, CommentKind::Line)
                && text
                    .get(last.end as usize..comment.span.start as usize)
                    .is_some_and(|gap| gap.trim().is_empty())
            {
                last.end = comment.span.end;
            } else {
                found.push((comment.span, comment.kind));
            }
        }
        found.into_iter().map(|(span, _)| span).collect()
    }

    /// Whether code counts as the author's here, given whether it is test code.
    pub(super) fn counts(self, is_test: bool) -> bool {
        self.tests_only || !is_test
    }

    /// The functions whose complexity is judged: those above and, if code outside all functions branches or there is no
    /// function at all, the code of the module.
    pub(super) fn judged(self) -> impl Iterator<Item = &'a Function> {
        let module = &self.outline.module;
        let alone = self.functions().next().is_none() && module.statements > 0;
        let module = (alone || (module.cognitive > 0 && module.sloc > 0)).then_some(module);
        self.functions().chain(module)
    }

    /// The name of a function in sentences; real names are in backticks.
    pub(super) fn function_name(self, function: &Function) -> String {
        if function.name.is_empty() {
            if std::ptr::eq(function, &self.outline.module) {
                "the code outside functions".to_owned()
            } else {
                format!("the anonymous function on line {}", self.line(function.span))
            }
        } else {
            match function.owner.and_then(|owner| self.outline.types.get(owner as usize)) {
                Some(owner) if owner.name == function.name => {
                    format!("the constructor of `{}`", clipped(&owner.name))
                }
                Some(owner) if !owner.name.is_empty() => {
                    format!("`{}.{}`", clipped(&owner.name), clipped(&function.name))
                }
                _ => format!("`{}`", clipped(&function.name)),
            }
        }
    }

    /// The name of a type in sentences.
    pub(super) fn type_name(self, definition: &TypeDefinition) -> String {
        if definition.name.is_empty() {
            format!("the class without a name on line {}", self.line(definition.span))
        } else {
            format!("`{}`", clipped(&definition.name))
        }
    }

    /// The names called inside a span.
    pub(super) fn calls(self, span: Span) -> impl Iterator<Item = &'a str> {
        let text: &'a str = &self.source.text;
        let calls = &self.outline.calls;
        let first = calls.partition_point(|name| name.start < span.start);
        let rest = calls.get(first..).unwrap_or_default();
        rest.iter().take_while(move |name| span.contains(**name)).map(move |name| name.of(text))
    }

    /// The names called inside a span with a value that depends on what the function there is given.
    pub(super) fn fed(self, span: Span) -> impl Iterator<Item = &'a str> {
        let text: &'a str = &self.source.text;
        let fed = &self.outline.work.fed;
        let first = fed.partition_point(|name| name.start < span.start);
        let rest = fed.get(first..).unwrap_or_default();
        rest.iter().take_while(move |name| span.contains(**name)).map(move |name| name.of(text))
    }

    /// The words in a span.
    pub(super) fn words(self, span: Span) -> &'a str {
        let text: &'a str = &self.source.text;
        span.of(text)
    }

    /// The line on which a span starts.
    pub(super) fn line(self, span: Span) -> usize {
        self.source.lines.line(span.start)
    }

    /// The first line of what acts outside functions; where nothing does, the first line of code outside functions and
    /// types, or of all code.
    pub(super) fn loose_line(self) -> Span {
        if let Some(first) = self.outline.first_acting {
            let line = self.source.lines.line_span(self.line(first), &self.source.text);
            let shown = Span { start: first.start, end: first.end.min(line.end.max(first.start)) };
            let length = shown.of(&self.source.text).trim_end().len();
            return Span::new(shown.start as usize, (shown.start as usize).saturating_add(length));
        }
        let functions = self.outline.functions.iter().map(|function| function.span);
        let types = self.outline.types.iter().map(|definition| definition.span);
        let mut inside: Vec<Span> = functions.chain(types).collect();
        inside.sort_unstable();
        let mut inside = inside.into_iter().peekable();
        let mut reached = 0;
        let mut is_loose = |line: &&Span| {
            while let Some(span) = inside.next_if(|span| span.start < line.end) {
                reached = reached.max(span.end);
            }
            line.start >= reached
        };
        let first = self.lines.iter().find(|line| is_loose(line)).or_else(|| self.lines.first());
        first.copied().unwrap_or_default()
    }

    /// The span that represents a function in findings: its name, or the start of its first line.
    pub(super) fn show(self, function: &Function) -> Span {
        if std::ptr::eq(function, &self.outline.module) {
            self.loose_line()
        } else if function.name_span.is_empty() {
            let line = self.source.lines.line_span(self.line(function.span), &self.source.text);
            Span { start: function.span.start.max(line.start), end: line.end.max(function.span.start) }
        } else {
            function.name_span
        }
    }
}

fn code_lines(source: &Source<'_>, outline: &Outline, tests_only: bool) -> Vec<Span> {
    let text: &str = &source.text;
    let mut skip: Vec<Span> = outline.comments.iter().map(|comment| comment.span).collect();
    skip.extend(outline.imports.iter().map(|import| import.span));
    if !tests_only {
        skip.extend(outline.functions.iter().filter(|function| function.is_test).map(|f| f.span));
        skip.extend(outline.types.iter().filter(|definition| definition.is_test).map(|t| t.span));
    }
    skip.sort_unstable();
    let mut skip = skip.into_iter().peekable();
    let mut reached = 0;
    let mut lines = Vec::new();
    for number in 1..=source.lines.len() {
        let whole = source.lines.line_span(number, text);
        let line = whole.of(text);
        let content = line.trim();
        if content.is_empty() {
            continue;
        }
        let start = (whole.end as usize).saturating_sub(line.trim_start().len());
        let span = Span::new(start, start.saturating_add(content.len()));
        while let Some(next) = skip.next_if(|next| next.start <= span.start) {
            reached = next.end.max(reached);
        }
        if reached <= span.start {
            lines.push(span);
        }
    }
    lines
}
