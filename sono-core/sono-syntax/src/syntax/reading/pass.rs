//! The pass over all tokens that finds the steps.

use crate::language::nuance::Nuance;
use crate::language::role::{Bind, Role, Slot, Token};
use crate::language::signs::Sign;
use crate::language::tables::Kind;
use crate::syntax::flat::{FlatNode, NodeIndex};
use crate::syntax::outline::{Comment, Function, Outline, TypeDefinition};
use crate::syntax::view::View;
use crate::text::Span;

use super::begins::begins;
use super::vocabulary::Vocabulary;
use super::{Page, Reading, Step};

/// The longest name that is short, in characters.
const SHORT: usize = 2;

/// The steps of a text.
pub(super) fn run(view: View<'_>, outline: &Outline) -> Reading {
    let mut pass = Pass::new(view, outline);
    let mut at: NodeIndex = 0;
    while let Some(node) = view.node(at) {
        at = pass.node(at, node);
    }
    pass.finish()
}

struct Pass<'a, 'o> {
    view: View<'a>,
    functions: &'o [Function],
    /// The page of each function.
    places: Vec<u32>,
    /// The functions around the current token, each with the depth of blocks around it.
    open: Vec<(u32, u32)>,
    /// The next function.
    function: usize,
    types: &'o [TypeDefinition],
    type_at: usize,
    /// The end of the last type that is a test.
    tests_end: u32,
    comments: &'o [Comment],
    calls: &'o [Span],
    /// The end of the last token, comment, or code set aside.
    content_end: Option<u32>,
    /// Whether a blank line follows the last step.
    blank: bool,
    /// The end of the current row.
    row_end: Option<u32>,
    /// The start of the current row's first token, and the end of its last.
    row: Span,
    row_has_word: bool,
    /// Blocks around the current token.
    depth: u32,
    /// For each open block without brackets, the first node after it.
    blocks: Vec<NodeIndex>,
    /// The depth of the last step.
    last_depth: u32,
    /// Brackets open in the current step.
    brackets: u32,
    /// The end of the last text that a macro is given.
    quoted_end: u32,
    /// Whether the last token names the object that a method is called on.
    after_receiver: bool,
    step: Step,
    has_word: bool,
    steps: Vec<Step>,
    pages: Vec<Page>,
    vocabulary: Vocabulary<'a>,
}

impl<'a, 'o> Pass<'a, 'o> {
    fn new(view: View<'a>, outline: &'o Outline) -> Self {
        let count = outline.functions.len().saturating_add(2);
        Self {
            view,
            functions: &outline.functions,
            places: places(outline),
            open: Vec::new(),
            function: 0,
            types: &outline.types,
            type_at: 0,
            tests_end: 0,
            comments: &outline.comments,
            calls: &outline.calls,
            content_end: None,
            blank: false,
            row_end: None,
            row: Span { start: 0, end: 0 },
            row_has_word: false,
            depth: 0,
            blocks: Vec::new(),
            last_depth: 0,
            brackets: 0,
            quoted_end: 0,
            after_receiver: false,
            step: Step::default(),
            has_word: false,
            steps: Vec::new(),
            pages: vec![Page::default(); count],
            vocabulary: Vocabulary::new(count, view.tables.len()),
        }
    }

    /// Reads a node and returns the next one to read.
    fn node(&mut self, at: NodeIndex, node: &FlatNode) -> NodeIndex {
        let kind = self.view.tables.kind(node.kind);
        if kind.role != Role::Root && (kind.sign == Sign::Aside || self.is_comment(node.span)) {
            self.pass_over(node.span);
            return node.after();
        }
        if node.children > 0 {
            let leaves = at.saturating_add(node.children).saturating_add(1);
            if kind.sign == Sign::Parts && node.after() <= leaves {
                self.token(at, node, kind);
                return node.after();
            }
            if kind.role == Role::Tokens {
                self.quoted_end = self.quoted_end.max(node.span.end);
            }
            if kind.role == Role::Block && self.view.token(at.saturating_add(1)) != Token::Open(2) {
                self.leave_blocks(at);
                self.depth = self.depth.saturating_add(1);
                self.blocks.push(node.after());
            }
        } else if !node.span.is_empty() {
            self.leave_blocks(at);
            self.token(at, node, kind);
        }
        at.saturating_add(1)
    }

    /// Whether a node is a docstring.
    fn is_comment(&mut self, span: Span) -> bool {
        while let Some((first, rest)) = self.comments.split_first()
            && first.span.end <= span.start
        {
            self.comments = rest;
        }
        self.comments.first().is_some_and(|comment| comment.span.contains(span)) && !span.is_empty()
    }

