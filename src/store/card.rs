//! Cards: what the answers to each question add up to for the schedule, as a cached fold.

use serde::{Deserialize, Serialize};

use super::answers;
use super::event::answer::AnswerLine;
use super::fold::{self, ByQuestion, OfAnswers};
use super::{Store, StoreError};
use quizbank::answer::{Answer, QuestionRev};
use quizbank::model::calendar::Day;
use quizbank::schedule::{Card, Cards, Rating};

/// A card as it is cached: stability, difficulty, the numbers of the days on which it was
/// reviewed and is due, how the last answer went, and the number of reviews.
#[derive(Deserialize, Serialize)]
struct CardLine(f32, f32, i32, i32, Rating, u32);

impl CardLine {
    fn of(card: &Card) -> Self {
        let Card { stability, difficulty, reviewed, due, last, reviews } = *card;
        Self(stability, difficulty, reviewed.number(), due.number(), last, reviews)
    }

    /// The card; of days that there are not, the first.
    fn card(&self) -> Card {
        let Self(stability, difficulty, reviewed, due, last, reviews) = *self;
        let day = |number| Day::new(number).unwrap_or(Day::FIRST);
        Card { stability, difficulty, reviewed: day(reviewed), due: day(due), last, reviews }
    }
}

impl OfAnswers for CardLine {
    const NAME: &'static str = "cards/3";

    fn after(before: Option<Self>, answer: &Answer) -> Self {
        Self::of(&Card::after(before.map(|it| it.card()).as_ref(), answer))
    }
}

impl Store {
    /// Every card on the day it is `today`. An answer that is dated later than that, by a
    /// clock that was ahead, moves no due day.
    pub fn cards(&self, today: Day) -> Result<Cards, StoreError> {
        let folded = || {
            let cards = fold::folded::<ByQuestion<CardLine>>(&self.connection)?.into_entries();
            let mut cards: Cards = cards.map(|(question, line)| (question, line.card())).collect();
            let ahead = cards.iter().filter(|(_, card)| card.reviewed > today);
            for question in ahead.map(|(question, _)| question.clone()).collect::<Vec<_>>() {
                match self.card_on(&question, today)? {
                    Some(card) => cards.insert(question, card),
                    None => cards.remove(&question),
                };
            }
            Ok(cards)
        };
        folded().map_err(StoreError::at(&self.path))
    }

    /// The card of a question by the answers up to `today`.
    fn card_on(&self, question: &QuestionRev, today: Day) -> rusqlite::Result<Option<Card>> {
        let lines = answers::of_question(&self.connection, question)?;
        let answers: Vec<Answer> = lines.iter().map(AnswerLine::answer).collect();
        Ok(Card::of(answers.iter().filter(|answer| answer.given.day <= today)))
    }
}
