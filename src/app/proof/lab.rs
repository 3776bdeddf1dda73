//! Labs and runs: whether a run has solved a lab and its score, and whether a
//! lab is one at all: broken as it stands, fixed by its fix and not by less, under
//! several seeds, and not by size alone.

use crate::app::lab_score::{Effort, Par, Score};
use apprunner_sim::file::lab;
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::money::MicroDollars;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::player;
use apprunner_sim::sim::summary::{GoalResult, Summary};
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::setting::Setting;

/// Seeds under which a lab must hold besides its own.
const SEEDS: std::ops::RangeInclusive<u64> = 1..=4;

/// The settings that money buys.
const SIZES: [&str; 4] = [
    "service.auto_scaling.min_size",
    "service.auto_scaling.max_size",
    "service.instance.cpu",
    "service.instance.memory",
];

/// How an attempt at a lab came out.
#[derive(Clone, Debug, PartialEq)]
pub struct LabVerdict {
    /// Every goal with its figure.
    pub goals: Vec<GoalResult>,
    /// What it took.
    pub effort: Effort,
    /// What it takes the author.
    pub par: Par,
    /// Every goal with the figure of the author's run.
    pub author: Vec<GoalResult>,
    /// The score; `None` while a goal is missed.
    pub score: Option<Score>,
}

/// Judges the run that `summary` reports, made with this number of changes and hints,
/// beside the author's run and its number of changes.
pub fn judge(
    summary: &Summary,
    (changes, hints): (usize, usize),
    (author, needed): (&Summary, usize),
) -> LabVerdict {
    let effort = Effort { changes, hints, cost: cost(summary) };
    let par = Par { changes: needed, cost: cost(author) };
    let is_solved = summary.goals.iter().all(|goal| goal.passed);
    let score = is_solved.then(|| Score::of(effort, par));
    let author = author.goals.clone();
    LabVerdict { goals: summary.goals.clone(), effort, par, author, score }
}

/// What a run costs.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a bill is not negative, and one beyond the type is cut at its end"
)]
fn cost(summary: &Summary) -> MicroDollars {
    MicroDollars((summary.cost_usd.total * 1e6).round() as u64)
}

/// Something that speaks against a lab.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum LabFailure {
    /// It judges nothing that a visitor would miss.
    #[error("no goal of the lab checks that requests succeed")]
    NoAvailability,
    /// It judges nothing that has a price.
    #[error("no goal of the lab checks latency, instances or cost")]
    NoPrice,
    /// There is nothing to fix.
    #[error("every goal of the lab is met without a change under seed {0}")]
    Whole(u64),
    /// The fix does not help always.
    #[error("under seed {seed}, goal `{}` is missed despite the fix: {} = {}",
        goal.name, goal.metric, super::fix::figure(goal))]
    Unsolved {
        /// The seed.
        seed: u64,
        /// The goal.
        goal: GoalResult,
    },
    /// A change of the fix does nothing.
    #[error("the lab is solved without the fix's change of `{0}`")]
    Idle(String),
    /// Money solves it.
    #[error("the largest sizes alone solve the lab: {}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))]
    Bought(Vec<Setting>),
    /// The settings do not fit the scenario.
    #[error("a change of the lab cannot be applied to `{}`", .0.source.name)]
    Unfit(Diagnostics),
}

