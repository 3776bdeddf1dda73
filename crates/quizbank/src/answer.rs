//! An answer as it is kept: what was asked, what was said and how sure, when,
//! and how long it took. A question is known by its id and its revision, an
//! option by its place in the file, so a record means the same whatever order
//! was shown.

use std::fmt;

use serde::{Deserialize, Serialize};
use spanned_toml::word::Word;

use super::present::PresentedQuestion;
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

/// How sure a learner felt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// It could as well have been another.
    Guess,
    /// More likely than not.
    Unsure,
    /// Certain.
    Sure,
}

impl Confidence {
    /// All of them, the least first.
    pub const ALL: [Self; 3] = [Self::Guess, Self::Unsure, Self::Sure];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Guess => "guess",
            Self::Unsure => "unsure",
            Self::Sure => "sure",
        }
    }
}

/// Whether an answer was right; all keys and nothing else must be picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was.
    Right,
    /// It was not.
    Wrong,
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

impl Word for Recall {
    const WORDS: &'static [(&'static str, Self)] =
        &[("knew", Self::Knew), ("partly", Self::Partly), ("missed", Self::Missed)];
}

/// What the learner chose, or how well it was recalled.
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
    /// The question, at its revision.
    pub question: QuestionRev,
    /// What the learner chose, or how well it was recalled.
    pub response: Response,
    /// How sure it felt, where it was stated.
    pub confidence: Option<Confidence>,
    /// What its numbers and the order of its options were sampled from.
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

/// What an attempt asks to be kept, each under the number of its question there.
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
    /// The answer to `item` by the options at these indices.
    pub fn chosen(
        item: &PresentedQuestion,
        picked: &[usize],
        confidence: Option<Confidence>,
    ) -> Self {
        let position = |&index: &usize| item.options.get(index).map(|option| option.position);
        let mut positions: Vec<usize> = picked.iter().filter_map(position).collect();
        positions.sort_unstable();
        let is_right = item.keys().eq(picked.iter().copied());
        let outcome = if is_right { Outcome::Right } else { Outcome::Wrong };
        Self::of(item, Response::Chosen { positions, outcome }, confidence)
    }

    /// The answer to `item` by the learner's own mark.
    pub fn marked(
        item: &PresentedQuestion,
        recall: Recall,
        confidence: Option<Confidence>,
    ) -> Self {
        Self::of(item, Response::Marked(recall), confidence)
    }

    fn of(item: &PresentedQuestion, response: Response, confidence: Option<Confidence>) -> Self {
        Self { question: QuestionRev::of(&item.question), response, confidence, seed: item.seed }
    }

    /// Indices of the options of `item` that were chosen, ascending.
    pub fn picked(&self, item: &PresentedQuestion) -> Vec<usize> {
        let Response::Chosen { positions, .. } = &self.response else { return Vec::new() };
        let shown = item.options.iter().enumerate();
        let chosen = shown.filter(|(_, option)| positions.contains(&option.position));
        chosen.map(|(index, _)| index).collect()
    }

    /// What the learner said of an answer given without options.
    pub fn recall(&self) -> Option<Recall> {
        if let Response::Marked(recall) = self.response { Some(recall) } else { None }
    }

    /// The answer, given now.
    pub const fn given(self, given: Now, took: Millis) -> Answer {
        Answer { draft: self, given, took }
    }

    /// Whether it was wrong and felt certain.
    pub fn is_sure_but_wrong(&self) -> bool {
        self.confidence == Some(Confidence::Sure) && self.response.outcome() == Outcome::Wrong
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::present::present;
    use crate::sample;

    #[test]
    fn an_answer_keeps_positions_of_the_file_whatever_was_shown() {
        for seed in 0..10 {
            let item = present(&sample::multiple("m", "scaling"), seed).unwrap();
            let keys: Vec<usize> = item.keys().collect();
            let draft = NewAnswer::chosen(&item, &keys, Some(Confidence::Sure));
            let response = Response::Chosen { positions: vec![0, 3], outcome: Outcome::Right };
            assert_eq!((&draft.response, draft.confidence), (&response, Some(Confidence::Sure)));
            assert_eq!((draft.question.to_string(), draft.seed), ("m@1".to_owned(), seed));
            assert_eq!(draft.picked(&item), keys);
        }
    }
}
