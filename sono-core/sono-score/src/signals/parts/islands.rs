//! Functions that nothing reaches: no other code, no test, no script.
//!
//! A library's functions may all be there for others. But where most of the work hangs together, a function beside it
//! that nothing uses, and that uses nothing of it, is no part of the work, and must not make it look better.

use std::collections::BTreeSet;

use super::words::{WordKind, for_each_word};
use crate::submission::Source;
use sono_syntax::syntax::{Function, NameKind, Outline};
use sono_syntax::text::{Span, TextMap, TextSet};

/// The functions that nothing reaches, and the code without them.
#[derive(Debug)]
pub(crate) struct Islands {
    /// The names of the functions, in the order of the sources.
    pub(crate) names: Vec<String>,
    /// The outlines, in which they are set aside as tests are.
    pub(crate) outlines: Vec<Option<Outline>>,
}

/// Functions that programs start with.
const ENTRIES: &[&str] = &["main", "init", "setup", "loop"];

/// The functions that nothing reaches; none if they weigh nothing, or the rest is not the greater part.
pub(crate) fn islands(sources: &[Source<'_>], outlines: &[Option<Outline>]) -> Option<Islands> {
    let parsed = sources.iter().zip(outlines).filter(|(source, _)| !source.is_test);
    let functions = parsed.filter_map(|(_, outline)| outline.as_ref()).flat_map(|outline| &outline.functions);
    let mut work = functions.filter(|function| function.parent.is_none() && !function.is_test);
    // Of one function, nothing is apart.
    work.nth(1)?;
    let mut graph = Graph::of(sources, outlines);
    let apart = graph.apart();
    if apart.is_empty() {
        return None;
    }
    let mut names = Vec::new();
    let mut rest: Vec<Option<Outline>> = outlines.to_vec();
    for (source, outline) in (0_u32..).zip(&mut rest) {
        let Some(outline) = outline else { continue };
        let first = apart.partition_point(|(file, _)| *file < source);
        let own: Vec<u32> = apart
            .iter()
            .skip(first)
            .take_while(|(file, _)| *file == source)
            .map(|(_, function)| *function)
            .collect();
        if own.is_empty() {
            continue;
        }
        let function = |index: &u32| outline.functions.get(*index as usize);
        names.extend(own.iter().filter_map(function).map(|function| function.name.clone()));
        outline.set_aside(&own);
    }
    Some(Islands { names, outlines: rest })
}

/// Connections between functions, types and the code outside of both. Names are nodes as well: whoever uses a name is
/// joined with what defines it.
struct Graph<'a> {
    parents: Vec<usize>,
    names: TextMap<&'a str, usize>,
    /// The functions in no other: source, index in its outline, node.
    functions: Vec<(u32, u32, usize)>,
    weights: Vec<u64>,
    /// Nodes from which everything is reached: tests, the code outside functions.
    roots: Vec<usize>,
    /// Functions that are called for nothing: all that they do is to give a value, and nobody gets it.
    vain: TextSet<&'a str>,
}

