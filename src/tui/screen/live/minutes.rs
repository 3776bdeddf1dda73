//! The minutes of a run: CloudWatch's points as the run hands them out, and what
//! clients saw in the same minute.

use crate::tui::message::Minute;
use apprunner_sim::model::time::{SimDuration, SimTime};
use apprunner_sim::sim::metrics::Point;
use apprunner_sim::sim::recording::Recording;

/// More points than this are dropped, the oldest first: some days of minutes.
const MOST_POINTS: usize = 90_000;
const MINUTE: SimDuration = SimDuration::from_secs(60);

/// Adds `fresh` points to those that are kept.
pub(super) fn keep(points: &mut Vec<Point>, fresh: Vec<Point>) {
    points.extend(fresh);
    let surplus = points.len().saturating_sub(MOST_POINTS);
    points.drain(..surplus);
}

/// The whole minutes up to `until`.
pub(super) fn until(points: &[Point], recording: &Recording, until: SimTime) -> Vec<Minute> {
    let past = points.iter().filter(|point| point.start + MINUTE <= until);
    let mut minutes: Vec<Minute> = Vec::new();
    for point in past {
        match minutes.last_mut() {
            Some(minute) if minute.start == point.start => {
                minute.values.push((point.metric, point.value));
            }
            _ => minutes.push(minute(point, recording)),
        }
    }
    minutes
}

/// A minute with its first point.
fn minute(point: &Point, recording: &Recording) -> Minute {
    let end = point.start + MINUTE;
    let frames = recording.frames();
    let first = frames.partition_point(|frame| frame.end <= point.start);
    let within = frames.iter().skip(first).take_while(|frame| frame.end <= end);
    let (offered, rejected) = within.fold((0, 0), |(offered, rejected), frame| {
        (offered + frame.offered, rejected + frame.rejected)
    });
    Minute { start: point.start, values: vec![(point.metric, point.value)], offered, rejected }
}
