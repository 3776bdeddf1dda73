//! Finished runs as one HTML page that needs nothing else: no script, no picture,
//! no font, no network. Charts are rendered in it as SVG.
//!
//! The page draws from what a run recorded and has no clock, so that the same run
//! gives the same bytes. What comes from a file is escaped by `maud`.

mod axis;
mod chart;
pub(in crate::report) mod document;
mod experiment;
mod log;
pub mod migration;
mod outcome;
mod path;
mod plot;
mod projection;
mod section;
pub mod sensitivity;
mod settings;
mod story;
pub mod sweep;
pub mod tune;

use std::io::{self, Write};

use maud::{Markup, html};

pub use self::log::Log;
pub use self::projection::{bar, mirror, patterns};
pub use self::section::RunSection;

use self::document::Document;
use self::section::SectionId;
use super::run::simulated;
use super::story::filled_in;

/// A chart's height in the picture's own units, which the page keeps.
const HEIGHT: f64 = 140.0;

/// Writes the page of `runs`, which were read with `changes`, each in the words of who asked.
pub fn write(out: &mut dyn Write, runs: &[RunSection], changes: &[String]) -> io::Result<()> {
    writeln!(out, "{}", page(runs, changes).into_string())
}

fn page(runs: &[RunSection], changes: &[String]) -> Markup {
    let title = match runs {
        [run] => format!("A run of {}", run.scenario.name),
        runs => format!("{} runs", runs.len()),
    };
    document(
        &title,
        &html! {
            @if runs.len() > 1 { (contents(runs)) }
            (chart::patterns())
            main {
                @for (index, run) in runs.iter().enumerate() {
                    (article(run, changes, SectionId(index)))
                }
            }
        },
    )
}

/// A page called `title` with `content`.
fn document(title: &str, content: &Markup) -> Markup {
    let footer = html! {
        "Created by coldstart " (env!("CARGO_PKG_VERSION")) ". This is a simulation; nothing was \
         measured on AWS. The same scenario, edition, seed and settings give the same page, byte \
         for byte. docs/figures.md of coldstart defines every metric."
    };
    Document { title, style: "", content, footer }.markup()
}

/// The runs of the page and how they came out.
fn contents(runs: &[RunSection]) -> Markup {
    html! {
        nav aria-label="Runs" {
            ol {
                @for (index, run) in runs.iter().enumerate() {
                    li {
                        a href={ "#" (SectionId(index).id("run")) } { (run.scenario.name) }
                        span.muted { (run.scenario.title) }
                        (outcome::verdict(run))
                    }
                }
            }
        }
    }
}

fn article(run: &RunSection, changes: &[String], place: SectionId) -> Markup {
    let (scenario, summary) = (&run.scenario, &run.summary);
    html! {
        article id=(place.id("run")) {
            header {
                h2 { (scenario.title) }
                p.facts {
                    span { code { (scenario.name) } }
                    span { (scenario.edition.label()) }
                    span { "seed " (scenario.seed) }
                    span { (simulated(summary)) }
                    span { "at the end " (summary.service_status) }
                    (outcome::verdict(run))
                }
                @for part in story::paragraphs(&filled_in(&scenario.story.symptom, Some(summary))) {
                    p.lead { (part) }
                }
            }
            (settings::changed(run, changes))
            (outcome::goals(run, place))
            (chart::charts(run, place))
            (outcome::figures(run, place))
            (story::stops(run, place))
            (story::debrief(run, place))
            (story::events(run, place))
            (settings::settings(run, place))
        }
    }
}

#[cfg(test)]
mod tests;
