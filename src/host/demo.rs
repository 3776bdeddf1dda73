//! The demo room: a run in the terminal of its instructor, and a class that predicts at its stops in
//! the browser. What counts is decided by the log of the room; what is here is who may vote, and
//! what everybody sees.
//!
//! ```text
//!  live view ─ steps ─▶ link ─▶ log of the room ─▶ DemoRoom ─┬▶ students' pages
//!      ▲                                  ▲                  ├▶ page for the hall
//!      └────────── numbers ◀── link ◀─────│──────────────────┘
//!                              students' votes
//! ```

pub mod link;
pub mod presenter;
mod question;
mod screen;
pub mod state;
mod student;

use axum::Router;
use axum::routing::{get, post};

use super::rooms::RoomHost;

pub(super) use self::student::{VoteNotice, join, show};

/// The pages of a demo room, apart from its door.
pub(super) fn routes() -> Router<RoomHost> {
    Router::new()
        .route("/room/{code}/vote", post(student::vote))
        .route("/room/{code}/steps", get(student::steps))
        .route("/room/{code}/screen", get(screen::show))
        .route("/room/{code}/screen/events", get(screen::events))
}
