//! Reasons for a handler to give a fixed value, or nothing, that are for all to see: in the code around it, in the
//! documentation, or in what the function is called.

use crate::language::role::{Role, Slot};
use crate::syntax::flat::{FlatNode, NodeIndex};
use crate::syntax::outline::Function;
use crate::text::Span;

use super::pass::Pass;
use super::words;

/// The statements before a `try` that are looked through for a default, in each block.
const BEFORE: usize = 6;
/// The blocks around it whose statements are looked through.
const OUTER: usize = 3;
/// The bytes of a statement in which the name stands that it gives a value.
const MENTION: usize = 200;
/// The longest function whose other answers are looked at, in bytes.
const LONGEST: usize = 8 * 1024;
/// How often a function gives an answer elsewhere that stands for what is not there.
const OFTEN: usize = 2;

impl Pass<'_, '_> {
    /// The named children of a node, comments left out.
    pub(super) fn parts(&self, index: NodeIndex) -> impl Iterator<Item = NodeIndex> {
        let view = self.view;
        let named = move |child: &NodeIndex| {
            view.node(*child).is_some_and(|node| node.is_named() && !node.is_extra())
        };
        view.children(index).filter(named)
    }

    /// The statements of a block, which may be in a node of their own.
    fn statements(&self, block: NodeIndex) -> impl Iterator<Item = NodeIndex> {
        let view = self.view;
        let inner = view.children(block).find(|child| view.role(*child) == Role::Statements);
        self.parts(inner.unwrap_or(block))
    }

    /// Whether a block does nothing.
    fn is_idle(&self, block: NodeIndex) -> bool {
        !self.statements(block).any(|child| !matches!(self.view.words(child), "pass" | "..." | ";"))
    }

    /// The one statement of a block.
    fn only(&self, block: NodeIndex) -> Option<NodeIndex> {
        let mut statements = self.statements(block);
        statements.next().filter(|_| statements.next().is_none())
    }

    /// The variable that a statement gives a value.
    fn assigned_by(&self, statement: NodeIndex) -> Option<&str> {
        let words = self.view.words(statement);
        let start = words.get(..words.floor_char_boundary(MENTION)).unwrap_or("");
        let (left, right) = start.split_once('=')?;
        let name = left.trim_end_matches([':', ' ']).rsplit([' ', '\t']).next()?;
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$' | '#');
        (!right.starts_with(['=', '>']) && !name.is_empty() && name.chars().all(is_name)).then_some(name)
    }

    /// Whether the answer of a handler that names what it catches is one that the code around it makes plain.
    pub(super) fn is_plain_answer(&self, handler: NodeIndex, body: NodeIndex, tried: NodeIndex) -> bool {
        let view = self.view;
        let head = Span { start: view.span(handler).start, end: view.span(body).start }.of(view.text);
        let is_form = self.names_form(head);
        let statement = view.parent(handler).unwrap_or(handler);
        self.asks_by_failing(handler, body, tried)
            || self.goes_on(statement, body, tried)
            || self.offers_at_once(body, tried)
            || self.is_in_cleaning()
            || (is_form && (self.reads_form(body) || self.answers_often(body)))
            || (is_form && self.is_idle(body) && self.keeps_earlier(statement, tried))
    }

    /// Whether the head of a handler names errors that say that a text has not the form of what is read from it, and no
    /// others.
    fn names_form(&self, head: &str) -> bool {
        let head = head.split(" as ").next().unwrap_or(head);
        let mut named = head
            .split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.'))
            .map(|word| word.rsplit('.').next().unwrap_or(word))
            .filter(|word| word.starts_with(char::is_uppercase))
            .peekable();
        let is_form = |name: &str| self.deeds.form_errors.contains(&name) || words::announces_form(name);
        named.peek().is_some() && named.all(is_form)
    }

    /// Whether a failure only asks whether something can be done, and `else` does what there is to do then.
    fn asks_by_failing(&self, handler: NodeIndex, body: NodeIndex, tried: NodeIndex) -> bool {
        let view = self.view;
        let other = view.parent(handler).and_then(|statement| view.child(statement, Slot::Alternative));
        let other = other.or_else(|| {
            let statement = view.parent(handler)?;
            view.children(statement).find(|child| view.role(*child) == Role::Else)
        });
        other.is_some() && self.is_idle(body) && self.only(tried).is_some()
    }

