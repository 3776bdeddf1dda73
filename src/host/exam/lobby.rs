//! Before and after the questions: joining, the start page, a stopped clock, and what comes then.

use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::act;
use super::clock::{self, Sign};
use super::setup::ExamSetup;
use super::state::{AttemptStage, ExamState};
use super::time;
use crate::host::error::HostError;
use crate::host::event::{RoomEvent, RoomJoin};
use crate::host::join_form::{self, JoinForm};
use crate::host::page::HostedPage;
use crate::host::room::{RoomMember, RoomState};
use crate::host::rooms::now;
use crate::host::token::{RoomToken, nonce};
use crate::host::visit::{Fields, MEMBER, Visit, field};
use crate::report::safe::person_name;
use crate::store::room_log::Appended;
use quizbank::attempt::{ActionKind, AttemptHead, ExamAction, clock as hours};

/// The most letters of a name.
const LONGEST_NAME: usize = 80;

/// The door of a room: a form for those who are not in it.
pub(in crate::host) async fn lobby(visit: Visit) -> Response {
    match visit.joined() {
        Some(_) => visit.to("/exam"),
        None => door(&visit, None).into_response(),
    }
}

fn door(visit: &Visit, problem: Option<&str>) -> HostedPage {
    let (has_roster, is_closed) = visit.room.look(|state| {
        let exam = state.exam();
        let is_closed = exam.is_none_or(|exam| exam.is_closed(state.closed, now()));
        (exam.is_some_and(|exam| !exam.setup.roster.is_empty()), is_closed)
    });
    let (label, note) = if has_roster {
        ("Your ID", "The ID of the class list, such as your student number")
    } else {
        ("Your name", "Your instructor sees it beside your score")
    };
    let form = JoinForm { label, note, is_required: true, longest: LONGEST_NAME };
    join_form::page(visit, (!is_closed).then_some(&form), "This exam is closed.", problem)
}

/// Lets somebody in, or says at the door why not.
pub(in crate::host) async fn join(visit: Visit, fields: Fields) -> Result<Response, HostError> {
    if visit.joined().is_some() {
        return Ok(visit.to("/exam"));
    }
    let typed = field(&fields, "name").unwrap_or_default();
    let token = RoomToken::random()?;
    let claim = || visit.room.look(|state| claim(state, typed));
    let (claim, name, admission) = match visit.host.guess(visit.by_room(), claim) {
        Ok(claimed) => claimed,
        Err(HostError::Invalid(problem)) => {
            let page = door(&visit, Some(&problem));
            return Ok((HostError::Invalid(problem).status(), page).into_response());
        }
        Err(error) => return Err(error),
    };
    let join = RoomJoin { claim, name, admission, token: token.hash() };
    match visit.host.append(&visit.room, &RoomEvent::Joined(join)).await? {
        Appended::Added(_) => Ok(visit.to_with("/exam", MEMBER, &token)),
        Appended::Known(_) => {
            let problem = HostError::Invalid(TAKEN.to_owned());
            Ok((problem.status(), door(&visit, Some(TAKEN))).into_response())
        }
    }
}

/// What the door says to somebody whose name is in the room already.
const TAKEN: &str = "Somebody with this name or ID is in the room. If that is you on another device, \
 ask the instructor to let you in again.";

/// Who `typed` is: the claim, the name, and how often that person was readmitted.
fn claim(state: &RoomState, typed: &str) -> Result<(String, String, u32), HostError> {
    let exam = state.exam().ok_or(HostError::Unknown)?;
    if exam.is_closed(state.closed, now()) {
        return Err(HostError::Invalid("This exam is closed.".to_owned()));
    }
    let words: Vec<&str> = typed.split_whitespace().collect();
    let name = person_name(&words.join(" ")).ok();
    let name = name.filter(|name| name.chars().count() <= LONGEST_NAME);
    let name = name.ok_or_else(|| {
        HostError::Invalid(format!("Enter a name with 1 to {LONGEST_NAME} visible characters."))
    })?;
    let (claim, name) = if exam.setup.roster.is_empty() {
        (name.to_lowercase(), name)
    } else if let Some(entry) = exam.setup.entry(&name) {
        (entry.id.clone(), entry.name.clone())
    } else {
        let problem = "This ID is not on the class list. Check it, or ask the instructor.";
        return Err(HostError::Invalid(problem.to_owned()));
    };
    let admission = state.claimed(&claim).map_or(0, |member| member.admission);
    Ok((claim, name, admission))
}

