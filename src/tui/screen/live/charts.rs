//! The charts: frames up to the playhead on one axis of time, one chart below the other.

#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use ratatui::symbols::merge::MergeStrategy;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Paragraph};

use super::mark::{self, Mark};
use super::picture::{Picture, Selection, Subject};
use super::series::{SPECS, Series, Spec};
use super::window::Window;
use crate::tui::format;
use crate::tui::text;
use crate::tui::theme::{Role, Theme, Tier};
use crate::tui::widget::chart::{self, Area, Chart, Curve, DOT_COLUMNS, Reach, Scale, Upright};
use crate::tui::widget::panel;
use apprunner_sim::sim::recording;

/// Cells that say which of the charts are shown.
const MORE: u16 = 14;
/// Rows of a chart between its borders.
const LEAST_ROWS: u16 = 6;
/// Rows that a chart needs with its borders and its times.
pub(super) const LEAST: u16 = LEAST_ROWS + 1;
/// With fewer cells than this a legend has a row of its own.
const NARROW: u16 = 60;
/// Rows that a chart and a legend of its own have at least.
const LEGEND_ROWS: u16 = 4;

/// Whether the run beside is a line below the others. Its values count for the scale in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Beside {
    Drawn,
    Hidden,
}

/// Draws as many charts as the height gives room for, the chosen one among them.
pub(super) fn draw(
    frame: &mut Frame,
    area: Rect,
    picture: &Picture<'_>,
    beside: Beside,
    theme: Theme,
) {
    let legend = u16::from(area.width < NARROW);
    let count = usize::from(area.height.saturating_sub(1) / (LEAST_ROWS + legend + 1));
    let count = count.clamp(1, SPECS.len());
    let chosen = SPECS.iter().position(|it| picture.selection == Selection::Chart(it.subject));
    let first = chosen.map_or(0, |chosen| (chosen + 1).saturating_sub(count));
    let mut drawn = [Rect::default(); SPECS.len()];
    let shown = SPECS.iter().zip(&mut drawn).skip(first).take(count);
    for ((spec, place), area) in shown.zip(shared(area, count)) {
        *place = area;
        draw_one(frame, area, spec, picture, beside, theme);
    }
    let last = drawn.iter().rfind(|area| !area.is_empty()).copied().unwrap_or_default();
    draw_times(frame, last, picture, theme);
    draw_more(frame, last, first + 1..first + count + 1, theme);
    picture.rows.charts.set(drawn);
}

/// Draws the chart of one subject in all of `area`.
pub(super) fn draw_subject(
    frame: &mut Frame,
    area: Rect,
    subject: Subject,
    picture: &Picture<'_>,
    theme: Theme,
) {
    let shown = SPECS.iter().position(|spec| spec.subject == subject).unwrap_or_default();
    let mut drawn = [Rect::default(); SPECS.len()];
    if let (Some(spec), Some(place)) = (SPECS.get(shown), drawn.get_mut(shown)) {
        *place = area;
        draw_one(frame, area, spec, picture, Beside::Drawn, theme);
        draw_times(frame, area, picture, theme);
        draw_more(frame, area, shown + 1..shown + 2, theme);
    }
    picture.rows.charts.set(drawn);
}

/// `area` in `count` parts, each of which begins on the last row of the one before.
fn shared(area: Rect, count: usize) -> impl Iterator<Item = Rect> {
    let count = u16::try_from(count).unwrap_or(1).max(1);
    let rows = area.height.saturating_sub(1);
    let edge = move |index: u16| area.y + rows * index / count;
    (0..count).map(move |index| Rect {
        y: edge(index),
        height: (edge(index + 1) - edge(index) + 1).min(area.height),
        ..area
    })
}

/// The room between the borders of a chart.
fn inside(area: Rect) -> Rect {
    let inner = Block::bordered().inner(area);
    // A blank between the border and the widest value of a scale, and one at the right.
    let left = inner.width.min(1);
    Rect { x: inner.x + left, width: inner.width.saturating_sub(2), ..inner }
}

