//! What answers add up to, question by question: all that the progress needs of them, whatever
//! their number.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::answer::{Answer, Confidence, Outcome, QuestionRev, Response};
use crate::model::calendar::Day;
use crate::score::Tally;

/// What the answers to each question at each revision add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AnswerCounts(BTreeMap<QuestionRev, QuestionCounts>);

impl AnswerCounts {
    /// Each question with what its answers add up to, in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&QuestionRev, &QuestionCounts)> {
        self.0.iter()
    }
}

impl FromIterator<(QuestionRev, QuestionCounts)> for AnswerCounts {
    fn from_iter<I: IntoIterator<Item = (QuestionRev, QuestionCounts)>>(counts: I) -> Self {
        Self(counts.into_iter().collect())
    }
}

impl<'a> FromIterator<&'a Answer> for AnswerCounts {
    fn from_iter<I: IntoIterator<Item = &'a Answer>>(answers: I) -> Self {
        let mut counts = Self::default();
        for answer in answers {
            counts.0.entry(answer.draft.question.clone()).or_default().count(answer);
        }
        counts
    }
}

/// What the answers to one question at one revision add up to. Their order does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub struct QuestionCounts {
    /// Answers without options: how many were right, and how many there are.
    recalled: (usize, usize),
    /// The same of answers by options: not rated, then by confidence, the least first.
    chosen: [(usize, usize); 1 + Confidence::ALL.len()],
    /// The options of wrong answers by position in the file: how often, and when last.
    wrong: BTreeMap<usize, (usize, Day)>,
}

impl QuestionCounts {
    /// Counts one more answer.
    pub fn count(&mut self, answer: &Answer) {
        let outcome = answer.draft.response.outcome();
        let place = match (&answer.draft.response, answer.draft.confidence) {
            (Response::Marked(_), _) => &mut self.recalled,
            (Response::Chosen { .. }, confidence) => {
                let [not_rated, guess, unsure, sure] = &mut self.chosen;
                match confidence {
                    None => not_rated,
                    Some(Confidence::Guess) => guess,
                    Some(Confidence::Unsure) => unsure,
                    Some(Confidence::Sure) => sure,
                }
            }
        };
        place.0 += usize::from(outcome == Outcome::Right);
        place.1 += 1;
        let Response::Chosen { positions, outcome: Outcome::Wrong } = &answer.draft.response else {
            return;
        };
        for &position in positions {
            let (times, last) = self.wrong.entry(position).or_insert((0, answer.given.day));
            *times += 1;
            *last = answer.given.day.max(*last);
        }
    }

    /// All answers.
    pub(super) fn total(&self) -> Tally {
        let all = self.chosen.iter().chain([&self.recalled]);
        all.fold(Tally::default(), |sum, &(right, answered)| Tally {
            right: sum.right + right,
            answered: sum.answered + answered,
        })
    }

    /// Answers by options, by how sure they felt, where there are any.
    pub(super) fn by_confidence(&self) -> impl Iterator<Item = (Option<Confidence>, Tally)> {
        let confidence = [None].into_iter().chain(Confidence::ALL.map(Some));
        let tallies = confidence.zip(&self.chosen);
        let tallies = tallies.map(|(said, &(right, answered))| (said, Tally { right, answered }));
        tallies.filter(|(_, tally)| tally.answered > 0)
    }

    /// The options of wrong answers: position in the file, how often, and when last.
    pub(super) fn wrong(&self) -> impl Iterator<Item = (usize, usize, Day)> {
        self.wrong.iter().map(|(&position, &(times, last))| (position, times, last))
    }
}
