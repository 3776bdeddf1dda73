//! Answers of study: what was answered, rated and taken back adds up to what counts.

use std::collections::HashMap;

use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::event::{self, Event, MOST_OPTIONS, shown};
use super::log::{self, Scope};
use super::{Store, StoreError, clock};
use quizbank::answer::{Answer, NewAnswer, QuestionRev, Recall, Response};
use quizbank::answer::{Confidence, Outcome};
use quizbank::model::calendar::{Day, Millis, Moment, Now};
use quizbank::model::question::QuestionId;

/// What an answer is known by, here and in every export, and what it answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerId {
    id: String,
    asked: QuestionRev,
}

/// The kinds of events that answers are made of.
pub(super) const KINDS: [&str; 3] = ["answer", "rating", "taken-back"];
/// The digits of an answer's name.
const ID: usize = 32;

/// An answer in the log.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AnswerLine {
    pub(super) id: String,
    question: String,
    rev: u32,
    #[serde(rename = "at_ms")]
    pub(super) at: Moment,
    day: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    options: Option<Vec<usize>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recall: Option<Recall>,
    right: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) confidence: Option<Confidence>,
    seed: u64,
    took_ms: u64,
}

/// How sure an answer felt, said later.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rating {
    pub(super) answer: String,
    pub(super) question: String,
    rev: u32,
    #[serde(rename = "at_ms")]
    at: Moment,
    confidence: Confidence,
}

/// An answer that counts no more.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TakenBack {
    pub(super) answer: String,
    pub(super) question: String,
    rev: u32,
}

impl AnswerLine {
    fn of(id: String, answer: &Answer) -> Self {
        let Answer { draft, given, took } = answer;
        let (options, recall) = match &draft.said {
            Response::Chosen { positions, .. } => (Some(positions.clone()), None),
            Response::Marked(recall) => (None, Some(*recall)),
        };
        Self {
            id,
            question: draft.asked.id.0.clone(),
            rev: draft.asked.rev,
            at: given.at,
            day: given.day,
            options,
            recall,
            right: draft.said.outcome() == Outcome::Right,
            confidence: draft.confidence,
            seed: draft.seed,
            took_ms: took.0,
        }
    }

    pub(super) fn asked(&self) -> QuestionRev {
        QuestionRev { id: QuestionId(self.question.clone()), rev: self.rev }
    }

    pub(super) fn check(&self) -> Result<(), String> {
        if let Some(positions) = &self.options {
            let is_ascending = positions.windows(2).all(|pair| pair.first() < pair.last());
            let beyond = positions.iter().any(|&position| position >= MOST_OPTIONS);
            if positions.is_empty() || !is_ascending || beyond {
                return Err("`options` must be positions from 0 to 8, each once, ascending".into());
            }
        }
        if self.options.is_some() == self.recall.is_some() {
            return Err("an answer has either `options` or `recall`".to_owned());
        }
        if self.recall.is_some_and(|recall| self.right != (recall == Recall::Knew)) {
            return Err("`right` contradicts `recall`".to_owned());
        }
        if self.id.len() != ID || !self.id.bytes().all(|it| it.is_ascii_hexdigit()) {
            let id = shown(&self.id, 40);
            return Err(format!("`id` must be {ID} hexadecimal digits, not `{id}`"));
        }
        event::name("question", &self.question)
    }

    /// The answer; of a line with neither options nor recall, one that chose nothing.
    pub(super) fn answer(&self) -> Answer {
        let outcome = if self.right { Outcome::Right } else { Outcome::Wrong };
        let positions = self.options.clone().unwrap_or_default();
        let chosen = Response::Chosen { positions, outcome };
        let said = self.recall.map_or(chosen, Response::Marked);
        let (asked, confidence, seed) = (self.asked(), self.confidence, self.seed);
        let draft = NewAnswer { asked, said, confidence, seed };
        draft.given(Now { at: self.at, day: self.day }, Millis(self.took_ms))
    }
}

impl Rating {
    /// The same word at the same moment is the same rating.
    pub(super) fn key(&self) -> String {
        let Self { answer, question, rev, at, confidence } = self;
        format!("{question}@{rev}/{answer}/{}/{}", at.0, confidence.name())
    }

    pub(super) fn asked(&self) -> QuestionRev {
        QuestionRev { id: QuestionId(self.question.clone()), rev: self.rev }
    }
}

impl TakenBack {
    pub(super) fn asked(&self) -> QuestionRev {
        QuestionRev { id: QuestionId(self.question.clone()), rev: self.rev }
    }
}

/// What the keys of everything about a question begin with.
pub(super) fn prefix(asked: &QuestionRev) -> String {
    format!("{asked}/")
}

/// Answers as their events add up.
#[derive(Debug, Default)]
pub(super) struct AnswerFold {
    lines: Vec<Option<AnswerLine>>,
    places: HashMap<String, usize>,
}

impl AnswerFold {
    pub(super) fn take(&mut self, event: Event) {
        match event {
            Event::Answer(line) => {
                self.places.insert(line.id.clone(), self.lines.len());
                self.lines.push(Some(line));
            }
            Event::Rating(rating) => {
                if let Some(Some(line)) = self.line(&rating.answer) {
                    line.confidence = Some(rating.confidence);
                }
            }
            Event::TakenBack(taken) => {
                if let Some(line) = self.line(&taken.answer) {
                    *line = None;
                }
            }
            _ => {}
        }
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
            Ok(AnswerId { id, asked: answer.draft.asked.clone() })
        })
    }

    /// Keeps how sure an answer felt.
    pub fn rate(&mut self, id: &AnswerId, confidence: Confidence) -> Result<(), StoreError> {
        let (question, at) = (id.asked.id.0.clone(), clock::now().at);
        let (answer, rev) = (id.id.clone(), id.asked.rev);
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
        let QuestionRev { id, rev } = &self.asked;
        Event::TakenBack(TakenBack { answer: self.id.clone(), question: id.0.clone(), rev: *rev })
    }
}
