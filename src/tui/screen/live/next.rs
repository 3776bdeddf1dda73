//! What happens next: everything that is on the calendar at the playhead.

use super::picture::Picture;
use crate::tui::format;
use apprunner_sim::model::action::Action;
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::view::InstanceState;

/// The next few things that are scheduled, the nearest first: checks, the ends of
/// provisioning and booting, the next stop; what the scenario makes happen only as far as its marks
/// are shown.
pub(super) fn soon(picture: &Picture<'_>) -> Vec<String> {
    let now = picture.run.view.at;
    let mut coming: Vec<(SimTime, String)> = Vec::new();
    for one in &picture.run.view.instances {
        let id = one.id;
        if let Some(at) = one.next_check {
            coming.push((at, format!("check of #{id}")));
        }
        match (one.state, one.until) {
            (InstanceState::Provisioning, Some(at)) => {
                coming.push((at, format!("#{id}: container starts")));
            }
            (InstanceState::Booting, Some(at)) => {
                coming.push((at, format!("#{id}: listens, then health checks")));
            }
            _ => {}
        }
    }
    let is_shown = |at: SimTime| at > now && at <= picture.marked_until;
    let actions = picture.run.scenario.actions.iter().filter(|action| is_shown(action.at));
    coming.extend(actions.map(|scheduled| (scheduled.at, named(&scheduled.action))));
    let mut stops = picture.run.scenario.story.stops.iter();
    let stop = stops.find(|stop| stop.at > now && stop.stops());
    coming.extend(stop.map(|stop| (stop.at, "instructor stop".to_owned())));
    coming.retain(|(at, _)| *at >= now);
    coming.sort();
    let reported = coming
        .into_iter()
        .take(4)
        .map(|(at, what)| format!("{what} in {}", format::wait(at.since(now))));
    reported.collect()
}

fn named(action: &Action) -> String {
    match action {
        Action::Crash { instances } => format!("{instances} × crash"),
        Action::Hang { instances } => format!("{instances} × hang"),
        Action::Set(patch) => {
            patch.settings.first().map_or_else(|| "setting changes".to_owned(), ToString::to_string)
        }
        Action::Deploy(version) => format!("StartDeployment {}", version.name),
        Action::Push(version) => format!("push {}", version.name),
        Action::Update(_) => "UpdateService".to_owned(),
        Action::Pause => "PauseService".to_owned(),
        Action::Stuck(length) => format!("operations stuck for {length}"),
        Action::Resume => "ResumeService".to_owned(),
    }
}
