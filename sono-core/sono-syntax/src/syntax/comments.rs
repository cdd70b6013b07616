//! Comments and docstrings.

use tree_sitter::Node;

use crate::language::role::Role;
use crate::text::Span;

use super::frame::{Frame, NONE, flags};
use super::outline::{Comment, CommentKind};
use super::walk::Walk;

impl Walk<'_> {
    pub(super) fn comment(&mut self, span: Span) {
        let text = span.of(self.text);
        let kind = if text.starts_with("/**") && text.len() > 4 {
            CommentKind::Doc
        } else if text.starts_with("/*") || text.starts_with("<!--") {
            CommentKind::Block
        } else {
            CommentKind::Line
        };
        if kind == CommentKind::Doc {
            self.pending_doc = u32::try_from(self.out.comments.len()).unwrap_or(NONE);
        }
        self.out.comments.push(Comment { span, kind });
        self.lines.mark_comment(span);
    }

    /// A statement that is one string: documentation if it opens a body, else a comment. Returns whether it was.
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
        if prefix.contains(['f', 'F', 'b', 'B', 't', 'T']) || string.has_error() {
            return false;
        }
        let index = u32::try_from(self.out.comments.len()).unwrap_or(NONE);
        // The string itself is counted already.
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
