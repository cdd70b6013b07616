//! Chains of calls, and what they assert: `assertEquals(a, b)`, `expect(a).not.toBe(b)`, `t.Errorf(...)`.

use std::collections::BTreeSet;

use crate::language::assertions::Assertions;
use crate::language::role::{Role, Slot};
use crate::language::{Library, Tests};
use crate::syntax::flat::NodeIndex;
use crate::syntax::view::View;

use super::pass::judge;
use super::truth::{self, Leaf};
use super::{Fault, Strength};

/// The number of links that are looked at.
const LINKS: usize = 24;

/// One name in a chain, with the arguments if it is called.
#[derive(Debug, Clone, Copy)]
struct Link<'a> {
    name: &'a str,
    place: NodeIndex,
    arguments: Option<NodeIndex>,
}

/// A chain of calls and members, from the last link to the first.
#[derive(Debug)]
pub(super) struct Chain<'a> {
    links: Vec<Link<'a>>,
    library: &'static Library,
    /// Whether the first link is the start of the chain, rather than part of an expression that is not looked at.
    rooted: bool,
}

/// The assertion that a chain makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Something about the arguments of its last link.
    Named,
    /// Something about the arguments of this link, which the links after it say.
    Subject(usize),
    /// Something about its beginning.
    Matched,
    /// That something fails.
    Raises,
    /// Nothing: it fails.
    Fails,
    /// Nothing: a subject about which nothing is said.
    Silent,
    /// Something, by its name.
    Helper,
}

impl<'a> Chain<'a> {
    pub(super) fn read(view: &View<'a>, last: NodeIndex) -> Self {
        let mut links: Vec<Link<'a>> = Vec::new();
        let mut arguments = None;
        let mut rooted = false;
        let mut at = Some(last);
        while let Some(node) = at.filter(|_| links.len() < LINKS) {
            let role = view.role(node);
            at = match role {
                Role::Call => {
                    let is_list =
                        |child: &NodeIndex| matches!(view.role(*child), Role::Arguments | Role::Tokens);
                    let own = view.children(node).find(is_list);
                    match view.child(node, Slot::Callee) {
                        Some(callee) => {
                            arguments = own.or(arguments);
                            Some(callee)
                        }
                        None => {
                            if let Some(name) = view.child(node, Slot::Name) {
                                links.push(Link { name: view.words(name), place: name, arguments: own });
                            }
                            let object = view.child(node, Slot::Object);
                            rooted |= object.is_none();
                            object
                        }
                    }
                }
                Role::Member => {
                    let name = view.child(node, Slot::Property).or_else(|| view.child(node, Slot::Name));
                    if let Some(name) = name {
                        links.push(Link { name: view.words(name), place: name, arguments: arguments.take() });
                    }
                    view.child(node, Slot::Object).or_else(|| view.child(node, Slot::Value))
                }
                Role::Identifier => {
                    links.push(Link { name: view.words(node), place: node, arguments: arguments.take() });
                    rooted = true;
                    None
                }
                Role::New => {
                    rooted = true;
                    None
                }
                _ => {
                    let is_part = view.node(node).is_some_and(|whole| whole.children > 0);
                    let first = view
                        .children(node)
                        .find(|child| view.node(*child).is_some_and(|node| node.is_named()));
                    first.filter(|_| {
                        is_part && !matches!(role, Role::Closure | Role::Text | Role::Str | Role::Object)
                    })
                }
            };
        }
        Self { links, library: &view.language.tests.library, rooted }
    }

    /// A macro among the tokens of another.
    pub(super) fn of_tokens(name: &'a str, place: NodeIndex, tokens: NodeIndex) -> Self {
        let links = vec![Link { name, place, arguments: Some(tokens) }];
        Self { links, library: &Library::NONE, rooted: true }
    }

