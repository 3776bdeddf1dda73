//! A demo room as the log has it: what is played, and the questions of its stops.

use serde::{Deserialize, Serialize};

use crate::app::demo::{DemoRoom, RoundStage};
use quizbank::model::calendar::Moment;

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
    /// The live view that has it, once there was one.
    pub(super) presence: Option<Presence>,
}

/// A live view, as the log knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Presence {
    /// A word that no other one has.
    pub(super) view: String,
    /// When it was there last.
    pub(super) at: Moment,
}

impl DemoState {
    /// A room in which nothing was asked yet.
    pub(in crate::host) fn new(setup: DemoSetup) -> Self {
        Self { setup, room: DemoRoom::default(), presence: None }
    }

    /// Takes in that a live view is there. The one that began last has the room, whatever an earlier one
    /// says later.
    pub(in crate::host) fn present(&mut self, view: String, sign: u32, at: Moment) {
        let has_it = self.presence.as_ref().is_some_and(|presence| presence.view == view);
        if has_it || sign == 0 {
            self.presence = Some(Presence { view, at });
        }
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
