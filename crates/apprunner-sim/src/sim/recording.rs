//! What a run leaves behind: one frame a simulated second, the event log, and
//! in the end the summary. All of it bounded, however long the run.

mod loads;

pub use self::loads::Loads;
use super::event::Event;
use super::id::InstanceId;
use crate::model::money::MicroDollars;
use crate::model::time::{SimDuration, SimTime};

/// What happened within one stretch of time, and how things stood at its end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frame {
    /// Where the stretch ends; it begins where the one before ends.
    pub end: SimTime,
    /// Requests that arrived.
    pub offered: u64,
    /// Answered with 2xx or 3xx in time.
    pub succeeded: u64,
    /// Failed in any way, rejections included.
    pub failed: u64,
    /// Rejected by the edge.
    pub rejected: u64,
    /// Timed out by the client.
    pub abandoned: u64,
    /// Health checks that failed.
    pub checks_failed: u64,
    /// Held by instances at the end.
    pub held: u32,
    /// Waiting at the end.
    pub waiting: u32,
    /// Instances not gone at the end.
    pub instances: u32,
    /// Instances taking requests at the end.
    pub active: u32,
    /// Instances that the autoscaler wants at the end.
    pub wanted: u32,
    /// Median latency of the requests that ended, those rejected on arrival left out;
    /// `None` if none did.
    pub p50: Option<SimDuration>,
    /// 95 in 100 were faster.
    pub p95: Option<SimDuration>,
    /// 99 in 100 were faster.
    pub p99: Option<SimDuration>,
    /// Cost since the start of the run.
    pub cost: MicroDollars,
}

/// More frames than this are joined in pairs.
const MOST_FRAMES: usize = 4_096;
/// More events than this are counted, not kept.
const MOST_EVENTS: usize = 50_000;

/// Joins frames that follow each other: counts add up, the slower percentiles
/// stay, and how things stood is how they stood at the end.
fn join(pair: &[Frame]) -> Frame {
    let mut frames = pair.iter().copied();
    let first = frames.next().unwrap_or_default();
    frames.fold(first, |past, next| Frame {
        offered: past.offered + next.offered,
        succeeded: past.succeeded + next.succeeded,
        failed: past.failed + next.failed,
        rejected: past.rejected + next.rejected,
        abandoned: past.abandoned + next.abandoned,
        checks_failed: past.checks_failed + next.checks_failed,
        p50: past.p50.max(next.p50),
        p95: past.p95.max(next.p95),
        p99: past.p99.max(next.p99),
        ..next
    })
}

/// The record of a run, as far as it has been simulated.
#[derive(Clone, Debug)]
pub struct Recording {
    frames: Vec<Frame>,
    frame_length: SimDuration,
    loads: Loads,
    events: Vec<Event>,
    events_dropped: u64,
}

impl Default for Recording {
    fn default() -> Self {
        Self {
            frames: Vec::new(),
            frame_length: SimDuration::from_secs(1),
            loads: Loads::default(),
            events: Vec::new(),
            events_dropped: 0,
        }
    }
}

impl Recording {
    /// The frames so far, each [`Self::frame_length`] long (the last may be shorter).
    pub fn frames(&self) -> &[Frame] {
        &self.frames
    }

    /// The length of a frame: a second, or more for long runs.
    pub fn frame_length(&self) -> SimDuration {
        self.frame_length
    }

    /// Where the last frame ends.
    pub(super) fn last_end(&self) -> SimTime {
        self.frames.last().map_or(SimTime::ZERO, |frame| frame.end)
    }

    /// Adds the next frame; when there are too many, pairs are joined.
    pub(super) fn push(&mut self, frame: Frame) {
        self.frames.push(frame);
        if self.frames.len() == MOST_FRAMES {
            self.frames = self.frames.chunks(2).map(join).collect();
            self.frame_length = self.frame_length.saturating_mul(2);
        }
    }

    /// How busy each instance was.
    pub fn loads(&self) -> &Loads {
        &self.loads
    }

    /// Adds how many requests each instance has at the end of the frame that ends `at`.
    pub(super) fn note_loads(&mut self, at: SimTime, active: &[(InstanceId, u32)]) {
        self.loads.add(at, self.frame_length, active);
    }

    /// The events kept, in order of time.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// How many events were not kept.
    pub fn events_dropped(&self) -> u64 {
        self.events_dropped
    }

    /// Keeps `events`, which go on in order of time, as far as there is room.
    pub(super) fn keep(&mut self, events: impl Iterator<Item = Event>) {
        for event in events {
            if self.events.len() == MOST_EVENTS {
                self.events_dropped += 1;
            } else {
                self.events.push(event);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::event::EventKind;
    use super::super::reason::Reason;
    use super::*;

    #[test]
    fn a_long_run_keeps_a_bounded_number_of_frames_and_loses_no_request() {
        let mut recording = Recording::default();
        let mut end = SimTime::ZERO;
        for _ in 0..20_000 {
            end += recording.frame_length();
            recording.push(Frame { end, offered: 1, ..Frame::default() });
        }
        assert!(recording.frames.len() < MOST_FRAMES);
        assert_eq!(recording.frames.iter().map(|frame| frame.offered).sum::<u64>(), 20_000);
        assert_eq!(recording.last_end(), end);
    }

    #[test]
    fn events_past_the_bound_are_counted() {
        let event = Event {
            at: SimTime::ZERO,
            kind: EventKind::Stop,
            instance: None,
            reason: Reason::Said(String::new()),
        };
        let mut recording = Recording::default();
        recording.keep(std::iter::repeat_n(event, MOST_EVENTS + 3));
        assert_eq!((recording.events().len(), recording.events_dropped()), (MOST_EVENTS, 3));
    }
}
