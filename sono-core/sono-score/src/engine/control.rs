//! Stopping work from outside: by hand, or by a deadline.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
#[cfg(not(target_family = "wasm"))]
use std::time::{Duration, Instant};

use crate::error::{Error, ErrorKind, Result};

/// A switch that stops work. Clones are the same switch; once cancelled, it stays so.
///
/// ```
/// # use sono_score as sono_core;
/// use sono_core::engine::CancelToken;
///
/// let token = CancelToken::new();
/// let child = token.child();
/// child.cancel();
/// assert!(!token.is_cancelled());
/// token.clone().cancel();
/// assert!(token.is_cancelled());
/// ```
#[derive(Debug, Clone, Default)]
pub struct CancelToken {
    switch: Arc<Switch>,
}

#[derive(Debug, Default)]
struct Switch {
    cancelled: AtomicBool,
    parent: Option<CancelToken>,
}

impl CancelToken {
    /// A new token.
    pub fn new() -> Self {
        Self::default()
    }

    /// A token that is cancelled together with this one, and can also be cancelled on its own.
    #[must_use]
    pub fn child(&self) -> Self {
        let switch = Switch { cancelled: AtomicBool::new(false), parent: Some(self.clone()) };
        Self { switch: Arc::new(switch) }
    }

    /// Stops the work that was given this token. May be called from any thread.
    pub fn cancel(&self) {
        self.switch.cancelled.store(true, Ordering::Release);
    }

    /// Whether this token, or one that it is a child of, was cancelled.
    pub fn is_cancelled(&self) -> bool {
        let mut token = Some(self);
        while let Some(current) = token {
            if current.switch.cancelled.load(Ordering::Acquire) {
                return true;
            }
            token = current.switch.parent.as_ref();
        }
        false
    }
}

/// The ways to stop an assessment early: a token, a deadline, or both. The assessment then ends with an error; a score
/// never depends on it.
///
/// The default stops nothing. Targets without a clock (WebAssembly) have no deadlines.
#[derive(Debug, Clone, Default)]
pub struct Control {
    /// Stops by hand, with [`ErrorKind::Cancelled`].
    pub cancel: Option<CancelToken>,
    /// Stops at a moment, with [`ErrorKind::DeadlineExceeded`].
    #[cfg(not(target_family = "wasm"))]
    pub deadline: Option<Instant>,
}

impl Control {
    /// A control with only a token.
    pub fn cancelled_by(token: &CancelToken) -> Self {
        Self { cancel: Some(token.clone()), ..Self::default() }
    }

    /// The same control with a deadline this long from now, but never later than a deadline set before.
    #[cfg(not(target_family = "wasm"))]
    #[must_use]
    pub fn within(mut self, time: Duration) -> Self {
        // A time beyond the range of the clock is no deadline.
        let deadline = Instant::now().checked_add(time);
        self.deadline = match (self.deadline, deadline) {
            (Some(set), Some(new)) => Some(set.min(new)),
            (set, new) => set.or(new),
        };
        self
    }

    /// Returns an error if the work is to stop.
    ///
    /// # Errors
    /// [`ErrorKind::Cancelled`] and [`ErrorKind::DeadlineExceeded`].
    pub fn check(&self) -> Result<()> {
        if self.cancel.as_ref().is_some_and(CancelToken::is_cancelled) {
            return Err(Error::new(ErrorKind::Cancelled, "the assessment was cancelled"));
        }
        #[cfg(not(target_family = "wasm"))]
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Err(Error::new(
                ErrorKind::DeadlineExceeded,
                "the assessment was not done before its deadline",
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_follows_its_parent_and_not_the_other_way_round() {
        let parent = CancelToken::new();
        let child = parent.child().child();
        let sibling = parent.child();
        sibling.cancel();
        assert!(sibling.is_cancelled() && !parent.is_cancelled() && !child.is_cancelled());
        parent.cancel();
        assert!(child.is_cancelled());
    }

    #[test]
    fn the_earlier_deadline_holds_and_an_impossible_one_never_comes() {
        assert!(Control::default().check().is_ok());
        assert!(Control::default().within(Duration::MAX).check().is_ok());
        let passed = Control::default().within(Duration::ZERO);
        assert_eq!(passed.check().unwrap_err().kind(), ErrorKind::DeadlineExceeded);
        assert!(passed.within(Duration::MAX).check().is_err());
        let token = CancelToken::new();
        let control = Control::cancelled_by(&token).within(Duration::ZERO);
        token.cancel();
        assert_eq!(control.check().unwrap_err().kind(), ErrorKind::Cancelled);
    }
}
