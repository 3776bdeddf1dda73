//! Labs from the outside: the command that judges them, and the check that holds them
//! to what a lab must be.

use serde_json::Value;

use crate::support::builtin::labs;
use crate::support::folder::Folder;

mod screen;

fn file(name: &str) -> String {
    format!("{}/tests/lab/{name}", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn check_tells_what_is_no_lab() {
    let folder = Folder::new();
    let cases = [
        ("over-budget.toml", "the fix makes 2 changes, but the budget is 1"),
        ("whole.toml", "every goal is met without the fix"),
        (
            "bought.toml",
            "the largest sizes alone solve the lab: service.auto_scaling.min_size = 200",
        ),
    ];
    for (name, part) in cases {
        let output = folder.run(&["check", &file(name)]);
        output.assert_code(1);
        assert!(output.stderr.contains(part), "{name}: {}", output.stderr);
    }
    folder.run(&["check", &file("good.toml")]).assert_code(0);
}

#[test]
fn a_lab_is_told_without_its_solution() {
    let folder = Folder::new();
    let output = folder.run(&["lab", &file("good.toml"), "--hint", "1"]);
    insta::assert_snapshot!(output.assert_code(1).stdout);
}

#[test]
fn a_lab_is_solved_scored_and_kept() {
    let folder = Folder::new();
    let set = |value: &str| format!("service.health_check.path={value}");
    folder.run(&["lab", "lab-redirect", "--set", &set("/login")]).assert_code(1);
    let right = ["lab", "lab-redirect", "--set", &set("/health"), "--hint", "2"];
    let right = folder.run(&[&right[..], &["--format", "json"]].concat());
    let value = right.assert_code(0).json();
    assert_eq!(value["score"]["total"], 80);
    assert_eq!(value["score"]["for_hints"], 20);
    assert_eq!(value["hints"].as_array().map(Vec::len), Some(2));
    let list = folder.run(&["lab", "--format", "json"]).json();
    let best = |name: &str| {
        let all = list.as_array().unwrap().iter();
        all.clone().find(|lab| lab["name"] == name).map(|lab| lab["best"].clone())
    };
    assert_eq!(best("lab-redirect"), Some(80.into()));
    assert_eq!(best("lab-port"), Some(Value::Null));
}

#[test]
fn what_is_seen_in_the_solution_is_not_kept() {
    let folder = Folder::new();
    let set = ["--set", "service.port=3000"];
    let reported = folder.run(&[&["lab", "lab-port", "--solution"], &set[..]].concat()).printed();
    assert!(reported.contains("service.port = 3000"));
    assert!(!folder.run(&["data", "export"]).stdout.contains("\"score\""));
    // Neither is what is solved later: the solution stays known.
    let later = folder.run(&[&["lab", "lab-port", "--format", "json"], &set[..]].concat());
    let value = later.assert_code(0).json();
    assert_eq!((&value["solved"], &value["score"]), (&true.into(), &Value::Null));
}

#[test]
fn a_hint_counts_whenever_it_was_shown_and_help_shows_no_solution() {
    let folder = Folder::new();
    folder.run(&["lab", "lab-redirect", "--hint", "1"]).assert_code(1);
    let set = ["lab", "lab-redirect", "--set", "service.health_check.path=/health"];
    let solved = folder.run(&[&set[..], &["--format", "json"]].concat()).assert_code(0).json();
    assert_eq!(solved["score"]["total"], 90);
    let help = folder.run(&["lab", "--help"]).stdout;
    for lab in labs() {
        for change in &lab.fix {
            let solution = format!("{} --set {}", lab.name, change.path);
            assert!(!help.contains(&solution), "{help}");
        }
    }
}

#[test]
fn a_lab_moves_with_the_rest_of_what_is_kept() {
    let (folder, other) = (Folder::new(), Folder::new());
    folder.run(&["lab", "lab-port", "--set", "service.port=3000"]);
    let export = folder.run(&["data", "export"]);
    other.write("lines.jsonl", &export.stdout);
    for reported in ["2 added, 0 already stored", "0 added, 2 already stored"] {
        let import = other.run(&["data", "import", "lines.jsonl"]);
        assert_eq!(import.stdout.trim(), reported);
    }
    assert_eq!(other.run(&["data", "export"]).stdout, export.stdout);
}

#[test]
fn what_a_lab_does_not_offer_is_refused() {
    let folder = Folder::new();
    let cases: [(&[&str], &str); 5] = [
        (&["lab-port", "--set", "service.ports=1"], "did you mean `service.port`?"),
        (&["lab-port", "--set", "app.port=8080"], "does not allow `app.port`"),
        (&["lab-port", "--set", "service.port=1", "--set", "service.port=2"], "set twice"),
        (&["health-302"], "is not a lab"),
        (&["lab-pork"], "did you mean `lab-port`?"),
    ];
    for (arguments, part) in cases {
        let reported = folder.run(&[&["lab"], arguments].concat()).fails();
        assert!(reported.contains(part), "{arguments:?}: {reported}");
    }
    let three =
        ["service.auto_scaling.min_size=2", "service.health_check.path=/x", "service.port=1"];
    let set: Vec<&str> = three.iter().flat_map(|setting| ["--set", setting]).collect();
    let output = folder.run(&[&["lab", "lab-port"], &set[..]].concat());
    assert!(output.stderr.contains("3 changes, but the budget is 2"));
}

#[test]
fn what_is_set_as_it_was_is_no_change() {
    let folder = Folder::new();
    let set = ["--set", "service.port=3000", "--set", "service.health_check.path=/health"];
    let output = folder.run(&[&["lab", "lab-port", "--format", "json"], &set[..]].concat());
    let value = output.json();
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
