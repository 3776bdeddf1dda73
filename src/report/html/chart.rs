//! The charts: what the live view shows, over the whole run and on one scale of time.

use maud::{Markup, html};

use super::HEIGHT;
use super::axis::{self, Scale, Unit};
use super::path::{self, Path, Step, WIDTH};
use super::plot::{self, Caption};
use super::section::{RunSection, SectionId};
use super::story;
use crate::report::clock::clock_s;
use crate::report::columns::{self, ChartColumn};
use crate::report::number;
use apprunner_sim::model::time::{SimDuration, SimTime};

/// The columns that a chart has room for.
const COLUMNS: usize = 480;
/// The rows of the table of the charts.
const ROWS: usize = 24;

/// How a series looks, so that it can be distinguished without its color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    /// A full area: as it should be.
    Solid,
    /// A striped area: rejected, or kept waiting.
    Striped,
    /// The same in the color of what is full.
    Shaded,
    /// A tinted area: lost in another way.
    Tinted,
    /// A pale area.
    Pale,
    /// A line over the areas.
    Line,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::Striped => "striped",
            Self::Shaded => "shaded",
            Self::Tinted => "tinted",
            Self::Pale => "pale",
            Self::Line => "line",
        }
    }
}

/// One figure of a chart.
struct Series {
    name: &'static str,
    look: Look,
    /// The figure itself.
    value: fn(&ChartColumn) -> Option<f64>,
    /// Where it is rendered: areas stand on each other.
    top: fn(&ChartColumn) -> Option<f64>,
}

impl Series {
    const fn of(name: &'static str, look: Look, value: fn(&ChartColumn) -> Option<f64>) -> Self {
        Self { name, look, value, top: value }
    }

    const fn up_to(self, top: fn(&ChartColumn) -> Option<f64>) -> Self {
        Self { top, ..self }
    }
}

/// What one chart shows; its series from the ground up.
struct Spec {
    id: &'static str,
    name: &'static str,
    unit: Unit,
    series: &'static [Series],
}

const CHARTS: [Spec; 4] = [
    Spec {
        id: "requests",
        name: "Requests per second",
        unit: Unit::Rate,
        series: &[
            Series::of("succeeded", Look::Solid, |column| Some(column.succeeded)),
            Series::of("rejected", Look::Striped, |column| Some(column.rejected))
                .up_to(|column| Some(column.succeeded + column.rejected)),
            Series::of("other failures and timeouts", Look::Tinted, |column| Some(column.lost))
                .up_to(|column| Some(column.succeeded + column.rejected + column.lost)),
            Series::of("offered", Look::Line, |column| Some(column.offered)),
        ],
    },
    Spec {
        id: "latency",
        name: "Latency of responses",
        unit: Unit::Seconds,
        series: &[
            Series::of("p50", Look::Solid, |column| column.p50.map(SimDuration::as_secs_f64)),
            Series::of("p95", Look::Shaded, |column| column.p95.map(SimDuration::as_secs_f64)),
            Series::of("p99", Look::Pale, |column| column.p99.map(SimDuration::as_secs_f64)),
        ],
    },
    Spec {
        id: "instances",
        name: "Instances",
        unit: Unit::Count,
        series: &[
            Series::of("active", Look::Solid, |column| Some(f64::from(column.active))),
            Series::of("all", Look::Pale, |column| Some(f64::from(column.instances))),
            Series::of("desired", Look::Line, |column| Some(f64::from(column.desired))),
        ],
    },
    Spec {
        id: "demand",
        name: "Demand",
        unit: Unit::Count,
        series: &[
            Series::of("in progress", Look::Solid, |column| Some(f64::from(column.in_progress))),
            Series::of("waiting", Look::Striped, |column| Some(f64::from(column.waiting)))
                .up_to(|column| Some(column.demand as f64)),
        ],
    },
];

