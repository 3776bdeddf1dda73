//! The options that change a scenario before it runs; every command that runs
//! one takes them.

use anyhow::anyhow;
use clap::Args;

use super::context::Context;
use super::input::{self, BadFiles};
use super::trace_files;
use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::scenario::Request;
use apprunner_sim::file::timed_action;
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::scenario::Scenario;
use spanned_toml::setting;
use spanned_toml::setting::Setting;

/// What to change in a scenario.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Changes to the scenario")]
pub(super) struct Changes {
    /// The edition of the rules: chapter (the course), aws (AWS documentation) or express (ECS
    /// Express Mode)
    #[arg(long, value_name = "EDITION", value_parser = edition)]
    rules: Option<Edition>,
    /// The seed of the random numbers
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Change a setting, such as `service.auto_scaling.max_size=20`; may be repeated
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
}

impl Changes {
    /// The changes as the reader of scenarios takes them.
    pub(super) fn request(&self, context: &Context) -> anyhow::Result<Request> {
        let (set, traces) = (settings(&self.set)?, trace_files::traces(context));
        Ok(Request { edition: self.rules, seed: self.seed, set, traces })
    }
}

/// What happens in a run beside what its scenario says.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Changes to the scenario")]
pub(super) struct TimedActions {
    /// Add an event, such as `5m crash 1`, `2m surge 3 30s` or `90s update
    /// service.auto_scaling.max_size=20`; may be repeated
    #[arg(long, value_name = "MOMENT WHAT", allow_hyphen_values = true)]
    at: Vec<String>,
}

impl TimedActions {
    /// What is to happen, as it was typed.
    pub(super) fn reported(&self) -> impl Iterator<Item = String> {
        self.at.iter().map(|text| format!("at {text}"))
    }

    /// The scenario as `request` asks, with what is to happen in it.
    pub(super) fn scenario(&self, scenario: &str, request: &Request) -> anyhow::Result<Scenario> {
        if self.at.is_empty() {
            return input::scenario(scenario, request);
        }
        Ok(self.draft(scenario, request.clone())?.scenario().clone())
    }

    /// The draft of `scenario` as `request` asks, with what is to happen in it.
    pub(super) fn draft(&self, scenario: &str, request: Request) -> anyhow::Result<Draft> {
        let draft = input::draft(scenario, request)?;
        self.at.iter().try_fold(draft, |draft, text| {
            let intervention =
                timed_action::at_moment(text).map_err(|error| anyhow!("--at {error}"))?;
            Ok(draft.with(intervention).map_err(BadFiles::from)?)
        })
    }
}

/// What `texts` change, each a `PATH=VALUE`.
pub(super) fn settings(texts: &[String]) -> anyhow::Result<Vec<Setting>> {
    let settings = texts.iter().map(|text| setting::parse(text).map_err(BadFiles::from));
    Ok(settings.collect::<Result<Vec<_>, _>>()?)
}

/// The edition called `name`.
pub(super) fn edition(name: &str) -> anyhow::Result<Edition> {
    Edition::parse(name).ok_or_else(|| anyhow!("the editions are `chapter`, `aws` and `express`"))
}
