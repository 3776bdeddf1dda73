//! Which assumption decides each goal, as ranked bars.

use std::io::{self, Write};

use super::Format;
use super::csv;
use super::json::pretty;
use super::number::figure;
use super::table::Page;
use crate::app::screening::{ScreenedParameter, Sensitivity};
use apprunner_sim::model::rules::Edition;
use apprunner_sim::sim::sensitivity::GoalSensitivity;
use serde_json::Value;

/// The columns of the longest bar.
pub const BAR: usize = 24;

/// Writes `found` as `format` says.
pub fn write(
    out: &mut dyn Write,
    found: &Sensitivity,
    format: Format,
    page: Page,
) -> io::Result<()> {
    match format {
        Format::Table => write_table(out, found, page),
        Format::Json => pretty(out, found),
        Format::Csv => {
            let head = ["goal", "metric", "met", "runs", "parameter", "flips", "mean_absolute"];
            let head = head.into_iter().chain(["deviation"]).map(ToOwned::to_owned);
            let lines = found.goals.iter().flat_map(|goal| {
                goal.effects.iter().map(|effect| -> Vec<Value> {
                    vec![
                        goal.name.clone().into(),
                        goal.metric.to_string().into(),
                        goal.met.into(),
                        goal.runs.into(),
                        effect.parameter.into(),
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

fn write_table(out: &mut dyn Write, found: &Sensitivity, page: Page) -> io::Result<()> {
    let name = page.ink.strong(&found.scenario);
    writeln!(out, " {name} · {} · seeds from {}", Edition::label_of(found.rules), found.seed)?;
    writeln!(out, " {}", method(found))?;
    let names = names_width(found);
    for goal in &found.goals {
        let GoalSensitivity { name, metric, .. } = goal;
        writeln!(out, "\n {} ({})", page.ink.strong(name), metric.label())?;
        writeln!(out, "   {}", verdict(goal, |parameter| format!("`{parameter}`")))?;
        for row in rows(goal, found.walks) {
            let bar = "█".repeat(columns(row.share));
            let decides = row.decides.map(|it| format!("   {it}")).unwrap_or_default();
            writeln!(out, "   {:<names$} {bar:<BAR$} {}{decides}", row.parameter, row.change)?;
        }
    }
    write_ranges(out, found, page)
}

/// Cells of the longest name of an assumption.
fn names_width(found: &Sensitivity) -> usize {
    found.parameters.iter().map(|it| it.parameter.len()).max().unwrap_or_default()
}

/// Writes the ranges of the assumptions that change a figure.
fn write_ranges(out: &mut dyn Write, found: &Sensitivity, page: Page) -> io::Result<()> {
    let mut moving = moving(found).peekable();
    if moving.peek().is_some() {
        writeln!(out, "\n {}", page.ink.strong("Ranges"))?;
    }
    let names = names_width(found);
    for ScreenedParameter { parameter, range, .. } in moving {
        writeln!(out, "   {parameter:<names$} {range}")?;
    }
    Ok(())
}

/// The assumptions that change a figure.
pub fn moving(found: &Sensitivity) -> impl Iterator<Item = &ScreenedParameter> {
    found.parameters.iter().filter(|parameter| {
        let mut all = found.goals.iter().flat_map(|goal| rows(goal, found.walks));
        all.any(|row| row.parameter == parameter.parameter)
    })
}

/// What was done, in a line.
pub fn method(found: &Sensitivity) -> String {
    let Sensitivity { parameters, walks, .. } = found;
    format!("{} assumptions, each varied by half its range {walks} times", parameters.len())
}

/// What to make of a goal; `name` says how an assumption is called.
pub fn verdict(goal: &GoalSensitivity, name: impl Fn(&str) -> String) -> String {
    let decided = match goal.effects.first() {
        Some(first) if first.flips > 0 => format!("this goal depends on {}", name(first.parameter)),
        _ => "it does not depend on an assumption".to_owned(),
    };
    format!("met in {} of {} runs; {decided}", goal.met, goal.runs)
}

/// An assumption that changes the figure of a goal, for people.
pub struct EffectRow {
    /// Its name under `[assume]`.
    pub parameter: &'static str,
    /// Its change as a share of the greatest, 0 to 1.
    pub share: f64,
    /// Its change with its unit.
    pub change: String,
    /// How often it decides the goal; `None` where it never does.
    pub decides: Option<String>,
}

/// The assumptions that change the figure of `goal` in one of `walks`, those that decide
/// it first.
pub fn rows(goal: &GoalSensitivity, walks: usize) -> impl Iterator<Item = EffectRow> {
    let effects = &goal.effects;
    let most = effects.iter().map(|effect| effect.mean_absolute).fold(0.0, f64::max);
    let moving = effects.iter().filter(|effect| effect.mean_absolute > 0.0 || effect.flips > 0);
    moving.map(move |effect| EffectRow {
        parameter: effect.parameter,
        share: if most > 0.0 { effect.mean_absolute / most } else { 0.0 },
        change: plus_minus(&figure(goal.metric.unit(), effect.mean_absolute)),
        decides: (effect.flips > 0).then(|| format!("decides {} of {walks}", effect.flips)),
    })
}

/// A change of this size, up or down; one that is below what a figure shows has its sign.
fn plus_minus(size: &str) -> String {
    if size.starts_with('<') { size.to_owned() } else { format!("±{size}") }
}

/// The columns of a bar for a share of the longest, at least one.
pub fn columns(share: f64) -> usize {
    (1..=BAR).rev().find(|&columns| columns as f64 <= share * BAR as f64).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use apprunner_sim::model::metric::Metric;
    use apprunner_sim::sim::sensitivity::ElementaryEffect;

    #[test]
    fn bars_and_ranges_begin_in_one_column_whatever_the_names() {
        let names = ["wake", "a_name_of_more_than_twenty_cells"];
        let found = Sensitivity {
            format_version: 1,
            scenario: "surge".to_owned(),
            rules: "aws",
            seed: 1,
            walks: 10,
            parameters: names
                .map(|parameter| {
                    let (range, values) = ("from here to there".to_owned(), Vec::new());
                    ScreenedParameter { parameter, range, values }
                })
                .into(),
            goals: vec![GoalSensitivity {
                name: "goal".to_owned(),
                metric: Metric::parse("requests.failed").unwrap(),
                met: 1,
                runs: 2,
                effects: names
                    .map(|parameter| ElementaryEffect {
                        parameter,
                        flips: 1,
                        mean_absolute: 1.0,
                        deviation: 0.0,
                    })
                    .into(),
            }],
        };
        let mut text = Vec::new();
        write(&mut text, &found, Format::Table, Page::PIPE).unwrap();
        let text = String::from_utf8(text).unwrap();
        for part in ["█", "from here"] {
            let mut columns = text.lines().filter_map(|line| line.find(part));
            let first = columns.next().unwrap();
            assert!(columns.next().is_some_and(|second| second == first), "{text}");
        }
    }
}
