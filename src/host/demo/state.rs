//! A demo room as the log has it: what is played, and the questions of its stops.

use serde::{Deserialize, Serialize};

use crate::app::demo::{DemoRoom, RoundStage};

/// What is played before a room.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct DemoSetup {
    /// The name of the scenario.
    pub scenario: String,
    /// By which rules, such as `aws`.
    pub rules: String,
    /// The seed of the run.
    pub seed: u64,
    /// What is seen before anybody knows why.
    pub symptom: String,
}

/// A demo room.
#[derive(Debug)]
pub struct DemoState {
    /// What is played.
    pub setup: DemoSetup,
    /// Its questions and votes.
    pub room: DemoRoom,
}

impl DemoState {
    /// A room in which nothing was asked yet.
    pub(in crate::host) fn new(setup: DemoSetup) -> Self {
        Self { setup, room: DemoRoom::default() }
    }

    /// The step that everybody in the room sees: another one is another page. Votes do not change
    /// it.
    pub fn step(&self) -> String {
        let Some(round) = self.room.rounds().last() else { return "0".to_owned() };
        let stage = match round.stage {
            RoundStage::Predicting => "predicting",
            RoundStage::Watching => "watching",
            RoundStage::Reporting => "reporting",
            RoundStage::Reported => "reported",
            RoundStage::Revealed => "revealed",
            RoundStage::Closed => "closed",
        };
        format!("{}-{stage}", round.number)
    }
}
