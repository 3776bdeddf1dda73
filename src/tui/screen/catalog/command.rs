//! The keys of a catalog and what they mean.

use crate::tui::keys::{self, MOVE, Move, Row};

/// What the keys of a catalog mean.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum Command<C> {
    Move(Move),
    /// To the other pane.
    OtherPane,
    /// A page up or down in the detail, whichever pane has the keys.
    Read(Move),
    Open,
    /// Type a filter, keep it, clear it.
    Filter,
    Keep,
    Clear,
    Copy,
    Back,
    Own(C),
}

/// The own keys of a source that has none.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) enum NoKey {}

impl<C: Copy + 'static> Command<C> {
    /// The keys of the line in which a filter is typed.
    pub(super) const TYPING: &'static [Row<Self>] = &[
        keys::row(&[("Enter", Self::Keep)], "apply filter", "apply the filter"),
        keys::row(&[("Esc", Self::Clear)], "clear", "clear the filter"),
        keys::moves(&[("↑", Move::Up), ("↓", Move::Down)], Self::Move, "choose", "choose"),
    ];
    /// The key while a filter holds.
    pub(super) const CLEARING: &'static [Row<Self>] =
        &[keys::row(&[("Esc", Self::Clear)], "clear", "clear the filter")];
    /// The key of a chosen entry.
    pub(super) const COPYING: &'static [Row<Self>] =
        &[keys::row(&[("y", Self::Copy)], "copy", "copy the details of the entry")];
    /// The keys of a detail that does not fit.
    pub(super) const READING: &'static [Row<Self>] = &[keys::turns(
        |_| Self::OtherPane,
        "pane",
        "go to the list, to the details, and to what belongs to them",
    )];

    /// The keys that move in a list.
    pub(in crate::tui) const fn choose(help: &'static str) -> Row<Self> {
        keys::moves(MOVE, Self::Move, "choose", help)
    }

    /// The key that opens an entry.
    pub(in crate::tui) const fn open(hint: &'static str, help: &'static str) -> Row<Self> {
        keys::row(const { &[("Enter", Self::Open)] }, hint, help)
    }

    /// The key that begins a filter.
    pub(in crate::tui) const fn filter(hint: &'static str, help: &'static str) -> Row<Self> {
        keys::row(const { &[("/", Self::Filter)] }, hint, help)
    }
}
