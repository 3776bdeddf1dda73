//! What the plain dialogues share.

/// Whether what was said is repeated after the prompt: a terminal shows it by
/// itself, a transcript of a pipe would lack it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Echo {
    /// It is.
    On,
    /// It is not.
    Off,
}

/// Whether the dialogue goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// It does.
    On,
    /// It is over.
    End,
}
