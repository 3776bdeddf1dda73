//! The room that follows a run: its numbers come in and the run goes out.

use std::time::Duration;

use super::Runtime;
use super::room_watch::{LOOK, RoomWatch};
use crate::tui::room::RoomLink;

impl Runtime {
    /// With a room that follows the run.
    pub(in crate::tui) fn with_room(self, link: Option<RoomLink>) -> Self {
        Self { room: link.map(RoomWatch::new), ..self }
    }

    /// How long a loop in which nothing moves may wait before the room is looked at again.
    pub(super) fn room_patience(&self) -> Option<Duration> {
        self.room.as_ref().map(|_| LOOK)
    }

    /// Looks at the room where it is time, and shows it the run where that has changed.
    pub(super) fn attend_room(&mut self) {
        let standing = self.room.as_mut().and_then(RoomWatch::changed);
        let effects = standing.map(|standing| self.app.attend_room(standing));
        for effect in effects.into_iter().flatten() {
            // A room asks for nothing that ends the loop.
            let _ = self.perform(effect);
        }
        if let Some(room) = &mut self.room {
            room.show(|| self.app.projection());
        }
    }
}
