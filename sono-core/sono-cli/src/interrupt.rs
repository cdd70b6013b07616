//! Signals: those that ask to stop, and the one of a file that may not grow.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use sono_score::Result;
use sono_score::engine::CancelToken;

/// The signal that asked the process to stop; 0 before.
#[derive(Debug, Default, Clone)]
pub(crate) struct Interrupt(Arc<AtomicU8>);

impl Interrupt {
    /// From here on, the first signal to stop (SIGINT, SIGTERM) cancels the token, and a second one ends the process.
    ///
    /// Where there are no such signals, the process ends as the system has it.
    pub(crate) fn watch(token: &CancelToken) -> Result<Self> {
        let interrupt = Self::default();
        let (caught, token) = (interrupt.clone(), token.clone());
        on_signals(move |signal| {
            if caught.0.swap(signal, Ordering::SeqCst) != 0 {
                std::process::exit(code(signal).into());
            }
            token.cancel();
        })?;
        Ok(interrupt)
    }

    pub(crate) fn signal(&self) -> Option<u8> {
        Some(self.0.load(Ordering::SeqCst)).filter(|signal| *signal != 0)
    }
}

/// From here on, a signal to stop removes this file, which is not complete yet, and ends the process.
pub(crate) fn remove_when_stopped(path: &Path) -> io::Result<()> {
    let path = path.to_owned();
    on_signals(move |signal| {
        // It may be complete by now, and have its final name.
        let _ = std::fs::remove_file(&path);
        end_by(signal);
        std::process::exit(code(signal).into());
    })
}

/// Does this for each signal to stop, on a thread of its own.
fn on_signals(mut act: impl FnMut(u8) + Send + 'static) -> io::Result<()> {
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGINT, SIGTERM};
        let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM])?;
        let watch = move || {
            signals.forever().for_each(|signal| act(u8::try_from(signal).unwrap_or(u8::MAX)));
        };
        std::thread::Builder::new().name("sono-signals".to_owned()).spawn(watch)?;
    }
    #[cfg(not(unix))]
    let _ = &mut act;
    Ok(())
}

/// The exit code that shells give a process which a signal has ended.
pub(crate) const fn code(signal: u8) -> u8 {
    128_u8.saturating_add(signal)
}

/// Ends the process by the signal that it has caught, so that whoever started it sees what happened. Returns where
/// that has no effect, as for the first process of a container.
pub(crate) fn end_by(signal: u8) {
    #[cfg(unix)]
    if std::process::id() != 1 {
        let _ = signal_hook::low_level::emulate_default_handler(signal.into());
    }
    #[cfg(not(unix))]
    let _ = signal;
}

/// Has a write beyond the largest size of a file fail like one to a full disk, and not end the process.
pub(crate) fn survive_full_files() {
    #[cfg(unix)]
    {
        let ignored = Arc::new(std::sync::atomic::AtomicBool::new(false));
        // Without it, such a write ends the process: nothing is lost but the message.
        let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, ignored);
    }
}
