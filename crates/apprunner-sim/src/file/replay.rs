//! `trace = "access.log"` in `[[traffic]]`: a log that is replayed.

use super::scenario_file::ScenarioFile;
use crate::model::replay::{LogFormat, RecordedArrivals, Replay, ReplayLatency, TraceFile};
use spanned_toml::faults::quoted;
use spanned_toml::field::Field;
use spanned_toml::shape::Shape;
use spanned_toml::word::Word;

/// The fields that belong to a stream with `trace`.
pub(super) const FIELDS: [&str; 5] = ["format", "routes", "speed", "repeat", "latency"];

/// How many times faster or slower than recorded a log is replayed.
const SPEEDS: std::ops::RangeInclusive<f64> = 0.001..=1_000.0;
/// The most rounds.
const MAX_REPEAT: u32 = 1_000_000;

impl Word for LogFormat {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("common", Self::Common),
        ("combined", Self::Combined),
        ("alb", Self::Alb),
        ("cloudfront", Self::CloudFront),
        ("json", Self::JsonLines),
        ("csv", Self::Csv),
    ];
}

impl Word for ReplayLatency {
    const WORDS: &'static [(&'static str, Self)] = &[("route", Self::Route), ("log", Self::Log)];
}

/// Reads what of the log `trace` is replayed, and opens it.
pub(super) fn read(
    trace: Field<'_>,
    [format, routes, speed, repeat, latency]: [Option<Field<'_>>; FIELDS.len()],
    file: ScenarioFile<'_>,
) -> Replay {
    let faults = trace.faults();
    let wanted = faults.sound(|| TraceFile {
        file: trace.text().to_owned(),
        format: format.map(Field::word),
        routes: routes.map(patterns).unwrap_or_default(),
        latency: latency.map(Field::word).unwrap_or_default(),
    });
    let opened = wanted.as_ref().map(|it| file.traces.open(file.path, it));
    let arrivals = match opened.transpose() {
        Ok(arrivals) => arrivals.unwrap_or_default(),
        Err(why) => {
            let name = quoted(trace.text());
            let fault = trace.fault(format!("the log {name} cannot be replayed: {why}"));
            fault.expected("an access log, seen from the folder of this file").report();
            RecordedArrivals::default()
        }
    };
    Replay {
        trace: wanted.unwrap_or_else(nothing),
        speed: speed.map_or(1.0, |field| field.number(SPEEDS)),
        repeat: repeat.map_or(1, |field| field.integer(1..=MAX_REPEAT)),
        arrivals,
    }
}

/// The stand-in for what has faults.
fn nothing() -> TraceFile {
    let (routes, latency) = (Vec::new(), ReplayLatency::Route);
    TraceFile { file: String::new(), format: None, routes, latency }
}

/// Reads patterns of paths, such as `"/api/*"`.
fn patterns(field: Field<'_>) -> Vec<String> {
    field.list(|item| {
        item.expects(|| Shape::pattern("^[/*]"));
        let text = item.text();
        if !text.starts_with(['/', '*']) && item.value().is_some() {
            let fault = item.fault(format!("the pattern {} is no path", quoted(text)));
            fault.expected("patterns such as \"/api/*\"").report();
        }
        text.to_owned()
    })
}
