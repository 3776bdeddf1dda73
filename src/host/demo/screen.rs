//! The page for a hall: the run of the live view, the question of its stop and the votes as they
//! come, behind the secret of the instructor.

use std::fmt::Write as _;
use std::time::Duration;

use axum::extract::Query;
use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use qrcode::{Color, EcLevel, QrCode};
use serde::Deserialize;

use super::question;
use super::state::DemoState;
use crate::app::demo::{Phase, Round, RoundStage};
use crate::host::error::HostError;
use crate::host::page::HostedPage;
use crate::host::room::RoomState;
use crate::host::stream;
use crate::host::visit::Visit;
use crate::report::html::{mirror, patterns};
use crate::tui::room::Invitation;

/// The shortest time between two pictures. Our choice: votes are on the page within half a second.
const PAUSE: Duration = Duration::from_millis(400);
/// How soon the page is loaded again where scripts do not run, in seconds. Our choice.
const RELOAD: u8 = 2;
/// That of every page; the charts place their labels by style attributes.
const POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; \
                      img-src 'self' data:; connect-src 'self'; form-action 'self'; \
                      frame-ancestors 'self'; base-uri 'none'";
/// Modules of light around a code, as ISO/IEC 18004 asks for.
const QUIET: usize = 4;

/// The secret, where the address brings it.
#[derive(Debug, Deserialize)]
pub(super) struct Entry {
    secret: Option<String>,
}

/// The page; an address with the secret in it becomes one without.
pub(super) async fn show(
    visit: Visit,
    Query(Entry { secret }): Query<Entry>,
) -> Result<Response, HostError> {
    if let Some(secret) = secret {
        return visit.enter("/screen", &secret);
    }
    visit.instructor()?;
    let page = visit.room.look(|state| {
        let content = content(&visit, state, state.demo()?);
        Some(HostedPage { title: state.title.clone(), content })
    });
    let mut response = page.ok_or(HostError::Unknown)?.reloading(RELOAD);
    let policy = HeaderValue::from_static(POLICY);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(response)
}

/// Tells the page that the run or the votes changed.
pub(super) async fn events(visit: Visit) -> Result<Response, HostError> {
    visit.instructor()?;
    let (host, room) = (visit.host, visit.room);
    let mark = move || {
        let picture = host.runs().of(room.code()).map_or(0, |run| run.number);
        format!("{}-{picture}", room.applied())
    };
    Ok(stream::marks(None, mark, String::new(), PAUSE).into_response())
}

fn content(visit: &Visit, state: &RoomState, demo: &DemoState) -> Markup {
    let joined = state.members().len();
    let follow = state.closed.is_none().then(|| visit.path("/screen/events"));
    let run = visit.host.runs().of(visit.room.code());
    let round = demo.room.current();
    html! {
        (patterns())
        div.screen #screen data-follow=[follow] {
            @if let Some(run) = &run { (invitation(&run.invitation, joined)) }
            @if let Some(round) = round { (question(round, joined)) }
            @match run.and_then(|run| run.picture) {
                Some(picture) => (mirror(&picture))
                None => p.lead { "The run appears here once its live view is open on this host." }
            }
        }
        p.connection.note #connection role="status" {}
    }
}

/// How to join.
fn invitation(invitation: &Invitation, joined: usize) -> Markup {
    let Invitation { address, code, link } = invitation;
    html! {
        aside.join aria-label="Join" {
            @if let Ok(qr) = QrCode::with_error_correction_level(link, EcLevel::M) { (drawn(&qr)) }
            p { "Join at " strong { (address) } }
            p.room-code { (code) }
            p { strong { (joined) } " joined" }
        }
    }
}

/// A code as a picture: dark on light on any page.
fn drawn(code: &QrCode) -> Markup {
    let width = code.width();
    let side = width + 2 * QUIET;
    let mut path = String::new();
    for (index, _) in code.to_colors().iter().enumerate().filter(|(_, it)| **it == Color::Dark) {
        let (x, y) = (index % width + QUIET, index / width + QUIET);
        // Writing to a string cannot fail.
        let _ = write!(path, "M{x} {y}h1v1h-1z");
    }
    html! {
        svg.qr viewBox={ "0 0 " (side) " " (side) } role="img" aria-label="QR code of the address"
            shape-rendering="crispEdges" {
            rect.light width=(side) height=(side) {}
            path.dark d=(path) {}
        }
    }
}

fn question(round: &Round, joined: usize) -> Markup {
    let turnout = |phase| {
        let voters = round.ballots(phase).voters();
        html! { p.turnout { strong { (voters) } " of " (joined) " voted" } }
    };
    html! {
        section.question aria-label="Question" {
            @match round.stage {
                RoundStage::Predicting => {
                    p.step { "Predict: what happens?" }
                    (question::stem(&round.question))
                    (turnout(Phase::Predicted))
                    (question::tally(round, Phase::Predicted))
                }
                RoundStage::Watching => {
                    p.step { "Locked. Watch the run." }
                    (question::stem(&round.question))
                    (question::tally(round, Phase::Predicted))
                }
                RoundStage::Reporting | RoundStage::Reported => {
                    p.step { "What did you see?" }
                    (question::stem(&round.question))
                    (turnout(Phase::Seen))
                    (question::tally(round, Phase::Seen))
                }
                RoundStage::Revealed | RoundStage::Closed => {
                    p.step { "The outcome" }
                    (question::stem(&round.question))
                    @if let Some(outcome) = &round.outcome { (question::outcome(round, outcome, None)) }
                }
            }
        }
    }
}
