//! The options of commands that repeat runs under several seeds.

use anyhow::bail;
use clap::Args;

use super::input;
use crate::report::Format;
use apprunner_sim::model::metric::{Metric, NAMES};

/// How often to run, how many at a time, and what to tell.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Repetitions and figures")]
pub(super) struct Repeat {
    /// Number of runs for each configuration, under consecutive seeds
    #[arg(long, value_name = "NUMBER", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(super) reps: u32,
    #[command(flatten)]
    pub(super) figures: Figures,
}

/// How many runs at a time, and what to report.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Repetitions and figures")]
pub(super) struct Figures {
    /// Number of parallel runs; by default, the number of cores
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u16).range(1..=1_024))]
    pub(super) jobs: Option<u16>,
    /// A metric to show instead of the default ones: a path into the JSON of a run; may be repeated
    #[arg(long = "metric", value_name = "PATH", value_parser = metric)]
    metrics: Vec<Metric>,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub(super) format: Format,
}

impl Figures {
    /// The figures to tell, each once: those asked for, or `usual`.
    pub(super) fn metrics(&self, usual: &[&str]) -> Vec<Metric> {
        if self.metrics.is_empty() {
            return usual.iter().filter_map(|path| Metric::parse(path)).collect();
        }
        each_once(self.metrics.iter().copied())
    }
}

/// Every one of `metrics` once, in order.
pub(super) fn each_once(metrics: impl Iterator<Item = Metric>) -> Vec<Metric> {
    let mut once = Vec::new();
    for metric in metrics {
        if !once.contains(&metric) {
            once.push(metric);
        }
    }
    once
}

/// Sees that there are `count` seeds from `seed` on.
pub(super) fn check_seeds(seed: u64, count: u32) -> anyhow::Result<()> {
    if seed.checked_add(u64::from(count.saturating_sub(1))).is_none() {
        bail!("there are fewer than {count} seeds from {seed} on; use a smaller `--seed`");
    }
    Ok(())
}

/// The metric called `path`, or the one that may be meant.
pub(super) fn metric(path: &str) -> anyhow::Result<Metric> {
    Metric::parse(path).ok_or_else(|| {
        input::unknown(
            "metric of a run",
            path,
            NAMES.names.iter().copied(),
            "the JSON of a run shows all metrics",
        )
    })
}
