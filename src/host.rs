//! The classroom: rooms that a class joins in the browser.
//!
//! What happens in a room is a row of the store's log before it is acknowledged, and a room
//! is the fold of its rows. Nothing here grades an answer: attempts, forms and grades are
//! those of every exam. A page is whole without a script.

pub mod demo;
mod door;
pub mod error;
pub mod event;
pub mod exam;
pub mod guard;
mod home;
mod join_form;
pub mod limiter;
pub mod live_runs;
pub mod page;
pub mod room;
pub mod rooms;
pub mod server;
mod stream;
pub mod token;
mod visit;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;

use self::rooms::RoomHost;

/// All pages of `host`.
pub fn router(host: RoomHost) -> Router {
    let guarded = from_fn_with_state(host.origin().clone(), guard::guard);
    Router::new()
        .route("/", get(home::home))
        .route("/style.css", get(page::style))
        .route("/script.js", get(page::script))
        .merge(door::routes())
        .merge(demo::routes())
        .merge(exam::routes())
        .fallback(home::unknown)
        .layer(guard::body_limit())
        .layer(guarded)
        .with_state(host)
}
