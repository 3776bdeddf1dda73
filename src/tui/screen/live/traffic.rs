//! The way of a request, in figures: what arrives, what the service makes wait or rejects, and
//! the instances that serve.

use ratatui::text::{Line, Span};

use super::picture::Picture;
use crate::tui::format;
use crate::tui::theme::{Role, Theme};
use apprunner_sim::sim::view::InstanceState;

/// Rows of the picture.
pub(super) const ROWS: u16 = 3;
/// Cells of the arrival, so that the arrows keep their place.
const RATE: usize = 7;

/// The picture in `width` cells.
pub(super) fn lines(picture: &Picture<'_>, width: u16, theme: Theme) -> Vec<Line<'static>> {
    let view = picture.run.view;
    let last = picture.frames_past().last();
    let rate = |count| format!("{}/s", format::figure(picture.last_rate(count)));
    let offered = rate(|it| it.offered);
    let rejected = last.map_or(0, |frame| frame.rejected);
    let serving = view.count(InstanceState::takes_requests);
    let starting = view.count(|state| state < InstanceState::Ready);
    let idle = view.count(|state| state == InstanceState::Idle);
    let name = if width >= 36 { picture.run.scenario.edition.service() } else { "service" };
    let arrow = || Span::styled(" ─▶ ", theme.style(Role::Muted));
    let waiting = format!("{} waiting", format::figure(f64::from(view.waiting)));
    let column = (name.len() + 4).max(waiting.len() + 2);
    let waits = if view.waiting > 0 { Role::Warn } else { Role::Muted };
    let is_asked = view.waiting > 0 || last.is_some_and(|frame| frame.offered > 0);
    let service = match (serving, is_asked) {
        (0, true) => Role::Bad,
        (0, false) => Role::Muted,
        _ => Role::Good,
    };
    let others = match (starting, idle) {
        (0, 0) => String::new(),
        (0, idle) => format!("{idle} idle"),
        (starting, _) => format!("{starting} starting"),
    };
    // What starts is whole: the row moves to the left where it must, and its gap narrows.
    let room = usize::from(width).saturating_sub(others.len());
    let column = column.min(room.saturating_sub(RATE + 4)).max(waiting.len() + 1);
    let blank = " ".repeat((RATE + 4).min(room.saturating_sub(column)));
    let refusal = if rejected > 0 {
        Line::from(vec![
            Span::styled(" └▶ ", theme.style(Role::Bad)),
            Span::styled(format!("{} rejected", rate(|it| it.rejected)), theme.style(Role::Bad)),
        ])
    } else {
        Line::styled(" └▶ none rejected", theme.style(Role::Muted))
    };
    vec![
        Line::from(vec![
            Span::styled(format!("{offered:>RATE$}"), theme.style(Role::Strong)),
            arrow(),
            Span::styled(name, theme.style(Role::Strong)),
            arrow(),
            Span::styled(format!("{serving} serving"), theme.style(service)),
        ]),
        Line::from(vec![
            Span::raw(blank),
            Span::styled(format!("{waiting:<column$}"), theme.style(waits)),
            Span::styled(others, theme.style(if starting > 0 { Role::Warn } else { Role::Muted })),
        ]),
        Line::from([vec![Span::raw(" ".repeat(RATE))], refusal.spans].concat())
            .style(refusal.style),
    ]
}
