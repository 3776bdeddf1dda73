//! How an attempt went: by topic, by confidence, and what was missed.

use std::collections::BTreeMap;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use super::answer::{Confidence, Outcome};
use super::explain;
use super::slot::Slot;

/// Right answers out of those given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Questions answered right.
    pub right: usize,
    /// Questions answered.
    pub answered: usize,
}

/// Writes `answers`, `right` and `right_ratio`, which is null where nothing was answered.
impl Serialize for Tally {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { right, answered } = *self;
        let ratio = (answered > 0).then(|| right as f64 / answered as f64);
        let mut tally = serializer.serialize_struct("Tally", 3)?;
        tally.serialize_field("answers", &answered)?;
        tally.serialize_field("right", &right)?;
        tally.serialize_field("right_ratio", &ratio)?;
        tally.end()
    }
}

impl Tally {
    pub(super) fn count(&mut self, outcome: Outcome) {
        self.answered += 1;
        self.right += usize::from(outcome == Outcome::Right);
    }

    pub(super) fn add(&mut self, other: Self) {
        self.answered += other.answered;
        self.right += other.right;
    }

    /// The share of right answers in whole percent; `None` when nothing was answered.
    pub fn percent(self) -> Option<usize> {
        (self.right * 100 + self.answered / 2).checked_div(self.answered)
    }
}

/// The score of an attempt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StudyScore {
    /// All questions together.
    pub total: Tally,
    /// How many were asked, answered or not.
    pub asked: usize,
    /// By topic, in alphabetical order.
    pub topics: BTreeMap<String, Tally>,
    /// By how sure the learner felt, where it was said.
    pub confidence: BTreeMap<Confidence, Tally>,
    /// Numbers (counted from 1) of the questions answered wrong.
    pub missed: Vec<usize>,
    /// How often each mistake was made, by its id.
    pub mistakes: BTreeMap<String, usize>,
}

impl StudyScore {
    /// The score of `slots`.
    pub fn of(slots: &[Slot]) -> Self {
        let mut score = Self { asked: slots.len(), ..Self::default() };
        for (index, slot) in slots.iter().enumerate() {
            let Some(outcome) = slot.outcome() else { continue };
            score.total.count(outcome);
            score.topics.entry(slot.item().question.topic.clone()).or_default().count(outcome);
            if let Some(confidence) = slot.confidence() {
                score.confidence.entry(confidence).or_default().count(outcome);
            }
            if outcome == Outcome::Wrong {
                score.missed.push(index + 1);
            }
            for id in explain::mistake_ids(slot) {
                *score.mistakes.entry(id.to_owned()).or_default() += 1;
            }
        }
        score
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use crate::session::Session;

    #[test]
    fn a_score_counts_by_topic_and_confidence_and_lists_what_was_missed() {
        let questions = ["a", "b", "c"].map(|id| sample::choice(id, "scaling"));
        let mut session = Session::new(&questions, 1).unwrap();
        for (rating, right) in [(Confidence::Sure, true), (Confidence::Guess, false)] {
            let key = session.current().unwrap().item().keys().next().unwrap();
            session.apply(&session.rate(rating));
            session.pick(if right { key } else { (key + 1) % 4 }).unwrap();
            session.apply(&session.answer().unwrap());
            session.advance().unwrap();
        }
        let score = StudyScore::of(session.slots());
        assert_eq!(score.total, Tally { right: 1, answered: 2 });
        assert_eq!(score.mistakes.values().sum::<usize>(), 1);
        assert_eq!(score.topics["scaling"].percent(), Some(50));
        assert_eq!(score.confidence[&Confidence::Guess], Tally { right: 0, answered: 1 });
        assert_eq!((score.asked, score.missed), (3, vec![2]));
    }

    #[test]
    fn nothing_answered_is_no_percentage() {
        assert_eq!(Tally::default().percent(), None);
    }
}
