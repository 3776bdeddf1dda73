//! A sentence on what is selected: why it is so, by which rule, with the numbers.

use super::picture::Picture;
use super::strip;
use crate::report::explain::{ParameterRow, behind};
use crate::report::reason::ClockedSentence;
use crate::tui::format;
use crate::tui::screen::form::{named, setting_in_words};
use apprunner_sim::model::rates::HourlyRates;
use apprunner_sim::sim::event::{Event, EventKind};
use apprunner_sim::sim::reason::Reason;
use apprunner_sim::sim::view::{InstanceState, InstanceView};

/// Whether an event tells why something is as it is; the steps of a launch and
/// the instructor's words do not.
pub(super) fn explains(kind: EventKind) -> bool {
    !matches!(
        kind,
        EventKind::InstanceProvisioning
            | EventKind::InstanceBooting
            | EventKind::InstanceChecking
            | EventKind::InstanceReady
            | EventKind::InstanceActive
            | EventKind::InstanceGone
            | EventKind::HealthPassed
            | EventKind::Stop
    )
}

/// The name of an event in words.
pub(super) fn kind_in_words(kind: EventKind) -> String {
    kind.to_string().replace(['.', '_'], " ")
}

/// Why it happened, settings by their labels.
pub(super) fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Set(setting) => setting_in_words(setting),
        reason => ClockedSentence(reason).to_string(),
    }
}

/// What happened, and why: the rule with its numbers, and what stands behind it.
pub(super) fn event(event: &Event, picture: &Picture<'_>) -> String {
    let scenario = picture.run.scenario;
    let who = event.instance.map_or_else(String::new, |id| format!(", instance {id}"));
    let reported = format!(
        "{} {}{who}: {}",
        format::clock(event.at),
        kind_in_words(event.kind),
        reason(&event.reason)
    );
    let rule = |it: ParameterRow| {
        let label = named(it.parameter).1;
        format!("{label} = {} ({})", it.value, it.sourced(picture.ledger))
    };
    // How a scaling setting takes hold says nothing of an application that changes.
    let is_of_app = event.kind == EventKind::SettingChanged
        && !matches!(&event.reason, Reason::Set(set) if set.path.starts_with("service.auto_scaling"));
    if is_of_app {
        return reported;
    }
    let rules: Vec<String> = behind(event.kind, scenario).into_iter().map(rule).collect();
    if rules.is_empty() {
        return reported;
    }
    format!("{reported}\nUnder {}: {}.", scenario.edition.label(), rules.join("; "))
}

/// What an instance does, from when, how healthy it is, and what brought it here.
pub(super) fn instance(instance: &InstanceView, picture: &Picture<'_>, width: u16) -> String {
    let past = picture.events_past();
    let own = || past.iter().filter(|event| event.instance == Some(instance.id));
    let why = own().next_back().map_or_else(String::new, |event| {
        format!(" {}: {}.", kind_in_words(event.kind), reason(&event.reason))
    });
    let strip = strip::of(instance, picture, usize::from(width));
    let [strip, legend] = strip.map_or_else(<[String; 2]>::default, |strip| {
        [format!("{strip}\n"), format!("\n{}", strip::legend())]
    });
    let cost = cost(instance, picture);
    format!(
        "{strip}Instance {} (version {}, launched {}) is {} since {}. {} {}{why} {cost}{legend}",
        instance.id,
        instance.version,
        format::clock(instance.launched),
        instance.state.name(),
        format::clock(instance.since),
        doing(instance, picture),
        health(instance, picture),
    )
}

/// What it costs as it stands.
fn cost(instance: &InstanceView, picture: &Picture<'_>) -> String {
    let rates = HourlyRates::of(picture.run.scenario, &picture.run.view.service);
    match instance.state {
        InstanceState::Idle => {
            format!("An idle instance costs ${:.4} per hour, for memory only.", rates.idle)
        }
        _ => format!("It costs ${:.4} per hour while it is active.", rates.active),
    }
}

fn doing(instance: &InstanceView, picture: &Picture<'_>) -> String {
    let now = picture.run.view.at;
    let left = instance.until.map(|until| format::wait(until.since(now)));
    let held = instance.held;
    let of = instance.slots.map_or_else(String::new, |slots| format!(" of {slots}"));
    match (instance.state, left) {
        (InstanceState::Provisioning, Some(left)) => {
            format!(
                "App Runner is provisioning it and pulling its image; its container starts in \
                 {left}."
            )
        }
        (InstanceState::Booting, Some(left)) => {
            format!("Its container is starting; the application listens in {left}.")
        }
        (InstanceState::Provisioning | InstanceState::Booting, None) => {
            "It is not ready to receive requests.".to_owned()
        }
        (InstanceState::Checking, _) => {
            let needed = picture.run.view.service.health_check.healthy_threshold;
            let checks = if needed == 1 { "passed check" } else { "passed checks in a row" };
            format!("It receives requests after {needed} {checks}.")
        }
        (InstanceState::Ready | InstanceState::Active, _) if instance.hung => {
            format!("It accepts connections but does not respond; it has {held}{of} active.")
        }
        (InstanceState::Ready | InstanceState::Active, _) => {
            format!("It has {held}{of} active requests.")
        }
        (InstanceState::Idle, _) => {
            "Its memory is provisioned and billed; its CPU is throttled until a request wakes it."
                .to_owned()
        }
        (InstanceState::Unhealthy, _) => {
            "It fails its checks; it receives requests only while no other task is healthy."
                .to_owned()
        }
        (InstanceState::Draining, _) => {
            format!(
                "It receives no new requests and stops when its {held} active requests have ended."
            )
        }
        (InstanceState::Stopping, _) => {
            format!("Its process has received SIGTERM and still runs; it holds {held}.")
        }
    }
}

fn health(instance: &InstanceView, picture: &Picture<'_>) -> String {
    let check = &picture.run.view.service.health_check;
    let next = instance.next_check.map_or_else(String::new, |at| {
        format!("; the next is due in {}", format::wait(at.since(picture.run.view.at)))
    });
    match (instance.failures, instance.passes) {
        (0, 0) => format!("No check has completed yet{next}."),
        (0, passes) => format!("Checks passed in a row: {passes}{next}."),
        (failures, _) if instance.state == InstanceState::Checking => {
            format!("Checks failed in a row: {failures}{next}.")
        }
        (failures, _) => format!(
            "Checks failed in a row: {failures} of the {} that make it unhealthy{next}.",
            check.unhealthy_threshold
        ),
    }
}