/// Holds the lab of `scenario`, which was read from `source`, to what a lab must be.
/// Gives how many runs it took; a scenario without a lab takes none. Its own seed
/// without the fix and with it is [`super::fix`]'s matter.
pub fn verify(source: &Source, scenario: &Scenario) -> Result<usize, LabFailure> {
    let Some(lab) = &scenario.lab else { return Ok(0) };
    let judges =
        |is: fn(&str) -> bool| scenario.goals.iter().any(|goal| is(&goal.probe.metric.name()));
    if !judges(is_availability) {
        return Err(LabFailure::NoAvailability);
    }
    if !judges(has_price) {
        return Err(LabFailure::NoPrice);
    }
    let mut runs = 0;
    let mut missed = |seed: u64, set: Vec<Setting>| {
        let traces = scenario.traces.clone();
        let request = Request { edition: None, seed: Some(seed), set, traces };
        let read = scenario::read(source.clone(), &request).map_err(LabFailure::Unfit)?;
        runs += 1;
        Ok(player::run(read).goals.into_iter().find(|goal| !goal.passed))
    };
    for seed in SEEDS {
        if missed(seed, Vec::new())?.is_none() {
            return Err(LabFailure::Whole(seed));
        }
        if let Some(goal) = missed(seed, scenario.fix.clone())? {
            return Err(LabFailure::Unsolved { seed, goal });
        }
    }
    for idle in scenario.fix.iter().filter(|_| scenario.fix.len() > 1) {
        let rest = scenario.fix.iter().filter(|change| *change != idle).cloned().collect();
        // A change that the others cannot be made without is not idle.
        if let Ok(None) = missed(scenario.seed, rest) {
            return Err(LabFailure::Idle(idle.path.clone()));
        }
    }
    let bought = largest(scenario, &lab.settings);
    if !bought.is_empty() && missed(scenario.seed, bought.clone())?.is_none() {
        return Err(LabFailure::Bought(bought));
    }
    Ok(runs)
}

/// Whether a figure tells if requests were answered.
fn is_availability(path: &str) -> bool {
    let reported = ["requests.failed", "requests.lost", "requests.succeeded", "requests.abandoned"];
    reported.iter().any(|start| path.starts_with(start)) || path.starts_with("requests.by_status.")
}

/// Whether a figure tells what a service is like to use or to pay for.
fn has_price(path: &str) -> bool {
    ["latency_ms.", "wait_ms.", "instances.", "cost_usd."]
        .iter()
        .any(|start| path.starts_with(start))
}

