//! The playhead: play, pause, speed, seek. It knows times only, neither run nor screen.

use std::time::Duration;

use crate::report::projection::Playback;
use apprunner_sim::model::time::{SimDuration, SimTime};

/// Simulated time per time outside, in thousandths.
const SPEEDS: [u64; 12] =
    [250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000];
const INITIAL_SPEED: usize = 5;

/// A playhead in a run of which only a part is simulated yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Transport {
    playhead: SimTime,
    /// Where a seek wants to go that the run has not reached yet.
    target: Option<SimTime>,
    extent: SimTime,
    end: SimTime,
    /// Whether the playhead moves by itself.
    is_playing: bool,
    speed: usize,
    /// Whether the run has stopped at its very start, where the playhead still is.
    has_stopped_at_start: bool,
}

impl Transport {
    /// Paused at `at`, which may lie beyond what is simulated.
    pub(super) fn paused_at(at: SimTime, end: SimTime) -> Self {
        let mut transport = Self {
            playhead: SimTime::ZERO,
            target: None,
            extent: SimTime::ZERO,
            end,
            is_playing: false,
            speed: INITIAL_SPEED,
            has_stopped_at_start: false,
        };
        transport.seek(at);
        transport
    }

    pub(super) fn playhead(&self) -> SimTime {
        self.playhead
    }

    pub(super) fn extent(&self) -> SimTime {
        self.extent
    }

    pub(super) fn end(&self) -> SimTime {
        self.end
    }

    pub(super) fn is_playing(&self) -> bool {
        self.is_playing
    }

    /// Whether the playhead waits for the simulation.
    pub(super) fn is_waiting(&self) -> bool {
        self.target.is_some()
    }

    /// Whether the playhead moves, or waits for the simulation.
    pub(super) fn playback(&self) -> Playback {
        match (self.is_waiting(), self.is_playing) {
            (true, _) => Playback::Waiting,
            (false, true) => Playback::Playing,
            (false, false) => Playback::Paused,
        }
    }

    pub(super) fn at_end(&self) -> bool {
        self.playhead == self.end
    }

    /// Where the playhead is, or is about to be.
    pub(super) fn destination(&self) -> SimTime {
        self.target.unwrap_or(self.playhead)
    }

    /// Goes to `at`, or as near as the simulation is, and on as it advances.
    pub(super) fn seek(&mut self, at: SimTime) {
        let at = at.min(self.end);
        self.playhead = at.min(self.extent);
        self.has_stopped_at_start = false;
        self.target = (at > self.extent).then_some(at);
    }

    /// Goes `seconds` forward, or back.
    pub(super) fn seek_by(&mut self, seconds: i32) {
        let length = SimDuration::from_secs(u64::from(seconds.unsigned_abs()));
        let from = self.destination();
        self.seek(if seconds < 0 { from.saturating_sub(length) } else { from + length });
    }

    /// The run is simulated as far as `extent`.
    pub(super) fn extend(&mut self, extent: SimTime) {
        self.extent = extent.min(self.end);
        if let Some(target) = self.target {
            self.seek(target);
        }
    }

    /// Goes on in another run, at the same instant or its end.
    pub(super) fn change_run(&mut self, extent: SimTime, end: SimTime) {
        self.end = end;
        self.extent = extent.min(end);
        self.seek(self.destination());
    }

    /// Plays or pauses; at the end it plays from the start.
    pub(super) fn toggle(&mut self) {
        if !self.is_playing && self.at_end() {
            self.seek(SimTime::ZERO);
        }
        self.is_playing = !self.is_playing;
    }

    pub(super) fn play(&mut self) {
        self.is_playing = true;
    }

    pub(super) fn pause(&mut self) {
        self.is_playing = false;
    }

    pub(super) fn slower(&mut self) {
        self.speed = self.speed.saturating_sub(1);
    }

    pub(super) fn faster(&mut self) {
        self.speed = (self.speed + 1).min(SPEEDS.len() - 1);
    }

