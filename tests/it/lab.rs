//! Labs from the outside: the command that judges them, and the check that holds them
//! to what a lab must be.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::scenario::Scenario;
use coldstart::app::builtin;
use serde_json::Value;
use spanned_toml::diagnostic::Source;
use tempfile::TempDir;

mod screen;

fn coldstart(data: &TempDir, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_coldstart"))
        .args(arguments)
        .env("COLDSTART_DATA", data.path())
        .env_remove("NO_COLOR")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn file(name: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lab").join(name);
    path.display().to_string()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn labs() -> Vec<Scenario> {
    let read = |&(name, text): &(&str, &str)| {
        let source = Source { name: format!("{name}.toml"), text: text.to_owned() };
        scenario::read(source, &Request::default()).unwrap()
    };
    let all = builtin::scenarios().iter().map(read);
    all.filter(|scenario| scenario.lab.is_some()).collect()
}

#[test]
fn check_tells_what_is_no_lab() {
    let data = TempDir::new().unwrap();
    let cases = [
        ("over-budget.toml", "the fix makes 2 changes, the budget is 1"),
        ("whole.toml", "every goal is met without the fix"),
        (
            "bought.toml",
            "the largest sizes alone solve the lab: service.auto_scaling.min_size = 200",
        ),
    ];
    for (name, part) in cases {
        let output = coldstart(&data, &["check", &file(name)]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(text(&output.stderr).contains(part), "{name}: {}", text(&output.stderr));
    }
    let output = coldstart(&data, &["check", &file("good.toml")]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn a_lab_is_told_without_its_solution() {
    let data = TempDir::new().unwrap();
    let output = coldstart(&data, &["lab", &file("good.toml"), "--hint", "1"]);
    assert_eq!(output.status.code(), Some(1));
    insta::assert_snapshot!(text(&output.stdout));
}

#[test]
fn a_lab_is_solved_scored_and_kept() {
    let data = TempDir::new().unwrap();
    let set = |value: &str| format!("service.health_check.path={value}");
    let wrong = coldstart(&data, &["lab", "lab-redirect", "--set", &set("/login")]);
    assert_eq!(wrong.status.code(), Some(1));
    let right = ["lab", "lab-redirect", "--set", &set("/health"), "--hint", "2"];
    let right = coldstart(&data, &[&right[..], &["--format", "json"]].concat());
    assert_eq!(right.status.code(), Some(0));
    let value: Value = serde_json::from_slice(&right.stdout).unwrap();
    assert_eq!(value["score"]["total"], 80);
    assert_eq!(value["score"]["for_hints"], 20);
    assert_eq!(value["hints"].as_array().map(Vec::len), Some(2));
    let list = coldstart(&data, &["lab", "--format", "json"]);
    let list: Value = serde_json::from_slice(&list.stdout).unwrap();
    let best = |name: &str| {
        let all = list.as_array().unwrap().iter();
        all.clone().find(|lab| lab["name"] == name).map(|lab| lab["best"].clone())
    };
    assert_eq!(best("lab-redirect"), Some(80.into()));
    assert_eq!(best("lab-port"), Some(Value::Null));
}

#[test]
fn what_is_seen_in_the_solution_is_not_kept() {
    let data = TempDir::new().unwrap();
    let set = ["--set", "service.port=3000"];
    let output = coldstart(&data, &[&["lab", "lab-port", "--solution"], &set[..]].concat());
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("service.port = 3000"));
    let export = coldstart(&data, &["data", "export"]);
    assert!(!text(&export.stdout).contains("lab-port"));
}

#[test]
fn a_lab_moves_with_the_rest_of_what_is_kept() {
    let (data, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    coldstart(&data, &["lab", "lab-port", "--set", "service.port=3000"]);
    let export = coldstart(&data, &["data", "export"]);
    let lines = other.path().join("lines.jsonl");
    std::fs::write(&lines, &export.stdout).unwrap();
    for told in ["1 added, 0 here already", "0 added, 1 here already"] {
        let import = coldstart(&other, &["data", "import", &lines.display().to_string()]);
        assert_eq!(text(&import.stdout).trim(), told);
    }
    assert_eq!(coldstart(&other, &["data", "export"]).stdout, export.stdout);
}

#[test]
fn what_a_lab_does_not_offer_is_refused() {
    let data = TempDir::new().unwrap();
    let cases: [(&[&str], &str); 5] = [
        (&["lab-port", "--set", "service.ports=1"], "did you mean `service.port`?"),
        (&["lab-port", "--set", "app.port=8080"], "does not offer `app.port`"),
        (&["lab-port", "--set", "service.port=1", "--set", "service.port=2"], "set twice"),
        (&["health-302"], "is no lab"),
        (&["lab-pork"], "did you mean `lab-port`?"),
    ];
    for (arguments, part) in cases {
        let output = coldstart(&data, &[&["lab"], arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(part), "{arguments:?}: {}", text(&output.stderr));
    }
    let three =
        ["service.auto_scaling.min_size=2", "service.health_check.path=/x", "service.port=1"];
    let set: Vec<&str> = three.iter().flat_map(|setting| ["--set", setting]).collect();
    let output = coldstart(&data, &[&["lab", "lab-port"], &set[..]].concat());
    assert!(text(&output.stderr).contains("3 changes, and the budget is 2"));
}

#[test]
fn what_is_set_as_it_was_is_no_change() {
    let data = TempDir::new().unwrap();
    let set = ["--set", "service.port=3000", "--set", "service.health_check.path=/health"];
    let output = coldstart(&data, &[&["lab", "lab-port", "--format", "json"], &set[..]].concat());
    let value: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(value["changes"].as_object().map(serde_json::Map::len), Some(1));
    assert_eq!(value["score"]["total"], 100);
}

#[test]
fn there_are_enough_labs_and_each_leaves_a_choice() {
    let labs = labs();
    assert!(labs.len() >= 10, "{}", labs.len());
    for scenario in &labs {
        let lab = scenario.lab.as_ref().unwrap();
        assert!(lab.settings.len() >= scenario.fix.len() + 3, "{}", scenario.name);
        assert_eq!(lab.hints.len(), 3, "{}", scenario.name);
    }
    let mut fixes: Vec<String> =
        labs.iter().map(|scenario| format!("{:?}", scenario.fix)).collect();
    fixes.sort();
    fixes.dedup();
    assert_eq!(fixes.len(), labs.len(), "two labs have the same solution");
}
