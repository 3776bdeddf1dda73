//! The edge: the requests between their client and a response, the queue for an
//! instance, deadlines, rejections, and what is counted about requests.
//!
//! What waits and what instances hold follow from the phase of each request, so
//! their numbers change here alone.

mod counts;
mod deadlines;
mod outcome;
mod routes;

use self::counts::{RequestCounts, count_response};
use self::deadlines::Deadlines;
pub(super) use self::outcome::{Client, Completed, Cut, End, Rejected, Taken, Watched};
pub(super) use self::routes::{RouteCount, RouteCounts};
use super::calendar::Calendar;
use super::clients::Sending;
use super::id::InstanceId;
use super::processor::Work;
use super::queue::{Class, Stamp};
use super::request::{FirstTry, Line, Phase, Request, Requests};
use super::view::Totals;
use crate::model::scenario::Scenario;
use crate::model::time::{SimDuration, SimTime};

/// How long without a rejection ends a spell of rejections.
const CALM: SimDuration = SimDuration::from_secs(1);

/// The requests of a run.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    requests: Requests,
    queue: Line,
    waiting: u32,
    held: u32,
    streams: Vec<Deadlines>,
    /// From arrival until the edge cuts a request, and how that ends it.
    limit: SimDuration,
    at_limit: End,
    spell: Option<Spell>,
    /// What is counted of requests that arrive from here on, and of those before.
    measured_from: SimTime,
    counts: RequestCounts,
    early: Totals,
    /// The same by route, where there are several.
    routes: Option<Box<RouteCounts>>,
}

/// A spell of rejections.
#[derive(Clone, Copy, Debug)]
struct Spell {
    last: SimTime,
    count: u64,
}

/// Which try of its client a request is, if not the first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Retry {
    /// From 2.
    pub(super) attempt: u16,
    pub(super) first_try: FirstTry,
}

impl Edge {
    /// The edge of a service before the first request of `scenario`.
    pub(super) fn new(scenario: &Scenario) -> Self {
        Self {
            requests: Requests::default(),
            queue: Line::default(),
            waiting: 0,
            held: 0,
            streams: scenario.traffic.iter().map(Deadlines::new).collect(),
            limit: scenario.assume.request_limit,
            at_limit: End::ByEdge(scenario.assume.cut_status),
            spell: None,
            measured_from: scenario.measured_from,
            early: Totals::default(),
            counts: RequestCounts::new(scenario.has_retries()),
            routes: RouteCounts::new(scenario),
        }
    }

    /// Active requests of instances.
    pub(super) fn held(&self) -> u32 {
        self.held
    }

    /// Requests that wait for an instance.
    pub(super) fn waiting(&self) -> u32 {
        self.waiting
    }

    /// Active requests or waiting: what the autoscaler goes by.
    pub(super) fn demand(&self) -> u32 {
        self.held + self.waiting
    }

    /// Places for requests, taken or free.
    pub(super) fn places(&self) -> usize {
        self.requests.len()
    }

    /// The request at `index`.
    pub(super) fn request(&self, index: u32) -> &Request {
        self.requests.get(index)
    }

    /// What was counted so far of the requests that are measured.
    pub(super) fn counts(&self) -> &RequestCounts {
        &self.counts
    }

    /// What happened to requests so far, measured or not.
    pub(super) fn totals(&self) -> Totals {
        self.counts.totals.with(self.early)
    }

    /// The totals that a request counts towards which `arrived` then.
    fn totals_of(&mut self, arrived: SimTime) -> &mut Totals {
        if arrived < self.measured_from { &mut self.early } else { &mut self.counts.totals }
    }

    /// Counts a response with `status` to a request that `arrived` then.
    fn count_status(&mut self, arrived: SimTime, status: u16) {
        if arrived < self.measured_from {
            count_response(&mut self.early, status);
        } else {
            self.counts.count_status(status);
        }
    }

    /// From now on peaks count.
    pub(super) fn begin_measuring(&mut self) {
        self.counts.concurrency_peak = self.held;
    }

