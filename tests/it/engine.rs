//! The engine against its contract: scenarios as text in, figures, events and
//! views out.

#![expect(clippy::float_cmp, reason = "instants of the simulator are exact to the microsecond")]
#![expect(
    clippy::format_push_string,
    clippy::format_collect,
    reason = "scenarios are small texts, and these are the shortest way to write them"
)]

mod assumptions;
mod aws;
mod billing;
mod clients;
mod deployments;
mod express;
mod express_limits;
mod faults;
mod health;
mod laws;
mod measure;
mod oracle;
mod quota;
mod requests;
mod scaling;
mod stopping;
mod theory;
mod traps;

use apprunner_sim::file::scenario::{Request, read};
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::event::EventKind;
use apprunner_sim::sim::player::{self, Player};
use apprunner_sim::sim::summary::Summary;
use spanned_toml::diagnostic::Source;

/// The scenario that `text` describes; title and version are added.
fn scenario(text: &str) -> Scenario {
    let head = "format_version = 1\ntitle = \"A test\"\nsummary = \"Of the engine.\"\n";
    let source = Source { name: "test.toml".to_owned(), text: format!("{head}{text}") };
    read(source, &Request::default()).unwrap_or_else(|faults| panic!("{text}\n{faults:?}"))
}

/// The built-in scenario `name`, under `rules` and with `seed`.
fn shipped(name: &str, text: &str, rules: &str, seed: u64) -> Scenario {
    let source = Source { name: format!("{name}.toml"), text: text.to_owned() };
    let request =
        Request { edition: Edition::parse(rules), seed: Some(seed), ..Request::default() };
    read(source, &request).unwrap_or_else(|faults| panic!("{name}\n{faults:?}"))
}

/// Lines of `[assume]` by which the phases of operations that `set` does not name
/// take no time, so that what counts is the start of instances.
fn instant_phases(set: &str) -> String {
    let phases = [
        "create_prepare",
        "create_route",
        "create_cleanup",
        "deploy_prepare",
        "deploy_route",
        "rollback",
        "resume_prepare",
    ];
    phases.iter().filter(|one| !set.contains(*one)).map(|one| format!("{one} = \"0s\"\n")).collect()
}

/// The figures of the run of `text`.
fn figures(text: &str) -> Summary {
    player::run(scenario(text))
}

/// The run of `text`, played to its end.
fn play(text: &str) -> Player {
    played(scenario(text))
}

/// The run of `scenario`, played to its end.
fn played(scenario: Scenario) -> Player {
    let mut player = Player::new(scenario);
    while !player.fill(u64::MAX) {}
    player
}

/// The figures of a run that has been played to its end.
fn summary(player: &Player) -> &Summary {
    player.summary().expect("the run was played to its end")
}

/// When events of `kind` happened, in seconds.
fn times(player: &Player, kind: EventKind) -> Vec<f64> {
    let events = player.recording().events().iter();
    events.filter(|event| event.kind == kind).map(|event| event.at.as_secs_f64()).collect()
}

/// When events of `kind` happened to instance `id`, in seconds.
fn times_of(player: &Player, kind: EventKind, id: u32) -> Vec<f64> {
    let events = player.recording().events().iter();
    let meant =
        events.filter(|event| event.kind == kind && event.instance.is_some_and(|one| one.0 == id));
    meant.map(|event| event.at.as_secs_f64()).collect()
}

/// The instances to which events of `kind` happened, in order of time.
fn instances(player: &Player, kind: EventKind) -> Vec<u32> {
    let events = player.recording().events().iter();
    let of_kind = events.filter(|event| event.kind == kind);
    of_kind.filter_map(|event| event.instance).map(|id| id.0).collect()
}

/// L = λW of a run: what instances held over time is what the answered requests spent
/// there, but for those that were lost or not done.
#[derive(Debug)]
struct LittlesLaw {
    /// Requests × seconds that instances held.
    held: f64,
    /// The same by the latency of those that were answered.
    spent: f64,
    /// Requests that were lost, rejected or in progress at the end.
    not_answered: u64,
    /// The most that each of these spent, in seconds.
    limit: f64,
}

impl LittlesLaw {
    /// The law of a run that has been played to its end.
    fn of(player: &Player) -> Self {
        let (run, frames) = (summary(player), player.recording().frames());
        let requests = &run.requests;
        let rejected: u64 = frames.iter().map(|frame| frame.rejected).sum();
        let lost = answered(run, 502)
            + answered(run, 504)
            + requests.abandoned
            + requests.in_flight_at_end;
        // Express Mode rejects with 502, too; who is rejected so is taken off twice.
        let answered = requests.offered.saturating_sub(rejected + lost);
        let taken_ms =
            run.latency_ms.responses.mean.unwrap_or(0.0) - run.wait_ms.mean.unwrap_or(0.0);
        Self {
            held: run.concurrency.mean * run.simulated_s,
            spent: answered as f64 * taken_ms / 1e3,
            not_answered: lost + rejected,
            // Who is lost spent at most the request limit there; who is rejected may have
            // waited as long before.
            limit: player.scenario().assume.request_limit.as_secs_f64(),
        }
    }

    fn holds(&self) -> bool {
        let slack = self.not_answered as f64 * self.limit;
        (self.held - self.spent).abs() <= 1e-6 * self.held + slack + 1e-6
    }
}

/// How many requests ended with `status`.
fn answered(summary: &Summary, status: u16) -> u64 {
    summary.requests.by_status.get(&status).copied().unwrap_or(0)
}

/// Asserts that `actual` is within `share` of `expected`, a share of 1.
#[track_caller]
fn assert_near(actual: f64, expected: f64, share: f64) {
    assert!(share < 1.0, "{share} is a distance, not a share: nothing would fail");
    let off = (actual - expected).abs();
    assert!(off <= share * expected.abs(), "{actual} is not within {share} of {expected}");
}
