//! Which threads are in the middle of a computation.

use std::cell::Cell;

thread_local! {
    static LEADING: Cell<bool> = const { Cell::new(false) };
}

/// Marks this thread as computing a result that others may wait for.
///
/// A thread that computes must not wait for another computation itself. A host's hook, or a thread pool that lets
/// a waiting thread do other work, can ask for an assessment in the middle of one; two such threads would wait for
/// each other for ever.
pub(super) struct Lead {
    /// A computation in the middle of another does not end the outer one.
    before: bool,
}

impl Lead {
    /// Whether this thread is computing already.
    pub(super) fn is_taken() -> bool {
        LEADING.get()
    }

    /// Marks this thread until what this returns is dropped.
    pub(super) fn take() -> Self {
        Self { before: LEADING.replace(true) }
    }
}

impl Drop for Lead {
    fn drop(&mut self) {
        LEADING.set(self.before);
    }
}
