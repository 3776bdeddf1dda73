//! A search for the cheapest setting as a page: what was found, the frontier, the table.

use std::io::{self, Write};

use apprunner_sim::model::rules::Edition;
use maud::{Markup, html};

use super::axis::{self, Scale};
use super::path::{Path, WIDTH};
use super::sweep::grid;
use super::{HEIGHT, document};
use crate::report::estimate;
use crate::report::number::{self, figure};
use crate::report::sweep::shown;
use crate::report::tune::frontier::{self, AGAINST, FrontierPoint};
use crate::report::tune::{Tuning, word};

/// Half the width of a mark, in units of the picture.
const MARK: f64 = 5.0;

/// Writes the page of `found`.
pub fn write(out: &mut dyn Write, found: &Tuning) -> io::Result<()> {
    writeln!(out, "{}", page(found).into_string())
}

fn page(found: &Tuning) -> Markup {
    let title = format!("The cheapest settings for {}", found.experiment.scenario);
    document(
        &title,
        &html! {
            main {
                article {
                    header {
                        h2 { (title) }
                        p.facts {
                            span { code { (found.experiment.scenario) } }
                            span { (Edition::label_of(&found.experiment.rules)) }
                            @if let Some(window) = &found.experiment.window { span { (window) } }
                            span { (found.effort()) }
                        }
                        p.lead { (found.verdict()) }
                        @if let Some(command) = found.command() { pre { code { (command) } } }
                    }
                    (picture(found))
                    (table(found))
                }
            }
        },
    )
}

/// The frontier, where there are two settings to join.
fn picture(found: &Tuning) -> Markup {
    let points = frontier::points(found);
    let (Some(metric), true) = (found.minimized(), points.len() > 1) else { return html! {} };
    let most =
        |value: fn(&FrontierPoint) -> f64| points.iter().map(|it| value(&it.1)).fold(0.0, f64::max);
    let scale = Scale::to(most(|it| it.latency), AGAINST.unit().into());
    let costs = Scale::to(most(|it| it.cost), metric.unit().into());
    let place = |point: &FrontierPoint| {
        [point.cost / costs.top() * WIDTH, HEIGHT * (1.0 - point.latency / scale.top())]
    };
    let mut marks = Path::default();
    for (_, point) in &points {
        let [x, y] = place(point);
        marks.push('M', [x - MARK, y]);
        marks.push('H', [x + MARK]);
        marks.push('M', [x, y - MARK]);
        marks.push('V', [y + MARK]);
    }
    let mut line = Path::default();
    for (index, row) in frontier::line(found).into_iter().enumerate() {
        if let Some((_, point)) = points.iter().find(|(at, _)| *at == row) {
            line.push(if index == 0 { 'M' } else { 'L' }, place(point));
        }
    }
    let labels: Vec<(f64, String)> = costs.lines().collect();
    let labels: Vec<(f64, &str)> = labels.iter().map(|(at, text)| (*at, text.as_str())).collect();
    html! {
        section aria-labelledby="frontier" {
            h3 id="frontier" { "Frontier" }
            figure.chart {
                figcaption { h4 { (AGAINST.label()) " against " (metric.label().to_lowercase()) } }
                div.plot {
                    div.scale aria-hidden="true" {
                        @for (share, label) in scale.lines() {
                            span style=(axis::percent("bottom", share)) { (label) }
                        }
                    }
                    svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } preserveAspectRatio="none" role="img"
                        aria-labelledby="frontier-title frontier-text" {
                        title id="frontier-title" { (AGAINST.label()) " against " (metric.label()) }
                        desc id="frontier-text" {
                            @for row in frontier::line(found) {
                                @if let Some((_, it)) = points.iter().find(|(at, _)| *at == row) {
                                    (figure(metric.unit(), it.cost)) ": "
                                    (figure(AGAINST.unit(), it.latency)) ". "
                                }
                            }
                        }
                        path.grid d=(grid(scale)) {}
                        path.line d=(marks.into_text()) {}
                        path.line d=(line.into_text()) {}
                    }
                    (axis::labels_below(&labels))
                }
            }
            p.note {
                "Each cross is a setting, whether it meets the goals or not. The line joins those than which \
                 no other is better in both."
            }
        }
    }
}

fn table(found: &Tuning) -> Markup {
    let metrics = &found.experiment.metrics;
    html! {
        section aria-labelledby="settings" {
            h3 id="settings" { "Settings" }
            div.wide tabindex="0" role="region" aria-label="Settings" {
                table.numbers {
                    thead {
                        tr {
                            @for vary in &found.experiment.vary { th scope="col" { code { (vary.path) } } }
                            th scope="col" { "goals" }
                            th scope="col" { "runs" }
                            @for metric in metrics { th scope="col" { (metric.label()) } }
                            th scope="col" { "goals met" }
                        }
                    }
                    tbody {
                        @for it in &found.rows {
                            tr {
                                @for setting in &it.row.set { th scope="row" { (shown(setting)) } }
                                td { (word(it.standing)) }
                                td { (number::count(it.row.reps)) }
                                @for (metric, one) in metrics.iter().zip(&it.row.estimates) {
                                    td { (estimate::lines(metric.unit(), one, it.row.reps).join(" ")) }
                                }
                                td { @if let Some(passed) = it.row.passed { (passed) " of " (it.row.reps) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
