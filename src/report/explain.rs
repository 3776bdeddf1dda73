//! The parameters that nobody has published, as a run takes them: each with its
//! value, what kind of source stands behind it, and which.

use std::io::{self, Write};

use serde::Serialize;

use super::Format;
use super::list::write_rows;
use super::table::{Column, Page, write_list};
use crate::model::assume::QueueLimit;
use crate::model::rules::Param;
use crate::model::scenario::Scenario;

/// Writes what `scenarios` assume.
pub fn write(
    out: &mut dyn Write,
    scenarios: &[Scenario],
    format: Format,
    page: Page,
) -> io::Result<()> {
    if format != Format::Table {
        return write_rows(out, &scenarios.iter().flat_map(rows).collect::<Vec<_>>(), format);
    }
    let columns = [
        Column::Name("parameter"),
        Column::Words("value"),
        Column::Name("provenance"),
        Column::Words("source"),
    ];
    for (index, scenario) in scenarios.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        let name = page.ink.strong(&scenario.name);
        writeln!(out, " {name} · {} rules\n", scenario.edition)?;
        let cells = rows(scenario)
            .into_iter()
            .map(|row| [row.parameter.to_owned(), row.value, row.provenance, row.source].into());
        write_list(out, page, &columns, cells)?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Row {
    scenario: String,
    rules: &'static str,
    parameter: &'static str,
    value: String,
    provenance: String,
    source: String,
}

fn rows(scenario: &Scenario) -> Vec<Row> {
    let (run, rules) = (&scenario.assume, &scenario.edition.rules().assume);
    let row = |parameter, (value, provenance, source): (String, String, String)| Row {
        scenario: scenario.name.clone(),
        rules: scenario.edition.name(),
        parameter,
        value,
        provenance,
        source,
    };
    vec![
        row("provision", told(run.provision, &rules.provision)),
        row("start_limit", told(run.start_limit, &rules.start_limit)),
        row("idle_after", told(run.idle_after, &rules.idle_after)),
        row("wake", told(run.wake, &rules.wake)),
        row("scale_period", told(run.scale_period, &rules.scale_period)),
        row("scale_in_after", told(run.scale_in_after, &rules.scale_in_after)),
        row("target_utilization", told(run.target_utilization, &rules.target_utilization)),
        row("request_limit", told(run.request_limit, &rules.request_limit)),
        row("turnaround", told(run.turnaround, &rules.turnaround)),
        row("healthy_status", judged(run.healthy_status, &rules.healthy_status, statuses)),
        row("overload_status", told(run.overload_status, &rules.overload_status)),
        row("queue_limit", judged(run.queue_limit, &rules.queue_limit, queue_limit)),
    ]
}

/// A value, what stands behind it and the source.
fn told<T: Copy + PartialEq + ToString>(value: T, rule: &Param<T>) -> (String, String, String) {
    judged(value, rule, |value| value.to_string())
}

/// As [`told`], for values that have no words of their own. What a scenario
/// overrides no longer stands on the edition's source.
fn judged<T: Copy + PartialEq>(
    value: T,
    rule: &Param<T>,
    words: impl Fn(T) -> String,
) -> (String, String, String) {
    if value == rule.value {
        (words(value), rule.provenance.to_string(), rule.source.to_owned())
    } else {
        let source = format!("this scenario; the edition has {}", words(rule.value));
        (words(value), "scenario".to_owned(), source)
    }
}

fn statuses((low, high): (u16, u16)) -> String {
    format!("{low} to {high}")
}

fn queue_limit(limit: QueueLimit) -> String {
    match limit {
        QueueLimit::Requests(requests) => requests.to_string(),
        QueueLimit::Unlimited => "unlimited".to_owned(),
        QueueLimit::Capacity => "capacity".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rules::Edition;
    use crate::model::time::SimDuration;

    fn scenario() -> Scenario {
        let edition = Edition::Aws;
        let rules = edition.rules();
        Scenario {
            name: "lab".to_owned(),
            title: "A lab".to_owned(),
            summary: String::new(),
            edition,
            duration: SimDuration::from_secs(60),
            seed: 1,
            teaches: Vec::new(),
            service: rules.service(),
            app: rules.application(),
            assume: rules.assumptions(),
            traffic: Vec::new(),
            actions: Vec::new(),
            alarms: Vec::new(),
            fix: Vec::new(),
            goals: Vec::new(),
            beats: Vec::new(),
            adapted: Vec::new(),
        }
    }

    #[test]
    fn every_parameter_names_its_source() {
        let rows = rows(&scenario());
        assert_eq!(rows.len(), 12);
        assert!(rows.iter().all(|row| !row.source.is_empty()));
        assert_eq!((rows[3].parameter, rows[3].value.as_str()), ("wake", "50ms"));
    }

    #[test]
    fn an_override_is_the_scenarios_own() {
        let mut scenario = scenario();
        scenario.assume.queue_limit = QueueLimit::Unlimited;
        let rows = rows(&scenario);
        let row = rows.last().unwrap();
        assert_eq!((row.value.as_str(), row.provenance.as_str()), ("unlimited", "scenario"));
        assert_eq!(row.source, "this scenario; the edition has 0");
    }

    #[test]
    fn the_table_fits_its_page() {
        let mut out = Vec::new();
        write(&mut out, &[scenario()], Format::Table, Page::PIPE).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    }
}
