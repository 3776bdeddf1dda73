//! Two settings of a scenario side by side, over pairs of runs that see the same
//! random numbers.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::Format;
use super::csv;
use super::estimate::{count, interval, signed};
use super::json::{object, pretty};
use super::number::figure;
use super::table::{Column, Page, write_list};
use apprunner_sim::model::metric::Metric;
use apprunner_sim::model::rules::Edition;
use apprunner_sim::sim::repetition::{self, Repetition};
use apprunner_sim::sim::statistics::{Estimate, Paired};
use spanned_toml::setting::Setting;

/// The version of the JSON.
const FORMAT_VERSION: u32 = 1;

/// One of the two.
#[derive(Clone, Debug)]
pub struct Side {
    /// Its edition.
    pub rules: &'static str,
    /// What was changed in the file.
    pub set: Vec<Setting>,
    /// What the edition made of it.
    pub adapted: Vec<String>,
    /// Its goals: name and what they are about.
    pub goals: Vec<(String, Metric)>,
}

/// What was compared.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The scenario's name.
    pub scenario: String,
    /// The seed of the first pair; the others count on from it.
    pub seed: u64,
    /// What is compared with.
    pub base: Side,
    /// What is compared.
    pub other: Side,
    /// The figures that were asked for.
    pub metrics: Vec<Metric>,
    /// What is kept of base and other under each seed.
    pub pairs: Vec<(Repetition, Repetition)>,
}

impl Comparison {
    fn reps(&self) -> u32 {
        u32::try_from(self.pairs.len()).unwrap_or(u32::MAX)
    }

    /// The figures, in the order in which they were asked for.
    fn figures(&self) -> impl Iterator<Item = (Metric, Paired)> {
        let paired = |index| repetition::paired(&self.pairs, index);
        (self.metrics.iter().enumerate()).map(move |(index, &metric)| (metric, paired(index)))
    }

    /// Every goal of either side, by name.
    fn goals(&self) -> Vec<Goal<'_>> {
        let mut goals: Vec<Goal<'_>> = Vec::new();
        for (name, metric) in self.base.goals.iter().chain(&self.other.goals) {
            if goals.iter().any(|goal| goal.name == name) {
                continue;
            }
            let met = |side: &Side, met: &dyn Fn(usize) -> u32| {
                side.goals.iter().position(|(other, _)| other == name).map(met)
            };
            goals.push(Goal {
                name,
                metric: *metric,
                base: met(&self.base, &|index| self.met(index, |pair| &pair.0)),
                other: met(&self.other, &|index| self.met(index, |pair| &pair.1)),
            });
        }
        goals
    }

    /// In how many runs of a side the goal with position `index` was met.
    fn met(&self, index: usize, side: fn(&(Repetition, Repetition)) -> &Repetition) -> u32 {
        let met = |pair: &&(Repetition, Repetition)| side(pair).goals.get(index) == Some(&true);
        u32::try_from(self.pairs.iter().filter(met).count()).unwrap_or(u32::MAX)
    }
}

/// A goal, and in how many runs of each side it was met; `None` on a side that
/// lacks it.
struct Goal<'c> {
    name: &'c str,
    metric: Metric,
    base: Option<u32>,
    other: Option<u32>,
}

/// Writes `comparison` as `format` says.
pub fn write(
    out: &mut dyn Write,
    comparison: &Comparison,
    format: Format,
    page: Page,
) -> io::Result<()> {
    match format {
        Format::Table => write_table(out, comparison, page),
        Format::Json => pretty(out, &to_json(comparison)),
        Format::Csv => write_csv(out, comparison, page),
    }
}

fn to_json(comparison: &Comparison) -> Value {
    let side = |side: &Side| json!({ "rules": side.rules, "set": object(&side.set), "adapted": side.adapted });
    let share =
        |met: Option<u32>| met.map(|met| f64::from(met) / f64::from(comparison.reps().max(1)));
    let goal = |goal: &Goal<'_>| {
        json!({
            "name": goal.name,
            "metric": goal.metric,
            "base_passed": share(goal.base),
            "other_passed": share(goal.other),
        })
    };
    let metrics: Map<String, Value> =
        comparison.figures().map(|(metric, paired)| (metric.to_string(), json!(paired))).collect();
    json!({
        "format_version": FORMAT_VERSION,
        "scenario": comparison.scenario,
        "seed": comparison.seed,
        "reps": comparison.reps(),
        "base": side(&comparison.base),
        "other": side(&comparison.other),
        "metrics": metrics,
        "goals": comparison.goals().iter().map(goal).collect::<Value>(),
    })
}

