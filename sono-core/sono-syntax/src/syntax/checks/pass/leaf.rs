//! The tokens of an expression, with what they stand for.

use crate::language::nuance::Nuance;
use crate::language::role::Role;
use crate::syntax::checks::truth::{Leaf, LeafKind};
use crate::syntax::flat::{FlatNode, NodeIndex};
use crate::syntax::tokens::hash_text;

use super::{LEAVES, Pass};

impl<'a> Pass<'a> {
    pub(super) fn leaves(&self, of: NodeIndex) -> Vec<Leaf<'a>> {
        self.leaves_in(self.view.within(of))
    }

    /// The tokens in a range of nodes, up to a limit; none if there are more.
    pub(super) fn leaves_in(&self, range: std::ops::Range<NodeIndex>) -> Vec<Leaf<'a>> {
        let mut leaves: Vec<Leaf<'a>> = Vec::new();
        let mut index = range.start;
        let mut last = "";
        while index < range.end {
            let Some(node) = self.view.node(index) else { break };
            let role = self.view.role(index);
            let is_text =
                matches!(role, Role::Text | Role::Opaque) || (role == Role::Str && !self.is_template(index));
            let next = if is_text || role == Role::Comment { node.after() } else { index.saturating_add(1) };
            if role != Role::Comment && (is_text || node.children == 0) {
                if leaves.len() >= LEAVES {
                    return Vec::new();
                }
                let text = node.span.of(self.view.text);
                let pair = match (last, text) {
                    ("is", "not") => Some("is not"),
                    ("not", "in") => Some("not in"),
                    _ => None,
                };
                if let (Some(pair), Some(leaf)) = (pair, leaves.last_mut()) {
                    (leaf.text, last) = (pair, pair);
                    index = next;
                    continue;
                }
                leaves.push(self.leaf_of(index, node, text, is_text, last));
                last = text;
            }
            index = next;
        }
        leaves
    }

    pub(super) fn is_template(&self, index: NodeIndex) -> bool {
        self.view
            .children(index)
            .any(|child| self.view.role(child) == Role::Str || self.view.nuance(child) == Nuance::Hole)
    }

    pub(super) fn leaf_of(
        &self,
        index: NodeIndex,
        node: &FlatNode,
        text: &'a str,
        is_text: bool,
        last: &str,
    ) -> Leaf<'a> {
        let is_word = text.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '$'));
        let kind = if is_text || matches!(text, "true" | "false") || (node.is_named() && !self.is_name(index))
        {
            LeafKind::Literal
        } else if node.is_named() && is_word {
            LeafKind::Name
        } else {
            LeafKind::Mark
        };
        let binding = (kind == LeafKind::Name && !matches!(last, "." | "?." | "::" | "->"))
            .then(|| self.env.get(text).copied())
            .flatten();
        let bound = binding.and_then(|binding| self.graph.get(binding.atom));
        let shape = match (binding, bound) {
            (Some(binding), Some(atom))
                if binding.effects == self.effects && atom.shape != 0 && atom.version == 0 =>
            {
                atom.shape
            }
            (Some(binding), Some(atom)) => {
                let id = (u64::from(binding.atom) << 32) | u64::from(atom.version);
                hash_text(text) ^ id.wrapping_mul(0x517c_c1b7_2722_0a95)
            }
            _ => 0,
        };
        Leaf {
            span: node.span,
            text,
            kind,
            shape: if shape == 0 { hash_text(text) } else { shape },
            constant: bound.is_some_and(|atom| atom.constant),
            created: match bound {
                Some(atom) => atom.created && atom.version == 0,
                None => kind == LeafKind::Name && self.is_type_name(text),
            },
            given: bound.is_some_and(|atom| atom.given),
        }
    }

    /// Whether what is called by this name is a type, where types are created by their names.
    pub(super) fn is_type_name(&self, name: &str) -> bool {
        let dialect = &self.view.language.dialect;
        name.starts_with(char::is_uppercase) && (!dialect.constructors.is_empty() || dialect.type_before_name)
    }
}
