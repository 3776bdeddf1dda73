//! Two runs side by side in time: the one before on the left, the one at hand on
//! the right, and what differs below them, always in sight.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};

use super::picture::Picture;
use super::{charts, instances, message_pane, timeline};
use crate::report::lab::MetricLabel;
use crate::report::number;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::{format, text};
use apprunner_sim::model::metric::Unit;

/// Rows of the table of differences.
const FIGURES: u16 = 6;
/// Cells of a figure where there is room for more.
const WIDEST: usize = 14;
/// Cells that say which run is better.
const VERDICT: usize = 10;
/// Cells of its sign alone.
const SIGN: usize = 3;

/// Draws both runs.
pub(super) fn draw(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    let Some(other) = picture.turned() else { return };
    let times = if area.height >= 20 { 2 } else { 1 };
    // No chart has the line of the other run here.
    let alone = Picture { beside: None, ..*picture };
    let speech =
        message_pane::says(&alone, message_pane::room(area.width), MetricLabel::Full, theme);
    let spare = area.height.saturating_sub(FIGURES + 3 + times + 10);
    let said_height = if spare >= 3 { speech.height().min(spare) } else { 0 };
    let [runs, figures, said, track] = area.layout(&Layout::vertical([
        Constraint::Fill(1),
        Constraint::Length(FIGURES + 3),
        Constraint::Length(said_height),
        Constraint::Length(times),
    ]));
    let halves = Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]);
    let [left, right] = runs.layout(&halves);
    draw_run(frame, left, "Before", &other, theme);
    draw_run(frame, right, "After", picture, theme);
    draw_figures(frame, figures, &other, picture, theme);
    if said_height > 0 {
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
    // Where there is little, more of it for a chart with its legend.
    let least = if below.height >= 16 { below.height / 3 } else { below.height * 2 / 5 };
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
    unit: Unit,
}

/// What matters in a comparison: whom the service failed, how slow it was, what it
/// took, what it cost.
fn figures(before: &Picture<'_>, now: &Picture<'_>) -> [Figure; FIGURES as usize] {
    let figure = |name, better, unit, value: fn(&Picture<'_>) -> f64| Figure {
        name,
        values: [value(before), value(now)],
        better,
        unit,
    };
    [
        figure("rejected", Better::Lower, Unit::Count, |it| it.run.view.totals.rejected as f64),
        // Besides those that were rejected.
        figure("other failures", Better::Lower, Unit::Count, |it| {
            let totals = &it.run.view.totals;
            (totals.failed.saturating_sub(totals.rejected) + totals.abandoned) as f64
        }),
        figure("succeeded", Better::Higher, Unit::Count, |it| it.run.view.totals.succeeded as f64),
        figure("worst p99", Better::Lower, Unit::Milliseconds, worst_p99),
        figure("instances", Better::Neither, Unit::Count, |it| it.run.view.instances.len() as f64),
        figure("cost", Better::Lower, Unit::Dollars, |it| it.run.view.cost.as_usd()),
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
    let rows = figures(before, now).map(|figure| figure.words(is_complete));
    let columns = Columns::of(&rows, width);
    let heads = match columns.difference {
        0 => ["before", "after", ""],
        room if fits(before.run.label, room) && fits(now.run.label, room) => {
            [before.run.label, now.run.label, difference(room)]
        }
        room => ["before", "after", difference(room)],
    };
    let head = columns.row("", heads, &Span::default());
    let mut lines = vec![head.style(theme.style(Role::Muted))];
    lines.extend(rows.iter().map(|row| {
        let [before, now, difference] = row.cells.each_ref().map(String::as_str);
        let verdict = Span::styled(format!("  {}", row.verdict), theme.style(row.role));
        let mut line = columns.row(row.name, [before, now, difference], &verdict);
        if let Some(difference) = line.spans.get_mut(3) {
            difference.style = theme.style(row.role);
        }
        line
    }));
    panel::lines(frame, inner, lines);
}

/// Whether `head` is whole in a column of `room` cells, a blank before it.
fn fits(head: &str, room: usize) -> bool {
    text::width(head) < room
}

/// The head of the column of differences in `room` cells.
fn difference(room: usize) -> &'static str {
    if fits("difference", room) { "difference" } else { "±" }
}

/// A row of the table in words.
struct Words {
    name: &'static str,
    /// Before, after, and the difference.
    cells: [String; 3],
    /// Which is better, with its sign.
    verdict: &'static str,
    role: Role,
}

impl Figure {
    fn words(&self, is_complete: bool) -> Words {
        let [left, right] = self.values;
        let name = self.name;
        if !is_complete {
            return Words {
                name,
                cells: ["…"; 3].map(str::to_owned),
                verdict: "",
                role: Role::Muted,
            };
        }
        let [before, now] = self.values.map(|value| number::figure(self.unit, value));
        let difference = right - left;
        if before == now {
            let cells = [before, now, "=".to_owned()];
            return Words { name, cells, verdict: "", role: Role::Muted };
        }
        let (verdict, role) = match (self.better, difference > 0.0) {
            (Better::Neither, _) => ("", Role::Strong),
            (Better::Higher, true) | (Better::Lower, false) => ("✓ better", Role::Good),
            (Better::Higher, false) | (Better::Lower, true) => ("✗ worse", Role::Bad),
        };
        let sign = if difference > 0.0 { "+" } else { "−" };
        let size = number::figure(self.unit, difference.abs());
        Words { name, cells: [before, now, format!("{sign}{size}")], verdict, role }
    }
}

/// The cells of the columns of the table.
#[derive(Clone, Copy, Debug)]
struct Columns {
    name: usize,
    value: usize,
    /// None where there is no room for it.
    difference: usize,
    verdict: usize,
}

impl Columns {
    /// Those of `rows` in `width` cells, a blank before each figure: the difference gives way to
    /// the names, and before it the words of the verdict.
    fn of(rows: &[Words], width: usize) -> Self {
        let names = rows.iter().map(|row| text::width(row.name)).max().unwrap_or_default();
        let widest = |figures: usize| {
            let cells = rows.iter().flat_map(|row| row.cells.iter().take(figures));
            cells.map(|cell| text::width(cell)).max().unwrap_or_default() + 1
        };
        let all = [(3, VERDICT), (3, SIGN), (2, SIGN)];
        let needs = |figures: usize, verdict: usize| names + figures * widest(figures) + verdict;
        let fits = all.iter().find(|(figures, verdict)| needs(*figures, *verdict) <= width);
        let &(figures, verdict) = fits.unwrap_or(&(2, SIGN));
        let least = widest(figures);
        let room = width.saturating_sub(names + verdict) / figures;
        let value = room.clamp(least.min(WIDEST), WIDEST);
        let name = width.saturating_sub(figures * value + verdict);
        Self { name, value, difference: if figures == 3 { value } else { 0 }, verdict }
    }

    fn row(
        self,
        name: &str,
        [before, now, difference]: [&str; 3],
        verdict: &Span<'static>,
    ) -> Line<'static> {
        let right = |cell: &str, width: usize| {
            Span::raw(format!("{:>width$}", text::cut(cell, width.saturating_sub(1))))
        };
        let content = verdict.content.chars().take(self.verdict).collect::<String>();
        let verdict = Span::styled(content, verdict.style);
        Line::from(vec![
            Span::raw(text::pad(name, self.name)),
            right(before, self.value),
            right(now, self.value),
            right(difference, self.difference),
            verdict,
        ])
    }
}
