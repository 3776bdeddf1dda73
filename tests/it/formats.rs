//! Every file in `formats/valid` reads; every file in `formats/invalid` is
//! refused with the message that its snapshot holds. One file a mistake.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use apprunner_sim::file::lab;
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::action::Action;
use apprunner_sim::model::application::Answers;
use apprunner_sim::model::metric::Metric;
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::time::{SimDuration, SimTime};
use apprunner_sim::model::traffic::Load;
use coldstart::app::builtin;
use coldstart::report::diagnostics::{Style, render};
use proptest::prelude::*;
use quizbank::file::{bank, blueprint, facts};
use quizbank::model::question::ExhibitKind;
use quizbank::model::template::Drawn;
use spanned_toml::diagnostic::Diagnostics;
use spanned_toml::{setting, source};

use crate::support::builtin::{LEDGER, source};
use crate::support::program::coldstart;

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats").join(name)
}

fn files(name: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder(name)).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    paths.sort();
    paths
}

/// Reads a file by what its name says it is.
fn read(path: &Path) -> Result<(), Diagnostics> {
    let name = path.file_name().unwrap().to_str().unwrap();
    let source = source::from_bytes(name, fs::read(path).unwrap())?;
    if name.starts_with("question") {
        bank::read(source, builtin::known(Some(&LEDGER))).map(drop)
    } else if name.starts_with("blueprint") {
        blueprint::read(source).map(drop)
    } else if name.starts_with("facts") {
        facts::read(source).map(drop)
    } else {
        scenario::read(source, &Request::default()).map(drop)
    }
}

fn valid(name: &str, request: &Request) -> Result<Scenario, Diagnostics> {
    let text = fs::read_to_string(folder("valid").join(name)).unwrap();
    scenario::read(source(&format!("some/folder/{name}"), &text), request)
}

fn under(edition: Edition) -> Request {
    Request { edition: Some(edition), ..Request::default() }
}

fn with(settings: &[&str]) -> Request {
    let set = settings.iter().map(|text| setting::parse(text).unwrap()).collect();
    Request { set, ..Request::default() }
}

fn shown(result: Result<Scenario, Diagnostics>) -> String {
    render(&result.unwrap_err(), Style::Plain)
}

#[test]
fn every_valid_file_reads() {
    for path in files("valid") {
        if let Err(diagnostics) = read(&path) {
            panic!("{}", render(&diagnostics, Style::Plain));
        }
    }
}

#[test]
fn every_invalid_file_is_refused_in_good_words() {
    let paths = files("invalid");
    assert!(paths.len() >= 45, "{} files", paths.len());
    for path in paths {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let Err(diagnostics) = read(&path) else {
            panic!("{name} reads");
        };
        insta::assert_snapshot!(name, render(&diagnostics, Style::Plain));
    }
}

#[test]
fn all_built_in_content_reads() {
    let ledger = match facts::read(source("facts.toml", builtin::facts())) {
        Ok(ledger) => ledger,
        Err(bad) => panic!("{}", render(&bad, Style::Plain)),
    };
    assert!(ledger.facts.len() > 100);
    assert!(ledger.facts.windows(2).all(|pair| pair[0].line < pair[1].line));
    if let Err(bad) = builtin::read_bank(&ledger) {
        panic!("{}", bad.iter().map(|file| render(file, Style::Plain)).collect::<String>());
    }
    for (name, text) in builtin::scenarios() {
        for edition in Edition::ALL {
            if let Err(bad) = scenario::read(source(name, text), &under(edition)) {
                panic!("{}", render(&bad, Style::Plain));
            }
        }
        assert_eq!(builtin::scenario(name), Some(*text));
    }
}

#[test]
fn a_minimal_scenario_has_every_default() {
    let scenario = valid("minimal.toml", &Request::default()).unwrap();
    let rules = Edition::Chapter.rules();
    assert_eq!(scenario.name, "minimal");
    assert_eq!((scenario.edition, scenario.seed), (Edition::Chapter, 1));
    assert_eq!(scenario.duration, SimDuration::from_secs(60));
    assert_eq!(scenario.service, rules.service());
    assert_eq!(scenario.app, rules.application());
    assert_eq!(scenario.assume, rules.assume.values());
}

