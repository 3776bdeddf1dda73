//! CloudWatch's metrics of a service as one-minute points, and alarms over them.
//!
//! Counts and latency cover what instances answered within the minute: the
//! edge's own refusals do not show in them, as users of the real service found.
//! `ActiveInstances`, `Concurrency` and the utilizations are samples taken at
//! the minute's end.

use super::engine::World;
use super::instance::Phase;
use super::tally::ratio;
use crate::model::goal::{Alarm, CloudWatchMetric, Threshold};
use crate::model::time::{SimDuration, SimTime};

/// The length of a point.
const MINUTE: SimDuration = SimDuration::from_secs(60);

/// The present minute, and how long each alarm has been breached.
#[derive(Clone, Debug)]
pub(super) struct Minutes {
    alarms: Vec<Watch>,
    end: SimTime,
    point: Point,
}

#[derive(Clone, Debug)]
struct Watch {
    alarm: Alarm,
    breached: u32,
    first: Option<SimTime>,
}

/// What instances answered within a minute.
#[derive(Clone, Copy, Debug, Default)]
struct Point {
    requests: u64,
    /// By the status's first digit, from 1.
    by_class: [u64; 5],
    latency_us: u64,
}

impl Minutes {
    /// The minutes of a run with `alarms`; without any, nothing is closed.
    pub(super) fn new(alarms: &[Alarm]) -> Self {
        let watch = |alarm: &Alarm| Watch { alarm: alarm.clone(), breached: 0, first: None };
        let end = if alarms.is_empty() { SimTime::NEVER } else { SimTime::ZERO + MINUTE };
        Self { alarms: alarms.iter().map(watch).collect(), end, point: Point::default() }
    }

    /// An instance answered.
    pub(super) fn answered(&mut self, latency: SimDuration, status: u16) {
        if self.alarms.is_empty() {
            return;
        }
        self.point.requests += 1;
        self.point.latency_us += latency.as_micros();
        let class = usize::from(status / 100).checked_sub(1);
        if let Some(count) = class.and_then(|class| self.point.by_class.get_mut(class)) {
            *count += 1;
        }
    }

    /// When the present minute ends.
    pub(super) fn next_end(&self) -> SimTime {
        self.end
    }

    /// Judges the minute that ends now and begins the next.
    pub(super) fn close(&mut self, world: &World) {
        let point = std::mem::take(&mut self.point);
        for watch in &mut self.alarms {
            let value = value(watch.alarm.metric, &point, world);
            let breaches = match watch.alarm.threshold {
                Threshold::AtLeast(least) => value >= least,
                Threshold::OverShareOfRequests(share) => value > share * point.requests as f64,
            };
            watch.breached = if breaches { watch.breached + 1 } else { 0 };
            if watch.breached >= watch.alarm.periods {
                watch.first.get_or_insert(self.end);
            }
        }
        self.end += MINUTE;
    }

    /// The alarms and when each was first raised.
    pub(super) fn alarms(&self) -> impl Iterator<Item = (&Alarm, Option<SimTime>)> {
        self.alarms.iter().map(|watch| (&watch.alarm, watch.first))
    }
}

fn value(metric: CloudWatchMetric, point: &Point, world: &World) -> f64 {
    let class = |digit: usize| point.by_class.get(digit - 1).map_or(0.0, |&count| count as f64);
    match metric {
        CloudWatchMetric::Requests => point.requests as f64,
        CloudWatchMetric::Status2xx => class(2),
        CloudWatchMetric::Status4xx => class(4),
        CloudWatchMetric::Status5xx => class(5),
        CloudWatchMetric::RequestLatency => ratio(point.latency_us as f64 / 1e3, point.requests),
        CloudWatchMetric::ActiveInstances => f64::from(world.taking_requests()),
        CloudWatchMetric::Concurrency => f64::from(world.held),
        CloudWatchMetric::CpuUtilization => cpu_percent(world),
        CloudWatchMetric::MemoryUtilization => memory_percent(world),
    }
}

/// Busy vCPUs in percent of those of the instances that take requests.
fn cpu_percent(world: &World) -> f64 {
    let active = world.instances.iter().filter(|one| one.phase == Phase::Ready);
    let (busy, all) = active.fold((0, 0), |(busy, all), one| {
        (busy + one.processor.busy_millis(), all + u64::from(one.size.cpu_millis))
    });
    ratio(busy as f64 * 100.0, all)
}

/// Memory in use in percent of that of all instances.
fn memory_percent(world: &World) -> f64 {
    let (used, all) = world.instances.iter().fold((0, 0), |(used, all), one| {
        let memory = world.versions[one.version].app.memory;
        let more = u64::from(memory.per_request_mb) * u64::from(one.held);
        (used + u64::from(memory.base_mb) + more, all + u64::from(one.size.memory_mb))
    });
    ratio(used as f64 * 100.0, all)
}
