//! CloudWatch's metrics of a service as one-minute points, and alarms over them.
//!
//! Counts and latency cover what instances answered within the minute: what the
//! edge sends itself does not show in them, as a user of the real service
//! found for 404 and 503.
//! `ActiveInstances`, `Concurrency` and the utilizations are averages over the
//! minute, from integrals that the engine keeps in whole numbers; how the real
//! service samples them is not published.

use super::tally::ratio;
use crate::model::goal::{Alarm, CloudWatchMetric, Threshold};
use crate::model::time::{SimDuration, SimTime};
use spanned_toml::word::Word;

/// The length of a point.
pub(super) const MINUTE: SimDuration = SimDuration::from_secs(60);

/// A metric's value over a minute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Where the minute begins, as CloudWatch stamps it.
    pub start: SimTime,
    /// Which metric.
    pub metric: CloudWatchMetric,
    /// Its value.
    pub value: f64,
}

/// The present minute, how long each alarm has been breached, and points that
/// nobody has fetched yet.
#[derive(Clone, Debug)]
pub(super) struct Minutes {
    alarms: Vec<Watch>,
    /// Points since the last fetch, where somebody wants them.
    points: Option<Vec<Point>>,
    start: SimTime,
    end: SimTime,
    responses: Responses,
    /// The integrals where the minute began.
    past: Integrals,
}

#[derive(Clone, Debug)]
struct Watch {
    alarm: Alarm,
    breached: u32,
    first: Option<SimTime>,
}

/// What instances responded within a minute.
#[derive(Clone, Copy, Debug, Default)]
struct Responses {
    requests: u64,
    /// By the status's first digit, from 1.
    by_class: [u64; 5],
    latency_us: u64,
}

/// What has added up since the run began, each × µs.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Integrals {
    /// Instances that take requests.
    pub(super) active: u128,
    /// Active requests.
    pub(super) held: u128,
    /// Thousandths of a vCPU in use on instances that take requests.
    pub(super) busy_cpu: u128,
    /// Thousandths of a vCPU of those.
    pub(super) all_cpu: u128,
    /// MB that instances need before any request.
    pub(super) base_memory: u128,
    /// MB of all instances.
    pub(super) all_memory: u128,
    /// MB that a request needs in the version that serves; not added up.
    pub(super) request_mb: u32,
}

impl Integrals {
    /// What has added up since `past`.
    pub(super) fn since(self, past: Self) -> Self {
        Self {
            active: self.active - past.active,
            held: self.held - past.held,
            busy_cpu: self.busy_cpu - past.busy_cpu,
            all_cpu: self.all_cpu - past.all_cpu,
            base_memory: self.base_memory - past.base_memory,
            all_memory: self.all_memory - past.all_memory,
            request_mb: self.request_mb,
        }
    }

    /// The mean CPU utilization in percent; `None` where no instance takes requests.
    pub(super) fn cpu_percent(self) -> Option<f64> {
        share(self.busy_cpu, self.all_cpu).map(|share| share * 100.0)
    }

    /// The mean memory utilization in percent; `None` without an instance.
    pub(super) fn memory_percent(self) -> Option<f64> {
        let requests = u128::from(self.request_mb) * self.held;
        share(self.base_memory + requests, self.all_memory).map(|share| share * 100.0)
    }
}

fn share(part: u128, all: u128) -> Option<f64> {
    (all > 0).then(|| part as f64 / all as f64)
}

impl Minutes {
    /// The minutes of a run with `alarms`; without any, nothing is closed unless
    /// somebody wants the points.
    pub(super) fn new(alarms: &[Alarm]) -> Self {
        let watch = |alarm: &Alarm| Watch { alarm: alarm.clone(), breached: 0, first: None };
        Self {
            alarms: alarms.iter().map(watch).collect(),
            points: None,
            start: SimTime::ZERO,
            end: if alarms.is_empty() { SimTime::NEVER } else { SimTime::ZERO + MINUTE },
            responses: Responses::default(),
            past: Integrals::default(),
        }
    }

