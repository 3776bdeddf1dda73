//! Measured traffic: every quirk of a log or of CloudWatch is read or reported, and a log that
//! a scenario names is replayed as it was recorded, in memory that does not grow.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use apprunner_sim::model::replay::LogFormat;
use flate2::write::GzEncoder;
use spanned_toml::word::Word;
use traffic_exchange::log::{LogReader, LogRecord};
use traffic_exchange::metrics;

use crate::support::folder::Folder;
use crate::support::program::finish;

/// The files of `tests/traffic/FOLDER` in order.
fn samples(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(format!("tests/traffic/{folder}")).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 10, "{folder} has {} files", paths.len());
    paths
}

/// A time after midnight as `08:15:00.250`, and with `+1.250` how long before it the arrival was.
fn arrival(record: &LogRecord<'_>) -> String {
    let micros = record.at.micros.rem_euclid(86_400_000_000);
    let (seconds, rest) = (micros / 1_000_000, micros % 1_000_000);
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    let mut text = format!("{hours:02}:{minutes:02}:{:02}", seconds % 60);
    if !record.at.is_coarse {
        write!(text, ".{rest:06}").unwrap();
    }
    if record.at.before_us > 0 {
        write!(text, "-{}us", record.at.before_us).unwrap();
    }
    text
}

/// What is read of every file in `tests/traffic/FOLDER`, and what is not.
fn listing(folder: &str) -> String {
    let mut listing = String::new();
    for path in samples(folder) {
        let name = path.file_name().unwrap().to_str().unwrap();
        writeln!(listing, "== {name}").unwrap();
        let mut take = |record: &LogRecord<'_>| {
            let path = record.path.as_deref().map_or("-".to_owned(), |it| format!("{it:?}"));
            let [status, latency] = [record.status.map(u64::from), record.latency_us]
                .map(|it| it.map_or("-".to_owned(), |it| it.to_string()));
            let (line, at) = (record.line, arrival(record));
            writeln!(listing, "{line}  {at}  {path}  {status}  {latency}").unwrap();
        };
        let mut reader = LogReader::new(None);
        reader.push(&fs::read(&path).unwrap(), &mut take).unwrap();
        let end = reader.finish(&mut take).unwrap();
        writeln!(listing, "{}, {} lines", end.format.word(), end.lines).unwrap();
        end.losses.iter().for_each(|loss| writeln!(listing, "! {name}:{loss}").unwrap());
    }
    listing
}

#[test]
fn every_quirk_of_a_log_is_read_or_reported() {
    for (name, _) in LogFormat::WORDS {
        insta::assert_snapshot!(format!("traffic-{name}"), listing(name));
    }
}

/// A scenario that replays `log` with more fields of the stream.
fn scenario(folder: &Folder, log: &str, fields: &str) {
    let text = format!(
        "format_version = 1\ntitle = \"Replay\"\nduration = \"1m\"\n\
         [app.routes.\"/\"]\nlatency = {{ fixed = \"10ms\" }}\n\
         [[traffic]]\nroute = \"/\"\ntrace = \"{log}\"\n{fields}\n"
    );
    folder.write("s.toml", &text);
}

const LOG: &str = "time,path,latency_ms\n\
    2026-03-01T12:00:10.000Z,/api/a,100\n\
    2026-03-01T12:00:10.500Z,/img/b,200\n\
    2026-03-01T12:00:12.000Z,/api/c,300\n";

/// A figure of the run of `s.toml`.
fn figure(folder: &Folder, names: [&str; 2]) -> f64 {
    let run = folder.run(&["run", "./s.toml", "--format", "json"]).assert_code(0).json();
    run[names[0]][names[1]].as_f64().unwrap()
}

#[test]
fn a_run_replays_the_arrivals_of_a_log() {
    let folder = Folder::new();
    folder.write("a.csv", LOG);
    for (fields, offered) in [
        ("", 3.0),
        ("routes = [\"/api/*\"]", 2.0),
        ("repeat = 4", 12.0),
        ("repeat = 1000\nspeed = 0.1", 7.0),
    ] {
        scenario(&folder, "a.csv", fields);
        assert!((figure(&folder, ["requests", "offered"]) - offered).abs() < 1e-9, "{fields}");
    }
}

