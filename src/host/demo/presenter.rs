//! Which live view has a demo room. It says so in the log now and then, so that a second one neither
//! takes the room from it nor closes its question; once it has been silent, another one may go on.

use std::time::Duration;

use tokio::time::sleep;

use super::state::Presence;
use crate::host::error::HostError;
use crate::host::event::RoomEvent;
use crate::host::room::HostedRoom;
use crate::host::rooms::{RoomHost, now};
use crate::host::token::nonce;

/// How often a live view says that it is there. Our choice.
const SIGN: Duration = Duration::from_secs(3);
/// How long it is silent before another one may have the room: three signs. Our choice.
const SILENCE: Duration = Duration::from_secs(10);

/// The live view of this process.
#[derive(Clone, Debug)]
pub struct Presenter {
    view: String,
}

/// How long nobody else may be heard in `room` before another live view may have it; zero where nobody
/// was heard for so long already.
pub fn silence_left(room: &HostedRoom) -> Duration {
    let Some(Presence { at, .. }) = presence(room) else { return Duration::ZERO };
    let silent = u64::try_from(now().0.saturating_sub(at.0)).unwrap_or_default();
    SILENCE.saturating_sub(Duration::from_millis(silent))
}

/// Waits for `silence`; gives whether no other live view was heard.
///
/// # Errors
///
/// [`HostError`] where the log cannot be read.
pub async fn is_silent(
    host: &RoomHost,
    room: &HostedRoom,
    silence: Duration,
) -> Result<bool, HostError> {
    let before = presence(room);
    sleep(silence).await;
    host.read_on(room).await?;
    Ok(presence(room) == before)
}

impl Presenter {
    /// Has a new live view take `room`.
    ///
    /// # Errors
    ///
    /// [`HostError`] where that is not on disk.
    pub async fn begin(host: &RoomHost, room: &HostedRoom) -> Result<Self, HostError> {
        let presenter = Self { view: nonce()? };
        presenter.sign(host, room, 0).await?;
        Ok(presenter)
    }

    /// Whether no other live view has taken `room` since.
    pub fn has(&self, room: &HostedRoom) -> bool {
        presence(room).is_some_and(|presence| presence.view == self.view)
    }

    /// Says that it is there for as long as it has `room`.
    pub(super) async fn stay(&self, host: &RoomHost, room: &HostedRoom) {
        let mut signs = 1..;
        while let Some(sign) = signs.next().filter(|_| self.has(room)) {
            sleep(SIGN).await;
            // A sign that is not on disk is late; the next one follows.
            let _ = self.sign(host, room, sign).await;
        }
    }

    async fn sign(&self, host: &RoomHost, room: &HostedRoom, sign: u32) -> Result<(), HostError> {
        let event = RoomEvent::Presented { view: self.view.clone(), sign };
        host.append(room, &event).await.map(|_| ())
    }
}

fn presence(room: &HostedRoom) -> Option<Presence> {
    room.look(|state| state.demo()?.presence.clone())
}
