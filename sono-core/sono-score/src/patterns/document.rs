//! A parsed text for ast-grep: a flat tree that counts every step.
//!
//! The work of a rule depends on the text: `has` and `inside` search as far as they are told to. Each step to another
//! node, each look at a node's kind and each read of text is therefore charged to a budget. Once it is spent, no step
//! leads anywhere and every matcher soon returns; its result then has no meaning. The same happens when the work is
//! stopped from outside, which is looked at every so many steps.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use ast_grep_core::Position;
use ast_grep_core::language::Language as _;
use ast_grep_core::source::{Content, Doc, Edit, SgNode};

use sono_syntax::syntax::{FlatNode, FlatTree, NodeIndex};

use crate::error::{Error, Result};

use super::grammar::RuleGrammar;
use super::price::Price;

/// The number of copies of a node that cost a step.
const COPIES_PER_STEP: u64 = 4;

/// The number of steps after which it is looked at whether to stop: about a millisecond's.
const STEPS_PER_LOOK: u64 = 1 << 16;

/// Says with an error that the work is to stop.
pub(crate) type Interrupt = Rc<dyn Fn() -> Result<()>>;

/// The text of a document.
#[derive(Clone)]
pub(super) struct Text(Arc<str>);

impl Content for Text {
    type Underlying = u8;

    fn get_range(&self, range: Range<usize>) -> &[u8] {
        self.0.as_bytes().get(range).unwrap_or_default()
    }

    fn decode_str(source: &str) -> Cow<'_, [u8]> {
        Cow::Borrowed(source.as_bytes())
    }

    fn encode_bytes(bytes: &[u8]) -> Cow<'_, str> {
        String::from_utf8_lossy(bytes)
    }

    fn get_char_column(&self, column: usize, _offset: usize) -> usize {
        column
    }
}

/// A text with its tree and its remaining budget.
#[derive(Clone)]
pub(super) struct Document {
    text: Text,
    tree: FlatTree,
    grammar: RuleGrammar,
    /// The node that ast-grep takes for the root.
    root: NodeIndex,
    left: Cell<u64>,
    /// The copies until the next step is paid for them.
    until_paid: Cell<u64>,
    /// The price of reading texts.
    price: Cell<Price>,
    interrupt: Option<Interrupt>,
    /// The steps until it is asked.
    until_look: Cell<u64>,
    /// Why the work stopped.
    stopped: OnceCell<Error>,
}

impl Document {
    /// A document without a limit to the work on it, until [`allow`](Self::allow) sets one.
    pub(super) fn new(text: &str, tree: FlatTree, grammar: RuleGrammar) -> Self {
        Self {
            text: Text(Arc::from(text)),
            tree,
            grammar,
            root: 0,
            left: Cell::new(u64::MAX),
            until_paid: Cell::new(COPIES_PER_STEP),
            price: Cell::new(Price::LEAST),
            interrupt: None,
            until_look: Cell::new(STEPS_PER_LOOK),
            stopped: OnceCell::new(),
        }
    }

    /// The same, and the work on it ends when this says so.
    pub(super) fn stopped_by(self, interrupt: Option<Interrupt>) -> Self {
        Self { interrupt, ..self }
    }

    /// The same, with the outermost node that is exactly this part of the text for a root; `None` if there is no such node,
    /// or if anything in the text is no code.
    pub(super) fn rooted_at(self, part: Range<usize>) -> Option<Self> {
        let nodes = self.tree.nodes();
        if nodes.iter().any(|node| node.is_error() || node.is_missing()) {
            return None;
        }
        let is_part =
            |node: &FlatNode| node.span.start as usize == part.start && node.span.end as usize == part.end;
        let root = NodeIndex::try_from(nodes.iter().position(is_part)?).ok()?;
        Some(Self { root, ..self })
    }

    /// A part of the text.
    pub(super) fn part(&self, part: Range<usize>) -> &str {
        self.text.0.get(part).unwrap_or_default()
    }

    /// Why the work was stopped, if it was.
    pub(super) fn stopped(&self) -> Option<&Error> {
        self.stopped.get()
    }

    /// Whether some nodes are missing from the tree because they are too deep.
    pub(super) fn is_cut(&self) -> bool {
        self.tree.is_cut()
    }

    /// Allows as many steps from now on, and says what it costs to read texts.
    pub(super) fn allow(&self, steps: u64, price: Price) {
        self.left.set(if self.stopped.get().is_some() { 0 } else { steps });
        self.until_paid.set(COPIES_PER_STEP);
        self.price.set(price);
    }

    /// The number of steps that are left.
    pub(super) fn left(&self) -> u64 {
        self.left.get()
    }

    fn pay(&self, steps: u64) -> bool {
        let left = self.left.get().saturating_sub(steps);
        self.left.set(left);
        match self.until_look.get().checked_sub(steps) {
            Some(until) => self.until_look.set(until),
            None => self.look(),
        }
        self.left.get() > 0
    }

    fn copied(&self) {
        match self.until_paid.get().checked_sub(1) {
            Some(until @ 1..) => self.until_paid.set(until),
            _ => {
                self.until_paid.set(COPIES_PER_STEP);
                self.pay(1);
            }
        }
    }

