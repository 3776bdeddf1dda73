//! A prediction before a run goes on, and what was seen afterwards: votes of one
//! learner or of a class, and how many of them were right.

use crate::model::question::QuestionId;
use crate::score::Tally;

/// Votes for each option of a question, in the order of its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Votes(pub Vec<u32>);

impl Votes {
    /// Creates a prediction without votes for this number of options.
    pub fn none(options: usize) -> Self {
        Self(vec![0; options])
    }

    /// The votes for the option at `position`.
    pub fn of(&self, position: usize) -> u32 {
        self.0.get(position).copied().unwrap_or(0)
    }

    /// Sets the votes for the option at `position`.
    pub fn set(&mut self, position: usize, count: u32) {
        if let Some(slot) = self.0.get_mut(position) {
            *slot = count;
        }
    }

    /// These votes and `other` together, option by option.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let options = self.0.len().max(other.0.len());
        Self((0..options).map(|at| self.of(at).saturating_add(other.of(at))).collect())
    }

    /// All votes together.
    pub fn cast(&self) -> u32 {
        self.0.iter().fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// How many of the votes were for an option at one of the `right` positions.
    pub fn judged(&self, right: &[usize]) -> Tally {
        let count = |votes: u32| usize::try_from(votes).unwrap_or(usize::MAX);
        let hits = right.iter().fold(0_u32, |sum, at| sum.saturating_add(self.of(*at)));
        Tally { right: count(hits), answered: count(self.cast()) }
    }
}

/// A prediction that came to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prediction {
    /// The scenario that was played.
    pub scenario: String,
    /// The name of the edition.
    pub edition: String,
    /// Where it was stopped, in microseconds since the start.
    pub stop_us: u64,
    /// What was asked.
    pub question: QuestionId,
    /// Its revision.
    pub rev: u32,
    /// What was said beforehand.
    pub predicted: Votes,
    /// What was said to have been seen; none where nobody was asked.
    pub seen: Votes,
    /// Positions of the options that came true.
    pub right: Vec<usize>,
}

/// Predictions together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PredictionRecord {
    /// How often somebody was asked.
    pub asked: usize,
    /// Votes beforehand.
    pub predicted: Tally,
    /// Votes afterwards.
    pub seen: Tally,
}

impl PredictionRecord {
    /// The record of `predictions`.
    pub fn of<'p>(predictions: impl IntoIterator<Item = &'p Prediction>) -> Self {
        let mut record = Self::default();
        for prediction in predictions {
            record.asked += 1;
            record.predicted.add(prediction.predicted.judged(&prediction.right));
            record.seen.add(prediction.seen.judged(&prediction.right));
        }
        record
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prediction(predicted: [u32; 4], seen: [u32; 4], right: &[usize]) -> Prediction {
        Prediction {
            scenario: "health-302".to_owned(),
            edition: "chapter".to_owned(),
            stop_us: 60_000_000,
            question: QuestionId("q".to_owned()),
            rev: 1,
            predicted: Votes(predicted.to_vec()),
            seen: Votes(seen.to_vec()),
            right: right.to_vec(),
        }
    }

    #[test]
    fn votes_are_right_where_they_name_what_came_true() {
        let one = prediction([4, 1, 0, 5], [0, 2, 0, 8], &[3]);
        assert_eq!(one.predicted.judged(&one.right), Tally { right: 5, answered: 10 });
        let none = prediction([4, 1, 0, 5], [0; 4], &[]);
        assert_eq!(none.predicted.judged(&none.right), Tally { right: 0, answered: 10 });
        let record = PredictionRecord::of([&one, &none]);
        assert_eq!(record.asked, 2);
        assert_eq!(record.predicted, Tally { right: 5, answered: 20 });
        assert_eq!(record.seen.percent(), Some(80));
    }

    #[test]
    fn no_number_of_votes_overflows() {
        let many = Votes(vec![u32::MAX, u32::MAX]);
        assert_eq!(many.cast(), u32::MAX);
        assert_eq!(many.judged(&[0, 1]).right, usize::try_from(u32::MAX).unwrap());
        assert_eq!(many.with(&Votes(vec![1, 0, 5])), Votes(vec![u32::MAX, u32::MAX, 5]));
        let mut votes = Votes::none(2);
        votes.set(7, 1);
        assert_eq!(votes.cast(), 0);
    }
}
