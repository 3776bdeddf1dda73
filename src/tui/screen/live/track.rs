//! One run of the live view: its draft, its player, and what is seen at the playhead.

use super::minutes;
use apprunner_sim::file::draft::Draft;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::metrics::Point;
use apprunner_sim::sim::player::Player;
use apprunner_sim::sim::recording::Recording;
use apprunner_sim::sim::summary::Summary;
use apprunner_sim::sim::view::View;

/// A run that is simulated as far as it has come.
#[derive(Clone, Debug)]
pub(super) struct Track {
    draft: Draft,
    /// What sets it apart, in a few words.
    label: String,
    player: Player,
    /// CloudWatch's points so far.
    points: Vec<Point>,
    view: View,
    /// Whether the whole run is simulated.
    is_filled: bool,
}

impl Track {
    /// The run of `draft`, of which nothing is simulated yet.
    pub(super) fn new(draft: Draft, label: String) -> Self {
        let mut player = Player::new(draft.scenario().clone()).with_points();
        let view = player.view_at(SimTime::ZERO);
        Self { draft, label, player, points: Vec::new(), view, is_filled: false }
    }

    pub(super) fn draft(&self) -> &Draft {
        &self.draft
    }

    pub(super) fn label(&self) -> &str {
        &self.label
    }

    pub(super) fn scenario(&self) -> &Scenario {
        self.player.scenario()
    }

    pub(super) fn recording(&self) -> &Recording {
        self.player.recording()
    }

    pub(super) fn points(&self) -> &[Point] {
        &self.points
    }

    pub(super) fn view(&self) -> &View {
        &self.view
    }

    /// Metrics of the run, once it is at its end.
    pub(super) fn summary(&self) -> Option<&Summary> {
        self.player.summary()
    }

    /// Metrics up to each stop whose words name any, as far as the run has come.
    pub(super) fn figures_at_stops(&self) -> &[(usize, Summary)] {
        self.player.figures_at_stops()
    }

    /// From when on the run may differ from that of its file; `None` where nothing was
    /// changed.
    pub(super) fn changed_from(&self) -> Option<SimTime> {
        self.draft.changes().map(|change| change.from()).min()
    }

    pub(super) fn extent(&self) -> SimTime {
        self.player.extent()
    }

    pub(super) fn end(&self) -> SimTime {
        self.player.end()
    }

    pub(super) fn is_filled(&self) -> bool {
        self.is_filled
    }

    /// Simulates on by `events` engine events.
    pub(super) fn fill(&mut self, events: u64) {
        self.is_filled = self.is_filled || self.player.fill(events);
        minutes::keep(&mut self.points, self.player.drain_points());
    }

    /// Looks at the run at `at`. Until all of it is simulated, a slice may have
    /// ended in the midst of that instant, so it is looked at again.
    pub(super) fn look(&mut self, at: SimTime) {
        let at = at.min(self.end());
        if self.view.at != at || self.view.at >= self.extent() || !self.is_filled() {
            self.view = self.player.view_at(at);
        }
    }
}
