//! A run as a section of the page.

use super::log::Log;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::player::Player;
use apprunner_sim::sim::recording::Recording;
use apprunner_sim::sim::summary::Summary;

/// A finished run and what a page shows of it.
#[derive(Clone, Debug)]
pub struct RunSection {
    pub(super) scenario: Scenario,
    pub(super) summary: Summary,
    pub(super) recording: Recording,
    pub(super) log: Log,
    /// The figures of the run up to each stop whose words name any.
    pub(super) at_stops: Vec<(usize, Summary)>,
}

impl RunSection {
    /// The run that `player` has brought to its end, and its events; `None` before the end.
    pub fn of(player: &Player, log: Log) -> Option<Self> {
        let summary = player.summary()?.clone();
        let scenario = player.scenario().clone();
        let at_stops = player.figures_at_stops().to_vec();
        Some(Self { scenario, summary, recording: player.recording().clone(), log, at_stops })
    }

    /// When it ended.
    pub(super) fn end(&self) -> SimTime {
        SimTime::ZERO + self.scenario.duration
    }

    /// How many goals were met, and how many there are.
    pub(super) fn goals(&self) -> (usize, usize) {
        let met = self.summary.goals.iter().filter(|goal| goal.passed).count();
        (met, self.summary.goals.len())
    }
}

/// Where a run stands on its page: keeps the names of its parts apart from those of others.
#[derive(Clone, Copy, Debug)]
pub(super) struct SectionId(pub(super) usize);

impl SectionId {
    pub(super) fn id(self, part: &str) -> String {
        format!("run-{}-{part}", self.0 + 1)
    }
}