#[test]
fn latencies_of_a_log_replace_those_of_the_route() {
    let folder = Folder::new();
    folder.write("a.csv", LOG);
    let slowest = || figure(&folder, ["latency_ms", "max"]);
    scenario(&folder, "a.csv", "");
    assert!((slowest() - 10.0).abs() < 0.2, "{}", slowest());
    scenario(&folder, "a.csv", "latency = \"log\"");
    assert!((slowest() - 300.0).abs() < 3.0, "{}", slowest());
}

#[test]
fn a_log_that_cannot_be_replayed_is_a_fault_of_the_scenario() {
    let folder = Folder::new();
    folder.write("a.csv", LOG);
    folder.write("letter.txt", "Dear reader,\n");
    for (log, fields, message) in [
        ("away.log", "", "No such file"),
        ("letter.txt", "", "its first lines have no format that is known"),
        ("a.csv", "routes = [\"/none\"]", "none of its requests has a path of `routes`"),
        ("a.csv", "format = \"alb\"", "none of its lines is a request"),
        ("a.csv", "format = \"apache\"", "`apache` is not a value of `format`"),
        ("a.csv", "think = { fixed = \"1s\" }", "`think` belongs to a stream with `users`"),
        ("a.csv", "routes = [\"api\"]", "the pattern `api` is no path"),
        (".", "", "it is a folder"),
    ] {
        scenario(&folder, log, fields);
        let refused = folder.run(&["run", "./s.toml"]).fails();
        assert!(refused.contains(message) && refused.contains("s.toml:"), "{refused}");
    }
}

#[test]
fn what_a_log_loses_is_reported_with_its_line() {
    let folder = Folder::new();
    folder.write("a.csv", format!("{LOG}2026-03-01T12:00:13.000Z,/cut"));
    scenario(&folder, "a.csv", "");
    let notes = folder.run(&["run", "./s.toml"]).assert_code(0).stderr.clone();
    assert_eq!(notes.trim(), "a.csv:5: line left out: it ends before its end");
}

/// Writes a Combined log of `lines` lines.
fn write_log(folder: &Folder, lines: u64) {
    let mut log = String::new();
    for number in 0..lines {
        let (second, latency) = (number / 200, number % 977);
        let (minute, second) = (second / 60 % 60, second % 60);
        writeln!(
            log,
            "203.0.113.{} - - [01/Mar/2026:12:{minute:02}:{second:02} +0000] \"GET /api/{number} \
             HTTP/1.1\" 200 512 \"-\" \"Mozilla/5.0 (X11; Linux x86_64)\" 0.{latency:03}",
            number % 256
        )
        .unwrap();
    }
    folder.write("a.log", &log);
}

/// The most memory that a run of `s.toml` has had resident, in kB, as Linux counts it.
#[cfg(target_os = "linux")]
fn peak_kb(folder: &Folder) -> u64 {
    let mut run = folder.program(&["run", "./s.toml", "--set", "duration=1s"]);
    let mut run = run.stdout(std::process::Stdio::null()).spawn().unwrap();
    let status = format!("/proc/{}/status", run.id());
    let mut peak = 0;
    while run.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let seen = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
        peak = peak.max(seen.unwrap_or(0));
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    assert!(run.wait().unwrap().success() && peak > 0);
    peak
}

#[test]
#[cfg(target_os = "linux")]
fn a_longer_log_needs_no_more_memory() {
    let folder = Folder::new();
    scenario(&folder, "a.log", "latency = \"log\"");
    // Enough for the windows in which lines are put in order.
    write_log(&folder, 140_000);
    let short = peak_kb(&folder);
    write_log(&folder, 420_000);
    let long = peak_kb(&folder);
    let log_kb = fs::metadata(folder.path().join("a.log")).unwrap().len() / 1_024;
    assert!(long < short + 4_096, "{long} kB after {short} kB, for a log of {log_kb} kB");
}

