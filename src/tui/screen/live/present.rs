//! A run for a room: the chart that carries its story, the numbers that belong to it in digits
//! that grow with the terminal, the instructor's words below.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use super::picture::{Picture, Selection, Subject};
use super::{charts, message_pane, timeline};
use crate::report::lab::MetricLabel;
use crate::tui::format;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::{digits, panel};
use apprunner_sim::model::scenario::StoryChart;
use apprunner_sim::model::time::SimDuration;
use apprunner_sim::sim::view::InstanceState;

/// A large figure with its name.
struct Figure {
    name: &'static str,
    value: String,
    role: Role,
}

/// The width from which goals name their metrics in full.
const WIDE: u16 = 110;

/// Draws the run.
pub(super) fn draw(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    let scale = (area.width / 100).min(area.height / 24).clamp(1, 4);
    let block = digits::height(scale) + 1;
    let is_low = area.height < block + 12;
    let width = panel::inner_width(area);
    let label = if area.width < WIDE { MetricLabel::Short } else { MetricLabel::Full };
    let speech = message_pane::says(picture, width, label, theme);
    let most = (area.height / 4).max(5);
    let said = speech.height().clamp(5, most);
    let [top, chart, said, track] = area.layout(&Layout::vertical([
        Constraint::Length(if is_low { 0 } else { block }),
        Constraint::Fill(1),
        Constraint::Length(said),
        Constraint::Length(2),
    ]));
    let subject = subject(picture);
    draw_figures(frame, top, &figures(subject, picture), scale, theme);
    charts::draw_subject(frame, chart, subject, picture, theme);
    speech.draw(frame, said, &picture.rows.message, theme);
    timeline::draw(frame, track, picture, theme);
}

/// Draws what of the run has room above a dialog: the numbers, and the chart below them.
pub(super) fn draw_above(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    let scale = (area.width / 100).min(area.height / 12).clamp(1, 4);
    let (top, chart) = panel::split_top(area, digits::height(scale) + 1);
    let subject = subject(picture);
    draw_figures(frame, top, &figures(subject, picture), scale, theme);
    if chart.height >= charts::LEAST {
        charts::draw_subject(frame, chart, subject, picture, theme);
    }
}

/// The chart that carries the story, unless another one is chosen.
fn subject(picture: &Picture<'_>) -> Subject {
    match (picture.selection, picture.run.scenario.chart) {
        (Selection::Chart(subject), _) => subject,
        (_, StoryChart::Rejected) => Subject::Requests,
        (_, StoryChart::Latency) => Subject::Latency,
        (_, StoryChart::Instances) => Subject::Instances,
        (_, StoryChart::Waiting) => Subject::Demand,
    }
}

/// The numbers that belong to the chart.
fn figures(subject: Subject, picture: &Picture<'_>) -> [Figure; 3] {
    let view = picture.run.view;
    let last = picture.frames_past().last().copied().unwrap_or_default();
    let rate = |count| format::figure(picture.last_rate(count));
    let latency = |it: Option<SimDuration>| it.map_or(0.0, SimDuration::as_secs_f64);
    let serving = view.count(InstanceState::takes_requests);
    let figure = |name, value, role| Figure { name, value, role };
    let alarming = |is: bool| if is { Role::Bad } else { Role::Muted };
    let good = |is: bool| if is { Role::Good } else { Role::Muted };
    let instances = figure("instances serving", serving.to_string(), good(serving > 0));
    match subject {
        Subject::Requests => [
            figure("served per second", rate(|it| it.succeeded), good(last.succeeded > 0)),
            figure(
                if last.rejected > 0 { "REJECTED per second" } else { "rejected per second" },
                rate(|it| it.rejected),
                alarming(last.rejected > 0),
            ),
            instances,
        ],
        Subject::Latency => [
            figure("p50 in seconds", format!("{:.2}", latency(last.p50)), Role::Good),
            figure("p99 in seconds", format!("{:.2}", latency(last.p99)), Role::Bad),
            instances,
        ],
        Subject::Instances => [
            instances,
            figure("desired", view.wanted.to_string(), Role::Accent),
            figure("offered per second", rate(|it| it.offered), Role::Strong),
        ],
        Subject::Demand => [
            figure("in progress", format::figure(f64::from(view.held)), good(view.held > 0)),
            figure(
                if view.waiting > 0 { "WAITING" } else { "waiting" },
                format::figure(f64::from(view.waiting)),
                alarming(view.waiting > 0),
            ),
            instances,
        ],
    }
}

/// Figures beside each other, their names above them, as large as they fit.
fn draw_figures(frame: &mut Frame, area: Rect, figures: &[Figure], scale: u16, theme: Theme) {
    let parts = Layout::horizontal(vec![Constraint::Fill(1); figures.len()]).split(area);
    for (figure, part) in figures.iter().zip(parts.iter()) {
        let part =
            Rect { x: part.x + 2.min(part.width), width: part.width.saturating_sub(2), ..*part };
        let (name, value) = panel::split_top(part, 1);
        frame.render_widget(Line::styled(figure.name, theme.style(figure.role)), name);
        // Wide figures are rendered smaller rather than cut.
        let fits = |scale: &u16| digits::width(&figure.value, *scale) <= value.width;
        if let Some(scale) = (1..=scale).rev().find(fits) {
            digits::draw(frame, value, &figure.value, scale, figure.role, theme);
        } else {
            let plain = Line::styled(figure.value.clone(), theme.style(figure.role));
            frame.render_widget(plain, Rect { height: value.height.min(1), ..value });
        }
    }
}
