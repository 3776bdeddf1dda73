//! A scenario over a grid of settings, each repeated under several seeds: one row
//! a setting, each figure a mean with its 95 % interval.

use std::io::{self, Write};

use serde_json::{Map, Value, json};
use unicode_width::UnicodeWidthStr;

use super::Format;
use super::csv;
use super::estimate;
use super::json::{object, pretty};
use super::number::{self, figure};
use super::table::{Column, Page, write_list};
use crate::app::experiment::Experiment;
use apprunner_sim::file::vary::Vary;
use apprunner_sim::model::metric::{Metric, Unit};
use apprunner_sim::model::rules::Edition;
use apprunner_sim::sim::experiment::precision::{HalfWidth, UntilPrecise};
use apprunner_sim::sim::experiment::{Procedure, RunTable};
use apprunner_sim::sim::repetition;
use apprunner_sim::sim::statistics::Estimate;
use spanned_toml::faults::counted;
use spanned_toml::setting;
use spanned_toml::setting::Setting;

/// The version of the JSON.
const FORMAT_VERSION: u32 = 1;

/// What was swept.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// The scenario's name.
    pub scenario: String,
    /// The edition of rows that name none.
    pub rules: String,
    /// The seed of each row's first run; the others count on from it.
    pub seed: u64,
    /// The part of a run that counts; `None` where the scenario says.
    pub window: Option<String>,
    /// Runs of each row, the first ones where there may be more.
    pub reps: u32,
    /// How well a figure was to be known; `None` where the number of runs was.
    pub until: Option<UntilPrecise>,
    /// The settings that vary, the last one fastest.
    pub vary: Vec<Vary>,
    /// The figures that were asked for.
    pub metrics: Vec<Metric>,
    /// The rows that are finished, in the order of the grid.
    pub rows: Vec<SweepRow>,
}

/// A point of the grid.
#[derive(Clone, Debug)]
pub struct SweepRow {
    /// The settings there.
    pub set: Vec<Setting>,
    /// What the edition made of them.
    pub adapted: Vec<String>,
    /// Its runs.
    pub reps: u32,
    /// Whether the figure is known as well as was asked for.
    pub reached: Option<bool>,
    /// What came out, one for each metric.
    pub estimates: Vec<Estimate>,
    /// In how many runs every goal was met; `None` where there are no goals.
    pub passed: Option<u32>,
}

impl SweepRow {
    /// The row of setting `point` of `experiment`, from what is kept of its runs.
    pub fn at(experiment: &Experiment, point: usize, runs: &RunTable) -> Self {
        let runs = runs.of(point);
        let has_goals = runs.first().is_some_and(|run| !run.goals.is_empty());
        let passed = runs.iter().filter(|run| run.passed()).count();
        let until = match &experiment.procedure {
            Procedure::Until(until) => Some(until),
            _ => None,
        };
        Self {
            set: experiment.set(point),
            adapted: experiment.adapted.get(point).cloned().unwrap_or_default(),
            reps: u32::try_from(runs.len()).unwrap_or(u32::MAX),
            reached: until.map(|until| until.is_reached(runs)),
            estimates: (0..experiment.metrics.len())
                .map(|index| repetition::estimate(runs, index))
                .collect(),
            passed: has_goals.then(|| u32::try_from(passed).unwrap_or(u32::MAX)),
        }
    }

    /// The row of a report on `metrics`, with a field of its own.
    pub(super) fn to_json(&self, metrics: &[Metric], own: (&str, Value)) -> Value {
        let figures: Map<String, Value> = (metrics.iter().zip(&self.estimates))
            .map(|(metric, estimate)| (metric.to_string(), json!(estimate)))
            .collect();
        let mut row = Map::new();
        row.insert("set".to_owned(), object(&self.set));
        row.insert("adapted".to_owned(), json!(self.adapted));
        row.insert("reps".to_owned(), json!(self.reps));
        row.insert(own.0.to_owned(), own.1);
        row.insert("metrics".to_owned(), figures.into());
        row.insert("goals_passed".to_owned(), json!(self.passed_share()));
        row.into()
    }

    /// In which share of its runs every goal was met; `None` where there are no goals.
    pub(super) fn passed_share(&self) -> Option<f64> {
        self.passed.map(|passed| f64::from(passed) / f64::from(self.reps.max(1)))
    }
}

impl Sweep {
    /// What `runs` say, with a row for each setting that has all of its runs.
    pub fn of(experiment: &Experiment, runs: &RunTable) -> Self {
        let Experiment { procedure, metrics, .. } = experiment;
        let until = match procedure {
            Procedure::Until(until) => Some(*until),
            _ => None,
        };
        let row = |point: usize| SweepRow::at(experiment, point, runs);
        let finished = (0..runs.points()).filter(|&point| procedure.is_done(runs, point));
        Self {
            scenario: experiment.scenario.clone(),
            rules: experiment.rules.clone(),
            seed: experiment.seed,
            window: experiment.window.clone(),
            reps: procedure.first_runs(),
            until,
            vary: experiment.vary.clone(),
            metrics: metrics.clone(),
            rows: finished.map(row).collect(),
        }
    }

