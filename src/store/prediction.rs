//! Predictions at the stops of a run: who said what beforehand, what was seen.

use super::event::Event;
use super::event::prediction::PredictionLine;
use super::log::Scope;
use super::{Store, StoreError};
use quizbank::model::calendar::Now;
use quizbank::prediction::Prediction;

impl Store {
    /// Keeps a prediction that came to its end.
    pub fn keep_prediction(&mut self, prediction: &Prediction, now: Now) -> Result<(), StoreError> {
        let line = PredictionLine::of(prediction.clone(), now);
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
        Ok(lines.into_iter().map(PredictionLine::prediction).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quizbank::model::calendar::{Day, Moment};
    use quizbank::model::question::QuestionId;
    use quizbank::prediction::Votes;

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
