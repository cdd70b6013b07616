//! Tables indexed by kind id, compiled once per language.

use std::num::NonZeroU16;

use super::Language;
use super::nuance::Nuance;
use super::role::{Bind, Role, Slot, Token};
use super::signs::Sign;

/// The properties of a node kind that the walk needs.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Kind {
    /// The role of a named node.
    pub(crate) role: Role,
    /// The nuance of a named node.
    pub(crate) nuance: Nuance,
    /// The meaning of an anonymous token.
    pub(crate) token: Token,
    /// Its meaning to a reader.
    pub(crate) sign: Sign,
    /// Whether the node is named.
    pub(crate) named: bool,
    /// Whether the fields of its children matter.
    pub(crate) fields: bool,
    /// Whether the language is asked what the node does with errors.
    pub(crate) judged: bool,
}

/// The kind id that the parser gives to error nodes.
pub(crate) const ERROR_KIND: u16 = u16::MAX;

/// The brackets of every language; one that has more lists them among its tokens.
const BRACKETS: &[(&str, Token)] = &[
    ("(", Token::Open(0)),
    (")", Token::Close(0)),
    ("[", Token::Open(1)),
    ("]", Token::Close(1)),
    ("{", Token::Open(2)),
    ("}", Token::Close(2)),
];

const ERROR: Kind = Kind {
    role: Role::Error,
    nuance: Nuance::None,
    token: Token::Other,
    sign: Sign::Word,
    named: true,
    fields: false,
    judged: false,
};

/// The compiled tables of one language.
#[derive(Debug)]
pub(crate) struct Tables {
    kinds: Vec<Kind>,
    /// The names of the kinds. Copied, because a grammar cannot be shared between threads on every target.
    names: Vec<Box<str>>,
    slots: Vec<Slot>,
    binds: Vec<[Bind; Slot::COUNT]>,
    /// The field of the body, which the walk looks up ahead.
    pub(crate) body: Option<u16>,
    /// The field of the name, which the walk looks up ahead.
    pub(crate) name_field: Option<u16>,
    /// The `operator` field.
    pub(crate) operator: Option<u16>,
    /// The `type` field.
    pub(crate) type_field: Option<u16>,
}

impl Tables {
    /// The tables of an unregistered language.
    pub(crate) const EMPTY: Self = Self {
        kinds: Vec::new(),
        names: Vec::new(),
        slots: Vec::new(),
        binds: Vec::new(),
        body: None,
        name_field: None,
        operator: None,
        type_field: None,
    };

    pub(crate) fn compile(language: &Language) -> Self {
        let grammar = (language.grammar.load)();
        let count = grammar.node_kind_count();
        let mut kinds = Vec::with_capacity(count);
        let mut names = Vec::with_capacity(count);
        let mut binds = vec![[Bind::None; Slot::COUNT]; count];
        // Several ids can have the same name (aliases), so the table is filled by name for every id.
        for (id, row) in (0..count).zip(&mut binds) {
            let id = u16::try_from(id).unwrap_or(ERROR_KIND);
            let named = grammar.node_kind_is_named(id);
            let name = grammar.node_kind_for_id(id).unwrap_or("");
            names.push(name.into());
            let mut kind = Kind {
                role: Role::Other,
                nuance: Nuance::None,
                token: Token::Other,
                sign: Sign::Punctuation,
                named,
                fields: false,
                judged: false,
            };
            if named {
                let found =
                    language.roles.iter().flat_map(|part| part.iter()).find(|(kind, _)| *kind == name);
                kind.role = found.map_or(Role::Other, |(_, role)| *role);
                let own =
                    language.nuances.iter().flat_map(|part| part.iter()).find(|(kind, _)| *kind == name);
                kind.nuance = own.map_or_else(|| Nuance::of_node(name), |(_, nuance)| *nuance);
                kind.sign = Sign::of_node(name, kind.role);
                kind.fields = needs_fields(kind.role);
                kind.judged = language.failures.judged.contains(&name);
                kind.fields |= kind.judged;
                for (_, slot, bind) in language
                    .bindings
                    .iter()
                    .flat_map(|part| part.iter())
                    .filter(|(parent, ..)| *parent == name)
                {
                    kind.fields = true;
                    if let Some(cell) = row.get_mut(*slot as usize) {
                        *cell = *bind;
                    }
                }
            } else {
                let own = language.tokens.iter().flat_map(|part| part.iter());
                let found = own.chain(BRACKETS).find(|(kind, _)| *kind == name);
                kind.token = found.map_or(Token::Other, |(_, token)| *token);
                kind.sign = Sign::of_token(name);
            }
            let own = language.signs.iter().flat_map(|part| part.iter()).find(|(kind, _)| *kind == name);
            kind.sign = own.map_or(kind.sign, |(_, sign)| *sign);
            kinds.push(kind);
        }
        let fields = u16::try_from(grammar.field_count()).unwrap_or(u16::MAX);
        let slots = (0..=fields)
            .map(|id| {
                let name = grammar.field_name_for_id(id).unwrap_or("");
                let found = Slot::NAMES.iter().find(|(field, _)| *field == name);
                found.map_or(Slot::None, |(_, slot)| *slot)
            })
            .collect();
        let field = |name| grammar.field_id_for_name(name).map(Into::into);
        let (body, operator, type_field) = (field("body"), field("operator"), field("type"));
        Self { kinds, names, slots, binds, body, name_field: field("name"), operator, type_field }
    }

    /// The properties of a kind; ids unknown to the grammar are the parser's error nodes.
    #[inline]
    pub(crate) fn kind(&self, id: u16) -> Kind {
        self.kinds.get(usize::from(id)).copied().unwrap_or(ERROR)
    }

    /// The meaning of a field.
    #[inline]
    pub(crate) fn slot(&self, field: Option<NonZeroU16>) -> Slot {
        let Some(field) = field else { return Slot::None };
        self.slots.get(usize::from(u16::from(field))).copied().unwrap_or(Slot::None)
    }

    /// The kind of name that a child in a field of a kind is.
    #[inline]
    pub(crate) fn bind(&self, parent: u16, slot: Slot) -> Bind {
        let row = self.binds.get(usize::from(parent));
        row.and_then(|row| row.get(slot as usize)).copied().unwrap_or(Bind::None)
    }

    /// The number of kinds.
    pub(crate) fn len(&self) -> usize {
        self.kinds.len()
    }

    /// The name of a kind.
    pub(crate) fn name(&self, id: u16) -> Option<&str> {
        self.names.get(usize::from(id)).map(|name| &**name)
    }
}

/// Whether the meaning of a role's children depends on their fields.
fn needs_fields(role: Role) -> bool {
    matches!(
        role,
        Role::Function
            | Role::Constructor
            | Role::Closure
            | Role::Signature
            | Role::Class
            | Role::AbstractClass
            | Role::Interface
            | Role::TypeAlias
            | Role::TypeSpec
            | Role::Extension
            | Role::Decorator
            | Role::Export
            | Role::ExportSpecifier
            | Role::If
            | Role::Elif
            | Role::Else
            | Role::Loop
            | Role::DoLoop
            | Role::Switch
            | Role::Catch
            | Role::Declarator
            | Role::Declaration
            | Role::Field
            | Role::Assignment
            | Role::AssignmentStatement
            | Role::Call
            | Role::Generic
            | Role::New
            | Role::Member
    )
}
