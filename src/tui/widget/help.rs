//! The help over a screen: its keys from the table, and what the signs mean.

use ratatui::Frame;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use super::panel::{self, Focus};
use crate::tui::keys::{self, Place};
use crate::tui::screen::live::instances::LEGEND;
use crate::tui::screen::live::mark::Mark;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};

const WIDTH: u16 = 76;

/// Draws the help for `place`, its first `scroll` lines out of sight.
pub(in crate::tui) fn draw(
    frame: &mut Frame,
    area: Rect,
    place: Place,
    scroll: usize,
    theme: Theme,
) {
    let lines = content(place, theme);
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX).min(area.height);
    let area = area.centered(Constraint::Length(WIDTH), Constraint::Length(height));
    frame.render_widget(Clear, area);
    let inner = panel::panel(frame, area, panel::title("Help", "", theme), Focus::Here, theme);
    let skipped = scroll.min(hidden(lines.len(), inner.height));
    panel::lines(frame, inner, lines.into_iter().skip(skipped).collect());
}

/// How far the help of `place` can scroll on a screen of `height` rows.
pub(in crate::tui) fn hidden(lines: usize, height: u16) -> usize {
    lines.saturating_sub(usize::from(height))
}

/// How many lines the help of `place` has.
pub(in crate::tui) fn length(place: Place, theme: Theme) -> usize {
    content(place, theme).len()
}

fn content(place: Place, theme: Theme) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for section in [place, Place::Everywhere] {
        lines.push(heading(section.name(), theme));
        for row in keys::rows(section).filter(|row| row.place == section) {
            lines.push(entry(&row.names(), row.help, theme));
        }
        lines.push(Line::default());
    }
    if place == Place::Live {
        lines.push(heading("Instances", theme));
        lines.extend(legend(LEGEND, theme));
        lines.push(Line::default());
        lines.push(heading("Marks on the timeline", theme));
        lines.extend(legend(
            Mark::ALL.map(|mark| (mark.sign(), mark.role(), mark.meaning())),
            theme,
        ));
    } else {
        lines.pop();
    }
    lines
}

fn heading(name: &str, theme: Theme) -> Line<'static> {
    Line::styled(name.to_owned(), theme.style(Role::Strong))
}

fn entry(names: &str, meaning: &'static str, theme: Theme) -> Line<'static> {
    Line::from(vec![
        Span::styled(text::pad(&format!("  {names}"), 22), theme.style(Role::Accent)),
        Span::raw(meaning),
    ])
}

/// Signs and what they mean, one a line.
fn legend<const N: usize>(
    signs: [(&'static str, Role, &'static str); N],
    theme: Theme,
) -> Vec<Line<'static>> {
    signs
        .into_iter()
        .map(|(sign, role, meaning)| {
            Line::from(vec![
                Span::styled(text::pad(&format!("  {sign}"), 22), theme.style(role)),
                Span::raw(meaning),
            ])
        })
        .collect()
}
