//! From one page of a running exam to another: all questions, a question by its number.

use super::grid::Listed;
use super::keys::Review;
use super::{Board, Exam, Stage};
use crate::tui::message::Effect;
use crate::tui::widget::field::Field;
use quizbank::attempt::{ActionKind, ExamAction};

impl Exam {
    /// A key while all questions are shown.
    pub(super) fn review(&mut self, command: Review) -> Vec<Effect> {
        match command {
            Review::Back => return self.turn_to(Board::Question),
            Review::Submit => self.stage = Stage::Submitting,
            Review::Jump => self.begin_to_type(Board::Review),
            Review::Clock => return self.toggle_clock(),
            Review::Open => match self.grid.chosen(&self.attempt) {
                Some(number) => return self.go(number),
                None => return self.refuse("no question is listed here"),
            },
            Review::Go(step) => self.grid.go(step, &self.attempt),
            Review::Move(to) => self.grid.step(to, &self.attempt),
            Review::Unanswered => self.grid.toggle(Listed::Unanswered, &self.attempt),
            Review::Flagged => self.grid.toggle(Listed::Flagged, &self.attempt),
        }
        Vec::new()
    }

    pub(super) fn begin_to_type(&mut self, board: Board) {
        self.typed = Field::default();
        self.stage = Stage::Jumping(board);
    }

    /// To the question whose number is typed.
    pub(super) fn jump(&mut self, board: Board) -> Vec<Effect> {
        self.stage = Stage::Running(board);
        let count = self.attempt.count();
        match self.typed.text().parse() {
            Ok(number) if (1..=count).contains(&number) => self.go(number),
            _ if self.typed.text().is_empty() => Vec::new(),
            _ => {
                let typed = self.typed.text();
                self.refuse(format!("there is no question `{typed}`, only 1 to {count}"))
            }
        }
    }

    pub(super) fn toggle_clock(&mut self) -> Vec<Effect> {
        self.hides = !self.hides;
        if self.hides && !self.is_hidden() {
            self.hides = false;
            return self.refuse("the last five minutes are always shown");
        }
        Vec::new()
    }

    /// To the question of this number; that it is looked at is written too.
    pub(super) fn go(&mut self, number: usize) -> Vec<Effect> {
        if number == self.attempt.at() {
            return self.turn_to(Board::Question);
        }
        vec![Effect::ExamStep(ExamAction::on(ActionKind::Go, number))]
    }

    /// To another page of the exam.
    pub(super) fn turn_to(&mut self, board: Board) -> Vec<Effect> {
        self.stage = Stage::Running(board);
        if board == Board::Review {
            self.grid.stand_at(self.attempt.at());
        }
        Vec::new()
    }
}
