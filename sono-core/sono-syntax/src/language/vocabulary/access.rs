//! The visibility of definitions.

/// The rules by which a language marks a module's public definitions. With [`Access::OPEN`], all are public.
#[derive(Clone, Copy)]
pub(crate) struct Access {
    /// Whether everything else is internal once a module exports something.
    pub(crate) exports: bool,
    /// Objects whose assigned members are exported by the module.
    pub(crate) export_objects: &'static [&'static str],
    /// The visibility of definitions without a modifier.
    pub(crate) unmarked: Unmarked,
    /// Whether a name is internal by convention or by rule.
    pub(crate) is_private: fn(&str) -> bool,
}

/// The visibility of definitions without a modifier; unmarked members of interfaces are public.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unmarked {
    /// Public.
    Public,
    /// Types and members are internal; definitions outside types are public.
    PrivateMembers,
    /// Internal.
    Private,
}

impl Access {
    /// Everything is public unless marked otherwise.
    pub(crate) const OPEN: Self =
        Self { exports: false, export_objects: &[], unmarked: Unmarked::Public, is_private: |_| false };

    /// Whether `object.name` is the module's export, or a member of it.
    pub(crate) fn is_export(&self, object: &str, name: &str) -> bool {
        self.export_objects.iter().any(|known| {
            let object_of = |known: &'static str| known.strip_suffix(name)?.strip_suffix('.');
            *known == object || object_of(known) == Some(object)
        })
    }
}
