//! `tune`: the cheapest settings that meet the goals.

use serde_json::{Value, json};

use crate::support::builtin::labs;
use crate::support::program::{CALM, coldstart};
use spanned_toml::setting;

/// What each lab is searched over; the author's solution is in every grid.
const LABS: [(&str, &[&str]); 16] = [
    (
        "lab-bill",
        &["--over", "service.auto_scaling.min_size=1..9,service.instance.memory=\"4 GB\",\"6 GB\""],
    ),
    ("lab-blind", &["--over", "service.health_check.protocol=TCP,HTTP,unhealthy_threshold=1..10"]),
    ("lab-ceiling", &["--over", "service.auto_scaling.max_size=1..20/1"]),
    ("lab-crowd", &["--over", "service.auto_scaling.max_concurrency=1..20/1"]),
    ("lab-hole", &["--over", "service.auto_scaling.min_size=1..5,max_size=5..8"]),
    ("lab-memory", &["--over", "service.auto_scaling.max_concurrency=10..100/5"]),
    ("lab-mornings", &["--over", "service.auto_scaling.min_size=0..5,max_concurrency=30,40,50"]),
    ("lab-nervous", &["--over", "service.health_check.unhealthy_threshold=1..20/1"]),
    ("lab-port", &["--over", "service.port=80,3000,8080,service.auto_scaling.min_size=1..4"]),
    ("lab-presale", &["--over", "service.auto_scaling.min_size=1..12/1"]),
    ("lab-redirect", &["--over", "service.health_check.path=/,/health,unhealthy_threshold=1..8"]),
    ("lab-reserve", &["--over", "service.auto_scaling.min_size=1..10,max_size=10,12"]),
    (
        "lab-small",
        &[
            "--set",
            "service.instance.memory=1 GB",
            "--over",
            "service.instance.cpu=\"0.25 vCPU\",\"0.5 vCPU\",service.auto_scaling.min_size=1..4,max_concurrency=10,20",
        ],
    ),
    (
        "lab-timeout",
        &["--over", "service.health_check.timeout=1s,2s,3s,4s,5s,unhealthy_threshold=3..7"],
    ),
    (
        "lab-waiting",
        &[
            "--set",
            "service.express.metric=REQUEST_COUNT_PER_TARGET",
            "--over",
            "service.express.target=200..2000/200",
        ],
    ),
    (
        "lab-warmup",
        &[
            "--over",
            "service.health_check.healthy_threshold=1..10,service.auto_scaling.min_size=1,2",
        ],
    ),
];

fn tune(scenario: &str, options: &[&str]) -> Value {
    coldstart(&[&["tune", scenario, "--format", "json"], options].concat()).json()
}

#[test]
fn the_solution_of_each_lab_or_a_cheaper_one_is_found_in_a_tenth_of_the_grid() {
    let labs = labs();
    assert_eq!(labs.len(), LABS.len());
    for lab in labs {
        let options = LABS.iter().find(|(name, _)| *name == lab.name).unwrap().1;
        let found = tune(&lab.name, options);
        let (runs, grid) = (found["runs"].as_u64().unwrap(), found["grid_runs"].as_u64().unwrap());
        assert!(runs * 10 <= grid, "{}: {runs} of {grid} runs", lab.name);
        assert_eq!(found["decided"], true, "{}", lab.name);
        let is_solution = |row: &&Value| {
            let set = row["set"].as_object().unwrap();
            let fix = lab.fix.iter().map(|it| (&it.path, setting::to_json(it)));
            fix.filter(|(path, _)| set.contains_key(*path)).all(|(path, value)| set[path] == value)
        };
        let cost = |row: &Value| row["metrics"]["cost_usd.total"]["mean"].as_f64().unwrap();
        let settings = found["settings"].as_array().unwrap().iter();
        let solution = settings.filter(is_solution).map(cost).reduce(f64::min).unwrap();
        let best = cost(&found["best"]);
        // The difference that does not matter.
        assert!(best <= solution * 1.02, "{}: {best} against {solution}", lab.name);
    }
}

/// A grid in which one setting meets the goals at the lowest cost.
const RESERVE: [&str; 3] = ["lab-hole", "--over", "service.auto_scaling.min_size=1..4"];

