//! The last line: what can be pressed here.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::tui::keys::{Label, Labels};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};

/// Draws the keys of a screen; narrow terminals lose entries from the end, help
/// and the way back last of all.
pub(in crate::tui) fn draw(frame: &mut Frame, area: Rect, labels: &Labels, theme: Theme) {
    let width = usize::from(area.width);
    // The first key alone says enough for what every screen has.
    let general = labels.general.iter().map(|label| (label.first().to_owned(), label.hint));
    let right = entries(general, width, theme);
    let room = width.saturating_sub(right.width() + 1);
    let own = labels.own.iter().filter(|label| !label.hint.is_empty());
    let own = own.map(|label: &Label| (label.names(), label.hint));
    frame.render_widget(entries(own, room, theme), area);
    frame.render_widget(right.right_aligned(), area);
}

/// As many of `labels` as fit, a gap of two cells between them.
fn entries<'a>(
    labels: impl Iterator<Item = (String, &'a str)>,
    room: usize,
    theme: Theme,
) -> Line<'static> {
    let mut spans = vec![Span::raw(" ")];
    let mut used = 1;
    for (names, hint) in labels {
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
