//! Holding a scenario to its fix: without it a goal is missed, with it all hold.

use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::player;
use apprunner_sim::sim::summary::GoalResult;
use spanned_toml::diagnostic::{Diagnostics, Source};

/// Something that speaks against a scenario's fix, or against one without.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FixFailure {
    /// There is nothing to fix.
    #[error("every goal is met without the fix")]
    Needless,
    /// It does not help.
    #[error("goal `{}` is missed despite the fix: {} = {}", .0.name, .0.metric, figure(.0))]
    Useless(GoalResult),
    /// A scenario without a fix misses a goal of its own.
    #[error("goal `{}` is missed: {} = {}", .0.name, .0.metric, figure(.0))]
    Missed(GoalResult),
    /// The settings do not fit the scenario.
    #[error("the fix cannot be applied to `{}`", .0.source.name)]
    Unfit(Diagnostics),
}

/// The figure of a goal, as a message tells it.
pub(super) fn figure(goal: &GoalResult) -> String {
    goal.value.map_or("null".to_owned(), |value| value.to_string())
}

/// Runs `scenario`, which was read from `source`, and again with its fix.
/// Gives how many runs it took.
pub fn verify(source: &Source, scenario: &Scenario) -> Result<usize, FixFailure> {
    let missed = missed_goal(scenario.clone());
    if scenario.fix.is_empty() {
        return missed.map_or(Ok(1), |goal| Err(FixFailure::Missed(goal)));
    }
    if missed.is_none() {
        return Err(FixFailure::Needless);
    }
    let (set, traces) = (scenario.fix.clone(), scenario.traces.clone());
    let request = Request { set, traces, ..Request::default() };
    let fixed = scenario::read(source.clone(), &request).map_err(FixFailure::Unfit)?;
    missed_goal(fixed).map_or(Ok(2), |goal| Err(FixFailure::Useless(goal)))
}

fn missed_goal(scenario: Scenario) -> Option<GoalResult> {
    player::run(scenario).goals.into_iter().find(|goal| !goal.passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(status: u16, fix: &str) -> Result<usize, FixFailure> {
        let text = format!(
            "format_version = 1\ntitle = \"t\"\nsummary = \"s\"\nduration = \"20s\"\n\
             [app.routes.\"/\"]\nstatus = {status}\n\
             [[traffic]]\nroute = \"/\"\narrivals = \"even\"\nprofile = [[\"0s\", 1]]\n\
             [[goal]]\nname = \"all succeed\"\nmetric = \"requests.failed\"\nequals = 0\n{fix}"
        );
        let source = Source { name: "t.toml".to_owned(), text };
        let scenario = scenario::read(source.clone(), &Request::default()).unwrap();
        verify(&source, &scenario)
    }

    #[test]
    fn a_fix_must_be_needed_and_must_help() {
        let helps = "[fix]\nset = { \"app.routes./.status\" = 200 }";
        let changes_nothing = "[fix]\nset = { \"service.port\" = 8080 }";
        assert_eq!(verdict(500, helps), Ok(2));
        assert_eq!(verdict(200, helps), Err(FixFailure::Needless));
        assert!(matches!(verdict(500, changes_nothing), Err(FixFailure::Useless(_))));
    }

    #[test]
    fn goals_without_a_fix_must_hold() {
        assert_eq!(verdict(200, ""), Ok(1));
        assert!(matches!(verdict(500, ""), Err(FixFailure::Missed(_))));
    }
}
