//! What the charts show: the series of each, how they look, and what a stretch of frames
//! amounts to.

use ratatui::style::Style;

use super::picture::Subject;
use crate::tui::format;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::chart::{self, Dash, Pattern};
use apprunner_sim::model::time::SimDuration;
use apprunner_sim::sim::recording::Frame;

/// What frames of this length in seconds amount to; `None` where nothing was measured.
type Value = fn(&[Frame], f64) -> Option<f64>;

/// A series by its name.
#[derive(Clone, Copy)]
pub(super) struct Series {
    pub(super) name: &'static str,
    /// What it counts, for who has not seen the chart before.
    pub(super) meaning: &'static str,
    pub(super) role: Role,
    pub(super) value: Value,
    /// Where it is nowhere in the chart, the legend leaves it out.
    pub(super) is_rare: bool,
}

/// One chart.
pub(super) struct Spec {
    pub(super) subject: Subject,
    /// The lowest first.
    pub(super) areas: &'static [(Series, Pattern)],
    pub(super) curves: &'static [(Series, Dash)],
    /// What of another run is held against this one.
    pub(super) before: Value,
    /// Ticks are multiples of this.
    pub(super) least_step: f64,
    /// Writes a value.
    pub(super) label: fn(f64) -> String,
}

impl Spec {
    /// Every series with the sign and the look of its cells, the areas first.
    pub(super) fn looks(
        &self,
        theme: Theme,
    ) -> impl Iterator<Item = (&'static Series, &'static str, Style)> {
        let areas = self.areas.iter().map(move |(series, pattern)| {
            (series, pattern.sign(theme), chart::area_style(series.role, theme))
        });
        let curves = self.curves.iter();
        areas.chain(
            curves.map(move |(series, dash)| (series, dash.sign(theme), theme.style(series.role))),
        )
    }
}

const fn series([name, meaning]: [&'static str; 2], role: Role, value: Value) -> Series {
    Series { name, meaning, role, value, is_rare: false }
}

const fn rare(series: Series) -> Series {
    Series { is_rare: true, ..series }
}

/// The most useful first: where there is no room for all, the last are a key away.
pub(super) const SPECS: [Spec; 4] = [
    Spec {
        subject: Subject::Requests,
        areas: &[
            (series(["served", "responses without an error"], Role::Good, SERVED), Pattern::Solid),
            (rare(series(["failed", "errors and timeouts"], Role::Warn, FAILED)), Pattern::Dotted),
            (series(["rejected", "with 429 or 503"], Role::Bad, REJECTED), Pattern::Checked),
        ],
        curves: &[(
            series(["offered", "sent by the clients"], Role::Strong, |frames, length| {
                rate(frames, length, |it| it.offered)
            }),
            Dash::Solid,
        )],
        before: SERVED,
        least_step: 1.0,
        label: format::figure,
    },
    Spec {
        subject: Subject::Latency,
        areas: &[],
        curves: &[
            (series(["p99", "99 of 100 took at most this"], Role::Bad, P99), Dash::Short),
            (
                series(["p95", "95 of 100 took at most this"], Role::Warn, |frames, _| {
                    slowest(frames, |it| it.p95)
                }),
                Dash::Long,
            ),
            (
                series(["p50", "half took at most this"], Role::Good, |frames, _| {
                    slowest(frames, |it| it.p50)
                }),
                Dash::Solid,
            ),
        ],
        before: P99,
        least_step: 1e-3,
        label: format::seconds,
    },
    Spec {
        subject: Subject::Instances,
        areas: &[
            (series(["serving", "receive requests"], Role::Good, SERVING), Pattern::Solid),
            (
                series(["other", "starting, idle or draining"], Role::Warn, |frames, _| {
                    fullest(frames, |it| it.instances, |it| it.instances.saturating_sub(it.active))
                }),
                Pattern::Dotted,
            ),
        ],
        curves: &[(
            series(["desired", "what auto scaling asks for"], Role::Strong, |frames, _| {
                most(frames, |it| it.wanted)
            }),
            Dash::Solid,
        )],
        before: SERVING,
        least_step: 1.0,
        label: format::figure,
    },
    Spec {
        subject: Subject::Demand,
        areas: &[
            (
                series(["in progress", "at an instance"], Role::Good, |frames, _| {
                    fullest(frames, DEMAND, |it| it.held)
                }),
                Pattern::Solid,
            ),
            (
                series(["waiting", "no instance has room"], Role::Warn, |frames, _| {
                    fullest(frames, DEMAND, |it| it.waiting)
                }),
                Pattern::Checked,
            ),
        ],
        curves: &[],
        before: |frames, _| most(frames, DEMAND),
        least_step: 1.0,
        label: format::figure,
    },
];

const SERVED: Value = |frames, length| rate(frames, length, |it| it.succeeded);
const REJECTED: Value = |frames, length| rate(frames, length, |it| it.rejected);
const FAILED: Value = |frames, length| {
    rate(frames, length, |it| it.failed.saturating_sub(it.rejected) + it.abandoned)
};
const P99: Value = |frames, _| slowest(frames, |it| it.p99);
const SERVING: Value = |frames, _| fullest(frames, |it| it.instances, |it| it.active);
const DEMAND: fn(&Frame) -> u32 = |it| it.held.saturating_add(it.waiting);

/// A number per second.
fn rate(frames: &[Frame], length: f64, count: fn(&Frame) -> u64) -> Option<f64> {
    let seconds = frames.len() as f64 * length;
    (seconds > 0.0).then(|| frames.iter().map(count).sum::<u64>() as f64 / seconds)
}

/// The highest, in seconds.
fn slowest(frames: &[Frame], latency: fn(&Frame) -> Option<SimDuration>) -> Option<f64> {
    frames.iter().filter_map(latency).max().map(SimDuration::as_secs_f64)
}

fn most(frames: &[Frame], count: fn(&Frame) -> u32) -> Option<f64> {
    frames.iter().map(count).max().map(f64::from)
}

/// The `part` of the frame whose `whole` is the largest: parts of different frames do not
/// stand on each other.
fn fullest(frames: &[Frame], whole: fn(&Frame) -> u32, part: fn(&Frame) -> u32) -> Option<f64> {
    frames.iter().max_by_key(|frame| whole(frame)).map(|frame| f64::from(part(frame)))
}
