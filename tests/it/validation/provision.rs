//! How `provision` of the aws edition was fitted: the likelihood of what was observed under
//! three models, the simplest of which is the edition's, and where each observation lies in it.

use std::fmt::Write as _;

use apprunner_sim::model::distribution::Distribution;
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::time::SimDuration;

use super::page::Part;

/// From a jump to the launch, half a period of the autoscaler, and from the end of
/// provisioning to readiness: 0.5 s until the application listens and one check interval.
const AROUND: f64 = 2.5 + AFTER;
/// The latter alone, where an operation launches the instance.
const AFTER: f64 = 5.5;
/// The 99th percentile of the standard normal distribution.
const Z_99: f64 = 2.326_347_874;
/// What another parameter must add to the log-likelihood to be significant at 5 %: half the
/// 95th percentile of chi-squared with one degree of freedom.
const SIGNIFICANT: f64 = 1.92;

/// The four instances of a jump to 600/s, seconds after it.
const JUMP: [f64; 4] = [55.0, 67.0, 89.0, 127.0];
/// The last of four in another run of it.
const LAST: f64 = 63.0;
/// The first of the two that a jump to 200/s launches.
const FIRST: f64 = 58.5;
/// One instance that replaces another.
const HANDOVER: f64 = 33.0;
/// One instance of a service that resumes: kept out of the fit.
const RESUME: f64 = 40.0;

/// The density and the distribution function of the standard normal distribution.
fn normal(z: f64) -> (f64, f64) {
    let density = (-z * z / 2.0).exp() / std::f64::consts::TAU.sqrt();
    (density, 0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2))
}

/// A log-normal time.
#[derive(Clone, Copy)]
struct LogNormal {
    median: f64,
    /// Standard deviation of its logarithm.
    sigma: f64,
}

impl LogNormal {
    fn density(self, t: f64) -> f64 {
        normal((t / self.median).ln() / self.sigma).0 / (t * self.sigma)
    }

    /// The probability of at most `t`.
    fn below(self, t: f64) -> f64 {
        normal((t / self.median).ln() / self.sigma).1
    }

    /// The probability that at least `least` of `of` independent times are at most `t`.
    fn at_least(self, least: i32, of: i32, t: f64) -> f64 {
        let p = self.below(t);
        let mut ways = 1.0;
        let terms = (0..=of).map(|k| {
            let term = ways * p.powi(k) * (1.0 - p).powi(of - k);
            ways *= f64::from(of - k) / f64::from(k + 1);
            if k < least { 0.0 } else { term }
        });
        terms.sum()
    }
}

/// The mean of `value` over a standard normal variate.
fn over_normal(value: impl Fn(f64) -> f64) -> f64 {
    const STEPS: i32 = 60;
    let step = 12.0 / f64::from(STEPS);
    (0..=STEPS).map(|i| -6.0 + f64::from(i) * step).map(|z| normal(z).0 * step * value(z)).sum()
}

/// The log-likelihood of what was fitted, if the logarithms of the times of instances that
/// start together have the correlation `rho`.
fn together(of: LogNormal, rho: f64) -> f64 {
    let run = |density: &dyn Fn(LogNormal) -> f64| {
        let sigma = of.sigma * (1.0 - rho).sqrt();
        let shift = of.sigma * rho.sqrt();
        let given = |z: f64| density(LogNormal { median: of.median * (shift * z).exp(), sigma });
        if rho > 0.0 { over_normal(given).ln() } else { density(of).ln() }
    };
    run(&|law| 24.0 * JUMP.iter().map(|t| law.density(t - AROUND)).product::<f64>())
        + run(&|law| 4.0 * law.below(LAST - AROUND).powi(3) * law.density(LAST - AROUND))
        + run(&|law| 2.0 * (1.0 - law.below(FIRST - AROUND)) * law.density(FIRST - AROUND))
        + of.density(HANDOVER - AFTER).ln()
}

/// The same, if instances come one after another: a log-normal time until the first, then
/// exponential gaps.
fn in_turn(first: LogNormal, gap: f64) -> f64 {
    const STEPS: i32 = 100;
    let between = |t: f64| (-t / gap).exp() / gap;
    let gaps: f64 = JUMP.windows(2).map(|pair| between(pair[1] - pair[0]).ln()).sum();
    // Three gaps together are an Erlang variate.
    let step = (LAST - AROUND) / f64::from(STEPS);
    let last: f64 = (0..STEPS)
        .map(|i| (f64::from(i) + 0.5) * step)
        .map(|t| first.density(LAST - AROUND - t) * between(t) * (t / gap).powi(2) / 2.0 * step)
        .sum();
    let ones = [JUMP[0] - AROUND, FIRST - AROUND, HANDOVER - AFTER];
    gaps + last.ln() + ones.map(|t| first.density(t).ln()).iter().sum::<f64>()
}

