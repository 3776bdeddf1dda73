//! What the plain dialogues share.

use std::io::{self, IsTerminal, Write};

use crate::app::objection;
use quizbank::objection::KeyObjection;
use quizbank::slot::Slot;

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

/// Writes down that the key of the question in `slot` is wrong, and how that may be sent.
pub(super) fn object(out: &mut dyn Write, slot: Option<&Slot>, words: &str) -> io::Result<()> {
    let Some(slot) = slot.filter(|_| !words.is_empty()) else {
        return writeln!(out, "describe what is wrong, for example `! option 2 is also correct`");
    };
    let said = KeyObjection::of(slot, words);
    match objection::save(&said) {
        Ok(saved) => writeln!(out, "{saved}. To send it, open\n{}", objection::address(&said)),
        Err(error) => writeln!(out, "not saved: {error}"),
    }
}
