//! The door, and the functions that need no door.

use std::time::Duration;

use napi_derive::napi;
use sono_core::assessment::canonical_json as canonical;
use sono_core::boundary::{Hooks, request_json_str};
use sono_core::engine::{CancelToken, Control};
use sono_core::{Error, ErrorKind};

use crate::batch::Batch;
use crate::error::entry;
use crate::stop::Stop;
use crate::task::{Promised, promise};

/// A configured engine.
#[napi]
pub struct Door {
    door: sono_core::boundary::Door,
}

#[napi]
impl Door {
    /// Opens a door with options in JSON.
    #[napi(constructor, catch_unwind)]
    pub fn new(options: String) -> napi::Result<Self> {
        entry(|| Ok(Self { door: sono_core::boundary::Door::from_json(&options)? }))
    }

    /// Answers a call on this thread.
    #[napi(catch_unwind)]
    pub fn call_sync(&self, call: String, timeout: Option<f64>) -> napi::Result<String> {
        entry(|| self.door.call_json_str(&call, &hooks(None, timeout)))
    }

    /// Answers a call on another thread. The timeout, in milliseconds, counts from now.
    #[napi(catch_unwind, ts_return_type = "Promise<string>")]
    pub fn call(&self, call: String, stop: Option<&Stop>, timeout: Option<f64>) -> Promised<String> {
        let (door, hooks) = (self.door.clone(), hooks(stop, timeout));
        promise(move || door.call_json_str(&call, &hooks))
    }

    /// Begins a batch with options in JSON.
    #[napi(catch_unwind)]
    pub fn batch(&self, options: String) -> napi::Result<Batch> {
        entry(|| Batch::open(&self.door, &options))
    }
}

/// Answers a call that brings the options of its door along.
#[napi(catch_unwind, ts_return_type = "Promise<string>")]
pub fn request(request: String, stop: Option<&Stop>, timeout: Option<f64>) -> Promised<String> {
    let hooks = hooks(stop, timeout);
    promise(move || request_json_str(&request, &hooks))
}

/// Writes JSON text in its canonical form (RFC 8785).
#[napi(catch_unwind)]
pub fn canonical_json(json: String) -> napi::Result<String> {
    entry(|| {
        let value: serde_json::Value = serde_json::from_str(&json)
            .map_err(|error| Error::new(ErrorKind::InvalidJson, error.to_string()))?;
        canonical(&value)
    })
}

fn hooks(stop: Option<&Stop>, timeout: Option<f64>) -> Hooks {
    let token = stop.map_or_else(CancelToken::new, |stop| stop.token.clone());
    let control = Control::cancelled_by(&token);
    // Values that are not times were refused before; one too large to represent means no limit.
    let timeout = timeout.map(|time| Duration::try_from_secs_f64(time / 1000.0).unwrap_or(Duration::MAX));
    Hooks { control: timeout.into_iter().fold(control, Control::within) }
}
