//! The real binary: standard output, standard error and the exit code.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

const CALM: &str = "tests/cli/calm.toml";
const OUTAGE: &str = "tests/cli/outage.toml";
const ZERO: &str = "tests/cli/zero.toml";
const BROKEN: &str = "tests/cli/broken.toml";

/// The binary with `arguments`, in the folder of the manifest and in an
/// environment that says nothing about colour.
fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_coldstart"));
    command
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("NO_COLOR")
        .env("COLDSTART_DATA", env!("CARGO_TARGET_TMPDIR"))
        .env("TERM", "xterm-256color")
        .stdin(Stdio::null());
    command
}

fn coldstart(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Fails unless `output` ended with `code`, and shows why.
#[track_caller]
fn assert_code(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "{}{}", stdout(output), stderr(output));
}

#[test]
fn a_run_gives_the_same_bytes_twice_in_every_format() {
    for format in ["table", "json", "csv"] {
        let [one, other] = [0, 1].map(|_| coldstart(&["run", CALM, "--format", format]));
        assert_code(&one, 0);
        assert_eq!(stdout(&one), stdout(&other));
        assert_eq!(stderr(&one), "");
        assert!(stdout(&one).ends_with('\n'));
        assert!(!stdout(&one).contains('\u{1b}'));
    }
}

#[test]
fn a_run_prints_a_table_for_people() {
    insta::assert_snapshot!(stdout(&coldstart(&["run", CALM])));
}

#[test]
fn json_is_one_object_for_one_run_and_an_array_for_several() {
    let one = json(&coldstart(&["run", CALM, "--format", "json"]));
    assert_eq!(one["scenario"], "calm");
    assert_eq!(one["goals"][0]["passed"], true);
    let both = coldstart(&["run", CALM, ZERO, "--format", "json"]);
    assert_code(&both, 0);
    assert_eq!(json(&both)[1]["scenario"], "zero");
}

#[test]
fn csv_is_one_row_a_run() {
    let output = coldstart(&["run", CALM, ZERO, "--format", "csv"]);
    assert_eq!(stdout(&output).lines().count(), 3);
    assert!(stdout(&output).starts_with("format_version,scenario,rules,seed,simulated_s,"));
}

#[test]
fn a_missed_goal_ends_with_one() {
    let output = coldstart(&["run", OUTAGE]);
    assert_code(&output, 1);
    assert!(stdout(&output).contains("✗ missed  every check passes"), "{}", stdout(&output));
    assert_eq!(stderr(&output), "");
}

#[test]
fn seed_and_settings_change_the_run() {
    let changed = ["--seed", "9", "--set", "traffic.0.profile=[[\"0s\", 20], [\"1m\", 20]]"];
    let output = coldstart(&[&["run", CALM, "--format", "json"], &changed[..]].concat());
    assert_code(&output, 0);
    assert_eq!(json(&output)["seed"], 9);
    assert_eq!(json(&output)["requests"]["offered"], 1_200);
}

#[test]
fn a_setting_that_does_not_exist_is_refused() {
    let output = coldstart(&["run", CALM, "--set", "service.auto_scaling.max_sise=2"]);
    assert_code(&output, 2);
    assert!(stderr(&output).contains("max_size"), "{}", stderr(&output));
    assert_eq!(stdout(&output), "");
}

#[test]
fn another_edition_tells_what_it_adapted() {
    let output = coldstart(&["run", ZERO, "--rules", "aws", "--format", "json"]);
    assert_code(&output, 0);
    assert!(stderr(&output).starts_with("adapted: "), "{}", stderr(&output));
    assert!(stderr(&output).contains("min_size 0 → 1"), "{}", stderr(&output));
    let run = json(&output);
    assert_eq!(run["rules"], "aws");
    assert_eq!(run["adapted"].as_array().map(Vec::len), Some(1));
}

#[test]
fn events_are_json_lines_in_order() {
    let output = coldstart(&["run", OUTAGE, "--events", "-"]);
    assert_code(&output, 1);
    let events: Vec<Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let times: Vec<f64> = events.iter().map(|event| event["t_s"].as_f64().unwrap()).collect();
    assert!(times.is_sorted(), "{times:?}");
    let unhealthy = events.iter().find(|event| event["kind"] == "instance.unhealthy").unwrap();
    // The check due at 10 s, the moment of the change, still sees the old answer.
    assert_eq!(unhealthy["t_s"], 60.0);
    assert!(unhealthy["why"].as_str().is_some_and(|why| why.contains("503")), "{unhealthy}");
}

