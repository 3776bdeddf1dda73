//! The stretch of time that charts show, in cells and in columns of dots.

use super::picture::Picture;
use crate::tui::widget::chart::DOT_COLUMNS;
use apprunner_sim::model::time::{MICROS_PER_SECOND, SimDuration, SimTime};
use apprunner_sim::sim::recording::Frame;

/// From one label to the next, in seconds.
const STEPS: [u64; 14] = [1, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 21_600];
/// Cells that a label has at least.
const ROOM: usize = 11;

/// A stretch of time in a number of cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    from: u64,
    length: u64,
    cells: usize,
}

impl Window {
    /// What `picture` shows in `cells`: the zoom's length up to the playhead, or the whole run.
    pub(super) fn of(picture: &Picture<'_>, cells: usize) -> Self {
        let whole = picture.run.scenario.duration;
        let length = picture.zoom.length().map_or(whole, |length| length.min(whole)).as_micros();
        Self::until(picture.transport.playhead(), length.max(1), cells.max(1))
    }

    /// The first `duration` in `cells`.
    pub(super) fn whole(duration: SimDuration, cells: usize) -> Self {
        Self { from: 0, length: duration.as_micros().max(1), cells: cells.max(1) }
    }

    /// The middle of part `index` of `parts`.
    pub(super) fn instant(self, index: usize, parts: usize) -> SimTime {
        SimTime::from_micros(self.edge(2 * index + 1, 2 * parts))
    }

    /// It begins at a multiple of the time of a dot, so that what is rendered keeps its shape as
    /// the playhead moves.
    fn until(here: SimTime, length: u64, cells: usize) -> Self {
        let dot = (length / (cells * DOT_COLUMNS) as u64).max(1);
        let from = here.as_micros().div_ceil(dot).saturating_mul(dot).saturating_sub(length);
        Self { from: from / dot * dot, length, cells }
    }

    /// Where part `index` of `parts` begins.
    fn edge(self, index: usize, parts: usize) -> u64 {
        let share = u128::from(self.length) * index as u128 / parts.max(1) as u128;
        self.from + u64::try_from(share).unwrap_or(u64::MAX)
    }

    /// The frames of each cell.
    pub(super) fn cells(self, frames: &[Frame]) -> Vec<Option<&[Frame]>> {
        self.parts(frames, self.cells)
    }

    /// The frames of each column of dots.
    pub(super) fn dots(self, frames: &[Frame]) -> Vec<Option<&[Frame]>> {
        self.parts(frames, self.cells * DOT_COLUMNS)
    }

    /// The frames of each part; none where there is no frame yet. As many frames for every
    /// part, so that what is equal looks equal: where that is more than the part covers, two
    /// parts beside each other show the same ones. Those at the end that are too few for a part
    /// belong to the last.
    fn parts(self, frames: &[Frame], parts: usize) -> Vec<Option<&[Frame]>> {
        // All but the last are as long as the first.
        let frame = frames.first().map_or(1, |frame| frame.end.as_micros()).max(1);
        let end = frames.last().map_or(0, |frame| frame.end.as_micros());
        let count = self.length.div_ceil(frame.saturating_mul(parts.max(1) as u64)).max(1);
        let first = |index: usize| {
            let middle = self.edge(2 * index + 1, 2 * parts);
            let first = usize::try_from(middle / (frame * count) * count).ok()?;
            (self.edge(index, parts) < end && first < frames.len()).then_some(first)
        };
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let last = (0..parts).rev().find_map(first);
        let shown = |from: usize| {
            let many = if Some(from) == last { count.saturating_mul(2) } else { count };
            frames.get(from..frames.len().min(from.saturating_add(many)))
        };
        (0..parts).map(|index| first(index).and_then(shown)).collect()
    }

    /// The cell of an instant.
    pub(super) fn cell(self, at: SimTime) -> Option<usize> {
        let past = at.as_micros().checked_sub(self.from)?;
        let cell = u128::from(past) * self.cells as u128 / u128::from(self.length);
        usize::try_from(cell).ok().filter(|cell| *cell < self.cells)
    }

    /// The instants that have a label, with their cells.
    pub(super) fn ticks(self) -> Vec<(usize, SimTime)> {
        let most = (self.cells / ROOM).max(1) as u64;
        let seconds = self.length / MICROS_PER_SECOND;
        let step = STEPS.into_iter().find(|step| seconds / step <= most).unwrap_or(86_400);
        let step = step * MICROS_PER_SECOND;
        let first = self.from.div_ceil(step);
        let instants = (first..).map(|count| SimTime::from_micros(count * step));
        let ticks = instants.map_while(|at| Some((self.cell(at)?, at)));
        ticks.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(seconds: u64, length: u64, cells: usize) -> Window {
        Window::until(SimTime::from_secs(seconds), length * MICROS_PER_SECOND, cells)
    }

    fn frames(count: u64) -> Vec<Frame> {
        let frame = |index| Frame { end: SimTime::from_secs(index + 1), ..Frame::default() };
        (0..count).map(frame).collect()
    }

    fn lengths(parts: &[Option<&[Frame]>]) -> Vec<usize> {
        parts.iter().map(|part| part.map_or(0, <[Frame]>::len)).collect()
    }

    #[test]
    fn every_frame_is_in_one_cell_and_none_before_it_is_there() {
        let frames = frames(25);
        assert_eq!(lengths(&window(25, 100, 10).cells(&frames)), [10, 10, 5, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(lengths(&window(25, 10, 10).cells(&frames)), [1; 10]);
    }

    #[test]
    fn every_part_shows_as_many_frames_and_none_is_left_out() {
        for (length, cells) in (1..=150).flat_map(|length| (1..=70).map(move |it| (length, it))) {
            let frames = frames(length);
            let shown = window(length, length, cells).cells(&frames);
            let count = usize::try_from(length).unwrap().div_ceil(cells);
            let mut groups: Vec<&[Frame]> = shown.into_iter().map(Option::unwrap).collect();
            groups.dedup();
            assert_eq!(groups.concat(), frames, "{length} in {cells}");
            let last = groups.pop().unwrap().len();
            assert!(last < count * 2, "{length} in {cells}");
            assert!(groups.iter().all(|it| it.len() == count), "{length} in {cells}");
        }
    }

    #[test]
    fn a_cell_shorter_than_a_frame_shows_the_frame_that_covers_it() {
        let frames = frames(4);
        let shown = window(4, 4, 8).dots(&frames);
        let ends: Vec<u64> =
            shown.iter().map(|it| it.unwrap()[0].end.as_micros() / MICROS_PER_SECOND).collect();
        assert_eq!(ends, [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4]);
    }

    #[test]
    fn a_window_moves_in_steps_of_a_dot() {
        let at = |millis: u64| {
            Window::until(SimTime::from_micros(millis * 1_000), 120 * MICROS_PER_SECOND, 60)
        };
        assert_eq!(at(300_100), at(300_900));
        assert_ne!(at(300_900), at(301_100));
        assert_eq!(at(5_000).from, 0);
    }

    #[test]
    fn labels_have_room_and_lie_at_round_times() {
        for (length, cells) in [(120, 70), (120, 30), (600, 70), (900, 25), (86_400, 100)] {
            let ticks = window(length, length, cells).ticks();
            assert!(!ticks.is_empty(), "{length} in {cells}");
            assert!(
                ticks.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 8),
                "{length} in {cells}: {ticks:?}"
            );
        }
        let ticks = window(200, 120, 72).ticks();
        assert_eq!(ticks[0], (6, SimTime::from_secs(90)));
    }
}
