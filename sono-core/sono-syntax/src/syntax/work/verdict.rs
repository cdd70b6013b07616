//! The verdict on each function: what its body does, and whether it must do something.

use std::collections::{HashMap, HashSet};

use crate::language::Language;
use crate::syntax::flat::NodeIndex;
use crate::syntax::outline::{Function, Outline, TypeDefinition, Visibility};
use crate::text::Span;

use super::pass::Pass;
use super::{Asked, Body, Deed, Harm, Work, words};

/// The most parameters that add to what a function promises.
const PROMISING: usize = 3;

/// The value that a body without work gives back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Given {
    #[default]
    Nothing,
    /// A value that a function gives that has nothing to give: zero, an empty list, `false`.
    Zero,
    /// Another value.
    Value,
}

/// The findings of the pass about a function.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Draft {
    /// Whether the pass saw it.
    pub(super) is_known: bool,
    /// Whether its body does some work.
    pub(super) works: bool,
    /// Whether all that it does is to give back a parameter.
    pub(super) echoes: bool,
    /// How many of its parameters it gives back in another form, if that is all that it does.
    pub(super) recasts: usize,
    /// Whether a failure in it says that it is yet to be written.
    pub(super) is_unwritten: bool,
    /// Whether a comment in it says so.
    pub(super) is_open: bool,
    /// Whether it is a method of a type that extends another one.
    pub(super) has_bases: bool,
    /// Whether a decorator gives it to others.
    pub(super) is_decorated: bool,
    /// Whether it only declares one of several signatures.
    pub(super) is_overload: bool,
    /// Whether another function of its name may do the work.
    pub(super) is_alternative: bool,
    /// Whether it does no more than to say a fixed text, or to fail with one, and to give a fixed value.
    pub(super) only_says: bool,
    /// Whether it sets what is not its own: its parameters are fields, or it gives a variable around it a value.
    pub(super) sets_fields: bool,
    /// Whether it is given to others who call it with what they have: a method of an object that is an argument, or
    /// the value of a member.
    pub(super) is_handed_over: bool,
    /// Whether it is what a module gives to others, with or without a name.
    pub(super) is_export: bool,
    /// Where it ends, if it is the value of a variable outside functions that may get another one; 0 where it is not.
    pub(super) replaceable: NodeIndex,
    /// Whether a comment says that others may do the work.
    pub(super) is_hook: bool,
    /// Whether a comment in it gives a reason.
    pub(super) is_explained: bool,
    /// Whether it prints a fixed text.
    pub(super) reports: bool,
    /// Whether it says `return`.
    pub(super) returns: bool,
    pub(super) given: Given,
    /// Its name.
    pub(super) name: Option<Span>,
    /// The number of its guards.
    pub(super) guards: u32,
    /// Whether it uses a parameter.
    pub(super) takes: bool,
    /// Whether it does something beside giving a value.
    pub(super) acts: bool,
    pub(super) harm: Option<Harm>,
}

impl Draft {
    /// Records a value that the function gives.
    pub(super) fn gives(&mut self, value: &str, language: &Language) {
        let (value, deeds) = (value.trim(), &language.deeds);
        let is_empty = || {
            deeds
                .empty
                .iter()
                .any(|name| value.strip_prefix(name).is_some_and(|rest| rest.starts_with(['(', '<', '['])))
        };
        let given = if value.is_empty() || deeds.nothing.contains(&value) {
            Given::Nothing
        } else if language.values.zeros.contains(&value) || is_empty() {
            Given::Zero
        } else {
            Given::Value
        };
        self.given = self.given.max(given);
        self.returns |= !value.is_empty();
    }

    fn body(&self) -> Body {
        match self.given {
            _ if self.echoes => Body::Same,
            _ if self.recasts > 0 => Body::Recast,
            _ if self.works || !self.is_known => Body::Works,
            _ if self.is_unwritten => Body::Unwritten,
            Given::Nothing => Body::Empty,
            Given::Zero | Given::Value => Body::Constant,
        }
    }
}

