//! Time travel over a run: simulate it in slices, keep sparse snapshots, and
//! come back to any instant by replaying from the snapshot before it.

use super::event::Event;
use super::recording::Recording;
use super::summary::Summary;
use super::view::View;
use crate::model::scenario::Scenario;
use crate::model::time::SimTime;

/// A run that can be looked at at any instant that has been simulated.
#[derive(Clone, Debug)]
pub struct Player {
    scenario: Scenario,
    recording: Recording,
}

impl Player {
    /// A player at the start of `scenario`; nothing is simulated yet.
    pub fn new(scenario: Scenario) -> Self {
        Self { scenario, recording: Recording::default() }
    }

    /// A player that keeps no snapshots and hands every event out.
    pub fn streaming(scenario: Scenario) -> Self {
        Self::new(scenario)
    }

    /// The events since the last call.
    pub fn drain_events(&mut self) -> Vec<Event> {
        todo!()
    }

    /// The scenario that is played.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// Simulates on by at most `events` engine events. True when the end is reached.
    pub fn fill(&mut self, _events: u64) -> bool {
        todo!()
    }

    /// How far the run has been simulated.
    pub fn extent(&self) -> SimTime {
        todo!()
    }

    /// Where the run ends.
    pub fn end(&self) -> SimTime {
        SimTime::ZERO + self.scenario.duration
    }

    /// Frames and events up to [`Self::extent`].
    pub fn recording(&self) -> &Recording {
        &self.recording
    }

    /// The run at `at`, after everything that happens at that instant; past the
    /// extent, the extent.
    pub fn view_at(&mut self, _at: SimTime) -> View {
        todo!()
    }

    /// The figures of the run, once the end is reached.
    pub fn summary(&self) -> Option<&Summary> {
        todo!()
    }
}

/// Runs `scenario` to its end and gives its figures.
pub fn run(scenario: Scenario) -> Summary {
    let mut player = Player::new(scenario);
    while !player.fill(u64::MAX) {}
    todo!()
}
