//! An experiment: what was asked of which settings, and how its runs are chosen. One machine
//! or many can make the runs; what comes out is the same.

use serde::{Deserialize, Serialize};

use apprunner_sim::file::vary::{self, Vary};
use apprunner_sim::model::metric::Metric;
use apprunner_sim::sim::experiment::Procedure;
use spanned_toml::setting::Setting;

/// More settings than this are a mistake.
pub const MOST_POINTS: usize = 1_000;
/// More runs than this are too.
pub const MOST_RUNS: usize = 1_000_000;

/// What is studied, and how.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Experiment {
    /// The version of the program that makes the runs.
    pub version: String,
    /// The scenario's name.
    pub scenario: String,
    /// The arguments of `run` for one run of it, without what varies.
    pub run: Vec<String>,
    /// The edition of settings that name none.
    pub rules: String,
    /// The seed of each setting's first run; the others count on from it.
    pub seed: u64,
    /// The part of each run that counts, as it was typed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub window: Option<String>,
    /// The settings that vary, the last one fastest.
    pub vary: Vec<Vary>,
    /// The figures that are kept of each run.
    pub metrics: Vec<Metric>,
    /// What the edition made of each setting.
    pub adapted: Vec<Vec<String>>,
    /// How runs are chosen.
    pub procedure: Procedure,
    /// Differs where the scenario differs, or a log that it replays.
    pub digest: String,
}

impl Experiment {
    /// Number of settings.
    pub fn points(&self) -> usize {
        vary::grid_size(&self.vary)
    }

    /// Whether it is one that may be studied: that of a file may hold anything.
    pub fn is_sound(&self) -> bool {
        let (points, most) = (self.points(), self.procedure.most_runs());
        (1..=MOST_POINTS).contains(&points)
            && self.adapted.len() == points
            && points * most as usize <= MOST_RUNS
            && self.procedure.is_sound(self.metrics.len())
    }

    /// The settings at `point`.
    pub fn set(&self, point: usize) -> Vec<Setting> {
        vary::grid_point(&self.vary, point)
    }
}
