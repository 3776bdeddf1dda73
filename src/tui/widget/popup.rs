//! A box in the middle of the screen, over all else: a help, a question back.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::Line;
use ratatui::widgets::Clear;

use super::panel::{self, Focus};
use super::scroll::Scroll;
use crate::tui::theme::Theme;

/// Draws a box in the middle over all else, as high as its lines are at its width.
pub(in crate::tui) fn draw(
    frame: &mut Frame,
    area: Rect,
    name: &str,
    widest: u16,
    lines: impl FnOnce(u16) -> Vec<Line<'static>>,
    scroll: &Scroll,
    theme: Theme,
) {
    draw_with_cursor(frame, area, name, widest, |width| (lines(width), None), scroll, theme);
}

/// As [`draw`], with the lines of a cursor, which are always in sight.
pub(in crate::tui) fn draw_with_cursor(
    frame: &mut Frame,
    area: Rect,
    name: &str,
    widest: u16,
    lines: impl FnOnce(u16) -> (Vec<Line<'static>>, Option<Range<usize>>),
    scroll: &Scroll,
    theme: Theme,
) {
    let width = widest.min(area.width);
    let (lines, cursor) = lines(width.saturating_sub(4));
    let height = panel::height_of(&lines).saturating_add(2).min(area.height);
    let area = area.centered(Constraint::Length(width), Constraint::Length(height));
    frame.render_widget(Clear, area);
    let inner = panel::panel(frame, area, panel::title(name, "", theme), Focus::Here, theme);
    if let Some(cursor) = cursor {
        scroll.follow(lines.len(), usize::from(inner.height), &cursor);
    }
    scroll.draw(frame, inner, lines, theme);
}
