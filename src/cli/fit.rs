//! `fit`: the application of a scenario estimated from measurements, and a run of it beside them.

mod estimates;
mod figures;

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;

use self::estimates::{Estimates, Measured};
use self::figures::{log_figures, metric_figures};
use super::candidates;
use super::changes::Changes;
use super::context::{Context, ExitStatus};
use super::input::{self, BadFiles};
use super::measurements;
use super::output::{self, Force, Kind, Outputs};
use super::words::words;
use crate::app::measured::{self, MeasuredTraffic};
use crate::report;
use crate::report::TreeFormat;
use crate::report::fit::{FitReport, FittedSetting, MeasuredFigure};
use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::replay::LogFormat;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimDuration;
use apprunner_sim::sim::player::Player;
use spanned_toml::diagnostic::Source;
use spanned_toml::word::Word;
use traffic_exchange::metrics::Metrics;

/// Estimate service time, CPU and start time of a scenario from measurements
///
/// It writes each estimate with its 95 % interval, and runs the scenario with them under the traffic
/// that was measured, to show simulated beside measured figures. `--output` writes the scenario with
/// the estimates.
///
/// From a log comes the service time of the route, from metrics of CloudWatch (`RequestLatency` as p50
/// and p99 or Average; `CPUUtilization` and `ActiveInstances` with `Requests`) service time and CPU, from
/// what the application logs (`Started … in 4.3 seconds`) its start time; these go under `[app]`. From
/// the event log of the service come the phases of its operations, under `[assume]`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart fit my-service.toml --log access.log --output fitted.toml
  coldstart fit my-service.toml --metrics metrics.json --starts application.log
  coldstart fit my-service.toml --operations events.json")]
pub(super) struct Fit {
    /// A built-in scenario, or a path to a file of your own
    #[arg(value_name = "SCENARIO", add = candidates::scenarios())]
    scenario: String,
    /// An access log with latencies
    #[arg(long, value_name = "FILE", required_unless_present_any = ["metrics", "starts", "operations"])]
    log: Option<PathBuf>,
    /// The format of the log, where its contents do not show it
    #[arg(long, value_name = "FORMAT", requires = "log", value_parser = words(LogFormat::WORDS.iter().copied()))]
    from: Option<LogFormat>,
    /// Use only requests of the log with these paths, as in `/api/*`; may be repeated
    #[arg(long, value_name = "PATTERN", requires = "log")]
    paths: Vec<String>,
    /// What `aws cloudwatch get-metric-data` or `get-metric-statistics` prints; may be repeated
    #[arg(long, value_name = "FILE")]
    metrics: Vec<PathBuf>,
    /// Lines of the application that report how long its starts took
    #[arg(long, value_name = "FILE")]
    starts: Option<PathBuf>,
    /// The event log of the service, or what `aws logs get-log-events` prints of it
    #[arg(long, value_name = "FILE")]
    operations: Option<PathBuf>,
    /// The route of the scenario that is estimated
    #[arg(long, value_name = "PATH", default_value = "/")]
    route: String,
    /// How to print the estimates
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: TreeFormat,
    /// Write the scenario with the estimates to this file
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
    #[command(flatten)]
    changes: Changes,
}

