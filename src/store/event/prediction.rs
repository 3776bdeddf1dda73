//! A prediction at a stop of a run.

use serde::{Deserialize, Serialize};

use super::check::{self, MOST_OPTIONS};
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::time::SimDuration;
use quizbank::model::calendar::{Day, Moment, Now};
use quizbank::model::question::QuestionId;
use quizbank::prediction::{Prediction, Votes};

/// A prediction in the log.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(in crate::store) struct PredictionLine {
    scenario: String,
    rules: String,
    stop_us: u64,
    question: String,
    rev: u32,
    #[serde(rename = "at_ms")]
    pub(in crate::store) at: Moment,
    day: Day,
    predicted: Vec<u32>,
    seen: Vec<u32>,
    came_true: Vec<usize>,
}

impl PredictionLine {
    /// The line of a prediction that came to its end now.
    pub(in crate::store) fn of(prediction: Prediction, now: Now) -> Self {
        let Prediction { scenario, edition, stop_us, question, rev, predicted, seen, right } =
            prediction;
        Self {
            scenario,
            rules: edition,
            stop_us,
            question: question.0,
            rev,
            at: now.at,
            day: now.day,
            predicted: predicted.0,
            seen: seen.0,
            came_true: right,
        }
    }

    /// The prediction that it holds.
    pub(in crate::store) fn prediction(self) -> Prediction {
        Prediction {
            scenario: self.scenario,
            edition: self.rules,
            stop_us: self.stop_us,
            question: QuestionId(self.question),
            rev: self.rev,
            predicted: Votes(self.predicted),
            seen: Votes(self.seen),
            right: self.came_true,
        }
    }

    pub(in crate::store) fn key(&self) -> String {
        let Self { scenario, rules, stop_us, question, at, .. } = self;
        format!("{}/{scenario}/{rules}/{stop_us}/{question}", at.0)
    }

    pub(in crate::store) fn check(&self) -> Result<(), String> {
        let lists = [self.predicted.len(), self.seen.len(), self.came_true.len()];
        if lists.iter().any(|length| *length > MOST_OPTIONS)
            || self.came_true.iter().any(|position| *position >= MOST_OPTIONS)
        {
            return Err("no question has that number of options".to_owned());
        }
        if self.stop_us > SimDuration::MAX.as_micros() {
            return Err("`stop_us` is after the end of every run".to_owned());
        }
        if Edition::parse(&self.rules).is_none() {
            let known = Edition::ALL.map(Edition::name).join(", ");
            let rules = check::shown(&self.rules, 40);
            return Err(format!("`rules` is `{rules}`, expected one of {known}"));
        }
        check::name("scenario", &self.scenario)?;
        check::name("question", &self.question)
    }
}