/// What the edition assumes.
fn edition() -> LogNormal {
    let rules = Edition::Aws.rules();
    assert!(rules.assume.provision_correlation.value.abs() < f64::EPSILON);
    let Distribution::Lognormal { median, p99 } = rules.assume.provision.value else {
        panic!("{:?} is not log-normal", rules.assume.provision.value)
    };
    let [median, p99] = [median, p99].map(SimDuration::as_secs_f64);
    LogNormal { median, sigma: (p99 / median).ln() / Z_99 }
}

/// The values from `from` on, `count` of them.
fn grid(from: f64, step: f64, count: u32) -> impl Iterator<Item = f64> + Clone {
    (0..count).map(move |i| from + step * f64::from(i))
}

/// The highest of `likelihoods` with its parameters.
fn best<P>(likelihoods: impl Iterator<Item = (f64, P)>) -> (f64, P) {
    likelihoods.max_by(|a, b| a.0.total_cmp(&b.0)).expect("a grid has points")
}

/// The table of models and that of observations.
pub fn tables() -> Part {
    let laws = grid(36.0, 2.0, 14)
        .flat_map(|median| grid(0.2, 0.04, 9).map(move |sigma| LogNormal { median, sigma }));
    let (single, law) = best(laws.clone().map(|law| (together(law, 0.0), law)));
    let correlated = laws.clone().flat_map(|law| grid(0.1, 0.1, 7).map(move |rho| (law, rho)));
    let (shared, (with, rho)) = best(correlated.map(|it| (together(it.0, it.1), it)));
    let serial = laws.flat_map(|law| grid(8.0, 2.0, 12).map(move |gap| (law, gap)));
    let (turns, (first, gap)) = best(serial.map(|it| (in_turn(it.0, it.1), it)));
    let ours = together(edition(), 0.0);
    assert!(single - ours < 0.2, "{ours} is far below {single}");
    for gain in [shared - single, turns - single] {
        assert!(gain < SIGNIFICANT, "another parameter adds {gain}");
    }
    let words = |law: LogNormal| {
        let p99 = law.median * (law.sigma * Z_99).exp();
        format!("median {:.0} s, p99 {p99:.0} s", law.median)
    };
    let mut text =
        "| model | fitted | most likely | log-likelihood |\n| --- | ---: | --- | ---: |\n"
            .to_owned();
    let rows = [
        ("log-normal, independent of each other: the edition's", 2, words(law), single),
        (
            "log-normal, correlated within a scale-out",
            3,
            format!("{}, correlation {rho:.1}", words(with)),
            shared,
        ),
        (
            "one after another, exponential gaps",
            3,
            format!("first: {}, gaps of {gap:.0} s", words(first)),
            turns,
        ),
    ];
    for (model, fitted, parameters, likelihood) in rows {
        let likelihood = format!("{likelihood:.1}").replace('-', "−");
        let _ = writeln!(text, "| {model} | {fitted} | {parameters} | {likelihood} |");
    }
    text.push_str("\n| observation | smaller in the model | |\n| --- | ---: | --- |\n");
    for (what, share, is_fitted) in observations(edition()) {
        assert!((0.05..=0.95).contains(&share), "{what} is at {share}");
        let use_of_it = if is_fitted { "fitted" } else { "not fitted" };
        let _ = writeln!(text, "| {what} | {:.0} % | {use_of_it} |", share * 100.0);
    }
    Part { name: "provision".to_owned(), text }
}

/// The observations with the probability that `law` gives a smaller value, and whether they
/// were fitted.
fn observations(law: LogNormal) -> Vec<(String, f64, bool)> {
    let jump = JUMP.iter().zip(1..).map(|(t, number)| {
        (format!("600/s: instance {number} after {t} s"), law.at_least(number, 4, t - AROUND), true)
    });
    let mut all: Vec<_> = jump.collect();
    all.extend([
        (
            format!("600/s, another run: the last after {LAST} s"),
            law.at_least(4, 4, LAST - AROUND),
            true,
        ),
        (
            format!("200/s: the first of two after {FIRST} s"),
            law.at_least(1, 2, FIRST - AROUND),
            true,
        ),
        (
            format!("the only instance is replaced within {HANDOVER} s"),
            law.below(HANDOVER - AFTER),
            true,
        ),
        (
            format!("a paused service is resumed within {RESUME} s"),
            law.below(RESUME - AFTER),
            false,
        ),
    ]);
    all
}
