//! The real binary: standard output, standard error and the exit code.

use std::fs;
use std::io::{BufRead, BufReader};

use crate::support::folder::Folder;
use crate::support::program::{
    CALM, Finished, OUTAGE, ZERO, coldstart, finish, program, scenarios,
};

const BROKEN: &str = "tests/cli/broken.toml";

#[test]
fn a_run_gives_the_same_bytes_twice_in_every_format() {
    for format in ["table", "json", "csv"] {
        let [one, other] = [0, 1].map(|_| coldstart(&["run", CALM, "--format", format]));
        one.assert_code(0);
        assert_eq!(one.stdout, other.stdout);
        assert_eq!(one.stderr, "");
        assert!(one.stdout.ends_with('\n'));
        assert!(!one.stdout.contains('\u{1b}'));
    }
}

#[test]
fn a_run_prints_a_table_for_people() {
    insta::assert_snapshot!(coldstart(&["run", CALM]).stdout);
}

#[test]
fn json_is_one_object_for_one_run_and_an_array_for_several() {
    let one = coldstart(&["run", CALM, "--format", "json"]).json();
    assert_eq!(one["scenario"], "calm");
    assert_eq!(one["goals"][0]["passed"], true);
    let both = coldstart(&["run", CALM, ZERO, "--format", "json"]);
    both.assert_code(0);
    assert_eq!(both.json()[1]["scenario"], "zero");
}

#[test]
fn csv_is_one_row_a_run() {
    let output = coldstart(&["run", CALM, ZERO, "--format", "csv"]);
    assert_eq!(output.stdout.lines().count(), 3);
    assert!(output.stdout.starts_with("format_version,scenario,rules,seed,simulated_s,"));
}

#[test]
fn a_missed_goal_ends_with_one() {
    let output = coldstart(&["run", OUTAGE]);
    output.assert_code(1);
    assert!(output.stdout.contains("✗ missed  every check passes"), "{}", output.stdout);
    assert_eq!(output.stderr, "");
}

#[test]
fn seed_and_settings_change_the_run() {
    let changed = ["--seed", "9", "--set", "traffic.0.profile=[[\"0s\", 20], [\"1m\", 20]]"];
    let output = coldstart(&[&["run", CALM, "--format", "json"], &changed[..]].concat());
    output.assert_code(0);
    assert_eq!(output.json()["seed"], 9);
    assert_eq!(output.json()["requests"]["offered"], 1_200);
}

#[test]
fn a_setting_that_does_not_exist_is_refused() {
    let reported = coldstart(&["run", CALM, "--set", "service.auto_scaling.max_sise=2"]).fails();
    assert!(reported.contains("max_size"), "{reported}");
}

#[test]
fn another_edition_tells_what_it_adapted() {
    let output = coldstart(&["run", ZERO, "--rules", "aws", "--format", "json"]);
    output.assert_code(0);
    assert!(output.stderr.starts_with("adapted: "), "{}", output.stderr);
    assert!(output.stderr.contains("min_size 0 → 1"), "{}", output.stderr);
    let run = output.json();
    assert_eq!(run["rules"], "aws");
    assert_eq!(run["adapted"].as_array().map(Vec::len), Some(1));
}

#[test]
fn events_are_json_lines_in_order() {
    let output = coldstart(&["run", OUTAGE, "--events", "-"]);
    output.assert_code(1);
    let events = output.json_lines();
    let times: Vec<f64> = events.iter().map(|event| event["t_s"].as_f64().unwrap()).collect();
    assert!(times.is_sorted(), "{times:?}");
    let unhealthy = events.iter().find(|event| event["kind"] == "instance.unhealthy").unwrap();
    // The check due at 10 s, the moment of the change, still sees the old answer.
    assert_eq!(unhealthy["t_s"], 60.0);
    assert!(unhealthy["why"].as_str().is_some_and(|why| why.contains("503")), "{unhealthy}");
}

#[test]
fn events_in_a_file_leave_the_figures_on_standard_output() {
    let folder = Folder::new();
    let file = folder.file("events.jsonl");
    let output = coldstart(&["run", OUTAGE, "--format", "json", "--events", &file]);
    output.assert_code(1);
    assert_eq!(output.json(), coldstart(&["run", OUTAGE, "--format", "json"]).json());
    assert_eq!(folder.read("events.jsonl"), coldstart(&["run", OUTAGE, "--events", "-"]).stdout);
}

#[test]
fn events_of_several_runs_or_over_the_scenario_are_refused() {
    let several = coldstart(&["run", CALM, ZERO, "--events", "-"]);
    several.assert_code(2);
    assert!(several.stderr.contains("name one scenario"), "{}", several.stderr);
    let over = coldstart(&["run", CALM, "--events", CALM]);
    over.assert_code(2);
    assert!(over.stderr.contains("would overwrite"), "{}", over.stderr);
}

