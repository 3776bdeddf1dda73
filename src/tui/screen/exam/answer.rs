//! A key while a question of an exam is shown.

use super::keys::Ask;
use super::{Board, Exam, Stage};
use crate::tui::keys::Turn;
use crate::tui::message::Effect;
use quizbank::attempt::{ActionKind, ExamAction};
use quizbank::slot::{Flag, Refusal};

impl Exam {
    /// Does what a key means at the question at hand.
    pub(super) fn ask(&mut self, ask: Ask) -> Vec<Effect> {
        let number = self.attempt.at();
        match ask {
            Ask::Leave => self.stage = Stage::Leaving(Board::Question),
            Ask::Review => return self.turn_to(Board::Review),
            Ask::Jump => self.begin_to_type(Board::Question),
            Ask::Clock => return self.toggle_clock(),
            Ask::Choose(to) => {
                self.follows = true;
                if self.is_before_options.replace(false) {
                    return Vec::new();
                }
                self.options.step(to, self.counts().0);
            }
            Ask::Scroll(to) => {
                self.follows = false;
                self.scroll.step(to);
            }
            Ask::Pick(option) => return self.pick(option),
            Ask::Toggle => return self.toggle(self.cursor()),
            Ask::Accept => return self.accept(),
            Ask::Clear => return self.clear(),
            Ask::Strike => return self.strike(),
            Ask::Flag => {
                let slot = self.attempt.slot(number);
                let is_up = slot.is_some_and(|slot| slot.flag() == Flag::Raised);
                let kind = if is_up { ActionKind::Unflag } else { ActionKind::Flag };
                return vec![Effect::ExamStep(ExamAction::on(kind, number))];
            }
            Ask::Go(Turn::Next) if number < self.attempt.count() => return self.go(number + 1),
            Ask::Go(Turn::Next) => {
                return self.refuse(format!("{}; v lists all questions", Refusal::AtLast));
            }
            Ask::Go(Turn::Previous) if number > 1 => return self.go(number - 1),
            Ask::Go(Turn::Previous) => return self.refuse(Refusal::AtFirst.to_string()),
        }
        Vec::new()
    }

    /// How many options there are, and how many are wanted.
    fn counts(&self) -> (usize, usize) {
        let slot = self.attempt.slot(self.attempt.at());
        slot.map_or((0, 0), |slot| (slot.item().options.len(), slot.item().wanted()))
    }

    /// The option that the arrows have reached.
    pub(super) fn cursor(&self) -> usize {
        self.options.position(self.counts().0)
    }

    /// An option by its number: picked, or, where several are wanted, taken back too.
    fn pick(&mut self, option: usize) -> Vec<Effect> {
        let (count, wanted) = self.counts();
        if option >= count {
            return self.refuse(Refusal::NoSuchOption { option: option + 1, count }.to_string());
        }
        self.options.set(option);
        self.follows = true;
        if wanted == 1 { self.answer(&[option]) } else { self.toggle(option) }
    }

    /// Picks an option or takes it back. Several make an answer once all are picked.
    fn toggle(&mut self, option: usize) -> Vec<Effect> {
        let number = self.attempt.at();
        let (_, wanted) = self.counts();
        let mut picked = self.picked(number);
        if let Some(place) = picked.iter().position(|one| *one == option) {
            picked.remove(place);
            if self.is_answered() {
                self.staying = picked;
                return vec![Effect::ExamStep(ExamAction::on(ActionKind::Clear, number))];
            }
        } else if wanted == 1 {
            return self.answer(&[option]);
        } else if picked.len() >= wanted {
            return self.refuse(format!("{wanted} are already chosen; clear one first"));
        } else {
            picked.push(option);
            picked.sort_unstable();
            if picked.len() == wanted {
                return self.answer(&picked);
            }
        }
        self.drafts.insert(number, picked);
        Vec::new()
    }

    fn is_answered(&self) -> bool {
        let slot = self.attempt.slot(self.attempt.at());
        slot.is_some_and(|slot| !slot.picked().is_empty())
    }

    /// Answers with these options.
    fn answer(&mut self, options: &[usize]) -> Vec<Effect> {
        let number = self.attempt.at();
        if self.is_answered() && self.picked(number) == *options {
            return self.refuse("that is already your answer");
        }
        let places = self.places(options);
        vec![Effect::ExamStep(ExamAction::on(ActionKind::Pick, number).with(places))]
    }

    /// Places in the file of the options at these indices.
    fn places(&self, options: &[usize]) -> Vec<usize> {
        let slot = self.attempt.slot(self.attempt.at());
        slot.and_then(|slot| slot.places(options).ok()).unwrap_or_default()
    }

    /// Picks the option under the cursor; where it is picked and all is said, goes on.
    fn accept(&mut self) -> Vec<Effect> {
        let number = self.attempt.at();
        if self.is_answered() && self.picked(number).contains(&self.cursor()) {
            return self.ask(Ask::Go(Turn::Next));
        }
        if self.picked(number).contains(&self.cursor()) {
            let (_, wanted) = self.counts();
            return self.refuse(format!("choose {wanted}; space clears one"));
        }
        self.toggle(self.cursor())
    }

    fn clear(&mut self) -> Vec<Effect> {
        let number = self.attempt.at();
        if self.is_answered() {
            return vec![Effect::ExamStep(ExamAction::on(ActionKind::Clear, number))];
        }
        match self.drafts.remove(&number) {
            Some(_) => Vec::new(),
            None => self.refuse("there is no answer to clear"),
        }
    }

    fn strike(&mut self) -> Vec<Effect> {
        let number = self.attempt.at();
        let places = self.places(&[self.cursor()]);
        let slot = self.attempt.slot(number);
        let is_struck = slot.is_some_and(|slot| slot.is_struck(self.cursor()));
        let kind = if is_struck { ActionKind::Restore } else { ActionKind::Strike };
        vec![Effect::ExamStep(ExamAction::on(kind, number).with(places))]
    }
}
