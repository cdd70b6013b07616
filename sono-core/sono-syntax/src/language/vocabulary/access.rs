//! The visibility of definitions.

/// The rules by which a language marks a module's public definitions. With [`Access::OPEN`], all are public.
#[derive(Clone, Copy)]
pub(crate) struct Access {
    /// Whether everything else is internal once a module exports something.
    pub(crate) exports: bool,
    /// Objects whose assigned members are exported by the module.
    pub(crate) export_objects: &'static [&'static str],
    /// Objects whose members a file sets for itself: a function assigned to one is not handed to others. The default holds
    /// those of all languages.
    pub(crate) own_objects: &'static [&'static str],
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
    pub(crate) const OPEN: Self = Self {
        exports: false,
        export_objects: &[],
        own_objects: &["exports", "module", "this"],
        unmarked: Unmarked::Public,
        is_private: |_| false,
    };

    /// Whether a path such as `this.total` is that of a member of what a file sets for itself.
    pub(crate) fn is_own(&self, path: &str) -> bool {
        path.split_once('.').is_some_and(|(object, _)| self.own_objects.contains(&object))
    }

    /// Whether assigning to a path, such as `module.exports` or `exports.total`, is an export.
    pub(crate) fn exports_path(&self, path: &str) -> bool {
        let member = path.split_once('.').is_some_and(|(object, name)| self.is_export(object, name));
        member || self.export_objects.contains(&path)
    }

    /// Whether `object.name` is the module's export, or a member of it.
    pub(crate) fn is_export(&self, object: &str, name: &str) -> bool {
        self.export_objects.iter().any(|known| {
            let object_of = |known: &'static str| known.strip_suffix(name)?.strip_suffix('.');
            *known == object || object_of(known) == Some(object)
        })
    }
}
