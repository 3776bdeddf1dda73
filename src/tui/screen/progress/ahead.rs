//! How many questions are due on each of the next days, a column a day.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::tui::format;
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::chart::{Area, Chart, Pattern, Scale};
use crate::tui::widget::panel;
use quizbank::model::calendar::Day;
use quizbank::progress::LearnerProgress;

/// Days that are shown where there is no room for all.
const FEW: usize = 14;
/// The cells of the title around its figures.
const TITLE: usize = 10;
/// Rows of the pane in which its columns are easy to compare. Our choice.
const ENOUGH: u16 = 20;
/// The narrowest column with the gap after it.
const STEP: usize = 2;
/// The cells of a day's number with a gap.
const NUMBER: usize = 3;

/// How many are due in all, and where the title of the pane `area` has room when most are.
pub(in crate::tui::screen) fn figures(counted: &LearnerProgress, area: Rect) -> String {
    let forecast = &counted.forecast;
    let total: usize = forecast.iter().map(|(_, count)| count).sum();
    let most = forecast.iter().rev().max_by_key(|(_, count)| count);
    match most {
        Some((day, most)) if total > 0 => {
            let (days, room) = (forecast.len(), usize::from(area.width).saturating_sub(TITLE));
            let inner = Rect { width: area.width.saturating_sub(4), ..area };
            let all = match days_shown(days, Chart::plot_area(inner).width.into()) {
                shown if shown < days => format!("{total} in {days} days, the next {shown} shown"),
                _ => format!("{total} in {days} days"),
            };
            let whole = format!("{all}; most on {} {day}: {most}", day.weekday());
            if text::width(&whole) <= room { whole } else { all }
        }
        _ => String::new(),
    }
}

/// The number of `days` that are shown in `room` cells.
fn days_shown(days: usize, room: usize) -> usize {
    if room >= days * STEP { days } else { FEW.min(days) }
}

/// The rows of the pane, its frame included, that are enough in `width` cells.
pub(super) fn height(counted: &LearnerProgress, width: u16) -> u16 {
    if is_empty(counted) {
        let none = text::wrap(&none(counted), width.into()).len();
        return u16::try_from(none + 2).unwrap_or(u16::MAX);
    }
    ENOUGH
}

fn is_empty(counted: &LearnerProgress) -> bool {
    counted.forecast.iter().all(|(_, count)| *count == 0)
}

fn none(counted: &LearnerProgress) -> String {
    format!(
        "No question is due in the next {} days. A question gets a due date when you answer it.",
        counted.forecast.len()
    )
}

pub(in crate::tui::screen) fn draw(
    frame: &mut Frame,
    area: Rect,
    counted: &LearnerProgress,
    theme: Theme,
) {
    let forecast = &counted.forecast;
    if is_empty(counted) {
        let none = panel::wrapped(&none(counted), area.width, Role::Muted, theme);
        return panel::lines(frame, area, none);
    }
    let room = usize::from(Chart::plot_area(area).width);
    let days = days_shown(forecast.len(), room);
    let step = (room / days.max(1)).max(1);
    let shown = forecast.get(..days).unwrap_or(forecast);
    let columns = shown.iter().flat_map(|&(_, count)| {
        let gap = usize::from(step > 1);
        let column = std::iter::repeat_n(count as f64, step - gap);
        column.chain(std::iter::repeat_n(0.0, gap))
    });
    let scale = usize::from(area.width) - room;
    let legend = [numbers(shown, step), months(shown, step)];
    let below = area.height.saturating_sub(3).min(2);
    let (plot, feet) = panel::split_top(area, area.height - below);
    let values: Vec<f64> = columns.take(room).collect();
    let most = values.iter().copied().fold(0.0, f64::max);
    let heights = Scale::fitting(most, plot.height.into(), 1.0);
    let areas = vec![Area { role: Role::Good, pattern: Pattern::Solid, values }];
    let chart = Chart { areas, ..Chart::empty(heights, format::figure) };
    chart.draw(frame, plot, theme);
    let lines = legend
        .into_iter()
        .map(|line| Line::styled(format!("{:scale$}{line}", ""), theme.style(Role::Muted)));
    panel::lines(frame, feet, lines.collect());
}

/// The number of each day below its column, or of as many as have room.
fn numbers(days: &[(Day, usize)], step: usize) -> String {
    let every = [1, 2, 7].into_iter().find(|every| every * step >= NUMBER).unwrap_or(7);
    let written = days.iter().step_by(every).map(|(day, _)| {
        let width = every * step;
        format!("{:<width$}", day.date().2)
    });
    written.collect()
}

/// The month below its first day that is shown.
fn months(days: &[(Day, usize)], step: usize) -> String {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut line = String::new();
    let mut last = 0;
    for (index, (day, _)) in days.iter().enumerate() {
        let (_, month, _) = day.date();
        let name = usize::try_from(month - 1).ok().and_then(|at| NAMES.get(at));
        if let Some(name) = name.filter(|_| month != last && line.len() <= index * step) {
            line = format!("{line:<width$}{name} ", width = index * step);
        }
        last = month;
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(first: i32, count: u32) -> Vec<(Day, usize)> {
        let first = Day::new(first).unwrap();
        (0..count).map(|days| (first.after(days), 1)).collect()
    }

    #[test]
    fn days_and_months_stand_below_their_columns() {
        // 2026-11-23 is day 20,780.
        let shown = days(20_780, 10);
        assert_eq!(numbers(&shown, 3), "23 24 25 26 27 28 29 30 1  2  ");
        assert_eq!(months(&shown, 3), "Nov                     Dec ");
        assert_eq!(numbers(&shown, 2), "23  25  27  29  1   ");
        assert_eq!(numbers(&shown, 1), "23     30     ");
    }
}
