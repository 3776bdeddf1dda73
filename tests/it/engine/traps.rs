//! What earlier simulators of such services got wrong, a test each.

use apprunner_sim::model::rules::Edition;
use apprunner_sim::sim::event::EventKind;
use apprunner_sim::sim::player::Player;
use apprunner_sim::sim::summary::Summary;
use coldstart::app::builtin;

use super::{LittlesLaw, figures, instant_phases, play, played, shipped, summary, times, times_of};

/// A cap that counts running instances and forgets their free slots refuses a
/// third of this traffic; Erlang B, with a slot for each of 40, next to nobody.
#[test]
fn the_cap_counts_slots_and_not_instances() {
    let erlang_b = (1..=40).fold(1.0, |past, slots| 20.0 * past / (f64::from(slots) + 20.0 * past));
    for (instances, slots) in [(4, 10), (10, 4), (40, 1)] {
        let (mut offered, mut rejected) = (0, 0);
        for seed in 1..=5 {
            let run = figures(&format!(
                r#"
duration = "1000s"
seed = {seed}
[service.auto_scaling]
min_size = {instances}
max_size = {instances}
max_concurrency = {slots}
[app.routes."/"]
latency = {{ exponential = {{ mean = "100ms" }} }}
[assume]
queue_limit = 0
[[traffic]]
route = "/"
profile = [["0s", 200]]
"#
            ));
            offered += run.requests.offered;
            rejected += run.requests.failed;
        }
        // Refusals come in clumps: their variance is a few times that of Poisson's.
        let expected = offered as f64 * erlang_b;
        assert!((rejected as f64) < expected + 12.0 * expected.sqrt(), "{rejected} of {offered}");
    }
}

/// Ten users at once make ten instances; a request a second, sent wherever
/// fewest are held, would touch any of them again within a minute.
fn surge_then_little() -> String {
    let first = "[[traffic]]\nroute = \"/\"\nusers = 10\nuntil = \"1ms\"\n";
    format!(
        r#"
duration = "10m"
[service.auto_scaling]
min_size = 0
max_size = 10
max_concurrency = 1
[service.health_check]
protocol = "TCP"
[app]
start = {{ fixed = "0s" }}
[app.routes."/"]
latency = {{ fixed = "500ms" }}
[assume]
provision = {{ fixed = "10ms" }}
{first}
[[traffic]]
route = "/"
arrivals = "even"
profile = [["0s", 1]]
"#
    )
}

#[test]
fn little_traffic_does_not_keep_every_instance_alive() {
    let player = play(&surge_then_little());
    assert_eq!(summary(&player).instances.peak, 10);
    let frames = player.recording().frames();
    assert_eq!(frames[70].instances, 1, "a minute after the surge one is enough");
    assert!(frames[71..].iter().all(|frame| frame.instances == 1));
    let last = times(&player, EventKind::InstanceGone).into_iter().fold(0.0, f64::max);
    assert!((60.0..61.0).contains(&last), "the last surplus one goes at {last} s");
}

#[test]
fn cold_starts_do_not_depend_on_how_many_instances_there_were() {
    let gaps = |surge: &str| {
        figures(
            &surge_then_little()
                .replace("[[\"0s\", 1]]", "[[\"0s\", 0.01]]")
                .replace("users = 10", surge),
        )
    };
    // A request every 100 s, scale-in after 60 s: each finds nothing.
    let (one, ten) = (gaps("users = 1"), gaps("users = 10"));
    assert_eq!(one.cold_starts.requests_delayed, 1 + 5);
    assert_eq!(ten.cold_starts.requests_delayed, 10 + 5);
}

#[test]
fn a_wait_for_a_warm_instance_is_no_cold_start() {
    let text = r#"
duration = "1m"
[service.auto_scaling]
min_size = 2
max_size = 2
max_concurrency = 1
[service.health_check]
protocol = "TCP"
[app.routes."/"]
latency = { fixed = "1s" }
[assume]
queue_limit = "unlimited"
[[traffic]]
route = "/"
users = 6
until = "1ms"
"#;
    let run = figures(text);
    assert!((run.wait_ms.waited_ratio - 4.0 / 6.0).abs() < 1e-9);
    assert_eq!((run.cold_starts.instances, run.cold_starts.requests_delayed), (0, 0));
}

