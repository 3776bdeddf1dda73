//! A service on App Runner and on ECS Express Mode as one page, with the charts of both runs.

use std::io::{self, Write};

use maud::{Markup, html};

use super::document;
use super::log::Log;
use super::section::{RunSection, SectionId};
use super::{chart, settings};
use crate::app::migration::{FigureGroup, MigrationReport, MigrationRuns, MoveStep};
use crate::report::handout::words;
use crate::report::migration::{ADAPTED, CHANGES, DEFINITION, SIDES, STEPS, condition, shown};
use apprunner_sim::sim::player::Player;

/// Writes the page of `report` with the charts of `runs`.
pub fn write(
    out: &mut dyn Write,
    report: &MigrationReport,
    runs: &MigrationRuns,
) -> io::Result<()> {
    writeln!(out, "{}", page(report, runs).into_string())
}

fn page(report: &MigrationReport, runs: &MigrationRuns) -> Markup {
    let title = format!("{} on ECS Express Mode", report.scenario);
    let sections = runs.players().map(|players| players.map(section));
    document(
        &title,
        &html! {
            (chart::patterns())
            main {
                article {
                    header {
                        h2 { (report.title) }
                        p.facts {
                            span { code { (report.scenario) } }
                            span { "App Runner → ECS Express Mode" }
                            span { "seed " (report.seed) " for both" }
                        }
                        p.lead {
                            "The same service and the same requests on App Runner and on ECS Express Mode, which AWS names \
                             as its successor."
                        }
                    }
                    @for group in &report.figures { (figures(group)) }
                    (changes(report))
                    (steps(report))
                    (definition(report))
                    (adapted(report))
                }
                @for (index, run) in sections.into_iter().flatten().flatten().enumerate() {
                    (charts(&run, SectionId(index)))
                }
            }
        },
    )
}

/// The finished run of `player`.
fn section(player: &Player) -> Option<RunSection> {
    let mut log = Log::new(player.end());
    for event in player.recording().events() {
        log.add(event.clone());
    }
    RunSection::of(player, log)
}

fn figures(group: &FigureGroup) -> Markup {
    html! {
        section {
            h3 { (group.name) }
            p.note { (group.note) }
            div.wide tabindex="0" role="region" aria-label=(group.name) {
                table.numbers.sides {
                    thead { tr { th scope="col" { "figure" } @for side in SIDES { th scope="col" { (side) } } } }
                    tbody {
                        @for figure in &group.figures {
                            tr {
                                th scope="row" { (figure.name.trim_start()) }
                                @for value in [figure.app_runner, figure.express] {
                                    td { (shown(figure.unit, value, figure.absent)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn changes(report: &MigrationReport) -> Markup {
    html! {
        section {
            h3 { (CHANGES) }
            div.wide tabindex="0" role="region" aria-label=(CHANGES) {
                table.changes {
                    thead {
                        tr {
                            th scope="col" { "subject" }
                            @for side in SIDES { th scope="col" { (side) } }
                            th scope="col" { "source" }
                        }
                    }
                    tbody {
                        @for change in &report.changes {
                            tr {
                                th scope="row" { (change.topic) }
                                td { (change.app_runner) }
                                td {
                                    (change.express)
                                    @if let Some(here) = &change.here { br; strong { "Here: " (here) } }
                                }
                                td { a href=(change.source) { (change.provenance) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn steps(report: &MigrationReport) -> Markup {
    html! {
        section {
            h3 { (STEPS) }
            ol.way { @for step in &report.steps { (step_item(step)) } }
        }
    }
}

fn step_item(step: &MoveStep) -> Markup {
    html! {
        li {
            h4 { (step.title) span.muted { (condition(step)) } }
            p { (words(step.text)) " " a href=(step.source) { "Source" } }
            @if !step.commands.is_empty() { pre tabindex="0" { code { (step.commands.join("\n")) } } }
        }
    }
}

fn definition(report: &MigrationReport) -> Markup {
    let text = serde_json::to_string_pretty(&report.definition).unwrap_or_default();
    html! {
        section {
            h3 { (DEFINITION) }
            p.note { "Input of aws ecs create-express-gateway-service. Image, roles and account are placeholders." }
            pre tabindex="0" { code { (text) } }
            ul.plain { @for left_out in &report.left_out { li { (words(left_out)) } } }
        }
    }
}

fn adapted(report: &MigrationReport) -> Markup {
    html! {
        @if report.adapted().next().is_some() {
            section {
                h3 { (ADAPTED) }
                ul.plain { @for (side, change) in report.adapted() { li { (side) ": " (change) } } }
            }
        }
    }
}

/// The charts of one side, and what it was made of.
fn charts(run: &RunSection, place: SectionId) -> Markup {
    let side = SIDES.get(place.0).copied().unwrap_or_default();
    html! {
        article {
            header { h2 { (side) } }
            (chart::charts(run, place))
            (settings::settings(run, place))
        }
    }
}
