//! The traffic that a scenario sends, before anybody plays it: the rate over its time as a
//! chart, and each stream in words.

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::window::Window;
use crate::report::traffic;
use crate::tui::screen::catalog::Detail;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::chart::{Chart, Curve, DOT_COLUMNS, Dash, Scale};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::{format, text};
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::model::traffic::{Load, Stream};

/// Rows of the chart where it is a part of a page.
const ROWS: u16 = 12;
/// Rows that a chart has at least.
const LEAST_ROWS: u16 = 3;

/// The traffic of `scenario` in lines of `width` cells.
pub(in crate::tui::screen) fn detail(scenario: &Scenario, width: u16, theme: Theme) -> Detail {
    let Measure { unit, .. } = Measure::of(scenario);
    let lines = [chart(scenario, width, ROWS, theme), words(scenario, width, theme)].concat();
    Detail { title: panel::title("Traffic", unit, theme), lines }
}

/// Draws it in all of `area`: the chart as high as the words leave room for.
pub(super) fn draw(frame: &mut Frame, area: Rect, scenario: &Scenario, theme: Theme) {
    let Measure { unit, .. } = Measure::of(scenario);
    let title = panel::title("Upcoming traffic", unit, theme);
    let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
    let words = words(scenario, inner.width, theme);
    let beside_words = inner.height.saturating_sub(panel::height_of(&words) + 2);
    let rows =
        if beside_words < LEAST_ROWS { inner.height.saturating_sub(1) } else { beside_words };
    let lines = [chart(scenario, inner.width, rows, theme), words].concat();
    panel::lines(frame, inner, lines);
}

/// What the traffic of a scenario is counted in.
struct Measure {
    unit: &'static str,
    of: fn(&Stream, SimTime) -> Option<f64>,
}

impl Measure {
    fn of(scenario: &Scenario) -> Self {
        let has_rate = scenario.traffic.iter().any(|it| rate(it, SimTime::ZERO).is_some());
        if has_rate {
            Self { unit: "requests per second", of: rate }
        } else {
            Self { unit: "users", of: users }
        }
    }
}

/// Each stream in words.
fn words(scenario: &Scenario, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let words = scenario.traffic.iter().flat_map(|stream| {
        let route = Span::styled(format!("{}  ", stream.route), theme.style(Role::Strong));
        text::hanging(route, &traffic::words(stream), width, theme.style(Role::Muted))
    });
    words.collect()
}

/// The average rate of an open stream at `at`.
fn rate(stream: &Stream, at: SimTime) -> Option<f64> {
    match &stream.load {
        Load::Open { profile, .. } => Some(profile.rate_at(at)),
        Load::Replay(_) | Load::Closed { .. } => None,
    }
}

/// The users of a closed stream at `at`.
fn users(stream: &Stream, at: SimTime) -> Option<f64> {
    match stream.load {
        Load::Closed { users, from, until, .. } => {
            Some(if (from..until).contains(&at) { f64::from(users) } else { 0.0 })
        }
        Load::Replay(_) | Load::Open { .. } => None,
    }
}

/// All streams together over the time of `scenario`, in `rows` with times and a blank row below;
/// nothing where their traffic has no measure.
fn chart(scenario: &Scenario, width: u16, rows: u16, theme: Theme) -> Vec<Line<'static>> {
    let (streams, Measure { of, .. }) = (&scenario.traffic, Measure::of(scenario));
    if streams.iter().all(|stream| of(stream, SimTime::ZERO).is_none()) {
        return Vec::new();
    }
    let at = |at| streams.iter().filter_map(|stream| of(stream, at)).sum::<f64>();
    let area = Rect::new(0, 0, width, rows + 1);
    let (plot, _) = panel::split_top(area, rows);
    let cells = usize::from(Chart::plot_area(plot).width);
    let window = Window::whole(scenario.duration, cells);
    let dots = cells * DOT_COLUMNS;
    let values = (0..dots).map(|dot| Some(at(window.instant(dot, dots))));
    let values: Vec<Option<f64>> = values.collect();
    let most = values.iter().flatten().copied().fold(0.0, f64::max);
    let chart = Chart {
        curves: vec![Curve { role: Role::Strong, dash: Dash::Solid, values }],
        grid: window.ticks().into_iter().map(|(cell, _)| cell).collect(),
        ..Chart::empty(Scale::fitting(most, rows.into(), 1.0), format::figure)
    };
    let mut buffer = Buffer::empty(area);
    chart.render(&mut buffer, plot, theme);
    let left = Chart::plot_area(plot).x;
    for (cell, at) in window.ticks() {
        let label = format::clock_s(at);
        let room = usize::from(width).saturating_sub(cell + usize::from(left));
        if text::width(&label) <= room {
            let x = left.saturating_add(u16::try_from(cell).unwrap_or(u16::MAX));
            buffer.set_string(x, rows, label, theme.style(Role::Muted));
        }
    }
    area.rows().map(|row| line(&buffer, row)).chain([Line::default()]).collect()
}

/// A row of `buffer`, cells of one look together.
fn line(buffer: &Buffer, row: Rect) -> Line<'static> {
    let mut spans: Vec<Span<'static>> = Vec::new();
    for cell in row.columns().filter_map(|at| buffer.cell(at.as_position())) {
        let style = cell.style();
        match spans.last_mut().filter(|last| last.style == style) {
            Some(last) => last.content.to_mut().push_str(cell.symbol()),
            None => spans.push(Span::styled(cell.symbol().to_owned(), style)),
        }
    }
    Line::from(spans)
}
