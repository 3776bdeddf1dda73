//! What comes from the terminal, as messages: keys under the user's own names, the mouse,
//! what is pasted.

use std::mem;

use ratatui::crossterm::event::{Event, KeyEvent, MouseButton, MouseEventKind};
use ratatui::layout::Position;

use super::App;
use crate::tui::keys::{self, KeyAliases};
use crate::tui::message::{Msg, Wheel};
use crate::tui::screen::Screen;
use crate::tui::theme::Background;

impl App {
    /// The message that a terminal event stands for; `None` where it means nothing.
    pub fn message(&mut self, event: &Event) -> Option<Msg> {
        match event {
            Event::Key(key) if key.is_press() => {
                let key = self.meant(*key);
                let means = keys::is_interrupt(key) || self.hears(key);
                means.then_some(Msg::Key(key))
            }
            Event::Paste(text) => Some(Msg::Paste(text.clone())),
            Event::Mouse(mouse) => {
                let place = Position { x: mouse.column, y: mouse.row };
                match mouse.kind {
                    MouseEventKind::ScrollUp => Some(Msg::Wheel(place, Wheel::Up)),
                    MouseEventKind::ScrollDown => Some(Msg::Wheel(place, Wheel::Down)),
                    MouseEventKind::Down(MouseButton::Left) => {
                        let key = self.footer.borrow().key_at(place);
                        Some(key.map_or(Msg::Click(place), Msg::Key))
                    }
                    MouseEventKind::Drag(MouseButton::Left) => Some(Msg::Drag(place)),
                    MouseEventKind::Up(MouseButton::Left) => Some(Msg::Release),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The key that the user's own stands for, unless a text is typed.
    fn meant(&mut self, key: KeyEvent) -> KeyEvent {
        let is_typing = self.stack.last_mut().is_some_and(Screen::is_typing);
        if self.palette.is_some() || (is_typing && self.help.is_none()) {
            return key;
        }
        let keys = mem::take(&mut self.keys);
        let meant = keys.resolved(key, |event| self.hears(event));
        self.keys = keys;
        meant
    }

    /// Uses the user's own keys.
    pub fn use_keys(&mut self, keys: KeyAliases) {
        self.keys = keys;
    }

    /// Uses the colors for another background.
    pub fn use_background(&mut self, background: Background) {
        self.theme = self.theme.on(background);
    }

    /// Whether a key means something on the screen as it stands.
    fn hears(&mut self, key: KeyEvent) -> bool {
        if self.palette.is_some() {
            return true;
        }
        if let Some(help) = &self.help {
            return help.keys().command(key).is_some();
        }
        let Some(screen) = self.stack.last_mut() else { return false };
        screen.hears(key) || screen.is_typing() || keys::is_help(key) || keys::is_palette(key)
    }
}
