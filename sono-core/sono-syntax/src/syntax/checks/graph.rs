//! Dependencies: a graph of expressions and variables, and the names that they use.

use crate::text::TextMap;

use super::{Use, UseKind};

/// No atom, and the end of a list.
pub(super) const NONE: u32 = u32::MAX;

/// The number of atoms and of names that one search visits at most.
const REACH: usize = 96;
/// The same in a text that has one use for every few bytes already: assertions by the thousand about all of it.
const REACH_IN_PLENTY: usize = 8;
const BYTES_PER_USE: usize = 2;
/// The number of links between them that it follows at most: one atom can have as many as there are tokens.
const LINKS: usize = 1_024;

/// An expression, a statement, or the value of a variable.
#[derive(Debug, Clone, Copy)]
pub(super) struct Atom {
    edges: u32,
    uses: u32,
    /// The hash of the expression that defines it; 0 if unknown.
    pub(super) shape: u64,
    /// How often something was done that may have changed it.
    pub(super) version: u32,
    /// Whether it is a literal.
    pub(super) constant: bool,
    /// Whether it is created there, by a constructor.
    pub(super) created: bool,
    /// Whether what is done with it may change it.
    pub(super) mutable: bool,
    /// Whether it is a parameter.
    pub(super) given: bool,
    /// The name that it stands for, as an alias.
    pub(super) alias: Option<crate::text::Span>,
}

/// Lists share their ends, so that a copy of an atom keeps what it depended on when it was copied.
#[derive(Debug)]
pub(super) struct Graph<'a> {
    text: &'a str,
    atoms: Vec<Atom>,
    edges: Vec<(u32, u32)>,
    /// Each with the index of its name.
    uses: Vec<(Use, u32, u32)>,
    indices: TextMap<&'a str, u32>,
    names: Vec<Name>,
    seen: Vec<u32>,
    search: u32,
}

/// A name that is used.
#[derive(Debug, Clone, Copy)]
struct Name {
    /// The atom that it stands for: a field, a routine.
    atom: u32,
    /// The last search that found it, by the kind of use.
    found: [u32; UseKind::COUNT],
}

fn index(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(NONE)
}

impl<'a> Graph<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            atoms: Vec::new(),
            edges: Vec::new(),
            uses: Vec::new(),
            indices: TextMap::default(),
            names: Vec::new(),
            seen: Vec::new(),
            search: 0,
        }
    }

    pub(super) fn atom(&mut self) -> u32 {
        let new = index(self.atoms.len());
        self.atoms.push(Atom {
            edges: NONE,
            uses: NONE,
            shape: 0,
            version: 0,
            constant: false,
            created: false,
            mutable: false,
            given: false,
            alias: None,
        });
        new
    }

    /// A copy of an atom as it is now.
    pub(super) fn copy(&mut self, of: u32) -> u32 {
        let new = self.atom();
        if let (Some(from), Some(to)) = (self.get(of), self.atoms.get_mut(new as usize)) {
            (to.edges, to.uses) = (from.edges, from.uses);
        }
        new
    }

    pub(super) fn get(&self, atom: u32) -> Option<Atom> {
        self.atoms.get(atom as usize).copied()
    }

    pub(super) fn get_mut(&mut self, atom: u32) -> Option<&mut Atom> {
        self.atoms.get_mut(atom as usize)
    }

    /// Records that one atom depends on another.
    pub(super) fn link(&mut self, from: u32, to: u32) {
        let cell = index(self.edges.len());
        if let Some(atom) = self.atoms.get_mut(from as usize).filter(|_| from != to) {
            self.edges.push((to, atom.edges));
            atom.edges = cell;
        }
    }

    /// Records that an atom uses a name.
    pub(super) fn add(&mut self, atom: u32, value: Use) {
        let name = self.index(value.span.of(self.text));
        let cell = index(self.uses.len());
        if let Some(atom) = self.atoms.get_mut(atom as usize) {
            self.uses.push((value, name, atom.uses));
            atom.uses = cell;
        }
    }

    /// Records what a name stands for wherever it is used.
    pub(super) fn name(&mut self, name: &'a str, atom: u32) {
        let name = self.index(name) as usize;
        if let Some(name) = self.names.get_mut(name) {
            name.atom = atom;
        }
    }

    fn index(&mut self, name: &'a str) -> u32 {
        let next = index(self.names.len());
        let known = *self.indices.entry(name).or_insert(next);
        if known == next {
            self.names.push(Name { atom: NONE, found: [0; UseKind::COUNT] });
        }
        known
    }

    /// Adds the names on which an atom depends. Names of which it is known what they stand for are followed.
    pub(super) fn collect(&mut self, from: u32, out: &mut Vec<Use>) {
        self.search = self.search.saturating_add(1);
        self.seen.resize(self.atoms.len(), 0);
        let first = out.len();
        let reach = if first > self.text.len() / BYTES_PER_USE { REACH_IN_PLENTY } else { REACH };
        let mut open = vec![from];
        let (mut visited, mut links) = (0_usize, 0_usize);
        while let Some(next) = open.pop() {
            let Some(seen) = self.seen.get_mut(next as usize).filter(|seen| **seen != self.search) else {
                continue;
            };
            *seen = self.search;
            visited = visited.saturating_add(1);
            let Some(atom) = self.atoms.get(next as usize).filter(|_| visited <= reach) else { return };
            let mut cell = atom.edges;
            while let Some((to, rest)) = self.edges.get(cell as usize) {
                if open.len() < reach {
                    open.push(*to);
                }
                cell = *rest;
                links = links.saturating_add(1);
                if links > LINKS {
                    return;
                }
            }
            let mut cell = atom.uses;
            while let Some((value, name, rest)) = self.uses.get(cell as usize) {
                cell = *rest;
                links = links.saturating_add(1);
                if out.len().saturating_sub(first) >= reach || links > LINKS {
                    return;
                }
                let Some(name) = self.names.get_mut(*name as usize) else { continue };
                if value.kind != UseKind::Imported && name.atom != NONE {
                    open.push(name.atom);
                    if value.kind != UseKind::Given {
                        continue;
                    }
                }
                if let Some(found) = name.found.get_mut(value.kind as usize)
                    && *found != self.search
                {
                    *found = self.search;
                    out.push(*value);
                }
            }
        }
    }
}
