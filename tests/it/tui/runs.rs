//! Runs held against each other, presented, and driven by keys of the user's own.

use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::scenario::Request;
use coldstart::tui::{KeyAliases, LiveView, Open};
use ratatui::crossterm::event::KeyCode::{Char, End};

use crate::support::builtin::source;
use crate::support::driver::{Driver, nothing};
use crate::support::keys::{press, seek};
use crate::support::screen::PLAIN;

const RISE: &str = r#"
format_version = 1
title = "A rise"
duration = "40s"
[app.routes."/"]
latency = { fixed = "1s" }
[[traffic]]
route = "/"
arrivals = "even"
profile = [["0s", 20], ["20s", 400]]
"#;

/// A run whose story is told by `chart`, at its end.
fn run(chart: &str) -> Driver {
    let text = RISE.replace("[app", &format!("chart = \"{chart}\"\n[app"));
    let draft = Draft::read(source("rise.toml", &text), Request::default()).unwrap();
    let open = Open::Scenario(Box::new(draft), LiveView::Usual);
    let mut driver = Driver::opened(open, nothing(), PLAIN);
    driver.simulate().send(&[press(End)]);
    driver
}

/// The run that stands at the left of a comparison.
fn before(driver: &Driver) -> String {
    let screen = driver.text((200, 60));
    let (_, name) = screen.split_once(" Before: ").unwrap();
    name.split("  ").next().unwrap().to_owned()
}

#[test]
fn a_run_is_held_against_each_of_the_others() {
    let mut driver = run("rejected");
    driver.key(Char('C')).assert_shows("there are fewer than two other runs");
    driver.send(&seek(-40));
    for (path, value) in [("service.auto_scaling.max_size", "1"), ("service.port", "8081")] {
        driver.change(path, value).simulate();
    }
    driver.key(Char('c'));
    let first = before(&driver);
    driver.key(Char('C'));
    let second = before(&driver);
    assert_ne!(first, second);
    driver.key(Char('C'));
    assert_eq!(before(&driver), first);
}

#[test]
fn what_is_better_and_what_is_worse_is_marked() {
    let mut driver = run("rejected");
    driver.send(&seek(-40)).change("service.auto_scaling.max_size", "1").simulate();
    driver.send(&[press(End)]).simulate().key(Char('c'));
    let screen = driver.text((120, 36));
    let verdict = |name: &str| {
        let row = screen.lines().find(|line| line.contains(name)).unwrap();
        let signs = ["✓ better", "✗ worse"];
        signs.into_iter().find(|sign| row.contains(sign))
    };
    assert_eq!(verdict("│ rejected"), Some("✗ worse"), "{screen}");
    assert_eq!(verdict("│ succeeded"), Some("✗ worse"), "{screen}");
    assert_eq!(verdict("│ cost "), Some("✓ better"), "{screen}");
    assert_eq!(verdict("│ instances "), None, "{screen}");
}

#[test]
fn what_is_presented_is_the_chart_that_carries_the_story() {
    let charts = [
        ("rejected", "Requests per second", "rejected per second"),
        ("latency", "Latency", "p99 in seconds"),
        ("instances", "Instances", "desired"),
        ("waiting", "Requests in progress", "waiting"),
    ];
    for (chart, title, figure) in charts {
        let mut driver = run(chart);
        driver.key(Char('P'));
        for size in [(80, 24), (120, 36), (200, 60)] {
            let screen = driver.text(size);
            assert!(screen.contains(&format!(" {title} ")), "{chart} at {size:?}:\n{screen}");
            let is_told = screen.to_lowercase().contains(figure);
            assert!(is_told, "{chart} at {size:?}:\n{screen}");
        }
    }
}

#[test]
fn a_key_of_the_user_s_own_acts_and_is_named() {
    let mut driver = run("rejected");
    let mut keys = KeyAliases::default();
    keys.add("w", "i").unwrap();
    driver.app.use_keys(keys);
    driver.assert_shows("w change");
    driver.key(Char('w'));
    assert_eq!(driver.app.place(), "Changing a run");
}
