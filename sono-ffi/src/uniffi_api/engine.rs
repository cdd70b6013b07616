//! The engine, and the token that stops its work.

use std::sync::Arc;

use sono_core::assessment::canonical_json;
use sono_core::boundary::{self, Door, DoorOptions, Extensions, Hooks};
use sono_core::engine::{self, Control, ENGINE_VERSION};
use sono_core::text;

use super::batch::Batch;
use super::error::{SonoError, guarded};

/// A configured engine. Its only state is its cache, and any number of threads may use it at the same time.
#[derive(Debug, uniffi::Object)]
pub struct Engine {
    door: Door,
}

/// The unit in which columns and offsets are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Enum)]
pub enum PositionEncoding {
    /// UTF-8 bytes: the canonical one.
    Utf8,
    /// UTF-16 code units, as strings of the JVM count.
    Utf16,
    /// Unicode code points, as strings of Ruby and Python count.
    CodePoint,
}

/// A report in some format.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Report {
    /// Name of the format.
    pub format: String,
    /// Its media type, such as `text/markdown`.
    pub media_type: String,
    /// Whether the content is text, in UTF-8.
    pub is_text: bool,
    /// The report itself.
    pub content: Vec<u8>,
}

/// A switch that stops work, from any thread. Once cancelled, it stays so.
#[derive(Debug, Default, uniffi::Object)]
pub struct CancelToken {
    pub(super) inner: engine::CancelToken,
}

#[uniffi::export]
impl Engine {
    /// Makes an engine. `options` is JSON, or empty for no options. `position_encoding` is the unit of positions if the
    /// options name none; the default is UTF-8 bytes.
    ///
    /// # Errors
    /// `invalid_json`, `invalid_options`, `unknown_rubric`, `invalid_rubric`.
    #[uniffi::constructor(default(options = "", position_encoding = None))]
    pub fn new(options: &str, position_encoding: Option<PositionEncoding>) -> Result<Self, SonoError> {
        guarded(|| {
            let encoding = position_encoding.map(text::PositionEncoding::from).unwrap_or_default();
            let door = Door::open(&DoorOptions::from_json_in(options, encoding)?, Extensions::default())?;
            Ok(Self { door })
        })
    }

    /// Assesses a submission in JSON; the assessment is canonical JSON. A token or a deadline in milliseconds can stop
    /// it.
    ///
    /// # Errors
    /// `invalid_json`, `invalid_submission`, `limit_exceeded`, `invalid_parameter`, `cancelled`, `deadline_exceeded`.
    #[uniffi::method(default(token = None, deadline_ms = None))]
    pub fn assess(
        &self,
        submission: &str,
        token: Option<Arc<CancelToken>>,
        deadline_ms: Option<u64>,
    ) -> Result<String, SonoError> {
        guarded(|| canonical_json(&self.door.assess_json(submission, &hooks(token, deadline_ms))?))
    }

    /// Answers a call in JSON, such as `{"call": "report", ...}`, with canonical JSON.
    ///
    /// # Errors
    /// `invalid_call`, and the errors of the call itself.
    #[uniffi::method(default(token = None, deadline_ms = None))]
    pub fn call(
        &self,
        call: &str,
        token: Option<Arc<CancelToken>>,
        deadline_ms: Option<u64>,
    ) -> Result<String, SonoError> {
        guarded(|| self.door.call_json_str(call, &hooks(token, deadline_ms)))
    }

    /// Answers a call `report` in JSON, with the report as it is: formats need not be text.
    ///
    /// # Errors
    /// As [`Engine::call`]; `invalid_call` for any other call.
    #[uniffi::method(default(token = None, deadline_ms = None))]
    pub fn report(
        &self,
        call: &str,
        token: Option<Arc<CancelToken>>,
        deadline_ms: Option<u64>,
    ) -> Result<Report, SonoError> {
        guarded(|| Ok(self.door.report_json(call, &hooks(token, deadline_ms))?.into()))
    }

    /// Starts a batch. `options` is JSON, or empty for no options.
    ///
    /// # Errors
    /// `invalid_json`, `invalid_options`; `io` if the system cannot start a thread.
    #[uniffi::method(default(options = "", token = None))]
    pub fn batch(&self, options: &str, token: Option<Arc<CancelToken>>) -> Result<Batch, SonoError> {
        guarded(|| Batch::begin(&self.door, options, token.as_deref()))
    }
}

#[uniffi::export]
impl CancelToken {
    /// A new token.
    #[uniffi::constructor]
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops the work that was given this token.
    pub fn cancel(&self) {
        self.inner.cancel();
    }

    /// Whether the token was cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.inner.is_cancelled()
    }
}

/// Answers one call in JSON whose field `options` holds the options of its engine.
///
/// # Errors
/// Those of making an engine and calling it.
#[uniffi::export]
pub fn request(json: &str) -> Result<String, SonoError> {
    guarded(|| boundary::request_json_str(json, &Hooks::default()))
}

/// The version of the engine, part of every assessment.
#[uniffi::export]
pub fn version() -> String {
    ENGINE_VERSION.to_owned()
}

impl From<boundary::ReportAnswer> for Report {
    fn from(answer: boundary::ReportAnswer) -> Self {
        Self {
            format: answer.format.name.to_owned(),
            media_type: answer.format.media_type.to_owned(),
            is_text: answer.format.is_text(),
            content: answer.report.into_bytes(),
        }
    }
}

impl From<PositionEncoding> for text::PositionEncoding {
    fn from(encoding: PositionEncoding) -> Self {
        match encoding {
            PositionEncoding::Utf8 => Self::Utf8,
            PositionEncoding::Utf16 => Self::Utf16,
            PositionEncoding::CodePoint => Self::CodePoint,
        }
    }
}

fn hooks(token: Option<Arc<CancelToken>>, deadline_ms: Option<u64>) -> Hooks {
    let mut control = token.map_or_else(Control::default, |token| Control::cancelled_by(&token.inner));
    if let Some(time) = deadline_ms {
        control = control.within(std::time::Duration::from_millis(time));
    }
    Hooks { control }
}
