//! A run that was changed and saved: the real program gives the same bytes again.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn coldstart(folder: &Path, arguments: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_coldstart");
    let mut command = Command::new(program);
    command.current_dir(folder).args(arguments).env("COLDSTART_DATA", folder.join("data"));
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What the figures say apart from the adaptations, which the saved file holds.
fn figures(output: &Output) -> serde_json::Value {
    let mut run: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    run["adapted"].take();
    run
}

#[test]
fn a_saved_run_gives_the_same_events_and_figures() {
    let changes: [&[&str]; 4] = [
        &["health-302", "--rules", "aws", "--seed", "9"],
        &["health-302", "--at", "2m update service.health_check.path=/health"],
        &[
            "campaign-surge",
            "--set",
            "service.auto_scaling.max_size=12",
            "--at",
            "4m crash 2",
            "--at",
            "5m surge 2 30s",
        ],
        &[
            "scale-to-zero",
            "--rules",
            "aws",
            "--at",
            "1m30s deploy v2 app.routes./.status=500",
            "--at",
            "2m set service.health_check.interval=7s",
        ],
    ];
    for change in changes {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        let file = format!("{}.toml", change[0]);
        let with = |first: &[&'static str]| -> Vec<&str> {
            first.iter().copied().chain(change.iter().copied()).collect()
        };
        let saved = coldstart(path, &[&with(&["export"])[..], &["--output", &file]].concat());
        assert!(saved.status.success(), "{}", said(&saved));
        let asked = with(&["run", "--format", "json"]);
        let asked = coldstart(path, &[&asked[..], &["--events", "asked.jsonl"]].concat());
        let file = format!("./{file}");
        let again = ["run", "--format", "json", "--events", "again.jsonl", &file];
        let again = coldstart(path, &again);
        assert_eq!(asked.status.code(), again.status.code(), "{}", said(&again));
        assert_eq!(figures(&asked), figures(&again), "{change:?}");
        let read = |name: &str| fs::read(path.join(name)).unwrap();
        assert!(!read("asked.jsonl").is_empty());
        assert_eq!(read("asked.jsonl"), read("again.jsonl"), "{change:?}");
    }
}

#[test]
fn what_cannot_happen_is_told_and_nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let cases = [
        ("5m explode 3", "crash, hang, surge"),
        ("soon crash 1", "soon"),
        ("99m crash 1", "after the end"),
        ("1m update service.auto_scaling.max_size=0", "`max_size` is 0"),
    ];
    for (at, part) in cases {
        let refused = coldstart(path, &["run", "health-302", "--at", at]);
        assert_eq!(refused.status.code(), Some(2), "{at}");
        assert!(said(&refused).contains(part), "{at}: {}", said(&refused));
    }
    fs::write(path.join("mine.toml"), "mine").unwrap();
    let refused = coldstart(path, &["export", "health-302", "--output", "mine.toml"]);
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(fs::read_to_string(path.join("mine.toml")).unwrap(), "mine");
}
