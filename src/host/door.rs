//! The door of a room: the same address for every room, whatever is done in it.

use axum::Router;
use axum::extract::Query;
use axum::response::Response;
use axum::routing::{get, post};

use super::error::HostError;
use super::rooms::RoomHost;
use super::visit::{Fields, Visit};
use super::{demo, exam};

/// The pages at which people come in.
pub(super) fn routes() -> Router<RoomHost> {
    Router::new().route("/room/{code}", get(show)).route("/room/{code}/join", post(join))
}

async fn show(visit: Visit, notice: Query<demo::VoteNotice>) -> Result<Response, HostError> {
    if is_exam(&visit) { Ok(exam::lobby(visit).await) } else { demo::show(visit, notice).await }
}

async fn join(visit: Visit, fields: Fields) -> Result<Response, HostError> {
    if is_exam(&visit) { exam::join(visit, fields).await } else { demo::join(visit, fields).await }
}

fn is_exam(visit: &Visit) -> bool {
    visit.room.look(|state| state.exam().is_some())
}
