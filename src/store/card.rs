//! Cards: what the answers to each question add up to. They are a cached fold, brought up
//! to the end of the log whenever they are asked for.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::answers;
use super::event::Event;
use super::event::answer::{self, AnswerLine};
use super::log::{self, Scope};
use super::{Store, StoreError};
use quizbank::answer::{Answer, QuestionRev};
use quizbank::model::calendar::Day;
use quizbank::schedule::{Card, Cards};

/// The name of the fold; another way to work cards out gets another name.
const FOLD: &str = "cards/2";

#[derive(Deserialize, Serialize)]
struct CardLine {
    question: QuestionRev,
    card: Card,
}

impl Store {
    /// Every card on the day it is `today`. An answer that is dated later than that, by a
    /// clock that was ahead, moves no due day.
    pub fn cards(&self, today: Day) -> Result<Cards, StoreError> {
        let folded = || {
            let mut cards = self.folded()?;
            let ahead = cards.iter().filter(|(_, card)| card.reviewed > today);
            for question in ahead.map(|(question, _)| question.clone()).collect::<Vec<_>>() {
                let card = self.card(&question, |answer| answer.given.day <= today)?;
                put(&mut cards, question, card);
            }
            Ok(cards)
        };
        folded().map_err(StoreError::at(&self.path))
    }

    /// How many answers are dated later than `today`, by a clock that was ahead.
    pub fn ahead(&self, today: Day) -> Result<usize, StoreError> {
        Ok(self.answers()?.iter().filter(|answer| answer.given.day > today).count())
    }

    /// The cards by all events.
    fn folded(&self) -> rusqlite::Result<Cards> {
        let connection = &self.connection;
        let end = log::last(connection)?;
        let cached = log::fold(connection, FOLD)?.and_then(|(seq, json)| {
            Some((seq, serde_json::from_str::<Vec<CardLine>>(&json).ok()?))
        });
        let (seq, lines) = cached.unwrap_or_default();
        let mut cards: Cards = lines.into_iter().map(|line| (line.question, line.card)).collect();
        if seq >= end {
            return Ok(cards);
        }
        let mut touched = BTreeSet::new();
        log::each(connection, &answers::KINDS, Scope::After(seq), |_, event| {
            touched.extend(event.ok().and_then(|event| question(&event)));
        })?;
        for question in touched {
            let card = self.card(&question, |_| true)?;
            put(&mut cards, question, card);
        }
        let lines: Vec<CardLine> = cards
            .iter()
            .map(|(question, card)| CardLine { question: question.clone(), card: *card })
            .collect();
        // What cannot be cached now, where nothing can be written say, is worked out again.
        let _ =
            log::cache(connection, FOLD, end, &serde_json::to_string(&lines).unwrap_or_default());
        Ok(cards)
    }

    /// The card of a question by those of its answers that count.
    fn card(
        &self,
        question: &QuestionRev,
        counts: impl Fn(&Answer) -> bool,
    ) -> rusqlite::Result<Option<Card>> {
        let lines = answers::counted(&self.connection, Scope::Under(&answer::prefix(question)))?;
        let all = lines.iter().filter(|line| line.question() == *question).map(AnswerLine::answer);
        Ok(Card::of(&all.filter(|answer| counts(answer)).collect::<Vec<_>>()))
    }
}

fn put(cards: &mut Cards, question: QuestionRev, card: Option<Card>) {
    match card {
        Some(card) => cards.insert(question, card),
        None => cards.remove(&question),
    };
}

fn question(event: &Event) -> Option<QuestionRev> {
    match event {
        Event::Answer(line) => Some(line.question()),
        Event::Rating(rating) => Some(rating.question()),
        Event::TakenBack(taken) => Some(taken.question()),
        _ => None,
    }
}
