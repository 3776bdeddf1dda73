//! The life of an instance as a strip: what it was doing, from its launch to now,
//! with its failed checks.

use super::picture::Picture;
use crate::tui::{format, text};
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::event::{Event, EventKind};
use apprunner_sim::sim::view::InstanceView;

/// What a strip is rendered with, for its legend.
pub(super) const LEGEND: &str =
    "◌ provisioning ◐ booting ◇ checking ● serving ○ idle ▼ draining × failed check";

/// The sign of the state that an event begins.
fn state(kind: EventKind) -> Option<&'static str> {
    Some(match kind {
        EventKind::InstanceProvisioning => "◌",
        EventKind::InstanceBooting => "◐",
        EventKind::InstanceChecking => "◇",
        EventKind::InstanceReady | EventKind::InstanceActive => "●",
        EventKind::InstanceIdle => "○",
        EventKind::InstanceDraining | EventKind::InstanceStopping => "▼",
        _ => return None,
    })
}

/// The strip of `instance` in `width` cells, the times of both ends beside it.
pub(super) fn of(instance: &InstanceView, picture: &Picture<'_>, width: usize) -> String {
    let (from, to) = (instance.launched, picture.run.view.at);
    let ends = [format::clock_s(from), format::clock_s(to)];
    let around = text::width(&ends[0]) + text::width(&ends[1]) + 2;
    let cells = width.saturating_sub(around);
    let past = picture.run.events.get(..picture.past()).unwrap_or_default();
    let own: Vec<&Event> = past.iter().filter(|it| it.instance == Some(instance.id)).collect();
    format!("{} {} {}", ends[0], cells_of(&own, from, to, cells), ends[1])
}

/// Each cell shows how its stretch ended, or the check that failed in it.
fn cells_of(own: &[&Event], from: SimTime, to: SimTime, cells: usize) -> String {
    let length = to.since(from).as_micros().max(1);
    let edge = |cell: usize| {
        let share = u128::from(length) * cell as u128 / cells.max(1) as u128;
        from.as_micros() + u64::try_from(share).unwrap_or(u64::MAX)
    };
    let strip = (0..cells).map(|cell| {
        let (begin, end) = (edge(cell), edge(cell + 1));
        let within = own.iter().filter(|event| {
            let at = event.at.as_micros();
            at < end && (at >= begin || cell == 0)
        });
        if within.into_iter().any(|event| event.kind == EventKind::HealthFailed) {
            return "×";
        }
        let before = own.iter().take_while(|event| event.at.as_micros() < end);
        // Who was there from the start of the run has never been seen to start.
        before.filter_map(|event| state(event.kind)).last().unwrap_or("●")
    });
    strip.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use apprunner_sim::sim::reason::{Reason, Rule};

    fn event(seconds: u64, kind: EventKind) -> Event {
        let at = SimTime::from_secs(seconds);
        Event { at, kind, instance: None, reason: Reason::Rule(Rule::ScaleOut) }
    }

    #[test]
    fn a_life_goes_from_state_to_state_with_its_failures() {
        let own = [
            event(0, EventKind::InstanceProvisioning),
            event(2, EventKind::InstanceBooting),
            event(5, EventKind::InstanceChecking),
            event(6, EventKind::InstanceReady),
            event(8, EventKind::HealthFailed),
        ];
        let own: Vec<&Event> = own.iter().collect();
        let drawn = |cells| cells_of(&own, SimTime::ZERO, SimTime::from_secs(10), cells);
        assert_eq!(drawn(10), "◌◌◐◐◐◇●●×●");
        assert_eq!(drawn(0), "");
        assert_eq!(cells_of(&[], SimTime::ZERO, SimTime::ZERO, 3), "●●●");
    }
}
