//! The tree for rules: a syntax tree laid out flat, so that every step to a relative costs the same.
//!
//! A step to a parent or a sibling costs tree-sitter a walk from the root, which makes rules that look around
//! quadratic on deep or long trees. Here all nodes stand in one list, in the order of the text and parents before
//! children.

use tree_sitter::TreeCursor;

use crate::text::Span;

/// The place of a node in its [`FlatTree`].
pub type NodeIndex = u32;

/// The deepest level that is laid out. Rules may recurse on it, on whatever stack the host has; code that people wrote
/// is not half as deep.
const MAX_DEPTH: usize = 250;

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
#[derive(Debug, Clone, Default)]
pub struct FlatTree {
    nodes: Vec<FlatNode>,
    is_cut: bool,
}

impl FlatTree {
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

    /// Whether the text has nodes that are not here: too deep, or beyond a budget.
    pub fn is_cut(&self) -> bool {
        self.is_cut
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

/// Lays out a tree while a cursor walks over it.
#[derive(Debug, Default)]
pub(super) struct Layout {
    nodes: Vec<FlatNode>,
    open: Vec<NodeIndex>,
    /// The sibling before the next node.
    previous: Option<NodeIndex>,
    /// Levels below the deepest that is laid out.
    too_deep: u32,
    is_cut: bool,
}

impl Layout {
    pub(super) fn with_capacity(nodes: usize) -> Self {
        Self { nodes: Vec::with_capacity(nodes), ..Self::default() }
    }

    /// The cursor has come to a node.
    pub(super) fn node(&mut self, cursor: &TreeCursor<'_>) {
        if self.too_deep > 0 {
            return;
        }
        let node = cursor.node();
        let index = self.count();
        let parent = self.open.last().copied();
        if let Some(parent) = parent.and_then(|parent| self.nodes.get_mut(parent as usize)) {
            parent.children = parent.children.saturating_add(1);
        }
        let flag = |set: bool, flag: u8| if set { flag } else { 0 };
        self.nodes.push(FlatNode {
            span: Span::new(node.start_byte(), node.end_byte()),
            parent: parent.unwrap_or(NONE),
            previous: self.previous.unwrap_or(NONE),
            after: index.saturating_add(1),
            children: 0,
            kind: node.kind_id(),
            field: cursor.field_id().map_or(0, std::num::NonZeroU16::get),
            flags: flag(node.is_named(), flags::NAMED)
                | flag(node.is_extra(), flags::EXTRA)
                | flag(node.is_error(), flags::ERROR)
                | flag(node.is_missing(), flags::MISSING),
        });
        self.previous = Some(index);
    }

    /// The cursor goes to the first child of the node it came to last.
    pub(super) fn descend(&mut self) {
        if self.too_deep > 0 || self.open.len() >= MAX_DEPTH {
            self.too_deep = self.too_deep.saturating_add(1);
            self.is_cut = true;
            return;
        }
        self.open.extend(self.previous.take());
    }

    /// The cursor goes back to a parent: all below it is there.
    pub(super) fn ascend(&mut self) {
        if self.too_deep > 0 {
            self.too_deep = self.too_deep.saturating_sub(1);
            return;
        }
        let after = self.count();
        self.previous = self.open.pop();
        let closed = self.previous.and_then(|closed| self.nodes.get_mut(closed as usize));
        if let Some(closed) = closed {
            closed.after = after;
        }
    }

    /// Lays out all that is below the node at which the cursor stands, and brings it back there. Without recursion.
    pub(super) fn below(&mut self, cursor: &mut TreeCursor<'_>) {
        if !cursor.goto_first_child() {
            return;
        }
        self.descend();
        let mut levels = 1_u32;
        loop {
            self.node(cursor);
            if cursor.goto_first_child() {
                self.descend();
                levels = levels.saturating_add(1);
                continue;
            }
            while !cursor.goto_next_sibling() {
                cursor.goto_parent();
                self.ascend();
                levels = levels.saturating_sub(1);
                if levels == 0 {
                    return;
                }
            }
        }
    }

    pub(super) fn finish(mut self) -> FlatTree {
        // A walk whose budget ran out leaves nodes open.
        self.too_deep = 0;
        self.is_cut |= !self.open.is_empty();
        while !self.open.is_empty() {
            self.ascend();
        }
        FlatTree { nodes: self.nodes, is_cut: self.is_cut }
    }

    fn count(&self) -> NodeIndex {
        NodeIndex::try_from(self.nodes.len()).unwrap_or(NONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{self, Language};
    use crate::syntax::{ParseBudget, Parsed, Parser};

    fn flat(text: &str, language: &'static Language, budget: &ParseBudget) -> FlatTree {
        let mut tree = FlatTree::default();
        let mut keep = |parsed: Parsed<'_>| {
            tree = parsed.tree;
            Ok(())
        };
        Parser::new().visit(text, language, false, budget, &|| Ok::<(), ()>(()), &mut keep).unwrap();
        tree
    }

    /// Every node, and every step from it, as tree-sitter has them.
    fn check(text: &str, language: &'static Language) {
        let flat = flat(text, language, &ParseBudget::default());
        let mut parser = tree_sitter::Parser::new();
        parser.set_language(&(language.grammar.load)()).unwrap();
        let tree = parser.parse(text, None).unwrap();
        let mut expected = Vec::new();
        let mut open = vec![(tree.root_node(), None)];
        while let Some((node, field)) = open.pop() {
            let mut cursor = node.walk();
            let children = node.children(&mut cursor).enumerate();
            let children = children
                .map(|(index, child)| (child, node.field_name_for_child(u32::try_from(index).unwrap())));
            let children: Vec<_> = children.collect();
            open.extend(children.into_iter().rev());
            expected.push((node, field));
        }
        assert_eq!(flat.nodes().len(), expected.len(), "{}", language.id);
        let grammar = (language.grammar.load)();
        let index = |node: Option<tree_sitter::Node<'_>>| {
            let place = |node| expected.iter().position(|(other, _)| *other == node);
            node.and_then(place).map(|place| NodeIndex::try_from(place).unwrap())
        };
        for (at, (node, field)) in (0..).zip(&expected) {
            let found = flat.get(at).unwrap();
            assert_eq!(
                (found.kind, found.span),
                (node.kind_id(), Span::new(node.start_byte(), node.end_byte()))
            );
            assert_eq!(found.is_named(), node.is_named());
            assert_eq!(found.is_extra(), node.is_extra());
            assert_eq!(found.is_error(), node.is_error());
            assert_eq!(found.is_missing(), node.is_missing());
            assert_eq!(found.children, node.child_count());
            assert_eq!(grammar.field_name_for_id(found.field), *field);
            assert_eq!(found.parent(), index(node.parent()));
            assert_eq!(found.previous(), index(node.prev_sibling()));
            assert_eq!(flat.next(at), index(node.next_sibling()));
            assert_eq!(flat.first_child(at), index(node.child(0)));
        }
    }

    #[test]
    fn every_step_leads_where_the_tree_leads() {
        for language in language::all() {
            check("", language);
            check("(((", language);
            check("x = [1, 'a', f(b)] # c\n", language);
        }
        for (name, text) in [
            (
                "python",
                "@a\ndef f(x: int = 1, *, y):\n    \"\"\"D.\"\"\"\n    return f'{x!r}' if x else None\n",
            ),
            ("java", "/** D. */\nclass A { @B int f(int[] x) { return x == null ? 0 : x[0]; } }\n"),
            ("javascript", "export const f = async (a, { b }) => `${a}` ?? /x/;\n"),
            ("tsx", "const a = <T,>(x: T) => <b c={x}>d</b>;\n"),
        ] {
            check(text, language::by_name(name).unwrap());
        }
    }

    #[test]
    fn a_tree_that_the_budget_cuts_is_closed() {
        let python = language::by_name("python").unwrap();
        let text = "def f():\n    return [1, [2, [3]]]\n";
        let whole = flat(text, python, &ParseBudget::default());
        for nodes in 1..20 {
            let cut = flat(text, python, &ParseBudget { nodes: Some(nodes), ..ParseBudget::default() });
            assert_eq!(cut.is_cut(), cut.nodes().len() < whole.nodes().len());
            let end = NodeIndex::try_from(cut.nodes().len()).unwrap();
            assert_eq!(cut.root().after(), end);
            for (at, node) in (0..).zip(cut.nodes()) {
                assert!(node.after() > at && node.after() <= end);
                assert_eq!(node.kind, whole.get(at).unwrap().kind);
            }
        }
    }

    #[test]
    fn what_is_too_deep_is_left_out_and_said() {
        let python = language::by_name("python").unwrap();
        for (depth, is_cut) in [(10, false), (10_000, true)] {
            let text = format!("x = {}1{}\ny = 2\n", "(".repeat(depth), ")".repeat(depth));
            let tree = flat(&text, python, &ParseBudget::default());
            assert_eq!(tree.is_cut(), is_cut);
            let last = tree.nodes().last().unwrap();
            assert_eq!(last.span.of(&text), "2", "what comes after is there");
            assert_eq!(tree.root().children, 2);
        }
    }
}