#[test]
fn every_quirk_of_metrics_is_read_or_reported() {
    let mut listing = String::new();
    for path in samples("cloudwatch") {
        let name = path.file_name().unwrap().to_str().unwrap();
        writeln!(listing, "== {name}").unwrap();
        let metrics = metrics::read(name, &fs::read(&path).unwrap()).unwrap();
        for series in &metrics.series {
            let (metric, statistic) = (series.metric, series.statistic);
            writeln!(listing, "{metric:?} {statistic:?} every {} s", series.period_s()).unwrap();
            writeln!(listing, "  {:?}", series.points).unwrap();
        }
        if let Some(measured) = metrics.profile() {
            let points = measured.profile.points.iter();
            let points: Vec<_> = points.map(|(at, rate)| (at.as_secs_f64(), *rate)).collect();
            writeln!(listing, "profile of {}, {} gaps: {points:?}", measured.length, measured.gaps)
                .unwrap();
        }
        metrics.losses.iter().for_each(|loss| writeln!(listing, "! {loss}").unwrap());
    }
    insta::assert_snapshot!("traffic-cloudwatch", listing);
}

#[test]
fn measured_traffic_becomes_a_scenario() {
    let folder = Folder::new();
    for path in samples("cloudwatch").into_iter().chain(samples("json")).chain(samples("csv")) {
        let path = fs::canonicalize(path).unwrap();
        let path = path.to_str().unwrap();
        let imported = folder.run(&["import", "traffic", path, "--output", "m.toml", "--force"]);
        let is_refused = imported.stderr.contains("there is no sum of Requests");
        if is_refused {
            assert!(path.ends_with("statistics-extended.json"), "{path}");
            continue;
        }
        imported.assert_code(0);
        folder.run(&["check", "m.toml"]).assert_code(0);
    }
}

/// The parameters that `fit` printed: path, name, estimate and interval in ms.
fn fitted(fit: &serde_json::Value) -> Vec<(String, String, [f64; 3])> {
    let mut all = Vec::new();
    for setting in fit["settings"].as_array().unwrap() {
        for it in setting["parameters"].as_array().unwrap() {
            let ms = ["ms", "low_ms", "high_ms"].map(|name| it[name].as_f64().unwrap());
            let [path, name] = [&setting["path"], &it["name"]].map(|it| it.as_str().unwrap());
            all.push((path.to_owned(), name.to_owned(), ms));
        }
    }
    all
}

const SERVICE: &str = "format_version = 1\ntitle = \"t\"\nduration = \"20m\"\n\
    [app.routes.\"/\"]\nlatency = { exponential = { mean = \"80ms\" } }\ncpu = { fixed = \"20ms\" }\n\
    [[traffic]]\nroute = \"/\"\nprofile = [[\"0s\", 1], [\"20m\", 5]]\n";

#[test]
fn a_log_gives_back_the_law_that_it_was_made_of() {
    let folder = Folder::new();
    folder.write("s.toml", SERVICE);
    let mut log = "time,path,status,latency_ms\n".to_owned();
    for number in 0..4_000_u32 {
        let share = (f64::from(number * 1_597 % 4_000) + 0.5) / 4_000.0;
        let latency = -120.0 * (1.0 - share).ln();
        let at = 1_772_366_400.0 + f64::from(number) / 20.0;
        writeln!(log, "{at:.3},/,200,{latency:.3}").unwrap();
    }
    log.push_str("1772366500.5,/,503,1\n");
    folder.write("a.csv", &log);
    let fit = ["fit", "./s.toml", "--log", "a.csv", "--set", "app.routes./.cpu={ fixed = \"0s\" }"];
    let fit = [&fit[..], &["--format", "json", "--output", "fitted.toml"]].concat();
    let fit = folder.run(&fit).assert_code(0).json();
    let all = fitted(&fit);
    let [(path, name, [mean, low, high])] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((path.as_str(), name.as_str()), ("app.routes.\"/\".latency", "mean"));
    assert!((mean - 120.0).abs() < 1.0 && *low < 120.0 && 120.0 < *high, "{all:?}");
    for figure in fit["figures"].as_array().unwrap() {
        let [measured, simulated] =
            ["measured", "simulated"].map(|name| figure[name].as_f64().unwrap());
        let is_near = (measured - simulated).abs() <= 0.1 * measured.max(0.01);
        assert!(is_near, "{figure}");
    }
    let written = folder.read("fitted.toml");
    assert!(written.starts_with("# fitted: app.routes.\"/\".latency mean 120"), "{written}");
    folder.run(&["run", "./fitted.toml"]).assert_code(0);
}

