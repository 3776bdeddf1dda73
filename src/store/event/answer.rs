//! An answer of study, how sure it felt, and that it counts no more.

use serde::{Deserialize, Serialize};

use super::check::{self, MOST_OPTIONS, shown};
use quizbank::answer::{Answer, NewAnswer, QuestionRev, Recall, Response};
use quizbank::answer::{Confidence, Outcome};
use quizbank::model::calendar::{Day, Millis, Moment, Now};
use quizbank::model::question::QuestionId;

/// The digits of an answer's name.
const ID: usize = 32;

/// An answer in the log.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::store) struct AnswerLine {
    pub(in crate::store) id: String,
    question: String,
    pub(in crate::store) rev: u32,
    #[serde(rename = "at_ms")]
    pub(in crate::store) at: Moment,
    day: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    options: Option<Vec<usize>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recall: Option<Recall>,
    right: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::store) confidence: Option<Confidence>,
    seed: u64,
    took_ms: u64,
}

/// How sure an answer felt, said later.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::store) struct Rating {
    pub(in crate::store) answer: String,
    pub(in crate::store) question: String,
    pub(in crate::store) rev: u32,
    #[serde(rename = "at_ms")]
    pub(in crate::store) at: Moment,
    pub(in crate::store) confidence: Confidence,
}

/// An answer that counts no more.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::store) struct TakenBack {
    pub(in crate::store) answer: String,
    pub(in crate::store) question: String,
    pub(in crate::store) rev: u32,
}

impl AnswerLine {
    pub(in crate::store) fn of(id: String, answer: &Answer) -> Self {
        let Answer { draft, given, took } = answer;
        let (options, recall) = match &draft.response {
            Response::Chosen { positions, .. } => (Some(positions.clone()), None),
            Response::Marked(recall) => (None, Some(*recall)),
        };
        Self {
            id,
            question: draft.question.id.0.clone(),
            rev: draft.question.rev,
            at: given.at,
            day: given.day,
            options,
            recall,
            right: draft.response.outcome() == Outcome::Right,
            confidence: draft.confidence,
            seed: draft.seed,
            took_ms: took.0,
        }
    }

    pub(in crate::store) fn question(&self) -> QuestionRev {
        QuestionRev { id: QuestionId(self.question.clone()), rev: self.rev }
    }

    /// The day on which it was given.
    pub(in crate::store) fn day(&self) -> Day {
        self.day
    }

    pub(in crate::store) fn check(&self) -> Result<(), String> {
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
        check::name("question", &self.question)
    }

    /// The answer; of a line with neither options nor recall, one that chose nothing.
    pub(in crate::store) fn answer(&self) -> Answer {
        let outcome = if self.right { Outcome::Right } else { Outcome::Wrong };
        let positions = self.options.clone().unwrap_or_default();
        let chosen = Response::Chosen { positions, outcome };
        let response = self.recall.map_or(chosen, Response::Marked);
        let (question, confidence, seed) = (self.question(), self.confidence, self.seed);
        let draft = NewAnswer { question, response, confidence, seed };
        draft.given(Now { at: self.at, day: self.day }, Millis(self.took_ms))
    }
}

impl Rating {
    /// The same word at the same moment is the same rating.
    pub(in crate::store) fn key(&self) -> String {
        let Self { answer, question, rev, at, confidence } = self;
        format!("{question}@{rev}/{answer}/{}/{}", at.0, confidence.name())
    }

    pub(in crate::store) fn question(&self) -> QuestionRev {
        QuestionRev { id: QuestionId(self.question.clone()), rev: self.rev }
    }
}

impl TakenBack {
    pub(in crate::store) fn question(&self) -> QuestionRev {
        QuestionRev { id: QuestionId(self.question.clone()), rev: self.rev }
    }
}

/// What the keys of everything about a question begin with.
pub(in crate::store) fn prefix(question: &QuestionRev) -> String {
    format!("{question}/")
}
