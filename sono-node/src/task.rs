//! Work away from the event loop.

use napi::bindgen_prelude::AsyncTask;
use napi::{Env, Task};
use sono_core::Result;

use crate::error::entry;

/// A piece of work whose result is text, for one of Node's worker threads.
pub struct Work<T> {
    run: Option<Box<dyn FnOnce() -> Result<T> + Send>>,
}

/// The work, with its promise.
pub(crate) type Promised<T> = AsyncTask<Work<T>>;

/// Queues a piece of work.
pub(crate) fn promise<T>(run: impl FnOnce() -> Result<T> + Send + 'static) -> Promised<T>
where
    Work<T>: Task,
{
    AsyncTask::new(Work { run: Some(Box::new(run)) })
}

macro_rules! task {
    ($output:ty) => {
        impl Task for Work<$output> {
            type Output = $output;
            type JsValue = $output;

            fn compute(&mut self) -> napi::Result<$output> {
                match self.run.take() {
                    Some(run) => entry(run),
                    None => Err(napi::Error::from_reason("a task ran twice")),
                }
            }

            fn resolve(&mut self, _env: Env, output: $output) -> napi::Result<$output> {
                Ok(output)
            }
        }
    };
}

task!(String);
task!(Option<String>);
