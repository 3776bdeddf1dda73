//! The time that is left, on every page of an attempt, and as a page of its own that asks for itself
//! again: so that the clock goes on where no scripts run.

use axum::http::header::{HeaderName, HeaderValue};
use axum::response::{Html, IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use super::act;
use super::attempt::HostedAttempt;
use super::clock::{self, SIGN};
use super::state::AttemptStage;
use crate::host::error::HostError;
use crate::host::visit::Visit;
use quizbank::attempt::clock as hours;
use quizbank::model::calendar::{Millis, Moment};

/// Has the browser ask for the same page again after a number of seconds.
const REFRESH: HeaderName = HeaderName::from_static("refresh");

/// The time that is left, and a sign of life of the student.
pub(super) async fn clock(visit: Visit) -> Result<Response, HostError> {
    let member = visit.member()?;
    let running = |standing| standing == AttemptStage::Running;
    if act::look(&visit, &member, |_, _, standing, _| running(standing))? {
        act::sign(&visit, &member).await?;
    }
    let (time, standing) = act::look(&visit, &member, |_, hosted, standing, now| {
        (hosted.map(|hosted| left(hosted, standing, now)), standing)
    })?;
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="color-scheme" content="light dark";
                title { "Time left" }
                link rel="stylesheet" href="/style.css";
            }
            body.frame {
                @match (running(standing), time) {
                    (true, Some(time)) => (time),
                    (_, time) => {
                        span hidden { @if let Some(time) = time { (time) } }
                        a href=(visit.path("/exam")) target="_top" { "The clock is stopped. Continue" }
                    }
                }
            }
        }
    };
    let response = Html(page.into_string()).into_response();
    Ok(if running(standing) { asked_again(response) } else { response })
}

/// The same page, which the browser asks for again after [`SIGN`].
pub(super) fn asked_again(mut response: Response) -> Response {
    response.headers_mut().insert(REFRESH, HeaderValue::from(SIGN.as_secs()));
    response
}

/// The time that is left, in a form that the script counts down.
pub(super) fn left(hosted: &HostedAttempt, standing: AttemptStage, now: Moment) -> Markup {
    let left = clock::left(hosted, now);
    html! {
        span.time #time data-live data-state=(standing.name()) data-left=(left.0) {
            @if left == Millis(0) { "Time is up" } @else { "Time left: " (hours(left)) }
        }
    }
}

/// The line above a page of an attempt: the time, then `more`.
pub(super) fn status(
    visit: &Visit,
    hosted: &HostedAttempt,
    standing: AttemptStage,
    now: Moment,
    more: &Markup,
) -> Markup {
    html! {
        div.status data-clock=(visit.path("/clock")) data-every=(SIGN.as_secs()) {
            (left(hosted, standing, now))
            // No stop for Tab: what its link does when the clock is stopped, every button does too.
            noscript { iframe.clock src=(visit.path("/clock")) title="Time left" tabindex="-1" {} }
            (more)
        }
    }
}
