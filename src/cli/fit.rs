//! `fit`: the application of a scenario estimated from measurements, and a run of it beside them.

use std::path::PathBuf;

use anyhow::{Context as _, bail};
use clap::Args;

use super::candidates;
use super::changes::Changes;
use super::context::{Context, ExitStatus};
use super::input::{self, BadFiles};
use super::measurements::{self, Log};
use super::output::{self, Force, Kind, Outputs};
use crate::app::measured::{self, MeasuredTraffic};
use crate::report;
use crate::report::TreeFormat;
use crate::report::fit::{FitReport, FittedSetting, MeasuredFigure};
use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::file::to_toml;
use apprunner_sim::model::goal::CloudWatchMetric;
use apprunner_sim::model::replay::LogFormat;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimDuration;
use apprunner_sim::sim::metrics::Point;
use apprunner_sim::sim::player::Player;
use apprunner_sim::sim::summary::Summary;
use spanned_toml::diagnostic::Source;
use spanned_toml::setting::{self, Setting};
use spanned_toml::tree::basic_string;
use traffic_exchange::fit::{
    FittedCpu, FittedTime, cpu_of_metrics, starts_of_text, time_of_metrics,
};
use traffic_exchange::metrics::{Metrics, Statistic};

/// Estimate service time, CPU and start time of a scenario from measurements
///
/// It writes each estimate with its 95 % interval, and runs the scenario with them under the traffic
/// that was measured, to show simulated beside measured figures. `--output` writes the scenario with
/// the estimates.
///
/// From a log comes the service time of the route, from metrics of CloudWatch (`RequestLatency` as p50
/// and p99 or Average; `CPUUtilization` and `ActiveInstances` with `Requests`) service time and CPU, from
/// what the application logs (`Started … in 4.3 seconds`) its start time.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart fit my-service.toml --log access.log --output fitted.toml
  coldstart fit my-service.toml --metrics metrics.json --starts application.log")]
pub(super) struct Fit {
    /// A built-in scenario, or a path to a file of your own
    #[arg(value_name = "SCENARIO", add = candidates::scenarios())]
    scenario: String,
    /// An access log with latencies
    #[arg(long, value_name = "FILE", required_unless_present_any = ["metrics", "starts"])]
    log: Option<PathBuf>,
    /// The format of the log, where its contents do not show it
    #[arg(long, value_name = "FORMAT", requires = "log", value_parser = measurements::format_parser())]
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

/// What was measured.
struct Measured {
    log: Option<Log>,
    metrics: Option<Metrics>,
}

impl Fit {
    /// Estimates what was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let request = self.changes.request(terminal)?;
        let base = input::draft(&self.scenario, request.clone())?;
        let log = self.log.as_deref();
        let log = log.map(|it| measurements::log(it, self.from, &self.paths, terminal));
        let metrics = (!self.metrics.is_empty())
            .then(|| measurements::metrics(&self.metrics, terminal))
            .transpose()?;
        let measured = Measured { log: log.transpose()?, metrics };
        let settings = self.settings(&measured, base.scenario(), context)?;
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
        let report = FitReport { format_version: 1, scenario: name, settings, figures };
        let (format, page) = (self.format, terminal.page());
        terminal.print(|out| report::fit::write(out, &report, format, page))?;
        Ok(ExitStatus::Done)
    }

    fn inputs(&self) -> Vec<PathBuf> {
        let scenario = PathBuf::from(&self.scenario);
        let files = self.log.iter().chain(&self.starts).chain(&self.metrics).cloned();
        files.chain([scenario]).collect()
    }

