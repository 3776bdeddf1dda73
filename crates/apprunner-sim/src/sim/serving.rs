//! The way of a request from its arrival to its end: a slot, a place in the queue
//! or a refusal, then service, and the moment that frees the slot again.

use super::clients::stream_id;
use super::engine::{Refusing, World};
use super::event::{EventKind, InstanceId};
use super::instance::{Instance, Phase as InstancePhase};
use super::processor::Work;
use super::queue::{Class, Stamp};
use super::random::cpu_draw;
use super::request::{Phase, Request};
use super::router::CLOSED;
use super::why::Why;
use crate::model::application::Answers;
use crate::model::assume::QueueLimit;
use crate::model::rules::{IdleInstances, NothingReady};
use crate::model::time::{SimDuration, SimTime};

/// How long without a refusal ends a spell of refusals.
const CALM: SimDuration = SimDuration::from_secs(1);

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// An instance answered.
    Answered,
    /// The edge answered with this status, after an instance had it or not.
    ByEdge(u16),
    /// The client gave up.
    Abandoned,
}

impl World {
    /// A request reaches the edge now.
    pub(super) fn arrive(&mut self, index: u32) {
        let now = self.now;
        let request = self.requests.get_mut(index);
        request.arrived = now;
        request.stamp = Stamp::NONE;
        let retry = request.attempt > 1;
        self.counters.totals.offered += 1;
        self.counters.totals.retried += u64::from(retry);
        self.autoscale_at_arrival();
        if self.refuses_all() {
            self.refuse(
                index,
                self.rules.edge.paused.value,
                "the service is paused or not created",
            );
            return;
        }
        if self.waiting_count == 0
            && let Some(position) = self.router.choose()
        {
            self.serve(index, position);
            return;
        }
        if self.waiting_count == 0
            && let Some(position) = self.wake_one()
        {
            self.serve(index, position);
            return;
        }
        self.wait_or_refuse(index);
    }

    fn wait_or_refuse(&mut self, index: u32) {
        if !self.instances.iter().any(Instance::is_ready) {
            let hope = self.rules.behaviour.nothing_ready.value == NothingReady::WaitsForComing
                && self.instances.iter().any(Instance::is_coming);
            if !hope {
                self.refuse(index, self.rules.edge.nothing_ready.value, "no instance is ready");
                return;
            }
        }
        let capacity = u64::from(self.scaling.max_concurrency) * u64::from(self.scaling.max_size);
        let room = match self.assume().queue_limit {
            QueueLimit::Requests(limit) => self.waiting_count < limit,
            QueueLimit::Unlimited => true,
            QueueLimit::Capacity => u64::from(self.held + self.waiting_count) < capacity,
        };
        if !room {
            self.refuse(index, self.assume().overload_status, "every slot is taken");
            return;
        }
        let request = self.requests.get_mut(index);
        request.phase = Phase::Waiting;
        let ticket = request.ticket;
        self.waiting.push(self.now, index, ticket);
        self.waiting_count += 1;
        self.watch_deadline(index);
    }

    /// Gives waiting requests to free slots, first come first served.
    pub(super) fn dispatch(&mut self) {
        while self.waiting_count > 0 {
            let Some(position) = self.router.choose().or_else(|| self.wake_one()) else {
                return;
            };
            let waiting = |request: &Request| request.phase == Phase::Waiting;
            let Some((_, index)) = self.waiting.front(&self.requests, waiting) else {
                return;
            };
            self.waiting_count -= 1;
            let arrived = self.requests.get(index).arrived;
            if self.instances[position].ready_at > arrived {
                self.counters.delayed += 1;
            }
            self.serve(index, position);
        }
    }

    /// Refuses waiting requests when nothing is ready and nothing is coming.
    pub(super) fn give_up_waiting(&mut self) {
        let hope = self.instances.iter().any(|one| one.is_ready() || one.is_coming());
        if self.waiting_count == 0 || (hope && !self.refuses_all()) {
            return;
        }
        let status = self.rules.edge.nothing_ready.value;
        for index in self.requests.pick(|request| request.phase == Phase::Waiting) {
            self.waiting_count -= 1;
            self.refuse(index, status, "no instance is ready or coming");
        }
    }

