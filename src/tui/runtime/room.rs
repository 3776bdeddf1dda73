//! The room that follows a run: its numbers come in and the run goes out some times a second,
//! however many votes and frames there are between.

use std::time::{Duration, Instant};

use super::Runtime;
use crate::app::demo::DemoEvent;
use crate::report::projection::RunPicture;
use crate::tui::room::{RoomLink, RoomNews, RoomStanding};

/// From one look at the room to the next. Our choice: a tally is on the screen a tenth of a second
/// after its last vote.
const LOOK: Duration = Duration::from_millis(100);
/// From one picture of the run for the hall to the next. Our choice.
const PICTURE: Duration = Duration::from_millis(500);

/// A room, and what was last received from it and sent to it.
#[derive(Debug)]
pub(super) struct RoomWatch {
    link: RoomLink,
    looked: Option<Instant>,
    standing: Option<RoomStanding>,
    pictured: Option<Instant>,
    picture: Option<RunPicture>,
}

impl Runtime {
    /// With a room that follows the run.
    pub(in crate::tui) fn with_room(self, link: Option<RoomLink>) -> Self {
        let room = link.map(|link| RoomWatch {
            link,
            looked: None,
            standing: None,
            pictured: None,
            picture: None,
        });
        Self { room, ..self }
    }

    /// How long a loop in which nothing moves may wait before the room is looked at again.
    pub(super) fn room_patience(&self) -> Option<Duration> {
        self.room.as_ref().map(|_| LOOK)
    }

    /// Sends the room its next step.
    pub(super) fn notify_room(&mut self, step: DemoEvent) {
        if let Some(room) = &mut self.room {
            room.link.send(RoomNews::Step(step));
        }
    }

    /// Looks at the room where it is time, and shows it the run where that has changed.
    pub(super) fn attend_room(&mut self) {
        let Some(room) = &mut self.room else { return };
        if is_due(&mut room.looked, LOOK) {
            let standing = room.link.standing();
            if room.standing.as_ref() != Some(&standing) {
                room.standing = Some(standing.clone());
                for effect in self.app.attend_room(standing) {
                    // A room asks for nothing that ends the loop.
                    let _ = self.perform(effect);
                }
            }
        }
        let Some(room) = &mut self.room else { return };
        if is_due(&mut room.pictured, PICTURE) {
            let picture = self.app.projection();
            if room.picture != picture {
                room.picture.clone_from(&picture);
                if let Some(picture) = picture {
                    room.link.send(RoomNews::Picture(Box::new(picture)));
                }
            }
        }
    }
}

/// Whether `period` has passed since `last`, which is then now.
fn is_due(last: &mut Option<Instant>, period: Duration) -> bool {
    let is_due = last.is_none_or(|last| last.elapsed() >= period);
    if is_due {
        *last = Some(Instant::now());
    }
    is_due
}
