//! Steps of an attempt: each is planned on what the attempt is now, written, and planned again where
//! another step was faster.

use super::attempt::HostedAttempt;
use super::clock::{self, Sign};
use super::state::{AttemptStage, ExamState};
use crate::host::error::HostError;
use crate::host::event::RoomEvent;
use crate::host::room::RoomMember;
use crate::host::rooms::now;
use crate::host::visit::Visit;
use crate::store::room_log::Appended;
use quizbank::attempt::{ActionKind, ExamAction};
use quizbank::model::calendar::Moment;

/// How often a step is planned before another tab of the same student wins. Our choice.
const PLANS: usize = 8;

/// What a step is made for.
const CLOSED: &str = "The exam is closed. Everything that was saved before counts.";
const BUSY: &str =
    "Another window changes the same attempt. Nothing was saved; send the form once more.";
const OVER: &str = "This attempt is submitted and cannot change.";
const NOT_BEGUN: &str = "The attempt has not begun.";

/// Returns what `look` sees of the exam and of the attempt of `member`.
///
/// # Errors
///
/// [`HostError::Unknown`] where no exam is taken in the room.
pub(super) fn look<T>(
    visit: &Visit,
    member: &RoomMember,
    look: impl FnOnce(&ExamState, Option<&HostedAttempt>, AttemptStage, Moment) -> T,
) -> Result<T, HostError> {
    let now = now();
    visit.room.look(|state| {
        let exam = state.exam().ok_or(HostError::Unknown)?;
        let standing = exam.standing(member.number, state.closed, now);
        Ok(look(exam, exam.attempt(member.number), standing, now))
    })
}

/// Has the step that `plan` makes of the attempt written; none where there is nothing to do.
///
/// # Errors
///
/// That of `plan`, and where the exam is closed or the step is not on disk.
pub(super) async fn step(
    visit: &Visit,
    member: &RoomMember,
    sign: Sign,
    plan: impl Fn(&HostedAttempt, Moment) -> Result<Option<ExamAction>, HostError>,
) -> Result<(), HostError> {
    for _ in 0..PLANS {
        let planned = look(visit, member, |_, hosted, standing, now| {
            let hosted = hosted.ok_or_else(|| HostError::Stale(NOT_BEGUN.to_owned()))?;
            match standing {
                AttemptStage::Running | AttemptStage::Paused => {}
                _ if hosted.attempt.points().is_some() => {
                    return Err(HostError::Stale(OVER.to_owned()));
                }
                _ => return Err(HostError::Stale(CLOSED.to_owned())),
            }
            let Some(act) = plan(hosted, now)? else { return Ok(None) };
            let step = hosted.attempt.act(&act, clock::reading(hosted, now, sign));
            let step =
                step.map_err(|refusal| HostError::Invalid(sentence(&refusal.to_string())))?;
            let (member, admission) = (member.number, hosted.admission);
            Ok(Some(RoomEvent::Step { member, admission, step }))
        })?;
        let Some(event) = planned? else { return Ok(()) };
        if let Appended::Added(_) = visit.host.append(&visit.room, &event).await? {
            return Ok(());
        }
    }
    Err(HostError::Stale(BUSY.to_owned()))
}

/// Writes that the student is there, where that was not written for a while.
pub(super) async fn sign(visit: &Visit, member: &RoomMember) -> Result<(), HostError> {
    step(visit, member, Sign::Step, |hosted, now| {
        Ok(clock::is_due(hosted, now).then(|| ExamAction::plain(ActionKind::Tick)))
    })
    .await
}

/// `text` with a capital letter and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).chain(['.']).collect()
}