#[test]
fn metrics_of_a_run_give_back_its_application() {
    let folder = Folder::new();
    folder.write("s.toml", SERVICE);
    folder.run(&["run", "./s.toml", "--metrics", "points.jsonl"]).assert_code(0);
    folder
        .write("app.log", "Started Shop in 4.0 seconds\nStarted Shop in 4.01 seconds\n".repeat(3));
    let fit = ["fit", "./s.toml", "--metrics", "points.jsonl", "--starts", "app.log"];
    let fit = folder.run(&[&fit[..], &["--format", "json"]].concat()).assert_code(0).json();
    let all = fitted(&fit);
    let named = |path: &str| all.iter().find(|it| it.0 == path).unwrap().2;
    // The instance is busy with health checks too, which take no CPU here.
    let [cpu, low, high] = named("app.routes.\"/\".cpu");
    assert!((cpu - 20.0).abs() < 1.0 && low <= cpu && cpu <= high, "{all:?}");
    let [latency, ..] = named("app.routes.\"/\".latency");
    assert!((latency - 80.0).abs() < 8.0, "{all:?}");
    let [start, ..] = named("app.start");
    assert!((start - 4_005.0).abs() < 1.0, "{all:?}");
    for figure in fit["figures"].as_array().unwrap() {
        let [measured, simulated] =
            ["measured", "simulated"].map(|name| figure[name].as_f64().unwrap());
        assert!((measured - simulated).abs() <= 0.15 * measured, "{figure}");
    }
}

#[test]
fn what_cannot_be_estimated_says_why() {
    let folder = Folder::new();
    folder.write("s.toml", SERVICE);
    folder.write("a.csv", "time,path\n2026-03-01T12:00:00Z,/\n");
    folder.write("app.log", "GET / 200\n");
    folder.write("few.log", "ready in 4 s\n".repeat(4));
    let line = "2026-03-01T12:00:00Z,/,80\n";
    folder.write("few.csv", format!("time,path,latency_ms\n{}", line.repeat(29)));
    let point =
        |at: &str| format!("{{\"Timestamp\": \"2026-03-01T12:0{at}:00Z\", \"Average\": 80}}");
    let points = [point("0"), point("1")].join(",");
    folder.write(
        "few.json",
        format!("{{\"Label\": \"RequestLatency\", \"Datapoints\": [{points}]}}"),
    );
    folder.write("m.json", "{\"Label\": \"Requests\", \"Datapoints\": []}");
    for (arguments, message) in [
        (["--log", "a.csv"], "app.routes.\"/\".latency: it was not measured"),
        (["--log", "few.csv"], "app.routes.\"/\".latency: 29 measured; 30 are needed"),
        (["--starts", "app.log"], "app.start: it was not measured"),
        (["--starts", "few.log"], "app.start: 4 measured; 5 are needed"),
        (["--operations", "app.log"], "assume: it was not measured"),
        (["--metrics", "few.json"], "app.routes.\"/\".latency: 2 measured; 5 are needed"),
        (["--metrics", "m.json"], "it has no point of a metric of App Runner"),
        (["--log", "away.log"], "No such file"),
    ] {
        let refused = folder.run(&[&["fit", "./s.toml"], &arguments[..]].concat()).fails();
        assert!(refused.contains(message), "{refused}");
    }
}

