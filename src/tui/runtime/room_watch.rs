//! A room that is looked at some times a second, however many votes and frames there are between.

use std::time::{Duration, Instant};

use crate::app::demo::DemoEvent;
use crate::report::projection::RunPicture;
use crate::tui::room::{RoomLink, RoomNews, RoomStanding};

/// From one look at the room to the next. Our choice: a tally is on the screen a tenth of a second
/// after its last vote.
pub(super) const LOOK: Duration = Duration::from_millis(100);
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

impl RoomWatch {
    /// A room that nobody looked at yet.
    pub(super) fn new(link: RoomLink) -> Self {
        Self { link, looked: None, standing: None, pictured: None, picture: None }
    }

    /// Sends the room its next step.
    pub(super) fn notify(&self, step: DemoEvent) {
        self.link.send(RoomNews::Step(step));
    }

    /// The numbers of the room, where it is time to look and they have changed.
    pub(super) fn changed(&mut self) -> Option<RoomStanding> {
        if !is_due(&mut self.looked, LOOK) {
            return None;
        }
        let standing = self.link.standing();
        if self.standing.as_ref() == Some(&standing) {
            return None;
        }
        self.standing = Some(standing.clone());
        Some(standing)
    }

    /// Shows the room the run, where it is time and that has changed.
    pub(super) fn show(&mut self, picture: impl FnOnce() -> Option<RunPicture>) {
        if !is_due(&mut self.pictured, PICTURE) {
            return;
        }
        let picture = picture();
        if self.picture != picture {
            self.picture.clone_from(&picture);
            if let Some(picture) = picture {
                self.link.send(RoomNews::Picture(Box::new(picture)));
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
