//! The figures of finished runs. JSON and CSV hold every field of the format;
//! the table rounds, and leaves out what people do not compare.

pub(super) mod routes;

use std::io::{self, Write};

use serde_json::Value;

use super::Format;
use super::csv;
use super::json::pretty;
use super::lab::reached;
use super::number::{count, dollars, mean, millis, moment, rest_of, seconds, share};
use super::table::{Grid, Ink, Page};
use apprunner_sim::model::rules::Edition;
use apprunner_sim::sim::summary::{Cost, FrontCost, GoalResult, Quantiles, Summary};

/// Writes `runs` as `format` says: JSON is one object for one run and an array
/// for several. The tables are under `titles`, those of the scenarios in the order of `runs`.
pub fn write(
    out: &mut dyn Write,
    runs: &[Summary],
    titles: &[String],
    format: Format,
    page: Page,
) -> io::Result<()> {
    match (format, runs) {
        (Format::Json, [run]) => pretty(out, run),
        (Format::Json, runs) => pretty(out, &runs),
        (Format::Csv, runs) => {
            let trees: Vec<Value> = runs.iter().map(Summary::to_value).collect();
            write_csv(out, &trees, page)
        }
        (Format::Table, runs) => {
            for (index, (run, title)) in runs.iter().zip(titles).enumerate() {
                if index > 0 {
                    writeln!(out)?;
                }
                write_table(out, run, title, page)?;
            }
            Ok(())
        }
    }
}

fn write_table(out: &mut dyn Write, run: &Summary, title: &str, page: Page) -> io::Result<()> {
    writeln!(out, " {} · {}", page.ink.strong(title), run.scenario)?;
    writeln!(
        out,
        " {} · seed {} · {} · {}",
        Edition::label_of(run.rules),
        run.seed,
        simulated(run),
        run.service_status
    )?;
    writeln!(out)?;
    grid(run).write(out, page)?;
    routes::write(out, run, page)?;
    write_notes(out, run)?;
    write_goals(out, &run.goals, page.ink)
}

/// How long the run is, and from when its figures count.
pub(super) fn simulated(run: &Summary) -> String {
    let length = seconds(run.simulated_s);
    run.measured_from_s.map_or_else(
        || format!("{length} simulated"),
        |from| format!("{length} simulated, measured from {}", seconds(from)),
    )
}

/// The figures that people compare, in groups.
pub(super) fn grid(run: &Summary) -> Grid {
    let mut grid = Grid::default();
    add_requests(&mut grid, run);
    let latency = &run.latency_ms;
    add_latency(&mut grid, "Latency", &latency.all);
    let alone = &latency.responses;
    if *alone != latency.all {
        add_latency(&mut grid, "of responses", alone);
    }
    if run.requests.retried > 0 {
        add_latency(&mut grid, "of visitors", &run.visitors.latency_ms);
    }
    let wait = &run.wait_ms;
    grid.add(
        "Waiting",
        [
            ("mean", millis(wait.mean)),
            ("p50", millis(wait.p50)),
            ("p99", millis(wait.p99)),
            ("longest", millis(wait.max)),
            ("had to wait", share(wait.waited_ratio)),
        ],
    );
    add_instances(&mut grid, run);
    grid.add(
        "Happened",
        [
            ("scale-out", moment(run.first.scale_out)),
            ("check fails", moment(run.first.health_failed)),
            ("unhealthy", moment(run.first.unhealthy)),
            ("rejected", moment(run.first.rejected)),
            ("until", moment(run.last.rejected)),
        ],
    );
    add_cost(&mut grid, &run.cost_usd);
    grid
}

