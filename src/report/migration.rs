//! What moving a service to ECS Express Mode changes, in lines and as JSON.

use std::io::{self, Write};

use super::TreeFormat;
use super::json::pretty;
use super::number;
use super::table::{Column, Page, width_of, write_hanging, write_list};
use crate::app::migration::{Change, FigureGroup, MigrationReport, MoveStep, StepCondition, span};
use apprunner_sim::model::metric::Unit;

/// What the two services are called.
pub(super) const SIDES: [&str; 2] = ["App Runner", "Express Mode"];
/// The headings of the parts.
pub const CHANGES: &str = "What changes for this service";
pub(super) const STEPS: &str = "The way there";
pub(super) const DEFINITION: &str = "Definition";
pub(super) const ADAPTED: &str = "Adapted";

/// Cells from the left to what stands beside a side of a change.
pub const BESIDE: usize = 19;

/// Writes `report` as `format` says.
pub fn write(
    out: &mut dyn Write,
    report: &MigrationReport,
    format: TreeFormat,
    page: Page,
) -> io::Result<()> {
    match format {
        TreeFormat::Table => write_lines(out, report, page),
        TreeFormat::Json => pretty(out, report),
    }
}

fn write_lines(out: &mut dyn Write, report: &MigrationReport, page: Page) -> io::Result<()> {
    let name = page.ink.strong(&report.title);
    writeln!(out, " {name} · App Runner → ECS Express Mode · seed {} for both", report.seed)?;
    for group in &report.figures {
        write_group(out, group, page)?;
    }
    heading(out, CHANGES, page)?;
    for change in &report.changes {
        write_change(out, change, page)?;
    }
    heading(out, STEPS, page)?;
    for (number, step) in (1..).zip(&report.steps) {
        write_step(out, number, step, page)?;
    }
    heading(out, DEFINITION, page)?;
    pretty(out, &report.definition)?;
    for left_out in &report.left_out {
        write_hanging(out, "   ", left_out, page)?;
    }
    if report.adapted().next().is_some() {
        heading(out, ADAPTED, page)?;
    }
    for (side, change) in report.adapted() {
        write_hanging(out, "   ", &format!("{side}: {change}"), page)?;
    }
    Ok(())
}

fn heading(out: &mut dyn Write, text: &str, page: Page) -> io::Result<()> {
    writeln!(out, "\n {}", page.ink.strong(text))
}

fn write_group(out: &mut dyn Write, group: &FigureGroup, page: Page) -> io::Result<()> {
    writeln!(out)?;
    let [app_runner, express] = SIDES;
    let columns = [Column::Name(group.name), Column::Figure(app_runner), Column::Figure(express)];
    let rows = group.figures.iter().map(|figure| {
        let shown = |value| shown(figure.unit, value, figure.absent);
        vec![figure.name.to_owned(), shown(figure.app_runner), shown(figure.express)]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if width_of(&columns, &rows) <= usize::from(page.width) {
        write_list(out, page, &columns, rows)?;
    } else {
        writeln!(out, " {}", group.name)?;
        for row in &rows {
            let [name, figures @ ..] = &row[..] else { continue };
            write_hanging(out, "   ", name, page)?;
            for (side, figure) in SIDES.iter().zip(figures) {
                writeln!(out, "     {side:<14}{figure}")?;
            }
        }
    }
    write_hanging(out, "   ", &group.note, page)
}

/// A figure for people: money of a month to the cent, long times in minutes.
pub(super) fn shown(unit: Unit, value: Option<f64>, absent: &str) -> String {
    match (unit, value) {
        (_, None) => absent.to_owned(),
        (Unit::Dollars, Some(value)) if value > 0.0 && value < 0.005 => "<$0.01".to_owned(),
        (Unit::Dollars, Some(value)) => format!("${value:.2}"),
        (Unit::Seconds, Some(value)) => span(value),
        (unit, Some(value)) => number::figure(unit, value),
    }
}

fn write_change(out: &mut dyn Write, change: &Change, page: Page) -> io::Result<()> {
    write_hanging(out, "   ", change.topic, page)?;
    let [app_runner, express] = SIDES;
    write_hanging(out, &format!("     {app_runner:<14}"), change.app_runner, page)?;
    write_hanging(out, &format!("     {express:<14}"), change.express, page)?;
    if let Some(here) = &change.here {
        write_hanging(out, &format!("     {:<14}", "here"), here, page)?;
    }
    writeln!(out, "     {:<14}{}", change.provenance, change.source)
}

fn write_step(out: &mut dyn Write, number: u32, step: &MoveStep, page: Page) -> io::Result<()> {
    let title = format!("{}{}", step.title, condition(step));
    write_hanging(out, &format!("   {number}. "), &title, page)?;
    write_hanging(out, "      ", step.text, page)?;
    // Commands are copied: they are not wrapped.
    step.commands.iter().try_for_each(|command| writeln!(out, "      {command}"))?;
    writeln!(out, "      {}", step.source)
}

/// What the title of a step says of its need.
pub(super) fn condition(step: &MoveStep) -> &'static str {
    match step.condition {
        StepCondition::Needed => "",
        StepCondition::IfUsed => " (if the service uses it)",
    }
}
