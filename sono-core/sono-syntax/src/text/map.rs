//! Maps and sets with keys from a text.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

/// A map with keys from a text, in no order that may be shown.
///
/// Its hashes are faster than those of [`HashMap`], and like them begin anew in every process, so that nobody can write
/// a text whose names collide.
pub type TextMap<K, V> = HashMap<K, V, RandomState>;

/// A set of things from a text, as [`TextMap`].
pub type TextSet<K> = HashSet<K, RandomState>;
