//! Why the host does not do what it is asked for, and the page that says so.

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;

use super::page::HostedPage;
use super::token::NoRandomness;
use crate::store::room_log::RoomLogError;

/// Why a request is rejected.
#[derive(Debug, thiserror::Error)]
pub enum HostError {
    /// There is no such room, or no such page in it.
    #[error("There is no such page. Check the address and the room code.")]
    Unknown,
    /// The person is not in the room, or is not its instructor.
    #[error("This page belongs to somebody else. Join the room first.")]
    Stranger,
    /// The request was made by another site, or by no page at all.
    #[error("The request does not come from a page of this host, so nothing was changed.")]
    Foreign,
    /// The form was filled in wrong.
    #[error("{0}")]
    Invalid(String),
    /// What the form was made for has changed since.
    #[error("{0}")]
    Stale(String),
    /// There were too many wrong guesses.
    #[error("There were too many wrong entries. Wait {0} seconds, then retry.")]
    Guesses(u64),
    /// The request took too long to arrive.
    #[error("The request took too long. Open the page again to see what is saved.")]
    Slow,
    /// The page has this address, where the cookies of its room are sent.
    #[error("This page has another address.")]
    Elsewhere(String),
    /// The log cannot be written or read.
    #[error(transparent)]
    Log(#[from] RoomLogError),
    /// The system has no random numbers.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
}

/// What a page says where the host itself is in trouble. The reason names the database server or a
/// file, so that only the terminal of the host shows it.
const IN_TROUBLE: &str = "The host cannot use its database now, so this request saved nothing. Retry \
                          in a few seconds. What was saved before is kept.";

impl HostError {
    /// The status of the answer.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Unknown => StatusCode::NOT_FOUND,
            Self::Stranger | Self::Foreign => StatusCode::FORBIDDEN,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Stale(_) => StatusCode::CONFLICT,
            Self::Guesses(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::Elsewhere(_) => StatusCode::TEMPORARY_REDIRECT,
            Self::Log(_) | Self::Randomness(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// What a page says about it.
    fn on_a_page(&self) -> String {
        match self {
            Self::Log(_) | Self::Randomness(_) => IN_TROUBLE.to_owned(),
            _ => self.to_string(),
        }
    }
}

/// Why a request was rejected, in an answer that is no page yet.
#[derive(Clone, Debug)]
pub(super) struct Rejection(String);

impl Rejection {
    /// The page that says so, with the way back from the page at `path`.
    pub(super) fn page(&self, status: StatusCode, path: &str) -> HostedPage {
        let room = path.strip_prefix("/room/").filter(|_| status != StatusCode::NOT_FOUND);
        let content = html! {
            article {
                h2 { "Not possible" }
                p.lead role="alert" { (self.0) }
                div.actions {
                    @match room {
                        Some(room) => a.button href={ "/room/" (own_page(room)) } { "Back to the room" },
                        None => a.button href="/" { "Join a room" },
                    }
                }
            }
        };
        HostedPage { title: "Not possible".to_owned(), content }
    }
}

/// The page in a room that somebody starts from: `K7QM4TXP/instructor` for `K7QM4TXP/instructor/close`.
fn own_page(room: &str) -> String {
    let mut parts = room.split('/');
    let code = parts.next().unwrap_or_default();
    match parts.next() {
        Some("instructor") => format!("{code}/instructor"),
        _ => code.to_owned(),
    }
}

impl IntoResponse for HostError {
    fn into_response(self) -> Response {
        if let Self::Elsewhere(address) = &self {
            // A form that was sent to the other address is sent again to this one.
            return Redirect::temporary(address).into_response();
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(Rejection(self.on_a_page()));
        if let Self::Guesses(seconds) = self {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}
