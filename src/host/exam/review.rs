//! How all questions stand, and the end of an attempt.

use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::act;
use super::attempt::HostedAttempt;
use super::clock::Sign;
use super::state::AttemptStage;
use super::time;
use crate::host::error::HostError;
use crate::host::page::HostedPage;
use crate::host::visit::Visit;
use crate::report::attempt::open_ends;
use quizbank::attempt::{ActionKind, ExamAction, ExamSlot};
use quizbank::model::calendar::Moment;
use quizbank::slot::Flag;

/// How all questions stand.
pub(super) async fn show(visit: Visit) -> Result<Response, HostError> {
    page(visit, |visit, hosted, standing, now| {
        html! {
            (time::status(visit, hosted, standing, now, &html! { span { "Review" } }))
            h2 { "Review" }
            (open(hosted))
            div.wide {
                table {
                    thead { tr { th scope="col" { "Question" } th scope="col" { "Answer" } th scope="col" { "Flag" } } }
                    tbody {
                        @for (number, slot) in hosted.attempt.slots() {
                            tr {
                                th scope="row" {
                                    a href=(visit.path(&format!("/question/{number}"))) { "Question " (number) }
                                }
                                td { (answer(slot)) }
                                td { @if slot.slot().flag() == Flag::Raised { "⚑ flagged" } }
                            }
                        }
                    }
                }
            }
            div.actions {
                a.button href=(visit.path(&format!("/question/{}", hosted.attempt.at()))) { "Back to the questions" }
                a.button href=(visit.path("/submit")) { "Submit the exam" }
            }
        }
    })
    .await
}

/// Asks once more before an attempt is over.
pub(super) async fn confirm(visit: Visit) -> Result<Response, HostError> {
    page(visit, |visit, hosted, standing, now| {
        html! {
            (time::status(visit, hosted, standing, now, &html! { span { "Submit" } }))
            h2 { "Submit the exam?" }
            p.lead { "After that, no answer can be changed." }
            (open(hosted))
            div.actions {
                form method="post" action=(visit.path("/submit")) {
                    button.main type="submit" { "Submit the exam" }
                }
                a.button href=(visit.path("/review")) { "Back to the review" }
            }
        }
    })
    .await
}

/// Ends an attempt.
pub(super) async fn submit(visit: Visit) -> Result<Response, HostError> {
    let member = visit.member()?;
    act::step(&visit, &member, Sign::Step, |_, _| Ok(Some(ExamAction::plain(ActionKind::Submit))))
        .await?;
    Ok(visit.to("/exam"))
}

async fn page(
    visit: Visit,
    content: impl FnOnce(&Visit, &HostedAttempt, AttemptStage, Moment) -> Markup,
) -> Result<Response, HostError> {
    let member = visit.member()?;
    if act::look(&visit, &member, |_, _, standing, _| standing)? != AttemptStage::Running {
        return Ok(visit.to("/exam"));
    }
    act::sign(&visit, &member).await?;
    let title = visit.room.look(|state| state.title.clone());
    let content = act::look(&visit, &member, |_, hosted, standing, now| {
        hosted.map(|hosted| html! { article { (content(&visit, hosted, standing, now)) } })
    })?;
    Ok(HostedPage { title, content: content.ok_or(HostError::Unknown)? }.into_response())
}

/// What is not answered and what is flagged.
fn open(hosted: &HostedAttempt) -> Markup {
    html! { @for remark in open_ends(&hosted.attempt) { p { (remark) } } }
}

fn answer(slot: &ExamSlot) -> &'static str {
    match (slot.slot().picked().is_empty(), slot.is_late()) {
        (true, _) => "not answered",
        (false, true) => "✓ saved, late: not scored",
        (false, false) => "✓ saved",
    }
}
