//! What a run was made of: the service, its application, its traffic, and every
//! parameter with what stands behind it.

use maud::{Markup, html};

use super::section::{RunSection, SectionId};
use crate::report::explain::{self, ParameterRow};
use crate::report::traffic::words;
use apprunner_sim::model::application::{Answers, Application, Pullable, Route};
use apprunner_sim::model::traffic::Stream;

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
                        td role="cell" { span.provenance.own[row.is_overridden()] { (row.provenance) } }
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
        ul.plain.traffic { @for stream in streams { li { code { (stream.route) } ": " (words(stream)) } } }
    }
}
