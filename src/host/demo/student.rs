//! The pages of a student in a demo room: the door, the wait, a vote, its outcome. Each is whole
//! without a script, and a page that is opened again is where it was.

use std::time::Duration;

use axum::extract::Query;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;

use super::question;
use super::state::DemoState;
use crate::app::demo::{DemoEvent, Phase, Round, RoundStage, VoteRefusal, Voter};
use crate::host::error::HostError;
use crate::host::event::{RoomEvent, RoomJoin};
use crate::host::join_form::{self, JoinForm};
use crate::host::page::HostedPage;
use crate::host::room::{RoomMember, RoomState};
use crate::host::stream;
use crate::host::token::RoomToken;
use crate::host::visit::{Fields, MEMBER, Visit, field};
use crate::report::safe::person_name;
use crate::store::room_log::Appended;

/// The most letters of a name.
const LONGEST_NAME: usize = 40;
/// The most people in a room. Our choice: five times the hall that it is made for.
const MOST_PEOPLE: usize = 5_000;
/// The shortest time between two looks at the room for a student's page. Our choice.
const PAUSE: Duration = Duration::from_millis(150);
/// How soon a page that waits is loaded again where scripts do not run, in seconds. Our choice.
const RELOAD: u8 = 4;

/// What the address of a page says about the vote before.
#[derive(Debug, Default, Deserialize)]
pub(in crate::host) struct VoteNotice {
    /// Why it was not counted.
    rejected: Option<String>,
}

/// The page of a student, or the door.
pub(in crate::host) async fn show(
    visit: Visit,
    Query(notice): Query<VoteNotice>,
) -> Result<Response, HostError> {
    let Some(member) = visit.joined() else { return Ok(door(&visit, None).into_response()) };
    let page = visit.room.look(|state| {
        let demo = state.demo()?;
        let view = StudentView { visit: &visit, member: &member, state, demo };
        Some(view.response(notice.rejected.as_deref()))
    });
    page.ok_or(HostError::Unknown)
}

fn door(visit: &Visit, problem: Option<&str>) -> HostedPage {
    let is_closed = visit.room.look(|state| state.closed.is_some());
    let form = JoinForm {
        label: "Your name",
        note: "Optional. Votes are counted without names.",
        is_required: false,
        longest: LONGEST_NAME,
    };
    join_form::page(visit, (!is_closed).then_some(&form), "This room is closed.", problem)
}

/// Lets somebody in.
pub(in crate::host) async fn join(visit: Visit, fields: Fields) -> Result<Response, HostError> {
    if visit.joined().is_some() {
        return Ok(visit.to(""));
    }
    let rejected = |problem: &str| {
        let status = HostError::Invalid(problem.to_owned()).status();
        Ok((status, door(&visit, Some(problem))).into_response())
    };
    let typed = field(&fields, "name").unwrap_or_default();
    let words = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_short = words.chars().count() <= LONGEST_NAME;
    let name = if words.is_empty() { Some(String::new()) } else { person_name(&words).ok() };
    let Some(name) = name.filter(|_| is_short) else {
        return rejected("Enter a name of at most 40 visible characters, or none.");
    };
    let (is_closed, is_full) =
        visit.room.look(|state| (state.closed.is_some(), state.members().len() >= MOST_PEOPLE));
    if is_closed {
        return rejected("This room is closed.");
    }
    if is_full {
        return rejected("This room is full.");
    }
    let token = RoomToken::random()?;
    let claim = token.hash().as_str().to_owned();
    let join = RoomJoin { claim, name, admission: 0, token: token.hash() };
    visit.host.append(&visit.room, &RoomEvent::Joined(join)).await?;
    Ok(visit.to_with("", MEMBER, &token))
}

