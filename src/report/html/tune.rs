//! A search for the cheapest setting as a page: what was found, the frontier, the table.

use std::io::{self, Write};

use maud::{Markup, html};

use super::HEIGHT;
use super::axis::{self, Scale};
use super::experiment::{ExperimentHead, results};
use super::path::{Path, WIDTH};
use super::plot::{self, Caption};
use crate::app::experiment::Experiment;
use crate::report::number::figure;
use crate::report::sweep::SweepRow;
use crate::report::tune::Tuning;
use crate::report::tune::frontier::{self, AGAINST, FrontierPoint};

/// Writes the page of `found`.
pub fn write(out: &mut dyn Write, found: &Tuning) -> io::Result<()> {
    writeln!(out, "{}", page(found).into_string())
}

fn page(found: &Tuning) -> Markup {
    let scenario = &found.experiment.scenario;
    let head = ExperimentHead {
        title: format!("The cheapest settings for {scenario}"),
        scenario,
        facts: found.facts(),
        lead: html! {
            p.lead { (found.verdict()) }
            @if let Some(command) = found.command() { pre.command { code { (command) } } }
        },
    };
    let rows: Vec<&SweepRow> = found.rows.iter().map(|it| &it.row).collect();
    let standings: Vec<&str> = found.rows.iter().map(|it| found.word(it)).collect();
    let Experiment { vary, metrics, .. } = &found.experiment;
    head.page(&html! {
        (picture(found))
        (results(["settings", "Settings"], vary, metrics, &rows, &standings))
    })
}

/// The frontier, where there are two settings to join.
fn picture(found: &Tuning) -> Markup {
    let points = frontier::points(found);
    let (Some(metric), true) = (found.minimized(), points.len() > 1) else { return html! {} };
    let most = |value: fn(&FrontierPoint) -> f64| points.iter().map(value).fold(0.0, f64::max);
    let scale = Scale::to(most(|it| it.latency), AGAINST.unit().into());
    let costs = Scale::to(most(|it| it.cost), metric.unit().into());
    let place = |point: &FrontierPoint| {
        [point.cost / costs.top() * WIDTH, HEIGHT * (1.0 - point.latency / scale.top())]
    };
    let mut marks = Path::default();
    for point in &points {
        dot(&mut marks, place(point));
    }
    let mut best = Path::default();
    if found.best().is_some()
        && let Some(point) = points.first().filter(|point| point.row == 0)
    {
        dot(&mut best, place(point));
    }
    let frontier = frontier::line(found);
    let mut line = Path::default();
    for (index, point) in frontier.iter().enumerate() {
        line.push(if index == 0 { 'M' } else { 'L' }, place(point));
    }
    let labels: Vec<(f64, String)> = costs.lines().collect();
    let labels: Vec<(f64, &str)> = labels.iter().map(|(at, text)| (*at, text.as_str())).collect();
    let words = frontier.iter().map(|it| {
        format!("{}: {}. ", figure(metric.unit(), it.cost), figure(AGAINST.unit(), it.latency))
    });
    let captions = [
        Caption {
            id: "frontier-title",
            text: &format!("{} against {}", AGAINST.label(), metric.label()),
        },
        Caption { id: "frontier-text", text: &words.collect::<String>() },
    ];
    let content = html! {
        path.grid d=(plot::grid(scale).into_text()) {}
        path.marks d=(marks.into_text()) {}
        path.frontier d=(line.into_text()) {}
        path.best d=(best.into_text()) {}
    };
    html! {
        section aria-labelledby="frontier" {
            h3 id="frontier" { "Frontier" }
            figure.chart {
                figcaption { h4 { (AGAINST.label()) " against " (metric.label_in_prose()) } }
                (plot::plot(scale, captions, &content, &axis::labels_below(&labels)))
            }
            p.note {
                "Each dot is a setting, whether it meets the goals or not; the large one is the setting that \
                 was found. The line joins those than which no other is better in both."
            }
        }
    }
}

/// Adds a dot at `[x, y]`: a line without length, whose ends the page makes round.
fn dot(path: &mut Path, [x, y]: [f64; 2]) {
    path.push('M', [x, y]);
    path.push('H', [x]);
}
