//! Trees as one list of nodes, in which every step to a related node costs the same.

#[cfg(not(feature = "std"))]
use alloc::vec::Vec;
use core::ops::Range;

use crate::{Language, Tree, ffi};

/// The visible nodes of a [`Tree`], in the order of the text, with parents before their children.
#[derive(Debug)]
pub struct FlatTree {
    nodes: Vec<ffi::TSFlatNode>,
    depth: u32,
    is_cut: bool,
    language: Language,
}

impl Tree {
    /// The nodes of the tree as one list: at most `most` of them, and always the root.
    #[doc(alias = "ts_tree_flatten")]
    #[must_use]
    pub fn flatten(&self, most: u64) -> FlatTree {
        let all = self.root_node().descendant_count().max(1);
        let capacity = usize::try_from(most.max(1)).map_or(all, |most| most.min(all));
        let mut nodes: Vec<ffi::TSFlatNode> = Vec::with_capacity(capacity);
        let mut depth = 0;
        let room = u32::try_from(capacity).unwrap_or(u32::MAX);
        // SAFETY: the list has room for as many nodes, and those that are counted are written.
        unsafe {
            let count =
                ffi::ts_tree_flatten(self.0.as_ptr(), nodes.as_mut_ptr(), room, &raw mut depth);
            nodes.set_len(count as usize);
        }
        FlatTree { is_cut: nodes.len() < all, nodes, depth, language: (*self.language()).clone() }
    }
}

impl FlatTree {
    /// The number of levels.
    #[must_use]
    pub fn depth(&self) -> u32 {
        self.depth
    }

    /// Whether nodes of the tree are missing, because there were too many.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// The node with this index.
    #[must_use]
    pub fn node(&self, index: u32) -> Option<FlatNode<'_>> {
        let record = self.nodes.get(index as usize)?;
        Some(FlatNode { tree: self, record, index })
    }

    /// All nodes.
    pub fn nodes(&self) -> impl Iterator<Item = FlatNode<'_>> {
        (0..).zip(&self.nodes).map(|(index, record)| FlatNode { tree: self, record, index })
    }
}

/// A node of a [`FlatTree`]. Its methods are those of a [`Node`](crate::Node).
#[derive(Debug, Clone, Copy)]
pub struct FlatNode<'t> {
    tree: &'t FlatTree,
    record: &'t ffi::TSFlatNode,
    index: u32,
}

macro_rules! flag {
    ($($(#[$doc:meta])* $name:ident = $bit:literal,)*) => {
        $(
            $(#[$doc])*
            #[must_use]
            pub fn $name(&self) -> bool {
                self.record.flags & $bit != 0
            }
        )*
    };
}

impl<'t> FlatNode<'t> {
    flag! {
        /// Whether it is a named node; punctuation and keywords are not.
        is_named = 1,
        /// Whether it is an extra, which may appear anywhere, as comments do.
        is_extra = 2,
        /// Whether it is a text that does not parse.
        is_error = 4,
        /// Whether the parser inserted it because it was missing.
        is_missing = 8,
        /// Whether it contains text that does not parse.
        has_error = 16,
    }

    /// Its index in the list.
    #[must_use]
    pub fn index(&self) -> u32 {
        self.index
    }

    /// The index of the first node after it that is not its descendant.
    #[must_use]
    pub fn after(&self) -> u32 {
        self.record.after
    }

    /// The index of its parent.
    #[must_use]
    pub fn parent_index(&self) -> Option<u32> {
        (self.record.parent != u32::MAX).then_some(self.record.parent)
    }

    /// Its parent.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.tree.node(self.parent_index()?)
    }

    /// The index of its previous sibling.
    #[must_use]
    pub fn previous_index(&self) -> Option<u32> {
        (self.record.previous != u32::MAX).then_some(self.record.previous)
    }

    /// Its previous sibling.
    #[must_use]
    pub fn previous(&self) -> Option<Self> {
        self.tree.node(self.previous_index()?)
    }

    /// Where it starts, in bytes.
    #[must_use]
    pub fn start_byte(&self) -> usize {
        self.record.start_byte as usize
    }

    /// Where it ends, in bytes.
    #[must_use]
    pub fn end_byte(&self) -> usize {
        self.record.end_byte as usize
    }

    /// Its bytes.
    #[must_use]
    pub fn byte_range(&self) -> Range<usize> {
        self.start_byte()..self.end_byte()
    }

    /// The id of its kind.
    #[must_use]
    pub fn kind_id(&self) -> u16 {
        self.record.symbol
    }

    /// The name of its kind.
    #[must_use]
    pub fn kind(&self) -> &'t str {
        if self.record.symbol == u16::MAX {
            return "ERROR";
        }
        self.tree.language.node_kind_for_id(self.record.symbol).unwrap_or("")
    }

    /// The id of its field in the parent; 0 for none.
    #[must_use]
    pub fn field_id(&self) -> u16 {
        self.record.field
    }

    /// The name of its field in the parent.
    #[must_use]
    pub fn field_name(&self) -> Option<&'t str> {
        self.tree.language.field_name_for_id(self.record.field)
    }

    /// The number of its children.
    #[must_use]
    pub fn child_count(&self) -> usize {
        self.record.children as usize
    }

    /// The number of its named children.
    #[must_use]
    pub fn named_child_count(&self) -> usize {
        self.children().filter(Self::is_named).count()
    }

    /// Its children.
    pub fn children(&self) -> impl Iterator<Item = FlatNode<'t>> + use<'t> {
        let (tree, end) = (self.tree, self.record.after);
        let first = (self.record.children > 0).then(|| self.index.saturating_add(1));
        let mut next = first.filter(|first| *first < end);
        core::iter::from_fn(move || {
            let child = tree.node(next?)?;
            next = Some(child.record.after).filter(|after| *after < end);
            Some(child)
        })
    }

    /// The child with this index among its children.
    #[must_use]
    pub fn child(&self, index: u32) -> Option<FlatNode<'t>> {
        self.children().nth(index as usize)
    }

    /// The child with this index among its named children.
    #[must_use]
    pub fn named_child(&self, index: u32) -> Option<FlatNode<'t>> {
        self.children().filter(Self::is_named).nth(index as usize)
    }

    /// The first child in the field with this id.
    #[must_use]
    pub fn child_by_field_id(&self, field: u16) -> Option<FlatNode<'t>> {
        self.children().find(|child| child.record.field == field)
    }

    /// The first child in the field with this name.
    #[must_use]
    pub fn child_by_field_name(&self, name: impl AsRef<[u8]>) -> Option<FlatNode<'t>> {
        let field = self.tree.language.field_id_for_name(name)?;
        self.child_by_field_id(field.get())
    }
}