/// The time that charts show, and what is marked in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Span<'a> {
    /// Where the run ends.
    pub(super) end: SimTime,
    /// Instants of the instructor's stops.
    pub(super) stops: &'a [SimTime],
    /// Up to where the run is shown, where that is not its end.
    pub(super) playhead: Option<SimTime>,
}

/// The stripes of all charts, rendered from top to bottom alone: the page stretches
/// pictures sideways.
pub fn patterns() -> Markup {
    html! {
        svg.patterns width="0" height="0" aria-hidden="true" {
            defs {
                @for id in ["stripes", "shades"] {
                    pattern id=(id) patternUnits="userSpaceOnUse" width="8" height="4" {
                        rect.ground width="8" height="4" {}
                        rect.stripe width="8" height="2" {}
                    }
                }
            }
        }
    }
}

/// All charts of a run, the marks between them, and the same as a table.
pub(super) fn charts(run: &RunSection, place: SectionId) -> Markup {
    let frames = run.recording.frames();
    let columns = columns::gather(frames, COLUMNS);
    let stops = run.scenario.story.stops.iter().map(|stop| stop.at).collect::<Vec<_>>();
    let span = Span { end: run.end(), stops: &stops, playhead: None };
    html! {
        section aria-labelledby=(place.id("course")) {
            h3 id=(place.id("course")) { "What happened" }
            @for spec in &CHARTS { (chart(spec, &columns, span, place)) }
            (story::timeline(run, place))
            p.note { (resolution(run, &columns)) }
            (table(&columns::gather(frames, ROWS)))
        }
    }
}

/// The charts of a run of which only `columns` are known yet, without headings around them.
pub(super) fn so_far(columns: &[ChartColumn], span: Span<'_>, place: SectionId) -> Markup {
    html! { @for spec in &CHARTS { (chart(spec, columns, span, place)) } }
}

/// How long a step of the charts is, and what it stands for.
fn resolution(run: &RunSection, columns: &[ChartColumn]) -> String {
    let Some(first) = columns.first() else {
        return "The run is too short for a chart.".to_owned();
    };
    let length = first.end.since(first.start);
    if length <= run.recording.frame_length() && length <= SimDuration::from_secs(1) {
        return "Each step is one second: requests within the second, other values at its end. A \
         dotted line is an instructor stop."
            .to_owned();
    }
    format!(
        "Each step is {length}: the mean rate of requests, and the maximum of other values. A \
         dotted line is an instructor stop."
    )
}

fn chart(spec: &Spec, columns: &[ChartColumn], span: Span<'_>, place: SectionId) -> Markup {
    let (title, description) = (place.id(spec.id), place.id(&format!("{}-text", spec.id)));
    let tops = spec.series.iter().flat_map(|series| columns.iter().filter_map(series.top));
    let scale = Scale::to(tops.fold(0.0, f64::max), spec.unit);
    let captions = [
        Caption { id: &title, text: spec.name },
        Caption { id: &description, text: &reported(spec, columns, scale) },
    ];
    let content = picture(spec, columns, scale, span);
    html! {
        figure.chart {
            figcaption {
                h4 { (spec.name) }
                ul.key {
                    @for series in spec.series { li { (swatch(series.look)) (series.name) } }
                }
            }
            (plot::plot(scale, captions, &content, &axis::times_below(span.end)))
        }
    }
}

/// The areas and lines of a chart.
fn picture(spec: &Spec, columns: &[ChartColumn], scale: Scale, span: Span<'_>) -> Markup {
    let end = span.end;
    html! {
        // The highest area first: what stands below it covers it.
        @for series in areas(spec).rev() {
            path class=(series.look.class())
                d=(path::area(&steps(series, columns, scale, end), HEIGHT)) {}
        }
        path.grid d=(grid(scale, end)) {}
        path.stop d=(across_at(span.stops, end)) {}
        @if let Some(at) = span.playhead { path.playhead d=(across_at(&[at], end)) {} }
        @for series in spec.series.iter().filter(|series| series.look == Look::Line) {
            path.line d=(path::line(&steps(series, columns, scale, end))) {}
        }
    }
}

