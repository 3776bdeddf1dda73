//! `lab`: something broken to fix with few changes, judged by its goals and scored.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::bail;
use clap::Args;

use super::candidates;
use super::changes::settings;
use super::context::{Context, ExitStatus};
use super::input::{self, BadFiles};
use super::trace_files;
use crate::app::builtin;
use crate::app::lab_score::{LabAct, LabRecord};
use crate::app::proof::lab::{self as judging, LabVerdict};
use crate::report::TreeFormat;
use crate::report::lab::{self as report, Attempt, Solution};
use crate::store::{LabResult, LabStep, clock};
use apprunner_sim::file::lab as offers;
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::lab;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::player;
use spanned_toml::diagnostic::Source;
use spanned_toml::faults::{counted, nearest};
use spanned_toml::setting::Setting;

/// Fix a broken service with few changes: a symptom, goals, a budget of changes, a score
///
/// Without a name it lists the labs. With one it runs the lab with the settings of `--set` and judges it:
/// 0 when every goal is met, 1 when not. A lab has its own rules and seed. The score is 100, less 20
/// for each change more than its author made and 10 for each hint; never under 10. Hints count whenever
/// they were shown, and once the solution is shown there is no score. The rule is ours. Attempts, hints
/// and the best score of built-in labs are kept.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart lab
  coldstart lab lab-port
  coldstart lab lab-port --hint 1
  coldstart lab lab-port --set service.health_check.path=/health
  coldstart lab lab-port --solution --format json")]
pub(super) struct Lab {
    /// A built-in lab, or the path of a lab file
    #[arg(value_name = "LAB", add = candidates::labs())]
    name: Option<String>,
    /// Change a setting that the lab offers; may be repeated
    #[arg(long, value_name = "PATH=VALUE", requires = "name")]
    set: Vec<String>,
    /// Show this number of hints; each hint costs points
    #[arg(long, value_name = "NUMBER", default_value_t = 0, requires = "name")]
    hint: usize,
    /// Show the author's solution; from then on the lab has no score
    #[arg(long, requires = "name")]
    solution: bool,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: TreeFormat,
}

impl Lab {
    /// Lists the labs, or judges an attempt at one.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let (format, page) = (self.format, terminal.page());
        let Some(name) = &self.name else {
            let scenarios = input::builtin_scenarios()?;
            let records = records(context)?;
            terminal.print(|out| report::write_labs(out, &scenarios, &records, format, page))?;
            return Ok(ExitStatus::Done);
        };
        let source = lab_source(name)?;
        let traces = trace_files::traces(context);
        let read = |set: Vec<Setting>| {
            let request = Request { set, traces: traces.clone(), ..Request::default() };
            scenario::read(source.clone(), &request).map_err(BadFiles::from)
        };
        let own = read(Vec::new())?;
        let Some(lab) = &own.lab else {
            bail!("scenario `{name}` is not a lab; `coldstart lab` lists the labs");
        };
        let tried = read(self.changes(lab)?)?;
        let changes = offers::changes(lab, &own, &tried);
        if changes.len() > lab.budget {
            bail!("{}, but the budget is {}", counted(changes.len(), "change"), lab.budget);
        }
        let (solved, author) = (player::run(tried), player::run(read(own.fix.clone())?));
        let is_kept = builtin::scenario(name).is_some();
        let record = if is_kept { records(context)?.remove(name) } else { None };
        let record = record.unwrap_or_default();
        let shown = self.hint.min(lab.hints.len());
        let hints = shown.max(record.hints);
        let verdict = judging::judge(&solved, (changes.len(), hints), (&author, own.fix.len()));
        if is_kept {
            self.keep(&own, (changes.len(), shown), (&verdict, record), context)?;
        }
        let attempt = self.attempt(&own, lab, changes, (verdict, record));
        terminal.print(|out| report::write(out, &attempt, format, page))?;
        let is_solved = attempt.verdict.goals.iter().all(|goal| goal.passed);
        Ok(if is_solved { ExitStatus::Done } else { ExitStatus::Negative })
    }

    /// The settings that are asked for, each one that the lab offers.
    fn changes(&self, lab: &lab::Lab) -> anyhow::Result<Vec<Setting>> {
        let set = settings(&self.set)?;
        let mut seen = BTreeSet::new();
        for Setting { path, .. } in &set {
            if !lab.settings.contains(path) {
                let known = lab.settings.iter().map(String::as_str);
                match nearest(path, known) {
                    Some(near) => bail!("the lab does not allow `{path}`; did you mean `{near}`?"),
                    None => bail!(
                        "the lab does not allow `{path}`; change only the settings that it lists"
                    ),
                }
            }
            if !seen.insert(path) {
                bail!("`{path}` is set twice");
            }
        }
        Ok(set)
    }

    fn attempt<'a>(
        &self,
        scenario: &'a Scenario,
        lab: &'a lab::Lab,
        changes: Vec<Setting>,
        (verdict, record): (LabVerdict, LabRecord),
    ) -> Attempt<'a> {
        let is_over = self.solution || record.solution_shown || verdict.score.is_some();
        let score = verdict.score.filter(|_| !self.solution && !record.solution_shown);
        let solution = if is_over { Solution::Shown } else { Solution::Hidden };
        let (offered, verdict) = (offers::offered(lab, scenario), LabVerdict { score, ..verdict });
        Attempt { scenario, lab, offered, changes, verdict, record, solution }
    }

    /// Keeps what was tried and shown, and the score where there is one.
    fn keep(
        &self,
        scenario: &Scenario,
        (changes, hints): (usize, usize),
        (verdict, record): (&LabVerdict, LabRecord),
        context: &Context,
    ) -> anyhow::Result<()> {
        let solution_shown = self.solution || record.solution_shown;
        let earned = verdict.score.filter(|_| !solution_shown);
        let attempt = (changes > 0).then_some(LabAct::Attempt);
        let hint = (hints > record.hints).then_some(LabAct::Hint(hints));
        let shown = (self.solution && !record.solution_shown).then_some(LabAct::Solution);
        let acts: Vec<LabAct> = attempt.into_iter().chain(hint).chain(shown).collect();
        if acts.is_empty() && earned.is_none() {
            return Ok(());
        }
        let Some(mut store) = context.place.open(context.terminal)? else { return Ok(()) };
        let now = clock::now();
        for act in acts {
            store.keep_lab_step(LabStep::new(scenario.name.clone(), now, act))?;
        }
        if let Some(score) = earned {
            let solved = LabResult::new(scenario.name.clone(), now, verdict.effort, score);
            store.keep_lab(&solved)?;
        }
        Ok(())
    }
}

/// The text of the lab that `name` names.
fn lab_source(name: &str) -> anyhow::Result<Source> {
    if input::is_path(name) || builtin::scenario(name).is_some() {
        return input::scenario_source(name);
    }
    let scenarios = input::builtin_scenarios()?;
    let labs = scenarios.iter().filter(|it| it.lab.is_some()).map(|it| it.name.as_str());
    Err(input::unknown("lab", name, labs, "`coldstart lab` lists the labs"))
}

/// What is remembered of each lab.
fn records(context: &Context) -> anyhow::Result<BTreeMap<String, LabRecord>> {
    match context.place.open(context.terminal)? {
        Some(store) => Ok(store.lab_records()?),
        None => Ok(BTreeMap::new()),
    }
}