fn draw_one(
    frame: &mut Frame,
    area: Rect,
    spec: &Spec,
    picture: &Picture<'_>,
    beside: Beside,
    theme: Theme,
) {
    let name = format!(" {} ", spec.subject.name());
    let room = usize::from(area.width).saturating_sub(text::width(&name) + 5);
    let is_chosen = picture.selection == Selection::Chart(spec.subject);
    let border = theme.style(if is_chosen { Role::Accent } else { Role::Muted });
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .merge_borders(MergeStrategy::Fuzzy)
        .border_style(border)
        .title(Line::styled(name, theme.style(Role::Strong)));
    let mut plot = inside(area);
    let cells = usize::from(Chart::plot_area(plot).width);
    let entries = spec.entries(picture, beside, cells, theme);
    // Where the names of the series have no room in the border, they have a row of their own.
    let in_border = written(&entries, Words::NameAndValue, "  ");
    let block = if in_border.width() <= room {
        block.title(in_border.right_aligned())
    } else if plot.height >= LEGEND_ROWS {
        let rows = if plot.height > LEGEND_ROWS + 1 { 2 } else { 1 };
        let lines = legend(&entries, plot.width.into(), rows);
        let (above, rest) = panel::split_top(plot, u16::try_from(lines.len()).unwrap_or(rows));
        plot = rest;
        frame.render_widget(Paragraph::new(lines).right_aligned(), above);
        block
    } else {
        let lines = legend(&entries, room, 1).into_iter();
        lines.fold(block, |block, line| block.title(line.right_aligned()))
    };
    frame.render_widget(block, area);
    let chart = spec.chart(picture, beside, cells, plot.height.into());
    match nothing(&chart, picture) {
        Some(said) => {
            let (_, lower) = panel::split_top(plot, plot.height / 2);
            frame.render_widget(Line::styled(said, theme.style(Role::Muted)).centered(), lower);
        }
        None => chart.draw(frame, plot, theme),
    }
}

/// What stands in place of a chart without a single value, which has no scale.
fn nothing(chart: &Chart, picture: &Picture<'_>) -> Option<&'static str> {
    let curves = chart.curves.iter().map(|curve| &curve.values).chain([&chart.before]);
    let has_value = !chart.areas.is_empty() || curves.flatten().any(Option::is_some);
    match (picture.frames_past().is_empty(), has_value) {
        (true, _) => Some("no data yet"),
        (false, false) => Some("no data in this period"),
        (false, true) => None,
    }
}

/// A series in a legend.
struct Entry {
    sign: &'static str,
    /// That of its cells in the chart.
    look: Style,
    name: &'static str,
    /// Its value in the last frame.
    value: String,
    words: Style,
}

/// What a legend says of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Words {
    NameAndValue,
    Name,
    Value,
}

/// `entries` in the colors of their series.
fn written(entries: &[Entry], words: Words, gap: &'static str) -> Line<'static> {
    if entries.is_empty() {
        return Line::default();
    }
    let spans = entries.iter().enumerate().flat_map(|(index, entry)| {
        let Entry { sign, name, value, .. } = entry;
        let said = match words {
            Words::NameAndValue => format!(" {name} {value}"),
            Words::Name => format!(" {name}"),
            Words::Value => format!(" {value}"),
        };
        let gap = if index == 0 { " " } else { gap };
        // What has the terminal's own color keeps it in a border.
        let own = Style::new().fg(Color::Reset);
        let [sign, said] = [(*sign, entry.look), (&said, entry.words)]
            .map(|(text, style)| Span::styled(text.to_owned(), own.patch(style)));
        [Span::raw(gap), sign, said]
    });
    spans.chain([Span::raw(" ")]).collect()
}

/// As much of `entries` as `rows` of `room` cells hold: names before values, and what is left of
/// the values where names have no room.
fn legend(entries: &[Entry], room: usize, rows: u16) -> Vec<Line<'static>> {
    let words = [Words::NameAndValue, Words::Name];
    let wrapped = |rows| words.into_iter().find_map(|words| in_rows(entries, words, room, rows));
    let part = |count| in_rows(entries.get(..count)?, Words::Value, room, 1);
    let whole = (1..=rows).find_map(wrapped);
    whole.or_else(|| (1..=entries.len()).rev().find_map(part)).unwrap_or_default()
}

