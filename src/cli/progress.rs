//! The one progress bar: on standard error where that is a terminal, and only once
//! somebody has waited for a while.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What is done sooner shows no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// How far some work is.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    begun: Instant,
}

impl Progress {
    /// The progress of `count` things, called `things`.
    pub(super) fn of(count: usize, things: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("[{bar:40}] {pos} of {len} {msg}, {eta} left");
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(things);
        Self { bar, begun: Instant::now() }
    }

    /// One more is done.
    pub(super) fn advance(&self) {
        self.reach(self.bar.position() + 1);
    }

    /// So many are done.
    pub(super) fn reach(&self, count: u64) {
        if self.bar.is_hidden() && self.begun.elapsed() >= PATIENCE && io::stderr().is_terminal() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        }
        self.bar.set_position(count);
    }
}

impl Drop for Progress {
    /// Leaves no trace of the bar.
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