#[test]
fn events_in_a_file_leave_the_figures_on_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("events.jsonl");
    let output =
        coldstart(&["run", OUTAGE, "--format", "json", "--events", file.to_str().unwrap()]);
    assert_code(&output, 1);
    assert_eq!(json(&output), json(&coldstart(&["run", OUTAGE, "--format", "json"])));
    assert_eq!(
        fs::read_to_string(file).unwrap(),
        stdout(&coldstart(&["run", OUTAGE, "--events", "-"]))
    );
}

#[test]
fn events_of_several_runs_or_over_the_scenario_are_refused() {
    let several = coldstart(&["run", CALM, ZERO, "--events", "-"]);
    assert_code(&several, 2);
    assert!(stderr(&several).contains("name one scenario"), "{}", stderr(&several));
    let over = coldstart(&["run", CALM, "--events", CALM]);
    assert_code(&over, 2);
    assert!(stderr(&over).contains("would overwrite"), "{}", stderr(&over));
}

#[test]
fn assumptions_are_listed_with_their_sources_and_nothing_is_run() {
    let changed = ["--set", "assume.wake=\"1s\"", "--explain", "--format", "json"];
    let output = coldstart(&[&["run", OUTAGE], &changed[..]].concat());
    assert_code(&output, 0);
    let rows = json(&output);
    let wake = rows.as_array().unwrap().iter().find(|row| row["parameter"] == "wake").unwrap();
    assert_eq!((&wake["value"], &wake["provenance"]), (&"1s".into(), &"scenario".into()));
}

#[test]
fn timing_is_one_line_on_standard_error() {
    let output = coldstart(&["run", CALM, ZERO, "--timing"]);
    let line = stderr(&output).strip_suffix('\n').unwrap();
    let names: Vec<&str> =
        line.split(' ').filter_map(|pair| Some(pair.split_once('=')?.0)).collect();
    assert_eq!(names, ["events", "wall_s", "events_per_s"]);
}

#[test]
fn an_unknown_scenario_gets_a_way_out() {
    let output = coldstart(&["run", "no-such-thing-at-all"]);
    assert_code(&output, 2);
    assert_eq!(
        stderr(&output),
        "error: there is no scenario `no-such-thing-at-all`; \
         `coldstart list scenarios` names them all\n"
    );
}

#[test]
fn a_misspelt_scenario_gets_a_suggestion() {
    let scenarios = json(&coldstart(&["list", "scenarios", "--format", "json"]));
    for name in scenarios.as_array().unwrap().iter().filter_map(|row| row["name"].as_str()) {
        let misspelt = format!("{name}x");
        let output = coldstart(&["run", &misspelt]);
        assert_code(&output, 2);
        let advice = format!("did you mean `{name}`?");
        assert!(stderr(&output).contains(&advice), "{}", stderr(&output));
    }
}

#[test]
fn run_without_a_scenario_says_what_it_wants() {
    let output = coldstart(&["run"]);
    assert_code(&output, 2);
    assert!(stderr(&output).starts_with("error: name a scenario"), "{}", stderr(&output));
}

#[test]
fn every_fault_of_a_file_is_told() {
    let output = coldstart(&["run", BROKEN]);
    assert_code(&output, 2);
    assert_eq!(stdout(&output), "");
    insta::assert_snapshot!(stderr(&output));
}

#[test]
fn what_cannot_be_read_is_one_clear_line() {
    let cases = [
        ("tests/cli/absent.toml", "cannot read `tests/cli/absent.toml`"),
        ("tests/cli/", "it is a folder"),
        ("./Cargo.lock", "format_version"),
    ];
    for (path, message) in cases {
        let output = coldstart(&["run", path]);
        assert_code(&output, 2);
        assert!(stderr(&output).contains(message), "{path}: {}", stderr(&output));
    }
}

#[test]
fn binary_huge_and_truncated_files_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let calm = fs::read(CALM).unwrap();
    let cases = [
        ("binary.toml", vec![0xff; 64]),
        ("nothing.toml", Vec::new()),
        ("huge.toml", vec![b'#'; 20 << 20]),
        ("truncated.toml", calm[..calm.len() / 2].to_vec()),
    ];
    for (name, bytes) in cases {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let output = coldstart(&["run", path.to_str().unwrap()]);
        assert_code(&output, 2);
        assert!(stderr(&output).contains(name), "{name}: {}", stderr(&output));
    }
}