#[test]
fn what_a_file_says_is_what_the_scenario_holds() {
    let scenario = valid("everything.toml", &Request::default()).unwrap();
    assert_eq!(scenario.app.routes.keys().collect::<Vec<_>>(), ["/", "/health", "/stuck"]);
    assert_eq!(scenario.app.routes["/stuck"].answers, Answers::Never);
    assert_eq!(scenario.app.memory.per_request_mb, 2);
    let Load::Open { profile, .. } = &scenario.traffic[0].load else { panic!("not open") };
    let points: Vec<(u64, f64)> =
        profile.points.iter().map(|&(at, rate)| (at.as_micros() / 1_000_000, rate)).collect();
    assert_eq!(points, [(0, 20.0), (120, 20.0), (120, 900.0), (900, 900.5)]);
    assert_eq!(scenario.fix[0].path, "service.auto_scaling.max_size");
    assert_eq!(scenario.fix[1].value, "\"even\"");
    assert_eq!(scenario.goals.len(), 2);
    assert_eq!(scenario.alarms.len(), 2);
}

#[test]
fn a_lab_holds_what_the_file_says() {
    let scenario = valid("lab.toml", &Request::default()).unwrap();
    let lab = scenario.lab.as_ref().unwrap();
    assert_eq!((lab.budget, lab.settings.len(), lab.hints.len()), (1, 3, 1));
    let offered = lab::offered(lab, &scenario);
    let values: Vec<&str> = offered.iter().map(|setting| setting.value.as_str()).collect();
    assert_eq!(values, ["10", "\"/\"", "200"]);
    let paths = ["service.auto_scaling.max_size=3", "service.health_check.path=/"];
    let tried = valid("lab.toml", &with(&paths)).unwrap();
    let changes = lab::changes(lab, &scenario, &tried);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].to_string(), "service.auto_scaling.max_size = 3");
}

#[test]
fn events_and_stops_come_in_order_of_time() {
    let scenario = valid("everything.toml", &Request::default()).unwrap();
    let times: Vec<SimTime> = scenario.actions.iter().map(|action| action.at).collect();
    assert!(times.is_sorted());
    assert_eq!(scenario.actions[0].action, Action::Crash { instances: 1 });
    assert_eq!(scenario.story.stops[0].say.source(), "Quiet so far.");
    let Action::Deploy(version) = &scenario.actions[3].action else { panic!("not a deployment") };
    assert_eq!((version.patch.service.port, version.patch.app.port), (Some(80), Some(80)));
    let paths: Vec<&str> = version.patch.settings.iter().map(|set| set.path.as_str()).collect();
    assert_eq!(paths, ["app.routes./later.status", "service.port", "app.port"]);
}

#[test]
fn names_of_earlier_versions_are_read_with_a_note() {
    let scenario = valid("former-names.toml", &Request::default()).unwrap();
    assert_eq!(scenario.story.stops[0].say.source(), "Quiet so far.");
    assert_eq!(scenario.goals[0].probe.metric, Metric::FirstRejected);
    assert_eq!(Metric::parse("last.refused"), Some(Metric::LastRejected));
    for (file, notes) in [
        (
            "former-names.toml",
            &[
                ("18:3", "`beat` is the former name of `stop`"),
                ("24:10", "`first.refused` is the former name of `first.rejected`"),
            ][..],
        ),
        (
            "questions-former-names.toml",
            &[("12:9", "`analyse` is the former word for `analyze`")][..],
        ),
    ] {
        let path = folder("valid").join(file);
        let checked = coldstart(&["check", path.to_str().unwrap(), "--format", "json"]);
        checked.assert_code(0);
        let rows = checked.json();
        let rows = rows.as_array().unwrap().iter().filter(|row| {
            assert_eq!(row["level"], "warning");
            row["message"].as_str().unwrap().contains("former")
        });
        let found: Vec<(String, &str)> = rows
            .map(|row| {
                let place = format!("{}:{}", row["line"], row["column"]);
                (place, row["message"].as_str().unwrap())
            })
            .collect();
        let wanted: Vec<(String, &str)> =
            notes.iter().map(|&(place, note)| (place.to_owned(), note)).collect();
        assert_eq!(found, wanted);
    }
}

#[test]
fn settings_change_any_field_of_a_file() {
    let request = with(&[
        "service.auto_scaling.max_size=20",
        "app.routes./health.status=503",
        "app.routes.\"/v1.0\".latency.fixed=20ms",
        "traffic.1.users=7",
        "event.0.at=7m",
        "duration=20m",
        "seed=9",
        "service.instance.cpu=2 vCPU",
        "service.instance.memory=4 GB",
    ]);
    let scenario = valid("everything.toml", &request).unwrap();
    assert_eq!(scenario.service.auto_scaling.max_size, 20);
    assert_eq!(scenario.app.routes["/health"].status, 503);
    assert!(scenario.app.routes.contains_key("/v1.0"));
    assert!(matches!(scenario.traffic[1].load, Load::Closed { users: 7, .. }));
    assert_eq!(scenario.actions[2].at, SimTime::from_secs(420));
    assert_eq!((scenario.seed, scenario.duration), (9, SimDuration::from_secs(1_200)));
    assert_eq!(scenario.service.instance.cpu_millis, 2_000);
}

