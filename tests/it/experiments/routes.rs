//! Figures by route, where the traffic of a scenario asks for several.

use serde_json::{Value, json};

use crate::support::folder::Folder;
use crate::support::program::{CALM, coldstart};

/// Two routes on an instance that is too small: responses, rejections, retries, and clients that
/// time out.
const TWO: &str = r#"
format_version = 1
title = "Two routes"
duration = "1m"
[service.auto_scaling]
min_size = 1
max_size = 1
max_concurrency = 4
[app.routes."/"]
latency = { fixed = "50ms" }
[app.routes."/slow"]
latency = { exponential = { mean = "900ms" } }
[[traffic]]
route = "/slow"
arrivals = "poisson"
profile = [["0s", 4]]
client_timeout = "2s"
[[traffic]]
route = "/"
arrivals = "poisson"
profile = [["0s", 10]]
retry = { on = [503], attempts = 3, backoff = "200ms" }
[[traffic]]
route = "/slow"
users = 2
[[goal]]
name = "the fast route stays fast"
metric = "requests.by_route.1.latency_ms.p50"
at_most = 3000
"#;

fn two(command: &str, options: &[&str]) -> Value {
    let folder = Folder::new();
    folder.write("two.toml", TWO);
    let scenario = folder.file("two.toml");
    coldstart(&[&[command, &scenario, "--format", "json"], options].concat()).json()
}

#[test]
fn the_routes_of_a_run_add_up_to_it_also_in_a_window() {
    for window in [&[][..], &["--window", "20s..40s"]] {
        let run = two("run", window);
        let routes = run["requests"]["by_route"].as_array().unwrap();
        let names: Vec<&Value> = routes.iter().map(|route| &route["route"]).collect();
        assert_eq!(names, ["/slow", "/"]);
        let fields = ["offered", "succeeded", "failed", "abandoned", "in_flight_at_end"];
        for field in fields {
            let sum: u64 = routes.iter().map(|route| route[field].as_u64().unwrap()).sum();
            assert_eq!(json!(sum), run["requests"][field], "{window:?} {field}");
            let each = routes.iter().map(|route| route[field].as_u64().unwrap());
            assert!(field == "in_flight_at_end" || each.sum::<u64>() > 0, "{field}: {run}");
        }
        let longest = routes.iter().map(|route| route["latency_ms"]["max"].as_f64().unwrap());
        assert_eq!(longest.reduce(f64::max), run["latency_ms"]["max"].as_f64());
        let mean = |route: usize| routes[route]["latency_ms"]["mean"].as_f64().unwrap();
        let all = run["latency_ms"]["mean"].as_f64().unwrap();
        assert!(mean(1) < all && all < mean(0), "{run}");
        let goal = &run["goals"][0];
        assert_eq!(goal["value"], routes[1]["latency_ms"]["p50"]);
    }
}

#[test]
fn one_route_is_not_counted_apart() {
    let run = coldstart(&["run", CALM, "--format", "json"]).json();
    assert_eq!(run["requests"].get("by_route"), None);
    assert!(!coldstart(&["run", CALM]).stdout.contains("Routes"));
}

#[test]
fn a_figure_of_a_route_is_swept_and_minimized() {
    let metric = "requests.by_route.0.failed_ratio";
    let until = format!("{metric} ±50 %");
    let swept = two("sweep", &["--until", &until, "--reps", "3"]);
    let runs: Vec<f64> = (1..=3)
        .map(|seed: u32| {
            let run = two("run", &["--seed", &seed.to_string()]);
            run["requests"]["by_route"][0]["failed_ratio"].as_f64().unwrap()
        })
        .collect();
    let least = swept["rows"][0]["metrics"][metric]["min"].as_f64().unwrap();
    assert!(runs.iter().all(|value| *value >= least), "{runs:?} {swept}");
    let over = ["--over", "service.auto_scaling.max_concurrency=4,40", "--minimize", metric];
    let found = two("tune", &over);
    assert_eq!(found["best"]["set"]["service.auto_scaling.max_concurrency"], 40, "{found}");
}

#[test]
fn the_table_and_the_page_list_the_routes() {
    let folder = Folder::new();
    folder.write("two.toml", TWO);
    let scenario = folder.file("two.toml");
    let table = coldstart(&["run", &scenario]).stdout;
    let rows: Vec<&str> = table.lines().skip_while(|line| *line != " Routes").collect();
    assert!(rows[3].starts_with(" 0   /slow ") && rows[4].starts_with(" 1   / "), "{table}");
    let page = coldstart(&["run", &scenario, "--html", "-"]).stdout;
    assert!(page.contains("<td>/slow</td>"), "{page}");
}