/// Takes a vote. It is on disk and counted when the page that follows says so. Votes of a student are
/// numbered by their forms: of two that were made at the same state of the room, on whichever host,
/// the first one in the log counts, and the other one changes nothing later.
pub(super) async fn vote(visit: Visit, fields: Fields) -> Result<Response, HostError> {
    let member = visit.member()?;
    let round = field(&fields, "round").and_then(|it| it.parse::<u32>().ok());
    let phase = field(&fields, "phase").and_then(Phase::parse);
    let seen = field(&fields, "seen").and_then(|it| it.parse::<usize>().ok());
    let (Some(round), Some(phase), Some(seen)) = (round, phase, seen) else {
        return Err(HostError::Invalid("The vote is incomplete.".to_owned()));
    };
    let places = fields.0.iter().filter(|(name, _)| name == "pick");
    let places: Vec<usize> = places.filter_map(|(_, value)| value.parse().ok()).collect();
    let picks = visit.room.look(|state| {
        let question = &state.demo()?.room.round(round)?.question;
        places.iter().map(|place| question.position(*place)).collect::<Option<Vec<usize>>>()
    });
    let picks = picks.unwrap_or_default();
    let check = |state: &RoomState| {
        let demo = state.demo().filter(|_| state.closed.is_none()).ok_or(VoteRefusal::Locked)?;
        demo.room.check_vote(round, phase, &picks)
    };
    if let Err(refusal) = visit.room.look(check) {
        return Ok(rejected(&visit, reason(refusal)));
    }
    let voter = Voter(member.number);
    let event = DemoEvent::Voted { voter, round, phase, picks: picks.clone() };
    let key = format!("vote/{}/{round}/{}/{seen}", member.number, phase.name());
    let appended = visit.host.append(&visit.room, &RoomEvent::Demo { key, event }).await?;
    let (given, saved) = visit.room.look(|state| {
        let round = state.demo().and_then(|demo| demo.room.round(round));
        round.map_or((0, None), |round| {
            let ballots = round.ballots(phase);
            (ballots.given(voter), ballots.of(voter).map(<[usize]>::to_vec))
        })
    });
    Ok(match appended {
        // The log may have the lock before this vote.
        _ if given <= seen => rejected(&visit, LATE),
        Appended::Known(_) if saved.as_ref() != Some(&picks) => rejected(&visit, OLD),
        _ => visit.to(""),
    })
}

/// Why a vote was not counted, as the address of a page says it.
const PICKS: &str = "picks";
const LATE: &str = "late";
const OLD: &str = "old";

fn reason(refusal: VoteRefusal) -> &'static str {
    if refusal == VoteRefusal::NotAnAnswer { PICKS } else { LATE }
}

fn rejected(visit: &Visit, why: &str) -> Response {
    visit.to(&format!("?rejected={why}"))
}

/// The step that the page of a browser shows.
#[derive(Debug, Deserialize)]
pub(super) struct Seen {
    seen: Option<String>,
}

/// Tells the page of a student when there is another step.
pub(super) async fn steps(
    visit: Visit,
    headers: HeaderMap,
    Query(Seen { seen }): Query<Seen>,
) -> Result<Response, HostError> {
    visit.member()?;
    let seen = stream::last_event(&headers).map(ToOwned::to_owned).or(seen).unwrap_or_default();
    let (changes, room) = (Some(visit.room.changes()), visit.room);
    let step = move || room.look(step);
    Ok(stream::marks(changes, step, seen, PAUSE).into_response())
}

/// The step of a room; another one once it is closed.
fn step(state: &RoomState) -> String {
    match (state.closed, state.demo()) {
        (None, Some(demo)) => demo.step(),
        _ => "closed".to_owned(),
    }
}

/// A room as one student sees it.
struct StudentView<'a> {
    visit: &'a Visit,
    member: &'a RoomMember,
    state: &'a RoomState,
    demo: &'a DemoState,
}