/// Judges all functions.
pub(super) fn conclude(mut pass: Pass<'_, '_>) -> Work {
    pass.excuse_discards();
    let shared = shared_parameters(&pass);
    for (handler, names) in std::mem::take(&mut pass.caught) {
        let is_broad = names.iter().any(|name| pass.symbols.get(*name).is_broad);
        if let Some(handler) = pass.outline.handlers.get_mut(handler) {
            handler.broad |= is_broad;
        }
    }
    let families = Families { answered: answered_questions(&pass), shared };
    let functions =
        (0..pass.drafts.len()).map(|index| deed(&mut pass, index, &families).unwrap_or_default()).collect();
    let shared = families.shared;
    let unread = std::mem::take(&mut pass.unread);
    let mut work = std::mem::take(&mut pass.work);
    for of_one in unread.chunk_by(|left, right| left.0 == right.0) {
        let Some((index, _)) = of_one.first() else { continue };
        let index = *index as usize;
        if chooses_parameters(&mut pass, index) == Some(true)
            && !stands_in(&pass, index)
            && !pass
                .outline
                .functions
                .get(index)
                .is_some_and(|function| is_one_of_family(&pass, function, &shared))
        {
            let said = said_unused(&pass, index);
            let unread = of_one.iter().map(|(_, idle)| *idle);
            work.idle.extend(unread.filter(|idle| !said.contains(idle.span.of(pass.view.text))));
        }
    }
    work.functions = functions;
    work.idle.sort_by_key(|idle| idle.span);
    work.fed.sort_unstable();
    for (number, name) in std::mem::take(&mut pass.kept) {
        if pass.symbols.get(number).read == 0 {
            work.discarded.push(name);
        }
    }
    work.discarded.sort_unstable();
    work.bases.sort_unstable();
    work.bases.dedup();
    work
}

/// The functions of a text by their parameters.
struct Families {
    /// How many have each list of two parameters or more.
    shared: HashMap<String, usize>,
    /// How many with each list answer a question.
    answered: HashMap<String, usize>,
}

/// The number of functions with the same parameters from which on these are those of a table or of a caller.
const FAMILY: usize = 3;

/// How many functions have each list of two parameters or more.
fn shared_parameters(pass: &Pass<'_, '_>) -> HashMap<String, usize> {
    let mut shared = HashMap::new();
    for function in pass.outline.functions.iter().filter(|function| function.parameters.len() > 1) {
        let count: &mut usize = shared.entry(parameter_names(pass, function)).or_default();
        *count = count.saturating_add(1);
    }
    shared
}

fn is_one_of_family(pass: &Pass<'_, '_>, function: &Function, shared: &HashMap<String, usize>) -> bool {
    function.parameters.len() > 1
        && shared.get(&parameter_names(pass, function)).is_some_and(|count| *count >= FAMILY)
}

fn parameter_names(pass: &Pass<'_, '_>, function: &Function) -> String {
    let names = function.parameters.iter().map(|parameter| parameter.name.of(pass.view.text));
    names.collect::<Vec<_>>().join(",")
}

/// Whether a function of one statement, or one that only says a fixed text, reads none of its parameters: it stands in for
/// one that is elsewhere, on another platform or in another version.
fn stands_in(pass: &Pass<'_, '_>, index: usize) -> bool {
    let (Some(function), Some(draft)) = (pass.outline.functions.get(index), pass.drafts.get(index)) else {
        return false;
    };
    !draft.takes && (function.statements <= 1 || draft.only_says)
}

/// The number of functions that answer a question of the same parameters from which on a fixed answer is one of a row.
const ROW: usize = 3;

/// How many functions with each list of parameters answer a question, and work for it.
fn answered_questions(pass: &Pass<'_, '_>) -> HashMap<String, usize> {
    let mut answered = HashMap::new();
    for (function, draft) in pass.outline.functions.iter().zip(&pass.drafts) {
        if draft.body() == Body::Works && !function.parameters.is_empty() && pass.asks_question(function) {
            let count: &mut usize = answered.entry(parameter_names(pass, function)).or_default();
            *count = count.saturating_add(1);
        }
    }
    answered
}

fn deed(pass: &mut Pass<'_, '_>, index: usize, families: &Families) -> Option<Deed> {
    let draft = *pass.drafts.get(index)?;
    let body = draft.body();
    let is_one_of_family = pass.outline.functions.get(index).is_some_and(|function| {
        let is_answer = || {
            body == Body::Constant
                && families.answered.get(&parameter_names(pass, function)).is_some_and(|count| *count >= ROW)
                && pass.asks_question(function)
        };
        is_one_of_family(pass, function, &families.shared) || is_answer()
    });
    let asked = asked(pass, index, draft, body, is_one_of_family)?;
    let function = pass.outline.functions.get(index)?;
    let parameters = function.parameters.len().min(PROMISING);
    let promise = parameters.saturating_add(1).saturating_add(usize::from(function.doc.is_some()));
    Some(Deed {
        body,
        asked,
        promise: u32::try_from(promise).unwrap_or(1),
        guards: draft.guards,
        takes: draft.takes || !draft.is_known,
        acts: draft.acts || !draft.is_known || !draft.returns,
        unfailing: pass.deeds.unfailing.contains(&function.name.as_str()) || words::asks(&function.name),
        harm: draft.harm,
    })
}

