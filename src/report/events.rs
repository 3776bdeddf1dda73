//! The event log as JSON lines: one object an event, in the order in which they
//! happened.

use std::io::{self, Write};

use serde_json::Value;

use super::reason::Sentence;
use apprunner_sim::model::time::{MICROS_PER_SECOND, SimTime};
use apprunner_sim::sim::event::Event;

/// Writes one line for each of `events`.
pub fn write(out: &mut dyn Write, events: &[Event]) -> io::Result<()> {
    events.iter().try_for_each(|event| write_line(out, event))
}

fn write_line(out: &mut dyn Write, event: &Event) -> io::Result<()> {
    let kind = event.kind;
    let why = Value::from(Sentence(&event.reason).to_string());
    write!(out, r#"{{"t_s":{},"kind":"{kind}","instance":"#, seconds(event.at))?;
    match event.instance {
        Some(instance) => write!(out, "{instance}")?,
        None => out.write_all(b"null")?,
    }
    writeln!(out, r#","why":{why}}}"#)
}

/// Seconds with the digits that they have, never rounded and never in powers of
/// ten, which some readers of JSON stumble over.
pub(super) fn seconds(at: SimTime) -> String {
    let micros = at.as_micros();
    let fraction = format!("{:06}", micros % MICROS_PER_SECOND);
    let digits = fraction.trim_end_matches('0');
    format!("{}.{}", micros / MICROS_PER_SECOND, if digits.is_empty() { "0" } else { digits })
}

#[cfg(test)]
mod tests {
    use super::*;
    use apprunner_sim::sim::event::EventKind;
    use apprunner_sim::sim::id::InstanceId;
    use apprunner_sim::sim::reason::Reason;

    fn line(micros: u64, instance: Option<InstanceId>, why: &str) -> String {
        let reason = Reason::Said(why.to_owned());
        let at = SimTime::from_micros(micros);
        let event = Event { at, kind: EventKind::InstanceUnhealthy, instance, reason };
        let mut out = Vec::new();
        write(&mut out, &[event]).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_line_holds_time_kind_instance_and_reason() {
        assert_eq!(
            line(50_000_000, Some(InstanceId(3)), "5 failed checks"),
            "{\"t_s\":50.0,\"kind\":\"instance.unhealthy\",\"instance\":3,\"why\":\"5 failed checks\"}\n"
        );
    }

    #[test]
    fn no_instance_is_null_and_the_reason_is_escaped() {
        let text = line(1, None, "a \"quoted\"\nline");
        assert!(text.starts_with("{\"t_s\":0.000001,"), "{text}");
        assert!(text.contains("\"instance\":null"), "{text}");
        assert_eq!(text.lines().count(), 1);
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["why"], "a \"quoted\"\nline");
    }

    #[test]
    fn ten_years_keep_their_microseconds() {
        assert_eq!(seconds(SimTime::from_micros(315_360_000_000_001)), "315360000.000001");
    }
}
