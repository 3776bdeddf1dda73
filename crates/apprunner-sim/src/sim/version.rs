//! A version of the service: the application as built and the settings that its
//! instances run with, worked out for the hot path.

use super::instance::Machine;
use super::random::Sampler;
use super::reason::StartFault;
use crate::model::action::Patch;
use crate::model::application::{Answers, Application, Architecture, Pullable, Route};
use crate::model::distribution::Distribution;
use crate::model::replay::ReplayLatency;
use crate::model::service::Service;
use crate::model::traffic::{Load, Stream};

/// A version.
#[derive(Clone, Debug)]
pub(super) struct Version {
    pub(super) name: String,
    pub(super) app: Application,
    pub(super) service: Service,
    /// How each stream's route responds.
    pub(super) answers: Vec<Answer>,
    /// How the path of the health check responds; 404 where there is none.
    pub(super) check: Answer,
    pub(super) start: Sampler,
    /// What the first request takes more on an instance.
    pub(super) first_request: Sampler,
    /// The most requests that fit into an instance's memory.
    pub(super) held_limit: u32,
    /// Tells it from other versions and from itself before it was patched; given by the
    /// deployer, from 1.
    pub(super) serial: u32,
}

/// How a route responds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) latency: Sampler,
    pub(super) cpu: Option<Sampler>,
    pub(super) answers: Answers,
}

impl Answer {
    /// How `route` responds to the requests of `stream`.
    fn to(stream: &Stream, route: Option<&Route>) -> Self {
        let answer = Self::of(route);
        match &stream.load {
            Load::Replay(replay) if replay.trace.latency == ReplayLatency::Log => {
                Self { latency: Sampler::Recorded, ..answer }
            }
            _ => answer,
        }
    }

    fn of(route: Option<&Route>) -> Self {
        let missing = Route { status: 404, ..Route::default() };
        let route = route.unwrap_or(&missing);
        let free = route.cpu.is_none_or(|cpu| cpu == Distribution::ZERO);
        Self {
            status: route.status,
            latency: Sampler::new(route.latency),
            cpu: route.cpu.filter(|_| !free).map(Sampler::new),
            answers: route.answers,
        }
    }
}

impl Version {
    /// The version called `name`.
    pub(super) fn new(name: &str, app: Application, service: Service, traffic: &[Stream]) -> Self {
        let answers = traffic
            .iter()
            .map(|stream| Answer::to(stream, app.routes.get(&stream.route)))
            .collect();
        let check = Answer::of(app.routes.get(&service.health_check.path));
        let (start, first_request) = (Sampler::new(app.start), Sampler::new(app.first_request));
        let left = service.instance.memory_mb.saturating_sub(app.memory.base_mb);
        let held_limit = left.checked_div(app.memory.per_request_mb).unwrap_or(u32::MAX);
        Self {
            name: name.to_owned(),
            app,
            service,
            answers,
            check,
            start,
            first_request,
            held_limit,
            serial: 0,
        }
    }

    /// This version with `patch` put in, under another name.
    pub(super) fn patched(&self, name: &str, patch: &Patch, traffic: &[Stream]) -> Self {
        let (mut app, mut service) = (self.app.clone(), self.service.clone());
        patch.app.apply(&mut app);
        patch.service.apply(&mut service);
        Self::new(name, app, service, traffic)
    }

    /// What its instances run on.
    pub(super) fn machine(&self) -> Machine {
        let size = self.service.instance;
        let threads = self.app.threads.map_or(u32::MAX, |threads| threads.saturating_mul(1_000));
        Machine {
            size,
            usable_millis: size.cpu_millis.min(threads),
            background_millis: self.app.background_millis,
            image_mb: self.app.image.size_mb,
        }
    }

    /// What keeps its container from ever listening, if anything does.
    pub(super) fn cannot_start(&self) -> Option<StartFault> {
        if self.app.image.pullable == Pullable::No {
            Some(StartFault::NotPullable)
        } else if self.app.image.architecture == Architecture::Arm64 {
            Some(StartFault::WrongArchitecture)
        } else if self.app.memory.base_mb > self.service.instance.memory_mb {
            Some(StartFault::TooBig)
        } else {
            None
        }
    }

    /// Whether the application listens where the service asks.
    pub(super) fn listens(&self) -> bool {
        self.app.port == self.service.port
    }
}
