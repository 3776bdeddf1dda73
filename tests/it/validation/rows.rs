//! The rows of the page that compare with a theory: a model, how it is run, and what
//! its closed form says.

use std::fmt::Write as _;

use crate::support::queueing::{
    ErlangA, ScaleToZero, erlang_b, erlang_c, impatient_for, in_turn, integral, mean_of,
    mean_value_analysis, present_at, shares, wake_from_idle,
};

/// Runs of each row.
pub const REPS: u32 = 30;

/// A model and its figures.
pub struct Row {
    /// What the theory calls it.
    pub model: &'static str,
    /// The scenario in `tests/validation`.
    file: &'static str,
    /// What is set.
    set: &'static [&'static str],
    /// What is compared.
    pub figures: Vec<Figure>,
}

/// A figure and what theory says of it.
pub struct Figure {
    /// What it is.
    pub what: &'static str,
    /// Its path in the JSON of a run.
    pub metric: &'static str,
    /// By the closed form.
    pub theory: f64,
}

impl Row {
    /// The command that gives the figures of row number `number`, under seeds that no
    /// other row has.
    pub fn command(&self, number: usize) -> String {
        let seed = 1_000 * number + 1;
        let mut command = format!(
            "coldstart sweep tests/validation/{}.toml --seed {seed} --reps {REPS}",
            self.file
        );
        for setting in self.set {
            let quoted = if setting.contains(['"', '{', '[']) { "'" } else { "" };
            let _ = write!(command, " --set {quoted}{setting}{quoted}");
        }
        for figure in &self.figures {
            let _ = write!(command, " --metric {}", figure.metric);
        }
        command
    }
}

/// A part of the page: its rows bear its letter.
pub struct Family {
    /// The letter, which is its marker on the page, too.
    pub letter: char,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// All families, in the order of the page.
pub fn families() -> Vec<Family> {
    let families = [
        ('A', slots()),
        ('B', cpus()),
        ('C', users()),
        ('D', clients()),
        ('E', quiet()),
        ('H', tasks()),
    ];
    families.into_iter().map(|(letter, rows)| Family { letter, rows }).collect()
}

fn row<const N: usize>(
    model: &'static str,
    file: &'static str,
    set: &'static [&'static str],
    figures: [(&'static str, &'static str, f64); N],
) -> Row {
    let figures = figures.map(|(what, metric, theory)| Figure { what, metric, theory });
    Row { model, file, set, figures: figures.into() }
}

const REFUSED: (&str, &str) = ("share rejected", "requests.failed_ratio");
const WAIT: (&str, &str) = ("mean wait, ms", "wait_ms.mean");
const LATENCY: (&str, &str) = ("mean latency, ms", "latency_ms.mean");
const HELD: (&str, &str) = ("in service", "concurrency.mean");
const AT_END: (&str, &str) = ("in service at the end", "requests.in_flight_at_end");
const LOST: (&str, &str) = ("share timed out", "requests.lost_ratio");

/// `what` with its theory.
fn of(
    (what, metric): (&'static str, &'static str),
    theory: f64,
) -> (&'static str, &'static str, f64) {
    (what, metric, theory)
}

/// Settings that give the service time of 100 ms, or of 10 ms, another law.
const FIXED_100: &str = r#"app.routes./.latency={ fixed = "100ms" }"#;
const FIXED_10: &str = r#"app.routes./.latency={ fixed = "10ms" }"#;
const UNIFORM_10: &str = r#"app.routes./.latency={ uniform = { min = "0s", max = "20ms" } }"#;
const LOGNORMAL_100: &str =
    r#"app.routes./.latency={ lognormal = { median = "60653us", p99 = "621121us" } }"#;
const LOGNORMAL_10: &str =
    r#"app.routes./.latency={ lognormal = { median = "6065us", p99 = "62112us" } }"#;

