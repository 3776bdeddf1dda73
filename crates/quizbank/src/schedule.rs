//! When a question is due: FSRS with its published default weights, at a
//! wanted chance of recall of 90 %.
//!
//! A card is what the answers to one question at one revision add up to, so it
//! can be worked out again from them at any time. The weights are those of the
//! `fsrs` crate; its optimizer is not used. It computes with the platform's
//! maths, which is fine here: nothing that is simulated depends on it.

use std::collections::BTreeMap;

use fsrs::{FSRS, MemoryState, NextStates};
use serde::{Deserialize, Serialize};

use super::answer::{Answer, NewAnswer, QuestionRev, Recall, Response};
use super::answer::{Confidence, Outcome};
use crate::model::calendar::Day;

/// The chance of recall at which a question is due; our choice, and the
/// default of the programs that use FSRS.
const RETENTION: f32 = 0.90;

/// How well an answer went, for the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rating {
    /// Wrong, or right by luck.
    Again,
    /// Right with doubt.
    Hard,
    /// Right.
    Good,
}

impl Rating {
    /// The grade of an answer. Right without a word on how sure counts as good.
    pub const fn of(draft: &NewAnswer) -> Self {
        match (&draft.response, draft.confidence) {
            (
                Response::Chosen { outcome: Outcome::Wrong, .. } | Response::Marked(Recall::Missed),
                _,
            )
            | (Response::Chosen { .. }, Some(Confidence::Guess)) => Self::Again,
            (Response::Chosen { .. }, Some(Confidence::Unsure))
            | (Response::Marked(Recall::Partly), _) => Self::Hard,
            (Response::Chosen { .. }, Some(Confidence::Sure) | None)
            | (Response::Marked(Recall::Knew), _) => Self::Good,
        }
    }
}

/// How well a question at one revision is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub struct Card {
    /// Days until the chance of recall falls to 90 %.
    pub stability: f32,
    /// From 1, easy, to 10.
    pub difficulty: f32,
    /// The day of the last answer.
    pub reviewed: Day,
    /// The day on which it is due, whatever exam is near.
    pub due: Day,
    /// How the last answer went.
    pub last: Rating,
    /// Answers so far.
    pub reviews: u32,
}

/// Every card of a learner.
pub type Cards = BTreeMap<QuestionRev, Card>;

impl Card {
    /// The day on which it is due: none is scheduled past an exam that is
    /// still to come when it is answered.
    pub(crate) fn due_by(&self, exam: Option<Day>) -> Day {
        match exam {
            Some(exam) if exam > self.reviewed => self.due.min(exam),
            _ => self.due,
        }
    }

    /// What happens to `card` by `answer`, the first one where there is no card.
    /// A learner who was sure and wrong gets the question again on the same day,
    /// everybody else on the next day or later.
    pub fn after(card: Option<&Self>, answer: &Answer) -> Self {
        let (day, last) = (answer.given.day, Rating::of(&answer.draft));
        let (reviewed, memory) = match card {
            Some(Self { stability, difficulty, reviewed, .. }) => {
                // A clock that was set back makes no review early.
                let memory = MemoryState { stability: *stability, difficulty: *difficulty };
                (day.max(*reviewed), Some(memory))
            }
            None => (day, None),
        };
        let elapsed = card.map_or(0, |card| reviewed.since(card.reviewed));
        let states = FSRS::default().next_states(memory, RETENTION, elapsed);
        let reviews = card.map_or(0, |card| card.reviews).saturating_add(1);
        let Ok(NextStates { again, hard, good, .. }) = states else {
            // Only a memory that is no number has no next state: begin anew.
            return Self::after(None, answer);
        };
        let next = match last {
            Rating::Again => again,
            Rating::Hard => hard,
            Rating::Good => good,
        };
        let due = if answer.draft.is_sure_but_wrong() {
            reviewed
        } else {
            reviewed.after(whole_days(next.interval))
        };
        let MemoryState { stability, difficulty } = next.memory;
        Self { stability, difficulty, reviewed, due, last, reviews }
    }

    /// The card that `answers` to one question at one revision, in order of
    /// time, add up to; `None` where there are none.
    pub fn of<'a>(answers: impl IntoIterator<Item = &'a Answer>) -> Option<Self> {
        answers.into_iter().fold(None, |card, answer| Some(Self::after(card.as_ref(), answer)))
    }
}

