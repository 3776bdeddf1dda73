//! The charts: frames up to the playhead, gathered into columns.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};

use super::picture::{Picture, Selection, Subject};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::chart::{self, Band, Chart};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::{format, text};
use apprunner_sim::model::time::SimDuration;
use apprunner_sim::sim::recording;

const LEAST_HEIGHT: u16 = 5;

/// What one chart shows.
struct Spec {
    subject: Subject,
    bands: &'static [Band],
    /// The tops of the bands over the frames of a column, each of one length.
    tops: fn(&[recording::Frame], SimDuration) -> Vec<f64>,
    label: fn(f64) -> String,
    /// The figures of the last frame, at length and in short.
    figures: fn(&recording::Frame, f64) -> [String; 2],
}

const SOLID: &str = "█";

/// The most useful first: where it is low, the last are left out.
const CHARTS: [Spec; 4] = [
    Spec {
        subject: Subject::Requests,
        bands: &[Band { pattern: SOLID, role: Role::Good }, Band { pattern: "▒", role: Role::Bad }],
        tops: |frames, length| {
            let seconds = frames.len().max(1) as f64 * length.as_secs_f64();
            let succeeded: u64 = frames.iter().map(|frame| frame.succeeded).sum();
            let lost: u64 = frames.iter().map(|frame| frame.failed + frame.abandoned).sum();
            vec![succeeded as f64 / seconds, (succeeded + lost) as f64 / seconds]
        },
        label: format::figure,
        figures: |frame, seconds| {
            let rate = |count: u64| format::figure(count as f64 / seconds);
            let (offered, served) = (rate(frame.offered), rate(frame.succeeded));
            let refused = rate(frame.refused);
            let failed = frame.failed + frame.abandoned;
            let lost = if failed == frame.refused {
                format!("refused {refused}")
            } else {
                format!("failed {}, refused {refused}", rate(failed))
            };
            [
                format!("offered {offered} · █ served {served} · ▒ {lost}"),
                format!("{offered} → █ {served} ▒ {refused} refused"),
            ]
        },
    },
    Spec {
        subject: Subject::Latency,
        bands: &[
            Band { pattern: SOLID, role: Role::Good },
            Band { pattern: "▒", role: Role::Warn },
            Band { pattern: "░", role: Role::Muted },
        ],
        tops: |frames, _| {
            let worst = |percentile: fn(&recording::Frame) -> Option<SimDuration>| {
                let longest = frames.iter().filter_map(percentile).max();
                longest.map_or(0.0, SimDuration::as_secs_f64)
            };
            vec![worst(|frame| frame.p50), worst(|frame| frame.p95), worst(|frame| frame.p99)]
        },
        label: seconds,
        figures: |frame, _| match (frame.p50, frame.p95, frame.p99) {
            (Some(p50), Some(p95), Some(p99)) => {
                let [p50, p95, p99] = [p50, p95, p99].map(format::latency);
                [
                    format!("█ p50 {p50} · ▒ p95 {p95} · ░ p99 {p99}"),
                    format!("█ p50 {p50} ░ p99 {p99}"),
                ]
            }
            _ => ["nothing answered", "nothing answered"].map(str::to_owned),
        },
    },
    Spec {
        subject: Subject::Instances,
        bands: &[
            Band { pattern: SOLID, role: Role::Good },
            Band { pattern: "░", role: Role::Warn },
        ],
        tops: |frames, _| {
            let active = frames.iter().map(|frame| frame.active).max().unwrap_or(0);
            let all = frames.iter().map(|frame| frame.instances).max().unwrap_or(0);
            vec![f64::from(active), f64::from(all.max(active))]
        },
        label: format::figure,
        figures: |frame, _| {
            let others = frame.instances.saturating_sub(frame.active);
            let (active, wanted) = (frame.active, frame.wanted);
            [
                format!("█ serving {active} · ░ other {others} · wanted {wanted}"),
                format!("█ {active} ░ {others} · wanted {wanted}"),
            ]
        },
    },
    Spec {
        subject: Subject::Demand,
        bands: &[Band { pattern: SOLID, role: Role::Good }, Band { pattern: "▒", role: Role::Bad }],
        tops: |frames, _| {
            let held = frames.iter().map(|frame| frame.held).max().unwrap_or(0);
            let both = frames.iter().map(|f| u64::from(f.held) + u64::from(f.waiting)).max();
            vec![f64::from(held), both.unwrap_or(0) as f64]
        },
        label: format::figure,
        figures: |frame, _| {
            let (held, waiting) = (frame.held, frame.waiting);
            [
                format!("█ held {held} · ▒ waiting {waiting}"),
                format!("█ {held} ▒ {waiting} waiting"),
            ]
        },
    },
];

