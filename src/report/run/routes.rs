//! The requests of each route, where a run has several.

use std::io::{self, Write};

use crate::report::number::{count, millis, share};
use crate::report::table::{Column, Page, write_list};
use apprunner_sim::sim::summary::{RouteRequests, Summary};

/// The heads of the table.
pub(in crate::report) const HEADS: [&str; 8] =
    ["N", "route", "offered", "failed", "or timeout", "mean", "p50", "p99"];

/// A row for each route, under [`HEADS`]; none where a run has one.
pub(in crate::report) fn rows(run: &Summary) -> Vec<[String; HEADS.len()]> {
    let row = |(index, it): (usize, &RouteRequests)| {
        let latency = &it.latency_ms;
        [
            index.to_string(),
            it.route.clone(),
            count(it.offered),
            share(it.failed_ratio),
            share(it.lost_ratio),
            millis(latency.mean),
            millis(latency.p50),
            millis(latency.p99),
        ]
    };
    run.requests.by_route.iter().enumerate().map(row).collect()
}

/// Writes the table of routes.
pub(super) fn write(out: &mut dyn Write, run: &Summary, page: Page) -> io::Result<()> {
    let rows = rows(run);
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n Routes")?;
    let columns = HEADS.map(|head| match head {
        "route" => Column::Name(head),
        figure => Column::Figure(figure),
    });
    write_list(out, page, &columns, rows.into_iter().map(Vec::from))
}