    /// What a report says beside the name of the scenario.
    pub(super) fn facts(&self) -> Vec<String> {
        facts(&self.rules, &self.vary, self.window.as_deref(), self.sampled())
    }

    /// How many runs there are, in words.
    fn sampled(&self) -> String {
        let Self { seed, reps, .. } = self;
        let last = seed.saturating_add(u64::from(reps.saturating_sub(1)));
        match self.precision() {
            Some((metric, width)) => format!(
                "runs until {metric} is known to {width}, at least {reps}, seeds from {seed}"
            ),
            None if *reps == 1 => format!("seed {last}"),
            None => format!("mean of {reps} runs, seeds {seed} to {last}"),
        }
    }

    /// What limits the intervals of a sweep that ran until a figure was known.
    pub(super) fn caveats(&self) -> Vec<String> {
        let Some((metric, width)) = self.precision() else { return Vec::new() };
        let missed = self.rows.iter().filter(|row| row.reached == Some(false)).count();
        let missed = (missed > 0).then(|| {
            let most = number::count(self.until.map_or(0, |until| until.most));
            format!("{} did not reach {metric} {width} in {most} runs", counted(missed, "setting"))
        });
        let bias =
            "The runs ended when the interval was narrow, so it is a little less sure than 95 %";
        missed.into_iter().chain([bias.to_owned()]).collect()
    }

    /// The figure that was to be known well, and how well in words: `±5 %`.
    pub fn precision(&self) -> Option<(Metric, String)> {
        let until = self.until?;
        let metric = *self.metrics.get(until.figure)?;
        let width = match until.half_width {
            HalfWidth::Relative(share) => format!("{} %", number::short(share * 100.0)),
            HalfWidth::Absolute(width) => figure(metric.unit(), width),
        };
        Some((metric, format!("±{width}")))
    }
}

/// What stands beside the name of a scenario whose settings `vary`: the edition where it does
/// not, the part of a run that counts, and the `effort`.
pub(super) fn facts(
    rules: &str,
    vary: &[Vary],
    window: Option<&str>,
    effort: String,
) -> Vec<String> {
    let is_given = !vary.iter().any(|vary| vary.path == "rules");
    let edition = is_given.then(|| Edition::label_of(rules).to_owned());
    edition.into_iter().chain(window.map(str::to_owned)).chain([effort]).collect()
}

/// Writes `sweep` as `format` says.
pub fn write(out: &mut dyn Write, sweep: &Sweep, format: Format, page: Page) -> io::Result<()> {
    match format {
        Format::Table => write_table(out, sweep, page),
        Format::Json => pretty(out, &to_json(sweep)),
        Format::Csv => write_csv(out, sweep, page),
    }
}

fn to_json(sweep: &Sweep) -> Value {
    let vary = |vary: &Vary| {
        let setting = |value: &String| Setting { path: vary.path.clone(), value: value.clone() };
        let values: Value =
            vary.values.iter().map(|value| setting::to_json(&setting(value))).collect();
        json!({ "path": vary.path, "values": values })
    };
    let row = |row: &SweepRow| row.to_json(&sweep.metrics, ("reached", json!(row.reached)));
    let until = sweep.until.as_ref().map(|until| {
        json!({
            "metric": sweep.metrics.get(until.figure),
            "half_width": until.half_width,
            "max_reps": until.most,
        })
    });
    json!({
        "format_version": FORMAT_VERSION,
        "scenario": sweep.scenario,
        "rules": sweep.rules,
        "seed": sweep.seed,
        "reps": sweep.reps,
        "window": sweep.window,
        "until": until,
        "vary": sweep.vary.iter().map(vary).collect::<Value>(),
        "rows": sweep.rows.iter().map(row).collect::<Value>(),
    })
}

/// The columns that stand for one metric in CSV.
const PARTS: [&str; 5] = ["mean", "half_width", "n", "min", "max"];

fn write_csv(out: &mut dyn Write, sweep: &Sweep, page: Page) -> io::Result<()> {
    let mut head = ["scenario", "seed", "reps"].map(str::to_owned).to_vec();
    head.extend(sweep.vary.iter().map(|vary| vary.path.clone()));
    for metric in &sweep.metrics {
        head.extend(PARTS.iter().map(|part| format!("{metric}.{part}")));
    }
    head.push("goals_passed".to_owned());
    let line = |row: &SweepRow| {
        let mut cells = vec![json!(sweep.scenario), json!(sweep.seed), json!(row.reps)];
        cells.extend(row.set.iter().map(|setting| Value::from(shown(setting))));
        for Estimate { mean, half_width, n, min, max } in &row.estimates {
            cells.extend([json!(mean), json!(half_width), json!(n), json!(min), json!(max)]);
        }
        cells.push(json!(row.passed_share()));
        cells
    };
    csv::write(out, page.csv, head, sweep.rows.iter().map(line))
}

