//! Server-sent events: a page learns that its room changed, and fetches what it shows.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::time::sleep;

use super::room::HostedRoom;

/// The shortest time between two events: a page of a full class need not follow each answer. Our
/// choice.
const PAUSE: Duration = Duration::from_millis(500);
/// How often a connection without events is kept open. Our choice.
const KEPT_OPEN: Duration = Duration::from_secs(15);

/// Sends the number of the last row of `room`, now and whenever there are more.
pub(super) fn changes(room: Arc<HostedRoom>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let mut changes = room.changes();
    changes.mark_changed();
    let events = unfold((room, changes, Duration::ZERO), async |(room, mut changes, pause)| {
        sleep(pause).await;
        changes.changed().await.ok()?;
        let applied = *changes.borrow_and_update();
        Some((Ok(Event::default().data(applied.to_string())), (room, changes, PAUSE)))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEPT_OPEN))
}