    /// When no active instance has a slot, takes one back that was about to become
    /// idle, or wakes an idle one (aws).
    fn wake_one(&mut self) -> Option<usize> {
        if self.rules.behaviour.idle.value == IdleInstances::StayReady {
            return None;
        }
        let active = self.count(|one| one.phase == InstancePhase::Ready);
        if active >= self.scaling.max_size {
            return None;
        }
        let cause = "a request found no active instance with a free slot";
        self.unquiesce_below(self.scaling.max_concurrency).or_else(|| self.activate_idle(cause))
    }

    /// The instance at `position` takes the request at `index`.
    fn serve(&mut self, index: u32, position: usize) {
        let now = self.now;
        let instance = &mut self.instances[position];
        instance.held += 1;
        let load =
            if instance.held < self.scaling.max_concurrency { instance.held } else { CLOSED };
        let begin = now.max(instance.awake_at);
        let version = &self.versions[instance.version];
        let overfull = instance.held > version.held_limit;
        let answer = version.answers[usize::from(self.requests.get(index).stream)];
        let silent = instance.hung || answer.answers == Answers::Never;
        let id = instance.id;
        self.router.set(position, load);
        self.held += 1;
        self.counters.concurrency_peak = self.counters.concurrency_peak.max(u64::from(self.held));
        let request = self.requests.get_mut(index);
        request.phase = Phase::Latency;
        request.started = now;
        request.instance = id.0;
        request.status = answer.status;
        let waited = now.since(request.arrived);
        let cut = request.arrived + self.sources[usize::from(request.stream)].patience;
        let draw = request.draw;
        if let Some(recorder) = &mut self.recorder {
            recorder.waited(waited);
        }
        if silent {
            let stamp = self.schedule(cut, Class::TimeOut, index);
            self.requests.get_mut(index).stamp = stamp;
        } else if let Some(cpu) = answer.cpu {
            self.compute(index, position, cpu.sample(cpu_draw(draw)), answer.latency.sample(draw));
        } else {
            self.answer_after(index, begin, answer.latency.sample(draw), cut);
        }
        if overfull {
            self.crash(id, "the application ran out of memory");
        }
    }

    /// The request at `index` needs only `rest` more from `begin` on.
    fn answer_after(&mut self, index: u32, begin: SimTime, rest: SimDuration, cut: SimTime) {
        let done = begin + rest;
        let stamp = if done <= cut {
            self.schedule(done, Class::Completion, index)
        } else {
            self.schedule(cut, Class::TimeOut, index)
        };
        self.requests.get_mut(index).stamp = stamp;
    }

    fn compute(&mut self, index: u32, position: usize, cpu: SimDuration, rest: SimDuration) {
        let request = self.requests.get_mut(index);
        request.phase = Phase::Cpu;
        request.rest = rest;
        let waited = request.arrived < request.started;
        let work = Work::Request { index, ticket: request.ticket };
        let instance = &mut self.instances[position];
        let now = self.now;
        instance.processor.hold_until(instance.awake_at);
        instance.processor.add(now, cpu, work);
        self.arm_cpu(position);
        if !waited {
            self.watch_deadline(index);
        }
    }

    /// Makes the queue ask the processor at `position` when its next work is
    /// done. An earlier question stays: it will ask again.
    pub(super) fn arm_cpu(&mut self, position: usize) {
        let (now, instance) = (self.now, &self.instances[position]);
        let Some(next) = instance.processor.next_done(now) else { return };
        if instance.processor.armed.is_some_and(|(at, _)| at <= next) {
            return;
        }
        let stamp = self.schedule(next, Class::CpuDone, instance.id.0);
        self.instances[position].processor.armed = (stamp != Stamp::NONE).then_some((next, stamp));
    }

