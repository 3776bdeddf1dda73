//! The instructor's page: who is in the room, how far, with how much time left; and what can be done
//! about it.

use std::time::Duration;

use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::attempt::HostedAttempt;
use super::clock::{self, Sign};
use super::state::{AttemptStage, ExamState};
use crate::host::error::HostError;
use crate::host::event::RoomEvent;
use crate::host::page::HostedPage;
use crate::host::room::{RoomMember, RoomState};
use crate::host::rooms::now;
use crate::host::stream;
use crate::host::token::nonce;
use crate::host::visit::{Fields, Visit, field};
use quizbank::attempt::{ActionKind, ExamAction, clock as hours};
use quizbank::model::calendar::{Millis, Moment};
use spanned_toml::faults::counted;

/// The most minutes that are granted at once.
const MOST_MINUTES: u64 = 600;
/// The shortest time between two updates: a page of a full class need not follow each answer. Our choice.
const PAUSE: Duration = Duration::from_millis(500);
/// The minutes that a form grants unless they are changed.
const MINUTES: u64 = 5;

/// The page of the instructor, or the form for the secret.
pub(super) async fn show(visit: Visit) -> Result<Response, HostError> {
    if !visit.is_instructor() {
        return Ok(door(&visit, None).into_response());
    }
    let nonce = nonce()?;
    let page = visit.room.look(|state| {
        let content = content(&visit, state, state.exam()?, &nonce);
        Some(HostedPage { title: state.title.clone(), content })
    });
    Ok(page.ok_or(HostError::Unknown)?.into_response())
}

fn door(visit: &Visit, problem: Option<&str>) -> HostedPage {
    let content = html! {
        article {
            h2 { "Instructor" }
            p.facts { span { "Room " (visit.room.code()) } }
            @if let Some(problem) = problem { p.notice.bad role="alert" { (problem) } }
            form method="post" action=(visit.path("/instructor/enter")) {
                label.field {
                    span { "Secret" }
                    span.note { "The terminal of the host shows it when the room starts" }
                    input type="password" name="secret" required maxlength="80" autocomplete="off" autofocus;
                }
                div.actions { button.main type="submit" { "Open" } }
            }
        }
    };
    HostedPage { title: "Instructor".to_owned(), content }
}

/// Asks once more before the exam is closed.
pub(super) async fn confirm(visit: Visit) -> Result<Response, HostError> {
    visit.instructor()?;
    let content = html! {
        article {
            h2 { "Close the exam for everyone?" }
            p.lead { "Every open attempt is submitted, and scores and explanations are released." }
            div.actions {
                form method="post" action=(visit.path("/instructor")) {
                    button.main type="submit" name="do" value="close" { "Close the exam" }
                }
                a.button href=(visit.path("/instructor")) { "Back" }
            }
        }
    };
    Ok(HostedPage { title: "Instructor".to_owned(), content }.into_response())
}

/// Lets the instructor in who knows the secret.
pub(super) async fn enter(visit: Visit, fields: Fields) -> Result<Response, HostError> {
    match visit.enter("/instructor", field(&fields, "secret").unwrap_or_default()) {
        Err(error @ HostError::Stranger) => {
            let page = door(&visit, Some("This is not the secret of this room."));
            Ok((error.status(), page).into_response())
        }
        entered => entered,
    }
}

/// Tells the page of the instructor that the room changed.
pub(super) async fn events(visit: Visit) -> Result<Response, HostError> {
    visit.instructor()?;
    let (changes, room) = (Some(visit.room.changes()), visit.room);
    let mark = move || room.applied().to_string();
    Ok(stream::marks(changes, mark, String::new(), PAUSE).into_response())
}

/// Does what a button of the page says.
pub(super) async fn act(visit: Visit, fields: Fields) -> Result<Response, HostError> {
    visit.instructor()?;
    let number = field(&fields, "member").and_then(|number| number.parse::<usize>().ok());
    let event = match field(&fields, "do") {
        Some("extend") => Some(extension(number, &fields)?),
        Some("close") => Some(RoomEvent::Closed),
        Some("end") => visit.room.look(|state| end(state, number)),
        Some("readmit") => visit.room.look(|state| {
            // A form that is sent twice lets somebody in again once.
            let seen = field(&fields, "admission").and_then(|it| it.parse::<u32>().ok())?;
            let member = state.member(number?)?;
            let admission = seen.checked_add(1)?;
            let is_current = member.admission == seen;
            is_current.then_some(RoomEvent::Readmitted { member: member.number, admission })
        }),
        _ => return Err(HostError::Unknown),
    };
    if let Some(event) = event {
        visit.host.append(&visit.room, &event).await?;
    }
    Ok(visit.to("/instructor"))
}

fn extension(member: Option<usize>, fields: &Fields) -> Result<RoomEvent, HostError> {
    let minutes = field(fields, "minutes").and_then(|minutes| minutes.trim().parse::<u64>().ok());
    let minutes = minutes.filter(|minutes| (1..=MOST_MINUTES).contains(minutes));
    let reason = || HostError::Invalid(format!("Enter minutes from 1 to {MOST_MINUTES}."));
    let more = Millis(minutes.ok_or_else(reason)? * 60_000);
    let nonce = field(fields, "nonce").ok_or(HostError::Unknown)?;
    let whom = member.map_or("all".to_owned(), |member| member.to_string());
    Ok(RoomEvent::Extended { member, more, nonce: format!("{nonce}/{whom}") })
}

