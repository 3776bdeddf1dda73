//! Frames gathered into as many columns as a chart has room for, by the rules of the
//! live view: rates are means, everything else is the highest.

use apprunner_sim::model::time::{SimDuration, SimTime};
use apprunner_sim::sim::recording::Frame;

/// The columns that the charts of a hall have room for: two beside each other, seen from afar.
const HALL: usize = 240;

/// Seconds that a column has at least: no rate is endless. Our choice.
const LEAST: f64 = 1e-6;

/// What the charts of a run for a hall draw, gathered so that its size does not grow with the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChartColumns(Vec<ChartColumn>);

impl ChartColumns {
    /// The columns of `frames`, from the start of a run.
    pub fn of(frames: &[Frame]) -> Self {
        Self(gather(frames, HALL))
    }

    /// The columns, in order of time.
    pub(super) fn as_slice(&self) -> &[ChartColumn] {
        &self.0
    }
}

/// A stretch of time and what went on in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ChartColumn {
    pub(super) start: SimTime,
    pub(super) end: SimTime,
    /// Requests a second.
    pub(super) offered: f64,
    pub(super) succeeded: f64,
    pub(super) rejected: f64,
    /// Failed in another way, or timed out by the client.
    pub(super) lost: f64,
    pub(super) p50: Option<SimDuration>,
    pub(super) p95: Option<SimDuration>,
    pub(super) p99: Option<SimDuration>,
    pub(super) active: u32,
    pub(super) instances: u32,
    pub(super) desired: u32,
    pub(super) in_progress: u32,
    pub(super) waiting: u32,
    /// In progress and waiting at one time.
    pub(super) demand: u64,
}

/// At most `most` columns of `frames`.
pub(super) fn gather(frames: &[Frame], most: usize) -> Vec<ChartColumn> {
    let each = frames.len().div_ceil(most.max(1)).max(1);
    let mut start = SimTime::ZERO;
    let column = |frames: &[Frame]| {
        let column = of(frames, start);
        start = column.end;
        column
    };
    frames.chunks(each).map(column).collect()
}

fn of(frames: &[Frame], start: SimTime) -> ChartColumn {
    let end = frames.last().map_or(start, |frame| frame.end);
    let length = end.since(start).as_secs_f64().max(LEAST);
    let rate = |count: fn(&Frame) -> u64| frames.iter().map(count).sum::<u64>() as f64 / length;
    let most = |count: fn(&Frame) -> u32| frames.iter().map(count).max().unwrap_or(0);
    let longest =
        |percentile: fn(&Frame) -> Option<SimDuration>| frames.iter().filter_map(percentile).max();
    let demand = frames.iter().map(|frame| u64::from(frame.held) + u64::from(frame.waiting)).max();
    ChartColumn {
        start,
        end,
        offered: rate(|frame| frame.offered),
        succeeded: rate(|frame| frame.succeeded),
        rejected: rate(|frame| frame.rejected),
        lost: rate(|frame| frame.failed.saturating_sub(frame.rejected) + frame.abandoned),
        p50: longest(|frame| frame.p50),
        p95: longest(|frame| frame.p95),
        p99: longest(|frame| frame.p99),
        active: most(|frame| frame.active),
        instances: most(|frame| frame.instances),
        desired: most(|frame| frame.wanted),
        in_progress: most(|frame| frame.held),
        waiting: most(|frame| frame.waiting),
        demand: demand.unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(second: u64) -> Frame {
        Frame {
            end: SimTime::from_secs(second),
            offered: 10,
            succeeded: 6,
            failed: 3,
            rejected: 2,
            abandoned: 1,
            held: u32::try_from(second).unwrap(),
            p99: (second == 2).then(|| SimDuration::from_secs(1)),
            ..Frame::default()
        }
    }

    #[test]
    fn a_column_has_mean_rates_and_the_highest_of_the_rest() {
        let frames: Vec<Frame> = (1..=5).map(frame).collect();
        let columns = gather(&frames, 2);
        assert_eq!(columns.len(), 2);
        let first = columns[0];
        assert_eq!(
            (first.offered, first.succeeded, first.rejected, first.lost),
            (10.0, 6.0, 2.0, 2.0)
        );
        assert_eq!((first.in_progress, first.p99), (3, Some(SimDuration::from_secs(1))));
        assert_eq!((columns[1].start, columns[1].p99), (SimTime::from_secs(3), None));
    }

    #[test]
    fn few_frames_stay_as_they_are() {
        let frames: Vec<Frame> = (1..=5).map(frame).collect();
        assert_eq!(gather(&frames, 480).len(), 5);
        assert_eq!(gather(&[], 480), []);
    }
}
