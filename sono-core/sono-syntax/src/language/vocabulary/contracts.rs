//! The contracts of a language: what its types can take part in, and how they say so.

/// The contracts of a language, as data. `Contracts::NONE` holds the common defaults.
#[derive(Debug, Clone, Copy)]
pub struct Contracts {
    /// Methods by which the language iterates, indexes, compares, calculates, calls or closes. Texts, hashes and equality
    /// are everyday matters, and not among them.
    pub protocols: &'static [&'static str],
    /// Whether only those types take part in a protocol that say so.
    pub is_stated: bool,
    /// Whether a type implements whatever has its methods, or says so away from its definition.
    pub is_structural: bool,
    /// The methods of objects that stand for functions: to call one is to call the object.
    pub functional: &'static [&'static str],
}

impl Contracts {
    /// A language without protocols, whose types say at their definition what they implement.
    pub const NONE: Self = Self { protocols: &[], is_stated: false, is_structural: false, functional: &[] };
}
