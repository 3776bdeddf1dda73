//! An answer as it is kept: what was asked, what was said and how sure, when,
//! and how long it took. A question is known by its id and its revision, an
//! option by its place in the file, so a record means the same whatever order
//! was shown.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::session::{Confidence, Outcome, Slot};
use crate::model::calendar::{Millis, Now};
use crate::model::question::{Question, QuestionId};

/// A question at one revision: what an answer is an answer to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
pub struct QuestionRev {
    /// The question.
    pub id: QuestionId,
    /// Its revision.
    pub rev: u32,
}

impl QuestionRev {
    /// `question` as it stands in the bank.
    pub fn of(question: &Question) -> Self {
        Self { id: question.id.clone(), rev: question.rev }
    }
}

impl fmt::Display for QuestionRev {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.id, self.rev)
    }
}

/// How much of the answer was known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recall {
    /// None of it that matters.
    Missed,
    /// Some of it.
    Partly,
    /// All of it.
    Knew,
}

impl Recall {
    /// From the best to the worst, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Knew, Self::Partly, Self::Missed];

    /// Its word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Knew => "knew",
            Self::Partly => "partly",
            Self::Missed => "missed",
        }
    }
}

/// What was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Response {
    /// Options were chosen.
    Chosen {
        /// Their positions in the file, counted from 0, ascending.
        positions: Vec<usize>,
        /// Whether they are the keys.
        outcome: Outcome,
    },
    /// The answer was revealed, and the learner marked themselves.
    Marked(Recall),
}

impl Response {
    /// Whether it was right; what was known in part was not.
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::Chosen { outcome, .. } => *outcome,
            Self::Marked(Recall::Knew) => Outcome::Right,
            Self::Marked(Recall::Partly | Recall::Missed) => Outcome::Wrong,
        }
    }
}

/// An answer without its times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAnswer {
    /// What was asked.
    pub asked: QuestionRev,
    /// What was said.
    pub said: Response,
    /// How sure it felt, where that was said.
    pub confidence: Option<Confidence>,
    /// What its numbers and the order of its options were drawn from.
    pub seed: u64,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What was asked and said.
    pub draft: NewAnswer,
    /// When it was given.
    pub given: Now,
    /// How long the question had been shown.
    pub took: Millis,
}

/// What a sitting asks to be kept, each under the number of its question there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerChange {
    /// A question was answered.
    Answered(usize, NewAnswer),
    /// The learner said how sure an answer was.
    Rated(usize, Confidence),
    /// An answer was taken back.
    TakenBack(usize),
}

impl NewAnswer {
    /// What was answered in `slot`; `None` while nothing was.
    pub fn of(slot: &Slot) -> Option<Self> {
        let outcome = slot.outcome()?;
        let item = slot.item();
        let position = |&index: &usize| item.options.get(index).map(|option| option.position);
        let mut positions: Vec<usize> = slot.picked().iter().filter_map(position).collect();
        positions.sort_unstable();
        let chosen = Response::Chosen { positions, outcome };
        Some(Self {
            asked: QuestionRev::of(&item.question),
            said: slot.recall().map_or(chosen, Response::Marked),
            confidence: slot.confidence(),
            seed: item.seed,
        })
    }

    /// The answer, given now.
    pub const fn given(self, given: Now, took: Millis) -> Answer {
        Answer { draft: self, given, took }
    }

    /// Whether it was wrong and felt certain.
    pub fn is_sure_but_wrong(&self) -> bool {
        self.confidence == Some(Confidence::Sure) && self.said.outcome() == Outcome::Wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use crate::session::Session;

    #[test]
    fn an_answer_keeps_positions_of_the_file_whatever_was_shown() {
        for seed in 0..10 {
            let mut session = Session::new([&sample::multiple("m", "scaling")], seed).unwrap();
            assert_eq!(NewAnswer::of(session.current().unwrap()), None);
            let keys: Vec<usize> = session.current().unwrap().item().keys().collect();
            session.rate(Confidence::Sure);
            session.answer_with(&keys).unwrap();
            let draft = NewAnswer::of(session.current().unwrap()).unwrap();
            let said = Response::Chosen { positions: vec![0, 3], outcome: Outcome::Right };
            assert_eq!((draft.said, draft.confidence), (said, Some(Confidence::Sure)));
            assert_eq!((draft.asked.to_string(), draft.seed), ("m@1".to_owned(), seed));
        }
    }
}
