//! What moving a service from App Runner to ECS Express Mode changes: the same service and
//! application in both editions, under the same arrivals, and the way there.
//!
//! ```text
//! Draft ─▶ two scenarios ─▶ six runs, a slice at a time ─▶ MigrationReport
//! ```
//!
//! The report is the one description: lines, JSON, the page and the screen all show it.

mod changes;
mod figures;
mod steps;

use std::collections::VecDeque;

use serde::Serialize;

pub use self::changes::Change;
pub use self::figures::{FigureGroup, MigrationFigure, span};
pub use self::steps::{MoveStep, StepCondition};
use apprunner_sim::file::draft::Draft;
use apprunner_sim::model::rates::HourlyRates;
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::player::Player;
use apprunner_sim::sim::probe::{self, Burst, BurstResponse};
use apprunner_sim::sim::summary::Summary;
use service_exchange::ServiceTarget;
use spanned_toml::diagnostic::Diagnostics;

/// The version of the JSON.
const FORMAT_VERSION: u32 = 1;

/// The runs that a migration is judged by, made a slice at a time.
#[derive(Clone, Debug)]
pub struct MigrationRuns {
    sides: [MigrationSide; 2],
    burst: Option<Burst>,
    /// What the comments of the file name, for what a scenario has no place for.
    comments: String,
    waiting: VecDeque<(usize, Task)>,
    running: Option<(usize, Task, Box<Player>)>,
    tasks: usize,
}

/// A service in one of the editions, and what its runs showed so far.
#[derive(Clone, Debug)]
struct MigrationSide {
    scenario: Scenario,
    /// The run of the scenario, at its end.
    player: Option<Box<Player>>,
    burst: BurstResponse,
    deployment: Option<(f64, &'static str)>,
}

/// What a run is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    /// The scenario itself.
    Whole,
    Burst,
    Deployment,
}

/// A service in both editions with everything that is known of it: what figures, changes and
/// steps are chosen by.
struct Ground<'g> {
    app_runner: Seen<'g>,
    express: Seen<'g>,
    burst: Option<&'g Burst>,
    comments: &'g str,
}

/// A service in one edition, with its runs.
struct Seen<'g> {
    scenario: &'g Scenario,
    run: &'g Summary,
    burst: BurstResponse,
    deployment: Option<(f64, &'static str)>,
    rates: HourlyRates,
}

/// What a migration changes, and the way there.
#[derive(Clone, Debug, Serialize)]
pub struct MigrationReport {
    /// Version of the format: 1.
    pub format_version: u32,
    /// Name of the scenario.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// Seed of both runs.
    pub seed: u64,
    /// The burst that was tried; `None` where the scenario has no traffic.
    pub burst: Option<Burst>,
    /// The figures, by what they are about.
    pub figures: Vec<FigureGroup>,
    /// What was adapted to App Runner; empty for a file of App Runner.
    pub adapted_to_app_runner: Vec<String>,
    /// What was adapted to Express Mode.
    pub adapted_to_express: Vec<String>,
    /// What changes for this service.
    pub changes: Vec<Change>,
    /// The way there, in order.
    pub steps: Vec<MoveStep>,
    /// Input of `aws ecs create-express-gateway-service`, as `export --to express` writes it.
    pub definition: serde_json::Value,
    /// What that input cannot hold, or leaves to others.
    pub left_out: Vec<String>,
}

impl MigrationRuns {
    /// The runs for the service that `draft` plays.
    ///
    /// # Errors
    ///
    /// The faults of the file in either edition.
    pub fn new(draft: &Draft) -> Result<Self, Diagnostics> {
        let side = |edition| {
            let scenario = draft.under(edition)?.scenario().clone();
            Ok(MigrationSide {
                scenario,
                player: None,
                burst: BurstResponse::default(),
                deployment: None,
            })
        };
        let sides: [MigrationSide; 2] = [side(Edition::Aws)?, side(Edition::Express)?];
        let burst = Burst::of(&sides[0].scenario);
        let tasks =
            [Some(Task::Whole), burst.as_ref().map(|_| Task::Burst), Some(Task::Deployment)];
        let tasks = tasks.into_iter().flatten();
        let waiting: VecDeque<_> = tasks.flat_map(|task| [(0, task), (1, task)]).collect();
        let comments = draft.text().lines().filter(|line| line.trim_start().starts_with('#'));
        let comments = comments.collect::<Vec<_>>().join("\n");
        Ok(Self { sides, burst, comments, tasks: waiting.len(), waiting, running: None })
    }