    /// Gathers points from the start of the run.
    pub(super) fn want_points(&mut self) {
        self.points = Some(Vec::new());
        self.end = SimTime::ZERO + MINUTE;
    }

    /// Whether points are gathered.
    pub(super) fn has_points(&self) -> bool {
        self.points.is_some()
    }

    /// The points since the last call.
    pub(super) fn take_points(&mut self) -> Vec<Point> {
        self.points.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// An instance responded.
    pub(super) fn responded(&mut self, latency: SimDuration, status: u16) {
        if self.end == SimTime::NEVER {
            return;
        }
        self.responses.requests += 1;
        self.responses.latency_us += latency.as_micros();
        let class = usize::from(status / 100).checked_sub(1);
        if let Some(count) = class.and_then(|class| self.responses.by_class.get_mut(class)) {
            *count += 1;
        }
    }

    /// When the present minute ends.
    pub(super) fn next_end(&self) -> SimTime {
        self.end
    }

    /// Judges the minute that ends now and begins the next.
    pub(super) fn close(&mut self, now: SimTime, integrals: Integrals) {
        let minute = self.measure(now, integrals);
        for watch in &mut self.alarms {
            let value = minute.value(watch.alarm.metric).unwrap_or(0.0);
            let breaches = match watch.alarm.threshold {
                Threshold::AtLeast(least) => value >= least,
                Threshold::OverShareOfRequests(share) => {
                    value > share * minute.responses.requests as f64
                }
            };
            watch.breached = if breaches { watch.breached + 1 } else { 0 };
            if watch.breached >= watch.alarm.periods {
                watch.first.get_or_insert(self.end);
            }
        }
        self.end += MINUTE;
    }

    /// The run ends: what there is of a last minute makes points, and raises no
    /// alarm.
    pub(super) fn finish(&mut self, now: SimTime, integrals: Integrals) {
        if self.has_points() && self.start < now {
            self.measure(now, integrals);
        }
    }

    /// Takes stock of the minute until now; where points are wanted, it leaves them.
    fn measure(&mut self, now: SimTime, integrals: Integrals) -> Minute {
        let minute = Minute {
            responses: std::mem::take(&mut self.responses),
            length: now.since(self.start),
            sums: integrals.since(self.past),
        };
        if let Some(points) = &mut self.points {
            let start = self.start;
            points.extend(CloudWatchMetric::all().filter_map(|metric| {
                minute.value(metric).map(|value| Point { start, metric, value })
            }));
        }
        self.past = integrals;
        self.start = now;
        minute
    }

    /// The names of the alarms, and when each was first raised.
    pub(super) fn alarms(&self) -> impl Iterator<Item = (&str, Option<SimTime>)> {
        self.alarms.iter().map(|watch| (watch.alarm.name.as_str(), watch.first))
    }
}

/// A minute, or the shorter one in which a run ends.
struct Minute {
    responses: Responses,
    length: SimDuration,
    /// Where two versions differ in what a request needs of memory, the minutes of
    /// the switch are approximate.
    sums: Integrals,
}

impl Minute {
    /// The value of `metric`; `None` where there is nothing to take a mean of.
    fn value(&self, metric: CloudWatchMetric) -> Option<f64> {
        let responses = &self.responses;
        let class = |digit: usize| responses.by_class.get(digit - 1).map(|&count| count as f64);
        let length = u128::from(self.length.as_micros());
        match metric {
            CloudWatchMetric::Requests => Some(responses.requests as f64),
            CloudWatchMetric::Status2xx => class(2),
            CloudWatchMetric::Status4xx => class(4),
            CloudWatchMetric::Status5xx => class(5),
            CloudWatchMetric::RequestLatency => (responses.requests > 0)
                .then(|| ratio(responses.latency_us as f64 / 1e3, responses.requests)),
            CloudWatchMetric::ActiveInstances => share(self.sums.active, length),
            CloudWatchMetric::Concurrency => share(self.sums.held, length),
            CloudWatchMetric::CpuUtilization => self.sums.cpu_percent(),
            CloudWatchMetric::MemoryUtilization => self.sums.memory_percent(),
        }
    }
}
