//! The way of a request from its arrival to its end: an instance, a place in the
//! queue or a rejection, then service, and the moment that frees the instance.

use super::Engine;
use crate::model::application::Answers;
use crate::model::assume::QueueLimit;
use crate::model::rules::{Admission, IdleInstances, NothingReady};
use crate::model::time::SimDuration;
use crate::model::traffic::Connection;
use crate::sim::clients::{Next, Sending};
use crate::sim::edge::{Client, Completed, Cut, End, Retry, Watched, stream_id};
use crate::sim::event::EventKind;
use crate::sim::fleet::{Fleet, Released};
use crate::sim::id::InstanceId;
use crate::sim::instance::Instance;
use crate::sim::processor::Work;
use crate::sim::queue::{Completion, Stamp};
use crate::sim::random::cpu_draw;
use crate::sim::reason::{Crash, Reason, Rejection, Rule};
use crate::sim::recorder::Lasted;
use crate::sim::request::FirstTry;
use crate::sim::version::Version;

impl Engine {
    /// Every user's first request will arrive.
    pub(super) fn send_users(&mut self) {
        for (stream, users, at) in self.clients.users() {
            let sending = Sending { at, connection: Connection::New };
            for _ in 0..users {
                let draw = self.clients.draw(stream);
                self.edge.park(&mut self.calendar, sending, stream_id(stream), draw, None);
            }
        }
    }

    /// A request of open stream `stream` arrives now.
    pub(super) fn open_arrival(&mut self, stream: usize) {
        let draw = self.clients.take_arrival(stream);
        let index = self.edge.add(stream_id(stream), draw, self.calendar.now());
        self.arrive(index);
    }

    /// A parked request leaves its client now.
    pub(super) fn on_parked_arrival(&mut self, index: u32, stamp: Stamp) -> bool {
        let meant = self.edge.request(index).stamp == stamp;
        if meant {
            self.edge.arrive(index, self.calendar.now());
            self.arrive(index);
        }
        meant
    }

    /// A request has reached the edge.
    fn arrive(&mut self, index: u32) {
        self.scale_out_at_arrival();
        if self.deployer.rejects_all() {
            self.reject(index, self.scenario.assume.paused_status, Rejection::Paused);
        } else if self.rules.behaviour.admission.value == Admission::Unlimited {
            self.send_to_target(index);
        } else if self.edge.waiting() == 0
            && let Some(position) = self.free_instance()
        {
            self.take(index, position, None);
        } else {
            self.wait_or_reject(index);
        }
    }

    #[inline(never)]
    fn wait_or_reject(&mut self, index: u32) {
        if !self.fleet.all().iter().any(Instance::is_ready) {
            let hope = self.rules.behaviour.nothing_ready.value == NothingReady::WaitsForComing
                && self.fleet.all().iter().any(Instance::is_coming);
            if !hope {
                self.reject(index, self.scenario.assume.not_ready_status, Rejection::NoneReady);
                return;
            }
        }
        let scaling = self.deployer.scaling();
        let room = match self.scenario.assume.queue_limit {
            QueueLimit::Requests(limit) => self.edge.waiting() < limit,
            QueueLimit::Unlimited => true,
            QueueLimit::Concurrency => {
                let active = self.fleet.count(Instance::is_active);
                self.edge.waiting() < scaling.max_concurrency.saturating_mul(active)
            }
            QueueLimit::Capacity => {
                let capacity = u64::from(scaling.max_concurrency) * u64::from(scaling.max_size);
                u64::from(self.edge.demand()) < capacity
            }
        };
        if room {
            self.foresee(index);
            self.edge.wait(&mut self.calendar, index);
        } else {
            self.reject(index, self.scenario.assume.overload_status, Rejection::Overload);
        }
    }

