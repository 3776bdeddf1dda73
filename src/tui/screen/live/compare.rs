//! Two runs side by side in time: the one before on the left, the one at hand on
//! the right, and what differs below them, always in sight.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::picture::Picture;
use super::{charts, instances, message_pane, timeline};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::{format, text};

/// Rows of the table of differences.
const FIGURES: u16 = 6;
/// Cells of a figure where there is room for more.
const WIDEST: usize = 14;
/// Cells that a figure's name keeps.
const NAME: usize = 10;

/// Draws both runs.
pub(super) fn draw(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    let Some(other) = picture.turned() else { return };
    picture.rows.events.drawn(Rect::default(), 0..0);
    let times = if area.height >= 20 { 2 } else { 1 };
    let speech = message_pane::says(picture, area.width.saturating_sub(4), theme);
    let spare = area.height.saturating_sub(FIGURES + 3 + times + 10);
    let stage_height = if spare >= 3 { speech.height().min(spare) } else { 0 };
    let [runs, figures, said, track] = area.layout(&Layout::vertical([
        Constraint::Fill(1),
        Constraint::Length(FIGURES + 3),
        Constraint::Length(stage_height),
        Constraint::Length(times),
    ]));
    let halves = Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]);
    let [left, right] = runs.layout(&halves);
    draw_run(frame, left, &other, theme);
    draw_run(frame, right, picture, theme);
    draw_figures(frame, figures, &other, picture, theme);
    if stage_height > 0 {
        speech.draw(frame, said, &picture.rows.message, theme);
    }
    timeline::draw(frame, track, picture, theme);
}

/// One run under its name: instances, then charts on the scale of both.
fn draw_run(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    let (name, below) = panel::split_top(area, 1);
    let label = text::cut(picture.run.label, usize::from(name.width).saturating_sub(2));
    frame.render_widget(Line::styled(format!(" {label}"), theme.style(Role::Strong)), name);
    let least = if below.height >= 16 { below.height / 3 } else { below.height / 2 };
    let (list, chart) = panel::split_top(below, least);
    // What the other has stands beside it, not below.
    instances::draw(frame, list, &Picture { beside: None, ..*picture }, theme);
    charts::draw(frame, chart, picture, charts::Beside::Hidden, theme);
}

/// A figure of both runs.
struct Figure {
    name: &'static str,
    values: [f64; 2],
    words: fn(f64) -> String,
}

/// What matters in a comparison: whom the service failed, how slow it was, what it
/// took, what it cost.
fn figures(before: &Picture<'_>, now: &Picture<'_>) -> [Figure; FIGURES as usize] {
    let both = |value: fn(&Picture<'_>) -> f64| [value(before), value(now)];
    let count = |value: f64| format!("{value:.0}");
    [
        Figure {
            name: "refused",
            values: both(|it| it.run.view.totals.refused as f64),
            words: count,
        },
        Figure {
            name: "failed or given up",
            values: both(|it| (it.run.view.totals.failed + it.run.view.totals.abandoned) as f64),
            words: count,
        },
        Figure {
            name: "succeeded",
            values: both(|it| it.run.view.totals.succeeded as f64),
            words: count,
        },
        Figure { name: "worst p99, ms", values: both(worst_p99), words: count },
        Figure {
            name: "instances",
            values: both(|it| it.run.view.instances.len() as f64),
            words: count,
        },
        Figure {
            name: "cost, USD",
            values: both(|it| it.run.view.cost.as_usd()),
            words: |value| format!("{value:.4}"),
        },
    ]
}

/// The slowest hundredth of the worst frame so far, in milliseconds; 0 where nothing
/// was answered.
fn worst_p99(picture: &Picture<'_>) -> f64 {
    let worst = picture.frames_past().iter().filter_map(|frame| frame.p99).max();
    worst.map_or(0.0, |p99| p99.as_secs_f64() * 1e3)
}

fn draw_figures(
    frame: &mut Frame,
    area: Rect,
    before: &Picture<'_>,
    now: &Picture<'_>,
    theme: Theme,
) {
    // Figures of a run that is still on its way are not those that it will have.
    let is_complete = [before, now].iter().all(|it| it.run.summary.is_some());
    let at = if is_complete {
        format!("so far, at {}", format::clock(now.run.view.at))
    } else {
        "once both runs are simulated".to_owned()
    };
    let title = panel::title("Difference", &at, theme);
    let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
    let width = usize::from(inner.width);
    let cells = (width.saturating_sub(NAME) / 3).min(WIDEST);
    let room = width.saturating_sub(3 * cells);
    let head = |name: &str| format!("{:>cells$}", text::cut(name, cells.saturating_sub(1)));
    let heads = ["left", "right", "difference"].map(head).concat();
    let mut lines =
        vec![Line::styled(format!("{}{heads}", " ".repeat(room)), theme.style(Role::Muted))];
    lines.extend(figures(before, now).into_iter().map(|Figure { name, values, words }| {
        let [left, right] = values;
        let difference = right - left;
        let sides = [left, right].map(|it| if is_complete { words(it) } else { "…".to_owned() });
        let sign = if difference > 0.0 { "+" } else { "" };
        let told = match words(difference) {
            _ if !is_complete => "…".to_owned(),
            told if words(0.0) == told || told == format!("-{}", words(0.0)) => "=".to_owned(),
            told => format!("{sign}{told}"),
        };
        let role = if told == "=" || told == "…" { Role::Muted } else { Role::Strong };
        Line::from(vec![
            Span::raw(text::pad(name, room)),
            Span::raw(sides.map(|side| format!("{side:>cells$}")).concat()),
            Span::styled(format!("{told:>cells$}"), theme.style(role)),
        ])
    }));
    panel::lines(frame, inner, lines);
}
