//! Pauses between attempts to reach a server that is away.

use std::time::Duration;

use tokio::time::sleep;

/// The first pause; each is twice the one before. Our choice.
const FIRST: Duration = Duration::from_millis(50);
/// The longest pause. Our choice.
const LONGEST: Duration = Duration::from_secs(1);

/// The pauses, from the first on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Backoff(Duration);

impl Default for Backoff {
    fn default() -> Self {
        Self(FIRST)
    }
}

impl Backoff {
    /// Waits for the next pause.
    pub(super) async fn wait(&mut self) {
        sleep(self.0).await;
        self.0 = (self.0 * 2).min(LONGEST);
    }
}
