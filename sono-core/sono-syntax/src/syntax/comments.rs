//! Comments and docstrings.

use tree_sitter::FlatNode as Node;

use crate::language::role::Role;
use crate::text::Span;

use super::frame::{Frame, NONE, flags};
use super::outline::{Comment, CommentKind};
use super::scope::ScopeKind;
use super::walk::Walk;

/// A run of plain comments on lines of their own, each directly below the last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Run {
    /// The index of the first comment in the outline.
    first: usize,
    span: Span,
}

impl Walk<'_> {
    pub(super) fn comment(&mut self, span: Span) {
        let span = without_line_break(span, self.text);
        let text = span.of(self.text);
        let (docs, lexis) = (&self.language.doc_comments, &self.language.lexis);
        let is_line = lexis.line_comments.iter().any(|marker| text.starts_with(marker));
        let is_begun = self.in_comment && span.start == 0;
        let (before, inside) = (is_begun || docs.opens_before(text), docs.opens_inside(text));
        let kind = match is_line {
            _ if before || inside => CommentKind::Doc,
            true => CommentKind::Line,
            false => CommentKind::Block,
        };
        self.lines.mark_comment(span);
        if before || inside {
            if is_line && self.continues_documentation(span, before) {
                return;
            }
            let index = u32::try_from(self.out.comments.len()).unwrap_or(NONE);
            if before {
                self.pending_doc = index;
            } else {
                self.document_scope(index);
            }
        } else if docs.above
            && self.scope().kind != ScopeKind::Function
            && !self.lines.shares_line(span.start)
        {
            self.run = match self.run {
                Some(run) if adjoins(run.span, span.start, self.text) => {
                    Some(Run { span: Span { start: run.span.start, end: span.end }, ..run })
                }
                _ => Some(Run { first: self.out.comments.len(), span }),
            };
        }
        self.out.comments.push(Comment { span, kind });
    }

    /// Merges a line of documentation that continues the last comment into it. Returns whether it did.
    fn continues_documentation(&mut self, span: Span, before: bool) -> bool {
        let docs = &self.language.doc_comments;
        let Some(last) = self.out.comments.last_mut().filter(|last| last.kind == CommentKind::Doc) else {
            return false;
        };
        let goes_on =
            adjoins(last.span, span.start, self.text) && docs.opens_before(last.span.of(self.text)) == before;
        if goes_on {
            last.span.end = span.end;
        }
        goes_on
    }

    /// Attaches documentation to the scope it is in.
    fn document_scope(&mut self, index: u32) {
        let scope = self.scope();
        let doc = match scope.kind {
            ScopeKind::Module => Some(&mut self.out.module.doc),
            ScopeKind::Function => {
                self.out.functions.get_mut(scope.index as usize).map(|function| &mut function.doc)
            }
            ScopeKind::Type => {
                self.out.types.get_mut(scope.index as usize).map(|definition| &mut definition.doc)
            }
        };
        if let Some(doc) = doc {
            doc.get_or_insert(index);
        }
    }

    /// Merges plain comments directly above a definition into its documentation.
    pub(super) fn take_run(&mut self, definition: Span) {
        let Some(run) = self.run.take() else { return };
        if adjoins(run.span, definition.start, self.text) {
            self.out.comments.truncate(run.first);
            self.pending_doc = u32::try_from(run.first).unwrap_or(NONE);
            self.out.comments.push(Comment { span: run.span, kind: CommentKind::Doc });
        }
    }

    /// Records a statement that is a single string: documentation if it opens a body, else a comment. Returns whether
    /// the node was such a statement.
    pub(super) fn docstring(&mut self, node: Node<'_>, parent: Option<&Frame>) -> bool {
        if node.child_count() != 1 {
            return false;
        }
        let Some(string) = node.child(0) else { return false };
        if self.tables.kind(string.kind_id()).role != Role::Str || string.is_missing() {
            return false;
        }
        let span = Span::new(string.start_byte(), string.end_byte());
        let prefix = span.of(self.text).split(['"', '\'']).next().unwrap_or("");
        let letters = self.language.doc_comments.docstrings.unwrap_or_default();
        if prefix.contains(letters) || string.has_error() {
            return false;
        }
        let index = u32::try_from(self.out.comments.len()).unwrap_or(NONE);
        // The string itself has already been counted.
        let place = parent.filter(|parent| parent.children <= 1);
        if place.is_some_and(|parent| parent.has(flags::FUNCTION_BODY)) {
            self.counts.body.2 = self.counts.body.2.saturating_sub(1);
        }
        let scope = self.scope();
        let doc = match place {
            Some(parent) if parent.has(flags::FUNCTION_BODY) => {
                self.out.functions.get_mut(scope.index as usize).map(|function| &mut function.doc)
            }
            Some(parent) if parent.has(flags::TYPE_BODY) => {
                self.out.types.get_mut(scope.index as usize).map(|definition| &mut definition.doc)
            }
            Some(parent) if parent.role == Role::Root => Some(&mut self.out.module.doc),
            _ => None,
        };
        let kind = if doc.is_some() { CommentKind::Doc } else { CommentKind::Block };
        if let Some(doc) = doc {
            *doc = Some(index);
        }
        self.out.comments.push(Comment { span, kind });
        self.lines.mark_comment(span);
        self.token_end = span.end;
        true
    }
}

/// The span without a trailing line break, which some grammars count as part of a comment.
fn without_line_break(span: Span, text: &str) -> Span {
    let comment = span.of(text);
    if !comment.ends_with('\n') {
        return span;
    }
    let length = comment.trim_end_matches(['\n', '\r']).len();
    Span::new(span.start as usize, (span.start as usize).saturating_add(length))
}

/// Whether there is nothing but a line break between a comment and an offset.
fn adjoins(comment: Span, start: u32, text: &str) -> bool {
    let between = text.get(comment.end as usize..start as usize).unwrap_or("-");
    between.trim().is_empty() && memchr::memchr_iter(b'\n', between.as_bytes()).count() == 1
}
