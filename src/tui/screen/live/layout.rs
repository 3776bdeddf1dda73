//! Where the panes go: traffic above the instances at the left, charts at the right, what is said
//! below, the line of time at the bottom. Small screens lose the log first, then the times, then the
//! charts from the last; large ones add the settings and show instances as tiles.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};

use super::picture::Picture;
use super::{charts, events, instances, message_pane, setup, timeline};
use crate::tui::theme::Theme;

/// Cells that the instances take beside the charts, by the width of the screen.
const NARROW: u16 = 38;
const WIDE: u16 = 42;
const TILES: u16 = 76;
/// Cells of the settings on a large screen.
const SETUP: u16 = 44;

/// How much there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    /// What is said below the rest.
    Small,
    /// The log beside it.
    Usual,
    /// The settings too.
    Large,
}

impl Room {
    fn of(area: Rect) -> Self {
        match (area.width, area.height) {
            (180.., 52..) => Self::Large,
            (110.., 26..) => Self::Usual,
            _ => Self::Small,
        }
    }
}

/// Draws every pane that has room.
pub(super) fn draw(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    picture.rows.events.drawn(Rect::default(), 0..0);
    picture.rows.charts.set([Rect::default(); 4]);
    let room = Room::of(area);
    let times = if area.height >= 20 { 2 } else { 1 };
    let below = room == Room::Small && area.height >= 34;
    let said_width = match room {
        Room::Small => area.width,
        Room::Usual => area.width / 2,
        Room::Large => (area.width - SETUP) * 2 / 5,
    };
    let speech = message_pane::says(picture, said_width.saturating_sub(4), theme);
    let least = match room {
        Room::Small => (area.height / 3).min(7),
        Room::Usual => (area.height / 4).max(9),
        Room::Large => area.height / 4,
    };
    let said_height = speech.height().clamp(least, (area.height / 2).max(least));
    let log_height = if below { area.height / 4 } else { 0 };
    let [main, lower, log_below, track] = area.layout(&Layout::vertical([
        Constraint::Fill(1),
        Constraint::Length(said_height),
        Constraint::Length(log_height),
        Constraint::Length(times),
    ]));
    draw_main(frame, main, picture, room, theme);
    let setup_width = if room == Room::Large { SETUP } else { 0 };
    let [said, log, setup] = lower.layout(&Layout::horizontal([
        Constraint::Length(said_width),
        Constraint::Fill(1),
        Constraint::Length(setup_width),
    ]));
    speech.draw(frame, said, &picture.rows.message, theme);
    if room != Room::Small {
        events::draw(frame, log, picture, theme);
    }
    if room == Room::Large {
        setup::draw(frame, setup, picture, theme);
    }
    if below {
        events::draw(frame, log_below, picture, theme);
    }
    timeline::draw(frame, track, picture, theme);
}

/// Instances beside the charts, or alone where it is narrow.
fn draw_main(frame: &mut Frame, area: Rect, picture: &Picture<'_>, room: Room, theme: Theme) {
    if area.width < 70 {
        instances::draw_with_traffic(frame, area, picture, theme);
        return;
    }
    let width = match room {
        Room::Small => NARROW,
        Room::Usual => WIDE,
        Room::Large => TILES,
    };
    let halves = Layout::horizontal([Constraint::Length(width), Constraint::Fill(1)]);
    let [left, right] = area.layout(&halves);
    instances::draw_with_traffic(frame, left, picture, theme);
    charts::draw(frame, right, picture, charts::Beside::Drawn, theme);
}
