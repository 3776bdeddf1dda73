//! The room that follows a run: what the application hands on between both.

use super::App;
use crate::report::projection::RunPicture;
use crate::tui::message::Effect;
use crate::tui::room::{Invitation, RoomStanding};
use crate::tui::screen::Screen;
use crate::tui::screen::live::Live;

impl App {
    /// Has the first run followed by a room.
    pub fn invite(&mut self, invitation: Invitation) {
        if let Some(live) = self.followed() {
            live.invite(invitation);
        }
    }

    /// Takes in how the room stands, whatever screen is on top, and says what is to be done.
    pub fn attend_room(&mut self, standing: RoomStanding) -> Vec<Effect> {
        self.followed().map_or_else(Vec::new, |live| live.attend_room(standing))
    }

    /// The run that the room follows, as it stands.
    pub fn projection(&mut self) -> Option<RunPicture> {
        self.followed().map(|live| live.projection())
    }

    fn followed(&mut self) -> Option<&mut Live> {
        match self.stack.first_mut() {
            Some(Screen::Live(live)) => Some(live),
            _ => None,
        }
    }
}
