//! How a run came out: its goals and its figures, as `run` prints them.

use maud::{Markup, html};

use super::section::{RunSection, SectionId};
use crate::report::number::{self, moment};
use crate::report::run::{grid, routes};
use apprunner_sim::model::goal::{Alarm, Goal, Threshold};
use apprunner_sim::model::rules::Edition;
use apprunner_sim::sim::summary::GoalResult;

/// In a few words, whether the goals were met.
pub(super) fn verdict(run: &RunSection) -> Markup {
    let (met, all) = run.goals();
    match (met, all) {
        (_, 0) => html! { span.verdict { "no goals" } },
        (met, all) if met == all => html! {
            span.verdict.good { "✓ " (met) " of " (all) " goals met" }
        },
        (met, all) => html! { span.verdict.bad { "✗ " (met) " of " (all) " goals met" } },
    }
}

/// The goals, what they ask for and what came.
pub(super) fn goals(run: &RunSection, place: SectionId) -> Markup {
    let (goals, results) = (&run.scenario.goals, &run.summary.goals);
    if goals.is_empty() {
        return html! {};
    }
    html! {
        section aria-labelledby=(place.id("goals")) {
            h3 id=(place.id("goals")) { "Goals" }
            ul.goals {
                @for (goal, result) in goals.iter().zip(results) { (outcome(goal, result)) }
            }
        }
    }
}

fn outcome(goal: &Goal, result: &GoalResult) -> Markup {
    let unit = goal.probe.metric.unit();
    let (class, word) = if result.passed { ("good", "✓ met") } else { ("bad", "✗ missed") };
    html! {
        li class=(class) {
            span.word { (word) }
            p.name { (goal.name) }
            p.bound { code { (result.metric) } " " (goal.probe.bound) }
            p.came {
                @if let Some(value) = result.value {
                    data value=(value) { (number::figure(unit, value)) }
                } @else {
                    (number::absent(result.reason))
                }
            }
        }
    }
}

/// The figures of the summary, then what was noted beside them.
pub(super) fn figures(run: &RunSection, place: SectionId) -> Markup {
    let grid = grid(&run.summary);
    let groups: Vec<_> = grid.groups().collect();
    html! {
        section aria-labelledby=(place.id("figures")) {
            h3 id=(place.id("figures")) { "Metrics" }
            div.figures {
                // A group without a label goes on with the one before.
                @for group in groups.chunk_by(|_, next| next.0.is_empty()) {
                    @let figures = group.iter().flat_map(|(_, figures)| figures.iter());
                    @if let Some((label, _)) = group.first() {
                        h4 { (label) }
                        dl {
                            @for (name, value) in figures { div { dt { (name) } dd { (value) } } }
                        }
                    }
                }
            }
            (table("Routes", routes::HEADS, routes::rows(&run.summary)))
            (operations(run))
            (alarms(run))
            (adapted(run))
        }
    }
}

fn operations(run: &RunSection) -> Markup {
    let operations = &run.summary.operations;
    let until = |ended: Option<f64>| match ended {
        Some(_) => moment(ended),
        None => "the end".to_owned(),
    };
    let rows = operations.iter().map(|operation| {
        let (started, ended) = (moment(Some(operation.started_s)), until(operation.ended_s));
        [operation.kind.to_owned(), operation.status.to_owned(), started, ended]
    });
    table("Operations", ["operation", "status", "from", "to"], rows.collect())
}

fn alarms(run: &RunSection) -> Markup {
    let alarms = run.scenario.alarms.iter().zip(&run.summary.alarms);
    let rows =
        alarms.map(|(alarm, raised)| [alarm.name.clone(), watched(alarm), moment(raised.first_s)]);
    table("Alarms", ["alarm", "watches", "first raised"], rows.collect())
}

/// A table under a heading of its own, unless it is empty.
fn table<const N: usize>(name: &str, heads: [&str; N], rows: Vec<[String; N]>) -> Markup {
    html! {
        @if !rows.is_empty() {
            h4 { (name) }
            div.wide tabindex="0" role="region" aria-label=(name) {
                table.plain {
                    thead { tr { @for head in heads { th scope="col" { (head) } } } }
                    tbody {
                        @for row in rows {
                            tr { @for cell in row { td { (cell) } } }
                        }
                    }
                }
            }
        }
    }
}

fn watched(alarm: &Alarm) -> String {
    let minutes = if alarm.periods == 1 { "minute" } else { "minutes" };
    let (metric, periods) = (alarm.metric.name(), alarm.periods);
    match alarm.threshold {
        Threshold::OverShareOfRequests(share) => {
            format!("{metric} over {} of requests for {periods} {minutes}", number::share(share))
        }
        Threshold::AtLeast(least) => {
            format!("{metric} at least {least} for {periods} {minutes}")
        }
    }
}

fn adapted(run: &RunSection) -> Markup {
    html! {
        @if !run.summary.adapted.is_empty() {
            h4 { "Adapted to the " (Edition::label_of(run.summary.rules)) }
            ul.plain { @for change in &run.summary.adapted { li { (change) } } }
        }
    }
}