    #[cold]
    fn look(&self) {
        self.until_look.set(STEPS_PER_LOOK);
        if let Some(Err(error)) = self.interrupt.as_ref().map(|interrupt| interrupt()) {
            self.left.set(0);
            self.stopped.get_or_init(|| error);
        }
    }
}

/// A node of a document.
pub(super) struct At<'r> {
    document: &'r Document,
    index: NodeIndex,
    node: &'r FlatNode,
}

/// ast-grep copies all nodes that meta variables stand for, wherever another may be added: of `$$$A`, as many as a list
/// has. So copies are paid for.
impl Clone for At<'_> {
    fn clone(&self) -> Self {
        self.document.copied();
        Self { document: self.document, index: self.index, node: self.node }
    }
}

impl<'r> At<'r> {
    fn to(&self, index: Option<NodeIndex>) -> Option<Self> {
        let index = index?;
        let node = self.document.tree.get(index)?;
        self.document.pay(1).then_some(Self { document: self.document, index, node })
    }

    fn next_sibling(&self) -> Option<Self> {
        self.to(self.document.tree.next(self.index))
    }
}

/// The children of a node.
struct Children<'r> {
    next: Option<At<'r>>,
    left: usize,
}

impl<'r> Iterator for Children<'r> {
    type Item = At<'r>;

    fn next(&mut self) -> Option<At<'r>> {
        let now = self.next.take()?;
        self.left = self.left.saturating_sub(1);
        self.next = now.next_sibling();
        Some(now)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Children<'_> {}

impl<'r> SgNode<'r> for At<'r> {
    fn parent(&self) -> Option<Self> {
        self.to(self.node.parent())
    }

    fn ancestors(&self, _root: Self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    fn dfs(&self) -> impl Iterator<Item = Self> {
        let document = self.document;
        (self.index..self.node.after()).map_while(move |index| {
            let node = document.tree.get(index)?;
            document.pay(1).then_some(Self { document, index, node })
        })
    }

    fn children(&self) -> impl ExactSizeIterator<Item = Self> {
        Children {
            next: self.to(self.document.tree.first_child(self.index)),
            left: self.node.children as usize,
        }
    }

    fn child(&self, nth: usize) -> Option<Self> {
        self.children().nth(nth)
    }

    fn next(&self) -> Option<Self> {
        self.next_sibling()
    }

    fn prev(&self) -> Option<Self> {
        self.to(self.node.previous())
    }

    fn next_all(&self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.next_sibling(), |node| node.next_sibling())
    }

    fn prev_all(&self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.prev(), |node| node.prev())
    }

    fn kind(&self) -> Cow<'_, str> {
        Cow::Owned(self.document.grammar.kind(self.node.kind))
    }

    /// Most matchers ask for this first, so that a rule pays for its own size as well.
    fn kind_id(&self) -> u16 {
        self.document.pay(1);
        self.node.kind
    }

    fn node_id(&self) -> usize {
        self.index as usize
    }

    fn range(&self) -> Range<usize> {
        self.node.span.start as usize..self.node.span.end as usize
    }

    /// Rules that name lines and columns are refused, so only the offset is ever used.
    fn start_pos(&self) -> Position {
        Position::new(0, 0, self.node.span.start as usize)
    }

    fn end_pos(&self) -> Position {
        Position::new(0, 0, self.node.span.end as usize)
    }

    fn is_named(&self) -> bool {
        self.node.is_named()
    }

    /// Only called when a meta variable's second occurrence is compared with its first. A leaf is compared by its text:
    /// in linear time and without recursion.
    fn is_named_leaf(&self) -> bool {
        true
    }

    fn is_leaf(&self) -> bool {
        self.node.children == 0
    }

    fn is_missing(&self) -> bool {
        self.node.is_missing()
    }

    fn is_error(&self) -> bool {
        self.node.is_error()
    }

    fn is_extra(&self) -> bool {
        self.node.is_extra()
    }

    fn field(&self, name: &str) -> Option<Self> {
        self.child_by_field_id(self.document.grammar.field_to_id(name)?)
    }

    fn field_children(&self, field: Option<u16>) -> impl Iterator<Item = Self> {
        self.children().filter(move |child| field == Some(child.node.field))
    }

    fn child_by_field_id(&self, field: u16) -> Option<Self> {
        self.children().find(|child| child.node.field == field)
    }
}

impl Doc for Document {
    type Source = Text;
    type Lang = RuleGrammar;
    type Node<'r> = At<'r>;

    fn get_lang(&self) -> &RuleGrammar {
        &self.grammar
    }

    fn get_source(&self) -> &Text {
        &self.text
    }

    fn do_edit(&mut self, _edit: &Edit<Text>) -> Result<(), String> {
        Err("expected a document that is only read, got an edit".to_owned())
    }

    fn root_node(&self) -> At<'_> {
        let (index, node) = match self.tree.get(self.root) {
            Some(node) => (self.root, node),
            None => (0, self.tree.root()),
        };
        At { document: self, index, node }
    }

    fn get_node_text<'a>(&'a self, node: &At<'a>) -> Cow<'a, str> {
        let text = self.part(node.range());
        Cow::Borrowed(if self.pay(self.price.get().steps(text)) { text } else { "" })
    }
}