/// Whether the documentation of a function says that others may do its work.
fn says_hook(pass: &Pass<'_, '_>, function: &Function) -> bool {
    let doc = function.doc.and_then(|doc| pass.outline.comments.get(doc as usize));
    doc.is_some_and(|doc| words::says_hook(doc.span.of(pass.view.text)))
}

/// The words of a function's documentation that are said not to be used.
fn said_unused<'t>(pass: &Pass<'t, '_>, function: usize) -> HashSet<&'t str> {
    let doc = pass.outline.functions.get(function).and_then(|function| function.doc);
    let doc = doc.and_then(|doc| pass.outline.comments.get(doc as usize));
    doc.map_or_else(HashSet::new, |doc| words::unused(doc.span.of(pass.view.text)))
}

/// Whether a type is extended, in this text or by its name.
fn is_base(pass: &mut Pass<'_, '_>, owner: Option<Span>) -> bool {
    let Some(owner) = owner else { return false };
    let name = owner.of(pass.view.text);
    let number = pass.symbols.number(name);
    pass.symbols.get(number).is_base || words::names_base(name)
}

/// Whether a variable that holds a function gets another one, here or by whoever uses the module. Where a module exports
/// a name and not the variable, nobody else can.
fn is_replaced(pass: &Pass<'_, '_>, index: usize, draft: Draft) -> bool {
    let Some(function) = pass.outline.functions.get(index).filter(|_| draft.replaceable != 0) else {
        return false;
    };
    let dialect = &pass.view.language.dialect;
    let is_open = !dialect.declarative_outer && function.visibility == Visibility::Public;
    let bound = pass.symbols.find(function.name_span.of(pass.view.text)).map_or(0, |symbol| symbol.bound);
    is_open || bound >= draft.replaceable
}

/// The span of the name of the type that a function belongs to.
fn owner(pass: &Pass<'_, '_>, function: &Function) -> Option<Span> {
    let owner = function.owner.and_then(|owner| pass.outline.types.get(owner as usize))?;
    Some(owner.name_span)
}

/// `is_one_of_family` is whether several functions have its parameters, or answer a question of them as it does.
fn asked(
    pass: &mut Pass<'_, '_>,
    index: usize,
    draft: Draft,
    body: Body,
    is_one_of_family: bool,
) -> Option<Asked> {
    let function = pass.outline.functions.get(index)?;
    let name = function.name.as_str();
    let is_inner = (name.is_empty() && !draft.is_export) || function.parent.is_some();
    if body == Body::Works {
        return Some(if is_inner { Asked::No } else { Asked::Yes });
    }
    let holder = function.owner.and_then(|owner| pass.outline.types.get(owner as usize));
    let is_contract = holder.is_some_and(|holder| holder.is_abstract);
    let text = function.body.of(pass.view.text);
    if is_inner
        || draft.is_overload
        || function.is_abstract
        || breaks_off(pass, function)
        || holder.is_some_and(|holder| holder.is_interface)
        || (is_contract && text.ends_with("..."))
        || (is_contract && body == Body::Empty && function.doc.is_some())
        || (is_contract && body == Body::Unwritten && function.doc.is_some() && !words::says_unwritten(text))
    {
        return Some(Asked::No);
    }
    if draft.is_open && !function.is_constructor {
        return Some(Asked::Yes);
    }
    let dialect = &pass.view.language.dialect;
    let says_contract = holder.is_some_and(|holder| {
        let doc = holder.doc.and_then(|doc| pass.outline.comments.get(doc as usize));
        doc.is_some_and(|doc| words::says_contract(doc.span.of(pass.view.text)))
    });
    let adds_contract = || holder.is_some_and(|holder| adds_to_contract(pass, holder, name));
    if body == Body::Unwritten && function.doc.is_some() && (says_contract || adds_contract()) {
        return Some(Asked::Hardly);
    }
    let keeps_contract = function.is_override || draft.has_bases;
    if keeps_contract
        && body != Body::Same
        && !function.is_constructor
        && holder.is_some_and(|holder| words::names_answer(&holder.name))
    {
        return Some(Asked::Hardly);
    }
    let excused = function.is_override
        || draft.has_bases
        || is_replaced(pass, index, draft)
        || draft.is_decorated
        || is_contract
        || (dialect.inherits_contract)(name) && !function.is_constructor
        || words::names_nothing(name)
        || draft.is_hook
        || (draft.is_explained && body == Body::Empty)
        || draft.is_alternative
        || says_hook(pass, function)
        || (pass.deeds.silent_contracts && holder.is_some());
    let parameters = &function.parameters;
    let ignores = !parameters.is_empty()
        && parameters.iter().all(|parameter| words::is_given(parameter.name.of(pass.view.text)));
    let alone = parameters.is_empty();
    let chosen =
        parameters.iter().filter(|parameter| !words::is_given(parameter.name.of(pass.view.text))).count();
    let is_answer = body == Body::Constant && is_one_of_family && pass.asks_question(function);
    let is_identity = body == Body::Same && (chosen <= 1 || is_one_of_family || words::names_same(name));
    // Another form of all that it is given may be what is asked for, of one value among others it hardly is.
    let is_identity = is_identity || (body == Body::Recast && draft.recasts >= chosen);
    let is_constructor = function.is_constructor;
    let owner = owner(pass, function);
    // What only its own text uses, as a value, is there for what it is.
    let number = pass.symbols.number(function.name_span.of(pass.view.text));
    let is_sample = function.visibility == Visibility::Private && pass.symbols.get(number).is_value;
    let excused = excused || is_sample || is_base(pass, owner);
    Some(match body {
        Body::Empty | Body::Constant if is_constructor && alone => Asked::No,
        Body::Constant if alone && draft.given == Given::Value => Asked::No,
        // Printing a fixed text is all that there is to do.
        Body::Empty if alone && draft.reports => Asked::No,
        Body::Empty if alone && draft.returns => Asked::Perhaps,
        Body::Constant if alone || ignores => Asked::Perhaps,
        Body::Empty if ignores => Asked::Perhaps,
        _ if excused || is_identity || is_answer => Asked::Perhaps,
        _ => Asked::Yes,
    })
}