    /// Works out the latency of the request at `index`, which begins to wait: when an instance
    /// takes it, the next event waits for its end, and here nothing does.
    #[inline]
    fn foresee(&mut self, index: u32) {
        let (request, version) = (self.edge.request(index), self.deployer.serving());
        let answer = &version.answers[usize::from(request.stream)];
        if answer.cpu.is_none() {
            let latency = answer.latency.sample(request.draw);
            self.edge.foresee(index, version.serial, latency);
        }
    }

    /// Gives waiting requests to instances, first come first served.
    #[inline(never)]
    pub(super) fn dispatch(&mut self) {
        while self.edge.waiting() > 0 {
            let Some(position) = self.free_instance() else { return };
            let Some(index) = self.edge.next_waiting() else { return };
            if self.fleet.at(position).ready_at > self.edge.request(index).arrived {
                self.edge.count_delayed(index);
                self.fleet.count_waited_for(position);
            }
            self.serve(index, position);
        }
    }

    /// Rejects waiting requests when nothing is ready and nothing is coming.
    pub(super) fn reject_hopeless(&mut self) {
        let hope = self.fleet.all().iter().any(|one| one.is_ready() || one.is_coming());
        if self.edge.waiting() == 0 || (hope && !self.deployer.rejects_all()) {
            return;
        }
        for index in self.edge.all_waiting() {
            self.reject(index, self.scenario.assume.not_ready_status, Rejection::NoneComing);
        }
    }

    /// The position of the instance that takes the next request.
    #[inline]
    fn free_instance(&mut self) -> Option<usize> {
        let chosen = self.fleet.choose();
        if chosen.is_some() || self.rules.behaviour.idle.value == IdleInstances::StayReady {
            return chosen;
        }
        self.reactivate()
    }

    /// No active instance has room: one is taken back that was about to become idle, or
    /// woken (aws). Gives its position.
    #[inline(never)]
    fn reactivate(&mut self) -> Option<usize> {
        let scaling = self.deployer.scaling();
        if self.fleet.count(Instance::is_active) >= scaling.max_size {
            return None;
        }
        self.unquiesce(scaling.max_concurrency)
            .or_else(|| self.activate_idle(Reason::Rule(Rule::NoFreeInstance)))
    }

    /// The instance at `position` takes the request at `index`, away from the path of
    /// requests that arrive and are taken at once.
    #[inline(never)]
    pub(super) fn serve(&mut self, index: u32, position: usize) {
        let version = self.deployer.version(self.fleet.at(position).version);
        let foreseen = self.edge.foreseen(index, version.serial);
        self.take(index, position, foreseen);
    }

    /// The instance at `position` takes the request at `index`, whose latency may be `foreseen`.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "two calls less on the way of each request")]
    fn take(&mut self, index: u32, position: usize, foreseen: Option<SimDuration>) {
        let now = self.calendar.now();
        let limit = self.deployer.scaling().max_concurrency;
        let (instance, is_first) = self.fleet.take(position, limit);
        let (id, begin) = (instance.id, now.max(instance.awake_at));
        let version = self.deployer.version(instance.version);
        let overfull = instance.held > version.held_limit;
        let answer = &version.answers[usize::from(self.edge.request(index).stream)];
        let silent = instance.hung || answer.answers == Answers::Never;
        let taken = self.edge.take(index, now, id, answer.status);
        let put_off = if is_first { put_off(&self.fleet, version, id) } else { SimDuration::ZERO };
        if silent {
            self.edge.silence(&mut self.calendar, index);
        } else if let Some(cpu) = &answer.cpu {
            // The work first, which the next events wait for, and the latency only then.
            let (demand, work) = (cpu.sample_apart(cpu_draw(taken.draw)), self.edge.work(index));
            self.fleet.compute(&mut self.calendar, position, demand, work);
            let rest = answer.latency.sample_apart(taken.draw) + put_off;
            self.edge.compute(&mut self.calendar, index, rest);
        } else {
            let latency = match foreseen {
                Some(latency) => latency,
                None => answer.latency.sample(taken.draw),
            };
            let (calendar, rest) = (&mut self.calendar, latency + put_off);
            self.edge.respond_after(calendar, index, begin, rest);
        }
        self.trace.waited(taken.arrived, taken.waited);
        if overfull {
            self.crash(id, Crash::OutOfMemory);
        }
    }

