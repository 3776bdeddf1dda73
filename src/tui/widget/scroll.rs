//! A page of lines and how far it is scrolled. Only drawing knows how many lines fit,
//! and a key must not count lines that are not there.

use std::cell::Cell;
use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;
use ratatui::widgets::{Scrollbar, ScrollbarOrientation, ScrollbarState};

use super::panel;
use crate::tui::keys::{Keymap, Move};
use crate::tui::message::Wheel;
use crate::tui::theme::{Role, Theme};

/// Lines of a page that a notch of the wheel moves. Our choice.
const WHEEL_LINES: usize = 3;

/// A place in a page of lines.
#[derive(Clone, Debug, Default)]
pub(in crate::tui) struct Scroll {
    first: Cell<usize>,
    /// The last line that may stand on top, as of the last drawing.
    reach: Cell<usize>,
    /// Where the page was rendered last.
    area: Cell<Rect>,
    bar: Bar,
}

/// A pane that the wheel moves, and the mouse by the bar at its side.
pub(in crate::tui) trait Scrollable {
    /// The bar at its side.
    fn bar(&self) -> &Bar;

    /// Puts this line on top, or as near to the top as it comes.
    fn put(&mut self, first: usize);

    /// Whether it is under the mouse.
    fn is_at(&self, mouse: Position) -> bool;

    /// Moves a notch of the wheel.
    fn turn(&mut self, wheel: Wheel);
}

/// The bar beside a pane, where it was rendered last, and whether the mouse holds it.
#[derive(Clone, Debug, Default)]
pub(in crate::tui) struct Bar {
    /// Its column; none where all lines are in sight.
    area: Cell<Rect>,
    /// The last line that may stand on top.
    reach: Cell<usize>,
    is_held: Cell<bool>,
}

impl Bar {
    /// Takes hold of the bar where it is under the mouse, and gives the line to put on top.
    pub(in crate::tui) fn press(&self, mouse: Position) -> Option<usize> {
        self.is_held.set(self.area.get().contains(mouse));
        self.drag(mouse)
    }

    /// The line to put on top for the row that the mouse was dragged to while it holds the bar.
    pub(in crate::tui) fn drag(&self, mouse: Position) -> Option<usize> {
        let (area, reach) = (self.area.get(), self.reach.get());
        let last = self.is_held.get().then(|| usize::from(area.height).checked_sub(1))??.max(1);
        let row = usize::from(mouse.y.saturating_sub(area.y)).min(last);
        // The first row is the first line, the last row the last one.
        Some((row * reach + last / 2) / last)
    }

    /// Lets the bar go.
    pub(in crate::tui) fn release(&self) {
        self.is_held.set(false);
    }

    /// Forgets where it was rendered: it is not seen now.
    pub(in crate::tui) fn hide(&self) {
        self.area.set(Rect::default());
    }

    /// Draws the bar at the right of `area`: which part of `total` rows is in sight, the line
    /// `first` on top.
    pub(in crate::tui) fn draw(
        &self,
        frame: &mut Frame,
        area: Rect,
        first: usize,
        total: usize,
        theme: Theme,
    ) {
        let height = usize::from(area.height);
        if total <= height || area.is_empty() {
            return self.hide();
        }
        // On the border of a panel, or in the last column of a full screen.
        let x = (area.right() + 1).min(frame.area().right() - 1);
        let column = Rect { x, width: 1, ..area };
        self.area.set(column);
        self.reach.set(total - height);
        let bar = Scrollbar::new(ScrollbarOrientation::VerticalRight)
            .begin_symbol(None)
            .end_symbol(None)
            .track_symbol(None)
            .thumb_style(theme.style(Role::Muted));
        // Its positions are those of the first line.
        let mut state =
            ScrollbarState::new(total - height + 1).viewport_content_length(height).position(first);
        frame.render_stateful_widget(bar, column, &mut state);
    }
}

impl Scrollable for Scroll {
    fn bar(&self) -> &Bar {
        &self.bar
    }

    fn put(&mut self, first: usize) {
        self.first.set(first.min(self.reach.get()));
    }

    fn is_at(&self, mouse: Position) -> bool {
        self.area.get().contains(mouse)
    }

    fn turn(&mut self, wheel: Wheel) {
        (0..WHEEL_LINES).for_each(|_| self.step(wheel.step()));
    }
}

impl Scroll {
    /// At the top.
    pub(in crate::tui) fn top() -> Self {
        Self::default()
    }

