//! A topic test that was taken, and a topic that was put back to before its test.

use serde::{Deserialize, Serialize};

use super::check;
use quizbank::model::calendar::{Day, Moment, Now};
use quizbank::score::Tally;

/// A topic test that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TopicTestResult {
    /// The topic.
    pub topic: String,
    /// When it was taken.
    #[serde(rename = "at_ms")]
    pub at: Moment,
    /// The day at the learner's place.
    pub day: Day,
    /// How many answers were right.
    pub right: usize,
    /// How many questions there were.
    pub asked: usize,
}

/// A topic whose test and skip were taken back.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::store) struct TopicReset {
    pub(in crate::store) topic: String,
}

impl TopicTestResult {
    /// The test of `topic`, taken now with this score.
    pub fn new(topic: String, now: Now, score: Tally) -> Self {
        Self { topic, at: now.at, day: now.day, right: score.right, asked: score.answered }
    }

    /// The score.
    pub fn score(&self) -> Tally {
        Tally { right: self.right, answered: self.asked }
    }

    pub(in crate::store) fn check(&self) -> Result<(), String> {
        let Self { right, asked, .. } = self;
        if right > asked {
            return Err(format!("`right` is {right} of `asked` {asked}"));
        }
        check::name("topic", &self.topic)
    }
}
