//! Which assumption decides each goal, as ranked bars.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Value, json};

use super::Format;
use super::csv;
use super::json::pretty;
use super::number::figure;
use super::table::Page;
use apprunner_sim::sim::sensitivity::{ElementaryEffect, GoalSensitivity};

/// The columns of the longest bar.
const BAR: usize = 24;

/// What a screening of the assumed parameters found.
#[derive(Clone, Debug, Serialize)]
pub struct Sensitivity {
    /// Version of this format: 1.
    pub format_version: u32,
    /// The scenario's name.
    pub scenario: String,
    /// The edition.
    pub rules: &'static str,
    /// The seed of the first walk; the others count on from it.
    pub seed: u64,
    /// How often each parameter was moved.
    pub walks: usize,
    /// The parameters with their values, as the plan numbers them.
    pub parameters: Vec<(&'static str, [&'static str; 4])>,
    /// The goals of the scenario.
    pub goals: Vec<GoalSensitivity>,
}

impl Sensitivity {
    fn path(&self, effect: &ElementaryEffect) -> &'static str {
        self.parameters.get(effect.parameter).map_or("", |(path, _)| path)
    }

    fn rows<'a>(&'a self, goal: &'a GoalSensitivity) -> impl Iterator<Item = Row<'a>> {
        goal.effects.iter().map(|effect| Row { parameter: self.path(effect), effect })
    }
}

/// A parameter and what it does to a goal.
#[derive(Serialize)]
struct Row<'a> {
    parameter: &'static str,
    #[serde(flatten)]
    effect: &'a ElementaryEffect,
}

/// Writes `found` as `format` says.
pub fn write(
    out: &mut dyn Write,
    found: &Sensitivity,
    format: Format,
    page: Page,
) -> io::Result<()> {
    match format {
        Format::Table => write_table(out, found, page),
        Format::Json => pretty(out, &tree(found)),
        Format::Csv => {
            let head = ["goal", "metric", "met", "runs", "parameter", "flips", "mean_absolute"];
            let head = head.into_iter().chain(["deviation"]).map(ToOwned::to_owned);
            let lines = found.goals.iter().flat_map(|goal| {
                found.rows(goal).map(|Row { parameter, effect }| -> Vec<Value> {
                    vec![
                        goal.name.clone().into(),
                        goal.metric.to_string().into(),
                        goal.met.into(),
                        goal.runs.into(),
                        parameter.into(),
                        effect.flips.into(),
                        effect.mean_absolute.into(),
                        effect.deviation.into(),
                    ]
                })
            });
            csv::write(out, page.csv, head, lines)
        }
    }
}

fn tree(found: &Sensitivity) -> Value {
    let goals = found.goals.iter().map(|goal| {
        let effects: Vec<Row<'_>> = found.rows(goal).collect();
        json!({
            "name": goal.name, "metric": goal.metric, "met": goal.met, "runs": goal.runs,
            "effects": effects,
        })
    });
    let parameters = found
        .parameters
        .iter()
        .map(|(path, levels)| json!({ "parameter": path, "values": levels }));
    json!({
        "format_version": found.format_version,
        "scenario": found.scenario,
        "rules": found.rules,
        "seed": found.seed,
        "walks": found.walks,
        "parameters": parameters.collect::<Vec<_>>(),
        "goals": goals.collect::<Vec<_>>(),
    })
}

fn write_table(out: &mut dyn Write, found: &Sensitivity, page: Page) -> io::Result<()> {
    let Sensitivity { scenario, rules, seed, walks, parameters, .. } = found;
    writeln!(
        out,
        " {} · {rules} rules · {} assumptions, each moved by half its range {walks} times, seeds from {seed}",
        page.ink.strong(scenario),
        parameters.len()
    )?;
    for goal in &found.goals {
        let GoalSensitivity { name, metric, met, runs, effects } = goal;
        writeln!(out, "\n {} ({metric})", page.ink.strong(name))?;
        writeln!(out, "   met in {met} of {runs} runs; {}", verdict(found, goal))?;
        let most = effects.iter().map(|effect| effect.mean_absolute).fold(0.0, f64::max);
        let moving = found.rows(goal).filter(|row| row.effect.mean_absolute > 0.0);
        for Row { parameter, effect } in moving {
            let bar = "█".repeat(columns(effect.mean_absolute / most));
            let change = figure(metric.unit(), effect.mean_absolute);
            let flips = match effect.flips {
                0 => String::new(),
                flips => format!("   decides {flips} of {walks}"),
            };
            let parameter = parameter.trim_start_matches("assume.");
            writeln!(out, "   {parameter:<20} {bar:<BAR$} ±{change}{flips}")?;
        }
    }
    Ok(())
}

/// What to make of a goal.
fn verdict(found: &Sensitivity, goal: &GoalSensitivity) -> String {
    match goal.effects.first() {
        Some(first) if first.flips > 0 => format!("this goal hinges on `{}`", found.path(first)),
        _ => "no assumption decides it".to_owned(),
    }
}

/// The columns of a bar for a share of the longest, at least one.
fn columns(share: f64) -> usize {
    (1..=BAR).rev().find(|&columns| columns as f64 <= share * BAR as f64).unwrap_or(1)
}
