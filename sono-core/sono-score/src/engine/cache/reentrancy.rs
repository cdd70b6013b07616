//! Protection against threads that wait for each other for ever.

use std::cell::Cell;

thread_local! {
    static COMPUTING: Cell<bool> = const { Cell::new(false) };
}

/// Marks this thread as computing a result that others may wait for.
///
/// A thread that computes must not wait for another computation itself. A host's hook, or a thread pool that lets
/// a waiting thread do other work, can ask for an assessment in the middle of one; two such threads would wait for
/// each other for ever.
pub(super) struct ReentrancyGuard {
    /// Whether the thread was computing before: an inner computation does not end the outer one.
    before: bool,
}

impl ReentrancyGuard {
    /// Whether this thread is already computing.
    pub(super) fn is_active() -> bool {
        COMPUTING.get()
    }

    /// Marks this thread until the guard is dropped.
    pub(super) fn enter() -> Self {
        Self { before: COMPUTING.replace(true) }
    }
}

impl Drop for ReentrancyGuard {
    fn drop(&mut self) {
        COMPUTING.set(self.before);
    }
}
