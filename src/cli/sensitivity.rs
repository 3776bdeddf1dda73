//! `run --sensitivity`: which assumption decides each goal of a scenario.

use anyhow::bail;

use super::changes::TimedActions;
use super::context::ExitStatus;
use super::interrupt::Interrupt;
use super::run_pool::RunPool;
use super::terminal::Terminal;
use crate::report::{self, Format};
use apprunner_sim::file::scenario::Request;
use apprunner_sim::file::uncertain::Uncertain;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::sensitivity::{Levels, ScreeningPlan};
use report::sensitivity::Sensitivity;
use spanned_toml::setting;

/// How often each parameter moves. Ten walks separate what decides from what does not.
const WALKS: usize = 10;

/// What is screened, as the command line has it.
pub(super) struct Screening<'a> {
    pub(super) scenario: &'a str,
    pub(super) request: &'a Request,
    pub(super) actions: &'a TimedActions,
    pub(super) format: Format,
}

impl Screening<'_> {
    /// Runs every point of the plan and prints what they say.
    pub(super) fn run(&self, base: &Scenario, terminal: Terminal) -> anyhow::Result<ExitStatus> {
        if base.goals.is_empty() {
            bail!("`{}` has no goals; a `[[goal]]` says what must hold", base.name);
        }
        if base.seed.checked_add(WALKS as u64).is_none() {
            bail!("there are not {WALKS} seeds from {} on; take a smaller `--seed`", base.seed);
        }
        let all: Vec<Uncertain> = Uncertain::of(base.edition).collect();
        let plan = ScreeningPlan::new(all.len(), Uncertain::LEVELS, WALKS, base.seed);
        let points = plan
            .points()
            .map(|(walk, levels)| {
                let mut scenario = self.at(&all, levels)?;
                scenario.seed = base.seed + walk as u64;
                Ok(scenario)
            })
            .collect::<anyhow::Result<Vec<Scenario>>>()?;
        let pool = RunPool::new(None, Interrupt::listen()?);
        let kept =
            pool.run(points.len(), |index| points[index].clone(), |summary| summary.goals.clone())?;
        let Some(runs) = kept.into_iter().collect::<Option<Vec<_>>>() else {
            terminal.say("interrupted: not all assumptions were tried");
            return Ok(ExitStatus::Interrupted);
        };
        let found = Sensitivity {
            format_version: 1,
            scenario: base.name.clone(),
            rules: base.edition.name(),
            seed: base.seed,
            walks: WALKS,
            parameters: all.iter().map(|one| (one.path, one.levels)).collect(),
            goals: plan.effects(&runs),
        };
        let (format, page) = (self.format, terminal.page());
        terminal.print(|out| report::sensitivity::write(out, &found, format, page))?;
        Ok(ExitStatus::Done)
    }

    /// The scenario at a point of the plan.
    fn at(&self, all: &[Uncertain], levels: &Levels) -> anyhow::Result<Scenario> {
        let mut request = self.request.clone();
        for (one, &level) in all.iter().zip(levels) {
            let value = one.levels.get(level).copied().unwrap_or_default();
            let text = format!("{}={value}", one.path);
            request.set.push(setting::parse(&text).map_err(super::input::BadFiles::from)?);
        }
        self.actions.scenario(self.scenario, &request)
    }
}