/// Whether a type extends one of the text that says that others do its work, and that has no such method: what it adds is
/// left to others as well.
fn adds_to_contract(pass: &Pass<'_, '_>, holder: &TypeDefinition, method: &str) -> bool {
    const BASES: usize = 4;
    const LONGEST: usize = 2_000;
    let text = pass.view.text;
    if pass.contracts.is_empty() || holder.heritage.len() > LONGEST {
        return false;
    }
    holder.bases(text).take(BASES).any(|base| {
        let base = pass.contracts.get(base);
        base.is_some_and(|methods| !methods.contains(method))
    })
}

/// The types of a text that say in their documentation that others do their work, with the names of their methods.
pub(super) fn contracts(outline: &Outline, text: &str) -> HashMap<String, HashSet<String>> {
    let mut contracts: HashMap<u32, HashSet<String>> = HashMap::new();
    for (index, definition) in (0_u32..).zip(&outline.types) {
        let doc = definition.doc.and_then(|doc| outline.comments.get(doc as usize));
        if doc.is_some_and(|doc| words::says_contract(doc.span.of(text))) {
            contracts.insert(index, HashSet::new());
        }
    }
    if contracts.is_empty() {
        return HashMap::new();
    }
    for function in &outline.functions {
        if let Some(methods) = function.owner.and_then(|owner| contracts.get_mut(&owner)) {
            methods.insert(function.name.clone());
        }
    }
    let named = contracts.into_iter().filter_map(|(index, methods)| {
        let definition = outline.types.get(index as usize)?;
        Some((definition.name.clone(), methods))
    });
    named.collect()
}

/// Whether the text is a piece that ends within a function.
fn breaks_off(pass: &Pass<'_, '_>, function: &Function) -> bool {
    pass.outline.fragment.is_some_and(|fragment| fragment.ends_inside > 0)
        && function.body.end as usize >= pass.view.text.trim_end().len()
}

/// Whether the author of a function chose its parameters, rather than a contract or whoever calls it back.
fn chooses_parameters(pass: &mut Pass<'_, '_>, index: usize) -> Option<bool> {
    let draft = *pass.drafts.get(index)?;
    let function = pass.outline.functions.get(index)?;
    let holder = function.owner.and_then(|owner| pass.outline.types.get(owner as usize));
    let dialect = &pass.view.language.dialect;
    let bound = function.name.is_empty()
        || function.is_override
        || function.is_abstract
        || draft.has_bases
        || draft.is_decorated
        || draft.is_handed_over
        || is_replaced(pass, index, draft)
        || draft.is_unwritten
        || holder.is_some_and(|holder| holder.is_abstract)
        || (dialect.inherits_contract)(&function.name) && !function.is_constructor
        || words::names_nothing(&function.name)
        || says_hook(pass, function)
        || (pass.deeds.silent_contracts && holder.is_some());
    let name = draft.name?;
    let is_short = function.statements <= 1 && function.raises > 0;
    let owner = owner(pass, function);
    let number = pass.symbols.number(name.of(pass.view.text));
    let is_value = pass.symbols.get(number).is_value;
    Some(!bound && !is_short && !is_value && !is_base(pass, owner))
}