fn areas(spec: &Spec) -> impl DoubleEndedIterator<Item = &Series> {
    spec.series.iter().filter(|series| series.look != Look::Line)
}

fn swatch(look: Look) -> Markup {
    html! {
        svg.swatch viewBox="0 0 16 12" width="16" height="12" aria-hidden="true" {
            @if look == Look::Line {
                path.line d="M0 6H16" {}
            } @else {
                rect class=(look.class()) width="16" height="12" {}
            }
        }
    }
}

/// Where `at` stands from left to right.
fn across(at: SimTime, end: SimTime) -> f64 {
    axis::share(at.as_micros(), end.as_micros()) * WIDTH
}

fn steps(series: &Series, columns: &[ChartColumn], scale: Scale, end: SimTime) -> Vec<Step> {
    let step = |column: &ChartColumn| Step {
        left: across(column.start, end),
        right: across(column.end, end),
        y: (series.top)(column).map(|value| HEIGHT * (1.0 - value / scale.top())),
    };
    columns.iter().map(step).collect()
}

/// The lines of the scale, and those of its times.
fn grid(scale: Scale, end: SimTime) -> String {
    let mut path = plot::grid(scale);
    for (share, _) in axis::times(end) {
        path.push('M', [share * WIDTH, 0.0]);
        path.push('V', [HEIGHT]);
    }
    path.into_text()
}

/// A line across the chart at each of these instants.
fn across_at(instants: &[SimTime], end: SimTime) -> String {
    let mut path = Path::default();
    for at in instants {
        path.push('M', [across(*at, end), 0.0]);
        path.push('V', [HEIGHT]);
    }
    path.into_text()
}

/// What the chart shows, for those who do not see it.
fn reported(spec: &Spec, columns: &[ChartColumn], scale: Scale) -> String {
    let said = |series: &Series| {
        let values = columns.iter().filter_map(|column| Some(((series.value)(column)?, column)));
        let highest = values.reduce(|past, next| if next.0 > past.0 { next } else { past });
        match highest {
            Some((value, column)) if value > 0.0 => {
                let label = scale.label(value);
                format!("{}: at most {label}, at {}.", series.name, clock_s(column.start))
            }
            _ => format!("{}: none.", series.name),
        }
    };
    spec.series.iter().map(said).collect::<Vec<_>>().join(" ")
}

/// The charts as a table, for those who want numbers: the same figures by the same names.
fn table(columns: &[ChartColumn]) -> Markup {
    let series = || CHARTS.iter().flat_map(|spec| spec.series.iter().map(|it| (spec.unit, it)));
    html! {
        details {
            summary { "Data table" }
            div.wide tabindex="0" role="region" aria-label="The charts as a table" {
                table.numbers {
                    thead {
                        tr {
                            td {}
                            @for spec in &CHARTS {
                                th scope="colgroup" colspan=(spec.series.len()) { (spec.name) }
                            }
                        }
                        tr {
                            th scope="col" { "until" }
                            @for (_, series) in series() { th scope="col" { (series.name) } }
                        }
                    }
                    tbody {
                        @for column in columns {
                            tr {
                                th scope="row" { (clock_s(column.end)) }
                                @for (unit, series) in series() {
                                    td { (cell(unit, (series.value)(column))) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A figure of the table.
fn cell(unit: Unit, value: Option<f64>) -> String {
    match (unit, value) {
        (_, None) => "–".to_owned(),
        (Unit::Rate, Some(rate)) => number::rounded(rate, 1),
        (Unit::Seconds, Some(seconds)) => number::millis(seconds * 1e3),
        (Unit::Count | Unit::Figure(_), Some(count)) => number::rounded(count, 0),
    }
}
