//! The run that settles a question, opened beside the answer.

use crate::app::proof::run::ProofRun;
use crate::tui::message::{Destination, Effect};
use quizbank::slot::Slot;

/// Opens the run at what it shows, under the answer beside what happened.
pub(in crate::tui::screen) fn open(slot: &Slot, run: &ProofRun) -> Effect {
    let outcome = run.outcome();
    let was = outcome.map_or_else(|| "still running".to_owned(), |outcome| outcome.to_string());
    let said =
        if slot.picked().is_empty() { "nothing".to_owned() } else { slot.said().join(" and ") };
    Effect::Open(Destination::Replay {
        scenario: run.scenario().name.clone(),
        changes: run.changes().to_vec(),
        at: run.replay_at(),
        banner: format!("you said: {said}; it was: {was}"),
    })
}
