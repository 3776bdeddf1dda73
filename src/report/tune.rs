//! The cheapest settings that meet the goals: the best ones with their intervals, what is
//! guaranteed, and the frontier of cost against latency.

pub mod frontier;
mod verdict;

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Format;
use super::csv;
use super::estimate;
use super::json::pretty;
use super::number::{self, figure};
use super::safe::shell_word;
use super::sweep::{self, SweepRow, broken, shown};
use super::table::{Column, Page, write_list};
use crate::app::experiment::Experiment;
use apprunner_sim::model::metric::Metric;
use apprunner_sim::sim::experiment::RunTable;
use apprunner_sim::sim::experiment::selection::{Select, SettingStatus};
use apprunner_sim::sim::statistics::Estimate;
use spanned_toml::faults::counted;

/// The version of the JSON.
const FORMAT_VERSION: u32 = 1;
/// The settings that a table shows.
const SHOWN: usize = 10;

/// What a search has found.
#[derive(Clone, Debug)]
pub struct Tuning {
    /// What was searched.
    pub experiment: Experiment,
    /// How.
    pub select: Select,
    /// Number of runs that were made.
    pub runs: usize,
    /// Whether every setting but the best has left.
    pub is_decided: bool,
    /// The settings, the best one first where there is one.
    pub rows: Vec<TunedSetting>,
}

/// A setting that was tried.
#[derive(Clone, Debug)]
pub struct TunedSetting {
    /// What is known of it.
    pub standing: SettingStatus,
    /// Its settings and figures.
    pub row: SweepRow,
}

impl TunedSetting {
    /// The mean of figure number `index`.
    pub fn mean(&self, index: usize) -> Option<f64> {
        self.row.estimates.get(index)?.mean
    }
}

impl Tuning {
    /// What `runs` of `experiment` say, which were chosen by `select`.
    pub fn of(experiment: &Experiment, select: Select, runs: &RunTable) -> Self {
        let ranking = select.ranking(runs);
        let setting = |(point, standing): (usize, &SettingStatus)| TunedSetting {
            standing: *standing,
            row: SweepRow::at(experiment, point, runs),
        };
        let mut rows: Vec<TunedSetting> =
            ranking.standings.iter().enumerate().map(setting).collect();
        let key = |it: &TunedSetting| it.mean(select.figure).unwrap_or(f64::INFINITY);
        rows.sort_by(|one, other| {
            rank(one.standing).cmp(&rank(other.standing)).then(key(one).total_cmp(&key(other)))
        });
        Self {
            experiment: experiment.clone(),
            select,
            runs: runs.total(),
            is_decided: ranking.is_decided(),
            rows,
        }
    }

    /// The cheapest setting that is known to meet the goals.
    pub fn best(&self) -> Option<&TunedSetting> {
        self.rows.first().filter(|it| it.standing == SettingStatus::Meets)
    }

    /// The figure that is minimized.
    pub fn minimized(&self) -> Option<Metric> {
        self.experiment.metrics.get(self.select.figure).copied()
    }

    /// Number of runs of the full grid: every setting as often as one may run.
    pub fn grid_runs(&self) -> usize {
        self.rows.len() * self.select.most as usize
    }

    /// How many runs it took, in words.
    pub fn effort(&self) -> String {
        let count = |runs: usize| number::count(runs as u64);
        format!(
            "{}, {} of at most {} runs, seeds from {}",
            counted(self.rows.len(), "setting"),
            count(self.runs),
            count(self.grid_runs()),
            self.experiment.seed,
        )
    }

    /// What a report says beside the name of the scenario.
    pub(super) fn facts(&self) -> Vec<String> {
        let Experiment { rules, vary, window, .. } = &self.experiment;
        sweep::facts(rules, vary, window.as_deref(), self.effort())
    }

    /// The command that runs the best setting under the first seed.
    pub fn command(&self) -> Option<String> {
        let best = self.best()?.row.set.iter().flat_map(|it| match it.path.as_str() {
            "rules" => ["--rules".to_owned(), shown(it)],
            path => ["--set".to_owned(), format!("{path}={}", it.value)],
        });
        let words = self.experiment.run.iter().cloned().chain(best);
        let words = words.map(|word| format!(" {}", shell_word(&word)));
        Some(format!("coldstart run{}", words.collect::<String>()))
    }
}

/// The order of standings in a table.
fn rank(standing: SettingStatus) -> u8 {
    match standing {
        SettingStatus::Meets => 0,
        SettingStatus::Open => 1,
        SettingStatus::Costlier => 2,
        SettingStatus::Misses => 3,
    }
}