/// The cost and its parts, of which the last is what is left: they add up as they are shown.
fn add_cost(grid: &mut Grid, cost: &Cost) {
    let Cost { total, vcpu, memory, front } = *cost;
    let [whole, first] = [("total", dollars(total)), ("vCPU", dollars(vcpu))];
    let rest = rest_of(total, vcpu);
    let Some(FrontCost { load_balancer, lcu, .. }) = front else {
        grid.add("Cost", [whole, first, ("memory", dollars(rest))]);
        return;
    };
    let balancer = load_balancer + lcu;
    let addresses = rest_of(rest_of(rest, memory), balancer);
    let parts = [("memory", memory), ("ALB", balancer), ("IPv4", addresses)];
    let [memory, balancer, addresses] = parts.map(|(name, part)| (name, dollars(part)));
    grid.add("Cost", [whole, first, memory, balancer, addresses]);
}

fn add_requests(grid: &mut Grid, run: &Summary) {
    let requests = &run.requests;
    grid.add(
        "Requests",
        [
            ("offered", count(requests.offered)),
            ("succeeded", count(requests.succeeded)),
            ("failed", count(requests.failed)),
            ("timed out", count(requests.abandoned)),
            ("at end", count(requests.in_flight_at_end)),
        ],
    );
    grid.add(
        "",
        [
            ("failed", share(requests.failed_ratio)),
            ("or timeout", share(requests.lost_ratio)),
            ("retries", count(requests.retried)),
        ],
    );
    let by_status = &requests.by_status;
    grid.add_all(
        "Statuses",
        by_status.iter().map(|(status, number)| (status.to_string(), count(*number))),
    );
    if requests.retried > 0 {
        add_visitors(grid, run);
    }
}

/// A visitor is a request with its retries: without any, requests say it all.
fn add_visitors(grid: &mut Grid, run: &Summary) {
    let visitors = &run.visitors;
    grid.add(
        "Visitors",
        [
            ("total", count(visitors.total)),
            ("succeeded", count(visitors.succeeded)),
            ("failed", count(visitors.failed)),
            ("timed out", count(visitors.gave_up)),
            ("at end", count(visitors.in_progress_at_end)),
        ],
    );
    grid.add(
        "",
        [("failed", share(visitors.failed_ratio)), ("or timeout", share(visitors.lost_ratio))],
    );
}

fn add_latency(grid: &mut Grid, group: &'static str, latency: &Quantiles) {
    grid.add(
        group,
        [
            ("mean", millis(latency.mean)),
            ("p50", millis(latency.p50)),
            ("p95", millis(latency.p95)),
            ("p99", millis(latency.p99)),
            ("longest", millis(latency.max)),
        ],
    );
}

fn add_instances(grid: &mut Grid, run: &Summary) {
    let instances = &run.instances;
    grid.add(
        "Instances",
        [
            ("at start", count(instances.start)),
            ("peak", count(instances.peak)),
            ("mean", mean(instances.mean)),
            ("at end", count(instances.end)),
            ("launched", count(instances.launched)),
        ],
    );
    grid.add(
        "",
        [
            ("peak active", count(instances.peak_active)),
            ("mean active", mean(instances.mean_active)),
            ("replaced", count(instances.replaced)),
            ("no start", count(instances.failed_to_start)),
        ],
    );
    let concurrency = &run.concurrency;
    grid.add("Concurrency", [("mean", mean(concurrency.mean)), ("peak", count(concurrency.peak))]);
    let cold = &run.cold_starts;
    grid.add(
        "Cold starts",
        [
            ("instances", count(cold.instances)),
            ("delayed", count(cold.requests_delayed)),
            ("mean", seconds(cold.mean_s)),
            ("longest", seconds(cold.max_s)),
        ],
    );
    let health = &run.health;
    grid.add(
        "Health",
        [
            ("checks", count(health.checks)),
            ("failed", count(health.failed)),
            ("unhealthy", count(health.unhealthy)),
        ],
    );
    if let Some(work) = &run.background {
        grid.add(
            "Background",
            [
                ("wants CPU", seconds(Some(work.wanted_cpu_s))),
                ("uses", seconds(Some(work.done_cpu_s))),
                ("done", share(work.done_ratio.unwrap_or(0.0))),
            ],
        );
    }
    if let Some(stops) = &run.shutdown {
        grid.add(
            "Shutdown",
            [
                ("ran on", count(stops.instances)),
                ("killed", count(stops.killed)),
                ("cut", count(stops.requests_cut)),
            ],
        );
    }
}

