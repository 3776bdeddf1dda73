//! Answers of study: what was answered, rated and taken back adds up to what counts.

use std::collections::HashMap;

use rusqlite::Connection;

use super::event::Event;
use super::event::answer::{self, AnswerLine, Rating, TakenBack};
use super::log::{self, Scope};
use super::{Store, StoreError, clock};
use quizbank::answer::{Answer, Confidence, QuestionRev};

/// What an answer is known by, here and in every export, and what it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerId {
    id: String,
    question: QuestionRev,
}

/// The types of events that answers are made of.
pub(super) const KINDS: [&str; 3] = ["answer", "rating", "taken-back"];

/// Answers as their events add up.
#[derive(Debug, Default)]
pub(super) struct AnswerFold {
    lines: Vec<Option<AnswerLine>>,
    places: HashMap<String, usize>,
}

impl AnswerFold {
    /// Takes what happened next. False where it is about an answer that was not taken before.
    pub(super) fn take(&mut self, event: Event) -> bool {
        match event {
            Event::Answer(line) => {
                self.places.insert(line.id.clone(), self.lines.len());
                self.lines.push(Some(line));
            }
            Event::Rating(rating) => match self.line(&rating.answer) {
                Some(Some(line)) => line.confidence = Some(rating.confidence),
                Some(None) => {}
                None => return false,
            },
            Event::TakenBack(taken) => match self.line(&taken.answer) {
                Some(line) => *line = None,
                None => return false,
            },
            _ => {}
        }
        true
    }

    fn line(&mut self, id: &str) -> Option<&mut Option<AnswerLine>> {
        self.lines.get_mut(*self.places.get(id)?)
    }

    /// Those that count, in order of time.
    pub(super) fn lines(self) -> Vec<AnswerLine> {
        let mut lines: Vec<AnswerLine> = self.lines.into_iter().flatten().collect();
        lines.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        lines
    }
}

/// The answers that the events within `scope` add up to, in order of time.
pub(super) fn counted(
    connection: &Connection,
    scope: Scope<'_>,
) -> rusqlite::Result<Vec<AnswerLine>> {
    let mut fold = AnswerFold::default();
    log::each(connection, &KINDS, scope, |_, event| {
        if let Ok(event) = event {
            fold.take(event);
        }
    })?;
    Ok(fold.lines())
}

/// The answers to `question` that count, in order of time.
pub(super) fn of_question(
    connection: &Connection,
    question: &QuestionRev,
) -> rusqlite::Result<Vec<AnswerLine>> {
    let mut lines = counted(connection, Scope::Under(&answer::prefix(question)))?;
    lines.retain(|line| line.question() == *question);
    Ok(lines)
}

impl Store {
    /// Keeps `answer`; it is on disk when this returns.
    pub fn add(&mut self, answer: &Answer) -> Result<AnswerId, StoreError> {
        self.replace(None, answer)
    }

    /// Keeps `answer` in place of the one called `old`, both or neither.
    pub fn replace(
        &mut self,
        old: Option<&AnswerId>,
        answer: &Answer,
    ) -> Result<AnswerId, StoreError> {
        let taken = old.map(AnswerId::taken_back);
        self.write(|transaction| {
            if let Some(taken) = &taken {
                log::append(transaction, taken)?;
            }
            let id = log::random(transaction, 16)?;
            log::append(transaction, &Event::Answer(AnswerLine::of(id.clone(), answer)))?;
            Ok(AnswerId { id, question: answer.draft.question.clone() })
        })
    }

    /// Keeps how sure an answer felt.
    pub fn rate(&mut self, id: &AnswerId, confidence: Confidence) -> Result<(), StoreError> {
        let (question, at) = (id.question.id.0.clone(), clock::now().at);
        let (answer, rev) = (id.id.clone(), id.question.rev);
        let rating = Rating { answer, question, rev, at, confidence };
        self.append(&[Event::Rating(rating)]).map(|_| ())
    }

    /// Takes an answer back as if it had never been given.
    pub fn take_back(&mut self, id: &AnswerId) -> Result<(), StoreError> {
        self.append(&[id.taken_back()]).map(|_| ())
    }

    /// Every answer, in order of time.
    pub fn answers(&self) -> Result<Vec<Answer>, StoreError> {
        let lines = counted(&self.connection, Scope::All).map_err(StoreError::at(&self.path))?;
        Ok(lines.iter().map(AnswerLine::answer).collect())
    }
}

impl AnswerId {
    fn taken_back(&self) -> Event {
        let QuestionRev { id, rev } = &self.question;
        Event::TakenBack(TakenBack { answer: self.id.clone(), question: id.0.clone(), rev: *rev })
    }
}