#[test]
fn assumptions_are_listed_with_their_sources_and_nothing_is_run() {
    let changed = ["--set", "assume.wake=\"1s\"", "--explain", "--format", "json"];
    let output = coldstart(&[&["run", OUTAGE], &changed[..]].concat());
    output.assert_code(0);
    let rows = output.json();
    let wake = rows.as_array().unwrap().iter().find(|row| row["parameter"] == "wake").unwrap();
    assert_eq!((&wake["value"], &wake["provenance"]), (&"1s".into(), &"scenario".into()));
}

#[test]
fn timing_is_one_line_on_standard_error() {
    let output = coldstart(&["run", CALM, ZERO, "--timing"]);
    let line = output.stderr.strip_suffix('\n').unwrap();
    let names: Vec<&str> =
        line.split(' ').filter_map(|pair| Some(pair.split_once('=')?.0)).collect();
    assert_eq!(names, ["events", "wall_s", "events_per_s"]);
}

#[test]
fn an_unknown_scenario_gets_a_way_out() {
    let output = coldstart(&["run", "no-such-thing-at-all"]);
    output.assert_code(2);
    assert_eq!(
        output.stderr,
        "error: there is no scenario `no-such-thing-at-all`; \
         `coldstart list scenarios` lists all scenarios\n"
    );
}

#[test]
fn a_misspelt_scenario_gets_a_suggestion() {
    for name in scenarios() {
        let misspelt = format!("{name}x");
        let output = coldstart(&["run", &misspelt]);
        output.assert_code(2);
        let advice = format!("did you mean `{name}`?");
        assert!(output.stderr.contains(&advice), "{}", output.stderr);
    }
}

#[test]
fn run_without_a_scenario_says_what_it_wants() {
    let output = coldstart(&["run"]);
    output.assert_code(2);
    assert!(output.stderr.starts_with("error: name a scenario"), "{}", output.stderr);
}

#[test]
fn every_fault_of_a_file_is_told() {
    insta::assert_snapshot!(coldstart(&["run", BROKEN]).fails());
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
        output.assert_code(2);
        assert!(output.stderr.contains(message), "{path}: {}", output.stderr);
    }
}

#[test]
fn binary_huge_and_truncated_files_are_refused() {
    let folder = Folder::new();
    let calm = fs::read(CALM).unwrap();
    let cases = [
        ("binary.toml", vec![0xff; 64]),
        ("nothing.toml", Vec::new()),
        ("huge.toml", vec![b'#'; 20 << 20]),
        ("truncated.toml", calm[..calm.len() / 2].to_vec()),
    ];
    for (name, bytes) in cases {
        folder.write(name, bytes);
        let output = coldstart(&["run", &folder.file(name)]);
        output.assert_code(2);
        assert!(output.stderr.contains(name), "{name}: {}", output.stderr);
    }
}

#[test]
fn lists_are_arrays_of_named_and_titled_objects() {
    for what in ["scenarios", "questions", "topics"] {
        let output = coldstart(&["list", what, "--format", "json"]);
        output.assert_code(0);
        for row in output.json().as_array().unwrap() {
            assert!(row["name"].is_string() && row["title"].is_string(), "{row}");
        }
        let table = coldstart(&["list", what]);
        table.assert_code(0);
        let fits = |line: &str| line.chars().count() <= 80;
        assert!(table.stdout.lines().all(fits), "{}", table.stdout);
    }
}

#[test]
fn facts_are_found_by_words_and_by_conflict() {
    let all = coldstart(&["facts", "--format", "json"]).json();
    assert_eq!(all.as_array().map(Vec::len), Some(354));
    let contested = coldstart(&["facts", "--contested", "--format", "json"]).json();
    assert_eq!(contested.as_array().map(Vec::len), Some(66));
    let found = coldstart(&["facts", "MIN-ZERO", "scaling"]);
    found.assert_code(0);
    insta::assert_snapshot!(found.stdout);
}

#[test]
fn facts_that_nobody_wrote_are_an_empty_list() {
    let output = coldstart(&["facts", "xylophone", "--format", "json"]);
    output.assert_code(1);
    assert_eq!(output.stdout, "[]\n");
    assert!(output.stderr.starts_with("no fact"), "{}", output.stderr);
}

#[test]
fn check_reads_what_is_built_in_and_what_is_named() {
    let output = coldstart(&["check"]);
    output.assert_code(0);
    assert!(output.stdout.contains("354 facts"), "{}", output.stdout);
    assert_eq!(output.stderr, "", "a file without a fault is not listed");
    let own = coldstart(&["check", CALM, BROKEN, OUTAGE]);
    own.assert_code(1);
    assert!(own.stdout.starts_with("2 scenarios"), "{}", own.stdout);
    assert!(own.stderr.contains("broken.toml"), "{}", own.stderr);
}