/// The page that a student is at.
pub(super) async fn exam(visit: Visit) -> Result<Response, HostError> {
    let member = visit.member()?;
    let (standing, at) = act::look(&visit, &member, |_, hosted, standing, _| {
        (standing, hosted.map_or(1, |hosted| hosted.attempt.at()))
    })?;
    Ok(match standing {
        AttemptStage::Running => visit.to(&format!("/question/{at}")),
        AttemptStage::Scored => visit.to("/score"),
        AttemptStage::Early | AttemptStage::Submitted => {
            time::asked_again(page(&visit, &member, standing)?.into_response())
        }
        _ => page(&visit, &member, standing)?.into_response(),
    })
}

fn page(
    visit: &Visit,
    member: &RoomMember,
    standing: AttemptStage,
) -> Result<HostedPage, HostError> {
    let title = visit.room.look(|state| state.title.clone());
    let body = act::look(visit, member, |exam, _, _, _| body(visit, member, exam, standing))?;
    let content = html! {
        article {
            h2 { (title) }
            p.facts { span { "Room " (visit.room.code()) } span { (member.name) } }
            (body)
        }
    };
    Ok(HostedPage { title, content })
}

fn body(visit: &Visit, member: &RoomMember, exam: &ExamState, standing: AttemptStage) -> Markup {
    let again = html! { div.actions { a.button href=(visit.path("/exam")) { "Check again" } } };
    match standing {
        AttemptStage::Early => html! {
            p.lead { "The exam has not started. This page shows it when it starts." }
            (again)
            (rules(&exam.setup))
        },
        AttemptStage::Ready => html! {
            (rules(&exam.setup))
            p { "Your time: " strong { (hours(exam.setup.limit_of(&member.claim))) } "." }
            (form(visit, "/begin", "Start the exam"))
        },
        AttemptStage::Paused => html! {
            p.lead { "The clock is stopped. Your answers are saved." }
            @if let Some(hosted) = exam.attempt(member.number) {
                p { "Time left: " strong { (hours(clock::left(hosted, now()))) } "." }
            }
            (form(visit, "/resume", "Continue the exam"))
        },
        AttemptStage::Submitted | AttemptStage::Running | AttemptStage::Scored => html! {
            p.lead { "Your attempt is submitted. Your answers are saved." }
            p { "The score and the explanations are shown here when the exam is closed." }
            (again)
        },
        AttemptStage::Missed => html! {
            p.lead { "The exam is closed, and you did not start it." }
        },
    }
}

fn form(visit: &Visit, action: &str, label: &str) -> Markup {
    html! {
        form method="post" action=(visit.path(action)) {
            div.actions { button.main type="submit" { (label) } }
        }
    }
}

/// What to know before an attempt.
fn rules(setup: &ExamSetup) -> Markup {
    html! {
        section {
            h3 { "Before you start" }
            @for rule in &setup.rules { p.lead { (rule) } }
            p.lead {
                "The clock of the host counts your time while this exam is open. Each answer is on \
                 disk before the page says “saved”. If your browser or your computer stops, open \
                 this page again and continue with the time left. Answers after the time are saved, \
                 marked late and not scored."
            }
        }
    }
}

/// Begins an attempt.
pub(super) async fn begin(visit: Visit) -> Result<Response, HostError> {
    let member = visit.member()?;
    let id: String = nonce()?.chars().take(8).collect();
    let event = act::look(&visit, &member, |exam, _, standing, now| {
        let version = exam.version_of(member.number);
        let head = AttemptHead {
            id,
            identity: exam.setup.identity.clone(),
            candidate: Some(member.name.clone()),
            limit: exam.setup.limit_of(&member.claim),
            begun: now,
        };
        let (_, step) =
            exam.fresh(version, head.clone()).filter(|_| standing == AttemptStage::Ready)?;
        Some(RoomEvent::Begun { member: member.number, version, head, step })
    })?;
    if let Some(event) = event {
        visit.host.append(&visit.room, &event).await?;
    }
    Ok(visit.to("/exam"))
}

/// Goes on with an attempt whose clock stands still.
pub(super) async fn resume(visit: Visit) -> Result<Response, HostError> {
    let member = visit.member()?;
    act::step(&visit, &member, Sign::Return, |hosted, now| {
        Ok(clock::is_paused(hosted, now).then(|| ExamAction::plain(ActionKind::Resume)))
    })
    .await?;
    Ok(visit.to("/exam"))
}

/// Stops the clock of an attempt.
pub(super) async fn leave(visit: Visit) -> Result<Response, HostError> {
    let member = visit.member()?;
    act::step(&visit, &member, Sign::Step, |hosted, _| {
        Ok((!hosted.has_left).then(|| ExamAction::plain(ActionKind::Leave)))
    })
    .await?;
    Ok(visit.to("/exam"))
}
