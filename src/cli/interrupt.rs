//! Ctrl-C while a command works: the first asks it to stop and print what it
//! has, the second ends the process at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context;
use signal_hook::consts::SIGINT;
use signal_hook::flag;

use super::context::INTERRUPTED;

/// Whether ctrl-c has been pressed.
#[derive(Clone, Debug)]
pub(super) struct Interrupt(Arc<AtomicBool>);

impl Interrupt {
    /// Listens from now on.
    pub(super) fn listen() -> anyhow::Result<Self> {
        let pressed = Arc::new(AtomicBool::new(false));
        // In this order: the first press finds the flag down and only raises it.
        flag::register_conditional_shutdown(SIGINT, i32::from(INTERRUPTED), Arc::clone(&pressed))
            .and_then(|_| flag::register(SIGINT, Arc::clone(&pressed)))
            .context("cannot listen for ctrl-c")?;
        Ok(Self(pressed))
    }

    /// Whether it has been pressed.
    pub(super) fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Lets a limit on the size of files be an error of the write that meets it, not
/// the end of the process.
pub(super) fn outlive_limits() -> anyhow::Result<()> {
    #[cfg(unix)]
    flag::register(signal_hook::consts::SIGXFSZ, Arc::default())
        .context("cannot listen for signals")?;
    Ok(())
}