/// Compresses `text`.
fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_compressed_log_that_was_cut_off_is_refused() {
    let folder = Folder::new();
    let log: String = (0..5_000).fold("time,path\n".to_owned(), |mut log, number| {
        let (second, part) = (number / 100, number % 100);
        writeln!(log, "2026-03-01T12:00:{second:02}.{part:02}Z,/api/{}", number * 7_919).unwrap();
        log
    });
    let whole = gzip(&log);
    // Parts that are put together are one log.
    let parts = [gzip(&log[..40_000]), gzip(&log[40_000..])].concat();
    scenario(&folder, "a.log.gz", "");
    for packed in [&whole, &parts] {
        folder.write("a.log.gz", packed);
        assert!((figure(&folder, ["requests", "offered"]) - 5_000.0).abs() < 1e-9);
    }
    for cut in [1, 4, 8, 9, 100, whole.len() / 2, whole.len() - 12] {
        folder.write("a.log.gz", &whole[..whole.len() - cut]);
        for command in [["run", "./s.toml"].as_slice(), &["import", "traffic", "a.log.gz"]] {
            let refused = folder.run(command).fails();
            let why = ["a.log.gz`: unexpected end of file", "a.log.gz`: incomplete deflate stream"];
            assert!(why.iter().any(|why| refused.contains(why)), "{cut}: {refused}");
        }
    }
}

#[test]
#[cfg(unix)]
fn arrivals_that_do_not_fit_on_the_disk_are_reported() {
    let folder = Folder::new();
    scenario(&folder, "a.log", "");
    // 16 bytes each, of which the first MiB stays in memory.
    write_log(&folder, 140_000);
    let limited = "ulimit -f 2000; exec \"$0\" run ./s.toml";
    let mut shell = std::process::Command::new("bash");
    shell.args(["-c", limited, env!("CARGO_BIN_EXE_coldstart")]).current_dir(folder.path());
    let refused = finish(&mut shell).fails();
    assert!(refused.contains("the temporary file for its arrivals cannot be written"), "{refused}");
}

#[test]
fn metrics_may_be_called_by_their_name() {
    let folder = Folder::new();
    let path = fs::canonicalize(samples("cloudwatch").swap_remove(0)).unwrap();
    let path = path.to_str().unwrap();
    let by_contents = folder.run(&["import", "traffic", path]).printed();
    let by_name = folder.run(&["import", "traffic", path, "--from", "cloudwatch"]).printed();
    assert_eq!(by_name, by_contents);
    folder.write("a.csv", LOG);
    folder.run(&["import", "traffic", "a.csv", "--from", "cloudwatch"]).fails();
}

#[test]
fn operations_of_a_service_are_estimated_under_what_is_assumed() {
    let folder = Folder::new();
    folder.write("s.toml", SERVICE);
    let mut log = String::new();
    for (hour, later) in [(1, 0), (2, 1), (3, 2)] {
        for (second, message) in [
            (0, "Deployment started."),
            (30 + later, "Provisioning instances and deploying image."),
            (40 + later, "Performing health check on port '8080'."),
            (50, "Health check is successful. Routing traffic to application."),
            (55, "Successfully routed incoming traffic to application."),
            (56, "Deployment completed successfully."),
        ] {
            writeln!(log, "2026-03-01T{hour:02}:00:{second:02}Z [AppRunner] {message}").unwrap();
        }
    }
    folder.write("events.log", &log);
    let fit = ["fit", "./s.toml", "--operations", "events.log", "--format", "json"];
    let fit = folder.run(&[&fit[..], &["--output", "fitted.toml"]].concat()).assert_code(0).json();
    let all = fitted(&fit);
    let named = |path: &str| all.iter().find(|it| it.0 == path).unwrap().2;
    for (path, ms) in [
        ("assume.deploy_prepare", 31_000.0),
        ("assume.deploy_route", 5_000.0),
        ("assume.provision", 10_000.0),
    ] {
        let [value, low, high] = named(path);
        assert!((value - ms).abs() < 1.0 && low <= value && value <= high, "{all:?}");
    }
    let scenario: toml::Table = folder.read("fitted.toml").parse().unwrap();
    assert_eq!(scenario["assume"]["deploy_prepare"].as_str(), Some("31s"));
    folder.run(&["check", "fitted.toml"]).assert_code(0);
}