/// A value without the quotes of a string.
pub(super) fn shown(setting: &Setting) -> String {
    match setting::to_json(setting) {
        Value::String(text) => text,
        _ => setting.value.clone(),
    }
}

fn write_table(out: &mut dyn Write, sweep: &Sweep, page: Page) -> io::Result<()> {
    let ink = page.ink;
    writeln!(out, " {} · {}", ink.strong(&sweep.scenario), sweep.facts().join(" · "))?;
    let fixed: Vec<Drawn> =
        (0..sweep.vary.len()).map(|index| setting_column(sweep, index)).collect();
    let mut figures: Vec<Drawn> = runs_column(sweep).into_iter().collect();
    figures.extend((0..sweep.metrics.len()).map(|index| metric_column(sweep, index)));
    figures.extend(goals_column(sweep));
    for block in blocks(&fixed, &figures, page.width) {
        writeln!(out)?;
        write_block(out, page, &fixed, block, sweep.rows.len())?;
    }
    if sweep.reps > 1 {
        writeln!(out, "\n ±: half the width of the 95 % interval of the mean")?;
    }
    sweep.caveats().iter().try_for_each(|caveat| writeln!(out, " {caveat}"))
}

/// A column as it will be rendered.
struct Drawn {
    head: String,
    cells: Vec<String>,
}

impl Drawn {
    /// Its width, with what parts it from its neighbors.
    fn width(&self) -> usize {
        let lines = self.cells.iter().chain([&self.head]).flat_map(|text| text.lines());
        lines.map(UnicodeWidthStr::width).max().unwrap_or(0) + 3
    }
}

/// Words of a head longer than this are broken.
const LONGEST_WORD: usize = 9;

/// A dotted path over several lines, as a head: broken at its dots, and long
/// words after their underscores.
pub(super) fn broken(path: &str) -> String {
    let lines = path.split('.').map(|word| {
        if word.len() > LONGEST_WORD { word.replace('_', "_\n") } else { word.to_owned() }
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn setting_column(sweep: &Sweep, index: usize) -> Drawn {
    let cells = sweep.rows.iter().map(|row| row.set.get(index).map(shown).unwrap_or_default());
    let head = sweep.vary.get(index).map(|vary| broken(&vary.path)).unwrap_or_default();
    Drawn { head, cells: cells.collect() }
}

fn metric_column(sweep: &Sweep, index: usize) -> Drawn {
    let metric = sweep.metrics.get(index);
    let unit = metric.map_or(Unit::Count, |metric| metric.unit());
    let head = metric.map(|metric| broken(&metric.name())).unwrap_or_default();
    let cell = |row: &SweepRow| {
        let estimate = row.estimates.get(index).copied().unwrap_or_default();
        estimate::lines(unit, &estimate, row.reps).join("\n")
    };
    Drawn { head, cells: sweep.rows.iter().map(cell).collect() }
}

/// How many runs each setting took, where that differs.
fn runs_column(sweep: &Sweep) -> Option<Drawn> {
    sweep.until?;
    let cells = sweep.rows.iter().map(|row| number::count(row.reps)).collect();
    Some(Drawn { head: "runs".to_owned(), cells })
}

/// In how many runs the goals were met, where there are any.
fn goals_column(sweep: &Sweep) -> Option<Drawn> {
    let cell = |row: &SweepRow| Some(format!("{} of {}", row.passed?, row.reps));
    let cells = sweep.rows.iter().map(cell).collect::<Option<Vec<String>>>()?;
    (!cells.is_empty()).then(|| Drawn { head: "goals\nmet".to_owned(), cells })
}

/// The columns of figures in groups, each of which fits on the page beside the
/// settings; at least one to a group.
fn blocks<'d>(fixed: &[Drawn], figures: &'d [Drawn], width: u16) -> Vec<&'d [Drawn]> {
    let room = usize::from(width).saturating_sub(fixed.iter().map(Drawn::width).sum());
    let mut blocks = Vec::new();
    let mut rest = figures;
    while !rest.is_empty() {
        let mut used = 0;
        let fits = rest.iter().take_while(|column| {
            used += column.width();
            used <= room
        });
        let (block, after) = rest.split_at(fits.count().max(1));
        blocks.push(block);
        rest = after;
    }
    blocks
}

fn write_block(
    out: &mut dyn Write,
    page: Page,
    fixed: &[Drawn],
    figures: &[Drawn],
    rows: usize,
) -> io::Result<()> {
    let names = fixed.iter().map(|column| Column::Name(&column.head));
    let columns: Vec<Column<'_>> =
        names.chain(figures.iter().map(|column| Column::Figure(&column.head))).collect();
    let row = |index: usize| {
        let cells = fixed.iter().chain(figures).map(|column| column.cells.get(index));
        cells.map(|cell| cell.cloned().unwrap_or_default()).collect::<Vec<_>>()
    };
    write_list(out, page, &columns, (0..rows).map(row))
}

#[cfg(test)]
mod tests;