#[test]
fn bad_usage_ends_with_two() {
    for arguments in [&["swim"][..], &["run", CALM, "--rules", "gcp"], &["list"], &["run", "--x"]] {
        coldstart(arguments).fails();
    }
}

#[test]
fn help_and_version_are_results() {
    for arguments in [&["--help"][..], &["run", "--help"], &["--version"]] {
        let output = coldstart(arguments);
        output.assert_code(0);
        assert!(!output.stdout.is_empty());
        assert_eq!(output.stderr, "");
    }
}

#[test]
fn color_is_for_those_who_ask() {
    for arguments in [&["run", OUTAGE][..], &["facts", "--contested"], &["check", CALM], &["lab"]] {
        let colored = |when, no_color| {
            let mut program = program(&[arguments, &["--color", when]].concat());
            finish(program.env("NO_COLOR", no_color).env("TERM", "dumb")).stdout
        };
        assert!(!colored("never", "").contains('\u{1b}'));
        assert!(!colored("auto", "1").contains('\u{1b}'));
        // Who asks for it is heard, whatever the environment says, and gets whole codes.
        let always = colored("always", "1");
        assert_eq!(always, colored("always", ""), "{arguments:?}");
        assert!(!always.contains("\u{1b}[m") && !always.contains("\u{1b}[;"), "{always:?}");
    }
    assert!(coldstart(&["run", CALM, "--color", "always"]).stdout.contains('\u{1b}'));
}

/// Every number that `--seed` takes: a run, its changes, its file, and that file's run.
#[test]
fn every_seed_goes_through_every_command() {
    let folder = Folder::new();
    for seed in ["0", "9223372036854775807", "9223372036854775808", "18446744073709551615"] {
        let changed = ["--seed", seed, "--at", "5s crash 1"];
        let run = coldstart(&[&["run", CALM, "--format", "json"], &changed[..]].concat());
        assert_eq!(run.json()["seed"].to_string(), seed);
        let file = folder.file(&format!("{seed}.toml"));
        let export = coldstart(&[&["export", CALM, "--output", &file], &changed[..]].concat());
        export.assert_code(0);
        let again = coldstart(&["run", &file, "--format", "json"]);
        assert_eq!(again.json()["seed"].to_string(), seed);
    }
}

#[test]
fn the_settings_file_is_shown_and_its_faults_have_a_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("config.toml");
    let config = |what| finish(program(&["config", what]).env("COLDSTART_CONFIG", &file));
    assert_eq!(config("path").stdout.trim_end(), file.display().to_string());
    let usual = config("show");
    usual.assert_code(0);
    fs::write(&file, usual.stdout.replace("auto", "light")).unwrap();
    assert!(config("show").stdout.contains("theme = \"light\""));
    fs::write(&file, "format_version = 1\n\ntheme = \"blue\"\n").unwrap();
    let bad = config("show");
    bad.assert_code(2);
    assert!(bad.stderr.contains("config.toml:3"), "{}", bad.stderr);
}

#[test]
fn a_closed_pipe_is_no_error() {
    for arguments in [&["facts", "--format", "json"][..], &["completions", "bash"]] {
        let mut child = program(arguments).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let output = Finished::from(child.wait_with_output().unwrap());
        output.assert_code(0);
        assert_eq!(output.stderr, "");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    for arguments in [&["run", CALM][..], &["facts"], &["completions", "zsh"], &["--help"]] {
        let output = finish(program(arguments).stdout(full()));
        output.assert_code(2);
        assert!(output.stderr.starts_with("error: cannot write to standard output: No space"));
        assert_eq!(output.stderr.lines().count(), 1);
    }
    let reported = coldstart(&["run", CALM, "--events", "/dev/full"]).fails();
    assert!(
        reported.starts_with("error: cannot write events to `/dev/full`: No space"),
        "{reported}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_without_end_is_refused() {
    let output = coldstart(&["run", "/dev/zero"]);
    output.assert_code(2);
    assert!(output.stderr.contains("/dev/zero"), "{}", output.stderr);
}

/// Quantiles come from buckets, which the help of no command may call exact.
#[test]
fn help_says_how_exact_quantiles_are() {
    for command in ["run", "sweep", "compare"] {
        let help = coldstart(&[command, "--help"]);
        help.assert_code(0);
        assert!(help.stdout.contains("quantiles within 0.05 %"), "{command}\n{}", help.stdout);
        assert!(!help.stdout.contains("figure exact"), "{command}\n{}", help.stdout);
    }
}
