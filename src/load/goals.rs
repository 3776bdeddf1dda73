//! `[[goal]]` and `[[alarm]]`: what a run is judged by, and what raises an
//! alarm.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use super::cursor::{Cursor, Field};
use super::faults::{Fault, Faults, quoted};
use super::quantity;
use crate::model::goal::{Alarm, Bound, CloudWatchMetric, Goal, Probe, Threshold};
use crate::model::metric::{self, Metric};

/// The most consecutive minutes of an alarm: a day of them.
const MAX_PERIODS: u32 = 1_440;

/// The goals in `tables`.
pub(super) fn read(tables: Vec<Cursor<'_>>, faults: &mut Faults) -> Vec<Goal> {
    let mut names = BTreeSet::new();
    let goal = |mut cursor: Cursor<'_>| {
        let name = cursor.required("name", "name = \"nobody is turned away\"", faults);
        let probe = probe(&mut cursor, faults);
        cursor.finish(faults);
        let name = name.and_then(|field| field.unique("name", &mut names, faults));
        Some(Goal { name: name?, probe: probe? })
    };
    tables.into_iter().filter_map(goal).collect()
}

/// The alarms in `tables`.
pub(super) fn alarms(tables: Vec<Cursor<'_>>, faults: &mut Faults) -> Vec<Alarm> {
    let mut names = BTreeSet::new();
    let alarm = |mut cursor: Cursor<'_>| {
        let name = cursor.required("name", "name = \"errors over 1 %\"", faults);
        let metric = cursor.required("metric", "metric = \"5xxStatusResponses\"", faults);
        let threshold = cursor.exactly_one(&["over", "at_least"], faults);
        let periods = cursor.field("periods");
        cursor.finish(faults);
        let name = name.and_then(|field| field.unique("name", &mut names, faults));
        let known = CloudWatchMetric::ALL.map(|metric| (metric.name(), metric));
        let metric = metric.and_then(|field| field.choice(&known, faults));
        let threshold = threshold.and_then(|field| match field.name {
            "over" => {
                quantity::number(field, &(0.0..=1.0), faults).map(Threshold::OverShareOfRequests)
            }
            _ => quantity::finite(field, faults).map(Threshold::AtLeast),
        });
        let periods =
            periods.map_or(Some(1), |field| quantity::integer(field, &(1..=MAX_PERIODS), faults));
        Some(Alarm { name: name?, metric: metric?, threshold: threshold?, periods: periods? })
    };
    tables.into_iter().filter_map(alarm).collect()
}

/// The metric and the bound among the fields of `cursor`.
pub(super) fn probe(cursor: &mut Cursor<'_>, faults: &mut Faults) -> Option<Probe> {
    probe_of(cursor, quantity::number, faults)
}

/// The same, with `number` to read what the bound says.
pub(super) fn probe_of<N: From<f64>>(
    cursor: &mut Cursor<'_>,
    number: impl Fn(Field<'_>, &RangeInclusive<f64>, &mut Faults) -> Option<N>,
    faults: &mut Faults,
) -> Option<Probe<N>> {
    let metric = cursor.required("metric", "metric = \"requests.failed_ratio\"", faults);
    let bound = cursor.exactly_one(&["at_most", "at_least", "equals"], faults);
    let within = cursor.field("within");
    let metric = metric.and_then(|field| metric_of(field, faults));
    let bound = bound?;
    if let (Some(field), true) = (within, bound.name != "equals") {
        let fault = Fault::new(field.key, format!("`within` beside `{}`", bound.name));
        faults.push(fault.expected("`within` only beside `equals`"));
    }
    let value = number(bound, &quantity::ANY, faults);
    let within =
        within.map_or(Some(N::from(0.0)), |field| number(field, &(0.0..=f64::INFINITY), faults));
    let (value, within) = (value?, within?);
    let bound = match bound.name {
        "at_most" => Bound::AtMost(value),
        "at_least" => Bound::AtLeast(value),
        _ => Bound::Equals { value, within },
    };
    Some(Probe { metric: metric?, bound })
}

/// A figure of the summary.
fn metric_of(field: Field<'_>, faults: &mut Faults) -> Option<Metric> {
    let text = field.text(faults)?;
    let metric = Metric::parse(text);
    if metric.is_none() {
        let message = format!("the summary has no figure {}", quoted(text));
        let fault = Fault::new(&field.node.place, message)
            .expected("a path such as \"requests.failed_ratio\"");
        faults.push(fault.suggest(text, metric::KNOWN.iter().copied()));
    }
    metric
}