    /// As far down as there is anything.
    pub(in crate::tui) fn bottom() -> Self {
        Self { first: Cell::new(usize::MAX), ..Self::default() }
    }

    /// Moves as far as there are lines; a page is no longer than what is in sight, so that no
    /// line is passed over.
    pub(in crate::tui) fn step(&mut self, to: Move) {
        // Before it was on a screen, nothing is known to be out of sight.
        let in_sight = match self.area.get().height {
            0 => usize::MAX,
            rows => rows.into(),
        };
        self.first.set(to.within(self.first.get(), self.reach.get(), in_sight));
    }

    /// The line under the mouse; one below the last where none is.
    pub(in crate::tui) fn line_at(&self, mouse: Position) -> Option<usize> {
        let area = self.area.get();
        let row = area.contains(mouse).then(|| usize::from(mouse.y - area.y))?;
        Some(self.first.get().min(self.reach.get()) + row)
    }

    /// The cells of a line, as of the last drawing.
    pub(in crate::tui) fn width(&self) -> u16 {
        self.area.get().width
    }

    /// Forgets where it was rendered: it is not seen now.
    pub(in crate::tui) fn hide(&self) {
        self.area.set(Rect::default());
        self.reach.set(0);
        self.bar.hide();
    }

    /// Whether there are lines out of sight.
    pub(in crate::tui) fn has_more(&self) -> bool {
        self.reach.get() > 0
    }

    /// The first line to draw when `height` of `lines` lines fit.
    pub(in crate::tui) fn first(&self, lines: usize, height: usize) -> usize {
        self.reach.set(lines.saturating_sub(height));
        self.first.get().min(self.reach.get())
    }

    /// Says how many of `lines` fit in the framed pane `area`, before its frame is rendered.
    pub(in crate::tui) fn measure(&self, lines: usize, area: Rect) {
        self.first(lines, usize::from(area.height.saturating_sub(2)));
    }

    /// Moves as little as it takes for `cursor` to be in sight.
    pub(in crate::tui) fn follow(&self, lines: usize, height: usize, cursor: &Range<usize>) {
        let first = self.first(lines, height);
        self.first.set(first.max(cursor.end.saturating_sub(height)).min(cursor.start));
    }

    /// Draws the lines that fit, and beside them a bar where there are others.
    pub(in crate::tui) fn draw(
        &self,
        frame: &mut Frame,
        area: Rect,
        lines: Vec<Line<'_>>,
        theme: Theme,
    ) {
        if area.is_empty() {
            return self.hide();
        }
        let (height, total) = (usize::from(area.height), lines.len());
        let first = self.first(total, height);
        self.area.set(area);
        panel::lines(frame, area, lines.into_iter().skip(first).take(height).collect());
        self.bar.draw(frame, area, first, total, theme);
    }

    /// As [`Self::draw`], and below it what is said, whole, and at the right which lines are
    /// in sight where that has room.
    pub(in crate::tui) fn draw_page(
        &self,
        frame: &mut Frame,
        area: Rect,
        lines: Vec<Line<'_>>,
        said: Option<(Role, &str)>,
        theme: Theme,
    ) {
        let said = said.map(|(role, said)| panel::wrapped(said, area.width, role, theme));
        let said = said.unwrap_or_default();
        let rows = panel::height_of(&said).max(1).min(area.height);
        let (body, below) = panel::split_top(area, area.height - rows);
        let (height, total) = (usize::from(body.height), lines.len());
        self.draw(frame, body, lines, theme);
        let first = self.first(total, height);
        let position = format!("lines {}–{} of {total}", first + 1, (first + height).min(total));
        let position = Line::styled(position, theme.style(Role::Muted)).right_aligned();
        let taken = said.last().map_or(0, |line| line.width() + 2) + position.width();
        if total > height && taken <= usize::from(below.width) {
            frame.render_widget(position, below.rows().next_back().unwrap_or(below));
        }
        for (line, row) in said.into_iter().zip(below.rows()) {
            frame.render_widget(line, row);
        }
    }
}

impl<C: Copy> Keymap<C> {
    /// Without the rows that scroll, unless there is more than is seen.
    pub(in crate::tui) fn scrolling(self, scroll: &Scroll, is_scroll: impl Fn(C) -> bool) -> Self {
        let has_more = scroll.has_more();
        self.without(|command| is_scroll(command) && !has_more)
    }
}
