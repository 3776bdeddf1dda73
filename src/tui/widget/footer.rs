//! The last line: what can be pressed here, from the key table.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::keys::{self, Place, Row};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};

/// Draws the keys of `place`; narrow terminals lose entries from the end, help
/// and the way back last of all.
pub(in crate::tui) fn draw(frame: &mut Frame, area: Rect, place: Place, theme: Theme) {
    let (general, own): (Vec<&Row>, Vec<&Row>) = keys::rows(place)
        .filter(|row| !row.hint.is_empty())
        .partition(|row| row.place == Place::Everywhere);
    let general = general.into_iter().filter(|row| !(place == Place::Help && row.hint == "help"));
    let width = usize::from(area.width);
    let right = entries(general, width, place, theme);
    let room = width.saturating_sub(right.width() + 1);
    frame.render_widget(entries(own.into_iter(), room, place, theme), area);
    frame.render_widget(right.right_aligned(), area);
}

/// As many of `rows` as fit, a gap of two cells between them.
fn entries<'a>(
    rows: impl Iterator<Item = &'a Row>,
    room: usize,
    place: Place,
    theme: Theme,
) -> Line<'static> {
    let mut spans = vec![Span::raw(" ")];
    let mut used = 1;
    for row in rows {
        let (names, hint) = (names(row), hint(row, place));
        let gap = if used > 1 { 2 } else { 0 };
        let wanted = gap + text::width(&names) + 1 + text::width(hint);
        if used + wanted > room {
            break;
        }
        used += wanted;
        spans.push(Span::raw(" ".repeat(gap)));
        spans.push(Span::styled(names, theme.style(Role::Accent)));
        spans.push(Span::styled(format!(" {hint}"), theme.style(Role::Muted)));
    }
    Line::from(spans)
}

/// The first key alone says enough for what every screen has.
fn names(row: &Row) -> String {
    match row.keys.first() {
        Some((key, _)) if row.place == Place::Everywhere => key.name(),
        _ => row.names(),
    }
}

/// At the bottom of the stack the way back is the way out.
fn hint(row: &Row, place: Place) -> &'static str {
    if place == Place::Home && row.hint == "back" { "quit" } else { row.hint }
}
