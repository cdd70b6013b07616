//! Our languages as ast-grep sees them.

use std::borrow::Cow;

use ast_grep_core::language::Language as RuleLanguage;
use ast_grep_core::matcher::{Pattern, PatternBuilder, PatternError};
use ast_grep_core::tree_sitter::{LanguageExt, StrDoc, TSLanguage};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use sono_syntax::language::{self, Language};

/// A letter that every grammar takes at the beginning of a name. Patterns are code: `$A` is written with it before
/// they are parsed, as `$` begins no name in most languages.
const SIGIL: char = 'µ';

/// A language, for rules. Cheap to clone, as ast-grep does with every rule.
#[derive(Debug, Clone, Copy)]
pub(super) struct RuleGrammar(pub(super) &'static Language);

impl RuleGrammar {
    pub(super) fn load(self) -> TSLanguage {
        (self.0.grammar.load)()
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
        self.load().id_for_node_kind(kind, true)
    }

    fn field_to_id(&self, field: &str) -> Option<u16> {
        self.load().field_id_for_name(field).map(std::num::NonZeroU16::get)
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
        builder.build(|source| StrDoc::try_new(source, *self))
    }
}

/// For the parsing of patterns alone; texts are parsed by our own parser.
impl LanguageExt for RuleGrammar {
    fn get_ts_language(&self) -> TSLanguage {
        self.load()
    }
}
