//! `import traffic`: an access log or metrics of CloudWatch as the traffic of a new scenario.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use super::super::context::{Context, ExitStatus};
use super::super::input::BadFiles;
use super::super::measurements::{self, Log, MeasuredSource};
use super::super::output::{Kind, TextOutput};
use super::super::words::words;
use crate::app::measured::{self, MeasuredTraffic};
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::time::SimDuration;
use service_exchange::MARK;
use spanned_toml::diagnostic::Source;
use spanned_toml::faults::counted;
use spanned_toml::tree::basic_string;
use traffic_exchange::metrics::MeasuredProfile;

/// Make a scenario of measured traffic
///
/// It reads an access log, which the scenario replays, or what `aws cloudwatch get-metric-data` and
/// `get-metric-statistics` print of the metric Requests, which becomes a profile by the period of its
/// points; several files of metrics are put together. Standard error lists what does not fit.
#[derive(Debug, Args)]
#[command(mut_arg("output", |it| it.visible_alias("into")), after_help = "\
Examples:
  coldstart import traffic access.log.gz --output measured.toml
  coldstart import traffic requests.json --output measured.toml")]
pub(super) struct ImportTraffic {
    /// An access log, or files of metrics
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The format, where the contents do not show it
    #[arg(long, value_name = "FORMAT", value_parser = words(MeasuredSource::words()))]
    from: Option<MeasuredSource>,
    #[command(flatten)]
    output: TextOutput,
}

impl ImportTraffic {
    /// Imports the traffic that was asked for.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let terminal = context.terminal;
        let (traffic, length, told) = match &self.files[..] {
            [log] if self.is_log(log)? => {
                let format = self.from.and_then(MeasuredSource::log_format);
                let Log { span, requests, .. } = measurements::log(log, format, &[], terminal)?;
                let path = measurements::path_from(log, self.output.path())?;
                let requests = usize::try_from(requests).unwrap_or(usize::MAX);
                (MeasuredTraffic::Log(path, Vec::new()), span, counted(requests, "request"))
            }
            files => {
                let metrics = measurements::metrics(files, terminal)?;
                let Some(MeasuredProfile { profile, length, gaps }) = metrics.profile() else {
                    bail!("there is no sum of Requests; ask CloudWatch for it with `Sum`");
                };
                if gaps > 0 {
                    terminal.say(&format!(
                        "{} without a point: nothing is sent in them",
                        counted(gaps, "period")
                    ));
                }
                let points = counted(profile.points.len(), "point");
                (MeasuredTraffic::Profile(profile), length, points)
            }
        };
        let text = self.text(&traffic, length);
        // A scenario that does not read is none.
        let source = Source { name: "the scenario".to_owned(), text: text.clone() };
        scenario::read(source, &Request::default()).map_err(BadFiles::from)?;
        let inputs = self.files.iter().map(PathBuf::as_path);
        self.output.write(context, Kind::SCENARIO, inputs, text.as_bytes())?;
        terminal.say(&format!("{told} imported; look for `{MARK}`"));
        Ok(ExitStatus::Done)
    }

    /// Whether `file` is a log, and not metrics.
    fn is_log(&self, file: &Path) -> anyhow::Result<bool> {
        match self.from {
            Some(source) => Ok(source != MeasuredSource::CloudWatch),
            None => Ok(!measurements::are_metrics(file)?),
        }
    }

    fn text(&self, traffic: &MeasuredTraffic, length: SimDuration) -> String {
        let names: Vec<String> = self.files.iter().map(|it| it.display().to_string()).collect();
        let origin = basic_string(&names.join(", "));
        format!(
            "# Traffic imported from {origin}. `{MARK}` marks what it does not hold; `coldstart fit` \
             estimates some of it.\n\n\
             format_version = 1\n\
             title = \"Measured traffic\" # {MARK}\n\
             rules = \"aws\"\n\
             duration = \"{length}\"\n\n\
             [app]\n\
             start = {{ uniform = {{ min = \"3s\", max = \"6s\" }} }} # {MARK}: until it listens\n\n\
             [app.routes.\"/\"]\n\
             latency = {{ fixed = \"80ms\" }} # {MARK}: how long a response takes\n\n\
             [[traffic]]\n{}",
            measured::stream("/", traffic)
        )
    }
}
