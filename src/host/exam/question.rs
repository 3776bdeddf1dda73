//! A question of an attempt: one a page, as a plain form.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::act;
use super::attempt::HostedAttempt;
use super::clock::{self, Sign};
use super::state::AttemptStage;
use super::time;
use crate::host::error::HostError;
use crate::host::page::HostedPage;
use crate::host::room::RoomMember;
use crate::host::visit::{Fields, Visit, field};
use crate::report::attempt::reminder;
use crate::report::handout::{capital, exhibit, words};
use quizbank::attempt::{ActionKind, ExamAction, ExamSlot, Notice};
use quizbank::model::calendar::Moment;
use quizbank::slot::Flag;
use spanned_toml::faults::counted;

/// The question of this number.
pub(super) async fn show(
    visit: Visit,
    Path((_, number)): Path<(String, usize)>,
) -> Result<Response, HostError> {
    let member = visit.member()?;
    let standing = act::look(&visit, &member, |_, _, standing, _| standing)?;
    if standing != AttemptStage::Running {
        return Ok(visit.to("/exam"));
    }
    act::step(&visit, &member, Sign::Step, |hosted, now| {
        hosted.attempt.slot(number).ok_or(HostError::Unknown)?;
        Ok(if hosted.attempt.at() == number {
            clock::is_due(hosted, now).then(|| ExamAction::plain(ActionKind::Tick))
        } else {
            Some(ExamAction::on(ActionKind::Go, number))
        })
    })
    .await?;
    Ok(page(&visit, &member, number, None)?.into_response())
}

/// What a form says about a question.
#[derive(Debug)]
struct Given {
    /// Indices of the options, ascending.
    options: Vec<usize>,
    /// The last record about the question when the form was made.
    seen: u64,
    /// Which button was pressed.
    pressed: String,
}

impl Given {
    fn of(fields: &Fields) -> Result<Self, HostError> {
        let wrong =
            || HostError::Invalid("The form is incomplete. Open the question again.".into());
        let chosen = fields.0.iter().filter(|(name, _)| name == "option");
        let options = chosen.map(|(_, value)| value.parse()).collect::<Result<Vec<usize>, _>>();
        let mut options = options.map_err(|_| wrong())?;
        options.sort_unstable();
        options.dedup();
        let seen = field(fields, "seen").and_then(|seen| seen.parse().ok()).ok_or_else(wrong)?;
        Ok(Self { options, seen, pressed: field(fields, "do").unwrap_or("save").to_owned() })
    }

    /// The answer that is to be written; none where it stands there already.
    fn pick(&self, slot: &ExamSlot, number: usize) -> Result<Option<ExamAction>, HostError> {
        let slot_now = slot.slot();
        if self.options.is_empty() || self.options == slot_now.picked() {
            return Ok(None);
        }
        self.is_current(slot)?;
        let places = slot_now.places(&self.options).map_err(|_| HostError::Unknown)?;
        Ok(Some(ExamAction::on(ActionKind::Pick, number).with(places)))
    }

    /// What the button does to the question; none where it stands so already.
    fn mark(&self, slot: &ExamSlot, number: usize) -> Option<ExamAction> {
        let (picked, flag) = (slot.slot().picked(), slot.slot().flag());
        let kind = match self.pressed.as_str() {
            "clear" if !picked.is_empty() => ActionKind::Clear,
            "flag" if flag == Flag::Down => ActionKind::Flag,
            "unflag" if flag == Flag::Raised => ActionKind::Unflag,
            _ => return None,
        };
        Some(ExamAction::on(kind, number))
    }

    /// Rejects a form that was made before something else was done to the question.
    fn is_current(&self, slot: &ExamSlot) -> Result<(), HostError> {
        if self.seen == slot.touched() {
            return Ok(());
        }
        let reason = "This page was out of date: the question was changed in another window, or the \
                      form was sent twice. Nothing was changed. This is what is saved:";
        Err(HostError::Stale(reason.to_owned()))
    }

