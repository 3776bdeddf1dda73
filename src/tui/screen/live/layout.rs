//! Where the panes go. Small screens lose them in this order: log, settings,
//! times below the timeline, charts from the last.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::picture::Picture;
use super::{charts, events, instances, message_pane, timeline};
use crate::tui::theme::{Role, Theme};
use crate::tui::{format, text};
use apprunner_sim::model::service::Protocol;
use apprunner_sim::model::time::{SimDuration, SimTime};
use apprunner_sim::sim::operation::OperationStatus;

/// How long an operation that has ended is still named.
const RECENT: SimDuration = SimDuration::from_secs(60);

/// Draws every pane that has room.
pub(super) fn draw(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    picture.rows.events.drawn(Rect::default(), 0..0);
    picture.rows.charts.set([Rect::default(); 4]);
    let line = u16::from(area.height >= 18);
    let times = if area.height >= 20 { 2 } else { 1 };
    let beside = area.width >= 110 && area.height >= 26;
    let below = !beside && area.height >= 34;
    let stage_width = if beside { area.width / 2 } else { area.width };
    let speech = message_pane::says(picture, stage_width.saturating_sub(4), theme);
    let least = if beside { area.height / 3 } else { (area.height / 3).min(7) };
    let stage_height = speech.height().clamp(least, (area.height / 2).max(least));
    let log_height = if below { area.height / 4 } else { 0 };
    let [settings, main, lower, log_below, track] = area.layout(&Layout::vertical([
        Constraint::Length(line),
        Constraint::Fill(1),
        Constraint::Length(stage_height),
        Constraint::Length(log_height),
        Constraint::Length(times),
    ]));
    frame.render_widget(settings_line(picture, usize::from(settings.width), theme), settings);
    draw_main(frame, main, picture, theme);
    if beside {
        let halves = Layout::horizontal([Constraint::Length(stage_width), Constraint::Fill(1)]);
        let [left, right] = lower.layout(&halves);
        speech.draw(frame, left, theme);
        events::draw(frame, right, picture, theme);
    } else {
        speech.draw(frame, lower, theme);
    }
    if below {
        events::draw(frame, log_below, picture, theme);
    }
    timeline::draw(frame, track, picture, theme);
}

/// Instances beside the charts, or alone where it is narrow.
fn draw_main(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    if area.width < 70 {
        instances::draw(frame, area, picture, theme);
        return;
    }
    let halves = Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]);
    let [left, right] = area.layout(&halves);
    instances::draw(frame, left, picture, theme);
    charts::draw(frame, right, picture, charts::Beside::Drawn, theme);
}

/// The service's settings, and its operation when there is or was one.
fn settings_line(picture: &Picture<'_>, width: usize, theme: Theme) -> Line<'static> {
    let service = &picture.run.view.service;
    let (scaling, check) = (&service.auto_scaling, &service.health_check);
    let target = match check.protocol {
        Protocol::Http => format!("HTTP {}", check.path),
        Protocol::Tcp => "TCP".to_owned(),
    };
    let mut spans = Vec::new();
    let recent = |ended: Option<SimTime>| {
        ended.is_none_or(|ended| picture.run.view.at.since(ended) < RECENT)
    };
    if let Some(operation) = picture.run.view.operation.filter(|operation| recent(operation.ended))
    {
        let role = match operation.status {
            OperationStatus::InProgress => Role::Warn,
            OperationStatus::Succeeded => Role::Good,
            OperationStatus::Failed | OperationStatus::RollbackSucceeded => Role::Bad,
        };
        let text = format!(
            " {} {} {} ·",
            format::clock_s(operation.started),
            operation.kind,
            operation.status
        );
        spans.push(Span::styled(text, theme.style(role)));
    }
    let text = format!(
        " {}–{} instances × {} · {} · {target} every {} ♥{} ×{}",
        scaling.min_size,
        scaling.max_size,
        scaling.max_concurrency,
        service.instance,
        check.interval,
        check.healthy_threshold,
        check.unhealthy_threshold
    );
    let used: usize = spans.iter().map(Span::width).sum();
    let text = text::cut(&text, width.saturating_sub(used));
    spans.push(Span::styled(text, theme.style(Role::Muted)));
    Line::from(spans)
}