#[test]
fn neither_threads_nor_other_settings_change_what_is_found() {
    let found =
        |options: &[&str]| coldstart(&[&["tune"], &RESERVE[..], options].concat()).printed();
    let one = found(&["--jobs", "1", "--format", "json"]);
    assert_eq!(one, found(&["--jobs", "3", "--format", "json"]));
    let table = found(&[]);
    assert!(
        table.contains("   coldstart run lab-hole --set service.auto_scaling.min_size=2\n"),
        "{table}"
    );
    assert!(
        table.contains(" With 95 % confidence it meets the goals in more than 50 % of runs"),
        "{table}"
    );
    assert!(table.contains(" Latency, p99 against cost (dots: settings;"), "{table}");
    let page = found(&["--html", "-"]);
    assert_eq!((page.matches("<svg").count(), page.matches("<tr>").count()), (1, 5), "{page}");
    assert_eq!(found(&["--format", "csv"]).lines().count(), 5);
}

/// What was changed in the scenario is part of the command that runs the best setting.
#[test]
fn the_command_gives_the_run_that_was_found() {
    let options =
        ["--seed", "9", "--rules", "aws", "--set", "app.routes./.latency={ fixed = \"70ms\" }"];
    let search = [&["tune"], &RESERVE[..], &options, &["--window", "1m..4m"]].concat();
    let table = coldstart(&search).stdout;
    let command = table.lines().find_map(|line| line.strip_prefix("   coldstart run ")).unwrap();
    let expected = "lab-hole --rules aws --seed 9 --window 1m..4m --set 'app.routes./.latency={ fixed = \"70ms\" }' \
                    --set service.auto_scaling.min_size=";
    assert!(command.starts_with(expected), "{command}");
}

#[test]
fn where_nothing_meets_the_goals_or_the_runs_end_before_the_exit_code_says_so() {
    let failing = ["tune", "lab-hole", "--over", "service.auto_scaling.max_size=2..5"];
    let found = coldstart(&[&failing[..], &["--format", "json"]].concat());
    assert_eq!(found.assert_code(1).json()["best"], Value::Null);
    let short =
        coldstart(&[&["tune"], &RESERVE[..], &["--max-reps", "6", "--format", "json"]].concat());
    let short = short.assert_code(1).json();
    assert_eq!((&short["decided"], &short["runs"]), (&json!(false), &json!(24)));
}

#[test]
fn without_goals_the_lowest_figure_is_found() {
    let over = [
        "--over",
        "service.auto_scaling.max_concurrency=1..10,app.routes./.latency={ fixed = \"100ms\" },{ fixed = \"200ms\" }",
    ];
    let found = tune(CALM, &[&over[..], &["--minimize", "latency_ms.p99"]].concat());
    assert_eq!(found["minimize"], "latency_ms.p99");
    assert!(
        (99.0..=101.0)
            .contains(&found["best"]["metrics"]["latency_ms.p99"]["mean"].as_f64().unwrap()),
        "{found}"
    );
}

#[test]
fn what_cannot_be_searched_is_refused() {
    let cases: [(&[&str], &str); 11] = [
        (&["--over", "a=3..1", "--over", "b=9..7"], "--over b=9..7:"),
        (&["--over", "duration=1m,,2m"], "--over duration=1m,,2m"),
        (&[], "--over <PATH=VALUES,...>"),
        (&["--over", "1..3"], "no setting stands before the first value"),
        (&["--over", "duration=3..1"], "the range ends at 1, before it begins"),
        (
            &["--over", "service.auto_scaling.max_sise=2..4"],
            "--over service.auto_scaling.max_sise=2",
        ),
        (&["--over", "seed=1..3"], "every row runs under the same seeds"),
        (&["--over", "service.auto_scaling.min_size=1,2,min_size=3"], "is in two `--over` options"),
        (
            &["--over", "service.auto_scaling.min_size=1,2", "--fail", "95"],
            "`--fail` is 95, and has to be lower",
        ),
        (&["--over", "service.auto_scaling.min_size=1,2", "--max-reps", "3"], "`--max-reps` is 3"),
        (
            &["--over", "service.auto_scaling.min_size=1,2", "--html", "-", "--format", "csv"],
            "leave `--format` out",
        ),
    ];
    for (options, message) in cases {
        let reported = coldstart(&[&["tune", CALM], options].concat()).fails();
        assert!(reported.contains(message), "{options:?}: {reported}");
    }
}
