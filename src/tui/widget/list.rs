//! A cursor in a list, the window of the list that is seen, and where it is seen.

use std::cell::Cell;
use std::ops::Range;

use ratatui::layout::{Position, Rect};

use crate::tui::message::Msg;

const PAGE: usize = 10;

/// A place in a list that may change its length.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::tui) struct Cursor {
    position: usize,
}

impl Cursor {
    /// The place, within a list of `length`.
    pub(in crate::tui) fn position(self, length: usize) -> usize {
        self.position.min(length.saturating_sub(1))
    }

    /// Moves as `message` says; messages that are no movement change nothing.
    pub(in crate::tui) fn update(&mut self, message: Msg, length: usize) {
        let last = length.saturating_sub(1);
        let position = self.position(length);
        self.position = match message {
            Msg::Up => position.saturating_sub(1),
            Msg::Down => (position + 1).min(last),
            Msg::PageUp => position.saturating_sub(PAGE),
            Msg::PageDown => (position + PAGE).min(last),
            Msg::First => 0,
            Msg::Last => last,
            _ => position,
        };
    }

    /// Back to the top.
    pub(in crate::tui) fn reset(&mut self) {
        self.position = 0;
    }

    /// Goes to the row under the mouse, if one is there.
    pub(in crate::tui) fn click(&mut self, mouse: Position, rows: &Rows) {
        self.position = rows.at(mouse).unwrap_or(self.position);
    }

    /// Goes to `position`.
    pub(in crate::tui) fn set(&mut self, position: usize) {
        self.position = position;
    }
}

/// Where the rows of a list were drawn last: only drawing knows the place, and a
/// click must find its row.
#[derive(Clone, Debug, Default)]
pub(in crate::tui) struct Rows {
    area: Cell<Rect>,
    first: Cell<usize>,
}

impl Rows {
    /// The rows of `window` are drawn from the top of `area`.
    pub(in crate::tui) fn drawn(&self, area: Rect, window: &Range<usize>) {
        let height = u16::try_from(window.len()).unwrap_or(u16::MAX).min(area.height);
        self.area.set(Rect { height, ..area });
        self.first.set(window.start);
    }

    /// The row under the mouse, counted from the start of the list.
    pub(in crate::tui) fn at(&self, mouse: Position) -> Option<usize> {
        let area = self.area.get();
        area.contains(mouse).then(|| self.first.get() + usize::from(mouse.y - area.y))
    }
}

/// The part of a list of `length` that `height` rows show, `position` near its middle.
pub(in crate::tui) fn window(position: usize, length: usize, height: usize) -> Range<usize> {
    let start = position.saturating_sub(height / 2).min(length.saturating_sub(height));
    start..(start + height).min(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_stays_in_the_list() {
        let mut cursor = Cursor::default();
        cursor.update(Msg::Up, 3);
        assert_eq!(cursor.position(3), 0);
        cursor.update(Msg::PageDown, 3);
        assert_eq!(cursor.position(3), 2);
        assert_eq!(cursor.position(1), 0);
        cursor.update(Msg::Down, 0);
        assert_eq!(cursor.position(0), 0);
    }

    #[test]
    fn the_window_holds_the_cursor() {
        for length in 0..20 {
            for height in 0..10 {
                for position in 0..length {
                    let window = window(position, length, height);
                    assert!(window.len() <= height && window.end <= length);
                    assert!(height == 0 || window.contains(&position));
                }
            }
        }
    }
}
