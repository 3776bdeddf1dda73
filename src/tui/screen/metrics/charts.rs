//! The minutes of a run as charts, each minute as wide as every other: where the table leaves
//! room.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use crate::tui::format;
use crate::tui::message::Minute;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::chart::{Area, Chart, Pattern, Scale};
use crate::tui::widget::panel::{self, Focus};
use apprunner_sim::model::goal::CloudWatchMetric;

/// The least rows and cells of a chart, its frame included.
const ROWS: u16 = 8;
const CELLS: u16 = 50;
/// The least cells of a bar that has a gap behind it.
const GAP: usize = 4;
/// The cells of a minute's name.
const TIME: usize = 8;

/// A series: its name, and its value in a minute.
type Series = (&'static str, Role, Pattern, fn(&Minute) -> f64);

/// A chart: its name, its series, the lowest first, how a value is written, and the
/// time that it is counted over.
type Spec = (&'static str, &'static [Series], fn(f64) -> String, &'static str);

const SPECS: [Spec; 4] = [
    (
        "Responses in CloudWatch",
        &[
            ("2xx", Role::Good, Pattern::Solid, |it| value(it, CloudWatchMetric::Status2xx)),
            ("4xx", Role::Warn, Pattern::Dotted, |it| value(it, CloudWatchMetric::Status4xx)),
            ("5xx", Role::Bad, Pattern::Checked, |it| value(it, CloudWatchMetric::Status5xx)),
        ],
        format::figure,
        "/min",
    ),
    (
        "Requests of clients",
        &[
            ("reached an instance", Role::Good, Pattern::Solid, |it| {
                it.offered.saturating_sub(it.rejected) as f64
            }),
            ("rejected", Role::Bad, Pattern::Checked, |it| it.rejected as f64),
        ],
        format::figure,
        "/min",
    ),
    (
        "Request latency",
        &[("average", Role::Good, Pattern::Solid, |it| {
            value(it, CloudWatchMetric::RequestLatency)
        })],
        format::millis,
        "",
    ),
    (
        "Active instances",
        &[("average", Role::Good, Pattern::Solid, |it| {
            value(it, CloudWatchMetric::ActiveInstances)
        })],
        format::figure,
        "",
    ),
];

fn value(minute: &Minute, metric: CloudWatchMetric) -> f64 {
    minute.value(metric).unwrap_or_default()
}

/// The charts of `minutes`, as many as `area` has room for.
pub(super) fn draw(frame: &mut Frame, area: Rect, minutes: &[Minute], theme: Theme) {
    let columns = usize::from(area.width / CELLS).clamp(1, 2);
    let rows = usize::from(area.height / ROWS).min(SPECS.len() / columns);
    if rows == 0 || minutes.is_empty() {
        return;
    }
    let places = area.layout_vec(&Layout::vertical(vec![Constraint::Fill(1); rows]));
    let places = places
        .into_iter()
        .flat_map(|row| row.layout_vec(&Layout::horizontal(vec![Constraint::Fill(1); columns])));
    for (place, spec) in places.zip(&SPECS) {
        draw_one(frame, place, spec, minutes, theme);
    }
}

fn draw_one(
    frame: &mut Frame,
    area: Rect,
    (name, series, label, per): &Spec,
    minutes: &[Minute],
    theme: Theme,
) {
    let mut title = panel::title(name, "", theme);
    for (name, role, pattern, _) in *series {
        title.extend(pattern.named(name, *role, theme));
    }
    let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
    let (plot, times) = panel::split_top(inner, inner.height.saturating_sub(1));
    let place = Chart::plot_area(plot);
    let cells = usize::from(place.width);
    let index = |cell: usize| cell * minutes.len() / cells.max(1);
    let first = |minute: usize| (minute * cells).div_ceil(minutes.len());
    // The last cell of a wide bar parts it from the next.
    let is_gap = |cell: usize| cells >= GAP * minutes.len() && index(cell) != index(cell + 1);
    let minute = |cell: usize| minutes.get(index(cell)).filter(|_| !is_gap(cell));
    let area = |&(_, role, pattern, value): &Series| Area {
        role,
        pattern,
        values: (0..cells).map(|cell| minute(cell).map_or(0.0, value)).collect(),
    };
    let sum = |minute: &Minute| series.iter().map(|(.., value)| value(minute)).sum();
    let most = minutes.iter().map(sum).fold(0.0, f64::max);
    let chart = Chart {
        areas: series.iter().map(area).collect(),
        grid: (0..minutes.len()).map(first).collect(),
        ..Chart::empty(Scale::fitting(most, plot.height.into(), 1.0), *label)
    };
    chart.draw(frame, plot, theme);
    frame.render_widget(Line::styled(*per, theme.style(Role::Muted)), times);
    let mut free = 0;
    for (number, minute) in minutes.iter().enumerate() {
        let (label, cell) = (format::clock_s(minute.start), first(number));
        if cell < free || cell + text::width(&label) > cells {
            continue;
        }
        free = cell + TIME;
        let x = place.x.saturating_add(u16::try_from(cell).unwrap_or(u16::MAX));
        let line = Line::styled(label, theme.style(Role::Muted));
        frame.render_widget(line, Rect { x, width: times.right().saturating_sub(x), ..times });
    }
}