    /// The settings that the measurements give.
    fn settings(
        &self,
        measured: &Measured,
        base: &Scenario,
        context: &Context,
    ) -> anyhow::Result<Vec<FittedSetting>> {
        let route = format!("app.routes.{}", basic_string(&self.route));
        let vcpus = f64::from(base.service.instance.cpu_millis) / 1e3;
        let by_log = measured.log.as_ref().and_then(|log| log.latency.fit());
        let by_metrics = || measured.metrics.as_ref().and_then(time_of_metrics);
        let time = by_log.or_else(by_metrics);
        let cpu = measured.metrics.as_ref().and_then(|it| cpu_of_metrics(it, vcpus));
        let mut settings = Vec::new();
        if let Some(cpu) = cpu {
            if cpu.assumes_one_instance {
                context.terminal.say("ActiveInstances was not measured: one instance is assumed");
            }
            settings.push(cpu_setting(&format!("{route}.cpu"), cpu, mean_s(measured))?);
        }
        if let Some(time) = time {
            // The CPU time is part of the measured time.
            let share = cpu.zip(mean_s(measured)).map_or(0.0, |(cpu, mean)| share(cpu, mean));
            settings.push(time_setting(&format!("{route}.latency"), &time, 1.0 - share)?);
        }
        if let Some(path) = &self.starts {
            let starts = starts_of_text(&input::file(path)?.text);
            let Some(start) = starts.fit() else {
                bail!(
                    "`{}` has fewer than two lines such as `Started in 4.3 seconds`",
                    path.display()
                );
            };
            settings.push(time_setting("app.start", &start, 1.0)?);
        }
        if settings.is_empty() {
            bail!(
                "nothing can be estimated: the log has no latencies, and the metrics have neither \
                 RequestLatency nor CPUUtilization beside Requests, two points of each"
            );
        }
        Ok(settings)
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

/// The mean of the measured latency in seconds.
fn mean_s(measured: &Measured) -> Option<f64> {
    let by_log = measured.log.as_ref().and_then(|log| log.latency.mean_ms());
    let by_metrics = || {
        let metrics = measured.metrics.as_ref()?;
        mean_of(metrics, CloudWatchMetric::RequestLatency)
    };
    by_log.or_else(by_metrics).map(|ms| ms / 1e3)
}

/// The share of the CPU in the time of a request, from 0 to 1.
fn share(cpu: FittedCpu, mean_s: f64) -> f64 {
    (cpu.seconds.value / mean_s).clamp(0.0, 1.0)
}

/// The mean of the averages of a metric, each weighed by the requests of its period.
fn mean_of(metrics: &Metrics, metric: CloudWatchMetric) -> Option<f64> {
    let averages = metrics.series(metric, Statistic::Average)?;
    let requests = metrics.series(CloudWatchMetric::Requests, Statistic::Sum);
    let weight = |at: i64| {
        let points = &requests?.points;
        points.binary_search_by_key(&at, |(time, _)| *time).ok().map(|place| points[place].1)
    };
    let weighed = averages.points.iter().map(|(at, value)| (weight(*at).unwrap_or(1.0), *value));
    let (sum, all) = weighed
        .fold((0.0, 0.0), |(sum, all), (weight, value)| (sum + weight * value, all + weight));
    (all > 0.0).then(|| sum / all)
}

fn time_setting(path: &str, time: &FittedTime, scale: f64) -> anyhow::Result<FittedSetting> {
    let law = to_toml::distribution(&time.law.scaled(scale));
    let setting = parsed(path, &law)?;
    Ok(FittedSetting::of_time(path, law, time, scale, setting))
}

fn cpu_setting(path: &str, cpu: FittedCpu, mean_s: Option<f64>) -> anyhow::Result<FittedSetting> {
    let fixed = SimDuration::from_secs(1).scaled(cpu.seconds.value);
    let law = format!("{{ fixed = \"{fixed}\" }}");
    let setting = parsed(path, &law)?;
    Ok(FittedSetting::of_cpu(path, law, &cpu, mean_s.map(|mean| share(cpu, mean)), setting))
}

fn parsed(path: &str, value: &str) -> anyhow::Result<Setting> {
    Ok(setting::parse(&format!("{path}={value}")).map_err(BadFiles::from)?)
}

/// The scenario with what was estimated in comments at its head.
fn with_notes(text: &str, settings: &[FittedSetting]) -> String {
    let notes = settings.iter().map(|one| format!("# fitted: {}", one.note()));
    notes.chain([text.to_owned()]).collect::<Vec<_>>().join("\n")
}

fn log_figures(log: &Log, run: &Summary) -> Vec<MeasuredFigure> {
    let latency = &run.latency_ms.all;
    let failed = log.failed as f64 / log.requests as f64;
    vec![
        MeasuredFigure::count("Requests", log.requests as f64, run.requests.offered as f64),
        MeasuredFigure::share("Requests that failed", failed, run.requests.failed_ratio),
        MeasuredFigure::millis("Latency, mean", log.latency.mean_ms(), latency.mean),
        MeasuredFigure::millis("Latency, p50", log.latency.quantile_ms(0.5), latency.p50),
        MeasuredFigure::millis("Latency, p90", log.latency.quantile_ms(0.9), latency.p90),
        MeasuredFigure::millis("Latency, p99", log.latency.quantile_ms(0.99), latency.p99),
    ]
}

fn metric_figures(metrics: &Metrics, points: &[Point]) -> Vec<MeasuredFigure> {
    let of = |metric: CloudWatchMetric| {
        points.iter().filter(move |point| point.metric == metric).map(|point| point.value)
    };
    let mean = |metric| {
        let (sum, count) = of(metric).fold((0.0, 0.0), |(sum, count), it| (sum + it, count + 1.0));
        (count > 0.0).then(|| sum / count)
    };
    let sum = |metric| of(metric).sum::<f64>();
    let requests = metrics.series(CloudWatchMetric::Requests, Statistic::Sum);
    let counted = requests.map(|series| series.points.iter().map(|(_, value)| value).sum());
    let latency = mean_of(metrics, CloudWatchMetric::RequestLatency);
    let mut figures = Vec::new();
    if let Some(counted) = counted {
        let simulated = sum(CloudWatchMetric::Requests);
        figures.push(MeasuredFigure::count("Requests", counted, simulated));
    }
    let simulated = mean(CloudWatchMetric::RequestLatency);
    figures.push(MeasuredFigure::millis("RequestLatency, mean", latency, simulated));
    for (metric, name) in [
        (CloudWatchMetric::CpuUtilization, "CPUUtilization, mean in %"),
        (CloudWatchMetric::ActiveInstances, "ActiveInstances, mean"),
    ] {
        let measured = metrics.series(metric, Statistic::Average).map(|series| {
            series.points.iter().map(|(_, value)| value).sum::<f64>() / series.points.len() as f64
        });
        figures.push(MeasuredFigure::mean(name, measured, mean(metric)));
    }
    figures.retain(|figure| figure.measured.is_some());
    figures
}
