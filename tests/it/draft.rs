//! Changes to a run: what is written into its file, and what the engine makes of it.

use apprunner_sim::file::draft::Draft;
use apprunner_sim::model::intervention::{Intervention, TimedAction};
use apprunner_sim::model::time::{SimDuration, SimTime};
use apprunner_sim::sim::player;
use coldstart::app::builtin;

fn draft(name: &str) -> Draft {
    builtin::draft(name, Vec::new()).unwrap().unwrap()
}

#[test]
fn a_surge_multiplies_what_arrives_and_leaves_the_past_alone() {
    for name in ["campaign-surge", "health-302"] {
        let before = draft(name);
        let from = SimTime::from_secs(60);
        let surge = TimedAction::Surge(3, SimDuration::from_secs(60));
        let after = before.with(Intervention::At(from, surge)).unwrap();
        let offered = |draft: &Draft, until: u64| {
            let mut scenario = draft.scenario().clone();
            scenario.duration = SimDuration::from_secs(until);
            scenario.actions.retain(|it| it.at <= SimTime::from_secs(until));
            scenario.story.stops.clear();
            player::run(scenario).requests.offered
        };
        assert_eq!(offered(&before, 59), offered(&after, 59), "{name}");
        let minute = |draft: &Draft| (offered(draft, 120) - offered(draft, 60)) as f64;
        let ratio = minute(&after) / minute(&before);
        assert!((2.8..3.2).contains(&ratio), "{name}: {ratio}");
    }
}

#[test]
fn the_fix_makes_the_goals_hold() {
    let before = draft("health-302");
    let after = before.fixed().unwrap();
    assert!(player::run(before.scenario().clone()).goals.iter().any(|goal| !goal.passed));
    assert!(player::run(after.scenario().clone()).goals.iter().all(|goal| goal.passed));
    assert_eq!(after.untouched().unwrap(), before);
}