/// `entries` in at most `rows` rows, if these hold them.
fn in_rows(entries: &[Entry], words: Words, room: usize, rows: u16) -> Option<Vec<Line<'static>>> {
    ["  ", " "].into_iter().find_map(|gap| {
        let mut left = entries;
        let mut lines = Vec::new();
        while !left.is_empty() {
            let fitting = |count: &usize| {
                let first = left.get(..*count).unwrap_or_default();
                written(first, words, gap).width() <= room
            };
            let (first, rest) = left.split_at((1..=left.len()).rev().find(fitting)?);
            lines.push(written(first, words, gap));
            left = rest;
        }
        (lines.len() <= usize::from(rows)).then_some(lines)
    })
}

impl Spec {
    /// Every series, but a rare one that is nowhere in these `cells`; the other run at the end.
    fn entries(
        &self,
        picture: &Picture<'_>,
        beside: Beside,
        cells: usize,
        theme: Theme,
    ) -> Vec<Entry> {
        let (frames, length) = (picture.frames_past(), picture.run.frame_length.as_secs_f64());
        let is_seen = |series: &Series| {
            let parts = Window::of(picture, cells).cells(frames);
            let mut values = parts.iter().filter_map(|part| (series.value)((*part)?, length));
            values.any(|value| value > 0.0)
        };
        let value = |picture: &Picture<'_>, value: fn(&[_], f64) -> Option<f64>| {
            let last = picture.frames_past().last().map(std::slice::from_ref);
            let last = last.and_then(|it| value(it, picture.run.frame_length.as_secs_f64()));
            last.map_or_else(|| "–".to_owned(), self.label)
        };
        let named = self.looks(theme).enumerate();
        let named = named.filter(|(_, (series, ..))| !series.is_rare || is_seen(series));
        let named = named.map(|(index, (series, sign, look))| {
            // Of the sixteen, an area and the text of its role have not always one hue.
            let is_plain = index < self.areas.len() && theme.tier == Tier::Sixteen;
            let words = theme.style(if is_plain { Role::Plain } else { series.role });
            let value = value(picture, series.value);
            Entry { sign, look, name: series.name, value, words }
        });
        let other = picture.turned().filter(|_| beside == Beside::Drawn);
        let other = other.map(|other| Entry {
            sign: chart::BEFORE,
            look: theme.style(chart::BEFORE_ROLE),
            name: "before",
            value: value(&other, self.before),
            words: theme.style(chart::BEFORE_ROLE),
        });
        named.chain(other).collect()
    }

    /// The chart in `width` by `height` cells.
    fn chart(&self, picture: &Picture<'_>, beside: Beside, width: usize, height: usize) -> Chart {
        let window = Window::of(picture, width);
        let mut chart = self.of_run(picture, window);
        let mut most = highest(&chart);
        if let Some(other) = picture.turned() {
            let its = self.of_run(&other, window);
            most = most.max(highest(&its));
            if beside == Beside::Drawn {
                let length = other.run.frame_length.as_secs_f64();
                let parts = self.line_parts(window, other.frames_past()).into_iter();
                chart.before = parts.map(|part| (self.before)(part?, length)).collect();
            }
        }
        chart.scale = Scale::fitting(most, height, self.least_step);
        chart.uprights = uprights(picture, window);
        chart
    }

    /// The frames of each column of dots of a line. Over areas a line shows the same frames as
    /// they do, so that what is equal is equally high.
    fn line_parts<'a>(
        &self,
        window: Window,
        frames: &'a [recording::Frame],
    ) -> Vec<Option<&'a [recording::Frame]>> {
        if self.areas.is_empty() {
            return window.dots(frames);
        }
        window.cells(frames).into_iter().flat_map(|part| [part; DOT_COLUMNS]).collect()
    }

    /// The series of one run; the scale is still to be found.
    fn of_run(&self, picture: &Picture<'_>, window: Window) -> Chart {
        let (frames, length) = (picture.frames_past(), picture.run.frame_length.as_secs_f64());
        let cells = window.cells(frames);
        let dots = self.line_parts(window, frames);
        let area = |(series, pattern): &(Series, _)| Area {
            role: series.role,
            pattern: *pattern,
            values: cells
                .iter()
                .map(|part| part.and_then(|it| (series.value)(it, length)).unwrap_or_default())
                .collect(),
        };
        let curve = |(series, dash): &(Series, _)| Curve {
            role: series.role,
            dash: *dash,
            values: dots.iter().map(|part| (series.value)((*part)?, length)).collect(),
        };
        Chart {
            areas: self.areas.iter().map(area).collect(),
            curves: self.curves.iter().map(curve).collect(),
            grid: window.ticks().into_iter().map(|(cell, _)| cell).collect(),
            ..Chart::empty(Scale::fitting(0.0, 1, self.least_step), self.label)
        }
    }
}