/// One slot, two seconds of work, three requests a second: only one request in
/// six is ever accepted, so whoever counts the accepted sees no need for more.
#[test]
fn the_scaler_sees_refused_requests() {
    for rules in ["chapter", "aws"] {
        for seed in 1..=5 {
            let run = figures(&format!(
                r#"
rules = "{rules}"
duration = "5m"
seed = {seed}
[service.auto_scaling]
min_size = 1
max_size = 20
max_concurrency = 1
[app.routes."/"]
latency = {{ fixed = "2s" }}
[assume]
queue_limit = 0
[[traffic]]
route = "/"
profile = [["0s", 3]]
"#
            ));
            let peak = run.instances.peak_active;
            // Six are busy on average. Chapter adds one at each refusal.
            assert!((6..=20).contains(&peak), "{rules}, seed {seed}: {peak}");
        }
    }
}

fn bytes(summary: &Summary) -> String {
    serde_json::to_string(summary).expect("a summary is plain values")
}

/// Everything that a run leaves behind, as text.
fn left_behind(player: &Player) -> String {
    let recording = player.recording();
    format!("{}{:?}{:?}", bytes(summary(player)), recording.events(), recording.frames())
}

#[test]
fn two_runs_of_a_scenario_are_the_same_to_the_byte() {
    for rules in ["chapter", "aws"] {
        let text = format!("rules = \"{rules}\"\nseed = 7\n{BUSY}");
        let first = left_behind(&play(&text));
        assert_eq!(first, left_behind(&play(&text)), "{rules}");
        let other = left_behind(&play(&text.replace("seed = 7", "seed = 8")));
        assert_ne!(first, other, "{rules}");
    }
}

/// The same figures on every machine and in every build. A change of behaviour
/// may change the checksum; a change of platform or of speed may not.
#[test]
fn a_run_has_the_figures_that_it_always_had() {
    let checksum = |rules: &str| {
        let phases = instant_phases("");
        let text = format!("rules = \"{rules}\"\nseed = 7\n{BUSY}[assume]\n{phases}");
        let mut summary = figures(&text);
        // How many steps the engine takes is its own affair.
        summary.events = 0;
        // Fowler, Noll and Vo's 64-bit hash.
        bytes(&summary).bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
    };
    assert_eq!(
        ["chapter", "aws"].map(checksum),
        [10_613_674_056_418_796_446, 12_474_079_653_745_808_224]
    );
}

/// Many things at once: two streams, retries, a crash, a deployment.
const BUSY: &str = r#"
duration = "3m"
[service.auto_scaling]
min_size = 2
max_size = 6
max_concurrency = 5
[app.routes."/"]
latency = { lognormal = { median = "200ms", p99 = "2s" } }
cpu = { exponential = { mean = "5ms" } }
[[traffic]]
route = "/"
profile = [["0s", 10], ["1m", 60], ["2m", 5]]
client_timeout = "3s"
retry = { on = [429, 502, 503], attempts = 3, backoff = "200ms" }
[[traffic]]
route = "/"
users = 5
think = { exponential = { mean = "1s" } }
[[event]]
at = "40s"
crash = { instances = 1 }
[[event]]
at = "80s"
deploy = { version = "v2" }
"#;

#[test]
fn what_happens_at_one_instant_happens_in_a_fixed_order() {
    // At 1 s the first answer is due, the next arrives, and the health of the
    // application changes at the moment of a check: the slot is free, the check
    // still passes.
    let text = r#"
duration = "12s"
[service.auto_scaling]
min_size = 1
max_size = 1
max_concurrency = 1
[service.health_check]
interval = "1s"
timeout = "1s"
unhealthy_threshold = 1
[app.routes."/"]
latency = { fixed = "1s" }
[app.routes."/health"]
[assume]
queue_limit = 0
[[traffic]]
route = "/"
arrivals = "even"
profile = [["0s", 1]]
[[event]]
at = "5s"
set = { "app.routes./health.status" = 503 }
"#
    .replace("interval = \"1s\"", "path = \"/health\"\ninterval = \"1s\"");
    let player = play(&text);
    let rejected: u64 =
        player.recording().frames().iter().take(5).map(|frame| frame.rejected).sum();
    assert_eq!(rejected, 0);
    assert_eq!(times_of(&player, EventKind::HealthFailed, 1), [6.0]);
}

/// Ten times the requests, the same frames and events kept, the same figures'
/// shape: nothing is kept per request.
#[test]
fn nothing_is_kept_per_request() {
    let text = |rate: u32| {
        format!(
            r#"
duration = "3h"
[service.auto_scaling]
min_size = 1
max_size = 1
max_concurrency = 1000
[app.routes."/"]
latency = {{ fixed = "100ms" }}
[[traffic]]
route = "/"
profile = [["0s", {rate}]]
"#
        )
    };
    let [few, many] = [10, 100].map(|rate| play(&text(rate)));
    assert!(summary(&many).requests.offered > 1_000_000);
    for player in [&few, &many] {
        assert!(player.recording().frames().len() <= 4_096);
    }
    assert_eq!(few.recording().frames().len(), many.recording().frames().len());
    assert_eq!(few.recording().events().len(), many.recording().events().len());
}

