//! Finished runs as one HTML page that needs nothing else: no script, no picture,
//! no font, no network. Charts are drawn in it as SVG.
//!
//! The page draws from what a run recorded and has no clock, so that the same run
//! gives the same bytes. What comes from a file is escaped by `maud`.

mod axis;
mod chart;
mod column;
mod log;
mod outcome;
mod path;
mod settings;
mod story;

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};

pub use self::log::Log;

use super::number::seconds;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::player::Player;
use apprunner_sim::sim::recording::Recording;
use apprunner_sim::sim::summary::Summary;

const STYLE: &str = include_str!("html/style.css");

/// The page asks nobody for anything, and a browser holds it to that.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// A finished run and what a page tells of it.
#[derive(Clone, Debug)]
pub struct Run {
    scenario: Scenario,
    summary: Summary,
    recording: Recording,
    log: Log,
}

impl Run {
    /// The run that `player` has brought to its end, and its events; `None` before the end.
    pub fn of(player: &Player, log: Log) -> Option<Self> {
        let summary = player.summary()?.clone();
        let scenario = player.scenario().clone();
        Some(Self { scenario, summary, recording: player.recording().clone(), log })
    }

    fn end(&self) -> SimTime {
        SimTime::ZERO + self.scenario.duration
    }

    /// How many goals were met, and how many there are.
    fn goals(&self) -> (usize, usize) {
        let met = self.summary.goals.iter().filter(|goal| goal.passed).count();
        (met, self.summary.goals.len())
    }
}

/// Where a run stands on its page: keeps the names of its parts apart from those of others.
#[derive(Clone, Copy, Debug)]
struct Place(usize);

impl Place {
    fn id(self, part: &str) -> String {
        format!("run-{}-{part}", self.0 + 1)
    }
}

/// Writes the page of `runs`, which were read with `changes`, each in the words of who asked.
pub fn write(out: &mut dyn Write, runs: &[Run], changes: &[String]) -> io::Result<()> {
    writeln!(out, "{}", page(runs, changes).into_string())
}

fn page(runs: &[Run], changes: &[String]) -> Markup {
    let title = match runs {
        [run] => format!("A run of {}", run.scenario.name),
        runs => format!("{} runs", runs.len()),
    };
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content={ "coldstart " (env!("CARGO_PKG_VERSION")) };
                title { (title) " · coldstart" }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                header.masthead {
                    p { "coldstart" }
                    h1 { (title) }
                }
                @if runs.len() > 1 { (contents(runs)) }
                (chart::patterns())
                main {
                    @for (index, run) in runs.iter().enumerate() {
                        (article(run, changes, Place(index)))
                    }
                }
                footer {
                    p {
                        "Written by coldstart " (env!("CARGO_PKG_VERSION")) ". A simulation: nothing here was \
                         measured on AWS. The same scenario, edition, seed and settings give this page again, byte \
                         for byte."
                    }
                }
            }
        }
    }
}

/// The runs of the page and how they came out.
fn contents(runs: &[Run]) -> Markup {
    html! {
        nav aria-label="Runs" {
            ol {
                @for (index, run) in runs.iter().enumerate() {
                    li {
                        a href={ "#" (Place(index).id("run")) } { (run.scenario.name) }
                        span.muted { (run.scenario.title) }
                        (outcome::verdict(run))
                    }
                }
            }
        }
    }
}

fn article(run: &Run, changes: &[String], place: Place) -> Markup {
    let (scenario, summary) = (&run.scenario, &run.summary);
    html! {
        article id=(place.id("run")) {
            header {
                h2 { (scenario.title) }
                p.facts {
                    span { code { (scenario.name) } }
                    span { (scenario.edition) " rules" }
                    span { "seed " (scenario.seed) }
                    span { (seconds(summary.simulated_s)) " simulated" }
                    span { "at the end " (summary.service_status) }
                    (outcome::verdict(run))
                }
                @for part in scenario.summary.split("\n\n").filter(|part| !part.trim().is_empty()) {
                    p.lead { (part.trim()) }
                }
            }
            (settings::changed(run, changes))
            (outcome::goals(run, place))
            (chart::charts(run, place))
            (outcome::figures(run, place))
            (story::beats(run, place))
            (story::events(run, place))
            (settings::settings(run, place))
        }
    }
}

#[cfg(test)]
mod tests;
