//! The workloads, and one run of each.

use apprunner_sim::file::scenario::{Request, read};
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::sim::player::Player;
use spanned_toml::diagnostic::Source;

/// The four workloads of the design.
pub const WORKLOADS: [(&str, &str); 4] = [
    ("W1", include_str!("../../../../benches/workloads/w1.toml")),
    ("W2", include_str!("../../../../benches/workloads/w2.toml")),
    ("W3", include_str!("../../../../benches/workloads/w3.toml")),
    ("W4", include_str!("../../../../benches/workloads/w4.toml")),
];

/// The scenario `text`, which must be valid.
pub fn scenario(name: &str, text: &str) -> Scenario {
    let source = Source { name: name.to_owned(), text: text.to_owned() };
    match read(source, &Request::default()) {
        Ok(scenario) => scenario,
        Err(faults) => panic!("{name}: {faults:?}"),
    }
}

/// Runs `scenario` with its recording on, as those do who look at it.
pub fn record(scenario: Scenario) -> Player {
    let mut player = Player::streaming(scenario);
    while !player.fill(u64::MAX) {}
    player
}
