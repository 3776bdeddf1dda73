//! A share as a bar one row high: a heavy line for what there is of it, a light one for the
//! rest, so that bars in adjacent rows stay apart.

use ratatui::text::Span;

use crate::tui::theme::{Role, Theme};

/// The part of a whole that a bar shows, and its length in cells.
#[derive(Clone, Copy, Debug)]
pub(in crate::tui) struct Gauge {
    pub(in crate::tui) part: usize,
    pub(in crate::tui) whole: usize,
    pub(in crate::tui) cells: usize,
}

impl Gauge {
    /// The cells that are full: none only where the part is, all only where it is the whole.
    fn full(self) -> usize {
        let Self { part, whole, cells } = self;
        match part {
            0 => 0,
            part if part >= whole => cells,
            part => (part * cells / whole).max(1).min(cells.saturating_sub(1)),
        }
    }

    /// Its texts and how each looks, the full cells in `role`.
    pub(in crate::tui) fn cells(self, role: Role) -> [(String, Role); 2] {
        let full = self.full();
        [("━".repeat(full), role), ("─".repeat(self.cells - full), Role::Muted)]
    }

    /// The same in the colors of `theme`.
    pub(in crate::tui) fn spans(self, role: Role, theme: Theme) -> [Span<'static>; 2] {
        self.cells(role).map(|(text, role)| Span::styled(text, theme.style(role)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_empty_or_full_only_where_its_share_is() {
        let full = |part, whole| Gauge { part, whole, cells: 10 }.full();
        assert_eq!([full(0, 75), full(1, 75), full(74, 75), full(75, 75)], [0, 1, 9, 10]);
        assert_eq!([full(0, 0), full(32, 100)], [0, 3]);
    }
}
