//! The run that settles a question, opened beside the answer.

use crate::app::proof::run::ProofRun;
use crate::report::proof;
use crate::tui::message::{Destination, Effect};
use quizbank::slot::Slot;

/// Opens the run at what it shows, under the answer beside what happened.
pub(in crate::tui::screen) fn open(slot: &Slot, run: &ProofRun) -> Effect {
    let outcome = run.outcome();
    let was = outcome.map_or_else(|| "not at its end yet".to_owned(), |it| proof::sentence(&it));
    let said = match slot.said() {
        said if said.is_empty() => "You answered nothing.".to_owned(),
        said => format!("Your answer: {}.", said.join(" and ").trim_end_matches('.')),
    };
    Effect::Open(Destination::Replay {
        scenario: run.scenario().name.clone(),
        changes: run.changes().to_vec(),
        at: run.replay_at(),
        banner: format!("{said} The run: {was}."),
    })
}