/// The largest legal values of those `settings` that are sizes.
fn largest(scenario: &Scenario, settings: &[String]) -> Vec<Setting> {
    let limits = &scenario.edition.rules().limits;
    let offered = |path: &str| settings.iter().any(|it| it == path);
    let [min, max, cpu, memory] = SIZES;
    let size = lab::sizes(settings, scenario).max_by_key(|it| (it.cpu_millis, it.memory_mb));
    let size = size.copied().unwrap_or(scenario.service.instance);
    let (least, most) = (*limits.min_size.value.end(), *limits.max_size.value.end());
    let most = if offered(max) { most } else { scenario.service.auto_scaling.max_size };
    let values = [
        (min, least.min(most).to_string()),
        (max, most.to_string()),
        (cpu, format!("\"{} vCPU\"", f64::from(size.cpu_millis) / 1_000.0)),
        (memory, format!("\"{} MB\"", size.memory_mb)),
    ];
    let chosen = values.into_iter().filter(|(path, _)| offered(path));
    chosen.map(|(path, value)| Setting { path: path.to_owned(), value }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A service of one slot too few, and what else the case wants.
    fn source(seed: u64, head: &str, goals: &str, lab: &str) -> Source {
        let text = format!(
            "format_version = 1\ntitle = \"t\"\nduration = \"30s\"\nseed = {seed}\n\
             [service.auto_scaling]\nmin_size = 1\nmax_size = 1\nmax_concurrency = 1\n\
             [app.routes.\"/\"]\nlatency = {{ fixed = \"500ms\" }}\n{head}\
             [[goal]]\nname = \"answered\"\n{goals}\n\
             [lab]\nsymptom = \"s\"\nhints = [\"h\"]\nwhy = \"w\"\n{lab}"
        );
        Source { name: "lab.toml".to_owned(), text }
    }

    /// Four requests a second, each of half a second.
    const EVEN: &str = "[[traffic]]\nroute = \"/\"\narrivals = \"even\"\nprofile = [[\"0s\", 4]]\n";
    const ANSWERED: &str = "metric = \"requests.failed_ratio\"\nat_most = 0.0";
    const CHEAP: &str = "[[goal]]\nname = \"cheap\"\nmetric = \"cost_usd.total\"\nat_most = 1.0";
    const SLOTS: &str = "budget = 1\nsettings = [\"service.auto_scaling.max_concurrency\"]\n\
                         [fix]\nset = { \"service.auto_scaling.max_concurrency\" = 4 }";

    fn verdict(source: &Source) -> Result<usize, LabFailure> {
        let scenario = scenario::read(source.clone(), &Request::default()).unwrap();
        verify(source, &scenario)
    }

    #[test]
    fn a_lab_that_is_broken_and_mended_under_every_seed_passes() {
        let goals = format!("{ANSWERED}\n{CHEAP}");
        assert_eq!(verdict(&source(9, EVEN, &goals, SLOTS)), Ok(8));
    }

    #[test]
    fn a_scenario_without_a_lab_takes_no_run() {
        let mut source = source(9, EVEN, ANSWERED, SLOTS);
        source.text =
            source.text.replace("[lab]", "[fix]").split("[fix]").next().unwrap().to_owned();
        assert_eq!(verdict(&source), Ok(0));
    }

    #[test]
    fn goals_must_judge_answers_and_something_with_a_price() {
        assert_eq!(verdict(&source(9, EVEN, ANSWERED, SLOTS)), Err(LabFailure::NoPrice));
        let waits = "metric = \"wait_ms.max\"\nat_most = 0.0";
        assert_eq!(verdict(&source(9, EVEN, waits, SLOTS)), Err(LabFailure::NoAvailability));
    }

    #[test]
    fn a_lab_that_one_seed_leaves_whole_is_refused() {
        // The bound lies between the shares that fail under the seeds 1 and 9.
        let rare = "[[traffic]]\nroute = \"/\"\nprofile = [[\"0s\", 1]]\n";
        let share = |seed| {
            let whole = source(seed, rare, &format!("{ANSWERED}\n{CHEAP}"), SLOTS);
            let scenario = scenario::read(whole, &Request::default()).unwrap();
            player::run(scenario).requests.failed_ratio
        };
        let seeds: Vec<u64> = (5..60).filter(|&seed| share(seed) > share(1)).collect();
        let goals =
            format!("metric = \"requests.failed_ratio\"\nat_most = {:?}\n{CHEAP}", share(1));
        assert_eq!(
            verdict(&source(seeds[0], rare, &goals, SLOTS)),
            Err(LabFailure::Whole(1)),
            "{}",
            share(1)
        );
    }

    #[test]
    fn a_change_that_does_nothing_is_refused() {
        let idle = "budget = 2\nsettings = [\"service.port\", \"service.auto_scaling.max_concurrency\"]\n\
                    [fix.set]\n\"service.auto_scaling.max_concurrency\" = 4\n\"service.auto_deployments\" = true";
        let idle = idle.replace("service.port", "service.auto_deployments");
        let goals = format!("{ANSWERED}\n{CHEAP}");
        let path = "service.auto_deployments".to_owned();
        assert_eq!(verdict(&source(9, EVEN, &goals, &idle)), Err(LabFailure::Idle(path)));
    }

    #[test]
    fn a_lab_that_the_largest_sizes_solve_is_refused() {
        let sizes = "budget = 2\nsettings = [\"service.auto_scaling.min_size\", \"service.auto_scaling.max_size\"]\n\
                     [fix.set]\n\"service.auto_scaling.min_size\" = 4\n\"service.auto_scaling.max_size\" = 4";
        let goals = format!("{ANSWERED}\n{CHEAP}");
        let largest = |path: &str| Setting { path: path.to_owned(), value: "200".to_owned() };
        let bought = vec![
            largest("service.auto_scaling.min_size"),
            largest("service.auto_scaling.max_size"),
        ];
        assert_eq!(verdict(&source(9, EVEN, &goals, sizes)), Err(LabFailure::Bought(bought)));
    }

    #[test]
    fn a_run_is_judged_beside_the_authors() {
        let goals = format!("{ANSWERED}\n{CHEAP}");
        let source = source(9, EVEN, &goals, SLOTS);
        let run = |set: Vec<Setting>| {
            let request = Request { set, ..Request::default() };
            player::run(scenario::read(source.clone(), &request).unwrap())
        };
        let fix = scenario::read(source.clone(), &Request::default()).unwrap().fix;
        let (untouched, fixed) = (run(Vec::new()), run(fix));
        assert_eq!(judge(&untouched, (0, 0), (&fixed, 1)).score, None);
        let verdict = judge(&fixed, (1, 2), (&fixed, 1));
        assert_eq!(verdict.score.map(Score::total), Some(80));
        assert_eq!(verdict.effort.cost, verdict.par.cost);
        assert!(verdict.par.cost.0 > 0);
    }
}
