//! What came of an exam room: the answers of a class, for its grade book.

use quizbank::model::paper::{AnswerKey, AnswerSheet};

use super::state::ExamState;
use crate::host::room::RoomState;

/// The answers of everybody in the room who began, and the key of the form with its versions.
pub fn sheets<'e>(state: &RoomState, exam: &'e ExamState) -> (&'e AnswerKey, Vec<AnswerSheet>) {
    let name = |number| {
        let member = state.member(number)?;
        // Two people of a roster may have one name; their ids differ.
        Some(match exam.setup.entry(&member.claim) {
            Some(entry) => format!("{} ({})", entry.name, entry.id),
            None => member.name.clone(),
        })
    };
    (&exam.key, exam.sheets(name))
}
