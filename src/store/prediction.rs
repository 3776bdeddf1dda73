//! Predictions at the stops of a run: who said what beforehand, what was seen.

use serde::{Deserialize, Serialize};

use super::event::{self, Event, MOST_OPTIONS};
use super::log::Scope;
use super::{Store, StoreError};
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::time::SimDuration;
use quizbank::model::calendar::{Day, Moment, Now};
use quizbank::model::question::QuestionId;
use quizbank::prediction::{Prediction, Votes};

/// A prediction in the log.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PredictionLine {
    scenario: String,
    rules: String,
    stop_us: u64,
    question: String,
    rev: u32,
    #[serde(rename = "at_ms")]
    pub(super) at: Moment,
    day: Day,
    predicted: Vec<u32>,
    seen: Vec<u32>,
    came_true: Vec<usize>,
}

impl PredictionLine {
    pub(super) fn key(&self) -> String {
        let Self { scenario, rules, stop_us, question, at, .. } = self;
        format!("{}/{scenario}/{rules}/{stop_us}/{question}", at.0)
    }

    pub(super) fn check(&self) -> Result<(), String> {
        let lists = [self.predicted.len(), self.seen.len(), self.came_true.len()];
        if lists.iter().any(|length| *length > MOST_OPTIONS)
            || self.came_true.iter().any(|position| *position >= MOST_OPTIONS)
        {
            return Err("no question has so many options".to_owned());
        }
        if self.stop_us > SimDuration::MAX.as_micros() {
            return Err("`stop_us` is after the end of every run".to_owned());
        }
        if Edition::parse(&self.rules).is_none() {
            let known = Edition::ALL.map(Edition::name).join(", ");
            let rules = event::shown(&self.rules, 40);
            return Err(format!("`rules` is `{rules}`, which is none of {known}"));
        }
        event::name("scenario", &self.scenario)?;
        event::name("question", &self.question)
    }
}

impl Store {
    /// Keeps a prediction that came to its end.
    pub fn keep_prediction(&mut self, prediction: &Prediction, now: Now) -> Result<(), StoreError> {
        let Prediction { scenario, edition, stop_us, question, rev, predicted, seen, right } =
            prediction.clone();
        let line = PredictionLine {
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
        };
        self.append(&[Event::Prediction(line)]).map(|_| ())
    }

    /// Every prediction, in order of time.
    pub fn predictions(&self) -> Result<Vec<Prediction>, StoreError> {
        let mut lines: Vec<PredictionLine> = self
            .events(&["prediction"], Scope::All)?
            .into_iter()
            .filter_map(|event| if let Event::Prediction(line) = event { Some(line) } else { None })
            .collect();
        lines.sort_by_key(|line| line.at);
        let prediction = |line: PredictionLine| Prediction {
            scenario: line.scenario,
            edition: line.rules,
            stop_us: line.stop_us,
            question: QuestionId(line.question),
            rev: line.rev,
            predicted: Votes(line.predicted),
            seen: Votes(line.seen),
            right: line.came_true,
        };
        Ok(lines.into_iter().map(prediction).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quizbank::model::calendar::Day;

    #[test]
    fn a_prediction_comes_back_as_it_was_kept() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(folder.path()).unwrap();
        let prediction = Prediction {
            scenario: "health-302".to_owned(),
            edition: "aws".to_owned(),
            stop_us: 60_000_001,
            question: QuestionId("q".to_owned()),
            rev: 2,
            predicted: Votes(vec![1, 0, 9_999, 0]),
            seen: Votes(Vec::new()),
            right: vec![2],
        };
        let now = Now { at: Moment(5), day: Day::new(20_000).unwrap() };
        store.keep_prediction(&prediction, now).unwrap();
        let later = Now { at: Moment(6), ..now };
        store.keep_prediction(&prediction, later).unwrap();
        assert_eq!(store.predictions().unwrap(), [prediction.clone(), prediction]);
    }
}