#[test]
fn a_setting_that_adds_a_route_keeps_the_default_one() {
    let scenario = valid("scale-to-zero.toml", &with(&["app.routes./x.status=201"])).unwrap();
    assert_eq!(scenario.app.routes.keys().collect::<Vec<_>>(), ["/", "/x"]);
}

#[test]
fn the_requested_seed_wins() {
    let request = Request { seed: Some(u64::MAX), ..with(&["seed=9"]) };
    assert_eq!(valid("minimal.toml", &request).unwrap().seed, u64::MAX);
}

#[test]
fn a_bad_setting_is_pointed_at_itself() {
    let refused = |setting| shown(valid("everything.toml", &with(&["seed=2", setting])));
    insta::assert_snapshot!("setting-over-limit", refused("service.auto_scaling.max_size=2000"));
    insta::assert_snapshot!("setting-min-over-max", refused("service.auto_scaling.min_size=11"));
    insta::assert_snapshot!("setting-unknown-field", refused("service.autoscaling.max_size=2"));
    insta::assert_snapshot!("setting-bare-number", refused("duration=10"));
    insta::assert_snapshot!("setting-beyond-array", refused("traffic.2.users=7"));
    insta::assert_snapshot!("setting-through-a-number", refused("seed.x=7"));
    insta::assert_snapshot!("setting-cuts-events-off", refused("duration=9m"));
    let broken = setting::parse("service.port=[1").unwrap_err();
    insta::assert_snapshot!("setting-broken-value", render(&broken, Style::Plain));
}

#[test]
fn another_edition_bends_the_file_and_says_so() {
    let scenario = valid("scale-to-zero.toml", &under(Edition::Aws)).unwrap();
    let scaling = scenario.service.auto_scaling;
    assert_eq!((scaling.min_size, scaling.max_size, scaling.max_concurrency), (1, 30, 200));
    insta::assert_snapshot!("adapted-to-aws", scenario.adapted.join("\n"));
    let Action::Update(patch) = &scenario.actions[0].action else { panic!("not an update") };
    assert_eq!((patch.service.min_size, patch.service.max_concurrency), (Some(1), Some(200)));

    let scenario = valid("limits-aws.toml", &under(Edition::Chapter)).unwrap();
    assert_eq!(scenario.service.instance.memory_mb, 8_192);
    assert_eq!(scenario.service.auto_scaling.max_size, 200);
    insta::assert_snapshot!("adapted-to-chapter", scenario.adapted.join("\n"));
}

#[test]
fn the_files_own_edition_adapts_nothing() {
    let scenario = valid("scale-to-zero.toml", &under(Edition::Chapter)).unwrap();
    assert!(scenario.adapted.is_empty());
}

#[test]
fn a_setting_is_never_bent() {
    let mut request = with(&["service.auto_scaling.max_concurrency=300"]);
    request.edition = Some(Edition::Aws);
    insta::assert_snapshot!("setting-not-adapted", shown(valid("scale-to-zero.toml", &request)));
}

#[test]
fn defaults_are_those_of_the_edition_that_runs() {
    let scenario = valid("minimal.toml", &under(Edition::Aws)).unwrap();
    assert_eq!(scenario.service, Edition::Aws.rules().service());
    let scenario = valid("minimal.toml", &with(&["rules=aws"])).unwrap();
    assert_eq!(scenario.edition, Edition::Aws);
}

#[test]
fn questions_keep_what_the_file_says() {
    let text = fs::read_to_string(folder("valid").join("questions.toml")).unwrap();
    let questions =
        bank::read(source("questions.toml", &text), builtin::known(Some(&LEDGER))).unwrap();
    let first = &questions[0];
    assert_eq!(first.keys().collect::<Vec<_>>(), [0]);
    assert_eq!(first.draw[0].values, [2, 3, 4, 5, 6]);
    assert_eq!(first.review.as_ref().unwrap().fact_checked, "2026-11-24");
    let proof = first.proof.as_ref().unwrap();
    assert_eq!((proof.probe.len(), proof.wrong[0].option), (1, 4));
    assert_eq!(proof.set[0].value, "\"{interval}s\"");
    assert_eq!(proof.replay_at, Drawn::Text("{interval*threshold}s".to_owned()));
    assert_eq!(questions[1].proof.as_ref().unwrap().probe.len(), 2);
    assert_eq!((first.task.c02.as_str(), first.task.c03.as_str()), ("4.1", "4.1"));
    let task = &questions[1].task;
    assert_eq!((task.c02.as_str(), task.c03.as_str()), ("1.1.2", "1.2.3"));
    let exhibit = questions[1].exhibit.as_ref().unwrap();
    assert_eq!(exhibit.kind, ExhibitKind::Console);
    let lines: Vec<&str> = exhibit.text.lines().collect();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines[1], "    --query Service.HealthCheckConfiguration");
    assert!(exhibit.to_string().starts_with("Exhibit (console):\n    $ aws"));
}