const COLUMNS: [&str; 9] = [
    "metric",
    "base",
    "base_half_width",
    "other",
    "other_half_width",
    "difference",
    "difference_half_width",
    "unpaired_half_width",
    "pairs",
];

fn write_csv(out: &mut dyn Write, comparison: &Comparison, page: Page) -> io::Result<()> {
    let line = |(metric, paired): (Metric, Paired)| {
        let Paired { base, other, difference, unpaired_half_width } = paired;
        let estimates = [base, other, difference];
        let cells = estimates.iter().flat_map(|one| [json!(one.mean), json!(one.half_width)]);
        let rest = [json!(unpaired_half_width), json!(difference.n)];
        std::iter::once(json!(metric)).chain(cells).chain(rest).collect()
    };
    csv::write(out, page.csv, COLUMNS.map(str::to_owned), comparison.figures().map(line))
}

fn write_table(out: &mut dyn Write, comparison: &Comparison, page: Page) -> io::Result<()> {
    let (seed, reps) = (comparison.seed, comparison.reps());
    let name = page.ink.strong(&comparison.scenario);
    if reps == 1 {
        writeln!(out, " {name} · seed {seed} for both")?;
    } else {
        let last = seed.saturating_add(u64::from(reps.saturating_sub(1)));
        writeln!(out, " {name} · mean of {reps} pairs of runs, seeds {seed} to {last}")?;
    }
    write_side(out, "base", &comparison.base)?;
    write_side(out, "other", &comparison.other)?;
    writeln!(out)?;
    write_figures(out, comparison, page)?;
    write_goals(out, comparison, page)
}

/// What a side is: its edition and its changes.
fn write_side(out: &mut dyn Write, name: &str, side: &Side) -> io::Result<()> {
    writeln!(out, "   {name:<6} {}", Edition::label_of(side.rules))?;
    for setting in &side.set {
        writeln!(out, "          {} = {}", setting.path, setting.value)?;
    }
    for change in &side.adapted {
        writeln!(out, "          adapted: {change}")?;
    }
    Ok(())
}

fn write_figures(out: &mut dyn Write, comparison: &Comparison, page: Page) -> io::Result<()> {
    let reps = comparison.reps();
    let mut columns = vec![
        Column::Name("figure"),
        Column::Figure("base"),
        Column::Figure("other"),
        Column::Figure("difference"),
    ];
    if reps > 1 {
        columns.push(Column::Figure("95 % ±"));
    }
    let row = |(metric, paired): (Metric, Paired)| {
        let unit = metric.unit();
        let side = |estimate: &Estimate| match estimate.mean {
            None => "never".to_owned(),
            Some(mean) if estimate.n == reps => figure(unit, mean),
            Some(mean) => format!("{}\n{}", figure(unit, mean), count(estimate.n, reps)),
        };
        let difference = &paired.difference;
        let mut cells = vec![
            metric.to_string(),
            side(&paired.base),
            side(&paired.other),
            signed(unit, difference),
        ];
        if reps > 1 {
            let interval = interval(unit, difference);
            cells.push(interval.unwrap_or_else(|| "–".to_owned()));
        }
        cells
    };
    write_list(out, page, &columns, comparison.figures().map(row))
}

fn write_goals(out: &mut dyn Write, comparison: &Comparison, page: Page) -> io::Result<()> {
    let goals = comparison.goals();
    if goals.is_empty() {
        return Ok(());
    }
    let reps = comparison.reps();
    let met = |met: Option<u32>| match met {
        None => "–".to_owned(),
        Some(met) if reps == 1 => (if met == 1 { "✓ met" } else { "✗ missed" }).to_owned(),
        Some(met) => format!("{met} of {reps}"),
    };
    writeln!(out)?;
    let columns = [Column::Words("goals met"), Column::Figure("base"), Column::Figure("other")];
    let rows = goals.iter().map(|goal| {
        let words = format!("{} ({})", goal.name, goal.metric);
        vec![words, met(goal.base), met(goal.other)]
    });
    write_list(out, page, &columns, rows)
}

#[cfg(test)]
mod tests;
