//! Which assumption decides each goal of a scenario: its runs over the plausible ranges
//! of what it assumes, and what they say together.

use serde::Serialize;

use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::file::to_toml;
use apprunner_sim::model::rules::{AssumedParameter, Provenance};
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::sensitivity::{GoalSensitivity, ScreeningPlan};
use apprunner_sim::sim::summary::GoalResult;
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::setting::Setting;

/// How often each assumption moves. Ten walks separate what decides from what does not.
const WALKS: usize = 10;

/// How many values of each assumption are tried, from one end of its range to the other.
const LEVELS: usize = 4;

/// The runs that tell which assumption decides each goal of a scenario.
#[derive(Clone, Debug)]
pub struct Screening {
    source: Source,
    base: Scenario,
    /// The levels of each assumption, in the order of the plan.
    levels: Vec<Vec<Setting>>,
    plan: ScreeningPlan,
}

/// Why a scenario cannot be screened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScreeningError {
    /// There is nothing to decide.
    #[error("`{0}` has no goals; add a `[[goal]]` with a condition")]
    NoGoals(String),
    /// Each walk needs a seed.
    #[error("there are fewer than {WALKS} seeds from {0} on; use a smaller `--seed`")]
    NoSeeds(u64),
}

/// What a screening found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sensitivity {
    /// Version of this format: 1.
    pub format_version: u32,
    /// The scenario's name.
    pub scenario: String,
    /// The edition.
    pub rules: &'static str,
    /// The seed of the first walk; the others count on from it.
    pub seed: u64,
    /// How often each parameter was moved.
    pub walks: usize,
    /// The parameters with the values that were tried.
    pub parameters: Vec<ScreenedParameter>,
    /// The goals of the scenario.
    pub goals: Vec<GoalSensitivity>,
}

/// An assumed parameter and the values that were tried.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ScreenedParameter {
    /// Its name under `[assume]`.
    pub parameter: &'static str,
    /// Its range in words.
    pub range: String,
    /// From one end of its range to the other, as a file writes them. One of few words
    /// stands more than once.
    pub values: Vec<String>,
}

impl Screening {
    /// The screening of what `draft` plays.
    ///
    /// # Errors
    ///
    /// It has no goals, or its seed is too near the last one.
    pub fn new(draft: &Draft) -> Result<Self, ScreeningError> {
        let base = draft.scenario().clone();
        if base.goals.is_empty() {
            return Err(ScreeningError::NoGoals(base.name));
        }
        if base.seed.checked_add(WALKS as u64).is_none() {
            return Err(ScreeningError::NoSeeds(base.seed));
        }
        let screened = base.edition.rules().assume.sheet(&base.assume).into_iter().filter(is_open);
        let (names, levels): (Vec<_>, Vec<_>) = screened
            .map(|row| (row.name, levels(&base, row.name)))
            .filter(|(_, levels)| levels.first() != levels.last())
            .unzip();
        let plan = ScreeningPlan::new(names, LEVELS, WALKS, base.seed);
        Ok(Self { source: draft.source(), base, levels, plan })
    }

    /// How many runs it takes.
    pub fn runs(&self) -> usize {
        self.plan.points().count()
    }

    /// The scenario of run number `run`, counted from 0.
    ///
    /// # Errors
    ///
    /// The faults of its file with these values.
    pub fn scenario(&self, run: usize) -> Result<Scenario, Diagnostics> {
        let Some((walk, point)) = self.plan.points().nth(run) else {
            return Ok(self.base.clone());
        };
        let set = self.levels.iter().zip(point).filter_map(|(all, &level)| all.get(level).cloned());
        let seed = Some(self.base.seed + walk as u64);
        let traces = self.base.traces.clone();
        let request = Request { edition: None, seed, set: set.collect(), traces };
        scenario::read(self.source.clone(), &request)
    }

    /// What `runs` say together: the goals of each run, in their order.
    pub fn found(&self, runs: &[Vec<GoalResult>]) -> Sensitivity {
        let parameters = self.plan.parameters().iter().zip(&self.levels);
        let sheet = self.base.edition.rules().assume.sheet(&self.base.assume);
        let range = |name| sheet.iter().find(|row| row.name == name)?.range();
        Sensitivity {
            format_version: 1,
            scenario: self.base.name.clone(),
            rules: self.base.edition.name(),
            seed: self.base.seed,
            walks: WALKS,
            parameters: parameters
                .map(|(&parameter, levels)| {
                    let values = levels.iter().map(|level| level.value.clone()).collect();
                    let range = range(parameter).unwrap_or_default();
                    ScreenedParameter { parameter, range, values }
                })
                .collect(),
            goals: self.plan.effects(runs),
        }
    }
}

/// Whether the value of an assumption is open: the edition uses it, and neither AWS nor
/// the course states it.
fn is_open(row: &AssumedParameter) -> bool {
    let is_stated = matches!(row.default.provenance, Provenance::Documented | Provenance::Chapter);
    row.is_used() && !is_stated
}

/// The values of the assumption `name` that are tried in `base`.
fn levels(base: &Scenario, name: &str) -> Vec<Setting> {
    let shares = (0..LEVELS).map(|level| level as f64 / (LEVELS - 1) as f64);
    shares.filter_map(|share| to_toml::plausible(&base.assume, name, share)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::builtin;
    use apprunner_sim::model::rules::Edition;

    fn screening(edition: Edition) -> Screening {
        let draft = builtin::draft("429-on-burst", Vec::new()).unwrap().unwrap();
        Screening::new(&draft.under(edition).unwrap()).unwrap()
    }

    #[test]
    fn every_run_can_be_read_and_is_another() {
        for edition in Edition::ALL {
            let screening = screening(edition);
            let runs: Vec<Scenario> =
                (0..screening.runs()).map(|run| screening.scenario(run).unwrap()).collect();
            assert!(runs.windows(2).all(|pair| pair[0] != pair[1]), "{edition}");
            assert!(runs.iter().all(|run| run.edition == edition && run.adapted.is_empty()));
        }
    }

    #[test]
    fn what_is_documented_or_unused_is_not_screened() {
        let names = |edition| screening(edition).plan.parameters().to_vec();
        let (chapter, aws) = (names(Edition::Chapter), names(Edition::Aws));
        assert!(aws.contains(&"provision") && aws.contains(&"wake"), "{aws:?}");
        assert!(!aws.contains(&"request_limit") && !aws.contains(&"start_limit"), "{aws:?}");
        assert!(!chapter.contains(&"scale_period") && !chapter.contains(&"wake"), "{chapter:?}");
    }

    #[test]
    fn the_scenario_s_own_value_is_within_its_range() {
        let set = Setting { path: "assume.wake".to_owned(), value: "\"2s\"".to_owned() };
        let draft = builtin::draft("429-on-burst", vec![set]).unwrap().unwrap();
        let screening = Screening::new(&draft).unwrap();
        let found = screening.found(&[]);
        let wake = found.parameters.iter().find(|one| one.parameter == "wake").unwrap();
        assert_eq!(wake.values.first().unwrap(), "\"200ms\"");
        assert_eq!(wake.values.last().unwrap(), "\"40s\"");
    }
}