    /// The page that the button leads to.
    fn next(&self, number: usize, count: usize) -> String {
        let go = self.pressed.strip_prefix("go-");
        let go = go.and_then(|number| number.parse::<usize>().ok());
        match (self.pressed.as_str(), go) {
            (_, Some(go)) => format!("/question/{go}"),
            ("next", _) if number < count => format!("/question/{}", number + 1),
            ("next" | "review", _) => "/review".to_owned(),
            ("back", _) if number > 1 => format!("/question/{}", number - 1),
            _ => format!("/question/{number}"),
        }
    }
}

/// Keeps an answer, then shows what the button leads to.
pub(super) async fn answer(
    visit: Visit,
    Path((_, number)): Path<(String, usize)>,
    fields: Fields,
) -> Result<Response, HostError> {
    let member = visit.member()?;
    let given = Given::of(&fields)?;
    if act::look(&visit, &member, |_, hosted, _, _| hosted.is_some_and(|hosted| hosted.has_left))? {
        return Ok(visit.to("/exam"));
    }
    match keep(&visit, &member, number, &given).await {
        Ok(()) => {}
        Err(error @ (HostError::Stale(_) | HostError::Invalid(_))) => {
            let (status, problem) = (error.status(), error.to_string());
            let at = act::look(&visit, &member, |_, _, standing, _| standing)?;
            return Ok(match at {
                AttemptStage::Running => {
                    (status, page(&visit, &member, number, Some((&problem, &given)))?)
                        .into_response()
                }
                _ => error.into_response(),
            });
        }
        Err(error) => return Err(error),
    }
    let count = act::look(&visit, &member, |exam, _, _, _| exam.count())?;
    Ok(visit.to(&given.next(number, count)))
}

/// Writes what the form says. A form that changes nothing leaves a record too: it takes the place of a
/// step that another host had sent when it died, which would otherwise follow later and change what
/// this form shows as saved.
async fn keep(
    visit: &Visit,
    member: &RoomMember,
    number: usize,
    given: &Given,
) -> Result<(), HostError> {
    let slot = |hosted: &HostedAttempt| {
        hosted.attempt.exam_slot(number).cloned().ok_or(HostError::Unknown)
    };
    let clears = given.pressed == "clear";
    let marks = act::look(visit, member, |_, hosted, _, _| {
        let slot = hosted.and_then(|hosted| hosted.attempt.exam_slot(number));
        slot.is_some_and(|slot| given.mark(slot, number).is_some())
    })?;
    if marks {
        act::look(visit, member, |_, hosted, _, _| {
            hosted.map_or(Ok(()), |hosted| given.is_current(&slot(hosted)?))
        })??;
    }
    let record = |is_last: bool| is_last.then(|| ExamAction::plain(ActionKind::Tick));
    if !clears {
        act::step(visit, member, Sign::Step, |hosted, _| {
            Ok(given.pick(&slot(hosted)?, number)?.or_else(|| record(!marks)))
        })
        .await?;
    }
    if marks || clears {
        act::step(visit, member, Sign::Step, |hosted, _| {
            Ok(given.mark(&slot(hosted)?, number).or_else(|| record(true)))
        })
        .await?;
    }
    Ok(())
}

fn page(
    visit: &Visit,
    member: &RoomMember,
    number: usize,
    problem: Option<(&str, &Given)>,
) -> Result<HostedPage, HostError> {
    let title = visit.room.look(|state| state.title.clone());
    let content = act::look(visit, member, |_, hosted, standing, now| {
        let hosted = hosted.ok_or(HostError::Unknown)?;
        let slot = hosted.attempt.exam_slot(number).ok_or(HostError::Unknown)?;
        Ok::<Markup, HostError>(content(visit, hosted, standing, now, (number, slot), problem))
    })??;
    Ok(HostedPage { title, content })
}

