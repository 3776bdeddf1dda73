//! The one progress bar, on standard error where that is a terminal.

use std::io::{self, IsTerminal};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// How far some work is.
#[derive(Debug)]
pub(super) struct Progress(ProgressBar);

impl Progress {
    /// The progress of `count` things, called `things`.
    pub(super) fn of(count: usize, things: &'static str) -> Self {
        if !io::stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let target = ProgressDrawTarget::stderr_with_hz(10);
        let bar = ProgressBar::with_draw_target(Some(count as u64), target).with_message(things);
        let style = ProgressStyle::with_template("[{bar:40}] {pos} of {len} {msg}, {eta} left");
        if let Ok(style) = style {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(bar)
    }

    /// There are `count` in all.
    pub(super) fn expect(&self, count: usize) {
        self.0.set_length(count as u64);
    }

    /// One more is done.
    pub(super) fn advance(&self) {
        self.0.inc(1);
    }

    /// `count` are done.
    pub(super) fn reach(&self, count: u64) {
        self.0.set_position(count);
    }
}

impl Drop for Progress {
    /// Leaves no trace of the bar.
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