    fn root(&self) -> Option<&Link<'a>> {
        self.links.last().filter(|_| self.rooted)
    }

    fn last(&self) -> Option<&Link<'a>> {
        self.links.first()
    }

    /// Whether it is a group of tests that is skipped; `None` if it is no group.
    pub(super) fn group(&self, tests: &Tests) -> Option<bool> {
        let root = self.root()?.name;
        let skips = |name: &str| tests.runner.skips.contains(&name);
        let is_nested = || self.links.iter().any(|link| tests.runner.nested.contains(&link.name));
        let is_named =
            tests.runner.groups.contains(&root) && (!tests.runner.calls.contains(&root) || is_nested());
        let is_skipped_group = tests.runner.skipped_groups.contains(&root);
        if tests.runner.calls.is_empty() || !(is_named || is_skipped_group) {
            return None;
        }
        Some(is_skipped_group || self.links.iter().any(|link| skips(link.name)))
    }

    /// Whether it is a test that is skipped; `None` if it is no test.
    pub(super) fn test(&self, view: &View<'a>, tests: &Tests, node: NodeIndex) -> Option<bool> {
        let runner = &tests.runner;
        let root = self.root()?.name;
        if runner.macros.contains(&root) && self.links.len() == 1 {
            return Some(false);
        }
        let known = |name: &str| runner.calls.contains(&name) || runner.skips.contains(&name);
        if !self.links.iter().any(|link| known(link.name))
            || !self.links.iter().all(|link| known(link.name) || runner.variants.contains(&link.name))
        {
            return None;
        }
        let arguments = view.children(node).find(|child| view.role(*child) == Role::Arguments)?;
        let mut given = view
            .children(arguments)
            .filter(|child| view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra()));
        let is_code = |child: NodeIndex| {
            matches!(view.role(child), Role::Closure | Role::Identifier | Role::Call | Role::Member)
        };
        let first = given.next()?;
        let has_code =
            view.role(first) == Role::Closure || given.any(is_code) || view.role(first) == Role::Identifier;
        let is_skip = |link: &Link<'a>| runner.skips.contains(&link.name);
        has_code.then(|| self.links.iter().any(is_skip))
    }

    /// Whether it ends a test before it began.
    pub(super) fn skips(&self, tests: &Tests) -> bool {
        let Some(last) = self.last().filter(|last| last.arguments.is_some() && self.links.len() <= 2) else {
            return false;
        };
        let runner = &tests.runner;
        let is_leaver = |root: &Link<'a>| root.name.len() <= 2 || runner.leavers.contains(&root.name);
        runner.leaves.contains(&last.name)
            || (runner.skips.contains(&last.name) && self.root().is_some_and(is_leaver))
    }

    /// Whether it suppresses a failed assertion.
    pub(super) fn suppresses(&self, tests: &Tests, words: &str) -> bool {
        let named = self.last().is_some_and(|last| tests.library.suppress.contains(&last.name));
        named && tests.library.caught.iter().any(|caught| words.contains(caught))
    }

    /// The assertion that it makes.
    pub(super) fn asked(&self, view: &View<'a>, is_statement: bool) -> Option<Asked> {
        let library = self.library;
        let (last, root) = (self.last()?, self.root());
        let is_called = last.arguments.is_some();
        let root_name = root.map_or("", |root| root.name);
        let count = self.links.len();
        // `expect(200)` on an answer is no subject.
        let opens = |at: usize| {
            self.links
                .get(at.saturating_add(1)..)
                .is_some_and(|rest| rest.iter().all(|link| link.arguments.is_none()))
        };
        let subject = self.links.iter().enumerate().rposition(|(at, link)| {
            library.subjects.contains(&link.name)
                && link.arguments.is_some()
                && (!library.matchers.contains(&link.name) || (self.rooted && opens(at)))
        });
        let anchored =
            library.objects.is_empty() || subject.is_some() || library.objects.contains(&root_name);
        if anchored
            && self.links.iter().any(|link| link.arguments.is_some() && library.raises.contains(&link.name))
        {
            return Some(Asked::Raises);
        }
        match subject {
            Some(0) if self.arguments(view, last) < 2 => {
                let is_held = !is_statement || library.objects.is_empty() && library.matchers.is_empty();
                return (!is_held || (is_statement && !library.subjects.is_empty())).then_some(Asked::Silent);
            }
            Some(0) => return Some(Asked::Named),
            Some(at) => return Some(Asked::Subject(at)),
            None => {}
        }
        if self.fails(view) {
            return Some(Asked::Fails);
        }
        if is_called && starts_word(library.assertions.formless(last.name), "assert") {
            let on_value = count > 1 && self.arguments(view, last) == 0;
            return Some(if on_value { Asked::Matched } else { Asked::Named });
        }
        let inner = self.links.get(..count.saturating_sub(1)).unwrap_or_default();
        let matches = |link: &Link<'a>| library.matchers.contains(&link.name);
        if inner.iter().any(|link| matches(link) && (link.arguments.is_some() || link.name == "should"))
            || (!self.rooted && is_called && matches(last))
        {
            return Some(Asked::Matched);
        }
        if is_called
            && count > 1
            && library.objects.contains(&root_name)
            && root.is_some_and(|root| root.arguments.is_none())
        {
            return (!library.silent.contains(&last.name)).then_some(Asked::Named);
        }
        let on_itself = count == 1 || view.language.dialect.receivers.contains(&root_name);
        if is_called
            && on_itself
            && count <= 2
            && library.helpers.iter().any(|prefix| starts_word(last.name, prefix))
        {
            return Some(Asked::Helper);
        }
        None
    }

    fn fails(&self, view: &View<'a>) -> bool {
        let Some(last) = self.last().filter(|last| last.arguments.is_some()) else { return false };
        if !self.library.fails.contains(&last.name) {
            return false;
        }
        let alone = !self.library.fails_with.contains(&last.name);
        let objects = self.library.failing_objects;
        let by_test = self.links.len() == 1
            || self.root().is_some_and(|root| root.name.len() <= 2 || objects.contains(&root.name));
        by_test && (alone || self.arguments(view, last) > 0)
    }

    /// The number of arguments of a link; two stand for more.
    fn arguments(&self, view: &View<'a>, link: &Link<'a>) -> usize {
        let Some(list) = link.arguments else { return 0 };
        if view.role(list) == Role::Tokens {
            return 2;
        }
        let named =
            |child: &NodeIndex| view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra());
        view.children(list).filter(named).take(2).count()
    }

    /// The number of assertions in it.
    pub(super) fn count(&self, asked: Asked) -> u32 {
        if asked != Asked::Matched {
            return 1;
        }
        let matches =
            |link: &&Link<'a>| self.library.matchers.contains(&link.name) && link.arguments.is_some();
        u32::try_from(self.links.iter().filter(matches).count()).unwrap_or(1).max(1)
    }

    /// The name of the helper that it calls, if it is not known from a library.
    pub(super) fn helper(&self, asked: Asked) -> Option<NodeIndex> {
        let last = self.last()?;
        let by_name = match asked {
            Asked::Helper => true,
            Asked::Named => starts_word(last.name, "assert") && !self.is_known(),
            _ => false,
        };
        by_name.then_some(last.place)
    }

    fn is_known(&self) -> bool {
        let known = &self.library.assertions;
        self.last().is_some_and(|last| known.knows(&known.question(last.name)))
    }

    /// Adds the names that say what it asserts, rather than about what.
    pub(super) fn words(&self, asked: Asked, out: &mut BTreeSet<NodeIndex>) {
        let said = match asked {
            Asked::Subject(at) => self.links.get(..=at),
            Asked::Helper => None,
            _ => self.links.get(..1),
        };
        let said = said.unwrap_or_default();
        out.extend(said.iter().map(|link| link.place));
        let is_runner = |root: &&Link<'a>| {
            root.arguments.is_none() && (self.library.objects.contains(&root.name) || root.name.len() == 1)
        };
        if matches!(asked, Asked::Named | Asked::Fails | Asked::Raises) {
            out.extend(self.root().filter(is_runner).map(|root| root.place));
        }
        let subject = |link: &&Link<'a>| {
            self.library.subjects.contains(&link.name) || self.library.matchers.contains(&link.name)
        };
        out.extend(self.links.iter().filter(subject).map(|link| link.place));
    }

    /// Why it cannot fail, and how much it asks.
    pub(super) fn judge(
        &self,
        asked: Asked,
        leaves: impl Fn(NodeIndex) -> Vec<Leaf<'a>>,
    ) -> (Option<Fault>, Strength) {
        let fine = (None, Strength::Value);
        let Some(last) = self.last() else { return fine };
        let known = &self.library.assertions;
        let question = known.question(last.name);
        let word = question.as_str();
        let arguments = last.arguments.map(&leaves).unwrap_or_default();
        let given = list(&arguments);
        match asked {
            Asked::Silent => (Some(Fault::Silent), Strength::Value),
            Asked::Named => {
                if word == "pass" {
                    return (Some(Fault::Constant), Strength::Value);
                }
                // The runner's object comes first in some libraries.
                let is_runner = matches!(given.first(), Some([first]) if known.runners.contains(&first.text));
                let skip = usize::from(given.len() > 1 && is_runner);
                let given = given.get(skip..).unwrap_or_default();
                match given {
                    [condition, ..] if known.conditions.contains(&word) => judge(condition),
                    [value, rest @ ..]
                        if known.unary.contains(&word) && (word != "that" || rest.is_empty()) =>
                    {
                        (constant(value), Strength::Value)
                    }
                    [value, ..] if known.presence.contains(&word) => (constant(value), Strength::Presence),
                    [one, other, ..] if word == "that" || known.binary.contains(&word) => {
                        let denied = known.denial(word).and_then(|same| truth::denied(one, other, same));
                        denied.unwrap_or_else(|| {
                            compared(one, unwrapped(other, known.matchers), !Assertions::denies(word))
                        })
                    }
                    _ => fine,
                }
            }
            Asked::Subject(at) => {
                let subject =
                    self.links.get(at).and_then(|link| link.arguments).map(&leaves).unwrap_or_default();
                let subject = list(&subject);
                let [value, ..] = subject.as_slice() else { return fine };
                let after = self.links.get(..at).unwrap_or_default();
                let negated = after.iter().any(|link| Assertions::denies(&known.question(link.name)));
                let presence = known.presence.contains(&word) || (negated && known.absence.contains(&word));
                if let [other, ..] = given.as_slice() {
                    let denial =
                        if negated { format!("not{}", word.trim_start_matches("to")) } else { String::new() };
                    let denied = known.denial(if Assertions::denies(word) { word } else { &denial });
                    if let Some(judged) = denied.and_then(|same| truth::denied(value, other, same)) {
                        return judged;
                    }
                    let (fault, strength) = compared(value, unwrapped(other, known.matchers), !negated);
                    let strength =
                        if presence && strength == Strength::Value { Strength::Presence } else { strength };
                    return (fault, strength);
                }
                if known.claims.contains(&word)
                    && let (Some(fault), _) = judge(value)
                {
                    return (Some(fault), Strength::Value);
                }
                (constant(value), if presence { Strength::Presence } else { Strength::Value })
            }
            Asked::Matched | Asked::Raises | Asked::Fails | Asked::Helper => fine,
        }
    }
}

