//! A run that was changed and saved: the real program gives the same bytes again.

use serde_json::Value;

use crate::support::folder::Folder;
use crate::support::program::Finished;

/// What the figures say apart from the adaptations, which the saved file holds.
fn figures(output: &Finished) -> Value {
    let mut run = output.json();
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
        let folder = Folder::new();
        let file = format!("{}.toml", change[0]);
        let with = |first: &[&'static str]| -> Vec<&str> {
            first.iter().copied().chain(change.iter().copied()).collect()
        };
        let saved = folder.run(&[&with(&["export"])[..], &["--output", &file]].concat());
        saved.assert_code(0);
        let asked = with(&["run", "--format", "json"]);
        let asked = folder.run(&[&asked[..], &["--events", "asked.jsonl"]].concat());
        let file = format!("./{file}");
        let again = ["run", "--format", "json", "--events", "again.jsonl", &file];
        let again = folder.run(&again);
        assert_eq!(asked.code, again.code, "{}", again.stderr);
        assert_eq!(figures(&asked), figures(&again), "{change:?}");
        assert!(!folder.read("asked.jsonl").is_empty());
        assert_eq!(folder.read("asked.jsonl"), folder.read("again.jsonl"), "{change:?}");
    }
}

#[test]
fn what_cannot_happen_is_told_and_nothing_is_overwritten() {
    let folder = Folder::new();
    let cases = [
        ("5m explode 3", "crash, hang, surge"),
        ("soon crash 1", "soon"),
        ("99m crash 1", "after the end"),
        ("1m update service.auto_scaling.max_size=0", "`max_size` is 0"),
    ];
    for (at, part) in cases {
        let reported = folder.run(&["run", "health-302", "--at", at]).fails();
        assert!(reported.contains(part), "{at}: {reported}");
    }
    folder.write("mine.toml", "mine");
    folder.run(&["export", "health-302", "--output", "mine.toml"]).fails();
    assert_eq!(folder.read("mine.toml"), "mine");
}
