//! What a run was made of: the service, its application, its traffic, and every
//! parameter with what stands behind it.

use maud::{Markup, html};

use super::section::{RunSection, SectionId};
use crate::report::clock::clock_s;
use crate::report::explain::{self, ParameterRow};
use apprunner_sim::model::application::{Answers, Application, Pullable, Route};
use apprunner_sim::model::distribution::Distribution;
use apprunner_sim::model::replay::{Replay, ReplayLatency};
use apprunner_sim::model::traffic::{Arrivals, Load, Stream};

/// More points of a profile than this are counted, not listed.
const MOST_POINTS: usize = 24;

/// What was changed in the scenario before it ran.
pub(super) fn changed(run: &RunSection, changes: &[String]) -> Markup {
    html! {
        @if !changes.is_empty() {
            aside.changed {
                h3 { "Changed in " (run.scenario.name) " for this run" }
                ul.plain {
                    @for change in changes { li { code { (change) } } }
                }
            }
        }
    }
}

/// Every setting of the run.
pub(super) fn settings(run: &RunSection, place: SectionId) -> Markup {
    let rows = explain::rows(&run.scenario);
    let (own, rest): (Vec<&ParameterRow>, Vec<&ParameterRow>) =
        rows.iter().partition(|row| is_own(row));
    html! {
        section.settings aria-labelledby=(place.id("settings")) {
            h3 id=(place.id("settings")) { "Settings" }
            p.note {
                "The provenance of a value is the course (" em { "chapter" } "), an AWS page ("
                em { "documented" } "), a user or a test of the real service (" em { "observed" } "), \
                 our choice because nobody has published it (" em { "assumed" } "), or this run's own " em { "scenario" } "."
            }
            @for group in groups(&own) { (parameters(group)) }
            (application(&run.scenario.app))
            (traffic(&run.scenario.traffic))
            @for group in groups(&rest) { (parameters(group)) }
        }
    }
}

/// Whether a row is of the service or its application.
fn is_own(row: &ParameterRow) -> bool {
    row.group().starts_with("service") || row.group().starts_with("app")
}

fn groups<'r>(rows: &'r [&'r ParameterRow]) -> impl Iterator<Item = &'r [&'r ParameterRow]> {
    rows.chunk_by(|one, next| one.group() == next.group())
}

/// The rows of one group.
fn parameters(rows: &[&ParameterRow]) -> Markup {
    let group = rows.first().map_or("", |row| row.group());
    html! {
        table.parameters role="table" {
            caption { @if group.is_empty() { "assumed parameters" } @else { (group) } }
            thead role="rowgroup" {
                tr role="row" {
                    @for head in ["parameter", "value", "provenance", "source"] {
                        th scope="col" role="columnheader" { (head) }
                    }
                }
            }
            tbody role="rowgroup" {
                @for row in rows {
                    tr role="row" {
                        th scope="row" role="rowheader" { code { (row.name()) } }
                        td.value role="cell" { (row.value) }
                        td role="cell" { span.provenance.own[row.provenance == "scenario"] { (row.provenance) } }
                        td.source role="cell" { (row.source) }
                    }
                }
            }
        }
    }
}

fn application(app: &Application) -> Markup {
    let image = app.image;
    html! {
        div.wide tabindex="0" role="region" aria-label="Routes" {
            table.routes {
                caption { "app.routes" }
                thead {
                    tr {
                        @for head in ["path", "status", "latency", "CPU"] { th scope="col" { (head) } }
                    }
                }
                tbody {
                    @for (path, route) in &app.routes {
                        tr { th scope="row" { code { (path) } } (answer(route)) }
                    }
                }
            }
        }
        p.note {
            "Image: " (image.architecture) ", " (image.size_mb) " MB"
            @if image.pullable == Pullable::No { ", cannot be pulled" }
            ". Memory: " (app.memory.base_mb) " MB, and " (app.memory.per_request_mb) " MB for \
             each request it holds. As at the start of the run; the events tell what changed."
        }
    }
}

fn answer(route: &Route) -> Markup {
    html! {
        @if route.answers == Answers::Never {
            td colspan="3" { "accepts the connection and never responds" }
        } @else {
            td { (route.status) }
            td { (route.latency) }
            td { @if let Some(cpu) = route.cpu { (cpu) } @else { "none" } }
        }
    }
}

fn traffic(streams: &[Stream]) -> Markup {
    html! {
        h4 { "traffic" }
        @if streams.is_empty() { p { "There is no traffic." } }
        ul.plain.traffic { @for stream in streams { li { (reported(stream)) } } }
    }
}

fn reported(stream: &Stream) -> Markup {
    html! {
        code { (stream.route) } ": " (load(&stream.load)) ". "
        @match stream.client_timeout {
            Some(Distribution::Fixed(limit)) => { "Clients time out after " (limit) "." }
            Some(law) => { "The client timeout is sampled for each request: " (law) "." }
            None => "Clients have no timeout."
        }
        @if let Some(retry) = &stream.retry {
            @let statuses: Vec<String> = retry.on.iter().map(u16::to_string).collect();
            " They retry on " (statuses.join(", ")) ", " (retry.attempts) " attempts in total, the \
             first retry after "
            (retry.backoff) "."
        }
    }
}

fn load(load: &Load) -> Markup {
    match load {
        Load::Open { arrivals, profile } => {
            let law = match arrivals {
                Arrivals::Poisson => "requests at random (Poisson)",
                Arrivals::Even => "evenly spaced requests",
            };
            let point = |(at, rate): &(_, f64)| format!("{rate} per second at {}", clock_s(*at));
            let points: Vec<String> = profile.points.iter().take(MOST_POINTS).map(point).collect();
            let more = profile.points.len() - points.len();
            html! {
                (law) ", " (points.join(", "))
                @if more > 0 { ", and " (more) " more points" }
            }
        }
        Load::Replay(Replay { trace, speed, repeat, arrivals }) => html! {
            (arrivals.count()) " requests as recorded in " (trace.file)
            @if !trace.routes.is_empty() { " for " (trace.routes.join(", ")) }
            @if (*speed - 1.0).abs() > f64::EPSILON { ", " (speed) " times as fast" }
            @if *repeat > 1 { ", " (repeat) " times in all" }
            @if trace.latency == ReplayLatency::Log { ", with the latencies of the log" }
        },
        Load::Closed { users, think, from, until } => html! {
            (users) @if *users == 1 { " user" } @else { " users" } ", each with one request at a time, from "
            (clock_s(*from)) " to " (clock_s(*until)) ", "
            @match think {
                Some(think) => { "with a pause of " (think) }
                None => "without a pause"
            }
        },
    }
}
