//! A scenario: everything that a run needs, checked and with every default
//! filled in.

use super::action::ScheduledAction;
use super::application::Application;
use super::assume::Assumptions;
use super::goal::{Alarm, Goal};
use super::lab::Lab;
use super::replay::Traces;
use super::rules::Edition;
use super::service::Service;
use super::story::Story;
use super::time::{SimDuration, SimTime};
use super::traffic::Stream;
use spanned_toml::setting::Setting;

/// The chart that carries a scenario's story, shown large to a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StoryChart {
    /// Requests per second: served, rejected, offered.
    #[default]
    Rejected,
    /// The percentiles of the latency.
    Latency,
    /// Instances: serving, other, desired.
    Instances,
    /// Requests in progress and waiting.
    Waiting,
}

/// A scenario, ready to run.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// What it is called on the command line: the file's name without `.toml`.
    pub name: String,
    /// One line for lists.
    pub title: String,
    /// Whose rules it runs under.
    pub edition: Edition,
    /// How long it runs.
    pub duration: SimDuration,
    /// From when its figures count; what happens before is warm-up.
    pub measured_from: SimTime,
    /// Where its randomness comes from.
    pub seed: u64,
    /// The chart that carries its story.
    pub chart: StoryChart,
    /// Ids of the facts that it shows.
    pub teaches: Vec<String>,
    /// The service at time 0.
    pub service: Service,
    /// The application at time 0.
    pub app: Application,
    /// The parameters that nobody has published.
    pub assume: Assumptions,
    /// Who asks for what.
    pub traffic: Vec<Stream>,
    /// What happens, in order of time.
    pub actions: Vec<ScheduledAction>,
    /// What CloudWatch would watch.
    pub alarms: Vec<Alarm>,
    /// Settings that make the goals hold; empty when there are none.
    pub fix: Vec<Setting>,
    /// What it asks to be fixed, if it does.
    pub lab: Option<Lab>,
    /// What the run is judged by.
    pub goals: Vec<Goal>,
    /// What it tells, and when.
    pub story: Story,
    /// What opened the logs of its traffic, for who reads its file again.
    pub traces: Traces,
    /// What was changed so that it runs under another edition than its own.
    pub adapted: Vec<String>,
}

impl Scenario {
    /// Whether any of its clients retries.
    pub(crate) fn has_retries(&self) -> bool {
        self.traffic.iter().any(|stream| stream.retry.is_some())
    }
}
