//! The command palette over the screen on top.

use super::App;
use crate::tui::message::{Effect, Msg};
use crate::tui::screen::Screen;
use crate::tui::screen::palette::{Outcome, Palette, Reach};

impl App {
    /// Opens the palette.
    pub(super) fn open_palette(&mut self) {
        let Some(labels) = self.stack.last().map(Screen::labels) else { return };
        self.palette = Some(Palette::new(&self.content, &labels, self.reach()));
    }

    /// How far it may reach: nobody looks up the answers of a test that is taken.
    fn reach(&self) -> Reach {
        let reach = |screen: &Screen| match screen {
            Screen::Exam(exam) if exam.runs() => Reach::Commands,
            Screen::Start(_) => Reach::Commands,
            Screen::Quiz(quiz) if quiz.takes_test() => Reach::Commands,
            Screen::Quiz(_) => Reach::Reading,
            _ => Reach::Everything,
        };
        let reaches: Vec<Reach> = self.stack.iter().map(reach).collect();
        let narrowest = [Reach::Commands, Reach::Reading].into_iter();
        narrowest.into_iter().find(|it| reaches.contains(it)).unwrap_or(Reach::Everything)
    }

    /// What a message does to the open `palette`, and to the screen below it.
    pub(super) fn update_palette(&mut self, palette: Palette, message: &Msg) -> Vec<Effect> {
        match palette.update(message) {
            Outcome::Open(palette) => self.palette = Some(palette),
            Outcome::Closed => {}
            Outcome::Ask(effect) => return vec![effect],
            Outcome::Press(key) => return self.update(&Msg::Key(key)),
        }
        Vec::new()
    }
}
