//! The traffic that a scenario sends, before anybody plays it: the rate over its time as a
//! chart, and each stream in words.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::window::Window;
use crate::report::traffic;
use crate::tui::screen::catalog::Detail;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::chart::{Chart, Curve, DOT_COLUMNS, Dash, Scale};
use crate::tui::widget::panel;
use crate::tui::{format, text};
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::model::traffic::{Load, Stream};

/// Rows of the chart.
const ROWS: u16 = 12;

/// The traffic of `scenario` in lines of `width` cells.
pub(in crate::tui::screen) fn detail(scenario: &Scenario, width: u16, theme: Theme) -> Detail {
    let streams = &scenario.traffic;
    let (unit, of): (_, fn(&Stream, SimTime) -> Option<f64>) =
        if streams.iter().any(|it| rate(it, SimTime::ZERO).is_some()) {
            ("average requests per second", rate)
        } else {
            ("users", users)
        };
    let mut lines = Vec::new();
    if streams.iter().any(|stream| of(stream, SimTime::ZERO).is_some()) {
        let at = |at| streams.iter().filter_map(|stream| of(stream, at)).sum();
        lines.extend(chart(scenario, at, width, theme));
        lines.push(Line::default());
    }
    for stream in streams {
        let route = Span::styled(format!("{}  ", stream.route), theme.style(Role::Strong));
        let words = traffic::words(stream);
        lines.extend(text::hanging(route, &words, width, theme.style(Role::Muted)));
    }
    Detail { title: panel::title("Traffic", unit, theme), lines }
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

/// The values `at` each instant of `scenario`, with times below.
fn chart(
    scenario: &Scenario,
    at: impl Fn(SimTime) -> f64,
    width: u16,
    theme: Theme,
) -> Vec<Line<'static>> {
    let area = Rect::new(0, 0, width, ROWS + 1);
    let (plot, _) = panel::split_top(area, ROWS);
    let cells = usize::from(Chart::plot_area(plot).width);
    let window = Window::whole(scenario.duration, cells);
    let dots = cells * DOT_COLUMNS;
    let values = (0..dots).map(|dot| Some(at(window.instant(dot, dots))));
    let values: Vec<Option<f64>> = values.collect();
    let most = values.iter().flatten().copied().fold(0.0, f64::max);
    let chart = Chart {
        curves: vec![Curve { role: Role::Strong, dash: Dash::Solid, values }],
        grid: window.ticks().into_iter().map(|(cell, _)| cell).collect(),
        ..Chart::empty(Scale::fitting(most, ROWS.into(), 1.0), format::figure)
    };
    let mut buffer = Buffer::empty(area);
    chart.render(&mut buffer, plot, theme);
    let left = Chart::plot_area(plot).x;
    for (cell, at) in window.ticks() {
        let label = format::clock_s(at);
        let room = usize::from(width).saturating_sub(cell + usize::from(left));
        if text::width(&label) <= room {
            let x = left.saturating_add(u16::try_from(cell).unwrap_or(u16::MAX));
            buffer.set_string(x, ROWS, label, theme.style(Role::Muted));
        }
    }
    area.rows().map(|row| line(&buffer, row)).collect()
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