/// The highest that anything of a chart reaches.
fn highest(chart: &Chart) -> f64 {
    let columns = chart.areas.iter().map(|area| area.values.len()).max().unwrap_or_default();
    let stack =
        |column: usize| chart.areas.iter().filter_map(|area| area.values.get(column)).sum::<f64>();
    let curves = chart.curves.iter().flat_map(|curve| curve.values.iter().flatten().copied());
    (0..columns).map(stack).chain(curves).fold(0.0, f64::max)
}

/// The playhead, and the stops and the events with a sign that have been played.
fn uprights(picture: &Picture<'_>, window: Window) -> Vec<Upright> {
    let here = picture.transport.playhead();
    let playhead = window.cell(here).map(|column| (column, '│', Role::Accent, Reach::Whole));
    let past = picture.events_past();
    let marks = past.iter().filter_map(|event| {
        let mark = Mark::of(event.kind)?;
        let (sign, reach) = match mark {
            Mark::Stop => ('┊', Reach::Whole),
            Mark::Lost | Mark::Refusing => ('╎', Reach::Top),
            _ => return None,
        };
        Some((window.cell(event.at)?, sign, mark::role(mark), reach))
    });
    let all = playhead.into_iter().chain(marks);
    all.map(|(column, sign, role, reach)| Upright { column, reach, sign, role }).collect()
}

/// The times below the last chart, in its border.
fn draw_times(frame: &mut Frame, area: Rect, picture: &Picture<'_>, theme: Theme) {
    let plot = Chart::plot_area(inside(area));
    let window = Window::of(picture, plot.width.into());
    // Beside what is said of other charts.
    let mut free = area.x.saturating_add(MORE);
    for (cell, at) in window.ticks() {
        let label = format!(" {} ", format::clock_s(at));
        let width = u16::try_from(text::width(&label)).unwrap_or(u16::MAX);
        let middle = plot.x.saturating_add(u16::try_from(cell).unwrap_or(u16::MAX));
        let x = middle.saturating_sub(width / 2);
        if x >= free && x.saturating_add(width) < area.right() {
            let y = area.bottom().saturating_sub(1);
            frame.buffer_mut().set_string(x, y, label, theme.style(Role::Muted));
            free = x + width + 1;
        }
    }
}

/// That there are other charts, where there are.
fn draw_more(frame: &mut Frame, area: Rect, shown: std::ops::Range<usize>, theme: Theme) {
    let all = SPECS.len();
    if shown.len() >= all || area.width < 20 {
        return;
    }
    let label = match shown.len() {
        1 => format!(" {} of {all} ", shown.start),
        _ => format!(" {}–{} of {all} ", shown.start, shown.end - 1),
    };
    let width = u16::try_from(text::width(&label)).unwrap_or(u16::MAX);
    let (x, y) = (area.x + 2, area.bottom() - 1);
    frame.buffer_mut().set_stringn(x, y, label, width.into(), theme.style(Role::Accent));
}
