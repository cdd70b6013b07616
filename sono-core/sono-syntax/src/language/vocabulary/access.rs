//! Who can reach a definition.

/// How a language says what belongs to a module's offer. [`Access::OPEN`] is the plainest: all of it.
#[derive(Clone, Copy)]
pub(crate) struct Access {
    /// Once a module exports something, the rest is internal.
    pub(crate) exports: bool,
    /// Objects whose assigned members a module exports.
    pub(crate) export_objects: &'static [&'static str],
    /// What bears no modifier.
    pub(crate) unmarked: Unmarked,
    /// Whether a name is internal by convention or by rule.
    pub(crate) is_private: fn(&str) -> bool,
}

/// Who can reach what bears no modifier. Members of interfaces are as public as these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unmarked {
    /// Everybody.
    Public,
    /// Types and members are internal; what stands in no type is public.
    PrivateMembers,
    /// All is internal.
    Private,
}

impl Access {
    /// Everything is public unless it says otherwise.
    pub(crate) const OPEN: Self =
        Self { exports: false, export_objects: &[], unmarked: Unmarked::Public, is_private: |_| false };

    /// Whether `object.name` is what a module exports, or a member of it.
    pub(crate) fn is_export(&self, object: &str, name: &str) -> bool {
        self.export_objects.iter().any(|known| {
            let object_of = |known: &'static str| known.strip_suffix(name)?.strip_suffix('.');
            *known == object || object_of(known) == Some(object)
        })
    }
}
