//! What happened one by one: the line of marks, the instructor's stops, and every event
//! with its reason.

use maud::{Markup, html};

use super::axis;
use super::log::PLACES;
use super::path;
use super::section::{RunSection, SectionId};
use crate::report::clock::clock;
use crate::report::mark::Mark;
use crate::report::number::count;
use crate::report::reason::ClockedSentence;
use crate::report::story::filled_in;
use apprunner_sim::model::goal::Pause;
use apprunner_sim::model::story::Stop;
use apprunner_sim::sim::event::{Event, EventKind};

/// The marks of a run, a line for each kind that it has, under the scale of the charts.
pub(super) fn timeline(run: &RunSection, place: SectionId) -> Markup {
    let marks = Mark::ALL.into_iter().filter(|mark| run.log.marked(*mark).0 > 0);
    let marks: Vec<Mark> = marks.collect();
    if marks.is_empty() {
        return html! {};
    }
    html! {
        figure.chart.timeline aria-labelledby=(place.id("marks")) {
            figcaption { h4 id=(place.id("marks")) { "Marks" } }
            ul {
                @for mark in marks {
                    @let (times, places) = run.log.marked(mark);
                    li class=(class(mark)) {
                        span.sign aria-hidden="true" { (mark.sign()) }
                        span.meaning { (mark.meaning()) " " span.muted { "× " (count(times)) } }
                        (path::strokes(places, PLACES))
                    }
                }
            }
            (axis::times_below(run.end()))
        }
    }
}

/// The name of a mark's look in the style sheet.
fn class(mark: Mark) -> &'static str {
    match mark {
        Mark::Stop => "accent",
        Mark::Lost | Mark::Refusing => "bad",
        Mark::FailedCheck | Mark::Launch => "warn",
        Mark::ScaleOut | Mark::ScaleIn => "good",
        Mark::Operation => "strong",
    }
}

/// Cause and fix, where the scenario has them.
pub(super) fn debrief(run: &RunSection, place: SectionId) -> Markup {
    let Some(debrief) = &run.scenario.story.debrief else { return html! {} };
    html! {
        section aria-labelledby=(place.id("debrief")) {
            h3 id=(place.id("debrief")) { "Cause and fix" }
            @for part in paragraphs(&filled_in(debrief, Some(&run.summary))) { p.lead { (part) } }
        }
    }
}

/// The paragraphs of a text.
pub(super) fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n").map(str::trim).filter(|part| !part.is_empty())
}

/// What the instructor says, and when.
pub(super) fn stops(run: &RunSection, place: SectionId) -> Markup {
    let stops = &run.scenario.story.stops;
    if stops.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby=(place.id("stops")) {
            h3 id=(place.id("stops")) { "Instructor stops" }
            ol.stops { @for (place, stop) in stops.iter().enumerate() { (item(run, place, stop)) } }
        }
    }
}

fn item(run: &RunSection, place: usize, stop: &Stop) -> Markup {
    let figures = run.at_stops.iter().find(|(stop, _)| *stop == place).map(|(_, it)| it);
    html! {
        li {
            span.when { (clock(stop.at)) }
            p {
                (filled_in(&stop.say, figures))
                @if stop.pause == Pause::No { span.muted { " (does not pause)" } }
                @if let Some(question) = &stop.question {
                    span.muted { " Asks " code { (question) } "." }
                }
            }
        }
    }
}

/// Every event with its reason, or the most telling where they are too many.
pub(super) fn events(run: &RunSection, place: SectionId) -> Markup {
    let (kept, all) = (run.log.kept(), run.log.count());
    let left_out = all - kept.len() as u64;
    html! {
        section aria-labelledby=(place.id("events")) {
            h3 id=(place.id("events")) { "Events" }
            details open {
                summary {
                    (count(all)) @if all == 1 { " event" } @else { " events" } ", each with its reason"
                }
                @if left_out > 0 {
                    p.note {
                        "The " (count(left_out)) " least important events are not shown. " code { "--events FILE" } " writes all events."
                    }
                }
                // The roles stay where a narrow screen shows rows as blocks.
                table.events role="table" {
                    thead role="rowgroup" {
                        tr role="row" {
                            th scope="col" role="columnheader" { "at" }
                            th scope="col" role="columnheader" { span.hidden { "mark" } }
                            th scope="col" role="columnheader" { "what" }
                            th scope="col" role="columnheader" { "why" }
                        }
                    }
                    tbody role="rowgroup" { @for event in kept { (row(event)) } }
                }
            }
        }
    }
}

fn row(event: &Event) -> Markup {
    let mark = Mark::of(event.kind);
    let reason = ClockedSentence(&event.reason).to_string();
    html! {
        tr role="row" class=[mark.map(class)] {
            td.when role="cell" { (clock(event.at)) }
            td.sign role="cell" {
                @if let Some(mark) = mark { span aria-hidden="true" { (mark.sign()) } }
            }
            td.what role="cell" {
                (event.kind)
                @if let Some(instance) = event.instance { " " span.who { "#" (instance) } }
            }
            td.why role="cell" {
                @if event.kind == EventKind::Stop { q { (reason) } } @else { (reason) }
            }
        }
    }
}