    /// How many of the runs are done, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        let open = self.waiting.len() + usize::from(self.running.is_some());
        (self.tasks - open, self.tasks)
    }

    /// Simulates on by about `events` engine events. True when nothing is left to do.
    pub fn advance(&mut self, events: u64) -> bool {
        let Some((side, task, mut player)) = self.running.take().or_else(|| self.next()) else {
            return true;
        };
        let is_over = player.fill(events);
        let done = match self.sides.get_mut(side) {
            Some(side) => side.see(task, &mut player, is_over),
            None => true,
        };
        if !done {
            self.running = Some((side, task, player));
        } else if task == Task::Whole
            && let Some(side) = self.sides.get_mut(side)
        {
            side.player = Some(player);
        }
        self.running.is_none() && self.waiting.is_empty()
    }

    /// The next run, at its start.
    fn next(&mut self) -> Option<(usize, Task, Box<Player>)> {
        let (side, task) = self.waiting.pop_front()?;
        let scenario = &self.sides.get(side)?.scenario;
        let player = match (task, &self.burst) {
            (Task::Whole, _) => Player::new(scenario.clone()),
            (Task::Burst, Some(burst)) => Player::streaming(burst.scenario(scenario)),
            (Task::Deployment, _) | (Task::Burst, None) => {
                Player::figures(probe::deployment(scenario))
            }
        };
        Some((side, task, Box::new(player)))
    }

    /// The runs of the scenario itself, on App Runner and on Express Mode; `None` before
    /// their end.
    pub fn players(&self) -> Option<[&Player; 2]> {
        let [app_runner, express] = &self.sides;
        Some([app_runner.player.as_deref()?, express.player.as_deref()?])
    }

    /// What the runs say together; `None` before the end of the last one.
    pub fn report(&self) -> Option<MigrationReport> {
        if self.progress().0 < self.tasks {
            return None;
        }
        let [app_runner, express] = &self.sides;
        let ground = Ground {
            app_runner: app_runner.seen()?,
            express: express.seen()?,
            burst: self.burst.as_ref(),
            comments: &self.comments,
        };
        let written = service_exchange::export(&express.scenario, ServiceTarget::Express);
        let definition: serde_json::Value = serde_json::from_str(&written.text).unwrap_or_default();
        let name = definition.get("serviceName").and_then(|name| name.as_str());
        let name = name.unwrap_or("service").to_owned();
        Some(MigrationReport {
            format_version: FORMAT_VERSION,
            scenario: app_runner.scenario.name.clone(),
            title: app_runner.scenario.title.clone(),
            seed: app_runner.scenario.seed,
            burst: self.burst.clone(),
            figures: figures::groups(&ground),
            adapted_to_app_runner: app_runner.scenario.adapted.clone(),
            adapted_to_express: express.scenario.adapted.clone(),
            changes: changes::applying(&ground),
            steps: steps::steps(&ground, &name),
            definition,
            left_out: written.losses.iter().map(ToString::to_string).collect(),
        })
    }
}

impl MigrationReport {
    /// What was adapted, each with the name of its side.
    pub fn adapted(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let to_app_runner = self.adapted_to_app_runner.iter().map(|it| ("App Runner", it.as_str()));
        let to_express = self.adapted_to_express.iter().map(|it| ("Express Mode", it.as_str()));
        to_app_runner.chain(to_express)
    }
}

impl MigrationSide {
    /// Takes in what a run showed. True when it is done.
    fn see(&mut self, task: Task, player: &mut Player, is_over: bool) -> bool {
        match task {
            Task::Whole => is_over,
            Task::Burst => self.burst.see(&player.drain_events()) || is_over,
            Task::Deployment => {
                self.deployment = player.summary().and_then(probe::deployed);
                is_over
            }
        }
    }

    fn seen(&self) -> Option<Seen<'_>> {
        Some(Seen {
            scenario: &self.scenario,
            run: self.player.as_ref()?.summary()?,
            burst: self.burst,
            deployment: self.deployment,
            rates: HourlyRates::of(&self.scenario, &self.scenario.service),
        })
    }
}

impl Ground<'_> {
    /// Whether the comments of the file name `field`, as those of an import do with what a
    /// scenario has no place for.
    fn names(&self, field: &str) -> bool {
        self.comments.contains(field)
    }
}
