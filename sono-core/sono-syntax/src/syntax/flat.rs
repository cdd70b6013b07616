//! The tree for rules: a syntax tree laid out flat, so that every step to a relative costs the same.
//!
//! A step to a parent or a sibling costs tree-sitter a walk from the root, which makes rules that look around
//! quadratic on deep or long trees. Here all nodes stand in one list, in the order of the text and parents before
//! children.

use crate::text::Span;

use super::parsed::Parsed;

/// The place of a node in its [`FlatTree`].
pub type NodeIndex = u32;

/// Stands for no node.
const NONE: NodeIndex = u32::MAX;

mod flags {
    pub(super) const NAMED: u8 = 1;
    pub(super) const EXTRA: u8 = 1 << 1;
    pub(super) const ERROR: u8 = 1 << 2;
    pub(super) const MISSING: u8 = 1 << 3;
}

/// A node of a syntax tree.
#[derive(Debug, Clone, Copy)]
pub struct FlatNode {
    /// Its text.
    pub span: Span,
    parent: NodeIndex,
    previous: NodeIndex,
    after: NodeIndex,
    /// Number of its children.
    pub children: u32,
    /// Its kind, as the grammar numbers them.
    pub kind: u16,
    /// The field of its parent in which it stands, as the grammar numbers them; 0 for none.
    pub field: u16,
    flags: u8,
}

impl FlatNode {
    /// Whether the grammar gives it a name; punctuation and keywords have none.
    pub const fn is_named(&self) -> bool {
        self.flags & flags::NAMED != 0
    }

    /// Whether it may stand anywhere, as comments do.
    pub const fn is_extra(&self) -> bool {
        self.flags & flags::EXTRA != 0
    }

    /// Whether it holds what does not parse.
    pub const fn is_error(&self) -> bool {
        self.flags & flags::ERROR != 0
    }

    /// Whether the parser put it there because it was missing.
    pub const fn is_missing(&self) -> bool {
        self.flags & flags::MISSING != 0
    }

    /// Its parent.
    pub fn parent(&self) -> Option<NodeIndex> {
        (self.parent != NONE).then_some(self.parent)
    }

    /// Its sibling before it.
    pub fn previous(&self) -> Option<NodeIndex> {
        (self.previous != NONE).then_some(self.previous)
    }

    /// The first node that is not below it.
    pub const fn after(&self) -> NodeIndex {
        self.after
    }
}

/// A syntax tree as one list of nodes.
#[derive(Debug, Clone)]
pub struct FlatTree {
    nodes: Vec<FlatNode>,
}

impl FlatTree {
    /// Lays out a tree, without recursion.
    pub fn new(parsed: &Parsed<'_>) -> Self {
        let mut nodes: Vec<FlatNode> = Vec::with_capacity(parsed.tree.root_node().descendant_count());
        let mut cursor = parsed.tree.walk();
        let mut open: Vec<NodeIndex> = Vec::new();
        let mut previous = NONE;
        'walk: loop {
            let node = cursor.node();
            let index = NodeIndex::try_from(nodes.len()).unwrap_or(NONE);
            let parent = open.last().copied().unwrap_or(NONE);
            if let Some(parent) = nodes.get_mut(parent as usize) {
                parent.children = parent.children.saturating_add(1);
            }
            let flag = |set: bool, flag: u8| if set { flag } else { 0 };
            nodes.push(FlatNode {
                span: Span::new(node.start_byte(), node.end_byte()),
                parent,
                previous,
                after: index.saturating_add(1),
                children: 0,
                kind: node.kind_id(),
                field: cursor.field_id().map_or(0, std::num::NonZeroU16::get),
                flags: flag(node.is_named(), flags::NAMED)
                    | flag(node.is_extra(), flags::EXTRA)
                    | flag(node.is_error(), flags::ERROR)
                    | flag(node.is_missing(), flags::MISSING),
            });
            if cursor.goto_first_child() {
                open.push(index);
                previous = NONE;
                continue;
            }
            previous = index;
            while !cursor.goto_next_sibling() {
                let Some(closed) = open.pop() else { break 'walk };
                cursor.goto_parent();
                let after = NodeIndex::try_from(nodes.len()).unwrap_or(NONE);
                if let Some(closed) = nodes.get_mut(closed as usize) {
                    closed.after = after;
                }
                previous = closed;
            }
        }
        Self { nodes }
    }

    /// The root.
    pub fn root(&self) -> &FlatNode {
        // There always is one; a list of nodes cannot say so.
        const NOWHERE: FlatNode = FlatNode {
            span: Span { start: 0, end: 0 },
            parent: NONE,
            previous: NONE,
            after: 0,
            children: 0,
            kind: 0,
            field: 0,
            flags: 0,
        };
        self.nodes.first().unwrap_or(&NOWHERE)
    }

    /// All nodes, parents before children, in the order of the text. The first is the root.
    pub fn nodes(&self) -> &[FlatNode] {
        &self.nodes
    }

    /// A node.
    pub fn get(&self, index: NodeIndex) -> Option<&FlatNode> {
        self.nodes.get(index as usize)
    }

    /// The first child of a node.
    pub fn first_child(&self, index: NodeIndex) -> Option<NodeIndex> {
        self.get(index).filter(|node| node.children > 0).map(|_| index.saturating_add(1))
    }

    /// The sibling after a node.
    pub fn next(&self, index: NodeIndex) -> Option<NodeIndex> {
        let node = self.get(index)?;
        let parent = self.get(node.parent()?)?;
        (node.after < parent.after).then_some(node.after)
    }
}