/// The submission of the attempt of a member, where it is open.
fn end(state: &RoomState, number: Option<usize>) -> Option<RoomEvent> {
    let exam = state.exam()?;
    let hosted = exam.attempt(number?)?;
    let act = ExamAction::plain(ActionKind::Submit);
    let step = hosted.attempt.act(&act, clock::reading(hosted, now(), Sign::Return)).ok()?;
    Some(RoomEvent::Step { member: number?, admission: hosted.admission, step })
}

fn content(visit: &Visit, state: &RoomState, exam: &ExamState, nonce: &str) -> Markup {
    let now = now();
    let is_closed = exam.is_closed(state.closed, now);
    let begun = state.members().iter().filter(|it| exam.attempt(it.number).is_some()).count();
    html! {
        article data-events=(visit.path("/instructor/events")) {
            h2 { (state.title) }
            p.room-code { (visit.room.code()) }
            p.facts #summary data-live {
                span { (counted(state.members().len(), "student")) " in the room" }
                span { (begun) " started" }
                @if is_closed { span { "The exam is closed" } }
            }
            @if is_closed {
                p.notice {
                    "On the computer of the host, " code { "coldstart host results " (visit.room.code()) }
                    " prints the grade book."
                }
            } @else {
                div.actions {
                    form method="post" action=(visit.path("/instructor")) {
                        (more_time(nonce, None))
                    }
                    a.button href=(visit.path("/instructor/close")) { "Close the exam" }
                }
            }
            section {
                h3 { "Students" }
                div.wide #students data-live {
                    @if state.members().is_empty() { p { "Nobody has joined yet." } }
                    @else { (table(visit, state, exam, now, nonce)) }
                }
                div.actions { a.button href=(visit.path("/instructor")) { "Update" } }
            }
        }
    }
}

fn more_time(nonce: &str, member: Option<&RoomMember>) -> Markup {
    let whom = member.map_or("everyone", |it| it.name.as_str());
    html! {
        input type="hidden" name="nonce" value=(nonce);
        @if let Some(member) = member { input type="hidden" name="member" value=(member.number); }
        label.minutes {
            span.hidden[member.is_some()] { "Minutes for " (whom) }
            " "
            input type="number" name="minutes" value=(MINUTES) min="1" max=(MOST_MINUTES);
        }
        " "
        button type="submit" name="do" value="extend" aria-label={ "Add minutes: " (whom) } { "Add minutes" }
    }
}

fn table(visit: &Visit, state: &RoomState, exam: &ExamState, now: Moment, nonce: &str) -> Markup {
    html! {
        table.students {
            thead {
                tr {
                    th scope="col" { "Name" }
                    th scope="col" { "State" }
                    th scope="col" { "Answered" }
                    th scope="col" { "Time left" }
                    th scope="col" { "Pauses" }
                    th scope="col" { "Actions" }
                }
            }
            tbody {
                @for member in state.members() {
                    (row(visit, exam, member, exam.standing(member.number, state.closed, now), now, nonce))
                }
            }
        }
    }
}

fn row(
    visit: &Visit,
    exam: &ExamState,
    member: &RoomMember,
    standing: AttemptStage,
    now: Moment,
    nonce: &str,
) -> Markup {
    let hosted = exam.attempt(member.number);
    let is_open = matches!(standing, AttemptStage::Running | AttemptStage::Paused);
    let is_over = matches!(standing, AttemptStage::Scored | AttemptStage::Missed);
    let group = exam.setup.entry(&member.claim).and_then(|entry| entry.group.as_deref());
    html! {
        tr {
            th scope="row" {
                (member.name)
                @if let Some(group) = group { " · " (group) }
            }
            td { (words(standing)) }
            td data-label="Answered" { @if let Some(hosted) = hosted { (answered(hosted)) " of " (exam.count()) } }
            td data-label="Time left" {
                @if let Some(hosted) = hosted.filter(|_| is_open) { (hours(clock::left(hosted, now))) }
            }
            td data-label="Pauses" { @if let Some(hosted) = hosted { (pauses(hosted)) } }
            td.doing {
                @if is_open {
                    form method="post" action=(visit.path("/instructor")) { (more_time(nonce, Some(member))) }
                    " "
                }
                @if !is_over {
                    form method="post" action=(visit.path("/instructor")) {
                        input type="hidden" name="member" value=(member.number);
                        input type="hidden" name="admission" value=(member.admission);
                        @if is_open {
                            button type="submit" name="do" value="end" aria-label={ "End: " (member.name) } { "End" }
                            " "
                        }
                        button type="submit" name="do" value="readmit"
                            aria-label={ "Let in again: " (member.name) } { "Let in again" }
                    }
                }
            }
        }
    }
}

fn answered(hosted: &HostedAttempt) -> usize {
    hosted.attempt.count() - hosted.attempt.unanswered().len()
}

/// How often the clock stood still, and for how long altogether.
fn pauses(hosted: &HostedAttempt) -> String {
    let lengths = hosted.attempt.gaps().iter().filter_map(|gap| u64::try_from(gap.length).ok());
    let lengths: Vec<u64> = lengths.collect();
    match lengths.len() {
        0 => String::new(),
        count => format!("{count} ({})", hours(Millis(lengths.iter().sum()))),
    }
}

fn words(standing: AttemptStage) -> &'static str {
    match standing {
        AttemptStage::Early | AttemptStage::Ready => "not started",
        AttemptStage::Running => "working",
        AttemptStage::Paused => "clock stopped",
        AttemptStage::Submitted => "submitted",
        AttemptStage::Scored => "submitted, sees the score",
        AttemptStage::Missed => "did not start",
    }
}