#[test]
fn ids_are_unique_over_all_files() {
    let text = fs::read_to_string(folder("valid").join("questions.toml")).unwrap();
    let stranger =
        text.replace("enemies = [\"health-protocols\"]", "enemies = [\"health-protocol\"]");
    let bad = bank::read_all(
        [source("one.toml", &text), source("two.toml", &stranger)],
        builtin::known(None),
    )
    .unwrap_err();
    let text: String = bad.iter().map(|file| render(file, Style::Plain)).collect();
    insta::assert_snapshot!("bank-of-two-files", text);
}

/// Texts that are made here because they are too large to keep. Reading them in
/// quadratic time would take hours, so a hang is a failure.
#[test]
fn hostile_files_are_refused_without_harm() {
    let header = "format_version = 1\ntitle = \"Bad\"\nduration = \"1m\"\n";
    let million_keys = (0..1_000_000).fold(String::new(), |mut text, key| {
        let _ = writeln!(text, "k{key}=1");
        text
    });
    let deep = format!("{{{}.b=", vec!["a"; 70].join(".")).repeat(75);
    let texts = [
        format!("{header}a = {}", "[".repeat(100_000)),
        format!("{header}a = {}1{}", "[".repeat(100_000), "]".repeat(100_000)),
        format!("{header}a = {}", "{a=".repeat(100_000)),
        format!("{header}{}=1", vec!["a"; 100_000].join(".")),
        format!("{header}a = {deep}1{}", "}".repeat(75)),
        format!("{header}{}", "[[traffic]]\nroute='/b'\nusers=1\n".repeat(50_000)),
        format!("{header}{}", "[[event]]\nat='1s'\nset={'app..x'=1}\n".repeat(50_000)),
        "a=[\n".repeat(10_000_000 / 4),
        "[[a]]\n".repeat(300_000),
        "#".repeat(10_000_000),
        "x".repeat(10_000_000),
        "\u{0}".repeat(2_000_000),
        "\"".repeat(10_000_000),
        "= ".repeat(1_000_000),
        format!("{header}{million_keys}"),
        format!("{header}{} = 1", "k".repeat(10_000_000)),
    ];
    for text in texts {
        let start: String = text.chars().take(80).collect();
        let source = source::from_bytes("big.toml", text.into_bytes()).unwrap();
        let Err(diagnostics) = scenario::read(source, &Request::default()) else {
            panic!("{start} reads");
        };
        let shown = render(&diagnostics, Style::Plain);
        assert!(shown.len() < 50_000, "{} bytes for {start}", shown.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(source) = source::from_bytes("any.toml", bytes) {
            for result in [
                scenario::read(source.clone(), &Request::default()).err(),
                bank::read(source.clone(), builtin::known(None)).err(),
                facts::read(source).err(),
            ].into_iter().flatten() {
                render(&result, Style::Plain);
            }
        }
    }

    #[test]
    fn a_mutated_file_never_panics(
        file in 0..6_usize,
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0..40_usize, "[ -~\n]{0,6}|-1|nan|\"99999h\"|\\{\\}"), 1..6),
        aws in any::<bool>(),
    ) {
        let path = files("valid")[file].clone();
        let mut bytes = fs::read(&path).unwrap();
        for (at, length, text) in edits {
            let from = at.index(bytes.len() + 1);
            let to = (from + length).min(bytes.len());
            bytes.splice(from..to, text.bytes());
        }
        let edition = if aws { Edition::Aws } else { Edition::Chapter };
        if let Ok(source) = source::from_bytes("mutated.toml", bytes) {
            for result in [
                scenario::read(source.clone(), &under(edition)).err(),
                bank::read(source.clone(), builtin::known(None)).err(),
                facts::read(source).err(),
            ].into_iter().flatten() {
                render(&result, Style::Plain);
            }
        }
    }

    #[test]
    fn any_setting_is_read_or_refused(text in "[a-z.0-9/\"']{0,20}=?[ -~]{0,12}") {
        if let Ok(setting) = setting::parse(&text) {
            let request = Request { set: vec![setting], ..Request::default() };
            if let Err(bad) = valid("everything.toml", &request) {
                render(&bad, Style::Plain);
            }
        }
    }
}