    /// Requests that are measured and are active or waiting.
    pub(super) fn measured_in_progress(&self) -> u32 {
        if self.measured_from == SimTime::ZERO {
            return self.demand();
        }
        let in_progress = self.requests.all().filter(|one| self.is_in_progress(one));
        u32::try_from(in_progress.count()).unwrap_or(u32::MAX)
    }

    /// Whether `request` is measured and is active or waits.
    fn is_in_progress(&self, request: &Request) -> bool {
        request.arrived >= self.measured_from && (request.is_held() || is_waiting(request))
    }

    /// Request-microseconds held by instances until `now`, those in progress included.
    pub(super) fn held_us(&self, now: SimTime) -> u128 {
        self.counts.held_us + self.ages(now).1
    }

    /// The mean age in µs of the requests that instances hold; 0 when there is none.
    pub(super) fn mean_age_us(&self, now: SimTime) -> f64 {
        let (count, sum) = self.ages(now);
        if count == 0 { 0.0 } else { sum as f64 / count as f64 }
    }

    /// Number of the requests that instances hold, and their ages together in µs.
    fn ages(&self, now: SimTime) -> (u64, u128) {
        let held = self.requests.all().filter(|request| request.is_held());
        let age = |request: &Request| u128::from(now.since(request.started).as_micros());
        held.fold((0, 0), |(count, sum), request| (count + 1, sum + age(request)))
    }

    /// A first request of a client of `stream` arrives `now`. Gives its place.
    #[inline]
    pub(super) fn add(&mut self, stream: u16, draw: u64, now: SimTime) -> u32 {
        self.totals_of(now).offered += 1;
        self.requests.add(stream, draw, now)
    }

    /// A request of `stream` will arrive as `sending` says: a new one, or a retry.
    pub(super) fn park(
        &mut self,
        calendar: &mut Calendar,
        sending: Sending,
        stream: u16,
        draw: u64,
        retry: Option<Retry>,
    ) {
        let index = self.requests.add(stream, draw, sending.at);
        let stamp = calendar.schedule(sending.at, Class::Arrival, index);
        if stamp == Stamp::NONE {
            self.requests.free(index);
            return;
        }
        let request = self.requests.get_mut(index);
        request.stamp = stamp;
        request.connection = sending.connection;
        if let Some(Retry { attempt, first_try }) = retry {
            self.requests.get_mut(index).attempt = attempt;
            self.requests.set_first_try(index, first_try);
        }
    }

    /// The last attempt of a visitor whose first one `arrived` then ended with `status`, 0
    /// when the client timed out.
    pub(super) fn count_visitor(&mut self, arrived: SimTime, status: u16) {
        if arrived >= self.measured_from {
            self.counts.count_visitor(status);
        }
    }

    /// The request at `index`, which was parked, arrives `now`.
    pub(super) fn arrive(&mut self, index: u32, now: SimTime) {
        let request = self.requests.get_mut(index);
        request.arrived = now;
        request.stamp = Stamp::NONE;
        let is_retry = request.attempt > 1;
        let totals = self.totals_of(now);
        totals.offered += 1;
        totals.retried += u64::from(is_retry);
    }

    /// An instance of the version `serial` would take `latency` for the request at `index`,
    /// which does not compute.
    pub(super) fn foresee(&mut self, index: u32, serial: u32, latency: SimDuration) {
        let request = self.requests.get_mut(index);
        (request.rest, request.rest_of) = (latency, serial);
    }

    /// The latency of the request at `index` that was foreseen for the version `serial`.
    pub(super) fn foreseen(&self, index: u32, serial: u32) -> Option<SimDuration> {
        let request = self.requests.get(index);
        (request.rest_of == serial).then_some(request.rest)
    }

    /// The request at `index` waits for an instance.
    pub(super) fn wait(&mut self, calendar: &mut Calendar, index: u32) {
        let request = self.requests.get_mut(index);
        request.phase = Phase::Waiting;
        let ticket = request.ticket;
        self.queue.push(calendar.now(), index, ticket);
        self.waiting += 1;
        self.watch_deadline(calendar, index);
    }

