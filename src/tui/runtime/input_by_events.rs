//! What the loop waits for where there are no signals of Unix: the terminal's input and
//! the end of patience.

use std::io;
use std::time::Duration;

use ratatui::crossterm::event::{self, Event};

/// What a wait has ended with.
#[derive(Debug)]
pub(super) enum Woken {
    /// The terminal sent something.
    By(Event),
    /// Nothing came in time.
    Nothing,
}

/// The input of this process.
#[derive(Debug)]
pub(super) struct Input;

impl Input {
    /// Listens from now on.
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    /// Waits for the next thing to happen, no longer than `patience`.
    pub(super) fn wait(&mut self, patience: Duration) -> io::Result<Woken> {
        Ok(if event::poll(patience)? { Woken::By(event::read()?) } else { Woken::Nothing })
    }

    /// Whether the terminal is gone: here that is an error of reading.
    pub(super) fn is_gone(&mut self) -> bool {
        event::poll(Duration::ZERO).is_err()
    }

    /// Whether more is there already, so that a frame can wait.
    pub(super) fn has_more(&mut self) -> io::Result<bool> {
        event::poll(Duration::ZERO)
    }
}

/// Nothing stops a program here.
pub(super) fn stop() {}

/// Throws away what the terminal still sends.
pub(super) fn drain() {
    while matches!(event::poll(Duration::ZERO), Ok(true)) && event::read().is_ok() {}
}