fn seconds(value: f64) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let micros = (value * 1e6).round();
    // Ten years in microseconds are far below 2^53.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "never negative")]
    format::latency(SimDuration::from_micros(micros as u64))
}

/// Whether the run beside is a line over the columns. Its scale counts in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Drawn,
    None,
}

/// Draws as many charts as the height gives room for.
pub(super) fn draw(
    frame: &mut Frame,
    area: Rect,
    picture: &Picture<'_>,
    beside: Line,
    theme: Theme,
) {
    let count = usize::from(area.height / LEAST_HEIGHT).clamp(1, CHARTS.len());
    let rows = Layout::vertical(vec![Constraint::Fill(1); count]).split(area);
    let mut drawn = [Rect::default(); CHARTS.len()];
    for ((spec, row), place) in CHARTS.iter().zip(rows.iter()).zip(&mut drawn) {
        *place = *row;
        draw_one(frame, *row, spec, picture, beside, theme);
    }
    picture.rows.charts.set(drawn);
}

fn draw_one(
    frame: &mut Frame,
    area: Rect,
    spec: &Spec,
    picture: &Picture<'_>,
    beside: Line,
    theme: Theme,
) {
    let room = usize::from(area.width).saturating_sub(text::width(spec.subject.name()) + 6);
    let title = panel::title(spec.subject.name(), &spec.told(picture, room), theme);
    let is_chosen = picture.selection == Selection::Chart(spec.subject);
    let focus = if is_chosen { Focus::Here } else { Focus::Elsewhere };
    let other = picture.turned();
    let foot = other.filter(|_| beside == Line::Drawn).map_or_else(Default::default, |other| {
        let room = usize::from(area.width).saturating_sub(14);
        let told = format!(" {} before: {} ", chart::LINE, spec.told(&other, room));
        ratatui::text::Line::styled(told, theme.style(Role::Muted))
    });
    let inner = panel::panel_with_foot(frame, area, title, foot, focus, theme);
    let room = Chart::columns(inner.width).max(1);
    let against = other.map(|other| spec.columns(&other, room)).unwrap_or_default();
    let against: Vec<f64> =
        against.iter().map(|tops| tops.iter().copied().fold(0.0, f64::max)).collect();
    let least_top = against.iter().copied().fold(0.0, f64::max);
    let chart = Chart {
        bands: spec.bands,
        columns: spec.columns(picture, room),
        beside: if beside == Line::Drawn { against } else { Vec::new() },
        least_top,
        label: spec.label,
    };
    chart.draw(frame, inner, theme);
}

impl Spec {
    /// The figures of the last frame up to the playhead, in `room` cells if they can.
    fn told(&self, picture: &Picture<'_>, room: usize) -> String {
        let length = picture.run.frame_length.as_secs_f64().max(1e-6);
        let last = picture.frames_past().last();
        let [long, short] = last.map_or_else(Default::default, |last| (self.figures)(last, length));
        if text::width(&long) <= room { long } else { short }
    }

    /// The tops of the bands in at most `room` columns.
    fn columns(&self, picture: &Picture<'_>, room: usize) -> Vec<Vec<f64>> {
        let columns = columns(picture.frames_past(), shown(picture), room);
        columns.map(|frames| (self.tops)(frames, picture.run.frame_length)).collect()
    }
}

/// How many frames the charts show.
fn shown(picture: &Picture<'_>) -> usize {
    let length = picture.zoom.length().unwrap_or(picture.run.scenario.duration);
    let frames = length.as_micros().div_ceil(picture.run.frame_length.as_micros().max(1));
    usize::try_from(frames).unwrap_or(usize::MAX).max(1)
}

/// Frames in columns of equal length: at most `room` of them, the newest last.
/// Columns begin at multiples of their length, so that they keep their shape as
/// the playhead moves.
fn columns(
    frames: &[recording::Frame],
    shown: usize,
    room: usize,
) -> impl Iterator<Item = &[recording::Frame]> {
    let each = shown.div_ceil(room);
    let columns = frames.chunks(each);
    let skipped = columns.len().saturating_sub(room);
    columns.skip(skipped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_keep_their_shape_and_fit() {
        let frames = vec![recording::Frame::default(); 25];
        let lengths = |shown, room| {
            columns(&frames, shown, room).map(<[recording::Frame]>::len).collect::<Vec<_>>()
        };
        assert_eq!(lengths(100, 10), [10, 10, 5]);
        assert_eq!(lengths(10, 10), [1; 10]);
        assert_eq!(lengths(20, 10).len(), 10);
        assert_eq!(lengths(25, 12), [3, 3, 3, 3, 3, 3, 3, 3, 1]);
    }
}