    /// Work on an instance's CPU may be done.
    pub(super) fn on_cpu_done(&mut self, id: InstanceId, stamp: Stamp) -> bool {
        let Some(mut position) = self.position(id) else { return false };
        if self.instances[position].processor.armed.is_none_or(|(_, armed)| armed != stamp) {
            return false;
        }
        self.instances[position].processor.armed = None;
        while let Some(work) = self.instances[position].processor.take_done(self.now) {
            match work {
                Work::Request { index, ticket } => self.cpu_done(index, ticket),
                Work::Check { number } => self.check_cpu_done(id, number),
            }
            let Some(still) = self.position(id) else { return true };
            position = still;
        }
        self.arm_cpu(position);
        true
    }

    fn cpu_done(&mut self, index: u32, ticket: u64) {
        let request = self.requests.get_mut(index);
        if request.ticket != ticket || request.phase != Phase::Cpu {
            return;
        }
        request.phase = Phase::Latency;
        let (rest, stream) = (request.rest, usize::from(request.stream));
        let cut = request.arrived + self.sources[stream].patience;
        self.sources[stream].deadlines.forget(&self.requests, has_unknown_end);
        if rest.is_zero() {
            self.finish(index, End::Answered);
        } else {
            self.answer_after(index, self.now, rest, cut);
        }
    }

    /// A request's answer is complete.
    pub(super) fn on_completion(&mut self, index: u32, stamp: Stamp) -> bool {
        let meant = self.requests.get(index).stamp == stamp;
        if meant {
            self.finish(index, End::Answered);
        }
        meant
    }

    /// A request is cut or given up.
    pub(super) fn on_time_out(&mut self, index: u32, stamp: Stamp) -> bool {
        let meant = self.requests.get(index).stamp == stamp;
        if meant {
            self.cut(index);
        }
        meant
    }

    fn cut(&mut self, index: u32) {
        let stream = usize::from(self.requests.get(index).stream);
        let limit = self.assume().request_limit;
        let gives_up = self.scenario.traffic[stream].client_timeout.is_some_and(|t| t <= limit);
        let cut = End::ByEdge(self.rules.edge.cut.value);
        self.finish(index, if gives_up { End::Abandoned } else { cut });
    }

    /// Watches the deadline of a request whose end is not known.
    fn watch_deadline(&mut self, index: u32) {
        let request = self.requests.get(index);
        let (ticket, stream) = (request.ticket, usize::from(request.stream));
        let at = request.arrived + self.sources[stream].patience;
        if at > self.end {
            return;
        }
        self.sources[stream].deadlines.push(at, index, ticket);
        self.arm_deadline(stream);
    }

    fn arm_deadline(&mut self, stream: usize) {
        let source = &mut self.sources[stream];
        if source.deadline_armed {
            return;
        }
        if let Some((at, _)) = source.deadlines.front(&self.requests, has_unknown_end) {
            source.deadline_armed = true;
            self.schedule(at, Class::Deadline, u32::from(stream_id(stream)));
        }
    }

    /// The earliest deadline of a stream may have come.
    pub(super) fn on_deadline(&mut self, stream: usize) -> bool {
        self.sources[stream].deadline_armed = false;
        while let Some((at, index)) =
            self.sources[stream].deadlines.front(&self.requests, has_unknown_end)
        {
            if at > self.now {
                break;
            }
            if self.requests.get(index).phase == Phase::Waiting {
                self.waiting_count -= 1;
            }
            self.cut(index);
        }
        self.arm_deadline(stream);
        true
    }