/// An interval in days, a whole number of them and at least one.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast of a float keeps within the bounds of the integer"
)]
fn whole_days(interval: f32) -> u32 {
    interval.round().max(1.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{Given, answer};

    fn day(number: i32) -> Day {
        Day::new(20_780 + number).unwrap()
    }

    /// Stability and difficulty in thousandths, and days until due, after every answer.
    fn steps(answers: &[(Given, i32)]) -> Vec<(f32, f32, u32)> {
        let mut card = None;
        let mut steps = Vec::new();
        for &(given, on) in answers {
            let next = Card::after(card.as_ref(), &answer("q", given, day(on)));
            let round = |value: f32| (value * 1_000.0).round() / 1_000.0;
            let wait = next.due.since(next.reviewed);
            steps.push((round(next.stability), round(next.difficulty), wait));
            card = Some(next);
        }
        steps
    }

    #[test]
    fn the_first_answer_sets_the_published_beginnings() {
        assert_eq!(steps(&[(Given::Right(Some(Confidence::Sure)), 0)]), [(2.307, 2.118, 2)]);
        assert_eq!(steps(&[(Given::Right(Some(Confidence::Unsure)), 0)]), [(1.293, 5.112, 1)]);
        assert_eq!(steps(&[(Given::Right(Some(Confidence::Guess)), 0)]), [(0.212, 6.413, 1)]);
        assert_eq!(steps(&[(Given::Wrong(None), 0)]), [(0.212, 6.413, 1)]);
    }

    #[test]
    fn what_is_known_comes_back_later_and_later() {
        let good = Given::Right(Some(Confidence::Sure));
        let waits: Vec<u32> =
            steps(&[(good, 0), (good, 2), (good, 13), (good, 59)]).iter().map(|it| it.2).collect();
        assert_eq!(waits, [2, 11, 46, 163]);
    }

    #[test]
    fn a_failure_shortens_the_wait() {
        let good = Given::Right(Some(Confidence::Sure));
        let waits: Vec<u32> = steps(&[(good, 0), (good, 2), (Given::Wrong(None), 13)])
            .iter()
            .map(|it| it.2)
            .collect();
        assert_eq!(waits, [2, 11, 2]);
    }

    #[test]
    fn whoever_was_sure_and_wrong_meets_it_again_on_the_same_day() {
        let wrong = Given::Wrong(Some(Confidence::Sure));
        let right = Given::Right(Some(Confidence::Sure));
        let waits: Vec<u32> = steps(&[(wrong, 0), (right, 0)]).iter().map(|it| it.2).collect();
        assert_eq!(waits, [0, 1]);
    }

    #[test]
    fn every_answer_has_its_grade() {
        let cases = [
            (Given::Wrong(Some(Confidence::Guess)), Rating::Again),
            (Given::Wrong(None), Rating::Again),
            (Given::Right(Some(Confidence::Guess)), Rating::Again),
            (Given::Right(Some(Confidence::Unsure)), Rating::Hard),
            (Given::Right(Some(Confidence::Sure)), Rating::Good),
            (Given::Right(None), Rating::Good),
            (Given::Marked(Recall::Knew), Rating::Good),
            (Given::Marked(Recall::Partly), Rating::Hard),
            (Given::Marked(Recall::Missed), Rating::Again),
        ];
        for (given, grade) in cases {
            assert_eq!(Rating::of(&answer("q", given, day(0)).draft), grade, "{given:?}");
        }
    }

    #[test]
    fn nothing_is_scheduled_past_an_exam_that_is_to_come() {
        let card = Card::of(&[answer("q", Given::Right(None), day(0))]).unwrap();
        assert_eq!(card.due, day(2));
        assert_eq!(card.due_by(Some(day(1))), day(1));
        assert_eq!(card.due_by(Some(day(5))), day(2));
        assert_eq!(card.due_by(Some(day(0))), day(2));
        assert_eq!(card.due_by(None), day(2));
    }

    #[test]
    fn a_clock_that_was_set_back_breaks_nothing() {
        let good = Given::Right(None);
        let answers = [answer("q", good, day(5)), answer("q", good, day(3))];
        let card = Card::of(&answers).unwrap();
        assert_eq!((card.reviewed, card.reviews), (day(5), 2));
        assert!(card.due > card.reviewed);
    }
}