    /// Work on an instance's CPU may be done.
    pub(super) fn on_cpu_done(&mut self, id: InstanceId, stamp: Stamp) -> bool {
        let Some(mut position) = self.fleet.position(id) else { return false };
        if !self.fleet.disarm(position, stamp) {
            return false;
        }
        while let Some(work) = self.fleet.take_done(position, self.calendar.now()) {
            match work {
                Work::Request { index, ticket } => self.request_computed(index, ticket),
                Work::Check { number } => self.check_computed(position, number),
            }
            let Some(still) = self.fleet.position(id) else { return true };
            position = still;
        }
        self.fleet.arm(&mut self.calendar, position);
        true
    }

    fn request_computed(&mut self, index: u32, ticket: u64) {
        let now = self.calendar.now();
        match self.edge.computed(index, ticket) {
            None => {}
            Some(rest) if rest.is_zero() => self.respond(index),
            Some(rest) => self.edge.respond_later(&mut self.calendar, index, now, rest),
        }
    }

    /// A request's response is complete.
    #[inline]
    pub(super) fn on_completion(&mut self, Completion { index, stamp }: Completion) -> bool {
        let meant = self.edge.request(index).stamp == stamp;
        if meant {
            self.respond(index);
        }
        meant
    }

    /// An instance has responded to the request at `index`.
    #[inline(never)]
    fn respond(&mut self, index: u32) {
        let now = self.calendar.now();
        let Completed { arrived, network, service, instance, status, demand } =
            self.edge.complete(index, now);
        self.scaler.count_response(service);
        self.note_answer(instance, status);
        self.scaler.note(demand, now);
        self.leave(index, status, true);
        self.release(instance);
        // Last, since the next event waits for what the release begins, not for this.
        let latency = now.since(arrived);
        self.trace.responded(Lasted { arrived, latency, network }, status);
    }

    /// A request is cut, or its client times out.
    pub(super) fn on_time_out(&mut self, index: u32, stamp: Stamp) -> bool {
        let meant = self.edge.request(index).stamp == stamp;
        if meant {
            self.cut(index, self.edge.end_at_cut(index));
        }
        meant
    }

    /// The earliest deadline of a stream may have come.
    pub(super) fn on_deadline(&mut self, stream: usize) -> bool {
        self.edge.disarm_deadline(stream);
        while let Some(index) = self.edge.overdue(stream, self.calendar.now()) {
            self.cut(index, self.edge.end_at_cut(index));
        }
        self.edge.arm_deadline(&mut self.calendar, stream);
        true
    }

    /// The request at `index` is over without a response of an instance.
    #[inline(never)]
    fn cut(&mut self, index: u32, end: End) {
        let now = self.calendar.now();
        let Cut { arrived, network, instance, status, demand } = self.edge.cut(index, end, now);
        let latency = now.since(arrived);
        self.trace.ended(Lasted { arrived, latency, network });
        if instance.is_none() {
            self.trace.waited(arrived, latency);
        }
        self.scaler.note(demand, now);
        self.leave(index, status, true);
        if let Some(instance) = instance {
            self.release(instance);
        }
    }

    /// An instance holds one request less.
    #[inline]
    fn release(&mut self, id: InstanceId) {
        let Some(position) = self.fleet.position(id) else { return };
        match self.fleet.release(position, self.deployer.scaling().max_concurrency) {
            Released::TakesMore if self.edge.waiting() > 0 => self.dispatch(),
            Released::Emptied => self.emptied(position),
            Released::TakesMore | Released::Nothing => {}
        }
    }

