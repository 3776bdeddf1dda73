//! What if: the run of a question with one value of its scenario changed, and
//! what a learner said beforehand.

use super::ProofError;
use super::run::{ProofOutcome, ProofRun};
use apprunner_sim::file::to_toml;
use quizbank::model::question::Question;
use spanned_toml::setting::Setting;

/// A changed run beside the question's own.
#[derive(Clone, Debug)]
pub struct WhatIf {
    /// The question's own run, finished.
    before: ProofRun,
    /// The run with the change.
    after: ProofRun,
    change: Setting,
    /// What the learner expects of the first figure.
    predicted: Option<f64>,
}

/// How a prediction and the run compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PredictionVerdict {
    /// Nothing was predicted.
    Silent,
    /// It came as predicted, within a hundredth.
    Right,
    /// It did not.
    Wrong,
}

/// The values that may be changed: those that the proof sets, then those of application and
/// service, then what is assumed.
pub fn values(run: &ProofRun) -> Vec<Setting> {
    let scenario = run.scenario();
    let mut values = run.changes().to_vec();
    let sheet = scenario.edition.rules().assume.sheet(&scenario.assume);
    let assumed = to_toml::of_assumptions(&scenario.assume).into_iter().zip(sheet);
    let assumed = assumed.filter(|(_, row)| row.is_used()).map(|(setting, _)| setting);
    let others = to_toml::of_application(&scenario.app)
        .into_iter()
        .chain([to_toml::instance(scenario.service.instance)])
        .chain(to_toml::changeable(&scenario.service))
        .chain(assumed);
    for setting in others {
        // CPU and memory come in pairs, so they are changed as one.
        let is_half = setting.path.starts_with("service.instance.");
        if !is_half && values.iter().all(|other| other.path != setting.path) {
            values.push(setting);
        }
    }
    values
}

/// The run of `question`, its numbers sampled from `seed`, with `change` beside what the proof
/// changes, at its start.
///
/// # Errors
///
/// Why the scenario cannot have the value.
pub fn changed(question: &Question, seed: u64, change: Setting) -> Result<ProofRun, ProofError> {
    let mut changed = question.clone();
    if let Some(proof) = &mut changed.proof {
        proof.set.retain(|setting| setting.path != change.path);
        proof.set.push(change);
    }
    ProofRun::new(&changed, seed)
}

impl WhatIf {
    /// The run of `question`, its numbers sampled from `seed`, with `change` beside
    /// what the proof changes.
    pub fn new(
        question: &Question,
        seed: u64,
        change: Setting,
        predicted: Option<f64>,
    ) -> Result<Self, ProofError> {
        let mut before = ProofRun::new(question, seed)?;
        before.finish();
        let after = changed(question, seed, change.clone())?;
        Ok(Self { before, after, change, predicted })
    }

    /// Simulates on by at most `events` engine events. True when the end is reached.
    pub fn fill(&mut self, events: u64) -> bool {
        self.after.fill(events)
    }

    /// What is changed.
    pub fn change(&self) -> &Setting {
        &self.change
    }

    /// The changed run.
    pub fn run(&self) -> &ProofRun {
        &self.after
    }

    /// How the prediction compares with the first figure of the changed run;
    /// `None` until the run is at its end.
    pub fn verdict(&self) -> Option<PredictionVerdict> {
        let figure = self.after.outcome()?.figures.into_iter().next()?;
        Some(match (self.predicted, figure.value) {
            (None, _) => PredictionVerdict::Silent,
            (Some(said), Some(was)) if (said - was).abs() <= was.abs() / 100.0 => {
                PredictionVerdict::Right
            }
            (Some(_), _) => PredictionVerdict::Wrong,
        })
    }

    /// What came of the question's own run and of the changed one; `None` until the changed run is at
    /// its end.
    pub fn outcomes(&self) -> Option<(ProofOutcome, ProofOutcome)> {
        Some((self.before.outcome()?, self.after.outcome()?))
    }

    /// What was predicted of the first figure, in its unit; `None` where nothing was.
    pub fn predicted(&self) -> Option<f64> {
        self.predicted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::builtin;

    fn question() -> Question {
        let ledger = builtin::read_facts().unwrap();
        let bank = builtin::read_bank(&ledger).unwrap();
        let id = "health-check-time-to-unhealthy";
        bank.into_iter().find(|question| question.id.0 == id).unwrap()
    }

    fn what_if(path: &str, value: &str, predicted: Option<f64>) -> WhatIf {
        let change = Setting { path: path.to_owned(), value: value.to_owned() };
        let mut what_if = WhatIf::new(&question(), 1, change, predicted).unwrap();
        assert!(what_if.fill(u64::MAX));
        what_if
    }

    #[test]
    fn a_changed_value_is_run_beside_the_question() {
        let path = "service.health_check.unhealthy_threshold";
        let what_if = what_if(path, "4", Some(32.0));
        assert_eq!(what_if.verdict(), Some(PredictionVerdict::Right));
        let (before, after) = what_if.outcomes().unwrap();
        assert_eq!(before.figures[0].to_string(), "first.unhealthy = 24.000 s");
        assert_eq!(after.figures[0].to_string(), "first.unhealthy = 32.000 s");
    }

    #[test]
    fn a_wrong_prediction_stands_beside_what_happened() {
        let what_if = what_if("service.health_check.interval", "\"5s\"", Some(24.0));
        assert_eq!(what_if.verdict(), Some(PredictionVerdict::Wrong));
        let (_, after) = what_if.outcomes().unwrap();
        assert_eq!(after.figures[0].to_string(), "first.unhealthy = 15.000 s");
    }

    #[test]
    fn a_value_that_does_not_fit_is_refused_with_its_fault() {
        let change = Setting {
            path: "service.health_check.interval".to_owned(),
            value: "\"soon\"".to_owned(),
        };
        let error = WhatIf::new(&question(), 1, change, None).unwrap_err();
        assert!(error.to_string().contains("soon"), "{error}");
    }

    #[test]
    fn the_proof_s_own_values_come_first_and_none_comes_twice() {
        let run = ProofRun::new(&question(), 1).unwrap();
        let values = values(&run);
        assert_eq!(values[0].path, "service.health_check.interval");
        let mut paths: Vec<&str> = values.iter().map(|setting| setting.path.as_str()).collect();
        paths.sort_unstable();
        let all = paths.len();
        assert!(paths.contains(&"assume.provision") && !paths.contains(&"assume.scale_period"));
        paths.dedup();
        assert_eq!(paths.len(), all);
    }
}
