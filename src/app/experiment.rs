//! An experiment: what was asked of which settings, and how its runs are chosen. One machine
//! or many can make the runs; what comes out is the same.

use serde::{Deserialize, Serialize};

use apprunner_sim::file::vary::{self, Vary};
use apprunner_sim::model::metric::Metric;
use apprunner_sim::sim::experiment::Procedure;
use spanned_toml::setting::Setting;

/// What is studied, and how.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Experiment {
    /// The scenario's name.
    pub scenario: String,
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
    /// Differs where the scenario differs.
    pub digest: String,
}

impl Experiment {
    /// Number of settings.
    pub fn points(&self) -> usize {
        vary::grid_size(&self.vary)
    }

    /// The settings at `point`.
    pub fn set(&self, point: usize) -> Vec<Setting> {
        vary::grid_point(&self.vary, point)
    }
}
