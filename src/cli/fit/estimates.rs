//! Settings that measurements give, and why others are not given.

use super::super::input::BadFiles;
use super::super::measurements::Log;
use super::figures::mean_of;
use crate::report::fit::{FittedSetting, LeftOut};
use apprunner_sim::file::to_toml;
use apprunner_sim::model::distribution::Distribution;
use apprunner_sim::model::goal::CloudWatchMetric;
use apprunner_sim::model::time::SimDuration;
use spanned_toml::setting::{self, Setting};
use spanned_toml::tree::basic_string;
use traffic_exchange::fit::{
    FittedCpu, FittedTime, MIN_LATENCIES, MIN_OPERATIONS, MIN_PERIODS, Unfitted, cpu_of_metrics,
    operations_of_text, starts_of_text, time_of_metrics,
};
use traffic_exchange::metrics::Metrics;

/// What was measured.
pub(super) struct Measured {
    pub(super) log: Option<Log>,
    pub(super) metrics: Option<Metrics>,
}

/// What measurements give.
#[derive(Debug, Default)]
pub(super) struct Estimates {
    pub(super) settings: Vec<FittedSetting>,
    pub(super) left_out: Vec<LeftOut>,
}

impl Estimates {
    /// Adds the CPU and the latency of `route` on instances of `vcpus` vCPUs, under `[app]`. Returns
    /// whether one instance is assumed.
    pub(super) fn of_requests(
        &mut self,
        route: &str,
        measured: &Measured,
        vcpus: f64,
    ) -> anyhow::Result<bool> {
        let route = format!("app.routes.{}", basic_string(route));
        let metrics = measured.metrics.as_ref();
        let path = format!("{route}.cpu");
        let cpu = metrics.and_then(|it| self.found(&path, cpu_of_metrics(it, vcpus)));
        if let Some(cpu) = cpu {
            self.settings.push(cpu_setting(&path, cpu, mean_s(measured))?);
        }
        let path = format!("{route}.latency");
        let by_log = measured.log.as_ref().map(|log| log.latency.fit(MIN_LATENCIES));
        let by_metrics = metrics.map(time_of_metrics);
        // What cannot be estimated from the log may be from the metrics.
        let time = match (by_log, by_metrics) {
            (Some(Err(_)) | None, Some(fitted)) | (Some(fitted), _) => self.found(&path, fitted),
            (None, None) => None,
        };
        if let Some(time) = time {
            // The CPU time is part of the measured time.
            let share = cpu.zip(mean_s(measured)).map_or(0.0, |(cpu, mean)| share(cpu, mean));
            self.settings.push(time_setting(&path, &time, 1.0 - share)?);
        }
        Ok(cpu.is_some_and(|cpu| cpu.assumes_one_instance))
    }

    /// Adds the start time of the application that the lines of `text` report, under `[app]`.
    pub(super) fn of_starts(&mut self, text: &str) -> anyhow::Result<()> {
        let path = "app.start";
        if let Some(start) = self.found(path, starts_of_text(text).fit(MIN_PERIODS)) {
            self.settings.push(time_setting(path, &start, 1.0)?);
        }
        Ok(())
    }

    /// Adds the phases of the operations that the event log `text` reports, under `[assume]`.
    pub(super) fn of_operations(&mut self, text: &str) -> anyhow::Result<()> {
        let phases = operations_of_text(text);
        if phases.is_empty() {
            self.found::<()>("assume", Err(Unfitted::Absent));
        }
        for (phase, sample) in phases {
            let path = format!("assume.{}", phase.setting());
            if phase.has_law() {
                if let Some(time) = self.found(&path, sample.fit(MIN_OPERATIONS)) {
                    self.settings.push(time_setting(&path, &time, 1.0)?);
                }
            } else if let Some(time) = self.found(&path, sample.fit_mean(MIN_OPERATIONS)) {
                let Distribution::Fixed(fixed) = time.law else { continue };
                let value = format!("\"{fixed}\"");
                let setting = parsed(&path, &value)?;
                self.settings.push(FittedSetting::of_time(&path, value, &time, 1.0, setting));
            }
        }
        Ok(())
    }

    /// What was `fitted` for the setting at `path`; why it was not is noted.
    fn found<T>(&mut self, path: &str, fitted: Result<T, Unfitted>) -> Option<T> {
        match fitted {
            Ok(fitted) => Some(fitted),
            Err(reason) => {
                let reason = reason.to_string();
                self.left_out.push(LeftOut { path: path.to_owned(), reason });
                None
            }
        }
    }
}

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