/// Whoever has no pause between requests and is rejected at once still needs the
/// turnaround, so that time goes on.
#[test]
fn users_without_a_pause_do_not_stop_the_clock() {
    let text = r#"
duration = "10s"
[service.auto_scaling]
min_size = 1
max_size = 1
max_concurrency = 1
[app.routes."/"]
[app.routes."/long"]
latency = { fixed = "1h" }
[assume]
queue_limit = 0
[[traffic]]
route = "/long"
users = 1
until = "1ms"
[[traffic]]
route = "/"
users = 3
from = "1ms"
"#;
    let run = figures(text);
    assert!((run.simulated_s - 10.0).abs() < 1e-9);
    // Three users, a request a millisecond each, from 1 ms until 10 s.
    assert_eq!(run.requests.failed, 3 * 9_999);
}

/// With n failures needed, detection takes from (n−1) intervals and a timeout to
/// n intervals and a timeout, by the phase between the fault and the checks.
#[test]
fn the_time_to_detect_a_fault_is_a_range() {
    let (interval, timeout, threshold) = (10.0, 3.0, 4.0);
    let mut found = Vec::new();
    for tenth in [0, 1, 25, 50, 75, 99] {
        let at = 20.0 + f64::from(tenth) / 10.0;
        let text = format!(
            r#"
duration = "2m"
[service.health_check]
protocol = "HTTP"
path = "/health"
interval = "{interval}s"
timeout = "{timeout}s"
unhealthy_threshold = {threshold}
[app.routes."/health"]
[[event]]
at = "{at}s"
hang = {{ instances = 1 }}
"#
        );
        found.push(times_of(&play(&text), EventKind::InstanceUnhealthy, 1)[0] - at);
    }
    let (least, most) = ((threshold - 1.0) * interval + timeout, threshold * interval + timeout);
    assert!(found.iter().all(|time| (least..=most).contains(time)), "{found:?}");
    // The check at the moment of the fault still passes: the longest case.
    assert!((found[0] - most).abs() < 1e-6, "{found:?}");
    assert!((found[5] - least - 0.1).abs() < 1e-6, "{found:?}");
}

/// Runs that differ in a setting meet the same arrivals, and each request brings
/// the same work, whether earlier ones were accepted or not.
#[test]
fn luck_does_not_depend_on_settings() {
    let text = |max_size: u32, queue: &str, extra: &str| {
        format!(
            r#"
duration = "2m"
[service.auto_scaling]
min_size = {max_size}
max_size = {max_size}
max_concurrency = 3
[app.routes."/"]
latency = {{ exponential = {{ mean = "300ms" }} }}
[assume]
queue_limit = {queue}
[[traffic]]
route = "/"
profile = [["0s", 20], ["1m", 0.2]]
{extra}
"#
        )
    };
    let narrow = play(&text(1, "0", ""));
    let wide = play(&text(20, "\"unlimited\"", ""));
    assert!(summary(&narrow).requests.failed > 100);
    assert_eq!(summary(&wide).requests.failed, 0);
    let offered = |player: &Player| -> Vec<u64> {
        player.recording().frames().iter().map(|frame| frame.offered).collect()
    };
    assert_eq!(offered(&narrow), offered(&wide));
    // In the quiet second minute nobody is rejected: the same work, after hundreds
    // of requests that one run served and the other did not.
    let quiet = |player: &Player| -> Vec<_> {
        let frames = player.recording().frames()[70..].iter();
        frames.map(|frame| (frame.succeeded, frame.p50, frame.p99)).collect()
    };
    assert_eq!(quiet(&narrow), quiet(&wide));
}

/// L = λW on every shipped scenario.
#[test]
fn little_s_law_holds_on_every_shipped_scenario() {
    let mut exact = 0;
    for (name, text) in builtin::scenarios() {
        for edition in Edition::ALL {
            for seed in 1..=3 {
                let player = played(shipped(name, text, edition.name(), seed));
                let law = LittlesLaw::of(&player);
                exact += u32::from(law.not_answered == 0);
                assert!(law.holds(), "{name}, {edition}: {law:?}");
            }
        }
    }
    assert!(exact >= 6, "only {exact} runs lost nobody");
}