    fn leave_blocks(&mut self, at: NodeIndex) {
        while self.blocks.pop_if(|after| *after <= at).is_some() {
            self.depth = self.depth.saturating_sub(1);
        }
    }

    /// Notes a blank line before a place, and where the content there ends.
    fn pass_over(&mut self, span: Span) {
        if let Some(end) = self.content_end.filter(|end| *end < span.start) {
            let between = Span { start: end, end: span.start }.of(self.view.text).as_bytes();
            self.blank |= memchr::memchr_iter(b'\n', between).nth(1).is_some();
        }
        self.content_end = Some(self.content_end.map_or(span.end, |end| end.max(span.end)));
    }

    fn token(&mut self, at: NodeIndex, node: &FlatNode, kind: Kind) {
        let span = node.span;
        self.enter_functions(span.start);
        if self.row_end.is_none_or(|end| span.start > end) {
            self.start_row(at, span, kind);
        } else {
            self.content_end = Some(span.end);
        }
        if kind.token == Token::Close(2) {
            self.depth = self.depth.saturating_sub(1);
        }
        self.count(at, node, kind);
        if kind.token == Token::Open(2) {
            self.depth = self.depth.saturating_add(1);
        }
        self.row.end = span.end;
    }

    /// Starts a row with its first token.
    fn start_row(&mut self, at: NodeIndex, span: Span, kind: Kind) {
        self.end_row();
        self.pass_over(span);
        let rest = self.view.text.as_bytes().get(span.start as usize..).unwrap_or_default();
        let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
        let end = (span.start as usize).saturating_add(length);
        self.row_end = Some(u32::try_from(end).unwrap_or(u32::MAX));
        self.row = span;
        self.row_has_word = false;
        if self.steps.is_empty() && !self.has_word || begins(self.view, at) {
            self.end_step();
            self.start_step(span, kind);
        }
    }

    /// Adds the current row to its step.
    fn end_row(&mut self) {
        if self.row_has_word {
            let end = self.row_end.map_or(self.row.end, |end| end.min(self.row.end));
            let row = Span { start: self.row.start, end }.of(self.view.text);
            let characters = u32::try_from(row.trim_end().chars().count()).unwrap_or(u32::MAX);
            self.step.lines = self.step.lines.saturating_add(1);
            self.step.characters = self.step.characters.saturating_add(characters);
        }
        self.row_has_word = false;
    }

    fn start_step(&mut self, span: Span, kind: Kind) {
        let closes = kind.token == Token::Close(2);
        let depth = self.depth.saturating_sub(u32::from(closes));
        let around = self.open.first().map_or(0, |(_, depth)| *depth);
        let parted = std::mem::take(&mut self.blank) && !closes && depth <= self.last_depth;
        self.last_depth = depth;
        self.brackets = 0;
        let page = self.page(span.start);
        let quoted = span.start < self.quoted_end;
        let depth = depth.saturating_sub(around);
        self.step = Step { span, page, parted, depth, quoted, ..Step::default() };
    }

    /// Keeps the current step, if it holds a word.
    fn end_step(&mut self) {
        if std::mem::take(&mut self.has_word) {
            if let Some(page) = self.pages.get_mut(self.step.page as usize) {
                page.steps = page.steps.saturating_add(1);
            }
            self.steps.push(self.step);
        }
    }

    /// The page of a step that starts at a place.
    fn page(&mut self, start: u32) -> u32 {
        if let Some((function, _)) = self.open.last() {
            return self.places.get(*function as usize).copied().unwrap_or(u32::MAX);
        }
        while let Some(definition) = self.types.get(self.type_at).filter(|next| next.span.start <= start) {
            if definition.is_test {
                self.tests_end = self.tests_end.max(definition.span.end);
            }
            self.type_at = self.type_at.saturating_add(1);
        }
        let outside = self.functions.len().saturating_add(usize::from(start < self.tests_end));
        u32::try_from(outside).unwrap_or(u32::MAX)
    }

    fn enter_functions(&mut self, start: u32) {
        let ended = |function: u32| {
            self.functions.get(function as usize).is_none_or(|function| function.span.end <= start)
        };
        while self.open.pop_if(|(function, _)| ended(*function)).is_some() {}
        while self.functions.get(self.function).is_some_and(|next| next.span.start <= start) {
            let index = u32::try_from(self.function).unwrap_or(u32::MAX);
            if !ended(index) {
                self.open.push((index, self.depth));
            }
            self.function = self.function.saturating_add(1);
        }
    }