    /// The speed as `0.25×`, `10×`.
    pub(super) fn speed(&self) -> String {
        let thousandths = self.thousandths();
        match thousandths {
            0..1_000 => format!("{}×", thousandths as f64 / 1e3),
            _ => format!("{}×", thousandths / 1_000),
        }
    }

    fn thousandths(&self) -> u64 {
        SPEEDS.get(self.speed).copied().unwrap_or(1_000)
    }

    /// Plays on for `elapsed`; stops at the first of `stops` that it comes to
    /// and gives its place. Stops are in order of time.
    pub(super) fn advance(&mut self, elapsed: Duration, stops: &[SimTime]) -> Option<usize> {
        if !self.is_playing || self.target.is_some() {
            return None;
        }
        let micros = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
        let step = micros.saturating_mul(self.thousandths()) / 1_000;
        let from = self.playhead;
        let to = (from + SimDuration::from_micros(step)).min(self.extent);
        // Only the start is not arrived at: a stop there is still to come.
        let is_to_come = from == SimTime::ZERO && !self.has_stopped_at_start;
        let next = stops.partition_point(|&stop| stop <= from && !is_to_come);
        if let Some(&stop) = stops.get(next).filter(|&&stop| stop <= to) {
            self.playhead = stop;
            self.has_stopped_at_start = stop == SimTime::ZERO;
            self.pause();
            return Some(next);
        }
        self.playhead = to;
        if self.at_end() {
            self.pause();
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn at(seconds: u64) -> SimTime {
        SimTime::from_secs(seconds)
    }

    fn transport(extent: u64) -> Transport {
        let mut transport = Transport::paused_at(SimTime::ZERO, at(900));
        transport.extend(at(extent));
        transport
    }

    #[test]
    fn playing_moves_as_fast_as_it_says() {
        let mut transport = transport(900);
        transport.toggle();
        transport.advance(SECOND, &[]);
        assert_eq!((transport.playhead(), transport.speed()), (at(10), "10×".to_owned()));
    }

    #[test]
    fn playing_never_passes_what_is_simulated() {
        let mut transport = transport(4);
        transport.toggle();
        transport.advance(SECOND, &[]);
        assert_eq!(transport.playhead(), at(4));
        assert!(transport.is_playing());
    }

    #[test]
    fn playing_stops_at_a_stop_once() {
        let mut transport = transport(900);
        transport.toggle();
        assert_eq!(transport.advance(SECOND, &[at(3), at(5)]), Some(0));
        assert_eq!(transport.playhead(), at(3));
        assert!(!transport.is_playing());
        transport.toggle();
        assert_eq!(transport.advance(SECOND, &[at(3), at(5)]), Some(1));
    }

    #[test]
    fn playing_stops_at_the_start_once_each_time_it_begins_there() {
        let mut transport = transport(900);
        let stops = [at(0), at(5)];
        for _ in 0..2 {
            transport.toggle();
            assert_eq!(transport.advance(SECOND, &stops), Some(0));
            assert_eq!((transport.playhead(), transport.is_playing()), (at(0), false));
            transport.toggle();
            assert_eq!(transport.advance(SECOND, &stops), Some(1));
            transport.seek(at(0));
        }
    }

    #[test]
    fn a_seek_waits_for_the_simulation() {
        let mut transport = transport(30);
        transport.seek(at(60));
        assert_eq!(transport.playhead(), at(30));
        assert!(transport.is_waiting());
        transport.extend(at(90));
        assert_eq!(transport.playhead(), at(60));
        assert!(!transport.is_waiting());
    }

    #[test]
    fn seeks_stay_within_the_run() {
        let mut transport = transport(900);
        transport.seek_by(-10);
        assert_eq!(transport.playhead(), at(0));
        transport.seek_by(100_000);
        assert_eq!(transport.playhead(), at(900));
        transport.toggle();
        assert_eq!(transport.playhead(), at(0));
    }

    #[test]
    fn speed_has_two_ends() {
        let mut transport = transport(900);
        for _ in 0..20 {
            transport.slower();
        }
        assert_eq!(transport.speed(), "0.25×");
        for _ in 0..20 {
            transport.faster();
        }
        assert_eq!(transport.speed(), "1000×");
    }
}