#[test]
fn lists_are_arrays_of_named_and_titled_objects() {
    for what in ["scenarios", "questions", "topics"] {
        let output = coldstart(&["list", what, "--format", "json"]);
        assert_code(&output, 0);
        for row in json(&output).as_array().unwrap() {
            assert!(row["name"].is_string() && row["title"].is_string(), "{row}");
        }
        let table = coldstart(&["list", what]);
        assert_code(&table, 0);
        let fits = |line: &str| line.chars().count() <= 80;
        assert!(stdout(&table).lines().all(fits), "{}", stdout(&table));
    }
}

#[test]
fn facts_are_found_by_words_and_by_conflict() {
    let all = json(&coldstart(&["facts", "--format", "json"]));
    assert_eq!(all.as_array().map(Vec::len), Some(156));
    let contested = json(&coldstart(&["facts", "--contested", "--format", "json"]));
    assert_eq!(contested.as_array().map(Vec::len), Some(66));
    let found = coldstart(&["facts", "MIN-ZERO", "scaling"]);
    assert_code(&found, 0);
    insta::assert_snapshot!(stdout(&found));
}

#[test]
fn facts_that_nobody_wrote_are_an_empty_list() {
    let output = coldstart(&["facts", "xylophone", "--format", "json"]);
    assert_code(&output, 0);
    assert_eq!(stdout(&output), "[]\n");
    assert!(stderr(&output).starts_with("no fact"), "{}", stderr(&output));
}

#[test]
fn check_reads_what_is_built_in_and_what_is_named() {
    let output = coldstart(&["check"]);
    assert_code(&output, 0);
    assert!(stdout(&output).contains("156 facts"), "{}", stdout(&output));
    let own = coldstart(&["check", CALM, BROKEN, OUTAGE]);
    assert_code(&own, 1);
    assert!(stdout(&own).starts_with("2 scenarios"), "{}", stdout(&own));
    assert!(stderr(&own).contains("broken.toml"), "{}", stderr(&own));
}

#[test]
fn bad_usage_ends_with_two() {
    for arguments in [&["swim"][..], &["run", CALM, "--rules", "gcp"], &["list"], &["run", "--x"]] {
        let output = coldstart(arguments);
        assert_code(&output, 2);
        assert_eq!(stdout(&output), "");
    }
}

#[test]
fn help_and_version_are_results() {
    for arguments in [&["--help"][..], &["run", "--help"], &["--version"]] {
        let output = coldstart(arguments);
        assert_code(&output, 0);
        assert!(!stdout(&output).is_empty());
        assert_eq!(stderr(&output), "");
    }
}

#[test]
fn colour_is_for_those_who_ask() {
    let coloured = coldstart(&["run", CALM, "--color", "always"]);
    assert!(stdout(&coloured).contains('\u{1b}'));
    let plain = command(&["run", CALM, "--color", "never"]).env("NO_COLOR", "").output().unwrap();
    assert!(!stdout(&plain).contains('\u{1b}'));
}

#[test]
fn a_closed_pipe_is_no_error() {
    for arguments in [&["facts", "--format", "json"][..], &["completions", "bash"]] {
        let mut child =
            command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_code(&output, 0);
        assert_eq!(stderr(&output), "");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    for arguments in [&["run", CALM][..], &["facts"], &["completions", "zsh"], &["--help"]] {
        let output = command(arguments).stdout(full()).output().unwrap();
        assert_code(&output, 2);
        assert!(stderr(&output).starts_with("error: cannot write to standard output: No space"));
        assert_eq!(stderr(&output).lines().count(), 1);
    }
    let events = coldstart(&["run", CALM, "--events", "/dev/full"]);
    assert_code(&events, 2);
    assert!(stderr(&events).starts_with("error: cannot write events to `/dev/full`: No space"));
    assert_eq!(stdout(&events), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_without_end_is_refused() {
    let output = coldstart(&["run", "/dev/zero"]);
    assert_code(&output, 2);
    assert!(stderr(&output).contains("/dev/zero"), "{}", stderr(&output));
}
