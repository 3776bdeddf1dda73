//! An answer as it is kept: what was asked, what was said and how sure, when,
//! and how long it took. A question is known by its id and its revision, an
//! option by its place in the file, so a record means the same whatever order
//! was shown.

use std::fmt;

use super::recall::Recall;
use super::session::{Confidence, Outcome, Slot};
use crate::model::calendar::{Millis, Now};
use crate::model::question::{Question, QuestionId};

/// A question at one revision: what an answer is an answer to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Asked {
    /// The question.
    pub id: QuestionId,
    /// Its revision.
    pub rev: u32,
}

impl Asked {
    /// `question` as it stands in the bank.
    pub fn of(question: &Question) -> Self {
        Self { id: question.id.clone(), rev: question.rev }
    }
}

impl fmt::Display for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.id, self.rev)
    }
}

/// What was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
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

impl Said {
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
pub struct Draft {
    /// What was asked.
    pub asked: Asked,
    /// What was said.
    pub said: Said,
    /// How sure it felt, where that was said.
    pub confidence: Option<Confidence>,
    /// What its numbers and the order of its options were drawn from.
    pub seed: u64,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What was asked and said.
    pub draft: Draft,
    /// When it was given.
    pub given: Now,
    /// How long the question had been shown.
    pub took: Millis,
}

/// What a sitting asks to be kept, each under the number of its question there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A question was answered.
    Answered(usize, Draft),
    /// The learner said how sure an answer was.
    Rated(usize, Confidence),
    /// An answer was taken back.
    TakenBack(usize),
}

impl Draft {
    /// What was answered in `slot`; `None` while nothing was.
    pub fn of(slot: &Slot) -> Option<Self> {
        let outcome = slot.outcome()?;
        let item = slot.item();
        let position = |&index: &usize| item.options.get(index).map(|option| option.position);
        let mut positions: Vec<usize> = slot.picked().iter().filter_map(position).collect();
        positions.sort_unstable();
        let chosen = Said::Chosen { positions, outcome };
        Some(Self {
            asked: Asked::of(&item.question),
            said: slot.recall().map_or(chosen, Said::Marked),
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
            assert_eq!(Draft::of(session.current().unwrap()), None);
            let keys: Vec<usize> = session.current().unwrap().item().keys().collect();
            session.rate(Confidence::Sure);
            session.answer_with(&keys).unwrap();
            let draft = Draft::of(session.current().unwrap()).unwrap();
            let said = Said::Chosen { positions: vec![0, 3], outcome: Outcome::Right };
            assert_eq!((draft.said, draft.confidence), (said, Some(Confidence::Sure)));
            assert_eq!((draft.asked.to_string(), draft.seed), ("m@1".to_owned(), seed));
        }
    }
}