    /// The request at `index` is over.
    pub(super) fn finish(&mut self, index: u32, end: End) {
        let now = self.now;
        let request = *self.requests.get(index);
        let demand = self.held + self.waiting_count;
        let status = match end {
            End::Answered => request.status,
            End::ByEdge(status) => status,
            End::Abandoned => 0,
        };
        match end {
            End::Abandoned => self.counters.totals.abandoned += 1,
            _ => self.counters.count_status(status),
        }
        if end == End::Answered {
            self.scaler.answered += 1;
            self.scaler.service_us += u128::from(now.since(request.started).as_micros());
            if let Some(recorder) = &mut self.recorder {
                recorder.answered(now.since(request.arrived), status);
            }
        }
        if request.phase == Phase::Waiting {
            // Its place in the queue was given up by the caller.
            self.scaler.window.note(demand + 1, now);
            self.waiting.forget(&self.requests, |one| one.phase == Phase::Waiting);
        }
        let held = request.is_held();
        if held {
            self.scaler.window.note(demand, now);
            self.held -= 1;
            self.counters.held_us += u128::from(now.since(request.started).as_micros());
        }
        self.go_on(index, status);
        if held {
            self.release(InstanceId(request.instance));
        }
    }

    /// An instance holds one request less.
    fn release(&mut self, id: InstanceId) {
        let Some(position) = self.position(id) else { return };
        let instance = &mut self.instances[position];
        instance.held = instance.held.saturating_sub(1);
        match instance.phase {
            InstancePhase::Ready => {
                let held = instance.held;
                if held < self.scaling.max_concurrency {
                    self.router.set(position, held);
                    if self.waiting_count > 0 {
                        self.dispatch();
                    }
                }
            }
            InstancePhase::Draining(_) | InstancePhase::Quiescing if instance.held == 0 => {
                self.emptied(id);
            }
            _ => {}
        }
    }

    /// The edge answers the request at `index` itself.
    pub(super) fn refuse(&mut self, index: u32, status: u16, cause: &'static str) {
        let (held, waiting) = (self.held, self.waiting_count);
        self.scaler.window.note(held + waiting + 1, self.now);
        self.scaler.refused += 1;
        self.counters.totals.refused += 1;
        self.counters.first_refused.get_or_insert(self.now);
        self.counters.last_refused = Some(self.now);
        if let Some(spell) = &mut self.refusing {
            spell.last = self.now;
            spell.count += 1;
        } else {
            self.refusing = Some(Refusing { last: self.now, count: 1 });
            self.tell(
                EventKind::RefusingStarted,
                None,
                Why::Refused { status, cause, held, waiting },
            );
            self.schedule(self.now + CALM, Class::RefusalWatch, 0);
        }
        self.counters.count_status(status);
        self.go_on(index, status);
    }

    /// A spell of refusals may be over.
    pub(super) fn on_refusal_watch(&mut self) -> bool {
        let Some(Refusing { last, count }) = self.refusing else { return false };
        if last + CALM > self.now {
            self.schedule(last + CALM, Class::RefusalWatch, 0);
        } else {
            self.refusing = None;
            self.tell_at(last, EventKind::RefusingEnded, None, Why::RefusedInAll { count });
        }
        true
    }

    /// The processes of an instance end: what it holds fails with 502.
    pub(super) fn drop_held(&mut self, id: InstanceId) -> u32 {
        let lost = self.requests.pick(|one| one.is_held() && one.instance == id.0);
        for &index in &lost {
            self.finish(index, End::ByEdge(self.rules.edge.instance_lost.value));
        }
        u32::try_from(lost.len()).unwrap_or(u32::MAX)
    }

    /// The requests that an instance holds will never be answered: it hangs.
    pub(super) fn silence_held(&mut self, id: InstanceId) {
        for index in self.requests.pick(|one| one.is_held() && one.instance == id.0) {
            let request = self.requests.get_mut(index);
            request.phase = Phase::Latency;
            let cut = request.arrived + self.sources[usize::from(request.stream)].patience;
            let stamp = self.schedule(cut, Class::TimeOut, index);
            self.requests.get_mut(index).stamp = stamp;
        }
    }
}

/// Whether a request waits or computes, so that nobody knows when it ends.
fn has_unknown_end(request: &Request) -> bool {
    matches!(request.phase, Phase::Waiting | Phase::Cpu)
}
