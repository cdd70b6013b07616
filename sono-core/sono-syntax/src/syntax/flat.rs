//! The tree for rules: a flat syntax tree in which every step to a related node costs the same.
//!
//! In tree-sitter, a step to a parent or sibling walks from the root, which makes rules that look around quadratic on
//! deep or long trees. Here all nodes are in one list, in text order, with parents before children.

use tree_sitter::{FlatNode as Node, FlatTree as Nodes};

use crate::text::Span;

/// The index of a node in its [`FlatTree`].
pub type NodeIndex = u32;

/// The deepest level kept. Rules may recurse to it on any stack the host has; hand-written code is less than half as
/// deep.
const MAX_DEPTH: usize = 250;

/// No node.
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
    /// The text of the node.
    pub span: Span,
    parent: NodeIndex,
    previous: NodeIndex,
    after: NodeIndex,
    /// The number of its children.
    pub children: u32,
    /// Its kind, by the grammar's numbering.
    pub kind: u16,
    /// Its field in the parent, by the grammar's numbering; 0 for none.
    pub field: u16,
    flags: u8,
}

impl FlatNode {
    /// Whether it is a named node; punctuation and keywords are not.
    pub const fn is_named(&self) -> bool {
        self.flags & flags::NAMED != 0
    }

    /// Whether it is an extra, which may appear anywhere, as comments do.
    pub const fn is_extra(&self) -> bool {
        self.flags & flags::EXTRA != 0
    }

    /// Whether it contains text that does not parse.
    pub const fn is_error(&self) -> bool {
        self.flags & flags::ERROR != 0
    }

    /// Whether the parser inserted it because it was missing.
    pub const fn is_missing(&self) -> bool {
        self.flags & flags::MISSING != 0
    }

    /// Its parent.
    pub fn parent(&self) -> Option<NodeIndex> {
        (self.parent != NONE).then_some(self.parent)
    }

    /// The previous sibling.
    pub fn previous(&self) -> Option<NodeIndex> {
        (self.previous != NONE).then_some(self.previous)
    }

    /// The index of the first node after it that is not its descendant.
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
        // Always present; the type of a list cannot express that.
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

    /// Whether some nodes of the text are missing here, because they were too deep or beyond a budget.
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// All nodes in text order, parents before children. The first is the root.
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

    /// The next sibling of a node.
    pub fn next(&self, index: NodeIndex) -> Option<NodeIndex> {
        let node = self.get(index)?;
        let parent = self.get(node.parent()?)?;
        (node.after < parent.after).then_some(node.after)
    }
}

/// Whether the node with this index belongs to the frame around a piece of code: all but the root of the first `framed`
/// nodes, in which the piece is.
pub(super) fn is_around(index: NodeIndex, framed: u32) -> bool {
    index > 0 && index < framed
}

/// Whether a node belongs to the frame after a piece of code, in which it takes no room.
pub(super) fn is_after(node: &Node<'_>, framed: u32, text: &str) -> bool {
    framed > 0 && node.start_byte() == node.end_byte() && node.end_byte() >= text.len()
}

impl FlatTree {
    /// The nodes of a tree that are not too deep, and no part of the frame around a piece of code.
    pub(super) fn of(nodes: &Nodes, framed: u32, text: &str) -> Self {
        if framed == 0 && nodes.depth() as usize <= MAX_DEPTH.saturating_add(1) {
            return Self { nodes: nodes.nodes().map(flat).collect(), is_cut: nodes.is_cut() };
        }
        let mut layout = Layout { is_cut: nodes.is_cut(), ..Layout::default() };
        let mut index = 0;
        while let Some(node) = nodes.node(index) {
            let next = index.saturating_add(1);
            index = if is_around(index, framed) {
                next
            } else if is_after(&node, framed, text) || !layout.add(&node) {
                node.after()
            } else {
                next
            };
        }
        layout.finish()
    }
}

fn flat(node: Node<'_>) -> FlatNode {
    let flag = |set: bool, flag: u8| if set { flag } else { 0 };
    FlatNode {
        span: Span::new(node.start_byte(), node.end_byte()),
        parent: node.parent_index().unwrap_or(NONE),
        previous: node.previous_index().unwrap_or(NONE),
        after: node.after(),
        children: u32::try_from(node.child_count()).unwrap_or(u32::MAX),
        kind: node.kind_id(),
        field: node.field_id(),
        flags: flag(node.is_named(), flags::NAMED)
            | flag(node.is_extra(), flags::EXTRA)
            | flag(node.is_error(), flags::ERROR)
            | flag(node.is_missing(), flags::MISSING),
    }
}

/// Numbers nodes anew where some are left out.
#[derive(Debug, Default)]
struct Layout {
    nodes: Vec<FlatNode>,
    /// The open nodes, each with its end among all nodes.
    open: Vec<(NodeIndex, u32)>,
    /// The previous sibling of the next node.
    previous: Option<NodeIndex>,
    is_cut: bool,
}

impl Layout {
    /// Adds a node. Returns whether to add its children.
    fn add(&mut self, node: &Node<'_>) -> bool {
        while let Some((_, end)) = self.open.last()
            && *end <= node.index()
        {
            self.close();
        }
        let index = self.count();
        let parent = self.open.last().map(|(parent, _)| *parent);
        if let Some(parent) = parent.and_then(|parent| self.nodes.get_mut(parent as usize)) {
            parent.children = parent.children.saturating_add(1);
        }
        self.nodes.push(FlatNode {
            parent: parent.unwrap_or(NONE),
            previous: self.previous.unwrap_or(NONE),
            after: index.saturating_add(1),
            children: 0,
            ..flat(*node)
        });
        let has_children = node.child_count() > 0;
        let is_deep = self.open.len() >= MAX_DEPTH;
        self.is_cut |= has_children && is_deep;
        if !has_children || is_deep {
            self.previous = Some(index);
            return false;
        }
        self.open.push((index, node.after()));
        self.previous = None;
        true
    }

    /// Closes the last open node, whose descendants are now complete.
    fn close(&mut self) {
        let after = self.count();
        self.previous = self.open.pop().map(|(closed, _)| closed);
        let closed = self.previous.and_then(|closed| self.nodes.get_mut(closed as usize));
        if let Some(closed) = closed {
            closed.after = after;
        }
    }

    fn finish(mut self) -> FlatTree {
        while !self.open.is_empty() {
            self.close();
        }
        FlatTree { nodes: self.nodes, is_cut: self.is_cut }
    }

    fn count(&self) -> NodeIndex {
        NodeIndex::try_from(self.nodes.len()).unwrap_or(NONE)
    }
}

#[cfg(all(test, feature = "lang-all"))]
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

    /// Checks every node, and every step from it, against tree-sitter.
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
        for (depth, is_cut) in [(10, false), (2_000, true)] {
            let text = format!("x = {}1{}\ny = 2\n", "(".repeat(depth), ")".repeat(depth));
            let tree = flat(&text, python, &ParseBudget::default());
            assert_eq!(tree.is_cut(), is_cut);
            let last = tree.nodes().last().unwrap();
            assert_eq!(last.span.of(&text), "2", "what comes after is there");
            assert_eq!(tree.root().children, 2);
        }
    }
}
