//! A run as CloudWatch would show it, a minute a row, beside what the clients
//! saw: rejections at the edge are in the second and not in the first.

mod charts;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::page::{Header, Page};
use super::reader::{self, Command};
use crate::tui::format;
use crate::tui::keys::{Keymap, Row};
use crate::tui::message::{Effect, Minute};
use crate::tui::text;
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::panel::{self, Focus};
use crate::tui::widget::scroll::{Scroll, Scrollable};
use apprunner_sim::model::goal::CloudWatchMetric;
use spanned_toml::faults::counted;

/// The metrics of a run up to where one looked at it.
#[derive(Clone, Debug)]
pub(in crate::tui) struct Metrics {
    title: String,
    minutes: Vec<Minute>,
    scroll: Scroll,
}

const KEYS: &[Row<Command>] =
    &reader::rows(&[("m", Command::Close)], "the run", "return to the run");

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

/// With less room the notes scroll with the minutes.
const LEAST_ROWS: u16 = 6;

/// Columns of the time and of what the clients saw.
const TIME: usize = 7;
const CLIENTS: usize = 10;

impl Metrics {
    /// The `minutes` of a run of the scenario called `title`.
    pub(in crate::tui) fn new(title: String, minutes: Vec<Minute>) -> Self {
        Self { title, minutes, scroll: Scroll::bottom() }
    }
}

impl Page for Metrics {
    type Command = Command;

    fn keys(&self) -> Keymap<Command> {
        reader::keys("CloudWatch metrics of a run", KEYS, &self.scroll)
    }

    fn act(&mut self, command: Command) -> Vec<Effect> {
        reader::act(&mut self.scroll, command)
    }

    fn panes(&mut self) -> Vec<&mut dyn Scrollable> {
        vec![&mut self.scroll]
    }

    fn header(&self, theme: Theme) -> Header {
        let minutes = counted(self.minutes.len(), "minute");
        Header::titled("CloudWatch metrics", &self.title, &minutes, theme)
    }

    fn draw(&self, frame: &mut Frame, area: Rect, theme: Theme) {
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
        let mut notes = notes(&self.minutes, inner.width, theme);
        let (top, below) = panel::split_top(inner, 1);
        panel::lines(frame, top, vec![head(&shown, theme)]);
        let rest = COLUMNS.get(shown.len()..).unwrap_or_default();
        let minute = |it: &Minute| {
            let more = further(it, rest, inner.width, theme);
            [vec![row(it, &shown, theme)], more].concat()
        };
        let mut lines: Vec<_> = self.minutes.iter().flat_map(minute).collect();
        let left = below.height.saturating_sub(panel::height_of(&notes) + 2);
        if left < LEAST_ROWS {
            // Above the minutes, of which the last are in sight.
            notes.push(Line::default());
            lines.splice(0..0, notes.drain(..));
        }
        let height = if notes.is_empty() { below.height } else { left };
        let (rows, below) = panel::split_top(below, height);
        if self.minutes.is_empty() {
            let text = "no data points yet: CloudWatch has one data point per minute";
            lines.extend(panel::wrapped(text, inner.width, Role::Muted, theme));
        }
        // The notes follow the last minute where there are few.
        let (rows, _) = panel::split_top(rows, panel::height_of(&lines));
        let below = Rect { y: rows.bottom(), height: below.bottom() - rows.bottom(), ..below };
        self.scroll.draw(frame, rows, lines, theme);
        if !notes.is_empty() {
            notes.insert(0, Line::default());
        }
        let (notes_at, free) = panel::split_top(below, panel::height_of(&notes));
        panel::lines(frame, notes_at, notes);
        let (_, free) = panel::split_top(free, 1);
        charts::draw(frame, free, &self.minutes, theme);
    }
}

fn head(shown: &[&Column], theme: Theme) -> Line<'static> {
    let heads = shown.iter().map(|(head, _, width)| format!("{head:>width$}"));
    let text = format!("{:<TIME$}{}", "minute", heads.collect::<Vec<_>>().concat());
    Line::from(vec![
        Span::styled(text, theme.style(Role::Muted)),
        Span::styled(" ┃ ", theme.style(Role::Muted)),
        Span::styled(
            format!("{:>CLIENTS$}{:>CLIENTS$}", "offered", "rejected"),
            theme.style(Role::Accent),
        ),
    ])
}

/// The value of a metric in a minute.
fn value(minute: &Minute, metric: CloudWatchMetric) -> String {
    minute.value(metric).map_or_else(|| "–".to_owned(), |value| figure(metric, value))
}

/// The metrics of a minute that have no column, below those that do.
fn further(minute: &Minute, rest: &[Column], width: u16, theme: Theme) -> Vec<Line<'static>> {
    let said = rest.iter().map(|(name, metric, _)| format!("{name} {}", value(minute, *metric)));
    let said = said.collect::<Vec<_>>().join(" · ");
    let muted = theme.style(Role::Muted);
    text::hanging(Span::raw(" ".repeat(TIME)), &said, width, muted)
}

fn row(minute: &Minute, shown: &[&Column], theme: Theme) -> Line<'static> {
    let cells = shown.iter().map(|(_, metric, width)| {
        let value = value(minute, *metric);
        format!("{value:>width$}")
    });
    let start = format::clock_s(minute.start);
    let text = format!("{start:<TIME$}{}", cells.collect::<Vec<_>>().concat());
    let rejected = if minute.rejected > 0 { Role::Bad } else { Role::Plain };
    Line::from(vec![
        Span::raw(text),
        Span::styled(" ┃ ", theme.style(Role::Muted)),
        Span::raw(format!("{:>CLIENTS$}", minute.offered)),
        Span::styled(format!("{:>CLIENTS$}", minute.rejected), theme.style(rejected)),
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

/// The requests of `minutes` whose responses no metric of a class of statuses counts.
fn redirects(minutes: &[Minute]) -> f64 {
    let uncounted = |it: &Minute| {
        let value = |metric| it.value(metric).unwrap_or_default();
        let classes =
            [CloudWatchMetric::Status2xx, CloudWatchMetric::Status4xx, CloudWatchMetric::Status5xx];
        value(CloudWatchMetric::Requests) - classes.map(value).iter().sum::<f64>()
    };
    minutes.iter().map(uncounted).sum()
}

fn notes(minutes: &[Minute], width: u16, theme: Theme) -> Vec<Line<'static>> {
    let text = "Left of the bar: responses of instances, as one-minute data points. Right of the \
     bar: requests that clients sent and requests that App Runner rejected, which users of the \
     real service did not find in the metrics.";
    let mut lines = panel::wrapped(text, width, Role::Muted, theme);
    let redirects = redirects(minutes);
    if redirects > 0.0 {
        let text = format!(
            "CloudWatch has no metric for 3xx responses: {} of the requests above received a \
             redirect, and they count in Requests only.",
            format::figure(redirects)
        );
        lines.extend(panel::wrapped(&text, width, Role::Warn, theme));
    }
    lines
}