    /// The request that has waited longest, which is taken now.
    pub(super) fn next_waiting(&mut self) -> Option<u32> {
        self.queue.pop(&self.requests, is_waiting)
    }

    /// Every request that waits, in order of arrival.
    pub(super) fn all_waiting(&self) -> Vec<u32> {
        self.requests.pick(is_waiting)
    }

    /// How long each request has waited until `now` that still waits and is measured.
    pub(super) fn waits(&self, now: SimTime) -> impl Iterator<Item = SimDuration> {
        let from = self.measured_from;
        let is_measured = move |one: &&Request| is_waiting(one) && one.arrived >= from;
        let waiting = self.requests.all().filter(is_measured);
        waiting.map(move |request| now.since(request.arrived))
    }

    /// The requests that the instance `id` holds, in order of arrival.
    pub(super) fn held_by(&self, id: InstanceId) -> Vec<u32> {
        self.requests.pick(|one| one.is_held() && one.instance == id.0)
    }

    /// Counts the request at `index`, which waited for an instance to become ready.
    pub(super) fn count_delayed(&mut self, index: u32) {
        let is_measured = self.requests.get(index).arrived >= self.measured_from;
        self.counts.delayed += u64::from(is_measured);
    }

    /// The instance `id` takes the request at `index` and would respond with `status`.
    #[inline]
    pub(super) fn take(&mut self, index: u32, now: SimTime, id: InstanceId, status: u16) -> Taken {
        let request = self.requests.get_mut(index);
        self.waiting -= u32::from(request.phase == Phase::Waiting);
        self.held += 1;
        if self.held > self.counts.concurrency_peak {
            self.counts.concurrency_peak = self.held;
        }
        request.phase = Phase::Latency;
        request.started = now;
        request.instance = id.0;
        request.status = status;
        let Request { draw, arrived, .. } = *request;
        Taken { draw, arrived, waited: now.since(arrived) }
    }

    /// The request at `index`, which has computed, needs only `rest` more from `begin` on.
    #[inline(never)]
    pub(super) fn respond_later(
        &mut self,
        calendar: &mut Calendar,
        index: u32,
        begin: SimTime,
        rest: SimDuration,
    ) {
        self.respond_after(calendar, index, begin, rest);
    }

    /// The request at `index` needs only `rest` more from `begin` on.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "a call less on the way of each request")]
    pub(super) fn respond_after(
        &mut self,
        calendar: &mut Calendar,
        index: u32,
        begin: SimTime,
        rest: SimDuration,
    ) {
        let (done, cut) = (begin + rest, self.cut_at(index));
        let stamp = if done <= cut {
            calendar.schedule_completion(done, index)
        } else {
            time_out(calendar, cut, index)
        };
        self.requests.get_mut(index).stamp = stamp;
    }

    /// The request at `index` will never get a response: it is cut in the end.
    pub(super) fn silence(&mut self, calendar: &mut Calendar, index: u32) {
        let stamp = time_out(calendar, self.cut_at(index), index);
        let request = self.requests.get_mut(index);
        request.phase = Phase::Latency;
        request.stamp = stamp;
    }

    /// The request at `index` needs the CPU first, then `rest` more.
    pub(super) fn compute(&mut self, calendar: &mut Calendar, index: u32, rest: SimDuration) {
        let request = self.requests.get_mut(index);
        request.phase = Phase::Cpu;
        request.rest = rest;
        // A request that waited is watched already.
        if request.arrived == request.started {
            self.watch_deadline(calendar, index);
        }
    }

    /// The CPU work of the request at `index`.
    pub(super) fn work(&self, index: u32) -> Work {
        Work::Request { index, ticket: self.requests.get(index).ticket }
    }

    /// The CPU work of the request `ticket` at `index` is done: what it needs more,
    /// unless it is over.
    pub(super) fn computed(&mut self, index: u32, ticket: u64) -> Option<SimDuration> {
        let request = self.requests.get_mut(index);
        if request.ticket != ticket || request.phase != Phase::Cpu {
            return None;
        }
        request.phase = Phase::Latency;
        let (rest, stream) = (request.rest, usize::from(request.stream));
        self.streams[stream].line.forget(&self.requests, has_unknown_end);
        Some(rest)
    }

