//! Why the host does not do what it is asked for, and the page that says so.

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
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
    /// The log cannot be written or read.
    #[error("Not saved: {0}.")]
    Log(#[from] RoomLogError),
    /// The system has no random numbers.
    #[error("Not saved: {0}.")]
    Randomness(#[from] NoRandomness),
}

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
            Self::Log(_) | Self::Randomness(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl IntoResponse for HostError {
    fn into_response(self) -> Response {
        let status = self.status();
        let content = html! {
            article {
                h2 { "Not possible" }
                p.lead role="alert" { (self) }
                p { a href="/" { "Join a room" } }
            }
        };
        let page = HostedPage { title: "Not possible".to_owned(), content };
        let mut response = (status, page).into_response();
        if let Self::Guesses(seconds) = self {
            response.headers_mut().insert(RETRY_AFTER, seconds.into());
        }
        response
    }
}
