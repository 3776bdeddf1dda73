//! Where the panes go: traffic above the instances at the left, charts at the right, what is said
//! below, the line of time at the bottom. Small screens lose the log first, then the times, then the
//! charts from the last; large ones show instances as tiles and add the settings and the signs.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};

use super::picture::Picture;
use super::{charts, events, instances, message_pane, setup, timeline, to_come};
use crate::report::lab::MetricLabel;
use crate::tui::theme::Theme;

/// Cells that the instances take beside the charts, by the width of the screen.
const NARROW: u16 = 36;
const WIDE: u16 = 42;
const TILES: u16 = 76;

/// How the runs share the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RunLayout {
    /// The run at hand has it; the one before is a line in its charts.
    One,
    /// Both, side by side.
    Beside,
    /// Few figures of the one at hand, large.
    Presenting,
}

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
    let room = Room::of(area);
    let times = if area.height >= 20 { 2 } else { 1 };
    let below = room == Room::Small && area.height >= 34;
    let said_width = match room {
        Room::Small => area.width,
        Room::Usual => area.width / 2,
        Room::Large => area.width * 2 / 5,
    };
    let label = match room {
        Room::Small => MetricLabel::Short,
        Room::Usual | Room::Large => MetricLabel::Full,
    };
    let speech = message_pane::says(picture, message_pane::room(said_width), label, theme);
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
    let [said, log] =
        lower.layout(&Layout::horizontal([Constraint::Length(said_width), Constraint::Fill(1)]));
    speech.draw(frame, said, &picture.rows.message, theme);
    if room != Room::Small {
        events::draw(frame, log, picture, theme);
    }
    if below {
        events::draw(frame, log_below, picture, theme);
    }
    timeline::draw(frame, track, picture, theme);
}

/// Draws what of the run has room above a dialog: the instances and the charts.
pub(super) fn draw_above(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    if area.height < charts::LEAST {
        return;
    }
    let room = match (area.width, area.height) {
        (180.., 30..) => Room::Large,
        (110.., _) => Room::Usual,
        _ => Room::Small,
    };
    draw_main(frame, area, picture, room, theme);
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
    if room == Room::Large {
        draw_tiles(frame, left, picture, theme);
    } else {
        instances::draw_with_traffic(frame, left, picture, theme);
    }
    if picture.has_charts() {
        charts::draw(frame, right, picture, charts::Beside::Drawn, theme);
    } else {
        to_come::draw(frame, right, picture, theme);
    }
}

/// Every instance as a tile, the settings of the service below, and between them what the signs
/// mean where there is room.
fn draw_tiles(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    let settings = setup::height(picture);
    let tiles = instances::height(picture).min(area.height.saturating_sub(settings));
    let rest = area.height.saturating_sub(tiles + settings);
    let rows = [tiles, rest, settings].map(Constraint::Length);
    let [mut tiles, signs, settings] = area.layout(&Layout::vertical(rows));
    if !instances::draw_legend(frame, signs, theme) {
        tiles.height += rest;
    }
    instances::draw_with_traffic(frame, tiles, picture, theme);
    setup::draw(frame, settings, picture, theme);
}
