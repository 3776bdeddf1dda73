//! The charts: frames up to the playhead, gathered into columns.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};

use super::picture::Picture;
use crate::model::time::SimDuration;
use crate::sim::recording;
use crate::tui::format;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::chart::{Band, Chart};
use crate::tui::widget::panel::{self, Focus};

const LEAST_HEIGHT: u16 = 5;

/// What one chart shows.
struct Spec {
    name: &'static str,
    bands: &'static [Band],
    /// The tops of the bands over the frames of a column.
    tops: fn(&[recording::Frame]) -> Vec<f64>,
    label: fn(f64) -> String,
    /// The figures of the last frame.
    figures: fn(&recording::Frame, f64) -> String,
}

const SOLID: &str = "█";

/// The most useful first: where it is low, the last are left out.
const CHARTS: [Spec; 4] = [
    Spec {
        name: "Requests/s",
        bands: &[Band { pattern: SOLID, role: Role::Good }, Band { pattern: "▒", role: Role::Bad }],
        tops: |frames| {
            let seconds = frames.len().max(1) as f64;
            let succeeded: u64 = frames.iter().map(|frame| frame.succeeded).sum();
            let lost: u64 = frames.iter().map(|frame| frame.failed + frame.abandoned).sum();
            vec![succeeded as f64 / seconds, (succeeded + lost) as f64 / seconds]
        },
        label: format::figure,
        figures: |frame, seconds| {
            let rate = |count: u64| format::figure(count as f64 / seconds);
            format!(
                "offered {} · █ served {} · ▒ refused {}",
                rate(frame.offered),
                rate(frame.succeeded),
                rate(frame.refused)
            )
        },
    },
    Spec {
        name: "Latency",
        bands: &[
            Band { pattern: SOLID, role: Role::Good },
            Band { pattern: "▒", role: Role::Warn },
            Band { pattern: "░", role: Role::Muted },
        ],
        tops: |frames| {
            let worst = |percentile: fn(&recording::Frame) -> Option<SimDuration>| {
                let longest = frames.iter().filter_map(percentile).max();
                longest.map_or(0.0, SimDuration::as_secs_f64)
            };
            vec![worst(|frame| frame.p50), worst(|frame| frame.p95), worst(|frame| frame.p99)]
        },
        label: seconds,
        figures: |frame, _| match (frame.p50, frame.p95, frame.p99) {
            (Some(p50), Some(p95), Some(p99)) => format!(
                "█ p50 {} · ▒ p95 {} · ░ p99 {}",
                format::latency(p50),
                format::latency(p95),
                format::latency(p99)
            ),
            _ => "nothing answered".to_owned(),
        },
    },
    Spec {
        name: "Instances",
        bands: &[
            Band { pattern: SOLID, role: Role::Good },
            Band { pattern: "░", role: Role::Warn },
        ],
        tops: |frames| {
            let active = frames.iter().map(|frame| frame.active).max().unwrap_or(0);
            let all = frames.iter().map(|frame| frame.instances).max().unwrap_or(0);
            vec![f64::from(active), f64::from(all.max(active))]
        },
        label: format::figure,
        figures: |frame, _| {
            let others = frame.instances.saturating_sub(frame.active);
            format!("█ active {} · ░ other {others} · wanted {}", frame.active, frame.wanted)
        },
    },
    Spec {
        name: "Demand",
        bands: &[Band { pattern: SOLID, role: Role::Good }, Band { pattern: "▒", role: Role::Bad }],
        tops: |frames| {
            let held = frames.iter().map(|frame| frame.held).max().unwrap_or(0);
            let both = frames.iter().map(|f| u64::from(f.held) + u64::from(f.waiting)).max();
            vec![f64::from(held), both.unwrap_or(0) as f64]
        },
        label: format::figure,
        figures: |frame, _| format!("█ held {} · ▒ waiting {}", frame.held, frame.waiting),
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

/// Draws as many charts as the height gives room for.
pub(super) fn draw(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    let count = usize::from(area.height / LEAST_HEIGHT).clamp(1, CHARTS.len());
    let rows = Layout::vertical(vec![Constraint::Fill(1); count]).split(area);
    for (spec, row) in CHARTS.iter().zip(rows.iter()) {
        draw_one(frame, *row, spec, picture, theme);
    }
}

fn draw_one(frame: &mut Frame, area: Rect, spec: &Spec, picture: &Picture<'_>, theme: Theme) {
    let past = picture.frames_past();
    let length = picture.frame_length.as_secs_f64().max(1e-6);
    let figures = past.last().map_or_else(String::new, |last| (spec.figures)(last, length));
    let title = panel::title(spec.name, &figures, theme);
    let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
    let room = Chart::columns(inner.width).max(1);
    let columns = columns(past, shown(picture), room).map(|frames| {
        let mut tops = (spec.tops)(frames);
        if spec.name == "Requests/s" {
            tops.iter_mut().for_each(|top| *top /= length);
        }
        tops
    });
    let chart = Chart { bands: spec.bands, columns: columns.collect(), label: spec.label };
    chart.draw(frame, inner, theme);
}

/// How many frames the charts show.
fn shown(picture: &Picture<'_>) -> usize {
    let length = picture.zoom.length().unwrap_or(picture.scenario.duration);
    let frames = length.as_micros().div_ceil(picture.frame_length.as_micros().max(1));
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
    let skipped = columns.len().saturating_sub(room.min(shown.div_ceil(each)));
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
    }
}
