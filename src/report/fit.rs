//! What was estimated from measurements, and measured figures beside simulated ones.

use std::io::{self, Write};

use serde::Serialize;

use super::TreeFormat;
use super::json::pretty;
use super::number;
use super::table::{Column, Page, write_list};
use spanned_toml::setting::Setting;
use traffic_exchange::fit::{Fitted, FittedCpu, FittedTime};

/// The estimates of one scenario.
#[derive(Clone, Debug, Serialize)]
pub struct FitReport {
    /// The version of the JSON.
    pub format_version: u32,
    /// The scenario's name.
    pub scenario: String,
    /// What was estimated.
    pub settings: Vec<FittedSetting>,
    /// What was not, and why.
    pub left_out: Vec<LeftOut>,
    /// Figures of a run under the measured traffic; none where no traffic was measured.
    pub figures: Vec<MeasuredFigure>,
}

/// A setting that was not estimated.
#[derive(Clone, Debug, Serialize)]
pub struct LeftOut {
    /// Its path.
    pub path: String,
    /// Why.
    pub reason: String,
}

/// A setting that was estimated.
#[derive(Clone, Debug, Serialize)]
pub struct FittedSetting {
    /// Its path.
    pub path: String,
    /// Its value, as a scenario writes it.
    pub value: String,
    /// The numbers in it.
    pub parameters: Vec<FittedParameter>,
    /// Number of values that it comes from.
    pub samples: u64,
    /// The share of the CPU in the time of a request, from 0 to 1, where both are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_share: Option<f64>,
    /// As it is put into the scenario.
    #[serde(skip)]
    pub setting: Setting,
}

/// A number with its 95 % interval, in ms.
#[derive(Clone, Debug, Serialize)]
pub struct FittedParameter {
    /// Its name in the scenario.
    pub name: &'static str,
    /// The estimate.
    pub ms: f64,
    /// The lower end.
    pub low_ms: f64,
    /// The upper end.
    pub high_ms: f64,
}

impl FittedParameter {
    fn new(name: &'static str, fitted: Fitted, scale: f64) -> Self {
        let [ms, low_ms, high_ms] =
            [fitted.value, fitted.low, fitted.high].map(|seconds| seconds * scale * 1e3);
        Self { name, ms, low_ms, high_ms }
    }
}

impl FittedSetting {
    /// The law of a time, of which this share is left to the setting.
    pub fn of_time(
        path: &str,
        value: String,
        time: &FittedTime,
        scale: f64,
        setting: Setting,
    ) -> Self {
        let parameters = time.parameters.iter();
        Self {
            path: path.to_owned(),
            value,
            parameters: parameters
                .map(|&(name, it)| FittedParameter::new(name, it, scale))
                .collect(),
            samples: time.samples,
            cpu_share: None,
            setting,
        }
    }

    /// The CPU time of a request.
    pub fn of_cpu(
        path: &str,
        value: String,
        cpu: &FittedCpu,
        cpu_share: Option<f64>,
        setting: Setting,
    ) -> Self {
        Self {
            path: path.to_owned(),
            value,
            parameters: vec![FittedParameter::new("fixed", cpu.seconds, 1.0)],
            samples: cpu.samples,
            cpu_share,
            setting,
        }
    }

    /// The estimate in a line.
    pub fn note(&self) -> String {
        let part = |it: &FittedParameter| {
            let [low, high] = [it.low_ms, it.high_ms].map(number::millis);
            format!("{} {} (95 %: {low} to {high})", it.name, number::millis(it.ms))
        };
        let parts: Vec<String> = self.parameters.iter().map(part).collect();
        format!("{} {}, from {} values", self.path, parts.join(", "), self.samples)
    }
}

/// A figure that was measured, beside the simulated one.
#[derive(Clone, Debug, Serialize)]
pub struct MeasuredFigure {
    /// What it is.
    pub name: &'static str,
    /// As it was measured.
    pub measured: Option<f64>,
    /// As it was simulated.
    pub simulated: Option<f64>,
    /// What it counts.
    pub unit: FigureUnit,
}

/// The unit of a measured figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FigureUnit {
    /// A number of things.
    Count,
    /// A share, from 0 to 1.
    Share,
    /// Milliseconds.
    Ms,
    /// A mean of numbers.
    Mean,
}

impl MeasuredFigure {
    /// A number of things.
    pub fn count(name: &'static str, measured: f64, simulated: f64) -> Self {
        let [measured, simulated] = [measured, simulated].map(Some);
        Self { name, measured, simulated, unit: FigureUnit::Count }
    }

    /// A share, from 0 to 1.
    pub fn share(name: &'static str, measured: f64, simulated: f64) -> Self {
        let [measured, simulated] = [measured, simulated].map(Some);
        Self { name, measured, simulated, unit: FigureUnit::Share }
    }

    /// A time in ms.
    pub fn millis(name: &'static str, measured: Option<f64>, simulated: Option<f64>) -> Self {
        Self { name, measured, simulated, unit: FigureUnit::Ms }
    }

    /// A mean of numbers.
    pub fn mean(name: &'static str, measured: Option<f64>, simulated: Option<f64>) -> Self {
        Self { name, measured, simulated, unit: FigureUnit::Mean }
    }

    fn shown(&self, value: Option<f64>) -> String {
        match (self.unit, value) {
            (_, None) => "–".to_owned(),
            (FigureUnit::Count, Some(value)) => format!("{value:.0}"),
            (FigureUnit::Share, Some(value)) => number::share(value),
            (FigureUnit::Ms, value) => number::millis(value),
            (FigureUnit::Mean, Some(value)) => number::mean(value),
        }
    }
}

/// Writes what was estimated.
pub fn write(
    out: &mut dyn Write,
    report: &FitReport,
    format: TreeFormat,
    page: Page,
) -> io::Result<()> {
    match format {
        TreeFormat::Json => pretty(out, report),
        TreeFormat::Table => table(out, report, page),
    }
}

fn table(out: &mut dyn Write, report: &FitReport, page: Page) -> io::Result<()> {
    writeln!(out, " {}", page.ink.strong(&format!("{} · fitted", report.scenario)))?;
    let columns = [
        Column::Name("setting"),
        Column::Name("parameter"),
        Column::Figure("estimate"),
        Column::Figure("95 % from"),
        Column::Figure("to"),
        Column::Figure("values"),
    ];
    let rows = report.settings.iter().flat_map(|setting| {
        setting.parameters.iter().map(move |it| {
            vec![
                setting.path.clone(),
                it.name.to_owned(),
                number::millis(it.ms),
                number::millis(it.low_ms),
                number::millis(it.high_ms),
                number::count(setting.samples),
            ]
        })
    });
    write_list(out, page, &columns, rows)?;
    for setting in &report.settings {
        writeln!(out, " {} = {}", setting.path, setting.value)?;
    }
    let shares = report.settings.iter().filter_map(|setting| setting.cpu_share);
    for share in shares {
        writeln!(out, " CPU: {} of the time of a request", number::share(share))?;
    }
    for LeftOut { path, reason } in &report.left_out {
        writeln!(out, " {path} not estimated: {reason}")?;
    }
    if report.figures.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let columns = [Column::Name("figure"), Column::Figure("measured"), Column::Figure("simulated")];
    let rows = report.figures.iter().map(|figure| {
        vec![figure.name.to_owned(), figure.shown(figure.measured), figure.shown(figure.simulated)]
    });
    write_list(out, page, &columns, rows)
}