fn write_notes(out: &mut dyn Write, run: &Summary) -> io::Result<()> {
    if !run.operations.is_empty() {
        writeln!(out, "\n Operations")?;
    }
    for operation in &run.operations {
        let ended = operation.ended_s.map_or_else(|| "the end".to_owned(), |s| moment(Some(s)));
        let started = moment(Some(operation.started_s));
        writeln!(out, "   {:<17} {:<19} {started} to {ended}", operation.kind, operation.status)?;
    }
    if !run.alarms.is_empty() {
        writeln!(out, "\n Alarms")?;
    }
    for alarm in &run.alarms {
        match alarm.first_s {
            Some(_) => writeln!(out, "   raised at {:>9}   {}", moment(alarm.first_s), alarm.name)?,
            None => writeln!(out, "   never raised          {}", alarm.name)?,
        }
    }
    if !run.adapted.is_empty() {
        writeln!(out, "\n Adapted to the {}", Edition::label_of(run.rules))?;
    }
    run.adapted.iter().try_for_each(|change| writeln!(out, "   {change}"))
}

fn write_goals(out: &mut dyn Write, goals: &[GoalResult], ink: Ink) -> io::Result<()> {
    if goals.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n Goals")?;
    for goal in goals {
        let verdict = if goal.passed { ink.good("✓ met   ") } else { ink.bad("✗ missed") };
        let value = reached(goal);
        writeln!(out, "   {verdict}  {} ({} = {value})", goal.name, goal.metric)?;
    }
    Ok(())
}

/// One row a run. A column is a dotted path; lists are counted from 0 as in
/// metrics, and a run that lacks what another has leaves the cell empty.
fn write_csv(out: &mut dyn Write, trees: &[Value], page: Page) -> io::Result<()> {
    let mut columns = Vec::new();
    collect_columns(&trees.iter().collect::<Vec<_>>(), &mut Vec::new(), &mut columns);
    let head: Vec<String> = columns.iter().map(|path| path.join(".")).collect();
    let line = |tree: &Value| columns.iter().map(|path| leaf(tree, path)).collect();
    csv::write(out, page.csv, head, trees.iter().map(line))
}

/// The paths of all leaves of all runs, in the order of the format; statuses,
/// which are numbers, in their own.
fn collect_columns(nodes: &[&Value], path: &mut Vec<String>, columns: &mut Vec<Vec<String>>) {
    let mut keys: Vec<String> = Vec::new();
    for key in nodes.iter().flat_map(|node| keys_of(node)) {
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    if keys.iter().all(|key| key.parse::<usize>().is_ok()) {
        keys.sort_by_key(|key| key.parse::<usize>().ok());
    }
    if keys.is_empty() && nodes.iter().any(|node| !node.is_object() && !node.is_array()) {
        columns.push(path.clone());
    }
    for key in keys {
        let children: Vec<&Value> = nodes.iter().filter_map(|node| child(node, &key)).collect();
        path.push(key);
        collect_columns(&children, path, columns);
        path.pop();
    }
}

fn keys_of(node: &Value) -> Vec<String> {
    match node {
        Value::Object(fields) => fields.keys().cloned().collect(),
        Value::Array(items) => (0..items.len()).map(|index| index.to_string()).collect(),
        _ => Vec::new(),
    }
}

fn child<'a>(node: &'a Value, key: &str) -> Option<&'a Value> {
    match node {
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        other => other.get(key),
    }
}

fn leaf(tree: &Value, path: &[String]) -> Value {
    path.iter().try_fold(tree, |node, key| child(node, key)).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests;