/// Writes `found` as `format` says.
pub fn write(out: &mut dyn Write, found: &Tuning, format: Format, page: Page) -> io::Result<()> {
    match format {
        Format::Table => write_table(out, found, page),
        Format::Json => pretty(out, &to_json(found)),
        Format::Csv => write_csv(out, found, page),
    }
}

fn write_table(out: &mut dyn Write, found: &Tuning, page: Page) -> io::Result<()> {
    let Experiment { scenario, vary, metrics, .. } = &found.experiment;
    writeln!(out, " {} · {}\n", page.ink.strong(scenario), found.facts().join(" · "))?;
    let heads: Vec<String> = vary.iter().map(|vary| broken(&vary.path)).collect();
    let figures: Vec<String> = metrics.iter().map(|metric| broken(&metric.name())).collect();
    let mut columns: Vec<Column<'_>> = heads.iter().map(|head| Column::Name(head)).collect();
    columns.push(Column::Name("standing"));
    columns.push(Column::Figure("runs"));
    columns.extend(figures.iter().map(|head| Column::Figure(head)));
    columns.push(Column::Figure("goals\nmet"));
    let rows = found.rows.iter().take(SHOWN).map(|it| {
        let row = &it.row;
        let mut cells: Vec<String> = row.set.iter().map(shown).collect();
        cells.push(found.word(it).to_owned());
        cells.push(number::count(row.reps));
        let estimates = metrics.iter().zip(&row.estimates);
        cells.extend(
            estimates.map(|(metric, it)| estimate::lines(metric.unit(), it, row.reps).join("\n")),
        );
        cells
            .push(row.passed.map(|passed| format!("{passed} of {}", row.reps)).unwrap_or_default());
        cells
    });
    write_list(out, page, &columns, rows)?;
    if found.rows.len() > SHOWN {
        writeln!(
            out,
            " the best {SHOWN} of {}; the JSON has all",
            counted(found.rows.len(), "setting")
        )?;
    }
    writeln!(out)?;
    if let (Some(best), Some(metric)) = (found.best(), found.minimized()) {
        let mean = best.mean(found.select.figure).unwrap_or_default();
        let label = metric.label_in_prose();
        let line = format!("The lowest {label} is {}:", figure(metric.unit(), mean));
        writeln!(out, " {}", page.ink.good(&line))?;
        writeln!(out, "   {}", found.command().unwrap_or_default())?;
    }
    for line in super::table::wrap(&found.verdict(), usize::from(page.width).saturating_sub(2)) {
        writeln!(out, " {line}")?;
    }
    Ok(())
}

fn to_json(found: &Tuning) -> Value {
    let Experiment { scenario, rules, seed, window, metrics, .. } = &found.experiment;
    let row = |it: &TunedSetting| it.row.to_json(metrics, ("standing", json!(it.standing)));
    let frontier = frontier::line(found);
    let frontier =
        frontier.iter().filter_map(|it| Some(row(found.rows.get(it.row)?)["set"].take()));
    json!({
        "format_version": FORMAT_VERSION,
        "scenario": scenario,
        "rules": rules,
        "seed": seed,
        "window": window,
        "minimize": found.minimized(),
        "procedure": found.select,
        "runs": found.runs,
        "grid_runs": found.grid_runs(),
        "decided": found.is_decided,
        "best": found.best().map(row),
        "settings": found.rows.iter().map(row).collect::<Value>(),
        "frontier": frontier.collect::<Value>(),
    })
}

fn write_csv(out: &mut dyn Write, found: &Tuning, page: Page) -> io::Result<()> {
    let Experiment { scenario, seed, vary, metrics, .. } = &found.experiment;
    let mut head = ["scenario", "seed", "reps", "standing"].map(str::to_owned).to_vec();
    head.extend(vary.iter().map(|vary| vary.path.clone()));
    for metric in metrics {
        head.extend(["mean", "half_width"].map(|part| format!("{metric}.{part}")));
    }
    head.push("goals_passed".to_owned());
    let line = |TunedSetting { standing, row }: &TunedSetting| {
        let mut cells = vec![json!(scenario), json!(seed), json!(row.reps), json!(standing)];
        cells.extend(row.set.iter().map(|setting| Value::from(shown(setting))));
        for Estimate { mean, half_width, .. } in &row.estimates {
            cells.extend([json!(mean), json!(half_width)]);
        }
        cells.push(json!(row.passed_share()));
        cells
    };
    csv::write(out, page.csv, head, found.rows.iter().map(line))
}

#[cfg(test)]
mod tests;