    /// Whether a loop goes on with the next, because the handler is the last that it does, where what succeeds leaves it.
    fn goes_on(&self, statement: NodeIndex, body: NodeIndex, tried: NodeIndex) -> bool {
        let view = self.view;
        let is_last = |statement: NodeIndex| {
            let mut next = view.tree.next(statement);
            while let Some(follower) = next.filter(|it| view.node(*it).is_some_and(FlatNode::is_extra)) {
                next = view.tree.next(follower);
            }
            next.is_none_or(|next| view.node(next).is_some_and(|node| !node.is_named()))
        };
        let block = view.parent(statement);
        let holder = block.filter(|block| view.role(*block) == Role::Statements);
        let block = holder.and_then(|inner| view.parent(inner)).or(block);
        let is_loop =
            block.and_then(|block| view.parent(block)).is_some_and(|around| view.role(around) == Role::Loop);
        let leaves = || {
            let last = self.statements(tried).last();
            last.is_some_and(|last| {
                matches!(view.role(last), Role::Jump | Role::Return) || view.words(last).starts_with("break")
            })
        };
        is_loop && is_last(statement) && self.is_idle(body) && leaves()
    }

    /// Whether a variable outside functions gets another value where the first cannot be had: what a module offers is
    /// decided there, in two lines.
    fn offers_at_once(&self, body: NodeIndex, tried: NodeIndex) -> bool {
        if !self.open.is_empty() || !self.types.is_empty() {
            return false;
        }
        let (Some(first), Some(other)) = (self.only(tried), self.only(body)) else { return false };
        let name = self.assigned_by(other);
        name.is_some_and(|name| !name.starts_with(char::is_lowercase)) && self.assigned_by(first) == name
    }

    /// Whether the function around is there to clean up, by its name, or must not fail.
    fn is_in_cleaning(&self) -> bool {
        let function = self.open.last().and_then(|open| self.outline.functions.get(open.function));
        function.is_some_and(|function| {
            words::cleans_by_name(&function.name) || self.deeds.unfailing.contains(&function.name.as_str())
        })
    }

    /// Whether a function that reads something from a text, by its name, gives nothing where the text holds no such thing.
    fn reads_form(&self, body: NodeIndex) -> bool {
        let function = self.open.last().and_then(|open| self.outline.functions.get(open.function));
        let Some(value) = self.given_value(body) else { return false };
        let is_none = value.is_empty()
            || matches!(value, "-1" | "false" | "False")
            || self.deeds.nothing.contains(&value)
            || self.deeds.absent.iter().any(|call| value.starts_with(call));
        is_none && function.is_some_and(|function| words::reads(&function.name))
    }

    /// The fixed value that a handler returns.
    pub(super) fn given_value(&self, body: NodeIndex) -> Option<&str> {
        let view = self.view;
        let answer = view.words(body).trim_matches(['{', '}', ':', ' ', '\t', '\n', '\r', ';']);
        let value = answer.strip_prefix("return").map(str::trim);
        // Where a block has a value, an arm may be nothing else.
        let value = value.or_else(|| {
            let is_bare = view.language.dialect.block_values && view.role(body) != Role::Block;
            is_bare.then_some(answer)
        });
        let value = value.map(|value| value.split(['#', '\n']).next().unwrap_or(value));
        let value = value.map(|value| value.split("//").next().unwrap_or(value).trim_end_matches([' ', ';']));
        value.filter(|value| value.len() < 40)
    }

