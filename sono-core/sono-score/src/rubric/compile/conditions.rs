//! Compiles conditions.

use super::compiler::{Compiler, value};
use super::reader::Reader;
use crate::rubric::format::{Relation, View, one_of};
use crate::rubric::model::{Condition, ParameterTest, ParameterValue, SearchText, Test};

/// The maximum nesting of conditions. Deeper ones are unreadable.
const MAX_DEPTH: usize = 16;

impl Compiler<'_> {
    /// The condition under a key, if there is one.
    pub(super) fn condition(&mut self, reader: &Reader<'_>, key: &str) -> Option<Condition> {
        let inner = reader.inner(key)?;
        self.compile_condition(&inner, 0)
    }

    fn compile_condition(&mut self, reader: &Reader<'_>, depth: usize) -> Option<Condition> {
        if depth > MAX_DEPTH {
            let message = format!("conditions nest at most {MAX_DEPTH} deep");
            self.problems.push(reader.at, reader.key.as_str(), message);
            return None;
        }
        self.check_companions(reader);
        let below = depth.saturating_add(1);
        let mut all_of = |key: &str| -> Vec<Condition> {
            reader.tables(key).iter().filter_map(|inner| self.compile_condition(inner, below)).collect()
        };
        if reader.get("any").is_some() {
            return Some(Condition::Any(all_of("any")));
        }
        if reader.get("all").is_some() {
            return Some(Condition::All(all_of("all")));
        }
        if let Some(inner) = reader.inner("not") {
            return Some(Condition::Not(Box::new(self.compile_condition(&inner, below)?)));
        }
        if reader.get("signal").is_some() {
            let tests = self.tests(reader);
            if !Relation::ALL.iter().any(|relation| reader.get(relation.as_str()).is_some()) {
                let comparisons = one_of(Relation::ALL.map(Relation::as_str));
                self.problem(reader, "signal", format!("expected a comparison: {comparisons}"));
            }
            let signal = self.signal(reader, "signal")?;
            for test in &tests {
                self.refuse_beyond_share(reader, test.relation.as_str(), signal, test.to);
            }
            return Some(Condition::Signal { signal, tests });
        }
        if reader.get("parameter").is_some() {
            return self.parameter_condition(reader);
        }
        if let Some(types) = reader.submission_types("submission_type") {
            return Some(Condition::SubmissionType(types));
        }
        self.word_condition(reader)
    }

    fn word_condition(&mut self, reader: &Reader<'_>) -> Option<Condition> {
        let all = reader.get("contains_all").is_some();
        let words = reader.texts(if all { "contains_all" } else { "contains" })?;
        let view = reader.text("in").and_then(View::parse).unwrap_or(View::Text);
        if all && view.is_by_line() {
            self.problem(reader, "in", "`contains_all` searches text, lower or answers as a whole");
        }
        let text = SearchText::of(view);
        if text == SearchText::Lower
            && let Some(word) = words.iter().find(|word| word.to_lowercase() != **word)
        {
            let message = format!("{word:?} has upper case and never occurs in lower-case text");
            self.problem(reader, if all { "contains_all" } else { "contains" }, message);
        }
        let keywords = self.keywords.get_mut(text.index())?;
        let needles = words.into_iter().map(|word| keywords.intern(word)).collect();
        Some(Condition::Words { text, needles, all })
    }

    /// Checks that comparisons stand beside a signal or parameter, and `in` beside words.
    fn check_companions(&self, reader: &Reader<'_>) {
        let compares = reader.get("signal").is_some() || reader.get("parameter").is_some();
        for key in Relation::ALL.map(Relation::as_str) {
            if !compares && reader.get(key).is_some() {
                self.problem(reader, key, "a comparison needs a signal or a parameter beside it");
            }
        }
        let searches = reader.get("contains").is_some() || reader.get("contains_all").is_some();
        if !searches && reader.get("in").is_some() {
            self.problem(reader, "in", "`in` needs contains or contains_all beside it");
        }
    }

    fn tests(&self, reader: &Reader<'_>) -> Vec<Test> {
        let mut tests = Vec::new();
        for relation in Relation::ALL {
            let key = relation.as_str();
            let Some(node) = reader.get(key) else { continue };
            match node.number() {
                Some(to) => tests.push(Test { relation, to }),
                // The others take nothing but numbers anyway.
                None if matches!(relation, Relation::Eq | Relation::Ne) => {
                    self.problem(reader, key, format!("came {}; a signal compares to a number", node.show()))
                }
                None => {}
            }
        }
        tests
    }

    fn parameter_condition(&self, reader: &Reader<'_>) -> Option<Condition> {
        let name = reader.text("parameter")?;
        let name = name.strip_prefix('$').unwrap_or(name);
        let compared = Relation::ALL.iter().any(|relation| reader.get(relation.as_str()).is_some());
        let wanted = if compared { "" } else { "boolean" };
        let parameter = self.parameter(reader, "parameter", name, wanted)?;
        if !compared {
            return Some(Condition::Parameter { parameter, tests: vec![ParameterTest::True] });
        }
        let default = self.parameters.get(parameter).map(|definition| definition.default.clone())?;
        let mut tests = Vec::new();
        for relation in Relation::ALL {
            let key = relation.as_str();
            let Some(other) = reader.get(key).and_then(value) else { continue };
            let same_type = other.type_name() == default.type_name();
            match (relation, other) {
                (_, ParameterValue::Number(to)) if same_type => {
                    tests.push(ParameterTest::Number(Test { relation, to }));
                }
                (Relation::Eq, other) if same_type => tests.push(ParameterTest::Is(other)),
                (Relation::Ne, other) if same_type => tests.push(ParameterTest::IsNot(other)),
                (_, other) => {
                    let message =
                        format!("came {}; parameter {name:?} is a {}", other.describe(), default.type_name());
                    self.problem(reader, key, message);
                }
            }
        }
        Some(Condition::Parameter { parameter, tests })
    }
}
