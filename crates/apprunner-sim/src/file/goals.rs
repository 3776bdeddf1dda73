//! `[[goal]]` and `[[alarm]]`: what a run is judged by, and what raises an
//! alarm.

use std::collections::BTreeSet;

use crate::model::goal::{Alarm, CloudWatchMetric, Goal, Probe, Threshold};
use crate::model::metric::{self, Metric};
use spanned_toml::cursor::Cursor;
use spanned_toml::faults::Faults;
use spanned_toml::{bound, quantity};

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

/// The condition at `cursor`, whose other fields are the caller's.
pub(super) fn probe(cursor: &mut Cursor<'_>, faults: &mut Faults) -> Option<Probe> {
    let (path, bound) = bound::read(cursor, &metric::NAMES, quantity::number, faults)?;
    Some(Probe { metric: Metric::parse(&path)?, bound })
}
