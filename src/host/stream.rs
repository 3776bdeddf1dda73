//! Server-sent events: a page learns that there is something new, and fetches what it shows. Many
//! changes become one event, and a page that has the last one gets none.

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
/// back when it connects again. It is looked at now and then once in `pause` at most, and only after
/// one of `changes` where there are any.
pub(super) fn marks(
    mut changes: Option<Receiver<i64>>,
    mark: impl Fn() -> String + Send + 'static,
    seen: String,
    pause: Duration,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    if let Some(changes) = &mut changes {
        changes.mark_changed();
    }
    let start = (changes, mark, seen, Duration::ZERO);
    let events = unfold(start, move |(mut changes, mark, mut seen, mut wait)| async move {
        loop {
            sleep(wait).await;
            wait = pause;
            if let Some(changes) = &mut changes {
                changes.changed().await.ok()?;
            }
            let now = mark();
            if now != seen {
                seen.clone_from(&now);
                let event = Event::default().id(&now).data(now);
                return Some((Ok(event), (changes, mark, seen, wait)));
            }
        }
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(KEPT_OPEN))
}

/// The last event that a browser had, where it connects again.
pub(super) fn last_event(headers: &HeaderMap) -> Option<&str> {
    headers.get("last-event-id").and_then(|value| value.to_str().ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::response::IntoResponse;
    use futures_util::StreamExt;
    use tokio::sync::watch;
    use tokio::time::{Instant, timeout};

    /// What a page gets of a stream within `length`.
    async fn received(body: Body, length: Duration) -> String {
        let mut chunks = body.into_data_stream();
        let mut text = String::new();
        let end = Instant::now() + length;
        while let Ok(Some(Ok(chunk))) = timeout(end - Instant::now(), chunks.next()).await {
            text.push_str(&String::from_utf8_lossy(&chunk));
        }
        text
    }

    #[test]
    fn many_changes_become_one_event() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        runtime.unwrap().block_on(async {
            let (sender, changes) = watch::channel(0);
            let mark = {
                let changes = changes.clone();
                move || changes.borrow().to_string()
            };
            let pause = Duration::from_millis(300);
            let body = marks(Some(changes), mark, String::new(), pause).into_response();
            let changing = async {
                for number in 1..=50 {
                    sleep(Duration::from_millis(2)).await;
                    sender.send_replace(number);
                }
            };
            let received = received(body.into_body(), Duration::from_millis(900));
            let (text, ()) = tokio::join!(received, changing);
            let events: Vec<&str> =
                text.lines().filter_map(|line| line.strip_prefix("data: ")).collect();
            assert!((2..=3).contains(&events.len()) && events.ends_with(&["50"]), "{events:?}");
        });
    }
}
