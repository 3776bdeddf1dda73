//! The door of a room: the same address for every room, whatever is done in it.

use axum::Router;
use axum::extract::Query;
use axum::response::Response;
use axum::routing::{get, post};

use super::error::HostError;
use super::room::ActivityState;
use super::rooms::RoomHost;
use super::visit::{Fields, Visit};
use super::{demo, exam};

/// The pages at which people come in.
pub(super) fn routes() -> Router<RoomHost> {
    Router::new().route("/room/{code}", get(show)).route("/room/{code}/join", post(join))
}

/// What is done in a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Activity {
    Exam,
    Demo,
}

impl Activity {
    fn of(visit: &Visit) -> Self {
        visit.room.look(|state| match &state.activity {
            ActivityState::Exam(_) => Self::Exam,
            ActivityState::Demo(_) => Self::Demo,
        })
    }
}

async fn show(visit: Visit, notice: Query<demo::VoteNotice>) -> Result<Response, HostError> {
    match Activity::of(&visit) {
        Activity::Exam => Ok(exam::lobby(visit).await),
        Activity::Demo => demo::show(visit, notice).await,
    }
}

async fn join(visit: Visit, fields: Fields) -> Result<Response, HostError> {
    match Activity::of(&visit) {
        Activity::Exam => exam::join(visit, fields).await,
        Activity::Demo => demo::join(visit, fields).await,
    }
}
