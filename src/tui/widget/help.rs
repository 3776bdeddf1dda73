//! The help over a screen: its keys from the table, and what the signs mean.

use ratatui::Frame;
use ratatui::layout::{Constraint, Rect, Size};
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::panel::{self, Focus};
use crate::tui::keys::{self, Place};
use crate::tui::screen::live::instances::LEGEND;
use crate::tui::screen::live::mark::{self, Mark};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};

const WIDTH: u16 = 78;
/// The cells of the keys and signs, before what they mean.
const NAMES: usize = 20;

/// Draws the help for `place`, its first `scroll` lines out of sight.
pub(in crate::tui) fn draw(
    frame: &mut Frame,
    area: Rect,
    place: Place,
    scroll: usize,
    theme: Theme,
) {
    let width = WIDTH.min(area.width);
    let lines = content(place, width, theme);
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(area.height);
    let area = area.centered(Constraint::Length(width), Constraint::Length(height));
    let seen = usize::from(height.saturating_sub(2));
    let last = (scroll + seen).min(lines.len());
    let more = if last < lines.len() {
        format!("{last} of {} lines, ↓ for more", lines.len())
    } else {
        String::new()
    };
    frame.render_widget(Clear, area);
    let inner = panel::panel(frame, area, panel::title("Help", &more, theme), Focus::Here, theme);
    panel::lines(frame, inner, lines.into_iter().skip(scroll).collect());
}

/// How far the help of `place` scrolls on a terminal of this size.
pub(in crate::tui) fn farthest(place: Place, size: Size, theme: Theme) -> usize {
    let lines = content(place, WIDTH.min(size.width), theme).len();
    // The first and the last line of the screen and the frame's two.
    lines.saturating_sub(usize::from(size.height.saturating_sub(4)))
}

fn content(place: Place, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let room = usize::from(width).saturating_sub(NAMES + 4);
    let entry = |name: &str, role, meaning| entry(name, role, meaning, room, theme);
    let mut lines = Vec::new();
    for section in [place, Place::Everywhere] {
        lines.push(heading(section.name(), theme));
        for row in keys::rows(section).filter(|row| row.place == section) {
            lines.extend(entry(&row.names(), Role::Accent, row.help));
        }
        lines.push(Line::default());
    }
    if place == Place::Live {
        lines.push(heading("Instances", theme));
        lines.extend(LEGEND.iter().flat_map(|&(sign, role, what)| entry(sign, role, what)));
        lines.push(Line::default());
        lines.push(heading("Marks on the timeline", theme));
        let marks = Mark::ALL.iter();
        lines.extend(marks.flat_map(|mark| entry(mark.sign(), mark::role(*mark), mark.meaning())));
    } else {
        lines.pop();
    }
    lines
}

fn heading(name: &str, theme: Theme) -> Line<'static> {
    Line::styled(name.to_owned(), theme.style(Role::Strong))
}

/// A key or sign and what it means, in as many lines of `room` cells as that takes.
fn entry(name: &str, role: Role, meaning: &str, room: usize, theme: Theme) -> Vec<Line<'static>> {
    let names = std::iter::once(format!("  {name}")).chain(std::iter::repeat(String::new()));
    let lines = text::wrap(meaning, room).into_iter().zip(names).map(|(part, name)| {
        Line::from(vec![Span::styled(text::pad(&name, NAMES), theme.style(role)), Span::raw(part)])
    });
    lines.collect()
}
