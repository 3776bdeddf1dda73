//! What an exam has after its end: the score, each question reviewed, a report on a key.

use super::keys::{Confirm, Look, Score};
use super::look::ReviewedQuestion;
use super::{Exam, Stage};
use crate::tui::message::Effect;
use crate::tui::widget::field::Field;
use crate::tui::widget::scroll::Scroll;

impl Exam {
    /// A key at the score.
    pub(super) fn scored(&mut self, command: Score) -> Vec<Effect> {
        match command {
            Score::Back => return vec![Effect::Close],
            Score::Look => match ReviewedQuestion::first(&self.attempt) {
                Ok(look) => {
                    self.look = Some(look);
                    self.stage = Stage::Looking;
                }
                Err(message) => return self.refuse(message),
            },
            Score::Scroll(to) if self.reads_questions() => self.beside.step(to),
            Score::Scroll(to) => self.scroll.step(to),
            Score::OtherPane => self.reads_beside = !self.reads_questions(),
        }
        Vec::new()
    }

    /// Whether the arrows move the questions beside the score: where they were asked to, or where
    /// all of the score is in sight.
    pub(super) fn reads_questions(&self) -> bool {
        self.beside.has_more() && (self.reads_beside || !self.scroll.has_more())
    }

    /// What the arrows move at the score.
    pub(super) fn scored_scroll(&self) -> &Scroll {
        if self.reads_questions() { &self.beside } else { &self.scroll }
    }

    /// Whether both parts of the score have more than is in sight.
    pub(super) fn has_two_to_read(&self) -> bool {
        self.scroll.has_more() && self.beside.has_more()
    }

    /// A key while a question is reviewed.
    pub(super) fn look_back(&mut self, command: Look) -> Vec<Effect> {
        let Some(look) = &mut self.look else { return Vec::new() };
        if let Look::Back = command {
            self.look = None;
            self.stage = Stage::Scored;
            return Vec::new();
        }
        if let Look::Object = command {
            self.typed = Field::default();
            look.show_top();
            self.stage = Stage::Objecting;
            return Vec::new();
        }
        match look.act(command, &self.attempt, &self.content) {
            Ok(effects) => effects,
            Err(message) => self.refuse(message),
        }
    }

    /// Has what is typed written to a file; nothing typed is nothing said.
    pub(super) fn object(&mut self, confirm: Confirm) -> Vec<Effect> {
        self.stage = Stage::Looking;
        let typed = std::mem::take(&mut self.typed);
        let words = typed.text().trim();
        match (&self.look, confirm) {
            (Some(look), Confirm::Yes) if !words.is_empty() => {
                vec![Effect::Object(Box::new(look.objection(words)))]
            }
            _ => Vec::new(),
        }
    }
}
