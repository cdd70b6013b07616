//! Tests of batches. None of them depends on how long anything takes.

mod events;
mod flow;
mod resuming;
mod stopping;

use std::sync::LazyLock;

use rayon::{ThreadPool, ThreadPoolBuilder};

use super::*;
use crate::engine::{ItemStatus, Phase};
use crate::error::{Error, ErrorKind};
use crate::submission::Submission;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::builder().build().unwrap());

fn pool(threads: usize) -> ThreadPool {
    ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
}

fn submission(index: u64) -> Submission {
    Submission::code(format!("x = {index}\n"))
}

/// An item that does something while it is read.
struct Acting<F>(F);

impl<F: FnOnce() -> Result<Submission> + Send> BatchInput for Acting<F> {
    fn read(self) -> Result<Submission> {
        (self.0)()
    }
}

/// A panic that prints nothing.
fn panic_quietly() -> ! {
    std::panic::resume_unwind(Box::new("on purpose"))
}

fn unreadable() -> Error {
    Error::new(ErrorKind::Io, "the line cannot be read")
}
