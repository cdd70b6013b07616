//! The door of sono-eval for WebAssembly: functions from JSON text to JSON text. Everything else is JavaScript, in
//! `js/` beside this folder.

use std::panic;
use std::sync::{Mutex, PoisonError};

use sono_core::boundary::{Hooks, error_json, guarded, request_json_str};
use wasm_bindgen::prelude::wasm_bindgen;

/// The message of the panic that ended this instance. Panics abort in WebAssembly, so there is at most one.
static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

/// Keeps the words of a panic for [`last_panic`]; otherwise a host would learn nothing but "unreachable".
#[wasm_bindgen(start)]
fn start() {
    panic::set_hook(Box::new(|info| {
        *LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner) = info.to_string();
    }));
}

/// Answers a request with canonical JSON: the answer, or an object with the field `error`.
#[wasm_bindgen]
pub fn request(text: &str) -> String {
    guarded(|| request_json_str(text, &Hooks::default())).unwrap_or_else(|error| error_json(&error))
}

/// The words of the panic after which this instance trapped; empty if it was none.
#[wasm_bindgen(js_name = lastPanic)]
pub fn last_panic() -> String {
    LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
