//! A flat tree with the meaning of its nodes, for what is found out after the walk.

use std::num::NonZeroU16;

use crate::language::Language;
use crate::language::nuance::Nuance;
use crate::language::role::{Bind, Role, Slot, Token};
use crate::language::signs::Sign;
use crate::language::tables::Tables;
use crate::text::Span;

use super::flat::{FlatNode, FlatTree, NodeIndex};

/// A text and its flat tree, read with the tables of its language.
#[derive(Clone, Copy)]
pub(super) struct View<'a> {
    pub(super) text: &'a str,
    pub(super) tree: &'a FlatTree,
    pub(super) language: &'static Language,
    pub(super) tables: &'static Tables,
}

/// The operands of a node, which are its named children, and its operator, the last of its tokens but brackets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Operation {
    pub(super) operator: &'static str,
    /// The meaning of the operator.
    pub(super) token: Token,
    /// The first two operands.
    pub(super) operands: [Option<NodeIndex>; 2],
    /// The number of operands.
    pub(super) count: usize,
}

impl Operation {
    /// The operator between two operands.
    pub(super) fn binary(self) -> Option<(NodeIndex, &'static str, NodeIndex)> {
        match self {
            Self { operands: [Some(left), Some(right)], count: 2, operator, .. } => {
                Some((left, operator, right))
            }
            _ => None,
        }
    }
}

/// A comparison's operator with its sides exchanged.
pub(super) fn mirrored(operator: &str) -> &str {
    match operator {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        same => same,
    }
}

impl<'a> View<'a> {
    pub(super) fn new(text: &'a str, tree: &'a FlatTree, language: &'static Language) -> Self {
        Self { text, tree, language, tables: language.tables() }
    }

    pub(super) fn node(&self, index: NodeIndex) -> Option<&'a FlatNode> {
        self.tree.get(index)
    }

    /// The role of a named node; `Other` for a token.
    pub(super) fn role(&self, index: NodeIndex) -> Role {
        self.node(index).map_or(Role::Other, |node| self.tables.kind(node.kind).role)
    }

    /// The nuance of a named node; `None` for a token.
    pub(super) fn nuance(&self, index: NodeIndex) -> Nuance {
        self.node(index).map_or(Nuance::None, |node| self.tables.kind(node.kind).nuance)
    }

    /// The meaning of a token; `Other` for a named node.
    pub(super) fn token(&self, index: NodeIndex) -> Token {
        self.node(index).map_or(Token::Other, |node| self.tables.kind(node.kind).token)
    }

    /// The meaning of a token, or a node, to a reader.
    pub(super) fn sign(&self, index: NodeIndex) -> Sign {
        self.node(index).map_or(Sign::Punctuation, |node| self.tables.kind(node.kind).sign)
    }

    /// The field that a node is in its parent. Unlike in the walk, it is known for every parent.
    pub(super) fn slot(&self, index: NodeIndex) -> Slot {
        self.tables.slot(self.node(index).and_then(|node| NonZeroU16::new(node.field)))
    }

    /// The kind of name that a node is by its parent, where its parent says so.
    pub(super) fn bind(&self, index: NodeIndex) -> Bind {
        let parent = self.parent(index).and_then(|parent| self.node(parent));
        parent.map_or(Bind::None, |parent| self.tables.bind(parent.kind, self.slot(index)))
    }

    /// The sign or keyword that a token is; empty for a named node, whose name is known to its language alone.
    pub(super) fn spelling(&self, index: NodeIndex) -> &'static str {
        let token = self.node(index).filter(|node| !node.is_named());
        token.and_then(|node| self.tables.name(node.kind)).unwrap_or("")
    }

    pub(super) fn span(&self, index: NodeIndex) -> Span {
        self.node(index).map_or(Span { start: 0, end: 0 }, |node| node.span)
    }

    pub(super) fn words(&self, index: NodeIndex) -> &'a str {
        self.span(index).of(self.text)
    }

    pub(super) fn parent(&self, index: NodeIndex) -> Option<NodeIndex> {
        self.node(index).and_then(FlatNode::parent)
    }

    /// The children of a node, tokens and comments included.
    pub(super) fn children(&self, index: NodeIndex) -> impl Iterator<Item = NodeIndex> + use<'a> {
        let tree = self.tree;
        std::iter::successors(tree.first_child(index), move |child| tree.next(*child))
    }

    /// The first child in a field.
    pub(super) fn child(&self, index: NodeIndex, slot: Slot) -> Option<NodeIndex> {
        self.children(index).find(|child| self.slot(*child) == slot)
    }

    /// The parts of an operation.
    pub(super) fn operation(&self, index: NodeIndex) -> Operation {
        let mut operation = Operation { operator: "", token: Token::Other, operands: [None; 2], count: 0 };
        for child in self.children(index) {
            match self.node(child) {
                Some(inner) if inner.is_extra() => {}
                Some(inner) if inner.is_named() => {
                    if let Some(cell) = operation.operands.get_mut(operation.count) {
                        *cell = Some(child);
                    }
                    operation.count = operation.count.saturating_add(1);
                }
                _ if matches!(self.token(child), Token::Open(_) | Token::Close(_)) => {}
                _ => {
                    operation.operator = self.spelling(child);
                    operation.token = self.token(child);
                }
            }
        }
        operation
    }

    /// A node and all nodes below it, in the order of the text.
    pub(super) fn within(&self, index: NodeIndex) -> std::ops::Range<NodeIndex> {
        index..self.node(index).map_or(index, FlatNode::after)
    }
}
