//! What follows the last question: the score, the questions that were missed, the way out.

use super::{Quiz, Stage};
use crate::tui::keys::Turn;
use crate::tui::message::{Destination, Effect};
use crate::tui::widget::scroll::Scroll;
use quizbank::score::{StudyScore, Tally};

impl Quiz {
    /// Ends the first start at the first page of the course.
    pub(super) fn to_course(&self) -> Vec<Effect> {
        let first = self.content.course.topics.first();
        let page = first.map(|topic| Effect::Open(Destination::Topic(topic.id.clone())));
        [Effect::Close].into_iter().chain(page).collect()
    }

    pub(super) fn show_score(&mut self) {
        self.run = None;
        self.follows = false;
        self.scroll = Scroll::top();
        self.stage = Stage::Ending;
    }

    /// Shows the score. A topic test counts what was not answered as wrong.
    pub(super) fn end(&mut self) -> Vec<Effect> {
        self.show_score();
        self.missed.set(0);
        let score = StudyScore::of(self.session.slots());
        let held = Tally { answered: score.asked, ..score.total };
        let topic_test = self.topic_test.clone();
        let taken = topic_test.map(|topic| Effect::TopicTestTaken(topic, held));
        let left = self.unanswered().map(Effect::KeepSession);
        taken.into_iter().chain(left).collect()
    }

    /// Leaving shows the score first, if there is any.
    pub(super) fn leave(&mut self) -> Vec<Effect> {
        if StudyScore::of(self.session.slots()).total.answered == 0 {
            // Nothing was begun that could go on.
            let none = self.unanswered().map(|_| Effect::KeepSession(Vec::new()));
            return none.into_iter().chain([Effect::Close]).collect();
        }
        self.end()
    }

    /// The numbers of the questions that were missed, in order.
    pub(super) fn missed_numbers(&self) -> Vec<usize> {
        StudyScore::of(self.session.slots()).missed
    }

    /// Explains the chosen question that was missed.
    pub(super) fn review(&mut self) {
        let missed = self.missed_numbers();
        let number = missed.get(self.missed.position(missed.len())).copied();
        if number.is_some_and(|number| self.session.go(number).is_ok()) {
            self.explain();
            self.stage = Stage::Reviewing;
        }
    }

    /// To the next question that was missed, or the one before; past the last to the score.
    pub(super) fn review_next(&mut self, turn: Turn) {
        let count = self.missed_numbers().len();
        let place = self.missed.position(count);
        let next = match turn {
            Turn::Next => place + 1,
            Turn::Previous => place.saturating_sub(1),
        };
        if next >= count {
            return self.show_score();
        }
        self.missed.set(next);
        self.review();
    }
}