/// The arguments between brackets.
fn list<'l, 'a>(leaves: &'l [Leaf<'a>]) -> Vec<&'l [Leaf<'a>]> {
    match truth::inside(leaves) {
        Some([]) | None => Vec::new(),
        Some(inner) => truth::split(inner, |text| text == ","),
    }
}

/// The argument of a matcher: `3` in `is(3)` and `equalTo(3)`.
fn unwrapped<'l, 'a>(leaves: &'l [Leaf<'a>], matchers: &[&str]) -> &'l [Leaf<'a>] {
    match leaves {
        [name, rest @ ..] if matchers.contains(&name.text) => truth::inside(rest).unwrap_or(leaves),
        _ => leaves,
    }
}

fn constant(leaves: &[Leaf<'_>]) -> Option<Fault> {
    (!leaves.is_empty() && truth::is_constant(leaves)).then_some(Fault::Constant)
}

fn compared(one: &[Leaf<'_>], other: &[Leaf<'_>], same: bool) -> (Option<Fault>, Strength) {
    // To be equal to `true` is to hold.
    let answers = |side: &[Leaf<'_>]| matches!(side, [leaf] if matches!(leaf.text, "true" | "false" | "True" | "False"));
    let condition = match (answers(one), answers(other)) {
        (true, false) => Some(other),
        (false, true) => Some(one),
        _ => None,
    };
    if let Some((Some(fault), strength)) = condition.map(judge) {
        return (Some(fault), strength);
    }
    match truth::compare(one, other, same) {
        Ok(fault) => (fault, Strength::Value),
        Err(()) => (None, Strength::Identity),
    }
}

/// Whether a name begins with a word.
fn starts_word(name: &str, word: &str) -> bool {
    let name = name.trim_start_matches('_');
    let rest = name.strip_prefix(word).or_else(|| {
        let mut letters = word.chars();
        let first = letters.next()?.to_ascii_uppercase();
        name.strip_prefix(first)?.strip_prefix(letters.as_str())
    });
    rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_lowercase()) || word == "assert")
}
