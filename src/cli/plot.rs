//! `--plot`: curves of a sweep in the terminal.

use std::io::{self, Write};

use anyhow::bail;

use crate::report::Format;
use crate::report::curve::{Curve, CurvePoint};
use crate::report::number::figure;
use crate::report::table::Page;
use crate::report::tune::Tuning;
use crate::report::tune::frontier::{self, AGAINST, FrontierPoint};
use crate::tui::plot::TextPlot;
use apprunner_sim::model::metric::{Metric, Unit};

/// Lines of a plot.
const HEIGHT: u16 = 12;
/// Columns of a plot, at most.
const WIDEST: u16 = 100;

/// Fails where `--plot` goes with another `format` than a table.
pub(super) fn check(format: Format) -> anyhow::Result<()> {
    if format != Format::Table {
        bail!("`--plot` draws under the table; leave `--format` out");
    }
    Ok(())
}

/// The columns of a plot on `page`.
fn width(page: Page) -> u16 {
    page.width.min(WIDEST)
}

/// Writes each of `curves` under its name.
pub(super) fn write(out: &mut dyn Write, curves: &[Curve], page: Page) -> io::Result<()> {
    for curve in curves {
        let Curve { metric, path, others, points } = curve;
        let others = if others.is_empty() { String::new() } else { format!(" · {others}") };
        let title = format!("{} by {path}", metric.label());
        writeln!(out, "\n {}{others} (mean and 95 % interval)", page.ink.strong(&title))?;
        let plot = TextPlot {
            line: points.iter().map(|point| (point.across, point.mean)).collect(),
            strokes: points.iter().map(stroke).collect(),
            dots: Vec::new(),
        };
        for line in plot.lines(width(page), HEIGHT, labels(*metric)) {
            writeln!(out, "{line}")?;
        }
        let ticks = points.iter().map(|point| (point.across, point.label.as_str()));
        writeln!(out, "{}", ticks_below(ticks, width(page)))?;
    }
    Ok(())
}

fn stroke(point: &CurvePoint) -> (f64, f64, f64) {
    (point.across, point.interval.0, point.interval.1)
}

/// Writes the frontier of `found`, where there are two settings to join.
pub(super) fn write_frontier(out: &mut dyn Write, found: &Tuning, page: Page) -> io::Result<()> {
    let points = frontier::points(found);
    let (Some(metric), true) = (found.minimized(), points.len() > 1) else { return Ok(()) };
    let costs = points.iter().map(|point| point.cost);
    let (low, high) =
        costs.fold((f64::INFINITY, 0.0_f64), |(low, high), it| (low.min(it), high.max(it)));
    let across = |cost: f64| if high > low { (cost - low) / (high - low) } else { 0.5 };
    let place = |point: &FrontierPoint| (across(point.cost), point.latency);
    let plot = TextPlot {
        line: frontier::line(found).iter().map(place).collect(),
        strokes: Vec::new(),
        dots: points.iter().map(place).collect(),
    };
    let title = format!("{} against {}", AGAINST.label(), metric.label_in_prose());
    let what = "dots: settings; line: no other is better in both";
    writeln!(out, "\n {} ({what})", page.ink.strong(&title))?;
    for line in plot.lines(width(page), HEIGHT, labels(AGAINST)) {
        writeln!(out, "{line}")?;
    }
    let ends = [low, high].map(|cost| figure(metric.unit(), cost));
    let ticks = [0.0, 1.0].into_iter().zip(ends.iter().map(String::as_str));
    writeln!(out, "{}", ticks_below(ticks, width(page)))
}

/// What writes a value of the scale of `metric`.
fn labels(metric: Metric) -> fn(f64) -> String {
    match metric.unit() {
        Unit::Count => |value| figure(Unit::Count, value),
        Unit::Ratio => |value| figure(Unit::Ratio, value),
        Unit::Milliseconds => |value| figure(Unit::Milliseconds, value),
        Unit::Seconds => |value| figure(Unit::Seconds, value),
        Unit::Dollars => |value| figure(Unit::Dollars, value),
    }
}

/// A line with each label under its place; one that has no room is left out.
fn ticks_below<'t>(ticks: impl Iterator<Item = (f64, &'t str)>, width: u16) -> String {
    let mut line = String::new();
    for (across, label) in ticks {
        let length = label.chars().count();
        let wanted = TextPlot::column(across, width).saturating_sub(length / 2);
        let start = wanted.min(usize::from(width).saturating_sub(length));
        let taken = line.chars().count();
        if taken == 0 || start > taken {
            line.push_str(&" ".repeat(start - taken));
            line.push_str(label);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_stand_under_their_places_where_they_have_room() {
        let ticks = [(0.0, "1"), (0.05, "2"), (0.5, "20"), (1.0, "200")];
        let line = ticks_below(ticks.into_iter(), 40);
        assert_eq!(line, "        1              20            200");
    }
}
