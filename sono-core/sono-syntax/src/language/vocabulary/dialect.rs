//! Peculiarities of a language that matter when its tree is read.

use tree_sitter::FlatNode as Node;

use crate::language::Import;

/// Properties of a language that a table of kinds cannot express. [`Dialect::PLAIN`] holds the common defaults.
#[derive(Clone, Copy)]
pub(crate) struct Dialect {
    /// The names of the object on which a method is called.
    pub(crate) receivers: &'static [&'static str],
    /// Whether those names are keywords, so that nothing else can have them.
    pub(crate) receiver_is_keyword: bool,
    /// Whether methods can be called without naming their object, and are distinguished by their number of parameters.
    pub(crate) implicit_receiver: bool,
    /// Whether what has the name of the member before it belongs to the same member: signatures of an overloaded
    /// function, the getter and the setter of a property.
    pub(crate) redefines: bool,
    /// Method names that denote constructors.
    pub(crate) constructors: &'static [&'static str],
    /// Whether a base from elsewhere leaves the names of all methods to the author.
    pub(crate) plain_bases: fn(&str) -> bool,
    /// Whether a literal as the default of a parameter states its type.
    pub(crate) literals_state_types: bool,
    /// Base types that make a type abstract.
    pub(crate) abstract_bases: &'static [&'static str],
    /// Whether a statement ends with its line, outside brackets.
    pub(crate) line_ends_statement: bool,
    /// How attributes begin that leave out what they stand before, where a condition does not hold.
    pub(crate) conditions: &'static [&'static str],
    /// How declarations begin of variables that may get another value.
    pub(crate) variables: &'static [&'static str],
    /// Modifiers of a parameter that make a field of it.
    pub(crate) field_modifiers: &'static [&'static str],
    /// Base types that all types have.
    pub(crate) root_types: &'static [&'static str],
    /// Whether the type comes before the name, so that a method's `type` is its return type.
    pub(crate) type_before_name: bool,
    /// Whether outermost functions without control flow of their own are declarative: they neither raise the nesting of
    /// their contents nor count its complexity (Campbell 2018, appendix A, JavaScript).
    pub(crate) declarative_outer: bool,
    /// Whether a function that only contains one function and returns it leaves the nesting unchanged (Campbell 2018,
    /// appendix A, Python decorators).
    pub(crate) wrapper_functions: bool,
    /// Whether the last expression of a block is its value, and statements can be expressions.
    pub(crate) block_values: bool,
    /// Whether its libraries lie beside the code that uses them, and tools bundle and minify it: such files are nobody's
    /// work in a submission.
    pub(crate) is_bundled: bool,
    /// Whether an author who states types does more than the language or its users ask for.
    pub(crate) typed_by_choice: bool,
    /// Calls that import a module.
    pub(crate) import_calls: &'static [&'static str],
    /// The meaning of a decorator, annotation or attribute for its definition, as [`marks`](super::role::marks), from
    /// its name and the text after the name.
    pub(crate) decorator: fn(&str, &str) -> u32,
    /// Whether a method with that name implements a contract of the language.
    pub(crate) inherits_contract: fn(&str) -> bool,
    /// Adds the imports of an import statement.
    pub(crate) imports: fn(Node<'_>, &str, &mut Vec<Import>),
}

impl Dialect {
    /// A language without peculiarities.
    pub(crate) const PLAIN: Self = Self {
        receivers: &[],
        receiver_is_keyword: false,
        implicit_receiver: false,
        redefines: false,
        plain_bases: |name| name.ends_with("Error") || name.ends_with("Exception"),
        literals_state_types: false,
        constructors: &[],
        abstract_bases: &[],
        line_ends_statement: false,
        conditions: &[],
        variables: &[],
        field_modifiers: &[],
        root_types: &[],
        type_before_name: false,
        declarative_outer: false,
        wrapper_functions: false,
        block_values: false,
        is_bundled: false,
        typed_by_choice: false,
        import_calls: &[],
        decorator: |_, _| 0,
        inherits_contract: |_| false,
        imports: |_, _, _| {},
    };
}
