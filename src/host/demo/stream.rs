//! Server-sent events of a demo room: a page learns that there is another one. Many changes of a
//! room become one event, and a page that has the last one gets none.

use std::convert::Infallible;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use futures_util::stream::unfold;
use tokio::sync::watch::Receiver;
use tokio::time::sleep;

/// How often a connection without events is kept open. Our choice.
const KEPT_OPEN: Duration = Duration::from_secs(15);

/// Sends what `mark` says whenever that is another text than the last one, which a browser sends
/// back when it connects again. It is looked at once in `pause` at most, and only after one of
/// `changes` where there are any.
pub(super) fn marks(
    mut changes: Option<Receiver<i64>>,
    mark: impl Fn() -> String + Send + 'static,
    seen: String,
    pause: Duration,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    if let Some(changes) = &mut changes {
        changes.mark_changed();
    }
    let events = unfold((changes, mark, seen), move |(mut changes, mark, mut seen)| async move {
        loop {
            if let Some(changes) = &mut changes {
                changes.changed().await.ok()?;
            }
            let now = mark();
            if now != seen {
                seen.clone_from(&now);
                let event = Event::default().id(&now).data(now);
                return Some((Ok(event), (changes, mark, seen)));
            }
            sleep(pause).await;
        }
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEPT_OPEN))
}

/// The last event that a browser had, where it connects again.
pub(super) fn last_event(headers: &HeaderMap) -> Option<&str> {
    headers.get("last-event-id").and_then(|value| value.to_str().ok())
}