impl Fit {
    /// Estimates what was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let request = self.changes.request(context)?;
        let base = input::draft(&self.scenario, request.clone())?;
        let log = self.log.as_deref();
        let log = log.map(|it| measurements::log(it, self.from, &self.paths, terminal));
        let metrics = (!self.metrics.is_empty())
            .then(|| measurements::metrics(&self.metrics, terminal))
            .transpose()?;
        let measured = Measured { log: log.transpose()?, metrics };
        let Estimates { settings, left_out } =
            self.estimates(&measured, base.scenario(), context)?;
        let set = settings.iter().map(|one| one.setting.clone());
        let request = Request { set: request.set.iter().cloned().chain(set).collect(), ..request };
        let fitted = input::draft(&self.scenario, request)?;
        let figures = self.figures(&measured, &fitted)?;
        if let Some(path) = &self.output {
            let inputs = self.inputs();
            Outputs::new(context, self.force, inputs.iter().map(PathBuf::as_path)).claim(
                "--output",
                Kind::SCENARIO,
                path,
            )?;
            let text = with_notes(fitted.text(), &settings);
            output::write_file(Kind::SCENARIO, path, |out| out.write_all(text.as_bytes()))?;
        }
        let name = base.scenario().name.clone();
        let report = FitReport { format_version: 1, scenario: name, settings, left_out, figures };
        let (format, page) = (self.format, terminal.page());
        terminal.print(|out| report::fit::write(out, &report, format, page))?;
        Ok(ExitStatus::Done)
    }

    fn inputs(&self) -> Vec<PathBuf> {
        let scenario = PathBuf::from(&self.scenario);
        let lines = self.log.iter().chain(&self.starts).chain(&self.operations);
        let files = lines.chain(&self.metrics).cloned();
        files.chain([scenario]).collect()
    }

    /// What the measurements give.
    fn estimates(
        &self,
        measured: &Measured,
        base: &Scenario,
        context: &Context,
    ) -> anyhow::Result<Estimates> {
        let vcpus = f64::from(base.service.instance.cpu_millis) / 1e3;
        let mut estimates = Estimates::default();
        let is_assumed = estimates.of_requests(&self.route, measured, vcpus)?;
        if is_assumed {
            context.terminal.say("ActiveInstances was not measured: one instance is assumed");
        }
        if let Some(path) = &self.starts {
            estimates.of_starts(&input::file(path)?.text)?;
        }
        if let Some(path) = &self.operations {
            estimates.of_operations(&input::file(path)?.text)?;
        }
        if estimates.settings.is_empty() {
            let reasons: Vec<String> =
                estimates.left_out.iter().map(|it| format!("{}: {}", it.path, it.reason)).collect();
            bail!("nothing can be estimated: {}", reasons.join("; "));
        }
        Ok(estimates)
    }

    /// The measured traffic, and how long it lasts.
    fn traffic(
        &self,
        measured: &Measured,
    ) -> anyhow::Result<Option<(MeasuredTraffic, SimDuration)>> {
        if let (Some(path), Some(log)) = (&self.log, &measured.log) {
            let path = std::path::absolute(path)?.display().to_string();
            return Ok(Some((MeasuredTraffic::Log(path, self.paths.clone()), log.span)));
        }
        let profile = measured.metrics.as_ref().and_then(Metrics::profile);
        Ok(profile.map(|it| (MeasuredTraffic::Profile(it.profile), it.length)))
    }

    /// Measured figures, each beside that of a run under the measured traffic.
    fn figures(&self, measured: &Measured, fitted: &Draft) -> anyhow::Result<Vec<MeasuredFigure>> {
        let Some((traffic, length)) = self.traffic(measured)? else { return Ok(Vec::new()) };
        let text = measured::scenario(fitted.text(), &self.route, &traffic, length)
            .context("the scenario cannot be put under the measured traffic")?;
        let source = Source { name: fitted.source().name, text };
        let traces = fitted.scenario().traces.clone();
        let request = Request { traces, ..Request::default() };
        let scenario = scenario::read(source, &request).map_err(BadFiles::from)?;
        let mut player = Player::figures(scenario).with_points();
        let mut points = Vec::new();
        while !player.fill(SLICE) {
            points.extend(player.drain_points());
        }
        points.extend(player.drain_points());
        let summary = player.summary().context("the run has not ended")?;
        let mut figures = Vec::new();
        if let Some(log) = &measured.log {
            figures.extend(log_figures(log, summary));
        }
        if let Some(metrics) = &measured.metrics {
            figures.extend(metric_figures(metrics, &points));
        }
        Ok(figures)
    }
}

/// Events that are simulated between two looks at the points.
const SLICE: u64 = 1_000_000;

/// The scenario with what was estimated in comments at its head.
fn with_notes(text: &str, settings: &[FittedSetting]) -> String {
    let notes = settings.iter().map(|one| format!("# fitted: {}", one.note()));
    notes.chain([text.to_owned()]).collect::<Vec<_>>().join("\n")
}
