//! What the plain dialogues share.

use std::io::{self, IsTerminal};

/// Whether what was said is repeated after the prompt: a terminal shows it by
/// itself, a transcript of a pipe would lack it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Echo {
    /// It is.
    On,
    /// It is not.
    Off,
}

impl Echo {
    /// As the standard input of this process needs it.
    pub(super) fn of_input() -> Self {
        if io::stdin().is_terminal() { Self::Off } else { Self::On }
    }
}

/// Whether the dialogue goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// It does.
    On,
    /// It is over.
    End,
}
