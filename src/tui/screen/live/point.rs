//! A point of a chart explained: the figures of the frame at the playhead, and the
//! event that made them so.

use super::explain;
use super::picture::{Picture, Subject};
use crate::tui::format;
use apprunner_sim::model::rules::Edition;
use apprunner_sim::sim::event::{Event, EventKind};
use apprunner_sim::sim::recording::Frame;
use spanned_toml::faults::counted;

/// What the chart shows at the playhead, and why.
pub(super) fn explained(subject: Subject, picture: &Picture<'_>) -> String {
    let Some(frame) = picture.frames_past().last() else {
        return "There is no data yet; the first data point is at 1 second.".to_owned();
    };
    let figures = match subject {
        Subject::Requests => requests(frame, picture.run.scenario.edition),
        Subject::Latency => latency(frame),
        Subject::Instances => instances(frame),
        Subject::Demand => demand(frame, picture),
    };
    let cause = cause(subject, picture).map_or_else(String::new, |event| {
        format!("\nBefore that, {}", explain::event(event, picture))
    });
    let length = picture.run.frame_length;
    format!("In the {length} to {}: {figures}{cause}", format::clock_s(frame.end))
}

fn requests(frame: &Frame, edition: Edition) -> String {
    let Frame { offered, succeeded, failed, rejected, abandoned, .. } = frame;
    let others = failed - rejected.min(failed);
    format!(
        "{} arrived; {succeeded} succeeded, {} rejected {rejected}, {others} failed for \
         other reasons, {abandoned} timed out at the client.",
        counted(offered, "request"),
        edition.service()
    )
}

fn latency(frame: &Frame) -> String {
    let waiting = match frame.waiting {
        0 => "none are waiting now".to_owned(),
        count => format!("{count} are waiting now, and their waiting time is included"),
    };
    match (frame.p50, frame.p95, frame.p99) {
        (Some(p50), Some(p95), Some(p99)) => {
            let [p50, p95, p99] = [p50, p95, p99].map(format::latency);
            format!("50 % completed within {p50}, 95 % within {p95}, 99 % within {p99}; {waiting}.")
        }
        _ => format!("no instance responded; {waiting}."),
    }
}

fn instances(frame: &Frame) -> String {
    let Frame { instances, active, wanted, .. } = frame;
    let instances = counted(instances, "instance");
    format!("{active} of {instances} active; {wanted} desired.")
}

fn demand(frame: &Frame, picture: &Picture<'_>) -> String {
    let (held, waiting) = (frame.held, frame.waiting);
    let capacity = match picture.run.view.service.auto_scaling.limit() {
        Some(slots) => format!(
            "the capacity is {} × {slots} = {} concurrent requests.",
            counted(frame.active, "instance"),
            counted(u64::from(slots) * u64::from(frame.active), "request")
        ),
        None => "an instance has no limit of concurrent requests.".to_owned(),
    };
    format!("{held} in progress and {waiting} waiting; {capacity}")
}

/// The latest event that bears on the chart.
fn cause<'a>(subject: Subject, picture: &Picture<'a>) -> Option<&'a Event> {
    let bears = |kind: EventKind| match subject {
        Subject::Requests => matches!(
            kind,
            EventKind::RejectingStarted
                | EventKind::RejectingEnded
                | EventKind::InstanceUnhealthy
                | EventKind::InstanceCrashed
        ),
        Subject::Latency => matches!(
            kind,
            EventKind::ScaleOut | EventKind::InstanceUnhealthy | EventKind::InstanceReady
        ),
        Subject::Instances | Subject::Demand => matches!(
            kind,
            EventKind::ScaleOut
                | EventKind::ScaleIn
                | EventKind::InstanceUnhealthy
                | EventKind::InstanceCrashed
        ),
    };
    let past = picture.events_past();
    past.iter().rev().find(|event| bears(event.kind))
}