impl StudentView<'_> {
    fn response(&self, rejected: Option<&str>) -> Response {
        let step = step(self.state);
        let name = &self.member.name;
        let problem = match rejected {
            Some(PICKS) => Some("Your vote was not counted: pick as many options as asked."),
            Some(OLD) => Some(
                "Your vote was not counted: you voted in another window, or this page was out of \
                 date. Your saved vote is selected below.",
            ),
            Some(_) => Some("Your vote came after the votes were locked and was not counted."),
            None => None,
        };
        let follow = || format!("{}?seen={step}", self.visit.path("/steps"));
        let follow = self.state.closed.is_none().then(follow);
        let content = html! {
            article.demo {
                p.facts {
                    span { "Room " (self.visit.room.code()) }
                    @if !name.is_empty() { span { (name) } }
                }
                @if let Some(problem) = problem { p.notice.bad role="alert" { (problem) } }
                div #step data-follow=[follow] aria-live="polite" tabindex="-1" { (self.content()) }
                p.connection.note #connection role="status" {}
            }
        };
        let page = HostedPage { title: self.state.title.clone(), content };
        if self.waits() { page.reloading(RELOAD) } else { page.into_response() }
    }

    /// Whether there is nothing to fill in, so that the page may be loaded again without a script.
    fn waits(&self) -> bool {
        let is_open = self.round().and_then(Round::open_phase);
        self.state.closed.is_none() && is_open.is_none_or(|phase| self.picked(phase).is_some())
    }

    fn round(&self) -> Option<&Round> {
        self.demo.room.rounds().last()
    }

    fn voter(&self) -> Voter {
        Voter(self.member.number)
    }

    fn picked(&self, phase: Phase) -> Option<&[usize]> {
        self.round()?.ballots(phase).of(self.voter())
    }

    fn content(&self) -> Markup {
        if self.state.closed.is_some() {
            return self.farewell();
        }
        let Some(round) = self.round() else { return self.waiting() };
        let number = round.number;
        match round.stage {
            RoundStage::Predicting => html! {
                p.step { "Question " (number) ": predict what happens" }
                (self.vote(round, Phase::Predicted))
            },
            RoundStage::Watching => html! {
                p.step { "Question " (number) ": locked" }
                h2 { "Watch the run" }
                (self.locked(round, Phase::Predicted))
                p.note { "Once the run has decided it, this page asks what you saw." }
            },
            RoundStage::Reporting => html! {
                p.step { "Question " (number) ": what did you see?" }
                (self.vote(round, Phase::Seen))
            },
            RoundStage::Reported => html! {
                p.step { "Question " (number) ": locked" }
                h2 { "The outcome follows" }
                (self.locked(round, Phase::Seen))
            },
            RoundStage::Revealed => self.outcome(round),
            RoundStage::Closed if round.outcome.is_some() => html! {
                (self.outcome(round))
                p.note { "The run continues. The next question appears here." }
            },
            RoundStage::Closed => self.waiting(),
        }
    }

    fn waiting(&self) -> Markup {
        html! {
            h2 { "You are in" }
            p.lead { (self.demo.setup.symptom) }
            p.notice { "Watch the run. At its stops, this page asks what happens next." }
        }
    }

    fn vote(&self, round: &Round, phase: Phase) -> Markup {
        let picked = self.picked(phase);
        html! {
            (question::stem(&round.question))
            @if picked.is_some() {
                p.notice.good role="status" {
                    "Your vote is saved. You can change it until the votes are locked."
                }
            }
            (question::form(round, phase, self.voter(), &self.visit.path("/vote")))
        }
    }

    fn locked(&self, round: &Round, phase: Phase) -> Markup {
        html! {
            @match self.picked(phase) {
                Some(picks) => {
                    p { @if phase == Phase::Predicted { "You predicted:" } @else { "You saw:" } }
                    (question::picks(&round.question, picks))
                }
                None => p { "You did not vote." }
            }
        }
    }

    fn outcome(&self, round: &Round) -> Markup {
        let Some(outcome) = &round.outcome else { return self.waiting() };
        let verdict = match (self.verdict(round), outcome.right.is_empty()) {
            (None, _) => "The outcome",
            (Some(true), _) => "You predicted it",
            (Some(false), true) => "Nobody could predict this",
            (Some(false), false) => "It went another way",
        };
        html! {
            p.step { "Question " (round.number) ": outcome" }
            h2 { (verdict) }
            p.stem { (question::stem_text(&round.question)) }
            (question::outcome(round, outcome, Some(self.voter())))
        }
    }

    /// Whether the prediction came true; `None` for one who made none.
    fn verdict(&self, round: &Round) -> Option<bool> {
        let outcome = round.outcome.as_ref()?;
        let picks = round.predicted.of(self.voter())?;
        Some(picks.iter().all(|pick| outcome.right.contains(pick)))
    }

    /// What a student takes along.
    fn farewell(&self) -> Markup {
        let verdicts: Vec<bool> =
            self.demo.room.rounds().iter().filter_map(|round| self.verdict(round)).collect();
        let right = verdicts.iter().filter(|is_right| **is_right).count();
        let shown = self
            .demo
            .room
            .rounds()
            .iter()
            .filter_map(|round| Some((round, round.outcome.as_ref()?)));
        html! {
            h2 { "The lesson is over" }
            @if verdicts.is_empty() {
                p.lead { "You made no prediction." }
            } @else {
                p.lead { "You predicted " (right) " of " (verdicts.len()) " outcomes." }
            }
            @for (round, outcome) in shown {
                section {
                    h3 { "Question " (round.number) }
                    p.stem { (question::stem_text(&round.question)) }
                    (question::outcome(round, outcome, Some(self.voter())))
                }
            }
        }
    }
}
