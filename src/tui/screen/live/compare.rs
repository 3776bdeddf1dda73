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
/// Cells that say which run is better.
const VERDICT: usize = 10;
/// Cells of its sign alone.
const SIGN: usize = 3;
/// Cells that a figure takes at least, with a space before it.
const FIGURE: usize = 8;
/// Cells that a figure's name keeps.
const NAME: usize = 10;

/// Draws both runs.
pub(super) fn draw(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    let Some(other) = picture.turned() else { return };
    picture.rows.events.drawn(Rect::default(), 0..0);
    let times = if area.height >= 20 { 2 } else { 1 };
    let speech = message_pane::says(picture, message_pane::room(area.width), theme);
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
    draw_run(frame, left, "Before", &other, theme);
    draw_run(frame, right, "After", picture, theme);
    draw_figures(frame, figures, &other, picture, theme);
    if stage_height > 0 {
        speech.draw(frame, said, &picture.rows.message, theme);
    }
    timeline::draw(frame, track, picture, theme);
}

/// One run under its name: instances, then charts on the scale of both.
fn draw_run(frame: &mut Frame, area: Rect, side: &str, picture: &Picture<'_>, theme: Theme) {
    let (name, below) = panel::split_top(area, 1);
    let side = format!(" {side}: ");
    let room = usize::from(name.width).saturating_sub(text::width(&side) + 1);
    let label = text::cut(picture.run.label, room);
    let line = Line::from(vec![
        Span::styled(side, theme.style(Role::Accent)),
        Span::styled(label, theme.style(Role::Strong)),
    ]);
    frame.render_widget(line, name);
    let least = if below.height >= 16 { below.height / 3 } else { below.height / 2 };
    let (list, chart) = panel::split_top(below, least);
    // What the other has stands beside it, not below.
    instances::draw(frame, list, &Picture { beside: None, ..*picture }, theme);
    charts::draw(frame, chart, picture, charts::Beside::Hidden, theme);
}

/// The cells of the widest table.
const WIDEST_TABLE: usize = 110;

/// Which of two figures is the better one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Better {
    Lower,
    Higher,
    /// Neither by itself.
    Neither,
}

/// A figure of both runs.
struct Figure {
    name: &'static str,
    values: [f64; 2],
    better: Better,
    words: fn(f64) -> String,
}

/// What matters in a comparison: whom the service failed, how slow it was, what it
/// took, what it cost.
fn figures(before: &Picture<'_>, now: &Picture<'_>) -> [Figure; FIGURES as usize] {
    let figure = |name, better, words, value: fn(&Picture<'_>) -> f64| Figure {
        name,
        values: [value(before), value(now)],
        better,
        words,
    };
    let count: fn(f64) -> String = |value| format!("{value:.0}");
    let usd: fn(f64) -> String = |value| format!("{value:.4}");
    [
        figure("rejected", Better::Lower, count, |it| it.run.view.totals.rejected as f64),
        figure("failed or timed out", Better::Lower, count, |it| {
            (it.run.view.totals.failed + it.run.view.totals.abandoned) as f64
        }),
        figure("succeeded", Better::Higher, count, |it| it.run.view.totals.succeeded as f64),
        figure("worst p99, ms", Better::Lower, count, worst_p99),
        figure("instances", Better::Neither, count, |it| it.run.view.instances.len() as f64),
        figure("cost, USD", Better::Lower, usd, |it| it.run.view.cost.as_usd()),
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
        "when both runs are simulated".to_owned()
    };
    let title = panel::title("Difference", &at, theme);
    let inner = panel::panel(frame, area, title, Focus::Elsewhere, theme);
    // Figures stand near their names.
    let width = usize::from(inner.width).min(WIDEST_TABLE);
    let verdict = if width < NAME + 3 * FIGURE + VERDICT { SIGN } else { VERDICT };
    let cells = (width.saturating_sub(NAME + verdict) / 3).min(WIDEST);
    let room = width.saturating_sub(3 * cells + verdict);
    let head = |name: &str| format!("{:>cells$}", text::cut(name, cells.saturating_sub(1)));
    let heads = [before.run.label, now.run.label, "difference"].map(head).concat();
    let mut lines =
        vec![Line::styled(format!("{}{heads}", " ".repeat(room)), theme.style(Role::Muted))];
    let figures = figures(before, now).into_iter();
    lines.extend(figures.map(|figure| figure.line(is_complete, [room, cells, verdict], theme)));
    panel::lines(frame, inner, lines);
}

impl Figure {
    /// Both values, the difference and which is better, in columns of these widths.
    fn line(
        &self,
        is_complete: bool,
        [room, cells, end]: [usize; 3],
        theme: Theme,
    ) -> Line<'static> {
        let [left, right] = self.values;
        let value = |it: f64| if is_complete { (self.words)(it) } else { "…".to_owned() };
        let sides = [left, right].map(|it| format!("{:>cells$}", value(it))).concat();
        let difference = right - left;
        let size = (self.words)(difference.abs());
        let (reported, verdict, role) = if !is_complete {
            ("…".to_owned(), "", Role::Muted)
        } else if size == (self.words)(0.0) {
            ("=".to_owned(), "", Role::Muted)
        } else {
            let sign = if difference > 0.0 { "+" } else { "−" };
            let (verdict, role) = match (self.better, difference > 0.0) {
                (Better::Neither, _) => ("", Role::Strong),
                (Better::Higher, true) | (Better::Lower, false) => ("  ✓ better", Role::Good),
                (Better::Higher, false) | (Better::Lower, true) => ("  ✗ worse", Role::Bad),
            };
            (format!("{sign}{size}"), verdict, role)
        };
        Line::from(vec![
            Span::raw(text::pad(self.name, room)),
            Span::raw(sides),
            Span::styled(format!("{reported:>cells$}{verdict:<end$.end$}"), theme.style(role)),
        ])
    }
}
