//! The score of a student and the explanation of every question, once they may be seen.

use axum::response::{IntoResponse, Response};
use maud::html;

use super::act;
use super::state::AttemptStage;
use crate::host::error::HostError;
use crate::host::page::HostedPage;
use crate::host::visit::Visit;
use crate::report::attempt;
use crate::report::handout::{Feedback, explained, feedback};

/// The score of a student.
pub(super) async fn show(visit: Visit) -> Result<Response, HostError> {
    let member = visit.member()?;
    let title = visit.room.look(|state| state.title.clone());
    let content = act::look(&visit, &member, |_, hosted, standing, _| {
        let attempt = &hosted.filter(|_| standing == AttemptStage::Scored)?.attempt;
        let (answers, grade) = (attempt.answers_in_time(), attempt.grade());
        let (ledger, course) = (&visit.host.content().ledger, &visit.host.content().course);
        let (key, name) = (attempt.key(), member.name.as_str());
        Some(html! {
            (feedback(Feedback { name, key, answers: &answers, grade: &grade, course }))
            section {
                h3 { "Time and answers" }
                @for remark in attempt::pacing(attempt) { p { (remark) } }
            }
            section {
                h3 { "Explanations" }
                @for (number, _) in attempt.slots() {
                    @if let Some(slot) = attempt.answered(number) {
                        (explained(number, attempt::state(attempt, number), &slot, ledger))
                    }
                }
            }
        })
    })?;
    match content {
        Some(content) => {
            let content = html! { article { (content) } };
            Ok(HostedPage { title, content }.into_response())
        }
        None => Ok(visit.to("/exam")),
    }
}
