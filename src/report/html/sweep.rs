//! A sweep as a page: the curve of each figure with its intervals, and the table.

use std::io::{self, Write};

use maud::{Markup, html};

use super::HEIGHT;
use super::axis::{self, Scale};
use super::experiment::{ExperimentHead, results};
use super::path::{Path, WIDTH};
use super::plot::{self, Caption};
use crate::report::curve::{self, Curve, CurvePoint};
use crate::report::number;
use crate::report::sweep::{Sweep, SweepRow};

/// Half of the width of the end of an interval, in units of the picture.
const CAP: f64 = 4.0;

/// Writes the page of `sweep`.
pub fn write(out: &mut dyn Write, sweep: &Sweep) -> io::Result<()> {
    writeln!(out, "{}", page(sweep).into_string())
}

fn page(sweep: &Sweep) -> Markup {
    let head = ExperimentHead {
        title: format!("A sweep of {}", sweep.scenario),
        scenario: &sweep.scenario,
        facts: sweep.facts(),
        lead: html! {},
    };
    let rows: Vec<&SweepRow> = sweep.rows.iter().collect();
    let curves = (0..sweep.metrics.len()).flat_map(|index| curve::curves(sweep, index));
    head.page(&html! {
        section aria-labelledby="curves" {
            h3 id="curves" { "Curves" }
            @for (index, curve) in curves.enumerate() { (figure(&curve, index)) }
            p.note { "The line joins the means; an upright stroke is the 95 % interval of a mean." }
            @for caveat in sweep.caveats() { p.note { (caveat) "." } }
        }
        (results(["figures", "Results"], &sweep.vary, &sweep.metrics, &rows, &[]))
    })
}

/// One curve with its scale.
fn figure(curve: &Curve, index: usize) -> Markup {
    let Curve { metric, path, others, points } = curve;
    let unit = metric.unit();
    let scale = Scale::to(points.iter().map(|it| it.interval.1).fold(0.0, f64::max), unit.into());
    let (title, text) = (format!("curve-{index}"), format!("curve-{index}-text"));
    let words =
        points.iter().map(|it| format!("{}: {}. ", it.label, number::figure(unit, it.mean)));
    let captions = [
        Caption { id: &title, text: &format!("{} by {path}", metric.label()) },
        Caption { id: &text, text: &words.collect::<String>() },
    ];
    let content = html! {
        path.grid d=(plot::grid(scale).into_text()) {}
        path.line d=(intervals(points, scale)) {}
        path.line d=(line(points, scale)) {}
    };
    let places: Vec<(f64, &str)> = points.iter().map(|it| (it.across, it.label.as_str())).collect();
    html! {
        figure.chart {
            figcaption {
                h4 { (metric.label()) " by " code { (path) } }
                @if !others.is_empty() { span.muted { (others) } }
            }
            (plot::plot(scale, captions, &content, &axis::labels_below(&places)))
        }
    }
}

fn height(value: f64, scale: Scale) -> f64 {
    HEIGHT * (1.0 - value.max(0.0) / scale.top())
}

fn line(points: &[CurvePoint], scale: Scale) -> String {
    let mut path = Path::default();
    for (index, point) in points.iter().enumerate() {
        let command = if index == 0 { 'M' } else { 'L' };
        path.push(command, [point.across * WIDTH, height(point.mean, scale)]);
    }
    path.into_text()
}

/// The interval of each point, as an upright with two ends.
fn intervals(points: &[CurvePoint], scale: Scale) -> String {
    let mut path = Path::default();
    for CurvePoint { across, interval: (low, high), .. } in points {
        let (x, low, high) = (across * WIDTH, height(*low, scale), height(*high, scale));
        path.push('M', [x, low]);
        path.push('V', [high]);
        for y in [low, high] {
            path.push('M', [x - CAP, y]);
            path.push('H', [x + CAP]);
        }
    }
    path.into_text()
}
