//! A run at the playhead in values that a page can show without the run.

use apprunner_sim::model::money::MicroDollars;
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::operation::ServiceStatus;
use apprunner_sim::sim::view::InstanceView;

use super::columns::ChartColumns;

/// A run as a hall sees it: nothing in it is of a time after the playhead.
#[derive(Clone, Debug, PartialEq)]
pub struct RunPicture {
    /// What is played.
    pub title: String,
    /// By which rules.
    pub edition: Edition,
    /// The playhead.
    pub at: SimTime,
    /// Where the run ends.
    pub end: SimTime,
    /// Whether the playhead moves.
    pub motion: Playback,
    /// How fast, such as `10×`.
    pub speed: String,
    /// The status of the service.
    pub status: ServiceStatus,
    /// Cost so far.
    pub cost: MicroDollars,
    /// Desired instances.
    pub desired: u32,
    /// The instances.
    pub instances: Vec<InstanceView>,
    /// What the charts draw, up to the playhead.
    pub columns: ChartColumns,
    /// Instants of the instructor's stops.
    pub stops: Vec<SimTime>,
    /// What is said: a title, then its paragraphs.
    pub message: Vec<String>,
}

/// Whether a playhead moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Playback {
    /// It does.
    Playing,
    /// It stands.
    Paused,
    /// It waits for the simulation.
    Waiting,
}
