//! The names of a text, each with what is known about the variable that it stands for at the moment.

use crate::syntax::flat::NodeIndex;
use crate::text::TextMap;

/// The facts about a name. Places are indices of nodes; 0, the root, is none.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Symbol {
    /// The last place where it is read.
    pub(super) read: NodeIndex,
    /// The place before that one where it was read.
    pub(super) earlier: NodeIndex,
    /// The last place where it is declared or assigned.
    pub(super) bound: NodeIndex,
    /// The place since which it depends on what a function is given.
    pub(super) derived: NodeIndex,
    /// The function of which it is a parameter.
    pub(super) parameter: NodeIndex,
    /// The function in which it has only had constant values.
    pub(super) constant: NodeIndex,
    /// The function in which it has had another value.
    pub(super) varying: NodeIndex,
    /// Whether it is read other than to call it.
    pub(super) is_value: bool,
    /// Whether a type extends it.
    pub(super) is_base: bool,
    /// Whether it is another name for a type that catches everything.
    pub(super) is_broad: bool,
}

/// The names of one text, in the order in which they first appear.
#[derive(Debug, Default)]
pub(super) struct Symbols<'a> {
    numbers: TextMap<&'a str, u32>,
    all: Vec<Symbol>,
}

impl<'a> Symbols<'a> {
    /// The number of a name.
    pub(super) fn number(&mut self, name: &'a str) -> u32 {
        let next = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(name).or_insert(next);
        if number == next {
            self.all.push(Symbol::default());
        }
        number
    }

    /// The facts about a name, if it was seen.
    pub(super) fn find(&self, name: &str) -> Option<Symbol> {
        self.numbers.get(name).map(|number| self.get(*number))
    }

    /// The facts about the name with this number.
    pub(super) fn get(&self, number: u32) -> Symbol {
        self.all.get(number as usize).copied().unwrap_or_default()
    }

    /// Changes what is known about a name.
    pub(super) fn change(&mut self, number: u32, change: impl FnOnce(&mut Symbol)) {
        if let Some(symbol) = self.all.get_mut(number as usize) {
            change(symbol);
        }
    }
}
