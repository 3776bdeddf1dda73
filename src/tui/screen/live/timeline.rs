//! The whole run in one line: marks, what is simulated, the playhead.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::mark::{self, Mark};
use super::picture::Picture;
use crate::tui::format;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use apprunner_sim::model::time::SimTime;

/// Draws the line, and the times below it where `area` has a second row.
pub(super) fn draw(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    let track = Rect {
        x: area.x + 1.min(area.width),
        width: area.width.saturating_sub(2),
        height: area.height.min(1),
        ..area
    };
    picture.rows.track.set(track);
    let cells = usize::from(track.width);
    if cells == 0 {
        return;
    }
    frame.render_widget(line(picture, cells, theme), track);
    if area.height > 1 {
        let labels = Rect { y: track.y + 1, ..track };
        frame.render_widget(Line::styled(times(picture, cells), theme.style(Role::Muted)), labels);
    }
}

/// The cell of an instant in a line of `cells`.
fn cell(at: SimTime, end: SimTime, cells: usize) -> usize {
    let last = cells.saturating_sub(1) as u128;
    let share = u128::from(at.as_micros()) * last / u128::from(end.as_micros().max(1));
    usize::try_from(share.min(last)).unwrap_or(0)
}

/// The instant at the cell under the mouse, in a line rendered at `track`; `None`
/// beside it.
pub(super) fn instant_at(mouse: Position, track: Rect, end: SimTime) -> Option<SimTime> {
    let last = u128::from(track.width.checked_sub(1)?.max(1));
    let cell = track.contains(mouse).then(|| u128::from(mouse.x - track.x))?;
    let micros = u128::from(end.as_micros()) * cell / last;
    u64::try_from(micros).ok().map(SimTime::from_micros)
}

/// The most important mark of every cell; stops are known before they come.
fn marks(picture: &Picture<'_>, cells: usize) -> Vec<Option<Mark>> {
    let end = picture.transport.end();
    let mut marks: Vec<Option<Mark>> = vec![None; cells];
    let stops = picture.run.scenario.story.stops.iter().map(|stop| (stop.at, Mark::Stop));
    let shown = picture.run.events.iter().take_while(|event| event.at <= picture.marked_until);
    let events = shown.filter_map(|e| Mark::of(e.kind).map(|mark| (e.at, mark)));
    for (at, mark) in stops.chain(events) {
        if let Some(slot) = marks.get_mut(cell(at, end, cells)) {
            *slot = Some(slot.map_or(mark, |other| other.min(mark)));
        }
    }
    marks
}

fn line(picture: &Picture<'_>, cells: usize, theme: Theme) -> Line<'static> {
    let transport = &picture.transport;
    let playhead = cell(transport.playhead(), transport.end(), cells);
    let recorded = cell(transport.extent(), transport.end(), cells);
    let spans = marks(picture, cells).into_iter().enumerate().map(|(index, mark)| {
        let (sign, role) = match mark {
            Some(mark) => (mark.sign(), mark::role(mark)),
            None if index == playhead => ("┃", Role::Accent),
            None if index < playhead => ("━", Role::Accent),
            None if index <= recorded => ("─", Role::Muted),
            None => ("┄", Role::Muted),
        };
        let role = match mark {
            _ if index == playhead => Role::Selected,
            // What is still to come is shown, but does not catch the eye.
            Some(other) if index > playhead && other != Mark::Stop => Role::Muted,
            _ => role,
        };
        Span::styled(sign, theme.style(role))
    });
    Line::from(spans.collect::<Vec<_>>())
}

/// The times of start, quarters and end, below their cells.
fn times(picture: &Picture<'_>, cells: usize) -> String {
    let end = picture.transport.end().as_micros();
    let label = |quarter: u64| {
        let micros = u128::from(end) * u128::from(quarter) / 4;
        format::clock_s(SimTime::from_micros(u64::try_from(micros).unwrap_or(u64::MAX)))
    };
    let quarters: &[u64] = if cells >= 50 { &[0, 1, 2, 3, 4] } else { &[0, 4] };
    let mut row = String::new();
    for &quarter in quarters {
        let label = label(quarter);
        let width = text::width(&label);
        let center = usize::try_from(quarter).unwrap_or(0) * cells / 4;
        let start = center.saturating_sub(width / 2).min(cells.saturating_sub(width));
        let gap = start.saturating_sub(text::width(&row));
        row.push_str(&" ".repeat(gap));
        row.push_str(&label);
    }
    row
}

#[cfg(test)]
mod tests {
    use super::super::sample::surge;
    use super::*;

    #[test]
    fn a_stop_does_not_hide_that_an_instance_was_lost() {
        let sample = surge();
        let picture = sample.picture();
        assert!(!picture.run.scenario.story.stops.is_empty());
        assert_eq!(marks(&picture, 1), [Some(Mark::Lost)]);
    }
}