impl<'a> Graph<'a> {
    fn of(sources: &'a [Source<'a>], outlines: &'a [Option<Outline>]) -> Self {
        let mut graph = Self {
            parents: Vec::new(),
            names: TextMap::default(),
            functions: Vec::new(),
            weights: Vec::new(),
            roots: Vec::new(),
            vain: TextSet::default(),
        };
        let files = || {
            let all = (0_u32..).zip(sources.iter().zip(outlines));
            all.filter_map(|(index, (source, outline))| Some((index, source, outline.as_ref()?)))
        };
        for (_, source, outline) in files().filter(|(_, source, _)| !source.is_test) {
            graph.define(source, outline);
        }
        graph.vain = vain(files());
        for (index, source, outline) in files() {
            graph.read(index, source, outline);
        }
        graph
    }

    fn node(&mut self) -> usize {
        let node = self.parents.len();
        self.parents.push(node);
        node
    }

    fn name(&mut self, name: &'a str) {
        if !name.is_empty() && !self.names.contains_key(name) {
            let node = self.node();
            self.names.insert(name, node);
        }
    }

    /// Notes what a file defines: functions and methods, types, and the variables outside functions.
    fn define(&mut self, source: &'a Source<'a>, outline: &'a Outline) {
        let text: &str = &source.text;
        let outer = outline.functions.iter().filter(|function| function.parent.is_none());
        outer.for_each(|function| self.name(&function.name));
        outline.types.iter().for_each(|definition| self.name(&definition.name));
        let loose = outline.names.iter().filter(|name| name.function.is_none());
        loose.for_each(|name| self.name(name.span.of(text)));
    }

    /// Joins what a file holds with what it names.
    fn read(&mut self, index: u32, source: &'a Source<'a>, outline: &'a Outline) {
        let text: &'a str = &source.text;
        let outside = self.node();
        self.roots.push(outside);
        let mut spans: Vec<(Span, usize)> = Vec::new();
        let mut owners: TextMap<usize, &str> = TextMap::default();
        // The node of each function. Parents come before their children, whose weight is theirs.
        let mut nodes: Vec<usize> = Vec::with_capacity(outline.functions.len());
        for (at, function) in (0_u32..).zip(&outline.functions) {
            if function.parent.is_some() || function.name.is_empty() {
                let around = function.parent.and_then(|parent| nodes.get(parent as usize)).copied();
                let node = around.unwrap_or(outside);
                nodes.push(node);
                self.weigh(node, function);
                continue;
            }
            let node = if source.is_test || function.is_test || is_entry(function, text) {
                outside
            } else {
                let node = self.node();
                self.functions.push((index, at, node));
                node
            };
            spans.push((function.span, node));
            nodes.push(node);
            self.weigh(node, function);
            if node != outside {
                self.join_name(&function.name, node);
                self.join_owner(outline, function, node);
                if let Some(owner) = function.owner.and_then(|owner| outline.types.get(owner as usize)) {
                    owners.insert(node, &owner.name);
                }
            }
        }
        // Types hold functions: the last span that starts before a place and has not ended is the innermost.
        for definition in outline.types.iter().filter(|definition| !definition.name.is_empty()) {
            let node = self.names.get(definition.name.as_str()).copied().unwrap_or(outside);
            spans.push((definition.span, if source.is_test { outside } else { node }));
        }
        spans.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        let mut bound: Vec<(&str, usize)> = Vec::new();
        let mut defined: TextSet<u32> = TextSet::default();
        let mut holders = Holders::new(&spans, outside);
        for name in &outline.names {
            let holder = holders.at(name.span.start);
            if name.function.is_some() && name.kind != NameKind::Function {
                bound.push((name.span.of(text), holder));
            }
            // A field belongs to its type.
            if name.function.is_none() && holder != outside {
                self.join_name(name.span.of(text), holder);
            }
            defined.insert(name.span.start);
        }
        bound.sort_unstable();
        bound.dedup();
        let mut skip: Vec<Span> = outline.comments.iter().map(|comment| comment.span).collect();
        skip.extend(outline.imports.iter().map(|import| import.span));
        skip.sort_unstable();
        let language = outline.language;
        let mut discarded: TextSet<u32> = TextSet::default();
        if !self.vain.is_empty() && !source.is_test {
            let spans = outline.work.discarded.iter().filter(|span| self.vain.contains(span.of(text)));
            discarded.extend(spans.map(|span| span.start));
        }
        let mut holders = Holders::new(&spans, outside);
        for_each_word(text, &skip, Some(&language.lexis), |word| {
            let name = word.span.of(text);
            // Most words are the name of nothing here.
            let is_receiver = language.receivers().contains(&name);
            if word.kind != WordKind::Code || !(is_receiver || self.names.contains_key(name)) {
                return;
            }
            let holder = holders.at(word.span.start);
            let is_member = text.get(..word.span.start as usize).is_some_and(|before| before.ends_with('.'));
            let is_own = !is_member && bound.binary_search(&(name, holder)).is_ok();
            if is_own || defined.contains(&word.span.start) || discarded.contains(&word.span.start) {
                return;
            }
            self.join_name(name, holder);
            if is_receiver && let Some(owner) = owners.get(&holder) {
                self.join_name(owner, holder);
            }
        });
        // What is called in the holes of a string.
        let mut holders = Holders::new(&spans, outside);
        for call in outline.calls.iter().filter(|call| !discarded.contains(&call.start)) {
            self.join_name(call.of(text), holders.at(call.start));
        }
    }

    /// Joins a method with its type, if it needs an object of it or others call it by a contract.
    fn join_owner(&mut self, outline: &'a Outline, function: &Function, node: usize) {
        let Some(owner) = function.owner.and_then(|owner| outline.types.get(owner as usize)) else { return };
        let belongs = function.is_override
            || function.is_constructor
            || function.is_abstract
            || owner.is_interface
            || !owner.heritage.is_empty()
            || outline.language.receivers().is_empty();
        if belongs {
            self.join_name(&owner.name, node);
        }
    }

    fn weigh(&mut self, node: usize, function: &Function) {
        if self.weights.len() <= node {
            self.weights.resize(self.parents.len(), 0);
        }
        if let Some(weight) = self.weights.get_mut(node) {
            *weight = weight.saturating_add(u64::from(function.weight()));
        }
    }

    fn join_name(&mut self, name: &str, node: usize) {
        if let Some(known) = self.names.get(name).copied() {
            self.join(known, node);
        }
    }

    fn root(&mut self, node: usize) -> usize {
        let mut at = node;
        while let Some(parent) = self.parents.get(at).copied().filter(|parent| *parent != at) {
            // Halving the way keeps later ways short.
            let above = self.parents.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.parents.get_mut(at) {
                *slot = above;
            }
            at = above;
        }
        at
    }

    fn join(&mut self, left: usize, right: usize) {
        let (left, right) = (self.root(left), self.root(right));
        if let Some(slot) = self.parents.get_mut(left.max(right)) {
            *slot = left.min(right);
        }
    }

    /// The functions that are apart from the greater part of the work, by source and index; none if they weigh nothing.
    fn apart(&mut self) -> Vec<(u32, u32)> {
        let functions = std::mem::take(&mut self.functions);
        let mut sums: TextMap<usize, u64> = TextMap::default();
        let mut total = 0_u64;
        for (_, _, node) in &functions {
            let weight = self.weights.get(*node).copied().unwrap_or(0);
            let sum = sums.entry(self.root(*node)).or_default();
            *sum = sum.saturating_add(weight);
            total = total.saturating_add(weight);
        }
        let mut order: Vec<u64> = sums.values().copied().collect();
        order.sort_unstable_by_key(|sum| std::cmp::Reverse(*sum));
        let (heaviest, next) = (order.first().copied().unwrap_or(0), order.get(1).copied().unwrap_or(0));
        let is_work = heaviest.saturating_mul(2) > total || heaviest >= next.saturating_mul(2);
        if !is_work || heaviest == total {
            return Vec::new();
        }
        let roots = std::mem::take(&mut self.roots);
        let reached: BTreeSet<usize> = roots.into_iter().map(|node| self.root(node)).collect();
        let is_apart =
            |root: usize| !reached.contains(&root) && sums.get(&root).is_some_and(|sum| *sum < heaviest);
        let apart: Vec<(u32, u32)> = functions
            .iter()
            .filter(|(_, _, node)| is_apart(self.root(*node)))
            .map(|(source, function, _)| (*source, *function))
            .collect();
        apart
    }
}