    /// The edge responds to the request at `index` itself.
    pub(super) fn reject(&mut self, index: u32, status: u16, cause: Rejection) {
        let rejected = self.edge.reject(&mut self.calendar, index, status);
        let (held, waiting) = (rejected.held, rejected.waiting);
        if !self.deployer.is_closed() {
            self.scaler.count_rejected(held + waiting + 1, self.calendar.now());
        }
        if let Some(waited) = rejected.waited {
            let request = self.edge.request(index);
            let (arrived, network) = (request.arrived, self.edge.overhead(request));
            self.trace.ended(Lasted { arrived, latency: waited, network });
            self.trace.waited(arrived, waited);
        }
        if rejected.begins {
            let reason = Reason::Rejected { status, cause, held, waiting };
            self.log(EventKind::RejectingStarted, None, reason);
        }
        self.leave(index, status, rejected.waited.is_some());
    }

    /// The request at `index`, which ended with `status`, leaves; its client may go on. It
    /// has `waited` unless App Runner rejected the request on arrival.
    #[inline]
    fn leave(&mut self, index: u32, status: u16, waited: bool) {
        if self.follows {
            self.follow(index, status, waited);
        } else {
            self.edge.free(index);
        }
    }

    /// Counts the request at `index` for its route, and lets its client go on.
    fn follow(&mut self, index: u32, status: u16, waited: bool) {
        self.edge.count_route(index, self.calendar.now(), status, waited);
        if self.clients.go_on() {
            self.client_goes_on(index, status, waited);
        } else {
            self.edge.free(index);
        }
    }

    /// The client of the request at `index` sends it again, another one, or nothing more.
    fn client_goes_on(&mut self, index: u32, status: u16, waited: bool) {
        let Client { stream, attempt, draw, first_try } = self.edge.leave(index);
        let next = self.clients.after(usize::from(stream), attempt, status, self.calendar.now());
        let (sending, draw, retry) = if let Next::Retry(sending) = next {
            (sending, draw, Some(Retry { attempt: attempt + 1, first_try }))
        } else {
            if self.clients.have_retries() {
                self.end_visit(stream, first_try, status, waited || attempt > 1);
            }
            let Next::Another(sending) = next else { return };
            (sending, self.clients.draw(usize::from(stream)), None)
        };
        self.edge.park(&mut self.calendar, sending, stream, draw, retry);
    }

    /// The last attempt of a visitor of `stream` ended with `status`; it `lasted` unless
    /// App Runner rejected the only one on arrival.
    fn end_visit(&mut self, stream: u16, first_try: FirstTry, status: u16, lasted: bool) {
        let FirstTry { arrived, connection } = first_try;
        self.edge.count_visitor(arrived, status);
        if lasted {
            let network = self.edge.network(stream).overhead(connection);
            let latency = self.calendar.now().since(arrived);
            self.trace.visitor_ended(Lasted { arrived, latency, network });
        }
    }

    /// A spell of rejections may be over.
    pub(super) fn on_rejection_watch(&mut self) -> bool {
        match self.edge.watch_spell(&mut self.calendar) {
            None => return false,
            Some(Watched::GoesOn) => {}
            Some(Watched::Ended { last, count }) => {
                let reason = Reason::NoneRejectedSince { last, count };
                self.log(EventKind::RejectingEnded, None, reason);
            }
        }
        true
    }

    /// The processes of an instance end: what it holds fails with 502. Gives how many.
    pub(super) fn drop_held(&mut self, id: InstanceId) -> u32 {
        let lost = self.edge.held_by(id);
        for &index in &lost {
            self.cut(index, End::ByEdge(self.scenario.assume.lost_status));
        }
        u32::try_from(lost.len()).unwrap_or(u32::MAX)
    }

    /// The requests that an instance holds will never get a response: it hangs.
    pub(super) fn silence_held(&mut self, id: InstanceId) {
        for index in self.edge.held_by(id) {
            self.edge.silence(&mut self.calendar, index);
        }
    }
}

/// How much longer the first request takes on the instance `id` of `version`.
#[cold]
fn put_off(fleet: &Fleet, version: &Version, id: InstanceId) -> SimDuration {
    version.first_request.sample(fleet.luck("first request", id, 0))
}
