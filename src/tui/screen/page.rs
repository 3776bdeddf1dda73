//! What every screen does, and the messages that it gets.

use std::time::Duration;

use ratatui::Frame;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

use crate::tui::keys::Keymap;
use crate::tui::message::{Effect, Msg, Wheel};
use crate::tui::theme::Theme;
use crate::tui::widget::field::Field;

/// What a screen does with keys, the mouse and time, and how it is rendered.
pub(in crate::tui) trait Page {
    /// What its keys mean.
    type Command: Copy + 'static;

    /// The keys that hold as it stands.
    fn keys(&self) -> Keymap<Self::Command>;

    /// Does what a key means, and says what else is to be done.
    fn act(&mut self, command: Self::Command) -> Vec<Effect>;

    /// The line in which a text is typed now: it takes what is pasted, and every key
    /// that means nothing else.
    fn field(&mut self) -> Option<&mut Field> {
        None
    }

    /// Takes in that the text in the line is another one.
    fn edited(&mut self) {}

    /// The mouse was pressed.
    fn click(&mut self, _mouse: Position) {}

    /// The wheel was turned. False where that means what the arrows mean.
    fn turn_wheel(&mut self, _mouse: Position, _wheel: Wheel) -> bool {
        false
    }

    /// So much time has passed.
    fn tick(&mut self, _elapsed: Duration) -> Vec<Effect> {
        if self.moves() { vec![Effect::Simulate] } else { Vec::new() }
    }

    /// Whether something moves without a key.
    fn moves(&self) -> bool {
        false
    }

    /// Simulates on by `events` engine events. True when nothing is left to do.
    fn simulate(&mut self, _events: u64) -> bool {
        true
    }

    /// The addresses that it shows, each whole, for links.
    fn links(&self) -> Vec<String> {
        Vec::new()
    }

    /// The line at the top.
    fn header(&self, theme: Theme) -> Header;

    /// Draws what is between the first line and the last.
    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme);

    /// Takes in a message and says what is to be done.
    fn tell(&mut self, message: &Msg) -> Vec<Effect> {
        match message {
            Msg::Key(key) => match self.keys().command(*key) {
                Some(command) => return self.act(command),
                None => self.edit(|field| field.press(*key)),
            },
            Msg::Paste(text) => self.edit(|field| field.paste(text)),
            Msg::Click(mouse) => self.click(*mouse),
            Msg::Wheel(mouse, wheel) if self.turn_wheel(*mouse, *wheel) => {}
            Msg::Wheel(_, Wheel::Up) => return self.tell(&Msg::press(KeyCode::Up)),
            Msg::Wheel(_, Wheel::Down) => return self.tell(&Msg::press(KeyCode::Down)),
            Msg::Tick(elapsed) => return self.tick(*elapsed),
        }
        Vec::new()
    }

    /// Changes the text in the line in which one is typed.
    fn edit(&mut self, change: impl FnOnce(&mut Field)) {
        let Some(field) = self.field() else { return };
        let before = field.text().to_owned();
        change(field);
        if field.text() != before {
            self.edited();
        }
    }
}

/// The line at the top: where one is, and how things stand.
#[derive(Clone, Debug, Default)]
pub(in crate::tui) struct Header {
    /// Cut first when the line is too long.
    pub(in crate::tui) left: Line<'static>,
    /// Kept.
    pub(in crate::tui) right: Line<'static>,
}
