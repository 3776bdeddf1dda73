//! A published figure, the run that stands for it, and whether the two agree.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use serde_json::Value;

use super::page::{Part, in_parallel, run};

/// Seeds of a run whose length is drawn.
const SEEDS: RangeInclusive<u32> = 1..=100;
/// How far off a single published figure may be read or told.
const READING: f64 = 0.1;

/// A published figure and the run that stands for it.
pub struct Published {
    pub run: &'static str,
    /// As published, with where.
    pub says: &'static str,
    /// The same as a range, in the unit of `ours`.
    pub range: RangeInclusive<f64>,
    /// The command, without a seed.
    pub command: &'static str,
    /// The figure in the JSON of the run.
    pub figure: fn(&Value) -> f64,
    pub unit: Unit,
    pub luck: Luck,
}

/// How a figure is written.
#[derive(Clone, Copy)]
pub enum Unit {
    Percent,
    Count,
    Seconds,
    Milliseconds,
    Instances,
    Dollars,
    Cents,
    Ratio,
    Cpus,
}

impl Unit {
    fn write(self, value: f64) -> String {
        match self {
            Self::Percent => format!("{:.1} %", value * 100.0),
            Self::Count => format!("{value:.0}"),
            Self::Ratio => format!("{value:.2}"),
            Self::Seconds => format!("{value:.0} s"),
            Self::Milliseconds => format!("{value:.0} ms"),
            Self::Instances => format!("{value:.0} active"),
            Self::Dollars => format!("{value:.3} USD"),
            Self::Cents => format!("{value:.2} USD"),
            Self::Cpus => format!("{value:.3} vCPU"),
        }
    }
}

/// Whether the figure is the same under every seed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Luck {
    /// One run is enough.
    None,
    /// The start of an instance is drawn: the middle of many runs counts.
    Start,
}

/// The figure of one run, or the 5th, 50th and 95th percentile of many.
struct Ours {
    low: f64,
    middle: f64,
    high: f64,
}

/// What `command` prints, once or under each seed.
fn outputs(command: &str, luck: Luck) -> Vec<Value> {
    match luck {
        Luck::None => vec![run(command)],
        Luck::Start => SEEDS.map(|seed| run(&format!("{command} --seed {seed}"))).collect(),
    }
}

impl Published {
    /// The figure of this program, from what its command printed.
    fn ours(&self, outputs: &[Value]) -> Ours {
        let mut values: Vec<f64> = outputs.iter().map(self.figure).collect();
        values.sort_by(f64::total_cmp);
        let at = |share: usize| values[share * (values.len() - 1) / 100];
        Ours { low: at(5), middle: at(50), high: at(95) }
    }

    /// Whether ours and what was published meet. A single published value must lie within the
    /// middle 90 % of many runs, or within the reading error of the figure of one.
    fn verdict(&self, ours: &Ours) -> &'static str {
        let (from, to) = (*self.range.start(), *self.range.end());
        let is_read = to <= from && self.luck == Luck::None;
        let error = if is_read { from * READING } else { 0.0 };
        if ours.low <= to + error && from - error <= ours.high { "agrees" } else { "differs" }
    }

    /// The figure of this program in words.
    fn cell(&self, ours: &Ours) -> String {
        let write = |value| self.unit.write(value);
        match self.luck {
            Luck::None => write(ours.middle),
            Luck::Start => {
                format!("{} ({} to {})", write(ours.middle), write(ours.low), write(ours.high))
            }
        }
    }
}

/// The table `letter` of `rows` with their commands; `unknown` is what was published and
/// has no counterpart in the model.
pub fn table(letter: char, rows: &[Published], unknown: &[(&str, &str)]) -> Part {
    // Rows of the same command share its runs.
    let mut plays: Vec<(&str, Luck)> = rows.iter().map(|row| (row.command, row.luck)).collect();
    plays.dedup();
    let printed = in_parallel(&plays, |&(command, luck)| outputs(command, luck));
    let of = |row: &Published| {
        let place = plays.iter().position(|play| *play == (row.command, row.luck));
        row.ours(&printed[place.expect("each row's command has been run")])
    };
    let ours: Vec<Ours> = rows.iter().map(of).collect();
    let mut table =
        "| | run | published | ours | verdict |\n| --- | --- | --- | --- | --- |\n".to_owned();
    let mut commands: Vec<(&str, Vec<String>)> = Vec::new();
    for ((row, ours), number) in rows.iter().zip(&ours).zip(1..) {
        let (cell, verdict) = (row.cell(ours), row.verdict(ours));
        let id = format!("{letter}{number}");
        let _ = writeln!(table, "| {id} | {} | {} | {cell} | {verdict} |", row.run, row.says);
        match commands.last_mut() {
            Some((command, ids)) if *command == row.command => ids.push(id),
            _ => commands.push((row.command, vec![id])),
        }
    }
    for ((run, says), number) in unknown.iter().zip(rows.len() + 1..) {
        let _ = writeln!(table, "| {letter}{number} | {run} | {says} | – | unknown |");
    }
    let mut text = format!("{table}\n```sh\n");
    for (command, ids) in commands {
        let prints_lines = command.ends_with(" -");
        let form = if prints_lines { "" } else { " --format json" };
        let _ = writeln!(text, "# {}\n{command}{form}", ids.join(", "));
    }
    text.push_str("```\n");
    Part { name: letter.to_string(), text }
}

/// The number at `path` of a run.
pub fn number(run: &Value, path: &str) -> f64 {
    let value = run.pointer(path).unwrap_or_else(|| panic!("{path}: {run}"));
    value.as_f64().unwrap_or_else(|| panic!("{path} is {value}"))
}

/// How long operation `index` took.
pub fn operation(run: &Value, index: usize) -> f64 {
    let at = |moment: &str| number(run, &format!("/operations/{index}/{moment}"));
    at("ended_s") - at("started_s")
}
