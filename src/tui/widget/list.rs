//! A cursor in a list, and the window of the list that is seen.

use std::ops::Range;

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

    /// Goes to `position`.
    pub(in crate::tui) fn set(&mut self, position: usize) {
        self.position = position;
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