fn content(
    visit: &Visit,
    hosted: &HostedAttempt,
    standing: AttemptStage,
    now: Moment,
    (number, slot): (usize, &ExamSlot),
    problem: Option<(&str, &Given)>,
) -> Markup {
    let item = slot.item();
    let count = hosted.attempt.count();
    let wanted = item.wanted();
    // A form that was rejected for its options keeps them, so that they can be corrected.
    let rejected = problem.filter(|(_, given)| given.seen == slot.touched());
    let picked = rejected.map_or(slot.slot().picked(), |(_, given)| &given.options);
    let is_flagged = slot.slot().flag() == Flag::Raised;
    let more = html! {
        span { "Question " (number) " of " (count) }
        (saved(slot))
        @if is_flagged { span { "Flagged" } }
    };
    html! {
        article {
            (time::status(visit, hosted, standing, now, &more))
            @if clock::used(hosted, now) > hosted.attempt.limit() {
                p.notice.bad { (reminder(Notice::Over)) }
            }
            @if let Some((problem, _)) = problem { p.notice.bad role="alert" { (problem) } }
            form method="post" action=(visit.path(&format!("/question/{number}"))) data-save=(wanted) {
                input type="hidden" name="seen" value=(slot.touched()) #seen data-live;
                div.question {
                    h2 { "Question " (number) }
                    p { (words(&item.stem)) }
                    (exhibit(item.question.exhibit.as_ref()))
                }
                fieldset {
                    legend { "Select " (counted(wanted, "answer")) "." }
                    @for (index, option) in item.options.iter().enumerate() {
                        label.choice {
                            input type=(if wanted == 1 { "radio" } else { "checkbox" })
                                name="option" value=(index) checked[picked.contains(&index)];
                            span { strong { (capital(index)) } " " (words(&option.text)) }
                        }
                    }
                }
                div.actions {
                    button.main type="submit" name="do" value="next" { "Save and continue" }
                    button type="submit" name="do" value="save" { "Save" }
                    @if number > 1 { button type="submit" name="do" value="back" { "Previous" } }
                    @if is_flagged {
                        button type="submit" name="do" value="unflag" { "Remove flag" }
                    } @else {
                        button type="submit" name="do" value="flag" { "Flag" }
                    }
                    span #clear data-live {
                        @if !slot.slot().picked().is_empty() {
                            button type="submit" name="do" value="clear" { "Clear answer" }
                        }
                    }
                    button type="submit" name="do" value="review" { "Review" }
                }
                (grid(hosted, number))
            }
            div.actions {
                form method="post" action=(visit.path("/leave")) {
                    button type="submit" { "Stop the clock and leave" }
                }
            }
        }
    }
}

/// How the question stands on disk.
fn saved(slot: &ExamSlot) -> Markup {
    let words = match (slot.slot().picked().is_empty(), slot.is_late()) {
        (true, _) => "Not answered",
        (false, true) => "Answer saved, late",
        (false, false) => "Answer saved",
    };
    html! { span #saved role="status" data-live { (words) } }
}

/// A button for each question, which saves this one first.
fn grid(hosted: &HostedAttempt, at: usize) -> Markup {
    html! {
        details {
            summary { "All questions" }
            ol.numbers-grid #grid data-live {
                @for (number, slot) in hosted.attempt.slots() {
                    @let answered = !slot.slot().picked().is_empty();
                    @let flagged = slot.slot().flag() == Flag::Raised;
                    li {
                        button.answered[answered].flagged[flagged] type="submit" name="do"
                            value={ "go-" (number) } aria-current=[(number == at).then_some("true")]
                            aria-label={
                                "Question " (number) (if answered { ", answered" } else { "" })
                                (if flagged { ", flagged" } else { "" })
                            } {
                            (number) @if flagged { " ⚑" } @else if answered { " ✓" }
                        }
                    }
                }
            }
        }
    }
}