/// Ten slots under 80 requests a second of 100 ms, and one under 70 of 10 ms.
fn slots() -> Vec<Row> {
    let refused = erlang_b(10, 8.0);
    let few = shares(15, |_| 80.0, |n| n.min(10.0) * 10.0);
    let accepted = 80.0 * (1.0 - few[15]);
    let waited = erlang_c(10, 8.0);
    // Pollaczek and Khinchine, for the second moment over the squared mean.
    let one_server = |square: f64| 0.7 * 10.0 * square / 2.0 / 0.3;
    vec![
        row("M/M/10/10: Erlang B", "slots", &[], [of(REFUSED, refused)]),
        row("M/D/10/10: the same", "slots", &[FIXED_100], [of(REFUSED, refused)]),
        row("M/G/10/10, log-normal: the same", "slots", &[LOGNORMAL_100], [of(REFUSED, refused)]),
        row(
            "M/M/40/40, 20 erlangs",
            "slots",
            &["service.auto_scaling.max_concurrency=8", r#"traffic.0.profile=[["0s", 200]]"#],
            [of(REFUSED, erlang_b(40, 20.0))],
        ),
        row(
            "M/M/10/15: five may wait",
            "slots",
            &["assume.queue_limit=5"],
            [
                of(REFUSED, few[15]),
                of(WAIT, mean_of(&few, |n| (n - 10.0).max(0.0)) / accepted * 1e3),
                of(HELD, mean_of(&few, |n| n.min(10.0))),
            ],
        ),
        row(
            "M/M/10: Erlang C",
            "slots",
            &[r#"assume.queue_limit="unlimited""#],
            [
                ("share that waits", "wait_ms.waited_ratio", waited),
                of(WAIT, waited / 20.0 * 1e3),
                (
                    "99th percentile of the wait, ms",
                    "wait_ms.p99",
                    (waited / 0.01).ln() / 20.0 * 1e3,
                ),
            ],
        ),
        row(
            "M/M/1",
            "one-server",
            &[],
            [
                of(WAIT, one_server(2.0)),
                ("median latency, ms", "latency_ms.p50", 0.5_f64.ln() / -30.0 * 1e3),
                ("99th percentile of it, ms", "latency_ms.p99", 0.01_f64.ln() / -30.0 * 1e3),
            ],
        ),
        row(
            "M/D/1: Pollaczek and Khinchine",
            "one-server",
            &[FIXED_10],
            [of(WAIT, one_server(1.0))],
        ),
        row("M/G/1, uniform", "one-server", &[UNIFORM_10], [of(WAIT, one_server(4.0 / 3.0))]),
        row(
            "M/G/1, log-normal",
            "one-server",
            &[LOGNORMAL_10],
            [of(WAIT, one_server(1.0_f64.exp()))],
        ),
    ]
}

/// With n requests each runs at min(1, vCPUs / n), so that n finish work of 10 ms
/// this many times a second.
fn finished(vcpus: f64, n: f64) -> f64 {
    n * (vcpus / n).min(1.0) * 100.0
}

/// Requests that want 10 ms of a shared CPU at utilization 0.7.
fn cpus() -> Vec<Row> {
    const LOGNORMAL: &str =
        r#"app.routes./.cpu={ lognormal = { median = "6065us", p99 = "62112us" } }"#;
    const FIXED: &str = r#"app.routes./.cpu={ fixed = "10ms" }"#;
    let two = mean_of(&shares(400, |_| 140.0, |n| finished(2.0, n)), |n| n) / 140.0 * 1e3;
    let short = shares(5, |_| 70.0, |n| finished(1.0, n));
    vec![
        row("M/M/1 shared, 1 vCPU", "shared-cpu", &[], [of(LATENCY, 10.0 / 0.3)]),
        row("M/D/1 shared", "shared-cpu", &[FIXED], [of(LATENCY, 10.0 / 0.3)]),
        row("M/G/1 shared, log-normal", "shared-cpu", &[LOGNORMAL], [of(LATENCY, 10.0 / 0.3)]),
        row(
            "the same on a quarter of a vCPU",
            "shared-cpu",
            &[
                LOGNORMAL,
                r#"service.instance.cpu="0.25 vCPU""#,
                r#"service.instance.memory="0.5 GB""#,
                r#"traffic.0.profile=[["0s", 17.5]]"#,
            ],
            [of(LATENCY, 40.0 / 0.3)],
        ),
        row(
            "the same on 2 vCPU, as M/M/2",
            "shared-cpu",
            &[
                LOGNORMAL,
                r#"service.instance.cpu="2 vCPU""#,
                r#"service.instance.memory="4 GB""#,
                r#"traffic.0.profile=[["0s", 140]]"#,
            ],
            [of(LATENCY, two)],
        ),
        row(
            "a concurrency of five and no queue, fixed work",
            "shared-cpu",
            &[FIXED, "service.auto_scaling.max_concurrency=5", "assume.queue_limit=0"],
            [of(REFUSED, short[5])],
        ),
        row(
            "two classes, 5 ms fixed and 40 ms exponential",
            "two-classes",
            &[],
            // Each class takes its own work over the idle share of the CPU.
            [of(LATENCY, (60.0 * 5.0 + 10.0 * 40.0) / 70.0 / 0.3), of(HELD, 0.7 / 0.3)],
        ),
    ]
}

/// Closed loops: whoever has an answer thinks before the next request.
fn users() -> Vec<Row> {
    let repair = shares(15, |n| (15.0 - n) / 0.4, |n| n.min(4.0) * 10.0);
    let busy = mean_of(&repair, |n| n.min(4.0));
    let wait_ms = mean_of(&repair, |n| (n - 4.0).max(0.0)) / (busy * 10.0) * 1e3;
    // Who finds every slot taken sees the other users alone (Engset).
    let others = shares(4, |n| (14.0 - n) / 0.4, |n| n * 10.0);
    let engset = shares(4, |n| (15.0 - n) / 0.4, |n| n * 10.0);
    let held = mean_of(&engset, |n| n);
    let (response, answered) = mean_value_analysis(20, 0.3, 0.02, 0.1);
    vec![
        row("M/M/4//15, machine repair", "users", &[], [of(HELD, busy), of(WAIT, wait_ms)]),
        row(
            "the same, thinking for a fixed time",
            "users",
            &[r#"traffic.0.think={ fixed = "400ms" }"#],
            [of(HELD, busy), of(WAIT, wait_ms)],
        ),
        row(
            "M/M/4/4//15, a finite source: Engset",
            "users",
            &["assume.queue_limit=0"],
            [of(REFUSED, others[4]), of(HELD, held)],
        ),
        row(
            "the same, fixed service",
            "users",
            &["assume.queue_limit=0", FIXED_100],
            [of(REFUSED, others[4]), of(HELD, held)],
        ),
        row(
            "a CPU and a delay, 20 users: mean value analysis",
            "network",
            &[],
            [of(LATENCY, response * 1e3), of(HELD, answered * response)],
        ),
    ]
}

/// Clients who give up, and load that changes.
fn clients() -> Vec<Row> {
    let (given_up, busy) = impatient_for(70.0, 100.0, 0.05);
    let (one, many) = (ErlangA::new(1, 70.0, 100.0, 20.0), ErlangA::new(10, 120.0, 10.0, 5.0));
    // Up to 50 a second in 20 s and back in 10.
    let rate = |s: f64| if s < 20.0 { 2.5 * s } else { 5.0 * (30.0 - s) };
    let exponential = |age: f64| (-age / 2.0).exp();
    let fixed = |age: f64| f64::from(age < 2.0);
    let at_end = |time| present_at(time, rate, exponential);
    let mean = integral(30.0, |time| present_at(time, rate, exponential)) / 30.0;
    vec![
        row(
            "clients who wait two mean service times",
            "patience",
            &[],
            [of(LOST, (-2.0_f64).exp())],
        ),
        row(
            "cut by the edge at one and a half",
            "patience",
            &[r#"assume.request_limit="150ms""#],
            [("share cut", "requests.failed_ratio", (-1.5_f64).exp())],
        ),
        row(
            "M/M/1, patience to the end of service: a finite dam",
            "one-server",
            &[r#"traffic.0.client_timeout="50ms""#],
            [of(LOST, given_up), of(HELD, busy)],
        ),
        row(
            "M/M/1+M, patience to the end of service",
            "one-server",
            &[r#"traffic.0.client_timeout={ exponential = { mean = "50ms" } }"#],
            [of(LOST, one.given_up), of(HELD, one.busy), of(WAIT, one.wait * 1e3)],
        ),
        row(
            "M/M/10+M under 12 erlangs: Erlang A",
            "slots",
            &[
                r#"assume.queue_limit="unlimited""#,
                r#"traffic.0.profile=[["0s", 120]]"#,
                r#"traffic.0.client_timeout={ exponential = { mean = "200ms" } }"#,
            ],
            [
                of(LOST, many.given_up),
                ("share that waits", "wait_ms.waited_ratio", many.waits),
                of(WAIT, many.wait * 1e3),
                of(HELD, many.busy),
            ],
        ),
        row("M(t)/M/∞, up and down", "ramp", &[], [of(AT_END, at_end(30.0)), of(HELD, mean)]),
        row("the same, its top", "ramp", &[r#"duration="20s""#], [of(AT_END, at_end(20.0))]),
        row(
            "M(t)/D/∞, up and down",
            "ramp",
            &[r#"app.routes./.latency={ fixed = "2s" }"#],
            [of(AT_END, present_at(30.0, rate, fixed))],
        ),
    ]
}

/// Services that nobody asks for most of the time.
fn quiet() -> Vec<Row> {
    // A year of 105 120 visits on average; gone after a minute, 8 s to start.
    let visit = 1.0 / 300.0;
    let zero = ScaleToZero::new(visit, 60.0, 8.0);
    let (latency, active) = wake_from_idle(1.0 / 60.0, 60.0, 5.0, 1.0);
    let year_h = 365.0 * 24.0;
    let visits = year_h * 3_600.0 * visit;
    vec![
        row(
            "scale to zero, a year",
            "scale-to-zero",
            &[],
            [
                ("cold starts", "cold_starts.instances", zero.cold * visits),
                (
                    "requests that wait for one",
                    "cold_starts.requests_delayed",
                    zero.delayed * visits,
                ),
                ("share of the time with an instance", "instances.mean", zero.there),
                ("cost, USD", "cost_usd.total", zero.there * year_h * (0.064 + 2.0 * 0.007)),
            ],
        ),
        row(
            "wake from idle (aws)",
            "wake",
            &[],
            [
                of(LATENCY, latency * 1e3),
                ("share of the time active", "instances.mean_active", active),
            ],
        ),
    ]
}

/// Tasks of Express Mode whose requests need 100 ms of their vCPU.
fn tasks() -> Vec<Row> {
    const FIXED: &str = r#"app.routes./.cpu={ fixed = "100ms" }"#;
    const LOGNORMAL: &str =
        r#"app.routes./.cpu={ lognormal = { median = "60653us", p99 = "621121us" } }"#;
    let in_turn_ms = |tasks, load| 100.0 * in_turn(tasks, load);
    vec![
        row("M/M/1-PS, one task", "express-tasks", &[], [of(LATENCY, 200.0), of(HELD, 1.0)]),
        row("M/D/1-PS: the same", "express-tasks", &[FIXED], [of(LATENCY, 200.0), of(HELD, 1.0)]),
        row(
            "two tasks in turn: E2/M/1-PS each",
            "express-tasks",
            &[
                "service.express.max_tasks=2",
                "service.express.min_tasks=2",
                r#"traffic.0.profile=[["0s", 10]]"#,
            ],
            // Little's law: 10 arrivals a second.
            [of(LATENCY, in_turn_ms(2, 0.5)), of(HELD, in_turn_ms(2, 0.5) / 100.0)],
        ),
        row(
            "five in turn at 0.4: E5/M/1-PS each",
            "express-tasks",
            &[
                "service.express.max_tasks=5",
                "service.express.min_tasks=5",
                r#"traffic.0.profile=[["0s", 20]]"#,
            ],
            [of(LATENCY, in_turn_ms(5, 0.4)), of(HELD, in_turn_ms(5, 0.4) / 50.0)],
        ),
        row(
            "three at random at 0.6, log-normal: M/G/1-PS each",
            "express-tasks",
            &[
                "service.express.max_tasks=3",
                "service.express.min_tasks=3",
                r#"assume.balancing="random""#,
                r#"traffic.0.profile=[["0s", 18]]"#,
                LOGNORMAL,
            ],
            [of(LATENCY, 250.0), of(HELD, 4.5)],
        ),
    ]
}
