//! The languages of this crate for ast-grep.

use std::borrow::Cow;
use std::collections::BTreeSet;

use ast_grep_core::language::Language as RuleLanguage;
use ast_grep_core::matcher::{Pattern, PatternBuilder, PatternError, PatternNode};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use sono_syntax::language::{self, Language};
use sono_syntax::syntax::{ParseBudget, Parsed, Parser};

use super::document::Document;

/// A letter that may begin a name in every grammar. Patterns are code: since `$` cannot begin a name in most languages,
/// `$A` is written with this letter before it is parsed.
pub(super) const SIGIL: char = 'µ';

/// A language for rules. Cheap to clone, because ast-grep clones it with every rule.
#[derive(Debug, Clone, Copy)]
pub(super) struct RuleGrammar(pub(super) &'static Language);

impl RuleGrammar {
    pub(super) fn kind(self, id: u16) -> String {
        (self.0.grammar.load)().node_kind_for_id(id).unwrap_or_default().to_owned()
    }

    /// The kinds that a kind stands for which no node has itself; `None` for the others.
    pub(super) fn subkinds(self, id: u16) -> Option<BTreeSet<String>> {
        let grammar = (self.0.grammar.load)();
        if !grammar.node_kind_is_supertype(id) || grammar.node_kind_is_visible(id) {
            return None;
        }
        let visible =
            grammar.subtypes_for_supertype(id).iter().filter(|id| grammar.node_kind_is_visible(**id));
        Some(visible.map(|id| self.kind(*id)).collect())
    }
}

impl<'de> Deserialize<'de> for RuleGrammar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Cow::<'de, str>::deserialize(deserializer)?;
        language::by_name(&name).map(Self).ok_or_else(|| {
            let known: Vec<_> = language::all().iter().map(|language| language.id).collect();
            D::Error::custom(format!("expected one of the languages {}, got {name:?}", known.join(", ")))
        })
    }
}

impl RuleLanguage for RuleGrammar {
    fn kind_to_id(&self, kind: &str) -> u16 {
        (self.0.grammar.load)().id_for_node_kind(kind, true)
    }

    fn field_to_id(&self, field: &str) -> Option<u16> {
        (self.0.grammar.load)().field_id_for_name(field).map(std::num::NonZeroU16::get)
    }

    fn expando_char(&self) -> char {
        SIGIL
    }

    fn pre_process_pattern<'q>(&self, query: &'q str) -> Cow<'q, str> {
        let mut out = String::with_capacity(query.len().saturating_add(4));
        let mut dollars = 0_usize;
        for character in query.chars().map(Some).chain([None]) {
            if character == Some('$') {
                dollars = dollars.saturating_add(1);
                continue;
            }
            let names = character.is_some_and(|character| character.is_ascii_uppercase() || character == '_');
            let sigil = if names || dollars == 3 { SIGIL } else { '$' };
            out.extend(std::iter::repeat_n(sigil, dollars));
            dollars = 0;
            out.extend(character);
        }
        Cow::Owned(out)
    }

    fn build_pattern(&self, builder: &PatternBuilder<'_>) -> Result<Pattern, PatternError> {
        let framed = self.0.around_statements().and_then(|frame| {
            let pattern = builder.build(|source| self.framed(source, frame)).ok()?;
            (!is_broken(&pattern.node)).then_some(pattern)
        });
        let pattern = match framed {
            Some(pattern) => pattern,
            None => builder.build(|source| self.parse(source))?,
        };
        // Such a pattern would match almost nothing or, as an error, everything. The code around it need not parse: in
        // Java or Go, an expression is not a file.
        if is_broken(&pattern.node) {
            return Err(PatternError::Parse("the pattern does not parse".to_owned()));
        }
        Ok(pattern)
    }
}

impl RuleGrammar {
    fn parse(self, source: &str) -> Result<Document, String> {
        let mut document = Err("the parser cannot cope with it".to_owned());
        let mut keep = |parsed: Parsed<'_>| {
            document = Ok(Document::new(parsed.text, parsed.tree, self));
            Ok(())
        };
        let (language, budget) = (self.0, ParseBudget::default());
        Parser::new().visit(source, language, false, &budget, &|| Ok::<(), String>(()), &mut keep)?;
        document
    }

    /// The same inside what stands around statements.
    fn framed(self, source: &str, (before, after): (&str, &str)) -> Result<Document, String> {
        let source = source.trim();
        let part = before.len()..before.len().saturating_add(source.len());
        let document = self.parse(&format!("{before}{source}{after}"))?.rooted_at(part);
        document.ok_or_else(|| "it is no statement".to_owned())
    }
}

/// Whether a pattern contains an error. Recurses to the depth of the pattern, which comes from a rubric, not from a
/// submission.
fn is_broken(node: &PatternNode) -> bool {
    match node {
        PatternNode::MetaVar { .. } => false,
        PatternNode::Terminal { kind_id, .. } => *kind_id == u16::MAX,
        PatternNode::Internal { kind_id, children } => *kind_id == u16::MAX || children.iter().any(is_broken),
    }
}
