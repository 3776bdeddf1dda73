//! The exam room: a practice exam that a class takes in the browser. The rules are those of every
//! attempt; what is here is who may do what, when, and how it is shown.

mod act;
pub mod attempt;
mod clock;
mod instructor;
mod lobby;
mod question;
pub mod results;
mod review;
pub mod roster;
mod score;
pub mod setup;
pub mod state;
mod time;

use axum::Router;
use axum::routing::{get, post};

pub(super) use self::lobby::{join, lobby};
use super::rooms::RoomHost;

/// The pages of an exam room.
pub(super) fn routes() -> Router<RoomHost> {
    Router::new()
        .route("/room/{code}/exam", get(lobby::exam))
        .route("/room/{code}/begin", post(lobby::begin))
        .route("/room/{code}/resume", post(lobby::resume))
        .route("/room/{code}/leave", post(lobby::leave))
        .route("/room/{code}/question/{number}", get(question::show).post(question::answer))
        .route("/room/{code}/review", get(review::show))
        .route("/room/{code}/submit", get(review::confirm).post(review::submit))
        .route("/room/{code}/clock", get(time::clock))
        .route("/room/{code}/score", get(score::show))
        .route("/room/{code}/instructor", get(instructor::show).post(instructor::act))
        .route("/room/{code}/instructor/close", get(instructor::confirm))
        .route("/room/{code}/instructor/enter", post(instructor::enter))
        .route("/room/{code}/instructor/events", get(instructor::events))
}

#[cfg(test)]
mod tests;
