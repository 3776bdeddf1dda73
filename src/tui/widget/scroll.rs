//! How far a page of lines is scrolled. Only drawing knows how many lines fit,
//! and a key must not count lines that are not there.

use std::cell::Cell;
use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::message::Msg;
use crate::tui::theme::{Role, Theme};

const PAGE: usize = 10;

/// A place in a page of lines.
#[derive(Clone, Debug, Default)]
pub(in crate::tui) struct Scroll {
    first: Cell<usize>,
    /// The last line that may stand on top, as of the last drawing.
    reach: Cell<usize>,
}

impl Scroll {
    /// At the top.
    pub(in crate::tui) fn top() -> Self {
        Self::default()
    }

    /// As far down as there is anything.
    pub(in crate::tui) fn bottom() -> Self {
        Self { first: Cell::new(usize::MAX), reach: Cell::default() }
    }

    /// Moves as `message` says; messages that are no movement change nothing.
    pub(in crate::tui) fn update(&mut self, message: Msg) {
        let last = self.reach.get();
        let first = self.first.get().min(last);
        self.first.set(match message {
            Msg::Up => first.saturating_sub(1),
            Msg::Down => (first + 1).min(last),
            Msg::PageUp => first.saturating_sub(PAGE),
            Msg::PageDown => (first + PAGE).min(last),
            Msg::First => 0,
            Msg::Last => last,
            _ => first,
        });
    }

    /// The first line to draw when `height` of `lines` lines fit.
    pub(in crate::tui) fn first(&self, lines: usize, height: usize) -> usize {
        self.reach.set(lines.saturating_sub(height));
        self.first.get().min(self.reach.get())
    }

    /// As [`Self::first`], moved as little as it takes for `cursor` to be in sight.
    pub(in crate::tui) fn first_around(
        &self,
        lines: usize,
        height: usize,
        cursor: &Range<usize>,
    ) -> usize {
        let first = self.first(lines, height);
        let first = first.max(cursor.end.saturating_sub(height)).min(cursor.start);
        self.first.set(first);
        first
    }
}

/// Says at the right which lines are in sight, where there are others. Gives how
/// many cells that takes, with a gap before it.
pub(in crate::tui) fn draw_position(
    frame: &mut Frame,
    area: Rect,
    seen: Range<usize>,
    total: usize,
    theme: Theme,
) -> usize {
    if seen.len() >= total {
        return 0;
    }
    let position = format!("lines {}–{} of {total}", seen.start + 1, seen.end.min(total));
    let line = Line::styled(position, theme.style(Role::Muted)).right_aligned();
    let taken = line.width() + 2;
    frame.render_widget(line, area);
    taken
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scrolling_ends_where_the_lines_do() {
        let mut scroll = Scroll::top();
        assert_eq!(scroll.first(12, 5), 0);
        scroll.update(Msg::PageDown);
        assert_eq!(scroll.first(12, 5), 7);
        scroll.update(Msg::Up);
        assert_eq!(scroll.first(12, 5), 6);
        assert_eq!(scroll.first(3, 5), 0);
    }

    #[test]
    fn a_cursor_out_of_sight_takes_the_page_with_it_and_one_in_sight_does_not() {
        let scroll = Scroll::top();
        assert_eq!(scroll.first_around(20, 5, &(3..5)), 0);
        assert_eq!(scroll.first_around(20, 5, &(6..8)), 3);
        assert_eq!(scroll.first_around(20, 5, &(4..6)), 3);
        assert_eq!(scroll.first_around(20, 5, &(1..2)), 1);
        assert_eq!(scroll.first_around(20, 5, &(8..15)), 8);
    }

    #[test]
    fn from_the_bottom_one_step_up_is_seen() {
        let mut scroll = Scroll::bottom();
        assert_eq!(scroll.first(12, 5), 7);
        scroll.update(Msg::Up);
        assert_eq!(scroll.first(12, 5), 6);
    }
}