    /// Whether the function around gives the same value in other places, where nothing failed: it stands for what is not
    /// there.
    fn answers_often(&self, body: NodeIndex) -> bool {
        let view = self.view;
        let (Some(value), Some(open)) = (self.given_value(body), self.open.last()) else { return false };
        if value.is_empty() {
            return false;
        }
        let (all, own) = (view.words(open.body), view.words(body));
        let count = |text: &str| {
            let ends =
                |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '('));
            let returns = text.match_indices("return ");
            returns
                .filter(|(at, word)| {
                    let rest = text.get(at.saturating_add(word.len())..).unwrap_or("");
                    rest.strip_prefix(value).is_some_and(ends)
                })
                .count()
        };
        all.len() <= LONGEST && count(all) >= count(own).saturating_add(OFTEN)
    }

    /// Whether a variable keeps what it was given before in the same function, where the one statement that is tried, or
    /// what it goes through, would give it something else.
    fn keeps_earlier(&self, statement: NodeIndex, tried: NodeIndex) -> bool {
        let view = self.view;
        let wanted = self.only(tried).and_then(|only| self.assigned_by(only));
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let tried_words = view.words(tried);
        let is_tried = |name: &str| {
            tried_words.len() < 400 && tried_words.split(|c: char| !is_word(c)).any(|word| word == name)
        };
        let mut node = statement;
        for level in 0..OUTER {
            let before = std::iter::successors(Some(node), |index| view.node(*index)?.previous());
            let mut earlier = before.skip(1).take(BEFORE).filter_map(|index| self.assigned_by(index));
            // What is collected step by step is there as far as it goes, if it begins right above.
            let found = match wanted {
                Some(name) => earlier.any(|known| known == name),
                None => level == 0 && earlier.next().is_some_and(is_tried),
            };
            if found {
                return true;
            }
            let outer = std::iter::successors(view.parent(node), |index| view.parent(*index))
                .take(3)
                .find(|index| matches!(view.role(*index), Role::If | Role::Elif | Role::Loop | Role::Switch));
            match outer {
                Some(outer) => node = outer,
                None => return false,
            }
        }
        false
    }

    /// Whether a test for an error value has an answer that is for all to see.
    pub(super) fn is_plain_check(&self, body: NodeIndex) -> bool {
        let view = self.view;
        let Some(test) = view.parent(body) else { return false };
        let asks = || {
            let no = matches!(self.given_value(body), Some("false"));
            no && self.is_question()
        };
        self.is_told_answer(body, None)
            || asks()
            || self.ends_endless(body)
            || self.is_one_of_several(test, body)
    }

    /// Whether the function around asks a question, by its name or its documentation.
    pub(super) fn is_question(&self) -> bool {
        let function = self.open.last().and_then(|open| self.outline.functions.get(open.function));
        function.is_some_and(|function| self.asks_question(function))
    }

    /// Whether a function asks a question, by its name or its documentation.
    pub(super) fn asks_question(&self, function: &Function) -> bool {
        let doc = function.doc.and_then(|doc| self.outline.comments.get(doc as usize));
        words::asks(&function.name)
            || doc.is_some_and(|doc| words::says_question(doc.span.of(self.view.text)))
    }

    /// Whether a failure ends an endless loop in a function that gives nothing: there is no more to be had.
    fn ends_endless(&self, body: NodeIndex) -> bool {
        const NEAR: usize = 5;
        let view = self.view;
        let gives = self.open.last().is_none_or(|open| view.child(open.start, Slot::ReturnType).is_some());
        let is_bare = !gives && self.given_value(body) == Some("");
        is_bare
            && std::iter::successors(view.parent(body), |index| view.parent(*index)).take(NEAR).any(
                |around| {
                    view.role(around) == Role::Loop
                        && self.parts(around).next().is_some_and(|first| view.role(first) == Role::Block)
                },
            )
    }

    /// Whether an error is one of several cases that an `if` takes together, and both ways give a variable its value.
    fn is_one_of_several(&self, test: NodeIndex, body: NodeIndex) -> bool {
        let view = self.view;
        let Some(other) = view.child(test, Slot::Alternative) else { return false };
        let mut condition = self.parts(test).take_while(|part| *part < body);
        let joins = condition.any(|part| {
            let words = view.words(part);
            words.len() < 200 && (words.contains(" || ") || words.contains(" or "))
        });
        let names = |block: NodeIndex| self.statements(block).filter_map(|it| self.assigned_by(it)).last();
        let name = names(body);
        // What the other way gives may be decided there once more.
        joins
            && name.is_some_and(|name| {
                let words = view.words(other);
                words.get(..words.len().min(400)).unwrap_or(words).lines().any(|line| {
                    line.trim_start()
                        .strip_prefix(name)
                        .is_some_and(|rest| rest.trim_start().starts_with('='))
                })
            })
    }

    /// Whether a handler that told somebody of a failure ends with a result that says so: `return 1`, `exit_code = 1`, or
    /// the end of the program.
    pub(super) fn ends_in_failure(&self, body: NodeIndex) -> bool {
        let view = self.view;
        let is_failure = |value: &str| {
            let digits = value.trim().trim_start_matches('-');
            !digits.is_empty() && digits != "0" && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        let says = |statement: NodeIndex| {
            let words = view.words(statement).trim_end_matches(';');
            if let Some(value) = words.strip_prefix("return ") {
                return is_failure(value);
            }
            let callee = words.get(..words.find('(').unwrap_or(0)).unwrap_or("");
            if self.deeds.exits.contains(&callee) {
                return true;
            }
            let value = words.rsplit('=').next().unwrap_or("");
            self.assigned_by(statement).is_some_and(|name| words::names_result(name) && is_failure(value))
        };
        self.statements(body).any(says)
    }
}