    fn count(&mut self, at: NodeIndex, node: &FlatNode, kind: Kind) {
        let span = node.span;
        let is_word = matches!(kind.sign, Sign::Word | Sign::Name | Sign::Literal | Sign::Parts);
        self.row_has_word |= is_word;
        self.has_word |= is_word;
        self.step.span.end = self.step.span.end.max(span.end);
        let parent = node.parent().map_or(Role::Other, |parent| self.view.role(parent));
        self.count_branch(kind.token, parent);
        let after_receiver = std::mem::take(&mut self.after_receiver);
        let counts = &mut self.step.counts;
        let counted = match kind.sign {
            Sign::Assignment => Some(&mut counts.assignments),
            Sign::Comma => Some(&mut counts.commas),
            Sign::Member if !after_receiver => Some(&mut counts.members),
            Sign::Literal | Sign::Parts => Some(&mut counts.literals),
            _ => None,
        };
        if let Some(counted) = counted {
            *counted = counted.saturating_add(1);
        }
        match kind.token {
            Token::Open(0 | 1) => {
                self.brackets = self.brackets.saturating_add(1);
                counts.brackets = counts.brackets.max(self.brackets);
            }
            Token::Close(0 | 1) => self.brackets = self.brackets.saturating_sub(1),
            _ => {}
        }
        if kind.named {
            self.word(at, span, kind);
        } else if !matches!(kind.token, Token::Close(_)) {
            self.vocabulary.kind(self.step.page, node.kind);
        } else {
            return;
        }
        self.step.tokens = self.step.tokens.saturating_add(1);
        if let Some(page) = self.pages.get_mut(self.step.page as usize) {
            page.tokens = page.tokens.saturating_add(1);
        }
    }

    fn count_branch(&mut self, token: Token, parent: Role) {
        let decides = match token {
            Token::If | Token::Elif | Token::While | Token::Case | Token::Catch => true,
            Token::And | Token::Or | Token::Coalesce | Token::LogicalAssign => true,
            Token::For => matches!(parent, Role::Loop | Role::Clause),
            Token::Question => parent == Role::Ternary,
            _ => false,
        };
        self.step.counts.branches = self.step.counts.branches.saturating_add(u32::from(decides));
    }

    /// Counts a token with a text of its own.
    fn word(&mut self, at: NodeIndex, span: Span, kind: Kind) {
        let text = span.of(self.view.text);
        let is_name = kind.sign == Sign::Name && text != "_";
        let is_called = self.is_called(span);
        let is_receiver = self.view.language.dialect.receivers.contains(&text);
        self.after_receiver = is_receiver;
        let counts = &mut self.step.counts;
        counts.calls = counts.calls.saturating_add(u32::from(is_called));
        if is_name {
            // By convention, what stands for any type is a letter.
            let is_type = kind.nuance == Nuance::TypeName;
            let is_short = !is_type && text.len() <= SHORT.saturating_mul(4) && text.chars().count() <= SHORT;
            counts.names = counts.names.saturating_add(1);
            counts.short = counts.short.saturating_add(u32::from(is_short));
        }
        let is_variable = is_name
            && kind.role == Role::Identifier
            && !is_called
            && !is_receiver
            && !matches!(self.view.slot(at), Slot::Property | Slot::Key | Slot::Callee)
            && !matches!(self.view.bind(at), Bind::Function | Bind::Type);
        let page = self.step.page;
        let step = self.pages.get(page as usize).map(|page| page.steps);
        self.vocabulary.word(page, text, step.filter(|_| is_variable));
    }

    fn is_called(&mut self, span: Span) -> bool {
        while let Some((first, rest)) = self.calls.split_first()
            && first.start < span.start
        {
            self.calls = rest;
        }
        self.calls.first() == Some(&span)
    }

    fn finish(mut self) -> Reading {
        self.end_row();
        self.end_step();
        self.vocabulary.finish(&mut self.pages);
        Reading { steps: self.steps, pages: self.pages }
    }
}

/// The page of each function. One without weight has none of its own, unless it is a test.
fn places(outline: &Outline) -> Vec<u32> {
    let outside = u32::try_from(outline.functions.len()).unwrap_or(u32::MAX);
    let mut places: Vec<u32> = Vec::with_capacity(outline.functions.len());
    // Parents come before their children.
    for (index, function) in (0_u32..).zip(&outline.functions) {
        let around = function.parent.and_then(|parent| places.get(parent as usize).copied());
        let own = function.weight() > 0 || function.is_test;
        places.push(if own { index } else { around.unwrap_or(outside) });
    }
    places
}
