//! A run as CloudWatch would show it, a minute a row, beside what the clients
//! saw: refusals at the edge are in the second and not in the first.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::Header;
use crate::tui::format;
use crate::tui::message::{Effect, Msg};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::Scroll;
use apprunner_sim::model::goal::CloudWatchMetric;
use apprunner_sim::model::time::SimTime;

/// A minute of a run.
#[derive(Clone, Debug, PartialEq)]
pub struct Minute {
    /// Where it begins, as CloudWatch stamps it.
    pub start: SimTime,
    /// CloudWatch's values that are there.
    pub values: Vec<(CloudWatchMetric, f64)>,
    /// Requests that reached the edge.
    pub offered: u64,
    /// Those that the edge refused.
    pub refused: u64,
}

/// The metrics of a run up to where one looked at it.
#[derive(Clone, Debug)]
pub struct Metrics {
    name: String,
    minutes: Vec<Minute>,
    scroll: Scroll,
}

/// A column: its head, its metric, its width.
type Column = (&'static str, CloudWatchMetric, usize);

/// Least needed last.
const COLUMNS: [Column; 9] = [
    ("Requests", CloudWatchMetric::Requests, 9),
    ("2xx", CloudWatchMetric::Status2xx, 8),
    ("4xx", CloudWatchMetric::Status4xx, 7),
    ("5xx", CloudWatchMetric::Status5xx, 7),
    ("latency", CloudWatchMetric::RequestLatency, 10),
    ("active", CloudWatchMetric::ActiveInstances, 7),
    ("in prog.", CloudWatchMetric::Concurrency, 9),
    ("CPU", CloudWatchMetric::CpuUtilization, 7),
    ("memory", CloudWatchMetric::MemoryUtilization, 7),
];

/// Columns of the time and of what the clients saw.
const TIME: usize = 7;
const CLIENTS: usize = 10;

impl Metrics {
    /// The `minutes` of the run called `name`.
    pub fn new(name: String, minutes: Vec<Minute>) -> Self {
        Self { name, minutes, scroll: Scroll::bottom() }
    }

    /// Takes in a message and says what is to be done.
    pub fn update(&mut self, message: Msg) -> Vec<Effect> {
        if matches!(message, Msg::Back | Msg::Metrics) {
            return vec![Effect::Close];
        }
        self.scroll.update(message);
        Vec::new()
    }

    /// The line at the top.
    pub fn header(&self, theme: Theme) -> Header {
        Header {
            left: Line::from(vec![
                Span::styled(format!(" {}", self.name), theme.style(Role::Strong)),
                Span::styled(" · as CloudWatch shows it", theme.style(Role::Muted)),
            ]),
            right: Line::styled(
                format!("{} minutes ", self.minutes.len()),
                theme.style(Role::Muted),
            ),
        }
    }

    /// Draws the minutes that fit.
    pub fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
        let inner = panel::panel(frame, area, Line::default(), Focus::Here, theme);
        let mut room = usize::from(inner.width).saturating_sub(TIME + 2 * CLIENTS + 3);
        let shown: Vec<&Column> = COLUMNS
            .iter()
            .take_while(|(_, _, width)| {
                let fits = room >= *width;
                room = room.saturating_sub(*width);
                fits
            })
            .collect();
        let notes = notes(inner.width, theme);
        let height = usize::from(inner.height).saturating_sub(notes.len() + 3).max(1);
        let first = self.scroll.first(self.minutes.len(), height);
        let mut lines = vec![head(&shown, theme)];
        let rows = self.minutes.iter().skip(first).take(height);
        lines.extend(rows.map(|minute| row(minute, &shown, theme)));
        if self.minutes.is_empty() {
            let text = "no minute is complete yet: CloudWatch has points of one minute";
            lines.extend(panel::wrapped(text, inner.width, Role::Muted, theme));
        }
        lines.push(Line::default());
        lines.extend(notes);
        panel::lines(frame, inner, lines);
    }
}

fn head(shown: &[&Column], theme: Theme) -> Line<'static> {
    let heads = shown.iter().map(|(head, _, width)| format!("{head:>width$}"));
    let text = format!("{:<TIME$}{}", "minute", heads.collect::<Vec<_>>().concat());
    Line::from(vec![
        Span::styled(text, theme.style(Role::Muted)),
        Span::styled(" ┃ ", theme.style(Role::Muted)),
        Span::styled(
            format!("{:>CLIENTS$}{:>CLIENTS$}", "offered", "refused"),
            theme.style(Role::Accent),
        ),
    ])
}

fn row(minute: &Minute, shown: &[&Column], theme: Theme) -> Line<'static> {
    let cells = shown.iter().map(|(_, metric, width)| {
        let value = minute.values.iter().find(|(known, _)| known == metric);
        let value = value.map_or_else(|| "–".to_owned(), |&(_, value)| figure(*metric, value));
        format!("{value:>width$}")
    });
    let start = format::clock_s(minute.start);
    let text = format!("{start:<TIME$}{}", cells.collect::<Vec<_>>().concat());
    let refused = if minute.refused > 0 { Role::Bad } else { Role::Plain };
    Line::from(vec![
        Span::raw(text),
        Span::styled(" ┃ ", theme.style(Role::Muted)),
        Span::raw(format!("{:>CLIENTS$}", minute.offered)),
        Span::styled(format!("{:>CLIENTS$}", minute.refused), theme.style(refused)),
    ])
}

/// A value in the unit of its metric.
fn figure(metric: CloudWatchMetric, value: f64) -> String {
    match metric {
        CloudWatchMetric::RequestLatency => format!("{value:.0} ms"),
        CloudWatchMetric::CpuUtilization | CloudWatchMetric::MemoryUtilization => {
            format!("{value:.0} %")
        }
        CloudWatchMetric::ActiveInstances | CloudWatchMetric::Concurrency => format!("{value:.1}"),
        _ => format!("{value:.0}"),
    }
}

fn notes(width: u16, theme: Theme) -> Vec<Line<'static>> {
    let text = "Left of the bar: what instances answered, as points of one minute. Right of it: \
                what clients sent and what the edge refused, which users of the real service did \
                not find in the metrics.";
    panel::wrapped(text, width, Role::Muted, theme)
}