/// The functions that only give a value, where the code calls them with fixed values and throws that value away. A
/// function that calls one which does more does more itself.
fn vain<'a>(files: impl Iterator<Item = (u32, &'a Source<'a>, &'a Outline)> + Clone) -> TextSet<&'a str> {
    let mut names: TextSet<&str> = TextSet::default();
    let code = || files.clone().filter(|(_, source, _)| !source.is_test);
    for (_, source, outline) in code() {
        names.extend(outline.work.discarded.iter().map(|span| span.of(&source.text)));
    }
    if names.is_empty() {
        return names;
    }
    let mut callers: TextMap<&str, Vec<&str>> = TextMap::default();
    let (mut acting, mut defined) = (Vec::new(), TextSet::default());
    for (_, source, outline) in code() {
        for (function, deed) in outline.functions.iter().zip(&outline.work.functions) {
            if function.parent.is_some() || function.name.is_empty() {
                continue;
            }
            let name = function.name.as_str();
            defined.insert(name);
            if deed.acts || is_entry(function, &source.text) {
                acting.push(name);
            }
            let first = outline.calls.partition_point(|call| call.start < function.body.start);
            let own = outline.calls.iter().skip(first).take_while(|call| call.end <= function.body.end);
            own.for_each(|call| callers.entry(call.of(&source.text)).or_default().push(name));
        }
    }
    names.retain(|name| defined.contains(name));
    let mut seen: TextSet<&str> = TextSet::default();
    while let Some(name) = acting.pop() {
        if seen.insert(name) {
            names.remove(name);
            acting.extend(callers.get(name).into_iter().flatten());
        }
    }
    names
}

/// The length of a line with a decorator that is still seen, in bytes: one line may hold many functions.
const LONGEST_DECORATOR: usize = 400;

/// Whether a function starts a program, or is given to others by a decorator or annotation.
fn is_entry(function: &Function, text: &str) -> bool {
    let head = Span { start: function.span.start, end: function.name_span.start.max(function.span.start) };
    let start = function.span.start as usize;
    let window = text.floor_char_boundary(start.saturating_sub(LONGEST_DECORATOR));
    let before = text.get(window..start).unwrap_or("").trim_end();
    let line = before.rsplit('\n').next().unwrap_or("").trim_start();
    ENTRIES.contains(&function.name.as_str()) || head.of(text).contains('@') || line.starts_with('@')
}

/// The innermost of nested spans at places that come in order.
struct Holders<'s> {
    spans: &'s [(Span, usize)],
    next: usize,
    open: Vec<(Span, usize)>,
    outside: usize,
}

impl<'s> Holders<'s> {
    fn new(spans: &'s [(Span, usize)], outside: usize) -> Self {
        Self { spans, next: 0, open: Vec::new(), outside }
    }

    fn at(&mut self, place: u32) -> usize {
        while let Some((span, node)) = self.spans.get(self.next).filter(|(span, _)| span.start <= place) {
            while self.open.last().is_some_and(|(open, _)| open.end <= span.start) {
                self.open.pop();
            }
            self.open.push((*span, *node));
            self.next = self.next.saturating_add(1);
        }
        while self.open.last().is_some_and(|(open, _)| open.end <= place) {
            self.open.pop();
        }
        self.open.last().map_or(self.outside, |(_, node)| *node)
    }
}
