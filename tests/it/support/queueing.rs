//! Closed forms of queueing theory: what the engine and the page of validation are
//! held to. Times are in seconds, rates in events a second.

/// The share of arrivals that `servers` refuse under `load` erlangs (Erlang B).
pub fn erlang_b(servers: u32, load: f64) -> f64 {
    (1..=servers).fold(1.0, |past, server| load * past / (f64::from(server) + load * past))
}

/// The share of arrivals that wait for one of `servers` under `load` erlangs (Erlang C).
pub fn erlang_c(servers: u32, load: f64) -> f64 {
    let (refused, utilization) = (erlang_b(servers, load), load / f64::from(servers));
    refused / (1.0 - utilization * (1.0 - refused))
}

/// The long-run shares of 0, 1, 2 … requests, which come at `birth(n)` and go at
/// `death(n)` while there are n.
pub fn shares(most: u32, birth: impl Fn(f64) -> f64, death: impl Fn(f64) -> f64) -> Vec<f64> {
    let mut shares = vec![1.0];
    for n in 1..=most {
        let n = f64::from(n);
        shares.push(shares.last().unwrap_or(&1.0) * birth(n - 1.0) / death(n));
    }
    let all: f64 = shares.iter().sum();
    shares.iter().map(|share| share / all).collect()
}

/// The mean of `value(n)` where n has these shares.
pub fn mean_of(shares: &[f64], value: impl Fn(f64) -> f64) -> f64 {
    shares.iter().zip(0u32..).map(|(share, n)| share * value(f64::from(n))).sum()
}

/// The mean time that requests of exponential work take at `tasks` servers that share their
/// CPU each and take a Poisson stream in turn, at `load` of each: E(n)/M/1 queues, in mean
/// service times. A random arrival finds a share σ of the servers busy, σ = A(1 − σ) with
/// the transform A of the time between two arrivals at one server.
pub fn in_turn(tasks: u32, load: f64) -> f64 {
    let arrivals = f64::from(tasks) * load;
    let step = |sigma: f64| (arrivals / (arrivals + 1.0 - sigma)).powf(f64::from(tasks));
    1.0 / (1.0 - (0..1_000).fold(0.5, |sigma, _| step(sigma)))
}

/// Servers whose clients give up after an exponential time, served or not: Erlang A
/// (Palm 1946) where a server is left by who is served and by who gives up.
pub struct ErlangA {
    /// The share of clients that gives up.
    pub given_up: f64,
    /// The share of clients that waits.
    pub waits: f64,
    /// The mean wait of all.
    pub wait: f64,
    /// Servers at work.
    pub busy: f64,
}

impl ErlangA {
    /// `servers` that each serve at rate `service`, under `arrivals` who give up at
    /// rate `impatience`.
    pub fn new(servers: u32, arrivals: f64, service: f64, impatience: f64) -> Self {
        let all = f64::from(servers);
        let leave = |n: f64| n.min(all) * service + n * impatience;
        let shares = shares(2_000, |_| arrivals, leave);
        Self {
            given_up: mean_of(&shares, |n| n) * impatience / arrivals,
            waits: mean_of(&shares, |n| f64::from(n >= all)),
            wait: mean_of(&shares, |n| (n - all).max(0.0)) / arrivals,
            busy: mean_of(&shares, |n| n.min(all)),
        }
    }
}

/// A server with work of mean 1/`service` under `arrivals` whose clients leave
/// `patience` after they came, served or not: the share that leaves, and the share
/// of time that the server is busy. The work ahead of a client is that of a dam of
/// height `patience` (Cohen, The Single Server Queue, III.5).
pub fn impatient_for(arrivals: f64, service: f64, patience: f64) -> (f64, f64) {
    let load = arrivals / service;
    let tail = (-(service - arrivals) * patience).exp();
    let idle = (1.0 - load) / (1.0 - load * tail);
    (idle * tail, 1.0 - idle)
}

/// `users` who think for `think`, then need `cpu` of a shared processor and
/// `latency` elsewhere: how long a request takes and how many are answered a second.
/// Mean value analysis (Reiser and Lavenberg 1980).
pub fn mean_value_analysis(users: u32, think: f64, cpu: f64, latency: f64) -> (f64, f64) {
    let mut present = 0.0;
    let mut result = (0.0, 0.0);
    for user in 1..=users {
        let at_cpu = cpu * (1.0 + present);
        let answered = f64::from(user) / (think + at_cpu + latency);
        present = answered * at_cpu;
        result = (at_cpu + latency, answered);
    }
    result
}

/// How many requests are in service at `time` where there is room for all: those that
/// came at `rate(s)` and have lasted `time − s` with the chance `lasts(time − s)`.
pub fn present_at(time: f64, rate: impl Fn(f64) -> f64, lasts: impl Fn(f64) -> f64) -> f64 {
    integral(time, |s| rate(s) * lasts(time - s))
}

/// The integral of `value` from 0 to `end`, by the middles of ten thousand steps.
pub fn integral(end: f64, value: impl Fn(f64) -> f64) -> f64 {
    const STEPS: u32 = 10_000;
    let step = end / f64::from(STEPS);
    (0..STEPS).map(|n| value((f64::from(n) + 0.5) * step)).sum::<f64>() * step
}

/// A quiet service that keeps its instance `idle` after the last of its requests,
/// which come `arrivals` a second, and takes `start` to have one again. Each
/// figure is a share of the requests or of the time.
pub struct ScaleToZero {
    /// Requests that start an instance.
    pub cold: f64,
    /// Requests that wait for one.
    pub delayed: f64,
    /// Time with an instance.
    pub there: f64,
}

impl ScaleToZero {
    /// The figures of such a service.
    pub fn new(arrivals: f64, idle: f64, start: f64) -> Self {
        let gone = (-arrivals * idle).exp();
        let cold = gone / (1.0 + arrivals * gone * start);
        Self {
            cold,
            // Whoever comes while it starts waits as well.
            delayed: cold * (1.0 + arrivals * start),
            // It is there but for the first gap of every cycle.
            there: 1.0 - 1.0 / (arrivals * start + gone.recip()),
        }
    }
}

/// An instance that idles at the first look, one every `look`, that finds it without
/// a request for `idle`, and takes `wake` to answer again: the mean latency of
/// requests without work that come `arrivals` a second, and the share of time that
/// it is active.
pub fn wake_from_idle(arrivals: f64, idle: f64, look: f64, wake: f64) -> (f64, f64) {
    // From the last request until it idles: `idle` and a part of `look`, any as likely.
    let asleep = (-arrivals * idle).exp() * (1.0 - (-arrivals * look).exp()) / (arrivals * look);
    // A cycle: the request that wakes, those that join it, 1 / asleep gaps.
    let latency = (wake + arrivals * wake * wake / 2.0) / (arrivals * wake + asleep.recip());
    let awake = wake + (1.0 - asleep) / (arrivals * asleep);
    (latency, awake / (wake + 1.0 / (arrivals * asleep)))
}
