//! The service as it is set now, and its operation: a line on a small screen, a list on a
//! large one.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::picture::Picture;
use crate::report::explain;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::{format, text};
use apprunner_sim::model::service::{Protocol, Service};
use apprunner_sim::model::time::{SimDuration, SimTime};
use apprunner_sim::sim::operation::OperationStatus;

/// How long an operation that has ended is still named.
const RECENT: SimDuration = SimDuration::from_secs(60);
/// Cells of a setting's name.
const NAME: usize = 22;

/// The operation that runs or has just ended, and how it looks.
pub(super) fn operation(picture: &Picture<'_>) -> Option<(String, Role)> {
    let now = picture.run.view.at;
    let recent = |ended: Option<SimTime>| ended.is_none_or(|ended| now.since(ended) < RECENT);
    let operation = picture.run.view.operation.filter(|operation| recent(operation.ended))?;
    let role = match operation.status {
        OperationStatus::InProgress => Role::Warn,
        OperationStatus::Succeeded | OperationStatus::Successful => Role::Good,
        OperationStatus::Failed
        | OperationStatus::RollbackInProgress
        | OperationStatus::RollbackSucceeded
        | OperationStatus::RollbackSuccessful => Role::Bad,
    };
    let started = format::clock_s(operation.started);
    Some((format!("{started} {} {}", operation.kind, operation.status), role))
}

/// The settings in a line of at most `width` cells.
pub(super) fn line(picture: &Picture<'_>, width: usize) -> String {
    let service = &picture.run.view.service;
    let check = &service.health_check;
    let target = target(service);
    let all = format!(
        "{} · {target} every {} ♥{} ×{}",
        service.instance, check.interval, check.healthy_threshold, check.unhealthy_threshold
    );
    if text::width(&all) <= width { all } else { text::cut(&service.instance.to_string(), width) }
}

fn target(service: &Service) -> String {
    let check = &service.health_check;
    match check.protocol {
        Protocol::Http => format!("HTTP {}", check.path),
        Protocol::Tcp => "TCP".to_owned(),
    }
}

/// The settings of `service`, one a row.
pub(in crate::tui::screen) fn rows(service: &Service, theme: Theme) -> Vec<Line<'static>> {
    let (scaling, check) = (&service.auto_scaling, &service.health_check);
    let rows = [
        ("Minimum instances", scaling.min_size.to_string()),
        ("Maximum instances", scaling.max_size.to_string()),
        ("Concurrency", explain::concurrency(scaling.max_concurrency)),
        ("CPU and memory", service.instance.to_string()),
        ("Health check", target(service)),
        ("Interval", check.interval.to_string()),
        ("Timeout", check.timeout.to_string()),
        ("Healthy threshold", check.healthy_threshold.to_string()),
        ("Unhealthy threshold", check.unhealthy_threshold.to_string()),
    ];
    let row = |(name, value)| {
        Line::from(vec![
            Span::styled(text::pad(name, NAME), theme.style(Role::Muted)),
            Span::styled(value, theme.style(Role::Strong)),
        ])
    };
    rows.into_iter().map(row).collect()
}

/// The rows of the pane, frame included.
pub(super) fn height(picture: &Picture<'_>) -> u16 {
    panel::height_of(&rows(&picture.run.view.service, Theme::PLAIN)) + 2
}

/// Draws the settings.
pub(super) fn draw(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    let title = panel::title("Service", &picture.run.view.version, theme);
    let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
    panel::lines(frame, inner, rows(&picture.run.view.service, theme));
}