    /// An instance, which holds it, has responded to the request at `index`. Its place is
    /// kept until [`Self::leave`].
    #[inline]
    pub(super) fn complete(&mut self, index: u32, now: SimTime) -> Completed {
        let request = self.requests.get(index);
        let Request { arrived, started, status, .. } = *request;
        let (network, instance) = (self.overhead(request), InstanceId(request.instance));
        let demand = self.demand();
        self.count_status(arrived, status);
        let service = now.since(started);
        self.held -= 1;
        self.counts.held_us += u128::from(service.as_micros());
        Completed { arrived, network, service, instance, status, demand }
    }

    /// The request at `index` is over without a response of an instance. Its place is kept
    /// until [`Self::leave`].
    pub(super) fn cut(&mut self, index: u32, end: End, now: SimTime) -> Cut {
        let request = self.requests.get(index);
        let Request { arrived, started, phase, .. } = *request;
        let network = self.overhead(request);
        let instance = phase.is_held().then_some(InstanceId(request.instance));
        let demand = self.demand();
        let status = match end {
            End::Abandoned => {
                self.totals_of(arrived).abandoned += 1;
                0
            }
            End::ByEdge(status) => {
                self.count_status(arrived, status);
                status
            }
        };
        if instance.is_some() {
            self.held -= 1;
            self.counts.held_us += u128::from(now.since(started).as_micros());
        } else if phase == Phase::Waiting {
            self.waiting -= 1;
            self.queue.forget(&self.requests, is_waiting);
        }
        Cut { arrived, network, instance, status, demand }
    }

    /// The edge responds to the request at `index` itself, with `status`. Its place
    /// is kept until [`Self::leave`].
    pub(super) fn reject(&mut self, calendar: &mut Calendar, index: u32, status: u16) -> Rejected {
        let now = calendar.now();
        let request = self.requests.get(index);
        let arrived = request.arrived;
        let waited = is_waiting(request).then(|| now.since(arrived));
        self.waiting -= u32::from(waited.is_some());
        self.count_status(arrived, status);
        self.totals_of(arrived).rejected += 1;
        if arrived >= self.measured_from {
            self.counts.first_rejected.get_or_insert(now);
            self.counts.last_rejected = Some(now);
        }
        let begins = self.spell.is_none();
        let spell = self.spell.get_or_insert(Spell { last: now, count: 0 });
        spell.last = now;
        spell.count += 1;
        if begins {
            calendar.schedule(now + CALM, Class::RejectionWatch, 0);
        }
        Rejected { held: self.held, waiting: self.waiting, waited, begins }
    }

    /// Looks whether the spell of rejections is over.
    pub(super) fn watch_spell(&mut self, calendar: &mut Calendar) -> Option<Watched> {
        let Spell { last, count } = self.spell?;
        if last + CALM > calendar.now() {
            calendar.schedule(last + CALM, Class::RejectionWatch, 0);
            return Some(Watched::GoesOn);
        }
        self.spell = None;
        Some(Watched::Ended { last, count })
    }

    /// Frees the place at `index`.
    pub(super) fn free(&mut self, index: u32) {
        self.requests.free(index);
    }

    /// Frees the place at `index` and gives whose it was.
    pub(super) fn leave(&mut self, index: u32) -> Client {
        let Request { stream, attempt, draw, .. } = *self.requests.get(index);
        let client = Client { stream, attempt, draw, first_try: self.requests.first_try(index) };
        self.requests.free(index);
        client
    }
}

/// A stream's index as requests carry it.
pub(super) fn stream_id(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

/// The request at `index` is cut `at`.
#[inline(never)]
fn time_out(calendar: &mut Calendar, at: SimTime, index: u32) -> Stamp {
    calendar.schedule(at, Class::TimeOut, index)
}

fn is_waiting(request: &Request) -> bool {
    request.phase == Phase::Waiting
}

/// Whether a request waits or computes, so that nobody knows when it ends.
fn has_unknown_end(request: &Request) -> bool {
    matches!(request.phase, Phase::Waiting | Phase::Cpu)
}
