//! The line at the top of a run.

use ratatui::text::{Line, Span};

use super::picture::Picture;
use crate::tui::format;
use crate::tui::screen::page::Header;
use crate::tui::theme::{Role, Theme};
use apprunner_sim::sim::operation::ServiceStatus;

/// What is played, by which rules; the service; the clock; the cost.
pub(super) fn header(picture: &Picture<'_>, changes: usize, theme: Theme) -> Header {
    let (scenario, view, transport) = (picture.run.scenario, picture.run.view, &picture.transport);
    let changes = match changes {
        0 => String::new(),
        many => format!(" +{many}"),
    };
    let seed = format!(" · seed {}", scenario.seed);
    let status = match view.status {
        ServiceStatus::Running | ServiceStatus::Active => Role::Good,
        ServiceStatus::OperationInProgress => Role::Warn,
        ServiceStatus::Paused | ServiceStatus::CreateFailed => Role::Bad,
    };
    let sign = match (transport.is_waiting(), transport.is_playing()) {
        (true, _) => "…",
        (false, true) => "▶",
        (false, false) => "┃",
    };
    let clock = format!("{} / {}", format::clock(view.at), format::clock_s(transport.end()));
    Header {
        left: Line::from(vec![
            Span::styled(format!(" {}", scenario.title), theme.style(Role::Strong)),
            Span::styled(changes, theme.style(Role::Accent)),
            Span::styled(seed, theme.style(Role::Muted)),
        ]),
        right: Line::from(vec![
            Span::styled(format!("  {}", scenario.edition.label()), theme.style(Role::Muted)),
            Span::styled(format!("  {}", short_status(view.status)), theme.style(status)),
            Span::styled(format!("  {clock}"), theme.style(Role::Strong)),
            Span::styled(format!("  {sign} {}", transport.speed()), theme.style(Role::Accent)),
            Span::raw(format!("  {} ", view.cost)),
        ]),
    }
}

/// The operation itself is named in the line below, so the long status is cut.
fn short_status(status: ServiceStatus) -> &'static str {
    match status {
        ServiceStatus::OperationInProgress => "IN PROGRESS",
        other => other.name(),
    }
}
